//! Documents as files: taken apart, put together, renamed.

use serde_json::Value;

use super::Manifest;
use super::split::{BOM, Lines};
use crate::edit::EditError;
use crate::path::Path;
use crate::position::Edit;
use crate::tree::{Document, Node};

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
                let line_break = crate::typed::first_line_end(&out).unwrap_or("\n");
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

    /// The edits that give the resource in the document `index` another name, wherever it is written. When an application
    /// is renamed, the rest of the text follows: its microservices (`spec.application`, and the part of the name before
    /// the slash) and extra hosts that lead to them.
    pub fn rename(&self, index: usize, name: &str) -> Result<Vec<Edit>, EditError> {
        let at = Path::root().key("metadata").key("name");
        let document = self.documents().get(index).ok_or_else(|| EditError::NotFound(at.clone()))?;
        let outer = document.name().ok_or_else(|| EditError::NotFound(at.clone()))?;
        let mut edits = document.set(&at, &Value::from(name))?;
        // Where both stand, the one in the spec wins (manifest rules 2.3, 2.4).
        let inner = Path::root().key("spec").key("name");
        let wins = matches!(document.kind(), Some("Application" | "Microservice"));
        let own = document.get(&inner).and_then(Node::as_str).filter(|_| wins);
        if own.is_some() {
            edits.extend(document.set(&inner, &Value::from(name))?);
        }
        if document.kind() != Some("Application") {
            return Ok(edits);
        }
        let old = own.unwrap_or(outer);
        for other in self.documents() {
            if other.index() != index && other.kind() == Some("Microservice") {
                edits.extend(moved(other, old, name)?);
            }
            edits.extend(led_to(other, old, name)?);
        }
        Ok(edits)
    }
}

/// The edits that take a microservice along when its application is renamed.
fn moved(document: &Document, old: &str, new: &str) -> Result<Vec<Edit>, EditError> {
    let mut edits = Vec::new();
    for (path, prefixed) in [("spec.application", false), ("metadata.name", true), ("spec.name", true)] {
        let path: Path = path.parse().map_err(|_| EditError::NotFound(Path::root()))?;
        let Some(text) = document.get(&path).and_then(Node::as_str) else { continue };
        let renamed = match text.split_once('/') {
            Some((application, rest)) if prefixed && application == old => format!("{new}/{rest}"),
            None if !prefixed && text == old => new.to_owned(),
            _ => continue,
        };
        edits.extend(document.set(&path, &Value::from(renamed))?);
    }
    Ok(edits)
}

/// The edits that let extra hosts lead to the microservices of a renamed application.
fn led_to(document: &Document, old: &str, new: &str) -> Result<Vec<Edit>, EditError> {
    let address = format!("${{Apps.{old}.");
    if !document.text().contains(&address) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    if let Some(root) = document.root() {
        root.walk(&mut |path, node, is_key| {
            let text = node.as_str().filter(|_| !is_key && !node.is_alias());
            if let Some(rest) = text.and_then(|text| text.strip_prefix(&address)) {
                found.push((path.clone(), format!("${{Apps.{new}.{rest}")));
            }
        });
    }
    let mut edits = Vec::new();
    for (path, text) in found {
        edits.extend(document.set(&path, &Value::from(text))?);
    }
    Ok(edits)
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
