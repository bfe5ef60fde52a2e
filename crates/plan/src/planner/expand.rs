//! What an application template comes to with the values of a document, as far as that can be told without the
//! Controller: for templates whose only Liquid is `{{ variable }}`. Then an application made from it can be compared.

use std::collections::BTreeMap;

use manifest::wire::fields::{self, Form};
use manifest::wire::{Json, Spec};

type Values = BTreeMap<String, Json>;

/// The application that `document` asks `template` for. `None` when the template does more than put variables in, or a
/// variable has no value: only the Controller can tell then.
pub(super) fn expand(template: &Spec, document: &Spec) -> Option<Spec> {
    let values = values(template, document)?;
    let made = template.template.as_deref()?;
    let mut application = put_in(made, &values)?;
    application.table = fields::APPLICATION;
    document.name.clone_into(&mut application.name);
    // The document's own description counts, and nothing else of it (manifest rules 2.4).
    application.remove("description");
    let members = made.microservices.iter().flatten().map(|member| put_in(member, &values));
    application.microservices = Some(members.collect::<Option<Vec<Spec>>>()?);
    Some(application)
}

/// Defaults of the template, and what the document puts in their place.
fn values(template: &Spec, document: &Spec) -> Option<Values> {
    let list = |spec: &Spec, path: &str| spec.get(path).and_then(Json::as_array).unwrap_or_default().to_vec();
    let defaults = list(template, "variables");
    let given = list(document, "template.variables");
    let pairs = defaults.iter().map(|it| (it, "defaultValue")).chain(given.iter().map(|it| (it, "value")));
    let mut values = Values::new();
    for (variable, field) in pairs {
        let Some(value) = variable.get(field).filter(|value| !value.is_null()) else { continue };
        if value.has_template() {
            return None;
        }
        values.insert(variable.get("key")?.as_str()?.to_owned(), value.evaluated());
    }
    Some(values)
}

fn put_in(spec: &Spec, values: &Values) -> Option<Spec> {
    let mut made = Spec::new(spec.table);
    made.name = text(&spec.name, values)?;
    // The template's own places are not in the document; its line that names the template is.
    "spec.template".clone_into(&mut made.layout.base);
    for (field, value) in spec.fields() {
        made.set(field.yaml, json(value, values, field.form == Form::JsonText)?);
    }
    Some(made)
}

/// `inside_text`: in `config` the Controller evaluates the JSON text, so a value stays inside its quotes.
fn json(value: &Json, values: &Values, inside_text: bool) -> Option<Json> {
    Some(match value {
        Json::String(written) => match whole_variable(written) {
            Some(name) if !inside_text => values.get(name)?.clone(),
            _ => {
                let made = text(written, values)?;
                if inside_text && made != *written && made.contains(['"', '\\', '\n', '\r', '\t']) {
                    return None;
                }
                Json::String(made)
            }
        },
        Json::Array(items) => {
            Json::Array(items.iter().map(|item| json(item, values, inside_text)).collect::<Option<_>>()?)
        }
        Json::Object(fields) => {
            let field =
                |(key, value): &(String, Json)| Some((text(key, values)?, json(value, values, inside_text)?));
            Json::Object(fields.iter().map(field).collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

/// The text with its variables put in; `None` when one has no value, or a value that Liquid would print in its own way.
fn text(written: &str, values: &Values) -> Option<String> {
    if written.contains("{%") {
        return None;
    }
    let mut out = String::new();
    let mut rest = written;
    while let Some((before, opened)) = rest.split_once("{{") {
        let (name, after) = opened.split_once("}}")?;
        out.push_str(before);
        match values.get(variable(name)?)? {
            Json::String(value) => out.push_str(value),
            Json::Number(value) if value.parse::<i64>().is_ok() => out.push_str(value),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            _ => return None,
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// The name in a text that is nothing but one variable: its value keeps its type.
fn whole_variable(written: &str) -> Option<&str> {
    variable(written.strip_prefix("{{")?.strip_suffix("}}")?)
}

/// A plain name: no filter, no property, no blank-eating dash, and not the body itself.
fn variable(inside: &str) -> Option<&str> {
    let name = inside.trim_matches([' ', '\t']);
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
    let edges =
        name.starts_with('-') || name.ends_with('-') || name.starts_with(|char: char| char.is_ascii_digit());
    (!name.is_empty() && name != "self" && !edges && name.chars().all(plain)).then_some(name)
}
