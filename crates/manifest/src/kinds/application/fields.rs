//! The fields of an Application (manifest rules 2.4).

use model::Kind;

use crate::fields::{Field, INTEGER, Mapping, NameRule, Null, Source, TEXT, Text, Type};
use crate::kinds::KindSpec;
use crate::kinds::envelope::{
    API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD, name, nats_rule, spec_name,
};
use crate::kinds::microservice::LISTED;

/// The kind.
pub(crate) static KIND: KindSpec = KindSpec::deployed(
    Kind::Application,
    "A group of microservices. Its list is the whole truth: deploying an existing application deletes the \
     microservices that the list does not name.",
    &ROOT,
    &super::wire::READING,
);

static ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Mapping(&METADATA), "Metadata", "The name of the application.").required(),
    Field {
        null: Null::Absent,
        ..Field::new(
            "spec",
            Type::Mapping(&SPEC),
            "Spec",
            "Microservices or a template. Left empty, this console only makes sure that the application exists.",
        )
        .required()
    },
    STATUS_FIELD,
]);

static METADATA: Mapping = Mapping::closed(&[
    name(
        NameRule::Dotted,
        "Unique, the system applications (system-<agent>) included. It cannot be changed later.",
        "line-a",
    )
    .required(),
    NAMESPACE_FIELD,
    TAGS_FIELD,
]);

/// `spec.microservices`, also under `spec.application` of a template.
pub(crate) const MICROSERVICES: Field = Field::new(
    "microservices",
    Type::List(&LISTED_ITEM),
    "Microservices",
    "The whole list. Microservices of the application that are not in it are deleted.",
)
.default("[]")
.null_is_absent()
.unsent();

/// `spec.routes`, also under `spec.application` of a template.
pub(crate) const ROUTES: Field =
    Field::new("routes", Type::List(&ROUTE_ITEM), "Routes", "Who sends messages to whom.")
        .retired("3.6", "There are no routes any more; since 3.7 NATS (natsConfig) carries messages.");

/// `spec.natsConfig`, also under `spec.application` of a template.
pub(crate) const NATS_FIELD: Field =
    Field::new("natsConfig", Type::Mapping(&NATS), "NATS", "Whether its microservices may use NATS.")
        .since("3.7.0");

// Constants may borrow statics only by name.
static LISTED_ITEM: Type = Type::Mapping(&LISTED);
static ROUTE_ITEM: Type = Type::Mapping(&ROUTE);

static SPEC: Mapping = Mapping::open(&[
    spec_name(NameRule::Dotted),
    Field::new("description", TEXT, "Description", "Free text. Absent in an update: kept.")
        .default("''")
        .hint("Counts and shows packages")
        .kept_until_empty(),
    NATS_FIELD,
    Field::new(
        "template",
        Type::Mapping(&TEMPLATE),
        "Template",
        "Make the microservices from a template instead.",
    )
    .since("3.0.0")
    .spread(),
    MICROSERVICES,
    ROUTES,
    Field::new(
        "isActivated",
        Type::Boolean,
        "Activated",
        "Whether it runs. A manifest cannot stop an application.",
    )
    .ignored("the Controller reads every manifest as activated; stop it on its page instead"),
    Field::new("isSystem", Type::Boolean, "System", "Would hide the application from all lists.")
        .ignored("this console never sends it: the application would vanish from the lists"),
    Field::new("id", INTEGER, "Id", "Printed by describe.").ignored("an application is found by its name"),
]);

static NATS: Mapping = Mapping::closed(&[
    Field::new("natsAccess", Type::Boolean, "NATS access", "Gives the application an account at NATS.")
        .default("false")
        .since("3.7.0"),
    nats_rule(
        Source::NatsAccountRules,
        "The NATS account rule it falls under; the default rule if absent.",
        "default-account",
    ),
]);

static TEMPLATE: Mapping = Mapping::open(&[
    Field::new("name", TEXT, "Template", "The name of an application template.")
        .required()
        .hint("viewer-template")
        .from(Source::ApplicationTemplates)
        .apart(),
    Field::new(
        "variables",
        Type::List(&Type::Mapping(&VARIABLE)),
        "Variables",
        "Values for the template's variables.",
    )
    .apart(),
]);

static VARIABLE: Mapping = Mapping::open(&[
    Field::new(
        "key",
        Type::Text(Text::Name(NameRule::Dotted)),
        "Variable",
        "The variable's name in the template.",
    )
    .required()
    .hint("agent-name")
    .from(Source::TemplateVariables)
    .identity(),
    Field::new("value", Type::Any, "Value", "Any YAML. A quoted number stays text.").null_is_absent(),
]);

static ROUTE: Mapping = Mapping::open(&[
    Field::new("name", TEXT, "Name", "The name of the route.").null_is_absent().identity(),
    Field::new("from", TEXT, "From", "The sending microservice.").null_is_absent(),
    Field::new("to", TEXT, "To", "The receiving microservice.").null_is_absent(),
]);
