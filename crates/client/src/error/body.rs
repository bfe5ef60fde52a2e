//! Takes apart the five shapes of error bodies (Controller contract 1). Stacks are dropped here, for good.

use serde_json::Value;

use crate::HttpResponse;

/// Longer messages are cut: they are shown in a line or two.
const LONGEST: usize = 600;

/// What an error body says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// `ValidationError` and its like; the `error` of the two authorization answers.
    pub(super) name: Option<String>,
    /// The message, fit for people; empty when there is none.
    pub(super) message: String,
    /// The JSON path of the field that is to blame.
    pub(super) field: Option<String>,
    /// True for the pages that come from before any route.
    pub(super) html: bool,
    /// True for a page that no Controller writes: a proxy, or a network that wants a sign-in of its own.
    pub(super) foreign: bool,
}

/// Reads an error body; whatever it is, something can be said.
pub(super) fn read(response: &HttpResponse) -> Said {
    let text = String::from_utf8_lossy(&response.body);
    let mut said = match serde_json::from_str::<Value>(&text) {
        Ok(Value::Object(body)) => json(&body),
        _ if response.content_type.contains("html") || text.trim_start().starts_with('<') => html(&text),
        _ => Said::default(),
    };
    if said.name.as_deref() == Some("YAMLException") {
        // The rest quotes the lines around the error, which may hold passwords.
        said.message = said.message.lines().next().unwrap_or_default().to_owned();
    }
    said.message = cut(&said.message);
    said
}

fn json(body: &serde_json::Map<String, Value>) -> Said {
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    if let Some(unpacked) = unpack(text("message")) {
        return Said { name: Some(text("name").to_owned()), ..unpacked };
    }
    let error = text("error");
    let name = if text("name").is_empty() { error } else { text("name") };
    let message = if text("message").is_empty() { error } else { text("message") };
    let name = Some(name.split(':').next().unwrap_or_default().to_owned()).filter(|name| !name.is_empty());
    let field = field_of(message);
    Said { name, message: message.replace("Field 'instance' is", "The request is"), field, ..Said::default() }
}

/// Some violations come as JSON text inside the message. It repeats what was sent under `instance`: never show it whole.
fn unpack(message: &str) -> Option<Said> {
    if !message.starts_with('{') {
        return None;
    }
    let violation: Value = serde_json::from_str(message).ok()?;
    let property = violation.get("property")?.as_str()?;
    let problem = violation.get("message").and_then(Value::as_str).unwrap_or("is not valid");
    let field = property.strip_prefix("instance").unwrap_or(property).trim_start_matches('.').to_owned();
    let message =
        if field.is_empty() { format!("The request {problem}") } else { format!("{field} {problem}") };
    Some(Said { message, field: Some(field).filter(|field| !field.is_empty()), ..Said::default() })
}

/// The field that a validation message names, in any of its wordings.
fn field_of(message: &str) -> Option<String> {
    let quoted = ["Required field '", "Invalid format for field '", "Field '"]
        .iter()
        .find_map(|start| message.strip_prefix(start))
        .and_then(|rest| rest.split('\'').next());
    let plain = message.strip_prefix("Field ").and_then(|rest| rest.split(' ').next());
    let bound = message.split_once(" must be ").map(|(field, _)| field).filter(|field| !field.contains(' '));
    let field = quoted.or(plain).or(bound)?;
    // The whole body is called `instance`; that is no field.
    Some(field.trim_start_matches("instance").trim_start_matches('.').to_owned())
        .filter(|field| !field.is_empty())
}

/// An HTML page holds the message in `<pre>`, and the stack after the first `<br>`.
fn html(text: &str) -> Said {
    let Some((_, rest)) = text.split_once("<pre>") else {
        // An answer to HEAD has no body, whoever gave it.
        return Said { html: true, foreign: !text.trim().is_empty(), ..Said::default() };
    };
    let end = ["<br", "</pre>", "\n"].iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let line = rest.get(..end).unwrap_or_default();
    let message = ["&quot;=\"", "&#39;='", "&lt;=<", "&gt;=>", "&nbsp;= ", "&amp;=&"]
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .fold(line.to_owned(), |line, (entity, character)| line.replace(entity, character));
    let name = message.split_once(": ").map(|(name, _)| name).filter(|name| name.ends_with("Error"));
    let name = name.map(str::to_owned);
    let message = match &name {
        Some(name) => message.get(name.len() + 2..).unwrap_or_default().to_owned(),
        None => message,
    };
    Said { name, message, html: true, ..Said::default() }
}

fn cut(message: &str) -> String {
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}
