//! Files put together to one text.

use super::Manifest;
use super::split::{BOM, Lines};

impl Manifest {
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
