//! The label of a code block that ran into the first line of the manifest: `yamlCopy codeapiVersion: …`.

use super::super::Finding;
use super::rows::{Row, rows};
use super::{Dirt, first_start};
use crate::position::Edit;

/// Words on and around the button of a page that copies.
const WORDS: &[&str] =
    &["yaml", "yml", "copy", "copied", "code", "copy code", "edit", "wrap", "text", "plain"];

/// Looks for the label before the first key.
pub(super) fn find(text: &str) -> Option<Dirt> {
    let row = rows(text).find(|row| !row.is_idle())?;
    let length = labelled(&row)?;
    let range = first_start(text).max(row.content_start())..row.content_start() + length;
    let label = text.get(range.clone())?.trim();
    let message = format!(
        "\"{label}\" is the label of the page that the manifest was copied from, and ran into its first line. Take it away."
    );
    let edits = vec![Edit::delete(range.clone())];
    Dirt::one(Finding::error("copied-text", range, message), "Take the label away", edits)
}

/// How many bytes before the first key are a label.
fn labelled(row: &Row) -> Option<usize> {
    let at = ["apiVersion:", "kind:"].iter().filter_map(|key| row.content.find(key)).min()?;
    let mut rest = row.content.get(..at)?;
    while let Some(word) =
        WORDS.iter().find(|word| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
    {
        rest = rest.get(word.len()..)?.trim_start_matches([' ', '\t', ':', '!']);
    }
    (rest.is_empty() && at > 0).then_some(at)
}
