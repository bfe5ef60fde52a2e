//! The lines of a text as a reader of shell, prose and YAML sees them, without reading the YAML.

use super::super::split::{LineAt, Lines};
use super::first_start;

/// One line.
#[derive(Clone, Copy)]
pub(in crate::read) struct Row<'t> {
    pub(in crate::read) line: LineAt<'t>,
    /// The line without the blanks before it.
    pub(in crate::read) content: &'t str,
    /// It goes on with a value of the lines above: a block text, quotes or brackets that are open.
    pub(in crate::read) inside: bool,
}

impl Row<'_> {
    /// Bytes of blanks before the content.
    pub(super) fn indent(&self) -> usize {
        self.line.text.len() - self.content.len()
    }

    /// Where the content begins in the whole text.
    pub(in crate::read) fn content_start(&self) -> usize {
        self.line.start + self.indent()
    }

    /// Nothing, or only a comment.
    pub(in crate::read) fn is_idle(&self) -> bool {
        self.content.trim_end().is_empty() || self.content.starts_with('#')
    }

    /// Whether one of the four keys around every manifest begins the line.
    pub(in crate::read) fn is_manifest(&self) -> bool {
        !self.inside
            && key(self.content.trim_start().trim_start_matches("- "))
                .is_some_and(|key| ROOT_KEYS.contains(&key))
    }
}

/// The keys around every manifest.
pub(crate) const ROOT_KEYS: &[&str] = &["apiVersion", "kind", "metadata", "spec"];

/// The rows of a text.
pub(in crate::read) fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    rows_from(text, first_start(text))
}

/// The rows of a text from the beginning of a document on.
pub(super) fn rows_from(text: &str, start: usize) -> impl Iterator<Item = Row<'_>> {
    let mut scan = Scan::default();
    Lines::new(text, start).map(move |line| {
        let content = line.text.trim_start_matches(' ');
        let inside = scan.feed(line.text);
        Row { line, content, inside }
    })
}

/// Whether a line could be something that was copied along.
pub(super) fn is_suspicious(row: &Row<'_>) -> bool {
    let content = row.content.trim_end();
    if content.starts_with('#') {
        return content.contains("<<") || content.contains("echo");
    }
    !content.is_empty()
        && (!is_entry(content)
            || content.starts_with(|char: char| char == '+' || char.is_ascii_digit())
            || !content.starts_with(|char: char| char.is_ascii_alphanumeric())
                && super::marks::is_left_out(content)
            || super::output::is_suspicious(content)
            || super::closing::is_lone_end(content)
            || content.starts_with('[') && super::command::typed(content).is_some()
            || content.starts_with('"') && content.contains("\\n")
            || names_inside(content))
}

/// Whether one of the keys with which a manifest begins stands behind the beginning of a line.
fn names_inside(content: &str) -> bool {
    let mut colons = memchr::memchr_iter(b':', content.as_bytes());
    colons.any(|at| {
        let before = content.get(..at).unwrap_or_default();
        ["apiVersion", "kind"].iter().any(|key| before.len() > key.len() && before.ends_with(key))
    })
}

/// Whether a line is one of YAML by its look: a list item, a bracket, a text in quotes, or a key.
pub(super) fn is_entry(content: &str) -> bool {
    let mut chars = content.chars();
    match (chars.next(), chars.next()) {
        (Some('-' | '?' | '%' | '*'), second) => {
            let marker = content.starts_with("---") || content.starts_with("- ") || content == "-";
            let named = second.is_some_and(|second| !second.is_whitespace());
            marker || content.starts_with("? ") || (named && !content.starts_with('-'))
        }
        (Some('{' | '[' | '}' | ']' | '&' | '!' | '"' | '\'' | ':' | ','), _) => true,
        _ => content == "..." || content.starts_with("... #") || key(content).is_some(),
    }
}

/// What stands in the quotes at the start of a line, as it is written there, and what follows them.
fn quoted(content: &str) -> Option<(&str, &str)> {
    let quote = content.chars().next()?;
    let rest = content.get(1..)?;
    let mut chars = rest.char_indices().peekable();
    let end = loop {
        let (at, char) = chars.next()?;
        let escapes = match quote {
            '"' => char == '\\',
            _ => char == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\''),
        };
        if escapes {
            chars.next();
        } else if char == quote {
            break at;
        }
    };
    Some((rest.get(..end)?, rest.get(end + 1..)?))
}

/// The key at the start of a line, without quotes; a number is no key: it is a line number.
pub(super) fn key(content: &str) -> Option<&str> {
    if content.starts_with(['"', '\'']) {
        let (key, behind) = quoted(content)?;
        return behind.trim_start().starts_with(':').then_some(key);
    }
    let bytes = content.as_bytes();
    let mut colons = memchr::memchr_iter(b':', bytes);
    let end = colons.find(|at| matches!(bytes.get(at + 1), None | Some(b' ' | b'\t')))?;
    // A blank may stand before the colon.
    let key = content.get(..end)?.trim_end();
    let word = !key.is_empty() && !key.contains(char::is_whitespace);
    let rest = key.trim_start_matches(|char: char| char.is_ascii_digit());
    let number = rest.len() < key.len() && (rest.is_empty() || rest.starts_with(':'));
    (word && !number).then_some(key)
}

