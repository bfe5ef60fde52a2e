//! What an application template comes to with the values of a document, as far as that can be told without the
//! Controller: for templates whose only Liquid is `{{ variable }}`. Then an application made from it can be compared.
//!
//! The Controller evaluates text by text. Of a `config` it reads the JSON first, so a value keeps its type in there;
//! annotations are one text of JSON to it. Keys are not evaluated.

use std::collections::BTreeMap;

use manifest::fields::Sent;
use manifest::wire::{Json, Spec, liquid};

type Values = BTreeMap<String, Json>;

/// The application that `document` asks `template` for. `None` when the template does more than put variables in, or a
/// variable has no value: only the Controller can tell then.
pub(super) fn expand(template: &Spec, document: &Spec) -> Option<Spec> {
    let values = values(template, document)?;
    let made = template.template.as_deref()?;
    let mut application = put_in(made, &values)?;
    document.name.clone_into(&mut application.name);
    // The document's own description counts, and nothing else of it (manifest rules 2.4).
    application.remove("description");
    let members = made.microservices.iter().flatten().map(|member| put_in(member, &values));
    application.microservices = Some(members.collect::<Option<Vec<Spec>>>()?);
    Some(application)
}

/// Defaults of the template, and what the document puts in their place: also nothing, which nobody can mean.
fn values(template: &Spec, document: &Spec) -> Option<Values> {
    let list = |spec: &Spec, path: &str| spec.get(path).and_then(Json::as_array).unwrap_or_default().to_vec();
    let mut values = Values::new();
    for variable in list(template, "variables") {
        let Some(value) = variable.get("defaultValue").filter(|value| !value.is_null()) else { continue };
        values.insert(variable.get("key")?.as_str()?.to_owned(), value.clone());
    }
    for variable in list(document, "template.variables") {
        let value = variable.get("value").filter(|value| !value.is_null())?;
        values.insert(variable.get("key")?.as_str()?.to_owned(), value.clone());
    }
    let known = values.values().all(|value| !value.has_template());
    known.then_some(values)
}

fn put_in(spec: &Spec, values: &Values) -> Option<Spec> {
    let mut made = Spec::new(spec.kind);
    made.name = words(&spec.name, values)?;
    // The template's own places are not in the document; its line that names the template is.
    "spec.template".clone_into(&mut made.layout.base);
    for (row, value) in spec.fields() {
        made.set(
            &row.path,
            match (row.field.sent, value) {
                // A text there is, or may be, what could not be read as JSON. The Controller cannot read it either.
                (Sent::JsonText, Json::String(text)) if liquid::is_template(text) => return None,
                (Sent::JsonText, _) if row.path != "config" => inside_text(value, values)?,
                _ => typed(value, values)?,
            },
        );
    }
    Some(made)
}

/// Every text for itself.
fn typed(value: &Json, values: &Values) -> Option<Json> {
    Some(match value {
        Json::String(written) => text(written, values)?,
        Json::Array(items) => {
            Json::Array(items.iter().map(|item| typed(item, values)).collect::<Option<_>>()?)
        }
        Json::Object(fields) => {
            let field = |(key, value): &(String, Json)| Some((key.clone(), typed(value, values)?));
            Json::Object(fields.iter().map(field).collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

/// As part of a text of JSON: a value stays inside its quotes, if it fits in there.
fn inside_text(value: &Json, values: &Values) -> Option<Json> {
    let inside = |written: &str| {
        let made = words(written, values)?;
        let fits = made == written || !made.contains(['"', '\\', '\n', '\r', '\t']);
        fits.then_some(made)
    };
    Some(match value {
        Json::String(written) => Json::String(inside(written)?),
        Json::Array(items) => {
            Json::Array(items.iter().map(|item| inside_text(item, values)).collect::<Option<_>>()?)
        }
        Json::Object(fields) => {
            let field = |(key, value): &(String, Json)| Some((inside(key)?, inside_text(value, values)?));
            Json::Object(fields.iter().map(field).collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

/// What a text comes to. One that is nothing but a variable keeps the type of its value.
fn text(written: &str, values: &Values) -> Option<Json> {
    match whole_variable(written) {
        // As it is written: its raw tags go to the Controller once more.
        Some(name) => values.get(name).cloned(),
        None => words(written, values).map(Json::String),
    }
}

/// The text with its variables put in; `None` when one has no value, or a value that Liquid would print in its own way.
fn words(written: &str, values: &Values) -> Option<String> {
    if written.contains("{%") {
        return None;
    }
    let mut out = String::new();
    let mut rest = written;
    let mut number = false;
    while let Some((before, opened)) = rest.split_once("{{") {
        let (name, after) = opened.split_once("}}")?;
        out.push_str(before);
        let value = values.get(variable(name)?)?.evaluated();
        let is_text = value.as_str().is_some();
        // Two numbers that stand together at the beginning are added up.
        if number && before.is_empty() && !is_text {
            return None;
        }
        number = !is_text && out.is_empty();
        match &value {
            Json::String(value) => out.push_str(value),
            Json::Number(value) if value.parse::<i64>().is_ok() => out.push_str(value),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            _ => return None,
        }
        rest = after;
    }
    out.push_str(rest);
    // It is sent to be evaluated once more.
    Some(if written.contains("{{") { liquid::escape(&out) } else { out })
}

/// The name in a text that is nothing but one variable: its value keeps its type.
fn whole_variable(written: &str) -> Option<&str> {
    variable(written.strip_prefix("{{")?.strip_suffix("}}")?)
}

/// A plain name: no filter, no property, no blank-eating dash, no word of Liquid, and not the body itself.
fn variable(inside: &str) -> Option<&str> {
    let name = inside.trim_matches([' ', '\t']);
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
    let edges =
        name.starts_with('-') || name.ends_with('-') || name.starts_with(|char: char| char.is_ascii_digit());
    let taken = ["self", "true", "false", "nil", "null", "empty", "blank"].contains(&name);
    (!name.is_empty() && !taken && !edges && name.chars().all(plain)).then_some(name)
}
