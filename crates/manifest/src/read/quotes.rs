//! Quotes of which one half was forgotten: where the other half is, and how far below YAML found one instead.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::finding::Finding;
use super::wording::line_at;
use crate::position::Edit;

/// The finding about a quote, if `kind` at byte `at` comes from one; everything before `read_to` was understood.
pub(crate) fn explain(text: &str, at: usize, read_to: usize, kind: &ErrorKind) -> Option<Finding> {
    use ErrorKind as K;
    match kind {
        K::UnclosedQuotedScalar | K::InvalidQuotedScalarIndent | K::DocumentIndicatorInQuotedScalar => {
            match open_quote(text, read_to..at) {
                Some(open) => Some(unclosed(text, open)),
                // A quote that follows something else in its line was meant to close.
                None => opening_forgotten(text, read_to + text.get(read_to..at)?.find(['"', '\''])?),
            }
        }
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => {
            let open = open_quote(text, read_to..at)?;
            closed_below(text, open, closing(text, open)?)
        }
        _ => opening_forgotten(text, at),
    }
}

/// What is wrong with a quoted text that opens at `open`.
fn unclosed(text: &str, open: usize) -> Finding {
    let Some(close) = closing(text, open) else {
        let message = "A quoted text begins here and is never closed. Add the closing quote.";
        return with_closing(text, open, Finding::error("syntax", open..open + 1, message));
    };
    closed_below(text, open, close).unwrap_or_else(|| {
        let message = "The further lines of this quoted text have to be indented more than its key.";
        Finding::error("syntax", open..close + 1, message)
    })
}

/// The finding about a quote that another value's quote closes, some lines below; none for a text of several lines.
fn closed_below(text: &str, open: usize, close: usize) -> Option<Finding> {
    let inside = text.get(open + 1..close)?;
    let lines = super::split::line_starts(inside).len();
    let behind = text.get(close + 1..)?.split(['\n', '\r']).next().unwrap_or_default().trim_start();
    let ends = behind.is_empty() || behind.starts_with(['#', ',', ']', '}']);
    if lines == 0 || ends && !super::lines(inside).skip(1).any(|line| looks_like_a_field(line.text)) {
        return None;
    }
    let quote = text.get(open..open + 1)?;
    let distance = if lines == 1 { "one line below".to_owned() } else { format!("{lines} lines below") };
    let message = format!(
        "The quote that opens here is closed only {distance}, by a quote that belongs to another value. Write the value \
         and close it here, with {quote}."
    );
    Some(with_closing(text, open, Finding::error("syntax", open..open + 1, message)))
}

/// Offers to close the quote at the end of its line, and those below that stand alone as well: two of them look to YAML
/// like one text.
fn with_closing(text: &str, open: usize, finding: Finding) -> Finding {
    let (start, line) = line_at(text, open);
    let Some((before, value)) = line.split_at_checked(open - start) else { return finding };
    let written = value.trim_end();
    if !leads_to_a_value(before) || written.contains(" #") {
        return finding;
    }
    let (quote, other) = if value.starts_with('"') { ("\"", '\'') } else { ("'", '"') };
    let end = open + written.len();
    let mut edits = vec![if written.len() > 1 && written.ends_with(other) {
        Edit::replace(end - 1..end, quote)
    } else {
        Edit::insert(end, quote)
    }];
    for below in super::lines_from(text, start).skip(1) {
        let written = below.text.trim_end();
        if let Some(before) = written.strip_suffix(['"', '\''])
            && leads_to_a_value(before)
            && let Some(lone) = written.get(before.len()..)
        {
            edits.push(Edit::insert(below.start + written.len(), lone));
        }
    }
    finding.with_fix("Close the quote at the end of its line", edits)
}

