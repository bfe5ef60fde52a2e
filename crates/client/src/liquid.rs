//! Keeping text literal where the Controller would render it as a Liquid template (Controller contract 1).

use serde_json::Value;

/// True when the Controller would evaluate something in this text: only `{{` and `{%` open a template.
pub fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// The same text, written so that the Controller stores it as it stands. Text without `{{` and `{%` is unchanged.
/// Not for configuration and annotations: [`crate::config_text::encode`] escapes those by JSON's own means.
pub fn literal(text: &str) -> String {
    if !is_template(text) {
        return text.to_owned();
    }
    // A raw block ends at the first end tag in the text, so the text is cut inside every tag opener instead:
    // two raw blocks each hold one half, and no half opens or closes anything.
    let safe = text.replace("{%", "{{% endraw %}{% raw %}%");
    format!("{{% raw %}}{safe}{{% endraw %}}")
}

/// The same JSON with every text in it made literal; keys are never rendered.
pub fn literal_json(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(literal(&text)),
        Value::Array(items) => items.into_iter().map(literal_json).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, literal_json(value))).collect(),
        other => other,
    }
}
