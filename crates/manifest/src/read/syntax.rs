//! Says in sentences what the parser found wrong, and what to do about it.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use super::finding::Finding;
use crate::limits::Limits;
use crate::scalar::{Meaning, meaning_of_plain};

/// The parser's error as a finding.
pub(crate) fn finding(text: &str, read_to: usize, error: &ScanError, limits: &Limits) -> Finding {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    super::wording::explain(text, at, read_to, error.kind(), limits)
}

pub(crate) fn is_depth(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::RecursionLimitExceeded)
}

pub(crate) fn unknown_alias(name: &str, range: Range<usize>) -> Finding {
    let name = super::duplicates::shorten(name.trim_start_matches('*'));
    Finding::error(
        "unknown-alias",
        range,
        format!(
            "\"*{name}\" refers to an anchor that is not defined above. Write \"&{name}\" before the value that is meant, or put the text in quotes if a star was meant."
        ),
    )
}

pub(crate) fn alias_inside_itself(range: Range<usize>) -> Finding {
    Finding::error(
        "alias-inside-itself",
        range,
        "This alias stands inside the value it refers to, which would never end. Refer to another value.",
    )
}

pub(crate) fn too_many_aliases(range: Range<usize>, limits: &Limits) -> Finding {
    Finding::error(
        "alias-limit",
        range,
        format!(
            "The aliases of this document stand for more than {} bytes of text. Write the values out, or use fewer aliases.",
            limits.alias_expansion
        ),
    )
}

pub(crate) fn too_deep(range: Range<usize>, limits: &Limits) -> Finding {
    Finding::error(
        "depth-limit",
        range,
        format!(
            "Lists and mappings are nested more than {} deep here. The rest of this document was not read.",
            limits.depth
        ),
    )
}

pub(crate) fn unclosed(open: char, range: Range<usize>) -> Finding {
    Finding::error(
        "syntax",
        range,
        format!("\"{open}\" is opened here and never closed. Close it, or put the text in quotes."),
    )
}

pub(crate) fn second_root(range: Range<usize>) -> Finding {
    Finding::error(
        "syntax",
        range,
        "A second value begins here. Put \"---\" on a line of its own between two documents.",
    )
}

/// Tags that js-yaml refuses: unknown ones, and values that do not fit.
pub(crate) fn tag(tag: &str, scalar: Option<&str>, range: Range<usize>) -> Option<Finding> {
    let core = tag.strip_prefix("tag:yaml.org,2002:");
    let fits = match (core, scalar) {
        (Some("str" | "binary" | "merge"), Some(_)) => true,
        (Some("null"), Some(text)) => meaning_of_plain(text) == Meaning::Null,
        (Some("bool"), Some(text)) => matches!(meaning_of_plain(text), Meaning::Bool(_)),
        (Some("int" | "float"), Some(text)) => matches!(meaning_of_plain(text), Meaning::Number(_)),
        (Some("timestamp"), Some(text)) => matches!(meaning_of_plain(text), Meaning::Timestamp(_)),
        (Some("map" | "seq" | "set" | "omap" | "pairs"), None) => true,
        (None, _) if tag == "!" => true,
        _ => false,
    };
    if fits {
        return None;
    }
    let shown =
        super::duplicates::shorten(core.map_or(tag, |_| tag).trim_start_matches("tag:yaml.org,2002:"));
    let message = match core {
        Some("str" | "null" | "bool" | "int" | "float" | "timestamp") => {
            format!("The value does not fit its tag \"!!{shown}\". Take the tag away or correct the value.")
        }
        _ => format!("The tag \"{shown}\" is not known; the Controller refuses it. Take the tag away."),
    };
    Some(Finding::error("tag", range, message))
}
