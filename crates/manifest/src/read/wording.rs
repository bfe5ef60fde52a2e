//! One sentence per kind of syntax error, and the place a person would point at.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::finding::Finding;
use super::syntax;
use crate::limits::Limits;
use crate::position::Edit;

/// Turns the parser's error at byte `at` into a finding; everything before `read_to` was understood.
pub(crate) fn explain(text: &str, at: usize, read_to: usize, kind: &ErrorKind, limits: &Limits) -> Finding {
    if syntax::is_depth(kind) {
        return syntax::too_deep(one_char(text, at), limits);
    }
    // A key indented by a tab reads as more of the text in the line above.
    let line_below = super::lines_from(text, line_at(text, at).0).nth(1);
    let key_below = line_below.filter(|line| line.text.starts_with('\t') && line.text.contains(':'));
    if let Some(finding) = tab(text, at).or_else(|| tab(text, key_below?.start)) {
        return finding;
    }
    if let Some(finding) = control_character(text, at) {
        return finding;
    }
    if let Some(finding) = super::quotes::explain(text, at, read_to, kind) {
        return finding;
    }
    if behind_template(text, at) {
        let message = "A template without quotes is no text to YAML, and this does not fit behind it. Put the whole value in quotes.";
        return Finding::error("syntax", one_char(text, at), message);
    }
    let (place, mut message) = sentence(text, at, kind);
    if let Some(hint) = super::invisible_hint(line_at(text, place.start).1) {
        message.push_str(&hint);
    }
    Finding::error("syntax", place, message)
}

/// Whether a value, an item or the line of `at` begins with `{{` or `{%` somewhere before `at`.
fn behind_template(text: &str, at: usize) -> bool {
    let (start, line) = line_at(text, at);
    let read = line.get(..at - start).unwrap_or_default();
    let opens = |(place, _): (usize, &str)| {
        let before = read.get(..place).unwrap_or_default();
        let left = before.trim_end();
        left.is_empty() || left.ends_with(['[', ',', '{']) || left != before && left.ends_with([':', '-'])
    };
    // The second brace may be where reading stopped.
    read.match_indices("{{").any(opens)
        || line.get(..at - start + 1).is_some_and(|read| read.match_indices("{%").any(opens))
}

/// A tab in the indentation of the line at `at`, whatever the parser made of it.
pub(crate) fn tab(text: &str, at: usize) -> Option<Finding> {
    let (start, line) = line_at(text, at);
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let first = line.get(..indent)?.find('\t')?;
    let spaces: String = line.get(..indent)?.replace('\t', "  ");
    Some(
        Finding::error(
            "tab",
            start + first..start + first + 1,
            "This line is indented with a tab character. YAML allows only spaces: use two for each level.",
        )
        .with_fix("Use two spaces instead of each tab", vec![Edit::replace(start..start + indent, spaces)]),
    )
}

/// A character that no YAML tool takes, in the line at `at`.
fn control_character(text: &str, at: usize) -> Option<Finding> {
    let (start, line) = line_at(text, at);
    let refused = |char: char| {
        (char.is_control() && !matches!(char, '\t' | '\u{85}')) || matches!(char, '\u{fffe}' | '\u{ffff}')
    };
    let (place, char) =
        line.char_indices().map(|(place, char)| (start + place, char)).find(|(_, char)| refused(*char))?;
    let message = format!(
        "An invisible character (U+{:04X}) stands here, which YAML does not allow. Take it away, or write it as an escape in \
         double quotes.",
        u32::from(char)
    );
    let range = place..place + char.len_utf8();
    Some(Finding::error("syntax", range.clone(), message).with_fix("Take it away", vec![Edit::delete(range)]))
}

