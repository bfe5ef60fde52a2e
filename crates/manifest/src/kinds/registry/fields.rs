//! The fields of a Registry (manifest rules 2.2).

use model::Kind;

use crate::fields::{Field, INTEGER, Mapping, TEXT, Text, Type};
use crate::kinds::KindSpec;
use crate::kinds::envelope::{API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD};

/// The kind.
pub(crate) static KIND: KindSpec = KindSpec::deployed(
    Kind::Registry,
    "A container registry and the credentials that agents use there. A registry has no name: only spec.id says \
     which one is meant, and without it every deploy creates another registry.",
    &ROOT,
    &super::wire::READING,
);

static ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Mapping(&METADATA), "Metadata", "Not needed: a registry has no name.")
        .null_is_absent(),
    Field::new("spec", Type::Mapping(&SPEC), "Spec", "Address and credentials.").required(),
    STATUS_FIELD,
]);

static METADATA: Mapping = Mapping::closed(&[
    // A number is as good as any text where nobody looks.
    Field::new(
        "name",
        Type::Any,
        "Name",
        "Ignored when deploying. potctl delete reads the registry's id here.",
    )
    .null_is_absent(),
    NAMESPACE_FIELD,
    TAGS_FIELD,
]);

static SPEC: Mapping = Mapping::closed(&[
    Field::new(
        "id",
        INTEGER,
        "Id",
        "Set it to update the registry with this id; leave it out (or 0) to create one. 1 and 2 belong to the system.",
    )
    .hint("3")
    .null_is_absent()
    .unsent(),
    Field::new(
        "url",
        Type::Text(Text::NonEmpty),
        "Address",
        "Host and path of the registry, with or without https://. Two registries may share one address.",
    )
    .on_create()
    .hint("registry.example.com")
    .null_is_absent()
    .restarts(),
    Field::new(
        "private",
        Type::Boolean,
        "Private",
        "Agents log in with user name and password only where this is true. Absent means public, also in an update.",
    )
    .default("false")
    .null_is_absent()
    .api("isPublic")
    .turned_round()
    .restarts()
    .reset(),
    Field::new("username", Type::Text(Text::NonEmpty), "User name", "The name agents log in with.")
        .on_create()
        .hint("robot")
        .null_is_absent()
        .restarts()
        .kept_until_empty(),
    Field::new(
        "password",
        Type::Text(Text::Secret),
        "Password",
        "The password agents log in with. Leave it out in an update to keep it; \"\" clears it.",
    )
    .on_create()
    .null_is_absent()
    .restarts(),
    Field::new(
        "email",
        Type::Text(Text::Email),
        "E-mail",
        "Sent to the registry with the credentials. The host needs a dot in it.",
    )
    .on_create()
    .hint("ops@example.com")
    .null_is_absent()
    .answered_as("userEmail")
    .restarts()
    .kept_until_empty(),
    Field::new("requiresCert", Type::Boolean, "Requires a certificate", "For registries with their own certificate.")
        .retired("3.5.6", "Remove it; potctl drops it too.")
        .restarts(),
    Field::new("certificate", TEXT, "Certificate", "The certificate of the registry, which requiresCert needs.")
        .retired("3.5.6", "Remove it; potctl drops it too.")
        .restarts(),
])
.also_called(&[("userEmail", "email"), ("user", "username"), ("userName", "username"), ("isPublic", "private"), ("uri", "url")]);
