//! Finds marks that the parser's spans leave out: dashes, question marks, headers of block texts.

use std::ops::Range;

/// The dash of a list item that starts at `item` (tag and anchor included), which may stand lines above it.
pub(crate) fn dash_before(text: &str, item: usize) -> Option<usize> {
    let mut before = text.get(..item)?;
    loop {
        before = before.trim_end_matches([' ', '\t']);
        if before.ends_with('-') {
            return Some(before.len() - 1);
        }
        // Between a dash and its item lie only blanks, line breaks and comments; a line with a dash and a comment has
        // nothing else but further marks before the comment.
        before = before.strip_suffix('\n').or_else(|| before.strip_suffix('\r'))?;
        before = before.strip_suffix('\r').unwrap_or(before);
        let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        if let Some(comment) = before.get(line_start..)?.find('#') {
            before = before.get(..line_start + comment)?;
        }
    }
}

/// The `?` of an explicit key that starts at `key`.
pub(crate) fn question_mark_before(text: &str, key: usize) -> Option<usize> {
    let before = text.get(..key)?.trim_end_matches([' ', '\t']);
    (before.ends_with('?') && before.len() < key).then(|| before.len() - 1)
}

/// From the `|` or `>` (the first behind `from`) to the end of the last line with text. With `+`, the blank lines
/// behind belong to the text and are included; the very last line break never is.
pub(crate) fn block_scalar(text: &str, from: usize, content: Range<usize>) -> Range<usize> {
    let header =
        text.get(from..).and_then(|rest| rest.find(['|', '>'])).map_or(content.start, |at| from + at);
    let header_line = text.get(header..).and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or_default();
    let keep = header_line.split('#').next().is_some_and(|marks| marks.contains('+'));
    let whole = text.get(header..content.end.max(header)).unwrap_or_default();
    let trimmed = if keep {
        // The parser counts the indentation of the next key or item to the text.
        let last = whole.trim_end_matches(' ');
        let indents = last.ends_with(['\n', '\r']) && content.end < text.len();
        let whole = if indents { last } else { whole };
        let whole = whole.strip_suffix('\n').unwrap_or(whole);
        whole.strip_suffix('\r').unwrap_or(whole)
    } else {
        whole.trim_end_matches(['\n', '\r', ' ', '\t'])
    };
    header..header + trimmed.len().max(header_line.trim_end().len().min(whole.len()))
}
