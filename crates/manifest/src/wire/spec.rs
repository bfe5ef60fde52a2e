//! One object in the shape in which manifests and live objects are compared: values by their place below `spec`.

use super::fields::{self, Absent, Field, Form};
use super::json::Json;

/// A document or a live object, as far as this console deploys it.
///
/// Made from a document, it holds what the document says and nothing else. Made from a live object, it holds what is
/// not at its default, so that "absent" and "default" are the same thing there.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    pub table: &'static [Field],
    /// Bare name; empty for a registry.
    pub name: String,
    /// Name of the application, of a microservice that stands alone.
    pub application: Option<String>,
    /// `spec.id` of a catalog item or registry, when it is above 0.
    pub id: Option<i64>,
    values: Vec<(&'static str, Json)>,
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
    pub fn new(table: &'static [Field]) -> Spec {
        let layout = Layout { base: "spec".to_owned(), flat: false };
        Spec {
            table,
            name: String::new(),
            application: None,
            id: None,
            values: Vec::new(),
            microservices: None,
            template: None,
            layout,
        }
    }

    /// The value at this path below `spec`, as written in [`fields`].
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

    pub fn remove(&mut self, yaml: &str) {
        self.values.retain(|(path, _)| *path != yaml);
    }

    /// The fields that have a value, in the order of the table.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &Json)> {
        self.table.iter().filter_map(|field| Some((field, self.get(field.yaml)?)))
    }

    /// What an update makes of a field: the manifest's value, the default when it resets what it does not mention, or
    /// `None` when the live value stays.
    pub fn wanted(&self, field: &Field) -> Option<Json> {
        match self.get(field.yaml) {
            Some(value) => Some(value.clone()),
            None if field.absent == Absent::Reset => Some(default(field)),
            None => None,
        }
    }

    /// The value or the field's default.
    pub fn get_or_default(&self, field: &Field) -> Json {
        self.get(field.yaml).cloned().unwrap_or_else(|| default(field))
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
        fields::IMAGES.iter().any(|path| self.get(path).is_some_and(|value| !value.is_empty()))
    }
}

/// What a field is when nobody set it.
pub fn default(field: &Field) -> Json {
    match field.form {
        Form::Text => Json::string(""),
        Form::Int => Json::integer(field.default),
        Form::Bool | Form::Not => Json::Bool(false),
        Form::TextList | Form::Items(_) => Json::Array(Vec::new()),
        Form::Mapping(_) | Form::JsonText => Json::Object(Vec::new()),
        Form::Any => Json::Null,
        Form::Registry => Json::integer(1),
    }
}
