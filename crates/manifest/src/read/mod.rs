//! Text to documents: never fails, says what is wrong, and reads only what changed when the text is edited.

mod build;
mod copied;
mod duplicates;
mod files;
mod finding;
mod foreign;
mod layout;
mod manifest;
mod quotes;
mod reading;
mod refused;
mod repair;
mod simple;
mod split;
mod stock;
mod syntax;
mod wording;

pub(crate) use copied::{ROOT_KEYS, Suspicion};
pub(crate) use finding::Finding;
pub(crate) use foreign::{CODES as FOREIGN, guess};
pub(crate) use layout::{dash_before, question_mark_before};
pub use manifest::Manifest;
pub(crate) use quotes::lone_closing;
pub use reading::Reading;
#[cfg(feature = "compare")]
pub use simple::documents as compare;
pub(crate) use split::LineAt;

/// Problems kept of one document.
const MOST_FINDINGS: usize = 1_000;

/// Whether a text is still a single piece.
pub(crate) fn is_one_document(text: &str) -> bool {
    split::piece_end(text, 0) == text.len()
}

/// Whether a value only says that something was left out: `...`
pub(crate) fn is_left_out(value: &str) -> bool {
    copied::is_left_out(value.trim_matches(['"', '\'']))
}

/// Whether a text without quotes around it would be taken for something that a page put there: what writes manifests has
/// to put such a text in quotes.
pub(crate) fn looks_copied(text: &str) -> bool {
    text.starts_with(is_invisible)
        || text.ends_with(is_invisible)
        || text.starts_with(['“', '”', '„', '‘', '’', '«'])
        || text.starts_with("\\\"")
        || text.starts_with("\\'")
        || is_left_out(text)
        || copied::may_hold_tags(text)
}

/// Whether a key without quotes around it would be taken for such a thing.
pub(crate) fn key_looks_copied(key: &str) -> bool {
    !is_name(key) || copied::is_sign(key)
}

/// Whether a key has only the characters of names, and so needs no quotes wherever it stands in a mapping.
pub(crate) fn is_name(key: &str) -> bool {
    key.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '_')
        && key.chars().all(|char| char.is_ascii_alphanumeric() || "_-./".contains(char))
}

/// Whether a line of a text begins with one of the keys around every manifest.
pub(crate) fn holds_manifest(text: &str) -> bool {
    copied::rows(text).any(|row| row.is_manifest())
}

/// A sentence about a character that looks like a blank or like nothing, and is neither to YAML: pages on the web are
/// full of them.
pub(crate) fn invisible_hint(text: &str) -> Option<String> {
    let char = text.chars().find(|char| is_invisible(*char))?;
    Some(format!(
        " An invisible character (U+{:04X}) stands here; put a blank in its place, or take it away.",
        u32::from(char)
    ))
}

pub(crate) fn is_invisible(char: char) -> bool {
    matches!(char, '\u{a0}' | '\u{2000}'..='\u{200d}' | '\u{202f}' | '\u{2060}' | '\u{3000}')
}

/// The lines of a text.
pub(crate) fn lines(text: &str) -> split::Lines<'_> {
    lines_from(text, 0)
}

/// The lines of a text from the one that starts at `start`.
fn lines_from(text: &str, start: usize) -> split::Lines<'_> {
    split::Lines::new(text, start)
}

impl crate::tree::Document {
    /// One document by itself, as the editor tries changes on.
    pub(crate) fn alone(text: &str) -> crate::tree::Document {
        manifest::read(text, text, &crate::limits::Limits::default())
    }
}
