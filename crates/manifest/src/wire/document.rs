//! Documents in the shape of [`Spec`]: what the file says, in the layouts of versions 1, 2 and 3.
//!
//! A key with null is an absent key, retired and unknown keys are left to the checks. A value that cannot be what its
//! field wants is a [`Misfit`]: such a document is never taken for a whole one.

use model::{Kind, Release};

use super::json::Json;
use super::liquid;
use super::reading::NameIn;
use super::spec::Spec;
use crate::fields::{Field, Mapping, Required, Sent, Type};
use crate::kinds;
use crate::scalar::Meaning;
use crate::tree::{Document, Node};

/// A value that has no place in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Path in the document.
    pub path: String,
    /// What the field wants, without the value.
    pub message: String,
}

/// Reads a document of a kind that the console deploys. `None` for every other kind.
pub fn read(document: &Document) -> Option<Result<Spec, Vec<Misfit>>> {
    let (spec, misfits) = read_what_there_is(document)?;
    Some(if misfits.is_empty() { Ok(spec) } else { Err(misfits) })
}

/// The same, with what could be understood beside what could not: which object the document is about can often be told
/// although it cannot be deployed.
pub fn read_what_there_is(document: &Document) -> Option<(Spec, Vec<Misfit>)> {
    read_for(document, Release::NEWEST)
}

/// The same with the fields of all Controllers: for comparing texts with each other.
pub fn read_of_any(document: &Document) -> Option<(Spec, Vec<Misfit>)> {
    read_by(document, None)
}

/// The same as a Controller of this release reads it: fields that it does not know are nothing to it.
pub fn read_for(document: &Document, release: Release) -> Option<(Spec, Vec<Misfit>)> {
    read_by(document, Some(release))
}

fn read_by(document: &Document, release: Option<Release>) -> Option<(Spec, Vec<Misfit>)> {
    let root = document.root()?;
    let mut read = Spec::new(Kind::from_word(document.kind()?)?);
    let reading = kinds::of(read.kind).reading?;
    let mut reader = Reader::new(document, release);
    read.name = reader.name(root, reading.name);
    (reading.document)(&mut reader, &mut read, root);
    if !document.is_complete() {
        reader.misfit("spec", "The document could not be read to its end.");
    }
    Some((read, reader.misfits))
}

/// What reads the parts of documents, and keeps what has no place.
pub(crate) struct Reader {
    misfits: Vec<Misfit>,
    /// `iofog.org/v1`: the container's fields stand directly below `spec`.
    pub(crate) flat: bool,
    /// Whose fields are read; all that any Controller knows where that is not said.
    release: Option<Release>,
    /// Versions 1 and 2 knew other protocols of ports; these are dropped (manifest rules 1.4).
    old_ports: bool,
}

impl Reader {
    fn new(document: &Document, release: Option<Release>) -> Reader {
        let version = document.api_version().unwrap_or_default();
        let flat = version == "iofog.org/v1";
        Reader { misfits: Vec::new(), flat, release, old_ports: flat || version == "iofog.org/v2" }
    }

    pub(crate) fn misfit(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.misfits.push(Misfit { path: path.into(), message: message.into() });
    }

    /// Fields directly below `spec`, and what may stand beside it.
    pub(crate) fn plain(&mut self, read: &mut Spec, root: Node<'_>) {
        let declared = |key: &str| kinds::of(read.kind).root.field(key);
        let needed = declared("spec").is_some_and(|spec| spec.required == Required::Yes);
        read.data = present(root, "data").filter(|_| declared("data").is_some()).map(any);
        let Some(spec) = present(root, "spec") else {
            if needed {
                self.misfit("spec", "The spec is missing.");
            }
            return;
        };
        if let Some(id) = present(spec, "id") {
            match id.as_i64() {
                Some(number) => read.id = Some(number).filter(|id| *id > 0),
                None => self.misfit("spec.id", "The id must be a whole number."),
            }
        }
        self.fields(read, spec);
    }

    fn name(&mut self, root: Node<'_>, wins: NameIn) -> String {
        let below = |key: &str| {
            let name = present(present(root, key)?, "name")?;
            Some(name.as_str().map(str::to_owned)).filter(|name| name.as_deref() != Some(""))
        };
        let name = match wins {
            NameIn::Spec => below("spec").or_else(|| below("metadata")),
            NameIn::Metadata | NameIn::None => below("metadata").or_else(|| below("spec")),
        };
        match name {
            Some(Some(name)) => return name,
            _ if wins == NameIn::None => {}
            Some(None) => self.misfit("metadata.name", "The name must be text; put it in quotes."),
            None => self.misfit("metadata", "The name is missing."),
        }
        String::new()
    }

    /// Every field that the document mentions.
    pub(crate) fn fields(&mut self, read: &mut Spec, spec: Node<'_>) {
        let release = self.release;
        for row in read.rows().iter().filter(|row| release.is_none_or(|release| row.is_there(release))) {
            let own = self.descend(spec, read.layout.below(&row.path), &read.layout.base);
            // Version 1 knew both places; a container takes nothing away from the keys beside it.
            let beside = || present(spec, row.path.strip_prefix("container.")?).filter(|_| self.flat);
            let Some(node) = own.or_else(beside) else { continue };
            if let Some(value) = self.value(row.field, &row.field.ty, node, &read.path(&row.path)) {
                read.set(&row.path, value);
            }
        }
    }

