//! Secrets: keys and values that microservices get as variables or files (manifest rules 2.7). What they hold is never in
//! a list, a plan or a problem.

use model::Kind;

use crate::check::{Answer, Context, declare, plain_text};
use crate::describe;
use crate::fields::{Field, Mapping, NameRule, Text, Type};
use crate::kinds::KindSpec;
use crate::kinds::envelope::{
    API_VERSION_FIELD, KIND_FIELD, NAMESPACE_FIELD, STATUS_FIELD, TAGS_FIELD, name, name_of,
};
use crate::tree::Node;
use crate::wire::{NAMED, Reading};

/// The kind.
pub(crate) static KIND: KindSpec = KindSpec::deployed(
    Kind::Secret,
    "Keys and values that variables (valueFromSecret: name/key) and volume mounts take. Values are stored as written; braces in them \
     are not evaluated.",
    &ROOT,
    &READING,
);

const READING: Reading = Reading {
    creates: Some(creates),
    check,
    sample: include_str!("samples/secret.yaml"),
    answers: &[
        Answer::new("secrets", "a secret", "secrets", &["id", "name", "type", "data"])
            .written(|told| describe::told(Kind::Secret, told)),
        Answer::new("secrets", "a secret", "secrets", &["id", "name", "type"])
            .listed()
            .written(|told| describe::told(Kind::Secret, told)),
    ],
    hides_data: true,
    ..NAMED
};

static ROOT: Mapping = Mapping::closed(&[
    API_VERSION_FIELD,
    KIND_FIELD,
    Field::new("metadata", Type::Mapping(&METADATA), "Metadata", "The name of the secret.").required(),
    Field::new("spec", Type::Mapping(&SPEC), "Spec", "Which type of secret it is.").required(),
    Field::new("data", Type::Any, "Data", "The keys and their values. An update replaces all of them.")
        .required(),
    STATUS_FIELD,
]);

static METADATA: Mapping = Mapping::closed(&[
    name(NameRule::Free, "The name that name/key refers to. It cannot change.", "db-login").required(),
    NAMESPACE_FIELD,
    TAGS_FIELD,
]);

static SPEC: Mapping = Mapping::closed(&[Field::new(
    "type",
    Type::Text(Text::OneOf(&["Opaque", "tls"])),
    "Type",
    "Opaque for any values; tls where every value is base64. It cannot change: delete the secret and create it again.",
)
.required()
.hint("Opaque")]);

fn creates(cx: &Context, root: Node) -> bool {
    name_of(root).is_none_or(|(_, name)| cx.world.secrets.rows().all(|secret| secret.name != name))
}

fn check(cx: &mut Context, root: Node) {
    let Some((node, name)) = name_of(root) else { return };
    declare(cx, Kind::Secret.word(), name.to_owned(), node, false);
    if name.contains('/') {
        let message = "A name with a slash cannot be referred to: in name/key the first slash ends the name.";
        cx.warning("slash-in-name", node, message);
    }
    let kind = root.get("spec").and_then(|spec| spec.get("type"));
    if let Some((at, kind)) = kind.and_then(|at| Some((at, plain_text(at)?))) {
        let live = cx.world.secrets.rows().find(|secret| secret.name == name);
        if let Some(live) = live.filter(|live| live.kind != kind && ["Opaque", "tls"].contains(&kind)) {
            let message = format!(
                "The secret {name} is of type {}, and the type cannot change: delete the secret and create it again.",
                live.kind
            );
            cx.error("fixed-type", at, message);
        }
        if kind == "tls" {
            base64(cx, root);
        }
    }
    if let Some(data) = root.get("data").filter(|data| !data.is_mapping() && !data.is_null()) {
        cx.error("wrong-type", data, "data must be a mapping: keys, and a value for each.");
    }
}

/// The Controller refuses a secret of type tls of which one value is not base64. The value itself is not repeated.
fn base64(cx: &mut Context, root: Node) {
    let Some(data) = root.get("data") else { return };
    for entry in data.own_entries() {
        let text = entry.value.as_str().map(|text| text.split_whitespace().collect::<String>());
        let fits = text.is_some_and(|text| {
            let body = text.trim_end_matches('=');
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
            text.len() % 4 == 0 && text.len() - body.len() <= 2 && body.bytes().all(allowed)
        });
        if !fits {
            cx.error(
                "not-base64",
                entry.key,
                "In a secret of type tls every value must be base64, and this one is not.",
            );
        }
    }
}
