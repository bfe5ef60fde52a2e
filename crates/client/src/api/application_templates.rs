//! Application templates (Controller contract 12). Their text is stored as sent: Liquid in it stays as it is.

use serde_json::Value;

use crate::{Call, List, Object, Request};
use model::{ApplicationTemplate, Created};

/// Lists the templates. Default values are JSON text here.
pub fn list() -> Call<List<ApplicationTemplate>> {
    Call::list(Request::get(&["applicationTemplates"]), "applicationTemplates")
}

/// Reads one template.
pub fn get(name: &str) -> Call<Object<ApplicationTemplate>> {
    Call::object(Request::get(&["applicationTemplate", name]))
}

/// Creates a template; what it holds is not checked before it is used.
pub fn create(body: impl Into<Value>) -> Call<Created> {
    Call::answer(Request::post(&["applicationTemplate"]).json(body))
}

/// Creates a template from a YAML document.
pub fn create_yaml(text: impl Into<String>) -> Call<Created> {
    Call::answer(Request::post(&["applicationTemplate", "yaml"]).file("template", text))
}

/// Replaces a template, or creates it.
pub fn replace(name: &str, body: impl Into<Value>) -> Call<Created> {
    Call::answer(Request::put(&["applicationTemplate", name]).json(body))
}

/// Replaces a template by a YAML document.
pub fn replace_yaml(name: &str, text: impl Into<String>) -> Call<()> {
    Call::done(Request::put(&["applicationTemplate", "yaml", name]).file("template", text))
}

/// Changes the name or description.
pub fn update(name: &str, body: impl Into<Value>) -> Call<()> {
    Call::done(Request::patch(&["applicationTemplate", name]).json(body))
}

/// Deletes a template; succeeds for unknown names, too.
pub fn delete(name: &str) -> Call<()> {
    Call::done(Request::delete(&["applicationTemplate", name]))
}
