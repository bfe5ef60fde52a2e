//! Kinds that are known but not deployed from here: envelope, name and place in the order (manifest rules 1.7, 1.8).

use std::sync::OnceLock;

use model::Kind;

use crate::fields::{Field, Mapping, NameRule, TEXT, Type};
use crate::kinds::envelope::{
    API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD, name,
};
use crate::kinds::{KindSpec, Support};

const SPEC: Field = Field::new("spec", Type::Any, "Spec", "Not checked by this console.").null_is_absent();
const DATA: Field = Field::new("data", Type::Any, "Data", "Keys and values.").null_is_absent();
const RULES: Field = Field::new("rules", Type::Any, "Rules", "What is allowed.").null_is_absent();
const ROLE_REF: Field = Field::new("roleRef", Type::Any, "Role", "The role that is given.").null_is_absent();
const SUBJECTS: Field = Field::new("subjects", Type::Any, "Subjects", "Who gets the role.").null_is_absent();

macro_rules! metadata {
    ($name:ident, $rule:expr) => {
        static $name: Mapping = Mapping::closed(&[
            name($rule, "The name of the resource.", "").required(),
            NAMESPACE_FIELD,
            TAGS_FIELD,
            Field::new("applicationName", TEXT, "Application", "For a ServiceAccount.").null_is_absent(),
        ]);
    };
}

macro_rules! root {
    ($name:ident, $metadata:ident) => {
        static $name: Mapping = Mapping::closed(&[
            API_VERSION_FIELD,
            KIND_FIELD,
            Field::new("metadata", Type::Mapping(&$metadata), "Metadata", "The name of the resource.")
                .required(),
            SPEC,
            DATA,
            RULES,
            ROLE_REF,
            SUBJECTS,
            STATUS_FIELD,
        ]);
    };
}

metadata!(FREE_METADATA, NameRule::Free);
metadata!(PLAIN_METADATA, NameRule::Plain);
metadata!(UNCHECKED_METADATA, NameRule::Unchecked);
metadata!(ROUTE_METADATA, NameRule::Unchecked);
/// There is one control plane, so its documents may do without a name.
static CONTROL_PLANE: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Any, "Metadata", "The name of the resource.").null_is_absent(),
    SPEC,
    STATUS_FIELD,
]);

root!(FREE, FREE_METADATA);
root!(PLAIN, PLAIN_METADATA);
root!(UNCHECKED, UNCHECKED_METADATA);
root!(ROUTE_ROOT, ROUTE_METADATA);

/// The envelope of a document whose kind says nothing: only what every kind has.
pub static ANY_KIND: KindSpec =
    other("", "document", 0, &ANY_ROOT, Support::Known, "A document of an unknown kind.");

static ANY_ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Any, "Metadata", "The name of the resource.").null_is_absent(),
    SPEC,
    DATA,
    RULES,
    ROLE_REF,
    SUBJECTS,
    STATUS_FIELD,
]);

const fn known(name: &'static str, title: &'static str, order: u8, root: &'static Mapping) -> KindSpec {
    let help = "Known, and deployed with potctl; this console reads its name and leaves it alone.";
    other(name, title, order, root, Support::Known, help)
}

const fn other(
    name: &'static str,
    title: &'static str,
    order: u8,
    root: &'static Mapping,
    support: Support,
    help: &'static str,
) -> KindSpec {
    let rows = OnceLock::new();
    KindSpec { name, title, help, support, order, root, reading: None, rows }
}

/// Kinds that no other product has: there, a short version is a slip.
pub(crate) const ONLY_OURS: &[&str] =
    &["Microservice", "CatalogItem", "ApplicationTemplate", "AgentConfig", "LocalAgent", "OfflineImage"];

/// Kinds whose documents make an object of another kind.
pub(crate) fn also_making(kind: &str) -> &'static [&'static str] {
    if kind == AGENT.name { &["LocalAgent", "AgentConfig"] } else { &[] }
}

/// The console shows agents; potctl deploys them.
pub(crate) static AGENT: KindSpec =
    known(Kind::Agent.word(), Kind::Agent.noun(), Kind::Agent.facts().order, &UNCHECKED);

/// Every kind that potctl or iofogctl deploy besides those of the console. Kinds that they only keep for themselves are skipped by
/// them like unknown ones.
pub(crate) static OTHERS: [KindSpec; 20] = [
    known("ControlPlane", "control plane", 10, &CONTROL_PLANE),
    known("KubernetesControlPlane", "control plane on Kubernetes", 10, &CONTROL_PLANE),
    known("LocalControlPlane", "local control plane", 10, &CONTROL_PLANE),
    known("Controller", "Controller", 15, &UNCHECKED),
    known("LocalController", "local Controller", 20, &UNCHECKED),
    known("AgentConfig", "agent configuration", 30, &UNCHECKED),
    known("CertificateAuthority", "certificate authority", 50, &UNCHECKED),
    known("Certificate", "certificate", 60, &UNCHECKED),
    known("Role", "role", 80, &UNCHECKED),
    known("RoleBinding", "role binding", 90, &UNCHECKED),
    known("ServiceAccount", "service account", 100, &UNCHECKED),
    known("NatsAccountRule", "NATS account rule", 110, &FREE),
    known("NatsUserRule", "NATS user rule", 120, &FREE),
    known("LocalAgent", "local agent", 140, &UNCHECKED),
    known("EdgeResource", "edge resource", 150, &UNCHECKED),
    known("Volume", "volume", 190, &UNCHECKED),
    known("OfflineImage", "offline image", 200, &UNCHECKED),
    known("Service", "service", 255, &PLAIN),
    other(
        "Route",
        "route",
        254,
        &ROUTE_ROOT,
        Support::Retired,
        "A way for messages between two microservices, on Controllers up to 3.6.",
    ),
    other("Connector", "connector", 25, &UNCHECKED, Support::Retired, "A kind of ioFog 1.x only."),
];
