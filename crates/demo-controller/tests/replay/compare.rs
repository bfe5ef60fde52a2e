//! Comparing an answer with the recorded one. Placeholders of the recording stand for values that are bound at first
//! sight, or for any value of a type.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::step::{Answer, Step};

/// Values that placeholders stand for.
#[derive(Default)]
pub(crate) struct Bound {
    values: BTreeMap<String, Value>,
}

/// Placeholders that stand for one value each: `<uuid:1>`, `<id:app:2>`.
fn is_bound(placeholder: &str) -> bool {
    ["<uuid:", "<jwt:", "<token:", "<id:"].iter().any(|start| placeholder.starts_with(start))
}

impl Bound {
    /// A text with its placeholders replaced.
    pub(crate) fn fill(&self, text: &str) -> String {
        self.values.iter().fold(text.to_owned(), |text, (placeholder, value)| {
            text.replace(placeholder, &value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        })
    }

    pub(crate) fn fill_value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => match self.values.get(text) {
                Some(value) => value.clone(),
                None => json!(self.fill(text)),
            },
            Value::Array(items) => items.iter().map(|item| self.fill_value(item)).collect(),
            Value::Object(map) => {
                Value::Object(map.iter().map(|(key, item)| (key.clone(), self.fill_value(item))).collect())
            }
            other => other.clone(),
        }
    }

    /// The header; `<expired:1>` is token 1 with an expiry in the past.
    pub(crate) fn authorization(&self, text: &str) -> String {
        let Some(number) = text.strip_prefix("Bearer <expired:").and_then(|rest| rest.strip_suffix('>'))
        else {
            return self.fill(text);
        };
        let token = self.fill(&format!("<jwt:{number}>"));
        let mut parts = token.split('.').map(str::to_owned).collect::<Vec<_>>();
        let claims = URL_SAFE_NO_PAD.decode(&parts[1]).expect("the claims of a token");
        let mut claims: Value = serde_json::from_slice(&claims).expect("claims are JSON");
        claims["exp"] = json!(1);
        parts[1] = URL_SAFE_NO_PAD.encode(claims.to_string());
        format!("Bearer {}", parts.join("."))
    }

    /// Compares and binds what is new.
    pub(crate) fn compare(&mut self, step: &Step, answer: &Answer) -> Result<(), String> {
        let Some(status) = step.status else {
            // The real one never answers here: an error will do.
            let error = answer.status >= 400;
            return if error {
                Ok(())
            } else {
                Err(format!("answered {} instead of an error", answer.status))
            };
        };
        if answer.status != status {
            return Err(format!("status {} instead of {status}: {}", answer.status, answer.body));
        }
        if answer.content_type != step.response_headers.content_type {
            return Err(format!("content type {:?}", answer.content_type));
        }
        if step.response_body.as_str().is_some_and(|text| text.contains("<stack>")) {
            return self.page(&step.response_body, &answer.body);
        }
        self.value(&step.response_body, &answer.body, "")
    }

    /// An error page up to the stack.
    fn page(&self, expected: &Value, found: &Value) -> Result<(), String> {
        let head = |value: &Value| {
            let text = value.as_str().unwrap_or_default();
            let text = text.split("<br>").next().unwrap_or_default();
            text.split(" <js>").next().unwrap_or_default().to_owned()
        };
        let (expected, found) = (head(expected), head(found));
        if found.starts_with(&expected) {
            Ok(())
        } else {
            Err(format!("page {found:?} instead of {expected:?}"))
        }
    }

    fn value(&mut self, expected: &Value, found: &Value, path: &str) -> Result<(), String> {
        match (expected, found) {
            (Value::String(text), _)
                if text.starts_with('<') && text.ends_with('>') && !text.contains(' ') =>
            {
                self.placeholder(text, found, path)
            }
            (Value::Object(wanted), Value::Object(map)) => {
                for (key, value) in wanted {
                    match map.get(key) {
                        Some(found) => self.value(value, found, &format!("{path}.{key}"))?,
                        None if key == "stack" => {}
                        None => return Err(format!("{path}.{key} is missing")),
                    }
                }
                match map.keys().find(|key| !wanted.contains_key(*key)) {
                    Some(key) => Err(format!("{path}.{key} is too much")),
                    None => Ok(()),
                }
            }
            (Value::Array(wanted), Value::Array(items)) if wanted.len() == items.len() => {
                wanted.iter().zip(items).enumerate().try_for_each(|(index, (wanted, item))| {
                    self.value(wanted, item, &format!("{path}[{index}]"))
                })
            }
            (Value::Number(wanted), Value::Number(number)) if wanted.as_f64() == number.as_f64() => Ok(()),
            (Value::String(text), Value::String(other)) if self.fill(text) == *other => Ok(()),
            _ if expected == found => Ok(()),
            _ => Err(format!("{path} is {found} instead of {expected}")),
        }
    }

    fn placeholder(&mut self, placeholder: &str, found: &Value, path: &str) -> Result<(), String> {
        if is_bound(placeholder) {
            let known = self.values.entry(placeholder.to_owned()).or_insert_with(|| found.clone());
            let kind = if placeholder.starts_with("<id:") {
                found.is_i64() || found.is_u64()
            } else {
                found.is_string()
            };
            return match known == found && kind {
                true => Ok(()),
                false => Err(format!("{path} is {found}, but {placeholder} was {known}")),
            };
        }
        let fits = match placeholder {
            "<time>" => found.as_str().is_some_and(|text| text.len() == 24 && text.ends_with('Z')),
            "<ms>" | "<number>" => found.is_number(),
            "<string>" | "<js>" | "<stack>" => found.is_string(),
            "<array>" => found.is_array(),
            "<object>" => found.is_object(),
            "<any>" => true,
            _ => found.as_str() == Some(placeholder),
        };
        if fits { Ok(()) } else { Err(format!("{path} is {found} instead of {placeholder}")) }
    }
}
