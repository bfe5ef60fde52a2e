//! The fields under `spec.container` (manifest rules 2.3).

use crate::fields::{Field, INTEGER, Mapping, Source, TEXT, TEXTS, Text, Type};

const ADVICE_ROOT: &str = "Set container.hostNetworkMode and container.isPrivileged instead.";
const ADVICE_PUBLIC: &str = "Publish a port with a Service document instead.";

/// Everything about the container.
pub(crate) static CONTAINER: Mapping = Mapping::open(&[
    Field::new("commands", TEXTS, "Command", "The command line, one part per item; every item a string.")
        .default("[]")
        .hint("--verbose")
        .api("cmd")
        .restarts_when_sent()
        .reset(),
    Field::new("volumes", Type::List(&Type::Mapping(&VOLUME)), "Volumes", "Folders and volumes inside the container.")
        .default("[]")
        .api("volumeMappings")
        .restarts_when_sent()
        .reset(),
    Field::new("env", Type::List(&Type::Mapping(&ENV)), "Environment", "Environment variables.")
        .default("[]")
        .null_is_absent()
        .restarts_when_sent()
        .reset(),
    Field::new(
        "extraHosts",
        Type::List(&Type::Mapping(&EXTRA_HOST)),
        "Extra hosts",
        "Names that the container can look up. Lost on Linux agents when the host network is used.",
    )
    .default("[]")
    .restarts_when_sent()
    .reset(),
    Field::new("ports", Type::List(&Type::Mapping(&PORT)), "Ports", "Which ports of the agent lead into the container.")
        .default("[]")
        .restarts_when_sent()
        .reset(),
    Field::new(
        "hostNetworkMode",
        Type::Boolean,
        "Host network",
        "Use the agent's own network. On Linux extra hosts and the names iofog and service.local are lost then.",
    )
    .default("false")
    .since("3.5.7")
    .restarts()
    .reset(),
    Field::new("isPrivileged", Type::Boolean, "Privileged", "Give the container full access to the machine.")
        .default("false")
        .since("3.5.7")
        .restarts()
        .reset(),
    Field::new("pidMode", TEXT, "PID mode", "The process space, as Docker names it.")
        .default("''")
        .since("3.5.0")
        .hint("host")
        .restarts_when_sent()
        .reset(),
    Field::new("ipcMode", TEXT, "IPC mode", "The space for shared memory, as Docker names it.")
        .default("''")
        .since("3.5.0")
        .hint("private")
        .restarts_when_sent()
        .reset(),
    Field::new("runtime", TEXT, "Runtime", "The container runtime on the agent.").since("3.3.0").hint("nvidia")
        .restarts_when_sent()
        .kept_until_empty(),
    Field::new("platform", TEXT, "Platform", "The platform that is asked for when the image is pulled.")
        .since("3.3.0")
        .hint("linux/amd64")
        .restarts_when_sent()
        .kept_until_empty(),
    Field::new("runAsUser", TEXT, "Run as user", "User, and group after a colon. A bare number must be quoted.")
        .since("3.3.0")
        .hint("\"1000:1000\"")
        .restarts_when_sent()
        .kept_until_empty(),
    Field::new("cdiDevices", TEXTS, "CDI devices", "Devices to pass in, as vendor/class=name.")
        .since("3.3.0")
        .hint("acme.example/camera=front")
        .restarts_when_sent(),
    Field::new("capAdd", TEXTS, "Added capabilities", "Linux capabilities in capitals, without CAP_.")
        .default("[]")
        .since("3.5.0")
        .hint("NET_ADMIN")
        .from(Source::Capabilities)
        .restarts_when_sent()
        .reset(),
    Field::new("capDrop", TEXTS, "Dropped capabilities", "Linux capabilities in capitals, without CAP_.")
        .default("[]")
        .since("3.5.0")
        .hint("MKNOD")
        .from(Source::Capabilities)
        .restarts_when_sent()
        .reset(),
    Field::new(
        "annotations",
        Type::Strings,
        "Annotations",
        "Labels of the container. The agent stops at the first value that is not a string. Absent in an update: kept.",
    )
    .since("3.5.0")
    .null_is_absent()
    .json_text()
    .restarts_when_sent(),
    Field::new("cpuSetCpus", TEXT, "CPU set", "The cores it may use: \"0,1\" or \"0-2\". A bare number must be quoted.")
        .default("''")
        .since("3.5.0")
        .hint("\"0-2\"")
        .restarts_when_sent()
        .reset(),
    Field::new("memoryLimit", Type::Integer { min: 0, max: i64::MAX }, "Memory limit", "Megabytes; 0 means none.")
        .since("3.5.0")
        .hint("512")
        .restarts_when_sent()
        .kept_until_empty(),
    Field::new("healthCheck", Type::Mapping(&HEALTH_CHECK), "Health check", "How the engine finds out whether it works.")
        .empty_is_absent()
        .since("3.5.0")
        .restarts()
        .reset(),
    Field::new("rootHostAccess", Type::Boolean, "Root host access", "Host network and privileges in one.")
        .default("false")
        .retired("3.5.6", ADVICE_ROOT)
        .restarts()
        .reset(),
])
.also_called(&[
    ("privileged", "isPrivileged"),
    ("hostNetwork", "hostNetworkMode"),
    ("networkMode", "hostNetworkMode"),
    ("cmd", "commands"),
    ("command", "commands"),
    ("args", "commands"),
    ("volumeMappings", "volumes"),
    ("volumeMounts", "volumes"),
    ("environment", "env"),
    ("memory", "memoryLimit"),
    ("user", "runAsUser"),
    ("cpuset", "cpuSetCpus"),
    ("cap_add", "capAdd"),
    ("cap_drop", "capDrop"),
    ("labels", "annotations"),
    ("healthcheck", "healthCheck"),
    ("extra_hosts", "extraHosts"),
]);

