//! The fields of an ApplicationTemplate (manifest rules 2.5).

use model::Kind;

use crate::fields::{Field, Mapping, NameRule, TEXT, Text, Type};
use crate::kinds::KindSpec;
use crate::kinds::application::{MICROSERVICES, NATS_FIELD, ROUTES};
use crate::kinds::envelope::{
    API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD, name,
};

/// The kind.
pub(crate) static KIND: KindSpec = KindSpec::deployed(
    Kind::ApplicationTemplate,
    "An application with variables. Text like {{name}} is filled in when an application is made from it.",
    &ROOT,
    &super::wire::READING,
);

static ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Mapping(&METADATA), "Metadata", "The name of the template.").required(),
    Field::new("spec", Type::Mapping(&SPEC), "Spec", "Variables and the application.").required(),
    STATUS_FIELD,
]);

static METADATA: Mapping = Mapping::closed(&[
    name(NameRule::Dotted, "Deploying a name that exists replaces that template.", "viewer-template")
        .required(),
    NAMESPACE_FIELD,
    TAGS_FIELD,
]);

static SPEC: Mapping = Mapping::open(&[
    Field::new("name", TEXT, "Name in the spec", "Printed by describe.")
        .ignored("metadata.name is the name of a template"),
    Field::new("description", TEXT, "Description", "Free text.").hint("One viewer on one agent").reset(),
    Field::new(
        "variables",
        Type::List(&Type::Mapping(&VARIABLE)),
        "Variables",
        "What differs between the applications made from it.",
    )
    .reset(),
    Field::new(
        "application",
        Type::Mapping(&APPLICATION),
        "Application",
        "Microservices as in an Application.",
    )
    .required()
    .unsent(),
]);

static VARIABLE: Mapping = Mapping::open(&[
    Field::new(
        "key",
        Type::Text(Text::Name(NameRule::Dotted)),
        "Variable",
        "Used as {{key}} in the application.",
    )
    .required()
    .hint("agent-name")
    .identity(),
    Field::new("description", TEXT, "Description", "What the variable is for.").null_is_absent(),
    Field::new("defaultValue", Type::Any, "Default", "Used when the application gives no value; any YAML.")
        .null_is_absent(),
])
.also_called(&[("name", "key"), ("default", "defaultValue"), ("value", "defaultValue")]);

static APPLICATION: Mapping = Mapping::open(&[MICROSERVICES, NATS_FIELD, ROUTES]);
