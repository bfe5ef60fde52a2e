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

/// Replaces a template, or creates it.
pub fn replace(name: &str, body: impl Into<Value>) -> Call<Created> {
    Call::answer(Request::put(&["applicationTemplate", name]).json(body))
}

/// Deletes a template; the applications made from it stay.
pub fn delete(name: &str) -> Call<()> {
    Call::done(Request::delete(&["applicationTemplate", name]))
}
