//! Documents as files: taken apart, put together, renamed.

use serde_json::Value;

use super::Manifest;
use super::split::{BOM, Lines};
use crate::edit::EditError;
use crate::path::Path;
use crate::position::Edit;
use crate::tree::Document;

impl Manifest {
    /// Each document that holds something as a text of its own, comments included, without `---` and `...` where they
    /// stand alone.
    pub fn split(&self) -> Vec<String> {
        self.documents().iter().filter(|document| !document.is_empty()).map(own_text).collect()
    }

    /// One text of several, each of which may hold several documents. Texts that hold nothing are left out.
    pub fn concatenate<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
        let mut out = String::new();
        for text in texts {
            let text = text.strip_prefix(BOM).unwrap_or(text);
            if text.trim().is_empty() {
                continue;
            }
            if !out.is_empty() {
                let line_break = if out.contains("\r\n") { "\r\n" } else { "\n" };
                if !out.ends_with(['\n', '\r']) {
                    out.push_str(line_break);
                }
                out.push_str(joint(text));
                if !out.ends_with(['\n', '\r']) {
                    out.push_str(line_break);
                }
            }
            out.push_str(text);
        }
        out
    }

    /// The edits that give the resource in the document `index` another name. Microservices of the same text follow
    /// when their application is renamed (`spec.application`, and the part of the name before the slash).
    pub fn rename(&self, index: usize, name: &str) -> Result<Vec<Edit>, EditError> {
        let at = Path::root().key("metadata").key("name");
        let document = self.documents().get(index).ok_or_else(|| EditError::NotFound(at.clone()))?;
        let old = document.name().ok_or_else(|| EditError::NotFound(at.clone()))?;
        let mut edits = document.set(&at, &Value::from(name))?;
        if document.kind() != Some("Application") {
            return Ok(edits);
        }
        let application = Path::root().key("spec").key("application");
        let others = self
            .documents()
            .iter()
            .filter(|other| other.index() != index && other.kind() == Some("Microservice"));
        for other in others {
            if other.get(&application).and_then(crate::tree::Node::as_str) == Some(old) {
                edits.extend(other.set(&application, &Value::from(name))?);
            }
            if let Some((_, rest)) =
                other.name().and_then(|it| it.split_once('/')).filter(|(app, _)| *app == old)
            {
                edits.extend(other.set(&at, &Value::from(format!("{name}/{rest}")))?);
            }
        }
        Ok(edits)
    }
}

/// What must stand between the texts before and a text that begins like this.
fn joint(text: &str) -> &'static str {
    let first = Lines::new(text, 0).find(|line| !line.text.trim().is_empty() && !line.text.starts_with('#'));
    match first {
        Some(line) if line.text.starts_with('%') => "...",
        Some(line) if line.text == "---" || line.text.starts_with("--- ") => "",
        _ => "---",
    }
}

/// A document without the markers that only part it from others. With directives, the marker is needed.
fn own_text(document: &Document) -> String {
    let mut out = String::new();
    let directives = document.text().starts_with('%') || document.text().contains("\n%");
    for line in Lines::new(document.text(), 0) {
        let whole = document.text().get(line.start..line.end).unwrap_or_default();
        let is_mark = matches!(line.text.trim_end(), "---" | "...") && !directives;
        if !is_mark {
            out.push_str(whole.strip_prefix(BOM).unwrap_or(whole));
        }
    }
    out
}
