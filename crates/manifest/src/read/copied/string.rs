//! A manifest as one text in quotes, as programs print and send it: `"apiVersion: …\nkind: …\n"`.

use super::super::Finding;
use super::{Dirt, first_start, holds_manifest};
use crate::position::Edit;

/// Looks for such a text that is all there is.
pub(super) fn find(text: &str) -> Option<Dirt> {
    let start = first_start(text);
    let inner = text.get(start..)?.trim();
    if !(inner.starts_with('"') && inner.ends_with('"') && inner.contains("\\n")) {
        return None;
    }
    let manifest: String = serde_json::from_str(inner).ok()?;
    if !holds_manifest(&manifest) {
        return None;
    }
    let at = start + text.get(start..)?.find('"')?;
    let message = "This is a manifest as a program writes it in quotes, with \\n for the end of each line. Take the quotes away.";
    let edits = vec![Edit::replace(at..at + inner.len(), manifest.trim_end())];
    Dirt::one(Finding::error("copied-text", at..at + 1, message), "Make lines of it", edits)
}
