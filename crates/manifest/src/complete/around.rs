//! What the lines above make of a cursor's line: part of a block text, or of brackets that opened further up.

use std::borrow::Cow;

/// The text with the brackets around `offset` on one line, every byte in its place; nothing inside a block text, whose
/// lines are nobody's keys.
pub(super) fn seen_from(text: &str, offset: usize) -> Option<Cow<'_, str>> {
    let mut open: Vec<usize> = Vec::new();
    let mut block: Option<usize> = None;
    let mut quiet: Vec<(usize, usize)> = Vec::new();
    for line in crate::read::lines(text).take_while(|line| line.start <= offset) {
        let indent = line.text.len() - line.text.trim_start_matches(' ').len();
        let is_blank = indent == line.text.len();
        if let Some(header) = block {
            let inside = if is_blank { line.end <= offset || indent > header } else { indent > header };
            if inside && line.end <= offset {
                continue;
            }
            if inside {
                return None;
            }
            block = None;
        }
        let end = offset.min(line.start + line.text.len());
        let comment = brackets(text, line.start..end, &mut open);
        if !open.is_empty() {
            let from = comment.unwrap_or(end);
            quiet.push((from, line.end.min(offset)));
        } else {
            quiet.clear();
            let whole = line.text.split(" #").next().unwrap_or_default().trim_end();
            block = is_header(whole).then_some(indent);
        }
    }
    let Some(first) = open.first() else { return Some(Cow::Borrowed(text)) };
    let mut bytes = text.as_bytes().to_vec();
    for (from, to) in quiet.into_iter().filter(|(_, to)| to > first) {
        bytes.get_mut(from..to)?.fill(b' ');
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Whether the lines below are a block text: `|`, `>`, with marks behind.
fn is_header(line: &str) -> bool {
    let marks = line.trim_end_matches(|char: char| matches!(char, '+' | '-') || char.is_ascii_digit());
    marks.strip_suffix(['|', '>']).is_some_and(|before| before.ends_with(": ") || before.ends_with("- "))
}

/// Follows the brackets of one line; gives the place of its comment. At the top only a value begins with one.
fn brackets(text: &str, range: std::ops::Range<usize>, open: &mut Vec<usize>) -> Option<usize> {
    let line = text.get(range.clone()).unwrap_or_default();
    let mut quote = None;
    let mut before = ' ';
    let mut starts = true;
    for (at, char) in line.char_indices() {
        match (quote, char) {
            (Some(mark), _) if char == mark => quote = None,
            (Some(_), _) => {}
            (None, '#') if before == ' ' => return Some(range.start + at),
            (None, '"' | '\'') if starts => quote = Some(char),
            (None, '[' | '{') if starts || !open.is_empty() => open.push(range.start + at),
            (None, ']' | '}') => drop(open.pop()),
            _ => {}
        }
        // Behind a colon, a dash or a bracket something begins.
        starts = match char {
            ' ' => starts || matches!(before, ':' | '-'),
            '[' | '{' | ',' => !open.is_empty(),
            _ => false,
        };
        before = char;
    }
    None
}
