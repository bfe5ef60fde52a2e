//! The fields of a CatalogItem (manifest rules 2.1).

use model::Kind;

use crate::fields::{Field, INTEGER, Mapping, NameRule, TEXT, Text, Type};
use crate::kinds::KindSpec;
use crate::kinds::envelope::{
    API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD, name,
};

/// The kind.
pub(crate) static KIND: KindSpec = KindSpec::deployed(
    Kind::CatalogItem,
    "Names an image for each processor architecture. Microservices refer to it by its id, which the \
     Controller gives; a file can therefore not refer to an item that it creates itself.",
    &ROOT,
    &super::wire::READING,
);

static ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Mapping(&METADATA), "Metadata", "The name of the item.").required(),
    Field::new("spec", Type::Mapping(&SPEC), "Spec", "Images, registry and description.").required(),
    STATUS_FIELD,
]);

static METADATA: Mapping = Mapping::closed(&[
    name(
        NameRule::Long,
        "Unique among all catalog items. Together with spec.id another name renames the item.",
        "my-tool",
    )
    .required(),
    NAMESPACE_FIELD,
    TAGS_FIELD,
]);

static SPEC: Mapping = Mapping::closed(&[
    Field::new("name", TEXT, "Name in the spec", "Used only by old tools when metadata.name is empty.")
        .ignored("metadata.name is the name of a catalog item"),
    Field::new(
        "id",
        INTEGER,
        "Id",
        "Set it to update the item with this id; leave it out (or 0) to create a new item.",
    )
    .hint("6")
    .null_is_absent()
    .unsent(),
    Field::new("description", TEXT, "Description", "Free text, shown in lists.")
        .default("\"\"")
        .hint("Counts packages")
        .null_is_absent()
        .kept_until_empty(),
    Field::new("x86", Type::Text(Text::Image), "Image for x86", "The image for agents on x86 (amd64) machines.")
        .hint("docker.io/acme/tool:1.0")
        .null_is_absent()
        .image(1)
        .restarts(),
    Field::new("arm", Type::Text(Text::Image), "Image for ARM", "The image for agents on ARM machines.")
        .hint("docker.io/acme/tool:1.0-arm")
        .null_is_absent()
        .image(2)
        .restarts(),
    Field::new(
        "registry",
        Type::Registry,
        "Registry",
        "Where the images are pulled from: remote (public Docker Hub), local (already on the agent) or the id of \
         a registry. potctl accepts only the two words.",
    )
    .on_create()
    .hint("remote")
    .null_is_absent()
    .from(crate::fields::Source::Registries)
    .api("registryId")
    .restarts(),
    Field::new(
        "configExample",
        TEXT,
        "Example configuration",
        "JSON text that shows what a microservice of this item can be configured with. Never sent by potctl.",
    )
    .default("'{}'")
    .hint("'{\"intervalMs\": 500}'")
    .null_is_absent()
    .kept_until_empty(),
    Field::new(
        "category",
        TEXT,
        "Category",
        "Free text. SYSTEM would make the item impossible to change or delete. potctl refuses the key.",
    )
    .hint("UTILITIES")
    .null_is_absent()
    .kept_until_empty(),
    Field::new(
        "publisher",
        TEXT,
        "Publisher",
        "Who publishes the images; \"Eclipse ioFog\" is refused. potctl refuses the key.",
    )
    .hint("Acme")
    .null_is_absent()
    .kept_until_empty(),
])
.also_called(&[("registryId", "registry"), ("registryID", "registry"), ("catalogId", "id"), ("amd64", "x86"), ("arm64", "arm")]);
