//! The fields of a Microservice, alone and inside an Application (manifest rules 2.3).

use model::Kind;

use super::container::CONTAINER;
use crate::fields::{Field, INTEGER, Mapping, NameRule, Source, TEXT, TEXTS, Text, Type};
use crate::kinds::KindSpec;
use crate::kinds::agent_config::AGENT_CONFIG;
use crate::kinds::envelope::{
    API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD, name, nats_rule, spec_name,
};

/// The kind.
pub(crate) static KIND: KindSpec = KindSpec::deployed(
    Kind::Microservice,
    "One container on one agent, in one application. Deploying an existing one by YAML resets every field that \
     the document does not mention.",
    &ROOT,
    &super::wire::READING,
);

static ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Mapping(&METADATA), "Metadata", "The name of the microservice.").required(),
    Field::new("spec", Type::Mapping(&SPEC), "Spec", "Agent, images, container and configuration.")
        .required(),
    STATUS_FIELD,
]);

static METADATA: Mapping = Mapping::closed(&[
    name(
        NameRule::Qualified,
        "application/microservice, or the bare name with spec.application. It cannot be changed later.",
        "line-a/sample",
    )
    .required(),
    NAMESPACE_FIELD,
    TAGS_FIELD,
]);

const APPLICATION: Field = Field::new(
    "application",
    Type::NameOrId,
    "Application",
    "The application it belongs to, by name or id. A prefix in the name wins over it. It cannot be changed later.",
)
.hint("line-a")
.from(Source::Applications)
.unsent();

const AGENT_FIELD: Field =
    Field::new("agent", Type::Mapping(&AGENT), "Agent", "The machine it runs on.").required().spread();

const IMAGES_FIELD: Field = Field::new(
    "images",
    Type::Mapping(&IMAGES),
    "Images",
    "A catalog item, or one image per architecture. Absent in an update: kept.",
)
.on_create()
.null_is_absent()
.spread();

const CONTAINER_FIELD: Field = Field::new(
    "container",
    Type::Mapping(&CONTAINER),
    "Container",
    "Ports, volumes, environment and everything else about the container.",
)
.null_is_absent()
.spread();

const CONFIG: Field = Field::new(
    "config",
    Type::Any,
    "Configuration",
    "Any YAML, normally a mapping; the program reads it through its agent. Absent in an update: kept; {} clears it.",
)
.default("{}")
.null_is_absent()
.json_text();

const SCHEDULE: Field = Field::new(
    "schedule",
    Type::Integer { min: 6, max: 100 },
    "Schedule",
    "The order in which an agent starts its microservices, low numbers first. 0 to 5 are for the system.",
)
.default("50")
.since("3.5.0")
.restarts()
.reset();

const SERVICE_ACCOUNT_FIELD: Field = Field::new(
    "serviceAccount",
    Type::Mapping(&SERVICE_ACCOUNT),
    "Service account",
    "The role it acts under at the Controller. Absent in an update: kept; potctl sets it back to microservice.",
)
.since("3.6.0")
.spread();

const NATS_FIELD: Field = Field::new(
    "natsConfig",
    Type::Mapping(&NATS),
    "NATS",
    "Whether it may use NATS. The application needs natsAccess as well.",
)
.since("3.7.0")
.restarts();

const LOG_SIZE: Field = Field::new(
    "logSize",
    Type::Integer { min: 0, max: i64::MAX },
    "Log size",
    "The agent keeps half as many log files of 100 MB each, at least one. potctl does not send it.",
)
.default("1");

const REBUILD: Field = Field::new("rebuild", Type::Any, "Rebuild", "Pull the image and start afresh.")
    .ignored("every deploy decides about a rebuild itself");
const MS_ROUTES: Field =
    Field::new("msRoutes", Type::Mapping(&MS_ROUTES_MAPPING), "Routes by tag", "Tags of routes.")
        .retired("3.6", "There are no routes any more; since 3.7 NATS (natsConfig) carries messages.")
        .unsent();
const ROUTES: Field = Field::new("routes", Type::Any, "Routes", "Microservices that receive its messages.")
    .retired("v1", "There are no routes any more; since 3.7 NATS (natsConfig) carries messages.");
const FLOW: Field = Field::new("flow", Type::Any, "Flow", "The name of an application before 3.0.")
    .retired("2.x", "Use spec.application instead.");
const UUID: Field = Field::new("uuid", TEXT, "UUID", "Printed by describe.")
    .ignored("a microservice is found by application and name");
const CREATED: Field =
    Field::new("created", Type::Any, "Created", "Printed by old describe.").ignored("only printed");
const OLD_STATUS: Field =
    Field::new("status", Type::Any, "Status", "Printed by old describe.").ignored("only printed");
const EXEC_STATUS: Field =
    Field::new("execStatus", Type::Any, "Exec status", "Printed by describe.").ignored("only printed");
const NATS_ENABLED: Field =
    Field::new("natsEnabled", Type::Any, "NATS enabled", "From drafts of NATS support.")
        .ignored("use natsConfig.natsAccess");
const NATS_ACCESS: Field = Field::new("natsAccess", Type::Any, "NATS access", "From drafts of NATS support.")
    .ignored("use natsConfig.natsAccess");