fn sentence(text: &str, at: usize, kind: &ErrorKind) -> (Range<usize>, String) {
    use ErrorKind as K;
    let here = one_char(text, at);
    let word = word_at(text, at);
    match kind {
        K::ExpectedBlockMappingKey if line_at(text, at).1.trim_start().starts_with("- ") => stray_item(text, at),
        K::ExpectedBlockMappingKey | K::InvalidIndentation | K::ExpectedBlockSequenceEntry
            if is_line_start(text, at) =>
        {
            let message = format!(
                "The indentation of {word} fits none of the lines above. Align it with the key it belongs beside."
            );
            (here, message)
        }
        K::MappingValueNotAllowed | K::MappingKeyNotAllowed => {
            let message = if is_line_start(text, at) {
                format!("The indentation of {word} fits none of the lines above. Align it with its neighbours.")
            } else if is_only_key(text, at) {
                "This key stands below a line that has a value already. Align it with the key it belongs beside, or put a text \
                 over several lines in quotes."
                    .into()
            } else if line_at(text, at).1.trim_end().ends_with(':') {
                "A second \":\" ends this line. Write what belongs behind it, take it away, or put the text in quotes.".into()
            } else {
                "A second \":\" stands in this line. Put a text that contains a colon and a blank in quotes.".into()
            };
            (here, message)
        }
        K::SimpleKeyExpected | K::InvalidSimpleKey => {
            let (start, line) = line_at(text, at);
            let from = start + line.len() - line.trim_start().len();
            let message = "This line is neither \"key: value\" nor a list item. Add the colon, or put the text in quotes.";
            (from..start + line.trim_end().len().max(from - start), message.into())
        }
        K::UnclosedFlowCollection { open } => {
            let place = text.get(..at).and_then(|before| before.rfind(*open)).map_or(here, |at| at..at + 1);
            (place, format!("\"{open}\" is opened here and never closed."))
        }
        K::MismatchedFlowCollectionEnd { open, close } => {
            (here, format!("\"{close}\" does not close the \"{open}\" before it."))
        }
        K::MisplacedFlowCollectionEnd => (here, "This bracket closes nothing. Take it away, or put the text in quotes.".into()),
        K::UnexpectedCharacter { character } => (
            here,
            format!("A plain text cannot begin with \"{character}\". Put it in quotes."),
        ),
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => (
            here,
            "Something follows the closing quote. Quote the whole text; a quote inside is doubled ('') or escaped (\\\").".into(),
        ),
        _ => (here, between_brackets(text, at, kind).map_or_else(|| other(kind), str::to_owned)),
    }
}

/// Whether a key whose colon stands at `at` is the first in its line.
fn is_only_key(text: &str, at: usize) -> bool {
    let (start, line) = line_at(text, at);
    let (before, rest) = line.split_at_checked(at - start).unwrap_or((line, ""));
    let word = before.trim_start().trim_start_matches("- ").trim();
    before.starts_with(' ')
        && rest.starts_with(':')
        && !word.is_empty()
        && !word.contains([':', ' ', '"', '\'', '{', '['])
}

/// Something else where a comma or bracket has to be.
fn between_brackets(text: &str, at: usize, kind: &ErrorKind) -> Option<&'static str> {
    use ErrorKind as K;
    let expected = match kind {
        K::UnexpectedEofFlowSequence | K::ExpectedFlowSequenceSeparator => {
            "Expected \",\" or \"]\" in this list."
        }
        K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping
        | K::ExpectedFlowMappingSeparator => "Expected \",\" or \"}\" in this mapping.",
        _ => return None,
    };
    let comma = text.get(at..).is_some_and(|rest| rest.starts_with(','));
    Some(if comma {
        "A value is missing before this comma. Add it, or take the comma away."
    } else {
        expected
    })
}

fn stray_item(text: &str, at: usize) -> (Range<usize>, String) {
    let (start, line) = line_at(text, at);
    let dash = start + line.len() - line.trim_start().len();
    let message =
        "A list item stands where a key is expected. Align it with the items it belongs to, below their key.";
    (dash..dash + 1, message.into())
}