/// A value whose closing quote stands at the end of its line, and whose opening one is missing.
fn opening_forgotten(text: &str, at: usize) -> Option<Finding> {
    let (start, line) = line_at(text, at);
    let from = value_start(line);
    // Whatever is wrong before the value has another cause.
    let value = line.get(from..).filter(|_| at >= start + from)?;
    let value = value.split_once(" #").map_or(value, |(value, _)| value).trim_end();
    let quote = unopened(value)?;
    let range = start + from..start + from + value.len();
    let message = format!(
        "This value ends with a quote, but the opening one is missing. Write {quote} before the value."
    );
    let edit = Edit::insert(range.start, quote.to_string());
    Some(Finding::error("syntax", range, message).with_fix("Add the opening quote", vec![edit]))
}

/// The quote that ends a text which no quote began, where that is no way to write.
pub(crate) fn lone_closing(text: &str) -> Option<char> {
    let quote = unopened(text)?;
    let before = text.strip_suffix(quote)?;
    // 19" is a length, and people write the boys' without thinking of quotes.
    let number = before.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let apostrophe = quote == '\'' && before.contains(' ');
    (!number && !apostrophe).then_some(quote)
}

/// The quote that ends a text which no quote began.
fn unopened(text: &str) -> Option<char> {
    let quote = text.chars().next_back().filter(|last| matches!(last, '"' | '\''))?;
    let before =
        text.strip_suffix(quote).filter(|before| !before.is_empty() && !before.starts_with(['"', '\'']))?;
    let odd = match quote {
        '"' => before.matches(quote).count() % 2 == 0,
        _ => !before.contains(quote),
    };
    odd.then_some(quote)
}

/// Where the value of a line begins: behind the dashes of a list and the first key.
fn value_start(line: &str) -> usize {
    let mut at = line.len() - line.trim_start().len();
    while let Some(rest) = line.get(at..).and_then(|rest| rest.strip_prefix("- ")) {
        at = line.len() - rest.trim_start().len();
    }
    let rest = line.get(at..).unwrap_or_default();
    match rest.split_once(": ") {
        Some((key, value)) if is_key(key) => line.len() - value.trim_start().len(),
        _ => at,
    }
}

/// Whether a value follows in a line that begins like this: behind a key, or a list's dash.
fn leads_to_a_value(before: &str) -> bool {
    let left = before.trim_end();
    left.len() < before.len()
        && (left.ends_with(':') || left.trim_start().chars().all(|c| c == '-' || c == ' '))
        && !left.is_empty()
}

fn looks_like_a_field(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ").trim_start();
    line.split_once(':').is_some_and(|(key, rest)| is_key(key) && (rest.is_empty() || rest.starts_with(' ')))
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c))
}

/// The quote that opened a text still open at the end of `range`: the first one behind a mark or a blank.
fn open_quote(text: &str, range: Range<usize>) -> Option<usize> {
    let unread = text.get(range.clone())?;
    let opens = |(at, char): &(usize, char)| {
        let head = text.get(..range.start + at).unwrap_or_default();
        matches!(char, '"' | '\'')
            && (head.is_empty() || head.ends_with([' ', '\t', '\n', '\r', '[', '{', ',', ':']))
    };
    unread.char_indices().find(opens).map(|(at, _)| range.start + at)
}

/// The quote that closes the text which opens at `open`.
fn closing(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(open)?;
    let mut at = open + 1;
    loop {
        let byte = *bytes.get(at)?;
        at += match byte {
            b'\\' if quote == b'"' => 2,
            _ if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => 2,
            _ if byte == quote => return Some(at),
            _ => 1,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_quote_without_an_opening_one_is_found() {
        for (text, quote) in [
            ("edge-1\"", Some('"')),
            ("edge-1'", Some('\'')),
            ("{{ 'a' }}\"", Some('"')),
            ("\"edge-1\"", None),
            ("say \"hello\"", None),
            ("19\"", None),
            ("the boys'", None),
            ("\"", None),
            ("edge-1", None),
        ] {
            assert_eq!(lone_closing(text), quote, "{text}");
        }
    }

    #[test]
    fn values_begin_behind_keys_and_dashes() {
        for (line, value) in [
            ("name: edge-1", "edge-1"),
            ("  - key: A", "A"),
            ("    - a b", "a b"),
            ("a b: c", "a b: c"),
            ("name:", "name:"),
        ] {
            assert_eq!(line.get(value_start(line)..), Some(value), "{line}");
        }
    }
}
