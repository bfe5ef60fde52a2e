//! The request schemas of Controller 3.7.3, as far as their effects could be observed.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::access;
use super::nats;
use super::shape::{
    Shape, at_least, between, boolean, filled, list, matching, needs, number, object, one_of, see, short,
    text, whole, word,
};

pub(super) const NAME: &str = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
pub(super) const PLAIN_NAME: &str = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
const EMAIL: &str = concat!(
    r#"^(([^<>()\[\]\\.,;:\s@"]+(\.[^<>()\[\]\\.,;:\s@"]+)*)|(".+"))"#,
    r"@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\])|(([a-zA-Z\-0-9]+\.)+[a-zA-Z]{2,}))$"
);
const SIZE: &str = r"^[0-9]+\s*([mM][bB]?|[gG][bB]?|[tT][bB]?)?$";

static TABLES: LazyLock<HashMap<&'static str, Value>> = LazyLock::new(|| {
    [accounts(), stored(), parts(), deployed(), agents(), access::tables(), nats::tables()]
        .into_iter()
        .flatten()
        .collect()
});

pub(super) type Table = Vec<(&'static str, Value)>;

pub(super) fn find(id: &str) -> Option<&'static Value> {
    TABLES.get(id)
}

fn name() -> Value {
    json!({"type": "string", "minLength": 1, "pattern": NAME})
}

fn accounts() -> Table {
    let login = Shape::new("login")
        .field("email", matching(EMAIL))
        .fields(&["password", "totp"], &text())
        .required(&["email", "password"]);
    let refresh = Shape::new("refresh").field("refreshToken", text()).required(&["refreshToken"]);
    let registry = |id| {
        Shape::new(id)
            .field("url", filled())
            .field("isPublic", boolean())
            .field("username", filled())
            .field("password", text())
            .field("email", matching(EMAIL))
    };
    vec![
        ("login", login.build()),
        ("refresh", refresh.build()),
        (
            "registryCreate",
            registry("registryCreate")
                .required(&["url", "isPublic", "username", "password", "email"])
                .build(),
        ),
        ("registryUpdate", registry("registryUpdate").build()),
    ]
}

fn catalog_item(id: &str, images: Value) -> Shape {
    Shape::new(id)
        .field("name", filled())
        .fields(&["description", "category", "publisher"], &text())
        .fields(&["diskRequired", "ramRequired"], &whole())
        .field("picture", text())
        .field("isPublic", boolean())
        .field("registryId", whole())
        .field("configExample", text())
        .field("images", images)
        .fields(&["inputType", "outputType"], &see("type"))
}

fn stored() -> Table {
    let images =
        |minimum| json!({"type": "array", "minItems": minimum, "maxItems": 2, "items": see("image")});
    let image = Shape::new("image")
        .field("containerImage", text())
        .field("fogTypeId", between(1, 2))
        .required(&["containerImage", "fogTypeId"]);
    let kind = Shape::new("type").fields(&["infoType", "infoFormat"], &text());
    let secret = |id| {
        Shape::new(id).field("name", short()).field("type", word(&["Opaque", "tls"])).field("data", object())
    };
    let config_map = |id| {
        Shape::new(id)
            .field("name", short())
            .fields(&["immutable", "useVault"], &boolean())
            .field("data", object())
    };
    let mount = |id| {
        Shape::new(id).field("name", matching(PLAIN_NAME)).fields(&["secretName", "configMapName"], &text())
    };
    let sources = || needs(&["secretName", "configMapName"]);
    let link = json!({"type": "array", "items": {"type": "string"}, "minItems": 1});
    vec![
        ("image", image.build()),
        ("type", kind.build()),
        (
            "catalogItemCreate",
            catalog_item("catalogItemCreate", images(1)).required(&["name", "registryId", "images"]).build(),
        ),
        (
            "catalogItemUpdate",
            catalog_item("catalogItemUpdate", json!({"type": "array", "maxItems": 2, "items": see("image")}))
                .build(),
        ),
        ("secretCreate", secret("secretCreate").required(&["name", "type", "data"]).closed().build()),
        ("secretUpdate", secret("secretUpdate").required(&["data"]).closed().build()),
        ("configMapCreate", config_map("configMapCreate").required(&["name", "data"]).closed().build()),
        ("configMapUpdate", config_map("configMapUpdate").required(&["data"]).closed().build()),
        (
            "volumeMountCreate",
            mount("volumeMountCreate").required(&["name"]).with("oneOf", sources()).closed().build(),
        ),
        ("volumeMountUpdate", mount("volumeMountUpdate").with("oneOf", sources()).closed().build()),
        (
            "volumeMountLink",
            Shape::new("volumeMountLink").field("fogUuids", link).required(&["fogUuids"]).closed().build(),
        ),
    ]
}

