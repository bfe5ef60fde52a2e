//! Volume mounts: a secret or a config map as files on agents (manifest rules 2.7).

use model::Kind;

use crate::check::{Answer, Context, declare};
use crate::describe;
use crate::fields::{Field, Mapping, NameRule, Source, TEXT, Type};
use crate::kinds::KindSpec;
use crate::kinds::envelope::{
    API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD, name, name_of,
};
use crate::tree::Node;
use crate::wire::{NAMED, Reading};

/// The kind.
pub(crate) static KIND: KindSpec = KindSpec::deployed(
    Kind::VolumeMount,
    "A secret or a config map as files. A volume of type volumeMount names it, or one of its keys as name/key.",
    &ROOT,
    &READING,
);

const READING: Reading = Reading {
    creates: Some(creates),
    check,
    sample: include_str!("samples/volume-mount.yaml"),
    answers: &[Answer::new(
        "volumeMounts",
        "a volume mount",
        "volume mounts",
        &["uuid", "configMapName", "secretName"],
    )
    .written(|told| describe::told(Kind::VolumeMount, told))],
    ..NAMED
};

static ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Mapping(&METADATA), "Metadata", "The name of the volume mount.").required(),
    Field::new("spec", Type::Mapping(&SPEC), "Spec", "What it is made from.").required(),
    STATUS_FIELD,
]);

static METADATA: Mapping = Mapping::closed(&[
    name(NameRule::Plain, "Lower-case letters, digits and dashes. It cannot change.", "broker-certs")
        .required(),
    NAMESPACE_FIELD,
    TAGS_FIELD,
]);

static SPEC: Mapping = Mapping::closed(&[
    Field::new("secretName", TEXT, "Secret", "The secret whose keys become files; or else configMapName.")
        .null_is_absent()
        .from(Source::Secrets)
        .hint("broker-cert"),
    Field::new(
        "configMapName",
        TEXT,
        "Config map",
        "The config map whose keys become files; or else secretName.",
    )
    .null_is_absent()
    .from(Source::ConfigMaps)
    .hint("app-settings"),
]);

fn creates(cx: &Context, root: Node) -> bool {
    name_of(root).is_none_or(|(_, name)| cx.world.volume_mounts.rows().all(|mount| mount.name != name))
}

fn check(cx: &mut Context, root: Node) {
    if let Some((node, name)) = name_of(root) {
        declare(cx, Kind::VolumeMount.word(), name.to_owned(), node, false);
    }
    let Some(spec) = root.get("spec").filter(|spec| spec.is_mapping()) else { return };
    let given = |key: &str| spec.get(key).filter(|node| !node.is_null());
    match (given("secretName"), given("configMapName")) {
        (Some(_), Some(both)) => {
            let message =
                "A volume mount is made from a secret or from a config map, not from both. Take one out.";
            cx.error("one-source", both, message);
        }
        (None, None) if cx.document.is_complete() && !spec.merges_unknown() => {
            cx.error("one-source", spec, "A volume mount needs secretName or configMapName.");
        }
        (Some(secret), None) => {
            switches(cx, root, secret, "config map", |live| live.config_map_name.is_some());
        }
        (None, Some(map)) => switches(cx, root, map, "secret", |live| live.secret_name.is_some()),
        (None, None) => {}
    }
}

/// A change that names the other kind of source leaves both set.
fn switches(cx: &mut Context, root: Node, at: Node, from: &str, is: fn(&model::VolumeMount) -> bool) {
    let Some((_, name)) = name_of(root) else { return };
    if cx.world.volume_mounts.rows().any(|live| live.name == name && is(live)) {
        let message = format!(
            "The volume mount {name} is made from a {from}, and that cannot change: delete it and create it again."
        );
        cx.error("fixed-source", at, message);
    }
}