/// The rarer kinds.
fn other(kind: &ErrorKind) -> String {
    use ErrorKind as K;
    let message = match kind {
        K::BlockEntryInFlowCollection | K::BlockSequenceEntryNotAllowed => {
            "A list item (\"- \") is not possible here. Start the list on a line of its own."
        }
        K::UnknownQuotedScalarEscape | K::InvalidQuotedScalarHexEscape | K::InvalidUnicodeEscape => {
            "This backslash sequence is not known in a double-quoted text. Write \"\\\\\" for a backslash, or use single quotes."
        }
        K::CommentInterceptedScalar => {
            "A comment stands inside a text of several lines. Put the text in quotes."
        }
        K::CommentNotSeparated => {
            "A comment needs a blank before \"#\"; if it belongs to the text, use quotes."
        }
        K::InvalidBlockScalarHeader | K::ZeroBlockScalarIndent => {
            "Only a digit from 1 to 9, \"+\", \"-\" and a comment may follow \"|\" or \">\" in this line."
        }
        K::TabAtBlockScalarStart | K::InvalidBlockScalarIndent => {
            "The text below \"|\" or \">\" must be indented by spaces, more than its key, and evenly."
        }
        K::ExpectedBlockMappingKey | K::ExpectedBlockSequenceEntry => {
            "Something follows the value in its line. Begin a new line here, or put the whole text in quotes."
        }
        K::FlowMappingValueAdjacentCollection => "A blank is missing between the colon and this bracket.",
        K::TabInPlainScalar => "A tab stands inside this text. Use blanks, or put the text in quotes.",
        K::ExpectedNodeContent => "A value is missing here.",
        K::PlainScalarStartsWithDashFlowIndicator => {
            "A text between brackets cannot be \"-\" alone. Put it in quotes, or write the value."
        }
        K::MissingAnchorOrAliasName => {
            "A name is missing behind \"&\" or \"*\". If the character is meant, use quotes."
        }
        K::UndeclaredTagHandle => "This tag uses a short form that no %TAG line declares. Take the tag away.",
        K::InvalidDocumentEnd => "Nothing but a comment may follow \"...\" in its line.",
        K::MissingDocumentEndBeforeDirective => {
            "End the document before with \"...\" before a line that begins with \"%\"."
        }
        K::DuplicateVersionDirective | K::DuplicateTagDirective => {
            "This \"%\" line is given twice for one document."
        }
        K::ExpectedDocumentStart => {
            "This does not belong to the value before it. Is a blank missing behind a colon, or \"---\" between two documents?"
        }
        K::InvalidFlowScalarIndent => {
            "The text between brackets must be indented more than the key before it."
        }
        K::BomInsideDocument => {
            "A byte-order mark stands inside the document. Remove this invisible character."
        }
        K::InvalidMappingValueWhitespace | K::InvalidBlockEntryWhitespace => {
            "A tab stands where only a space or a new line is possible."
        }
        _ => return format!("This is not valid YAML: {}.", plain(kind)),
    };
    message.into()
}

/// The parser's name of an error as words: `InvalidTagEscape` gives "invalid tag escape".
fn plain(kind: &ErrorKind) -> String {
    let name = format!("{kind:?}");
    let name = name.split([' ', '(', '{']).next().unwrap_or_default();
    let mut words = String::new();
    for char in name.chars() {
        if char.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(char.to_lowercase());
    }
    words
}

fn one_char(text: &str, at: usize) -> Range<usize> {
    let length = text.get(at..).and_then(|rest| rest.chars().next()).filter(|char| !"\r\n".contains(*char));
    at..at + length.map_or(0, char::len_utf8)
}

/// Start and text of the line that holds `at`.
pub(crate) fn line_at(text: &str, at: usize) -> (usize, &str) {
    let start = text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let rest = text.get(start..).unwrap_or_default();
    (start, rest.get(..rest.find(['\n', '\r']).unwrap_or(rest.len())).unwrap_or_default())
}

fn is_line_start(text: &str, at: usize) -> bool {
    let (start, line) = line_at(text, at);
    line.get(..at - start).is_some_and(|before| before.trim().is_empty())
}

fn word_at(text: &str, at: usize) -> String {
    let (start, line) = line_at(text, at);
    let rest = line.get(at - start..).unwrap_or_default().trim();
    let word = rest.split(':').next().unwrap_or(rest).trim();
    format!("\"{}\"", super::duplicates::shorten(word))
}