const SECONDS: Type = Type::Integer { min: 0, max: i64::MAX };

static HEALTH_CHECK: Mapping = Mapping::open(&[
    Field::new("test", TEXTS, "Test", "The command: [\"CMD\", ...] or [\"CMD-SHELL\", \"...\"].")
        .required()
        .hint("[\"CMD-SHELL\", \"curl -fs localhost:9000/health\"]"),
    Field::new("interval", SECONDS, "Interval", "Seconds between two tests.").hint("30"),
    Field::new("timeout", SECONDS, "Timeout", "Seconds after which a test has failed.").hint("5"),
    Field::new(
        "startPeriod",
        SECONDS,
        "Start period",
        "Seconds after the start in which failures do not count.",
    )
    .hint("10"),
    Field::new("startInterval", SECONDS, "Start interval", "Seconds between tests during the start period.")
        .hint("2"),
    Field::new("retries", SECONDS, "Retries", "Failures in a row until it counts as unhealthy.").hint("3"),
]);

static ENV: Mapping = Mapping::open(&[
    Field::new("key", Type::Scalar, "Name", "The name of the variable.").required().hint("TZ").identity(),
    Field::new(
        "value",
        Type::Scalar,
        "Value",
        "Becomes text; quote everything that does not begin with a letter. Exactly one of value, valueFromSecret and \
         valueFromConfigMap.",
    )
    .hint("Europe/Istanbul"),
    Field::new(
        "valueFromSecret",
        Type::Text(Text::Reference),
        "Value from secret",
        "secret/key: the value is read from a secret.",
    )
    .since("3.5.0")
    .hint("db-credentials/password")
    .from(Source::SecretKeys),
    Field::new(
        "valueFromConfigMap",
        Type::Text(Text::Reference),
        "Value from config map",
        "config-map/key: the value is read from a config map.",
    )
    .since("3.5.0")
    .hint("settings/threshold")
    .from(Source::ConfigMapKeys),
])
.also_called(&[("name", "key"), ("valueFrom", "valueFromSecret")]);

const PORT_NUMBER: Type = Type::Integer { min: 1, max: 65535 };

