//! Config maps: keys and values that microservices get as variables or files (manifest rules 2.7).

use model::Kind;

use crate::check::{Answer, Context, declare};
use crate::describe;
use crate::fields::{Field, Mapping, NameRule, Type};
use crate::kinds::KindSpec;
use crate::kinds::envelope::{
    API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD, name, name_of,
};
use crate::tree::Node;
use crate::wire::{NAMED, Reading};

/// The kind.
pub(crate) static KIND: KindSpec = KindSpec::deployed(
    Kind::ConfigMap,
    "Keys and values that variables (valueFromConfigMap: name/key) and volume mounts take. Braces in them are not evaluated.",
    &ROOT,
    &READING,
);

const READING: Reading = Reading {
    creates: Some(creates),
    check,
    sample: include_str!("samples/config-map.yaml"),
    answers: &[Answer::new("configMaps", "a config map", "config maps", &["name", "immutable", "useVault"])
        .written(|told| describe::told(Kind::ConfigMap, told))],
    ..NAMED
};

static ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Mapping(&METADATA), "Metadata", "The name of the config map.").required(),
    Field::new("spec", Type::Mapping(&SPEC), "Spec", "How it is kept.").null_is_absent(),
    Field::new(
        "data",
        Type::Any,
        "Data",
        "The keys and their values; a block text is a file. An update replaces all of them.",
    )
    .required(),
    STATUS_FIELD,
]);

static METADATA: Mapping = Mapping::closed(&[
    name(NameRule::Free, "The name that name/key refers to. It cannot change.", "app-settings").required(),
    NAMESPACE_FIELD,
    TAGS_FIELD,
]);

static SPEC: Mapping = Mapping::closed(&[
    Field::new(
        "immutable",
        Type::Boolean,
        "Immutable",
        "Once it is, it can never be changed again, nor made mutable: delete the config map and create it again.",
    )
    .default("false")
    .null_is_absent()
    .reset(),
    Field::new("useVault", Type::Boolean, "Use the vault", "Whether the Controller keeps the values in its vault, where it has one.")
        .default("true")
        .null_is_absent(),
]);

fn creates(cx: &Context, root: Node) -> bool {
    name_of(root).is_none_or(|(_, name)| cx.world.config_maps.rows().all(|map| map.name != name))
}

fn check(cx: &mut Context, root: Node) {
    let Some((node, name)) = name_of(root) else { return };
    declare(cx, Kind::ConfigMap.word(), name.to_owned(), node, false);
    if name.contains('/') {
        let message = "A name with a slash cannot be referred to: in name/key the first slash ends the name.";
        cx.warning("slash-in-name", node, message);
    }
    if cx.world.config_maps.rows().any(|map| map.name == name && map.immutable) {
        let message = format!(
            "The config map {name} is immutable, so it cannot be changed: delete it and create it again."
        );
        cx.error("immutable", node, message);
    }
    if let Some(data) = root.get("data").filter(|data| !data.is_mapping() && !data.is_null()) {
        cx.error("wrong-type", data, "data must be a mapping: keys, and a value for each.");
    }
}
