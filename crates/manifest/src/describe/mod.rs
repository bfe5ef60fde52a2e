//! Live objects as manifests: what one would deploy to get them again.
//!
//! The frame is that of `potctl describe` (manifest rules 5); what breaks when its output is deployed again is done
//! differently (5.6): secrets appear as references only, empty values, roles, log sizes and registry numbers are
//! printed, what the Controller added by itself is not, and literal braces are protected. Passwords are never printed.
//!
//! Fields at their default are left out. What a manifest cannot say stands in comments.

mod scalar;
mod yaml;

use model::{Capabilities, Kind, World};
pub(crate) use yaml::{Map, Yaml};

use crate::check::{Told, Written};
use crate::fields::{Sent, Type};
use crate::wire::live::{self, Names};
use crate::wire::{Json, Spec, liquid};

/// Which tools the manifest is for: they refuse each other's version (manifest rules 1.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApiVersion {
    /// `datasance.com/v3`, for potctl.
    #[default]
    Datasance,
    /// `iofog.org/v3`, for iofogctl.
    Iofog,
}

impl ApiVersion {
    /// The text of `apiVersion:`.
    pub fn as_str(self) -> &'static str {
        match self {
            ApiVersion::Datasance => "datasance.com/v3",
            ApiVersion::Iofog => "iofog.org/v3",
        }
    }
}

/// How a manifest is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub api_version: ApiVersion,
    /// `metadata.namespace`; the command-line tools want their current one, or none.
    pub namespace: Option<String>,
}

impl Options {
    /// As the tool that goes with a Controller wants it.
    pub fn of(capabilities: &Capabilities) -> Options {
        let iofog = capabilities.api_version() == ApiVersion::Iofog.as_str();
        let api_version = if iofog { ApiVersion::Iofog } else { ApiVersion::Datasance };
        Options { api_version, namespace: None }
    }
}

impl Names for World {
    fn agent_name(&self, uuid: &str) -> Option<String> {
        self.agent_by_uuid(uuid).map(|agent| agent.name.clone())
    }
}

/// An object of a kind whose documents say nothing but names and values. Nothing in them is evaluated.
pub fn named(kind: Kind, live: &impl serde::Serialize, options: &Options) -> String {
    let read = live::read(kind, live, &());
    let mut spec = Map::default();
    put_fields(&mut spec, &read, Escape::No);
    document(&read, &read.name, spec, options)
}

/// The same of an answer about the object, which may not tell what it holds. Then there is a place for that.
pub(crate) fn told(kind: Kind, told: &Told) -> Written {
    let read = live::read(kind, told.object, &());
    let mut spec = Map::default();
    put_fields(&mut spec, &read, Escape::No);
    let holds_data = crate::kinds::of(kind).root.field("data").is_some();
    if read.data.is_none() && holds_data {
        spec.note("The answer does not tell the data. Add all of it: deploying replaces what is there.");
    }
    Written::As(document(&read, &read.name, spec, &Options::default()))
}

/// The document around what a kind writes into its `spec`.
pub(crate) fn document(read: &Spec, name: &str, spec: Map, options: &Options) -> String {
    let mut metadata = Map::default();
    metadata.put("name", Json::string(name));
    if let Some(namespace) = &options.namespace {
        metadata.put("namespace", Json::string(namespace));
    }
    let mut root = Map::default();
    root.put("apiVersion", Json::string(options.api_version.as_str()));
    root.put("kind", Json::string(read.kind.word()));
    root.put("metadata", metadata);
    root.put("spec", spec);
    if let Some(data) = &read.data {
        root.put("data", data.clone());
    }
    root.to_text()
}

/// Takes the registry of another Controller out of an object: which one is meant here has to be said.
pub(crate) fn elsewhere(read: &mut Spec, path: &'static str, note: impl FnOnce(&str)) {
    if let Some(id) = read.get(path).and_then(Json::as_i64).filter(|id| !model::Registry::is_system_id(*id)) {
        note(&format!("Registry {id} of the Controller that answered; say which one it is here."));
        read.set(path, Json::string("?"));
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Escape {
    /// The texts are what is stored; the Controller must not evaluate them.
    Yes,
    /// The texts are templates.
    No,
}

/// The fields that are not at their default.
pub(crate) fn put_fields(map: &mut Map, spec: &Spec, escape: Escape) {
    for (row, value) in spec.fields() {
        let registry = matches!(row.field.ty, Type::Registry);
        if *value == row.default() && !registry && row.field.sent != Sent::Opposite {
            continue;
        }
        let value = match value.as_i64() {
            Some(1) if registry => Json::string("remote"),
            Some(2) if registry => Json::string("local"),
            _ if escape == Escape::Yes => escaped(value),
            _ => value.clone(),
        };
        map.put_at(&row.path, value);
    }
}

fn escaped(value: &Json) -> Json {
    match value {
        Json::String(text) => Json::String(liquid::escape(text)),
        Json::Array(items) => Json::Array(items.iter().map(escaped).collect()),
        Json::Object(fields) => {
            Json::Object(fields.iter().map(|(key, value)| (liquid::escape(key), escaped(value))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests;
