//! Lines that are indented by tabs, in a text whose editor shows them like blanks.

use super::super::Finding;
use super::Dirt;
use super::rows::{Row, key};
use crate::position::Edit;

/// Looks for keys and items behind tabs where a key above opens a level, or such lines go on.
pub(super) fn find(rows: &[Row]) -> Option<Dirt> {
    // Behind blanks, too.
    if !rows.iter().any(|row| row.content.starts_with('\t')) {
        return None;
    }
    let mut edits = Vec::new();
    let mut first = None;
    // A line above that something can stand below; at the start, the whole text may be behind tabs.
    let mut opens = true;
    for row in rows.iter().filter(|row| !row.inside && !row.is_idle()) {
        let content = row.line.text.trim_start_matches([' ', '\t']);
        let indent = row.line.text.get(..row.line.text.len() - content.len()).unwrap_or_default();
        if let Some(tab) = indent.find('\t')
            && (key(content).is_some() || content.starts_with("- "))
            && opens
        {
            first = first.or(Some(row.line.start + tab..row.line.start + tab + 1));
            edits.push(Edit::replace(
                row.line.start..row.line.start + indent.len(),
                indent.replace('\t', "  "),
            ));
            continue;
        }
        opens = opens_level(row);
    }
    let message =
        "This line is indented with a tab character. YAML allows only spaces: use two for each level.";
    let title = if edits.len() > 1 {
        "Use two spaces instead of each tab, in all lines"
    } else {
        "Use two spaces instead of each tab"
    };
    Dirt::one(Finding::error("tab", first?, message), title, edits)
}

fn opens_level(row: &Row) -> bool {
    let text = row.content.split(" #").next().unwrap_or_default().trim_end();
    text.ends_with(':')
}
