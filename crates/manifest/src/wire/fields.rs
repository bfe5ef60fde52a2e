//! Which field of a manifest is which field of the REST API, and what a value has to be. One line per field; reading
//! documents, reading live objects, request bodies, comparing and describing all follow these tables.

use model::Kind;

/// What a value is on both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    Text,
    Int,
    Bool,
    /// A boolean that the API turns round: `private` is not `isPublic`.
    Not,
    TextList,
    /// Mappings of the same fields.
    Items(&'static [Part]),
    /// One mapping.
    Mapping(&'static [Part]),
    /// Any value in the manifest, JSON inside a string in the API.
    JsonText,
    /// Any value on both sides.
    Any,
    /// `remote`, `local` or a number.
    Registry,
}

/// What an update does to a field that the manifest does not mention (manifest rules 4.3, the column of the YAML
/// endpoint, which is what `potctl deploy` does).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absent {
    /// Back to the default.
    Reset,
    /// Stays as it is.
    Keep,
}

/// One field of a kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Path below `spec`, in the layout of version 3.
    pub yaml: &'static str,
    /// Key in the REST body.
    pub api: &'static str,
    /// Key in answers, when it differs.
    pub live: &'static str,
    pub form: Form,
    pub absent: Absent,
    /// A change of it needs a new container.
    pub restarts: bool,
    /// Default as a number, for the two fields where empty means something else.
    pub default: i64,
}

/// One key of an item or a mapping.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub key: &'static str,
    pub form: Form,
    /// Filled in when absent.
    pub default: Option<&'static str>,
    /// Tells items apart when lists are compared.
    pub identity: bool,
}

const fn part(key: &'static str, form: Form) -> Part {
    Part { key, form, default: None, identity: false }
}

const fn identity(key: &'static str, form: Form) -> Part {
    Part { key, form, default: None, identity: true }
}

const fn or(key: &'static str, default: &'static str) -> Part {
    Part { key, form: Form::Text, default: Some(default), identity: false }
}

const PORT: &[Part] = &[part("internal", Form::Int), identity("external", Form::Int), or("protocol", "tcp")];

const VOLUME: &[Part] = &[
    part("hostDestination", Form::Text),
    identity("containerDestination", Form::Text),
    part("accessMode", Form::Text),
    or("type", "bind"),
];

const ENV: &[Part] = &[
    identity("key", Form::Text),
    part("value", Form::Text),
    part("valueFromSecret", Form::Text),
    part("valueFromConfigMap", Form::Text),
];

const EXTRA_HOST: &[Part] = &[identity("name", Form::Text), part("address", Form::Text)];

const HEALTH_CHECK: &[Part] = &[
    part("test", Form::TextList),
    part("interval", Form::Int),
    part("timeout", Form::Int),
    part("startPeriod", Form::Int),
    part("startInterval", Form::Int),
    part("retries", Form::Int),
];

const ROLE_REF: &[Part] = &[part("kind", Form::Text), part("name", Form::Text)];

const NATS: &[Part] = &[part("natsAccess", Form::Bool), part("natsRule", Form::Text)];

const VARIABLE: &[Part] =
    &[identity("key", Form::Text), part("description", Form::Text), part("defaultValue", Form::Any)];

const TEMPLATE_VALUE: &[Part] = &[identity("key", Form::Text), part("value", Form::Any)];

const fn field(yaml: &'static str, api: &'static str, form: Form, absent: Absent) -> Field {
    Field { yaml, api, live: api, form, absent, restarts: false, default: 0 }
}

/// A field of the container: a change makes a new one.
const fn container(yaml: &'static str, api: &'static str, form: Form, absent: Absent) -> Field {
    Field { yaml, api, live: api, form, absent, restarts: true, default: 0 }
}

/// Where a microservice's image comes from. These belong together and are compared by their own rules.
pub const IMAGES: [&str; 4] = ["images.catalogId", "images.x86", "images.arm", "images.registry"];

