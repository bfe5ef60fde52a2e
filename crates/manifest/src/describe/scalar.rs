//! Texts as YAML scalars: plain where all readers agree that it is this text, else quoted, else a literal block.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::read::is_invisible;
use crate::scalar::ambiguous_as_string;

/// A scalar on one line.
pub(super) fn flow(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        Cow::Borrowed(text)
    } else if text.contains(['"', '\\']) && text.chars().all(|char| is_printable(char) && char != '\t') {
        Cow::Owned(format!("'{}'", text.replace('\'', "''")))
    } else {
        Cow::Owned(double_quoted(text))
    }
}

/// A key. One of other characters than those of names is quoted: at the start of a line, a reader of copied texts takes
/// many marks for those of the page or the terminal that the text came from.
pub(super) fn key(text: &str) -> Cow<'_, str> {
    if crate::read::is_name(text) || !is_plain(text) { flow(text) } else { Cow::Owned(double_quoted(text)) }
}

/// Header and lines of a literal block; `None` when the text is better written otherwise. A block keeps every
/// character, but cannot begin with a blank or an empty line without saying its indentation.
pub(super) fn block_lines(text: &str) -> Option<(&'static str, Vec<&str>)> {
    let body = text.trim_end_matches('\n');
    if !body.contains('\n') && body.len() == text.len() {
        return None;
    }
    let blank = |line: &str| !line.is_empty() && line.trim().is_empty();
    if body.is_empty() || text.starts_with([' ', '\n', '\t']) || text.split('\n').any(blank) {
        return None;
    }
    if !text.chars().all(|char| char == '\n' || is_printable(char)) {
        return None;
    }
    let header = match text.len() - body.len() {
        0 => "|-",
        1 => "|",
        _ => "|+",
    };
    // The line break after the last line is written by the caller.
    let lines = text.strip_suffix('\n').unwrap_or(text).split('\n').collect();
    Some((header, lines))
}

/// Lines of a comment: printable, and without a break that would end it.
pub(super) fn comment_lines(text: &str) -> Vec<String> {
    let breaks = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    let printable =
        |line: &str| line.chars().map(|char| if is_printable(char) { char } else { ' ' }).collect();
    text.split(breaks).map(printable).collect()
}

fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let starts_well = match first {
        // A dash is fine before a word, as in `--frames`.
        '-' => text.chars().nth(1).is_some_and(|next| next != ' '),
        _ => !"?:,[]{}#&*!|>'\"%@` ".contains(first),
    };
    starts_well
        && !crate::read::looks_copied(text)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(|char| is_printable(char) && char != '\t' && char != '\u{feff}')
        // Where it stands beside a colon or at an end it would be taken for one that came along from a web page.
        && !text.contains(is_invisible)
        && !ambiguous_as_string(text)
}

/// What may stand unescaped: no controls, no line separators of any version of YAML, no byte-order mark, nothing
/// outside the planes that old readers accept.
fn is_printable(char: char) -> bool {
    matches!(char, '\t' | ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if is_printable(char) => out.push(char),
            // Writing into a String cannot fail.
            char if u32::from(char) > 0xffff => {
                let _ = write!(out, "\\U{:08x}", u32::from(char));
            }
            char => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(flow(text), expected);
        let manifest = crate::Manifest::parse(format!("kind: {expected}\n"));
        assert_eq!(manifest.documents()[0].kind(), Some(text), "{expected}");
    }

    #[test]
    fn blanks_that_are_none_of_yamls_are_quoted() {
        check("a b", "a b");
        check("a:\u{a0}b", "\"a:\u{a0}b\"");
        check("a\u{a0}", "\"a\u{a0}\"");
    }
}
