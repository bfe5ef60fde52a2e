//! One object in the shape in which manifests and live objects are compared: values by their place below `spec`.

use model::Kind;

use super::json::Json;
use super::row::Row;
use crate::fields::Absent;
use crate::kinds;

/// Where a microservice's image comes from. These belong together and are compared by their own rules.
pub const IMAGES: [&str; 4] = ["images.catalogId", "images.x86", "images.arm", "images.registry"];

/// A document or a live object, as far as this console deploys it.
///
/// Made from a document, it holds what the document says and nothing else. Made from a live object, it holds what is
/// not at its default, so that "absent" and "default" are the same thing there.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    pub kind: Kind,
    /// Bare name; empty for a registry.
    pub name: String,
    /// Name of the application, of a microservice that stands alone.
    pub application: Option<String>,
    /// `spec.id` of a catalog item or registry, when it is above 0.
    pub id: Option<i64>,
    values: Vec<(&'static str, Json)>,
    /// What stands beside `spec` in documents of some kinds: keys and values of the user's own.
    pub data: Option<Json>,
    /// Of an application; `None` when the manifest has no list, which is not an empty one.
    pub microservices: Option<Vec<Spec>>,
    /// Of an application template: what is made from it.
    pub template: Option<Box<Spec>>,
    pub layout: Layout,
}

/// Where a spec stands in its document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// `spec`, or `spec.microservices[2]`.
    pub base: String,
    /// Version 1: the fields of the container stand directly below `spec` (manifest rules 1.4).
    pub flat: bool,
}

impl Layout {
    /// The path of a field below the base.
    pub fn below<'y>(&self, yaml: &'y str) -> &'y str {
        if self.flat { yaml.strip_prefix("container.").unwrap_or(yaml) } else { yaml }
    }
}

impl Spec {
    pub fn new(kind: Kind) -> Spec {
        let layout = Layout { base: "spec".to_owned(), flat: false };
        Spec {
            kind,
            name: String::new(),
            application: None,
            id: None,
            values: Vec::new(),
            data: None,
            microservices: None,
            template: None,
            layout,
        }
    }

    /// What a document of this kind can say.
    pub fn rows(&self) -> &'static [Row] {
        kinds::of(self.kind).rows()
    }

    /// The row at this path below `spec`.
    pub fn row(&self, path: &str) -> Option<&'static Row> {
        self.rows().iter().find(|row| row.path == path)
    }

    /// The value at this path below `spec`, as in [`Row::path`].
    pub fn get(&self, yaml: &str) -> Option<&Json> {
        self.values.iter().find(|(path, _)| *path == yaml).map(|(_, value)| value)
    }

    /// The text at this path; `None` when it is absent, empty or no text.
    pub fn text(&self, yaml: &str) -> Option<&str> {
        self.get(yaml)?.as_str().filter(|text| !text.is_empty())
    }

    pub fn set(&mut self, yaml: &'static str, value: Json) {
        match self.values.iter_mut().find(|(path, _)| *path == yaml) {
            Some(entry) => entry.1 = value,
            None => self.values.push((yaml, value)),
        }
    }

    /// The same with a list; an empty one is none.
    pub(crate) fn set_items(&mut self, yaml: &'static str, items: Vec<Json>) {
        if items.is_empty() { self.remove(yaml) } else { self.set(yaml, Json::Array(items)) }
    }

    pub fn remove(&mut self, yaml: &str) {
        self.values.retain(|(path, _)| *path != yaml);
    }

    /// The rows that have a value, in the order of the declarations.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Row, &Json)> {
        self.rows().iter().filter_map(|row| Some((row, self.get(&row.path)?)))
    }

    /// What an update makes of a field: the manifest's value, the default when it resets what it does not mention, or
    /// `None` when the live value stays.
    pub fn wanted(&self, row: &Row) -> Option<Json> {
        match self.get(&row.path) {
            Some(value) => Some(value.clone()),
            None if row.field.absent == Absent::Reset => Some(row.default()),
            None => None,
        }
    }

    /// The value or the field's default.
    pub fn get_or_default(&self, row: &Row) -> Json {
        self.get(&row.path).cloned().unwrap_or_else(|| row.default())
    }

    /// The path of a field in the document: `spec.container.ports`, in version 1 `spec.ports`.
    pub fn path(&self, yaml: &str) -> String {
        format!("{}.{}", self.layout.base, self.layout.below(yaml))
    }

    /// `application/name` of a microservice that stands alone, else the name.
    pub fn full_name(&self) -> String {
        match &self.application {
            Some(application) => format!("{application}/{}", self.name),
            None => self.name.clone(),
        }
    }

    /// A microservice of this application, by name.
    pub fn microservice(&self, name: &str) -> Option<&Spec> {
        self.microservices.as_ref()?.iter().find(|microservice| microservice.name == name)
    }

    /// The same with the raw tags of literal texts taken away; what it is made of stays as it is.
    pub fn evaluated(&self) -> Spec {
        let values = self.values.iter().map(|(path, value)| (*path, value.evaluated())).collect();
        Spec { values, ..self.clone() }
    }

    /// Whether the images of a microservice are mentioned at all; an update keeps them otherwise.
    pub fn has_images(&self) -> bool {
        IMAGES.iter().any(|path| self.get(path).is_some_and(|value| !value.is_empty()))
    }
}