/// Microservice, in the order in which `potctl describe` prints (manifest rules 2.3, 5.3).
pub const MICROSERVICE: &[Field] = &[
    container("agent.name", "agentName", Form::Text, Absent::Keep),
    container("images.catalogId", "catalogItemId", Form::Int, Absent::Keep),
    container("images.x86", "", Form::Text, Absent::Keep),
    container("images.arm", "", Form::Text, Absent::Keep),
    container("images.registry", "registryId", Form::Registry, Absent::Keep),
    container("container.commands", "cmd", Form::TextList, Absent::Reset),
    container("container.volumes", "volumeMappings", Form::Items(VOLUME), Absent::Reset),
    container("container.env", "env", Form::Items(ENV), Absent::Reset),
    container("container.extraHosts", "extraHosts", Form::Items(EXTRA_HOST), Absent::Reset),
    container("container.ports", "ports", Form::Items(PORT), Absent::Reset),
    container("container.hostNetworkMode", "hostNetworkMode", Form::Bool, Absent::Reset),
    container("container.isPrivileged", "isPrivileged", Form::Bool, Absent::Reset),
    container("container.pidMode", "pidMode", Form::Text, Absent::Reset),
    container("container.ipcMode", "ipcMode", Form::Text, Absent::Reset),
    container("container.runtime", "runtime", Form::Text, Absent::Keep),
    container("container.platform", "platform", Form::Text, Absent::Keep),
    container("container.runAsUser", "runAsUser", Form::Text, Absent::Keep),
    container("container.cdiDevices", "cdiDevices", Form::TextList, Absent::Keep),
    container("container.capAdd", "capAdd", Form::TextList, Absent::Reset),
    container("container.capDrop", "capDrop", Form::TextList, Absent::Reset),
    container("container.annotations", "annotations", Form::JsonText, Absent::Keep),
    container("container.cpuSetCpus", "cpuSetCpus", Form::Text, Absent::Reset),
    container("container.memoryLimit", "memoryLimit", Form::Int, Absent::Keep),
    container("container.healthCheck", "healthCheck", Form::Mapping(HEALTH_CHECK), Absent::Reset),
    Field { default: 50, ..container("schedule", "schedule", Form::Int, Absent::Reset) },
    Field { default: 1, ..field("logSize", "logSize", Form::Int, Absent::Keep) },
    field("config", "config", Form::JsonText, Absent::Keep),
    field("serviceAccount.roleRef", "serviceAccount", Form::Mapping(ROLE_REF), Absent::Keep),
    container("natsConfig", "natsConfig", Form::Mapping(NATS), Absent::Keep),
];

/// Application without its microservices and template (manifest rules 2.4). `isActivated` stays out of manifests.
pub const APPLICATION: &[Field] = &[
    field("description", "description", Form::Text, Absent::Keep),
    field("natsConfig", "natsConfig", Form::Mapping(NATS), Absent::Keep),
    field("template.name", "", Form::Text, Absent::Keep),
    field("template.variables", "", Form::Items(TEMPLATE_VALUE), Absent::Keep),
];

/// Catalog item (manifest rules 2.1).
pub const CATALOG_ITEM: &[Field] = &[
    field("description", "description", Form::Text, Absent::Keep),
    field("category", "category", Form::Text, Absent::Keep),
    container("x86", "", Form::Text, Absent::Keep),
    container("arm", "", Form::Text, Absent::Keep),
    container("registry", "registryId", Form::Registry, Absent::Keep),
    field("configExample", "configExample", Form::Text, Absent::Keep),
    field("publisher", "publisher", Form::Text, Absent::Keep),
];

/// Registry (manifest rules 2.2). Answers never hold the password.
pub const REGISTRY: &[Field] = &[
    container("url", "url", Form::Text, Absent::Keep),
    container("private", "isPublic", Form::Not, Absent::Reset),
    container("username", "username", Form::Text, Absent::Keep),
    container("password", "password", Form::Text, Absent::Keep),
    Field { live: "userEmail", ..container("email", "email", Form::Text, Absent::Keep) },
];

/// Application template without its application (manifest rules 2.5).
pub const TEMPLATE: &[Field] = &[
    field("description", "description", Form::Text, Absent::Reset),
    field("variables", "variables", Form::Items(VARIABLE), Absent::Reset),
];

/// What to write at a path of a kind's document (`spec.description`) so that the value is taken away. `None` where leaving
/// the key out does that, and where an empty value is refused or means something else.
pub fn cleared(kind: Kind, path: &str) -> Option<serde_json::Value> {
    let table = match kind {
        Kind::Microservice => MICROSERVICE,
        Kind::Application => APPLICATION,
        Kind::CatalogItem => CATALOG_ITEM,
        Kind::Registry => REGISTRY,
        // No form edits one.
        Kind::Agent | Kind::ApplicationTemplate => return None,
    };
    let field = find(table, path.strip_prefix("spec.")?)?;
    // An agent and an address there must be, and a password that is not written again is not one to take away.
    let needed = matches!(field.api, "" | "agentName" | "url" | "password");
    match field.form {
        _ if field.absent == Absent::Reset || needed => None,
        Form::Text => Some("".into()),
        Form::Int if field.api == "memoryLimit" => Some(0.into()),
        _ => None,
    }
}

/// The field of a table at this path.
pub fn find(table: &'static [Field], yaml: &str) -> Option<&'static Field> {
    table.iter().find(|field| field.yaml == yaml)
}