static SPEC: Mapping = Mapping::open(&[
    spec_name(NameRule::Qualified),
    APPLICATION,
    AGENT_FIELD,
    IMAGES_FIELD,
    CONTAINER_FIELD,
    SCHEDULE,
    LOG_SIZE,
    CONFIG,
    SERVICE_ACCOUNT_FIELD,
    NATS_FIELD,
    REBUILD,
    UUID,
    FLOW,
    MS_ROUTES,
    ROUTES,
    CREATED,
    OLD_STATUS,
    EXEC_STATUS,
    NATS_ENABLED,
    NATS_ACCESS,
])
.also_called(OTHER_NAMES)
.flat("container");

/// An item of `spec.microservices` of an Application.
pub(crate) static LISTED: Mapping = Mapping::open(&[
    name(NameRule::Dotted, "The name inside this application, without the application part.", "sample")
        .required()
        .unsent(),
    AGENT_FIELD,
    IMAGES_FIELD,
    CONTAINER_FIELD,
    SCHEDULE,
    LOG_SIZE,
    CONFIG,
    SERVICE_ACCOUNT_FIELD,
    NATS_FIELD,
    Field::new("application", Type::Any, "Application", "Printed by describe.")
        .ignored("it is always the application around it"),
    REBUILD,
    UUID,
    FLOW,
    MS_ROUTES,
    ROUTES,
    CREATED,
    OLD_STATUS,
    EXEC_STATUS,
    NATS_ENABLED,
    NATS_ACCESS,
])
.also_called(OTHER_NAMES)
.flat("container");

const OTHER_NAMES: &[(&str, &str)] = &[
    ("agentName", "agent"),
    ("iofogUuid", "agent"),
    ("image", "images"),
    ("applicationName", "application"),
    ("catalogId", "images"),
    ("catalogItemId", "images"),
];

static AGENT: Mapping = Mapping::open(&[
    Field::new(
        "name",
        Type::Text(Text::NonEmpty),
        "Agent",
        "The name of the agent. Another name moves the microservice.",
    )
    .required()
    .hint("edge-1")
    .from(Source::Agents)
    .api("agentName")
    .restarts(),
    Field::new(
        "config",
        Type::Mapping(&AGENT_CONFIG),
        "Agent configuration",
        "Settings of the agent, before 3.0.",
    )
    .ignored("agents are configured with an AgentConfig document"),
]);

static IMAGES: Mapping = Mapping::open(&[
    Field::new(
        "catalogId",
        INTEGER,
        "Catalog item",
        "The id of a catalog item; its images and registry are used then. 0 means none.",
    )
    .default("0")
    .hint("6")
    .null_is_absent()
    .from(Source::CatalogItems)
    .api("catalogItemId")
    .restarts(),
    Field::new("x86", Type::Text(Text::Image), "Image for x86", "The image for agents on x86 (amd64) machines.")
        .hint("docker.io/acme/sample:1")
        .null_is_absent()
        .image(1)
        .restarts(),
    Field::new("arm", Type::Text(Text::Image), "Image for ARM", "The image for agents on ARM machines.")
        .hint("docker.io/acme/sample:1-arm")
        .null_is_absent()
        .image(2)
        .restarts(),
    Field::new(
        "registry",
        Type::Registry,
        "Registry",
        "Where the images are pulled from: remote (public Docker Hub), local (already on the agent) or the id of a registry.",
    )
    .default("remote")
    .hint("remote")
    .null_is_absent()
    .from(Source::Registries)
    .api("registryId")
    .restarts(),
    Field::new("catalogItemId", Type::Any, "Catalog item, other spelling", "From a page of the documentation.")
        .ignored("the Controller reads catalogId"),
])
.also_called(&[("registryId", "registry"), ("amd64", "x86"), ("arm64", "arm"), ("image", "x86")]);

static SERVICE_ACCOUNT: Mapping =
    Mapping::closed(&[Field::new("roleRef", Type::Mapping(&ROLE_REF), "Role", "The role it acts under.")
        .api("serviceAccount")]);

static ROLE_REF: Mapping = Mapping::open(&[
    Field::new("kind", TEXT, "Kind of role", "What is referred to: Role.").required().hint("Role"),
    Field::new("name", TEXT, "Role", "The name of an existing role.")
        .required()
        .hint("microservice")
        .from(Source::Roles),
    Field::new("apiGroup", TEXT, "API group", "Accepted and not checked.").unsent(),
]);

static NATS: Mapping = Mapping::closed(&[
    Field::new("natsAccess", Type::Boolean, "NATS access", "Gives it credentials for NATS.")
        .default("false")
        .since("3.7.0"),
    nats_rule(
        Source::NatsUserRules,
        "The NATS user rule it falls under; the default rule if absent.",
        "default-user",
    ),
]);

static MS_ROUTES_MAPPING: Mapping = Mapping::open(&[
    Field::new("pubTags", TEXTS, "Published tags", "Tags it published under.").null_is_absent(),
    Field::new("subTags", TEXTS, "Subscribed tags", "Tags it listened to.").null_is_absent(),
]);