/// Fields of a microservice that create and update share, from `schedule` on.
fn microservice_tail(shape: Shape) -> Shape {
    shape
        .field("volumeMappings", list(see("volumeMappings")))
        .field("ports", list(see("ports")))
        .field("extraHosts", list(see("extraHosts")))
        .field("env", list(see("env")))
        .fields(&["cmd", "cdiDevices", "capAdd", "capDrop"], &list(text()))
        .fields(&["runAsUser", "platform", "runtime", "cpuSetCpus"], &text())
        .field("memoryLimit", whole())
        .field("natsConfig", see("natsConfig"))
        .field("healthCheck", object())
        .field("serviceAccount", see("microserviceServiceAccount"))
}

fn microservice_create() -> Value {
    let application = json!({"anyOf": [{"type": "string"}, {"type": "number"}]});
    let shape = Shape::new("microserviceCreate")
        .field("name", matching(NAME))
        .fields(&["config", "annotations"], &text())
        .field("catalogItemId", at_least(4))
        .field("images", json!({"type": "array", "maxItems": 2, "items": see("image")}))
        .field("registryId", whole())
        .field("application", application)
        .fields(&["iofogUuid", "agentName"], &text())
        .fields(&["hostNetworkMode", "isPrivileged"], &boolean())
        .field("schedule", between(0, 100))
        .field("logSize", whole())
        .field("imageSnapshot", text());
    microservice_tail(shape).required(&["name"]).build()
}

fn microservice_update() -> Value {
    let shape = Shape::new("microserviceUpdate")
        .field("name", matching(NAME))
        .fields(&["config", "annotations"], &text())
        .field("rebuild", boolean())
        .fields(&["iofogUuid", "agentName"], &text())
        .fields(&["hostNetworkMode", "isPrivileged"], &boolean())
        .field("logSize", at_least(0))
        .field("schedule", between(0, 100))
        .field("images", json!({"type": "array", "maxItems": 2, "minItems": 1, "items": see("image")}));
    microservice_tail(shape).build()
}

fn application(id: &str, microservices: bool) -> Shape {
    let shape = Shape::new(id).field("name", name());
    let shape =
        if microservices { shape.field("microservices", list(see("microserviceCreate"))) } else { shape };
    shape
        .field("description", text())
        .fields(&["isActivated", "isSystem"], &boolean())
        .field("natsConfig", see("natsConfig"))
}

/// What microservices are made of.
fn parts() -> Table {
    let ports = |id| {
        Shape::new(id)
            .fields(&["internal", "external"], &whole())
            .field("protocol", one_of(&["tcp", "udp"]))
            .required(&["internal", "external"])
            .build()
    };
    let volume = ["hostDestination", "containerDestination", "accessMode"];
    let volumes = Shape::new("volumeMappings")
        .fields(&volume, &text())
        .field("type", one_of(&["volume", "bind", "volumeMount"]))
        .required(&volume);
    let env = Shape::new("env")
        .fields(&["key", "value", "valueFromSecret", "valueFromConfigMap"], &text())
        .required(&["key"])
        .with("oneOf", needs(&["value", "valueFromSecret", "valueFromConfigMap"]));
    let hosts = Shape::new("extraHosts").fields(&["name", "address"], &text()).required(&["name", "address"]);
    let nats = Shape::new("natsConfig").field("natsAccess", boolean()).field("natsRule", short()).closed();
    // Unlike the reference of a binding, this one takes any kind and further keys.
    let role = json!({
        "type": "object",
        "properties": {"kind": text(), "name": text(), "apiGroup": text()},
        "required": ["kind", "name"],
    });
    let account = Shape::new("microserviceServiceAccount").field("roleRef", role).closed();
    vec![
        ("ports", ports("ports")),
        ("volumeMappings", volumes.build()),
        ("env", env.build()),
        ("extraHosts", hosts.build()),
        ("natsConfig", nats.build()),
        ("microserviceServiceAccount", account.build()),
    ]
}