    /// The value at a path with dots. What stands in the way and is no mapping hides values, so it is a misfit.
    fn descend<'n>(&mut self, spec: Node<'n>, yaml: &str, base: &str) -> Option<Node<'n>> {
        let mut node = spec;
        let mut place = base.to_owned();
        for key in yaml.split('.') {
            if !node.is_mapping() {
                if self.misfits.iter().all(|misfit| misfit.path != place) {
                    self.misfit(place, "This must be a mapping.");
                }
                return None;
            }
            node = present(node, key)?;
            place.push('.');
            place.push_str(key);
        }
        Some(node)
    }

    fn value(&mut self, field: &Field, ty: &'static Type, node: Node<'_>, path: &str) -> Option<Json> {
        let value = match (field.sent, ty) {
            (Sent::JsonText, _) | (_, Type::Any | Type::Strings) => Some(any(node)),
            // Only what gives a boolean can be turned round.
            (Sent::Opposite, Type::Boolean) => node.as_bool().map(Json::Bool).or_else(|| {
                template(node).filter(|json| json.as_str().and_then(liquid::only_expression).is_some())
            }),
            (_, Type::Boolean) => node.as_bool().map(Json::Bool).or_else(|| template(node)),
            (_, Type::Text(_) | Type::Scalar | Type::NameOrId) => node.scalar_text().map(Json::string),
            (_, Type::Integer { .. }) => node.as_i64().map(Json::integer).or_else(|| template(node)),
            (_, Type::Registry) => registry(node),
            (_, Type::Mapping(inside)) => node.is_mapping().then(|| self.parts(inside, node, path)),
            (_, Type::List(item)) => node.is_sequence().then(|| self.list(field, item, node, path)),
        };
        if value.is_none() {
            self.misfit(path, wants(ty));
        }
        value
    }

    fn list(&mut self, field: &Field, ty: &'static Type, node: Node<'_>, path: &str) -> Json {
        let mut items = Vec::new();
        for (index, item) in node.items().enumerate() {
            let path = format!("{path}[{index}]");
            if item.is_null() {
                self.misfit(path, wants(ty));
            } else {
                items.extend(self.value(field, ty, item, &path));
            }
        }
        Json::Array(items)
    }

    fn parts(&mut self, mapping: &'static Mapping, node: Node<'_>, path: &str) -> Json {
        let mut values = Vec::new();
        let release = self.release;
        let there = |field: &&'static Field| release.is_none_or(|release| field.is_there(release));
        for field in mapping.sent().filter(there) {
            let written = present(node, field.key).and_then(|node| {
                let value = self.value(field, &field.ty, node, &format!("{path}.{}", field.key))?;
                let old = self.old_ports && field.key == "protocol";
                Some(value).filter(|value| !old || matches!(value.as_str(), Some("tcp" | "udp")))
            });
            // An empty rule is refused, and means the default rule (manifest rules 2.3).
            let written = written.filter(|value| field.key != "natsRule" || !value.is_empty());
            if let Some(value) = written.or_else(|| field.filled_in().map(Json::string)) {
                values.push((field.key, value));
            }
        }
        Json::object(values)
    }
}

/// The value of a key, unless it is null: that counts as absent.
pub(crate) fn present<'a>(node: Node<'a>, key: &str) -> Option<Node<'a>> {
    node.get(key).filter(|value| !value.is_null())
}

fn template(node: Node<'_>) -> Option<Json> {
    node.as_str().filter(|_| node.is_template()).map(Json::string)
}

/// `remote`, `local`, a number, or a number as text; `""` means "as it is" (manifest rules 4.4).
fn registry(node: Node<'_>) -> Option<Json> {
    let text = node.scalar_text()?;
    match text {
        "remote" => Some(Json::integer(1)),
        "local" => Some(Json::integer(2)),
        "" => Some(Json::string("")),
        _ => node.as_i64().or_else(|| text.trim().parse().ok()).map(Json::integer).or_else(|| template(node)),
    }
}

fn wants(ty: &Type) -> &'static str {
    match ty {
        Type::Text(_) | Type::Scalar | Type::NameOrId => "This must be text.",
        Type::Integer { .. } => "This must be a whole number.",
        Type::Boolean => "This must be true or false.",
        Type::List(Type::Mapping(_)) => "This must be a list.",
        Type::List(_) => "This must be a list of texts.",
        Type::Mapping(_) => "This must be a mapping.",
        Type::Registry => "This must be remote, local or the id of a registry.",
        Type::Any | Type::Strings => "This must be a value.",
    }
}

/// Any value, numbers digit for digit where JSON writes them so too, dates as they are written.
pub(crate) fn any(node: Node<'_>) -> Json {
    if node.is_sequence() {
        return Json::Array(node.items().map(any).collect());
    }
    if node.is_mapping() {
        let mut fields: Vec<(String, Json)> = Vec::new();
        for entry in node.entries() {
            let key = entry.key.scalar_text().map_or_else(|| entry.key.to_json().to_string(), str::to_owned);
            fields.push((key, any(entry.value)));
        }
        return Json::Object(fields);
    }
    let text = node.scalar_text().unwrap_or_default();
    match node.meaning() {
        Some(Meaning::Bool(value)) => Json::Bool(value),
        Some(Meaning::Number(_)) => Json::parse(text)
            .filter(|json| matches!(json, Json::Number(_)))
            .unwrap_or_else(|| Json::from(&node.to_json())),
        Some(Meaning::String | Meaning::Timestamp(_)) => Json::string(text),
        Some(Meaning::Null) | None => Json::Null,
    }
}
