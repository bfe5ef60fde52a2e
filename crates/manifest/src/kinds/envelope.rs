//! The keys around every document: apiVersion, kind, metadata, spec, status (manifest rules 1.1 to 1.3).

use crate::check::plain_text;
use crate::fields::{Field, NameRule, Null, Required, Source, Status, TEXT, TEXTS, Text, Type};
use crate::tree::Node;

/// What the console writes, and potctl accepts.
pub const API_VERSION: &str = "datasance.com/v3";

/// Every version that is read.
pub const API_VERSIONS: &[&str] = &[API_VERSION, "iofog.org/v3", "iofog.org/v2", "iofog.org/v1"];

/// Whether a version is one of these, or a slip on the way to one: another number, another case, a letter too few.
pub(crate) fn is_near_version(version: &str) -> bool {
    let version = version.trim().trim_end_matches('/').to_lowercase();
    let version =
        version.strip_prefix("https://").or_else(|| version.strip_prefix("http://")).unwrap_or(&version);
    let version = version.strip_prefix("www.").unwrap_or(version);
    let group = version.split(['/', ':', ' ']).next().unwrap_or_default();
    let groups = ["datasance.com", "datasance", "iofog.org", "iofog", "eclipse-iofog.org"];
    let near = |known: &&str| strsim::osa_distance(group, known) <= known.len() / 4;
    // Kubernetes has no such short one.
    API_VERSIONS.contains(&version) || version == "v3" || groups.iter().any(near)
}

pub(crate) const API_VERSION_FIELD: Field = Field::new(
    "apiVersion",
    TEXT,
    "API version",
    "Which layout the document follows. potctl accepts only datasance.com/v3; this console reads the older ones too.",
)
.required()
.hint(API_VERSION);

pub(crate) const KIND_FIELD: Field =
    Field::new("kind", TEXT, "Kind", "What the document describes; upper and lower case matter.")
        .required()
        .hint("Microservice");

pub(crate) const STATUS_FIELD: Field = Field {
    status: Status::Ignored { why: "describe writes it, and deploying never reads it" },
    null: Null::Absent,
    ..Field::new("status", Type::Any, "Status", "What describe printed about the running resource.")
};

pub(crate) const NAMESPACE_FIELD: Field = Field::new(
    "namespace",
    TEXT,
    "Namespace",
    "A namespace of potctl; it must be the one in use there. Controllers have none.",
)
.null_is_absent();

pub(crate) const TAGS_FIELD: Field =
    Field::new("tags", TEXTS, "Tags", "Labels; only agents and services use them.").null_is_absent();

/// `metadata.name` under a rule.
pub(crate) const fn name(rule: NameRule, help: &'static str, hint: &'static str) -> Field {
    Field::new("name", Type::Text(Text::Name(rule)), "Name", help).hint(hint)
}

/// `spec.name`, which wins over `metadata.name` where a tool reads it.
pub(crate) const fn spec_name(rule: NameRule) -> Field {
    Field::new(
        "name",
        Type::Text(Text::Name(rule)),
        "Name in the spec",
        "Written by describe. It wins over metadata.name, so keep both the same or leave it out.",
    )
    .unsent()
}

/// `natsConfig` in its two places differs by the list of rules only.
pub(crate) const fn nats_rule(source: Source, help: &'static str, hint: &'static str) -> Field {
    let mut field =
        Field::new("natsRule", Type::Text(Text::Length(1, 255)), "NATS rule", help).since("3.7.0").hint(hint);
    field.source = Some(source);
    field.required = Required::No;
    field
}

/// `metadata.name` where it is a name and no template.
pub(crate) fn name_of<'d>(root: Node<'d>) -> Option<(Node<'d>, &'d str)> {
    let node = root.get("metadata")?.get("name")?;
    Some((node, plain_text(node)?))
}