/// What stands behind the key (and dashes) of a line, and the column that lines have to be indented more than to belong
/// to it: that of the key, or of the dash where there is no key.
pub(super) fn value(line: &str) -> (usize, &str) {
    let mut rest = line.trim_start_matches(' ');
    let mut dash = line.len() - rest.len();
    while let Some(item) = rest.strip_prefix("- ") {
        dash = line.len() - rest.len();
        rest = item.trim_start_matches(' ');
    }
    let column = line.len() - rest.len();
    let behind = match rest.starts_with(['"', '\'']) {
        true => quoted(rest).and_then(|(_, behind)| behind.trim_start().strip_prefix(':')),
        false => key(rest).and_then(|key| rest.get(key.len() + 1..)),
    };
    behind.map_or((dash, rest), |behind| (column, behind.trim_start()))
}

/// Follows values over lines.
#[derive(Default)]
pub(super) struct Scan {
    /// The column of the key whose block text is being read.
    block: Option<usize>,
    /// The column of the key whose plain text may go on.
    plain: Option<usize>,
    quote: Option<char>,
    brackets: usize,
}

impl Scan {
    /// Reads a line; true if it belongs to the value of a line above.
    pub(super) fn feed(&mut self, line: &str) -> bool {
        let bare = line.strip_prefix(super::super::split::BOM).unwrap_or(line);
        if ["---", "..."].iter().any(|mark| {
            bare.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        }) {
            *self = Scan::default();
            return false;
        }
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let blank = content.trim().is_empty();
        if let Some(own) = self.block {
            if blank || indent > own {
                return true;
            }
            self.block = None;
        }
        if self.quote.is_some() || self.brackets > 0 {
            self.eat(content);
            return true;
        }
        if blank || content.starts_with('#') {
            return false;
        }
        if let Some(own) = self.plain.take()
            && indent > own
            && !is_entry(content)
            && !super::marks::is_left_out(content.trim_end())
        {
            self.plain = Some(own);
            return true;
        }
        self.begin(line);
        false
    }

    fn begin(&mut self, line: &str) {
        let (column, mut value) = value(line);
        while value.starts_with(['&', '!']) {
            value = value.split_once(' ').map_or("", |(_, rest)| rest.trim_start());
        }
        match value.chars().next() {
            Some('|' | '>') => {
                let header = value.split(" #").next().unwrap_or_default().trim_end();
                let marks = header.get(1..).unwrap_or_default();
                if marks.chars().all(|char| char.is_ascii_digit() || "+-".contains(char)) {
                    self.block = Some(column);
                }
            }
            Some('"' | '\'' | '[' | '{') => self.eat(value),
            Some('#') | None => {}
            Some(_) => self.plain = Some(column),
        }
    }

    /// Counts brackets and quotes.
    fn eat(&mut self, text: &str) {
        let mut escaped = false;
        let mut before = ' ';
        for char in text.chars() {
            match self.quote {
                Some('"') if escaped => escaped = false,
                Some('"') if char == '\\' => escaped = true,
                Some(quote) if char == quote => self.quote = None,
                Some(_) => {}
                None => match char {
                    '"' | '\'' if " [{,:".contains(before) => self.quote = Some(char),
                    '[' | '{' => self.brackets += 1,
                    ']' | '}' => self.brackets = self.brackets.saturating_sub(1),
                    '#' if before == ' ' => break,
                    _ => {}
                },
            }
            before = char;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_yaml_is_told_from_shell_and_prose() {
        for (content, entry) in [
            ("kind: A", true),
            ("- x", true),
            ("\"kind\": A", true),
            ("metadata:", true),
            ("spec.x: 1", true),
            ("--- # c", true),
            ("%YAML 1.2", true),
            ("*x : y", true),
            ("% cat f", false),
            ("* first", false),
            ("Create a file:", false),
            ("1: kind: A", false),
            ("1:kind: A", false),
            ("C:\\Users> type f", false),
            ("root@host:~# cat f", false),
            ("yaml", false),
            ("-v", false),
        ] {
            assert_eq!(is_entry(content), entry, "{content}");
        }
    }

    #[test]
    fn lines_inside_a_value_are_known() {
        let inside =
            |text: &str| rows(text).map(|row| if row.inside { '+' } else { '.' }).collect::<String>();
        for (text, expected) in [
            ("a: |\n  ...\n\n  x\nb: 1\n", ".+++."),
            ("- a: >-\n    x\n  b: 1\n", ".+."),
            ("a:\n  - |\n    x\n  - b\n", "..+."),
            ("a: \"x\n  ...\n  y\"\nb: 1\n", ".++."),
            ("a: [1,\n  2]\nb: 1\n", ".+."),
            ("a: some text\n  that goes on\n  and on\nb: 1\n", ".++."),
            ("a: it's\nb: 'it''s'\nc: {{ x }}\n", "..."),
            ("a: \"open\n---\nb: 1\n", "..."),
        ] {
            assert_eq!(inside(text), expected, "{text}");
        }
    }
}