fn deployed() -> Table {
    let template = |id| {
        Shape::new(id)
            .field("name", name())
            .field("description", text())
            .field("variables", list(see("applicationTemplateVariable")))
    };
    let variable = Shape::new("applicationTemplateVariable")
        .field("key", name())
        .field("description", text())
        .required(&["key"]);
    vec![
        ("microserviceCreate", microservice_create()),
        ("microserviceUpdate", microservice_update()),
        ("applicationCreate", application("applicationCreate", true).required(&["name"]).build()),
        ("applicationUpdate", application("applicationUpdate", true).build()),
        ("applicationPatch", application("applicationPatch", false).build()),
        ("applicationTemplateVariable", variable.build()),
        ("applicationTemplateCreate", template("applicationTemplateCreate").required(&["name"]).build()),
        ("applicationTemplateUpdate", template("applicationTemplateUpdate").build()),
        (
            "applicationTemplatePatch",
            Shape::new("applicationTemplatePatch").field("name", name()).field("description", text()).build(),
        ),
        (
            "applicationTemplateDeploy",
            Shape::new("applicationTemplateDeploy")
                .field("name", name())
                .field("description", text())
                .fields(&["isActivated", "isSystem"], &boolean())
                .field("variables", list(object()))
                .build(),
        ),
    ]
}

fn agents() -> Table {
    vec![
        ("iofogCreate", agent(Shape::new("iofogCreate"), true).required(&["name", "fogType"]).build()),
        (
            "iofogUpdate",
            agent(Shape::new("iofogUpdate").field("uuid", text()), false).required(&["uuid"]).build(),
        ),
        (
            "defaultRouterCreate",
            Shape::new("defaultRouterCreate")
                .fields(&["messagingPort", "interRouterPort", "edgeRouterPort"], &between(1, 65535))
                .field("host", text())
                .required(&["host"])
                .build(),
        ),
        ("enableNodeExec", Shape::new("enableNodeExec").field("image", text()).build()),
        ("iofogFilters", json!({"id": "/iofogFilters", "type": "array", "items": see("filter")})),
        (
            "filter",
            Shape::new("filter")
                .fields(&["key", "value"], &text())
                .field("condition", one_of(&["has", "equals"]))
                .required(&["key", "value", "condition"])
                .build(),
        ),
        (
            "iofogVersion",
            Shape::new("iofogSetVersionCommand")
                .field("versionCommand", one_of(&["upgrade", "rollback"]))
                .build(),
        ),
    ]
}

fn agent(shape: Shape, create: bool) -> Shape {
    let port = between(1, 65535);
    let size = json!({"type": "string", "pattern": SIZE, "maxLength": 32});
    let mut modes = vec![
        json!({"properties": {"routerMode": {"const": "interior"}},
               "required": ["interRouterPort", "edgeRouterPort", "host"]}),
        json!({"properties": {"routerMode": {"const": "edge"}}}),
        json!({"properties": {"routerMode": {"const": "none"}}}),
    ];
    if create && let Some(edge) = modes.get_mut(1) {
        edge["required"] = json!(["host"]);
    }
    shape
        .field("name", filled())
        .field("location", text())
        .field("latitude", number(-90, 90))
        .field("longitude", number(-180, 180))
        .fields(&["description", "networkInterface", "dockerUrl"], &text())
        .field("containerEngine", word(&["docker", "podman"]))
        .field("deploymentType", word(&["native", "container"]))
        .field("diskLimit", at_least(0))
        .field("diskDirectory", text())
        .fields(&["memoryLimit", "cpuLimit", "logLimit"], &at_least(0))
        .field("logDirectory", text())
        .fields(&["logFileCount", "statusFrequency", "changeFrequency", "deviceScanFrequency"], &at_least(0))
        .fields(&["bluetoothEnabled", "watchdogEnabled", "abstractedHardwareEnabled"], &boolean())
        .field("fogType", between(0, 2))
        .fields(&["dockerPruningFrequency", "availableDiskThreshold"], &at_least(0))
        .field("logLevel", text())
        .field("isSystem", boolean())
        .field("routerMode", one_of(&["none", "edge", "interior"]))
        .fields(&["messagingPort", "interRouterPort", "edgeRouterPort"], &port)
        .field("natsMode", one_of(&["none", "leaf", "server"]))
        .fields(&["natsServerPort", "natsLeafPort", "natsClusterPort", "natsMqttPort", "natsHttpPort"], &port)
        .fields(&["jsStorageSize", "jsMemoryStoreSize"], &size)
        .field("upstreamNatsServers", list(filled()))
        .field("host", text())
        .field("tags", list(text()))
        .field("upstreamRouters", list(filled()))
        .field("networkRouter", if create { text() } else { filled() })
        .field("timeZone", text())
        .with("anyOf", Value::Array(modes))
}