static PORT: Mapping = Mapping::open(&[
    Field::new("internal", PORT_NUMBER, "Port in the container", "The port the program listens on.")
        .required()
        .hint("80"),
    Field::new(
        "external",
        PORT_NUMBER,
        "Port on the agent",
        "Must be free on the agent, whatever the protocol; 54321 and 54322 belong to the agent.",
    )
    .required()
    .hint("15000")
    .identity(),
    Field::new(
        "protocol",
        Type::Text(Text::OneOf(&["tcp", "udp"])),
        "Protocol",
        "tcp or udp, in lower case.",
    )
    .default("tcp")
    .retired_values(&["http"]),
    Field::new("public", Type::Mapping(&PUBLIC), "Public port", "A port that the router publishes.")
        .retired("3.4", ADVICE_PUBLIC),
    Field::new("proxy", Type::Any, "Proxy", "A port that the proxy publishes.")
        .retired("3.4.8", ADVICE_PUBLIC)
        .unsent(),
    Field::new("host", Type::Any, "Host of the public port", "Where the public port opened.")
        .retired("v2", ADVICE_PUBLIC),
    Field::new("publicLink", Type::Any, "Link of the public port", "Printed by describe.")
        .retired("v2", ADVICE_PUBLIC),
    Field::new("publicMode", Type::Any, "Public mode", "Whether the port was published.")
        .retired("v1", ADVICE_PUBLIC),
])
.also_called(&[
    ("containerPort", "internal"),
    ("hostPort", "external"),
    ("target", "internal"),
    ("published", "external"),
]);

static PUBLIC: Mapping = Mapping::open(&[
    Field::new(
        "schemes",
        TEXTS,
        "Schemes",
        "The schemes of its links. With the protocol http they begin with http.",
    )
    .required()
    .hint("[https]"),
    Field::new("protocol", Type::Text(Text::OneOf(&["http", "tcp"])), "Protocol", "What the router carries.")
        .default("http"),
    Field::new(
        "router",
        Type::Mapping(&PUBLIC_ROUTER),
        "Router",
        "Where the port opens. Absent: the default router, and a port that is kept once the Controller has chosen it.",
    ),
    Field::new("links", Type::Any, "Links", "Printed by describe.").ignored("the Controller makes the links"),
    Field::new("enabled", Type::Any, "Enabled", "Printed by describe.")
        .ignored("a public port is always enabled"),
]);

static PUBLIC_ROUTER: Mapping = Mapping::open(&[
    Field::new("port", PORT_NUMBER, "Port at the router", "Must be free there.").hint("6000"),
    Field::new("host", TEXT, "Router", "Only default-router works.").hint("default-router"),
]);

static VOLUME: Mapping = Mapping::open(&[
    Field::new(
        "hostDestination",
        TEXT,
        "On the agent",
        "bind: a path on the agent. volume: the name of a volume. volumeMount: the name of a volume mount, with \
         /key for one part of it.",
    )
    .required()
    .hint("/var/lib/data")
    .from(Source::VolumeMounts),
    Field::new("containerDestination", Type::Text(Text::NonEmpty), "In the container", "The path inside the container.").required().hint("/data").identity(),
    Field::new(
        "accessMode",
        Type::Text(Text::Usually(&["ro", "rw"])),
        "Access mode",
        "ro or rw. Agents up to 3.7.0 most likely treat both as rw.",
    )
    .required()
    .hint("rw"),
    Field::new(
        "type",
        Type::Text(Text::OneOf(&["bind", "volume", "volumeMount"])),
        "Type",
        "What the agent's side is: a path, a named volume, or a volume mount (3.6.0).",
    )
    .default("bind")
    .values_since(&[("volumeMount", "3.6.0")]),
    Field::new("id", INTEGER, "Id", "Printed by the API.").ignored("the Controller gives the ids of volume mappings"),
])
.also_called(&[("source", "hostDestination"), ("target", "containerDestination"), ("hostPath", "hostDestination"),
    ("mountPath", "containerDestination"), ("containerPath", "containerDestination"), ("mode", "accessMode")]);

static EXTRA_HOST: Mapping = Mapping::open(&[
    Field::new("name", Type::Text(Text::NonEmpty), "Name", "The name to look up; service.local is reserved.").required().hint("printer").identity(),
    Field::new(
        "address",
        Type::Text(Text::NonEmpty),
        "Address",
        "An address, ${Agents.<agent>}, or ${Apps.<application>.<microservice>.local} for one on the same agent.",
    )
    .required()
    .hint("192.0.2.40"),
    Field::new("value", Type::Any, "Resolved address", "Printed by describe.").ignored("the Controller computes it"),
])
.also_called(&[("host", "name"), ("hostname", "name"), ("ip", "address")]);
