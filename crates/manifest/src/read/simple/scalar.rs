//! Keys and values of one line, and block texts.

use super::Reader;
use crate::scalar::ScalarStyle;
use crate::tree::{NodeId, Text};

/// Longer keys are for the full parser, which refuses them.
const LONGEST_KEY: usize = 1_000;

/// Whether a plain text may begin with a byte, given the one behind it.
pub(super) fn begins_plain(byte: u8, next: u8) -> bool {
    match byte {
        b'-' | b'?' | b':' => !matches!(next, b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}'),
        b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%'
        | b'@' | b'`' | b' ' | b'\n' => false,
        _ => true,
    }
}

impl Reader<'_> {
    /// The place of the colon behind a key that begins at `start`.
    pub(super) fn key_end(&self, start: usize) -> Option<usize> {
        let colon = match self.byte(start) {
            b'"' | b'\'' => self.quoted_end(start)?,
            byte if begins_plain(byte, self.byte(start + 1)) => self.plain_key_end(start)?,
            _ => return None,
        };
        let is_key = self.byte(colon) == b':' && matches!(self.byte(colon + 1), b' ' | b'\n');
        (is_key && colon - start <= LONGEST_KEY).then_some(colon)
    }

    fn plain_key_end(&self, start: usize) -> Option<usize> {
        let line = self.bytes.get(start..self.line_end(start))?;
        let mut from = 0;
        loop {
            let at = from + memchr::memchr2(b':', b'#', line.get(from..)?)?;
            let before = at.checked_sub(1).and_then(|at| line.get(at)).copied();
            match line.get(at) {
                Some(b'#') if before == Some(b' ') => return None,
                Some(b':') if matches!(line.get(at + 1), None | Some(b' ')) => {
                    return (before != Some(b' ')).then_some(start + at);
                }
                _ => from = at + 1,
            }
        }
    }

    /// The key that ends before `colon`; merge keys and long ones are for the full parser.
    pub(super) fn key(&mut self, start: usize, colon: usize) -> Option<NodeId> {
        let style = self.style_at(start);
        let merge = style == ScalarStyle::Plain && self.bytes.get(start..colon) == Some(b"<<");
        let is_simple = !merge && colon - start <= LONGEST_KEY;
        is_simple.then(|| self.scalar(start, colon, style, Text::Source))
    }

    pub(super) fn style_at(&self, start: usize) -> ScalarStyle {
        match self.byte(start) {
            b'"' => ScalarStyle::DoubleQuoted,
            b'\'' => ScalarStyle::SingleQuoted,
            _ => ScalarStyle::Plain,
        }
    }

    /// Behind the closing quote of a text of one line without escapes.
    pub(super) fn quoted_end(&self, start: usize) -> Option<usize> {
        let quote = self.byte(start);
        let rest = self.bytes.get(start + 1..)?;
        let at = memchr::memchr3(quote, b'\\', b'\n', rest)?;
        let end = start + 1 + at;
        // A backslash is an escape only between double quotes, but rare enough between single ones.
        (self.byte(end) == quote && self.byte(end + 1) != quote).then_some(end + 1)
    }

    /// A value that begins at `start` and ends in its line; a block text below a parent indented by `parent`.
    pub(super) fn value(&mut self, start: usize, parent: usize) -> Option<NodeId> {
        let (node, end) = match self.byte(start) {
            b'|' => return self.literal(start, parent),
            b'[' | b'{' => self.flow(start)?,
            b'"' | b'\'' => {
                let end = self.quoted_end(start)?;
                (self.scalar(start, end, self.style_at(start), Text::Source), end)
            }
            byte if begins_plain(byte, self.byte(start + 1)) => {
                let end = self.plain_end(start)?;
                (self.scalar(start, end, ScalarStyle::Plain, Text::Source), end)
            }
            _ => return None,
        };
        self.end_line(end)?;
        Some(node)
    }

    /// The end of a plain text outside of brackets, without the blanks and the comment behind it.
    fn plain_end(&self, start: usize) -> Option<usize> {
        let line = self.bytes.get(start..self.line_end(start))?;
        let mut end = line.len();
        for at in memchr::memchr2_iter(b':', b'#', line) {
            let before = at.checked_sub(1).and_then(|at| line.get(at));
            match line.get(at) {
                Some(b':') if matches!(line.get(at + 1), None | Some(b' ')) => return None,
                Some(b'#') if before == Some(&b' ') => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let text = line.get(..end)?.trim_ascii_end();
        Some(start + text.len())
    }

    /// `|` and `|-` with their lines.
    fn literal(&mut self, start: usize, parent: usize) -> Option<NodeId> {
        let strip = self.byte(start + 1) == b'-';
        let header = start + 1 + usize::from(strip);
        if self.byte(header) != b'\n' {
            return None;
        }
        let mut value = String::new();
        let mut indent = None;
        let (mut blank_lines, mut end) = (0, start);
        let mut line = header + 1;
        while line < self.bytes.len() {
            let content = self.skip_spaces(line);
            let line_end = self.line_end(content);
            let spaces = content - line;
            if content == line_end {
                // Blanks beyond the indentation belong to the text.
                if spaces > indent.unwrap_or(0) {
                    return None;
                }
                blank_lines += 1;
            } else {
                let column = indent.unwrap_or(spaces);
                if spaces < column || spaces <= parent {
                    if spaces > parent {
                        return None;
                    }
                    break;
                }
                indent = Some(column);
                value.extend(std::iter::repeat_n('\n', blank_lines + usize::from(end > start)));
                blank_lines = 0;
                value.push_str(self.text.get(line + column..line_end)?);
                end = line_end;
            }
            line = line_end + 1;
        }
        // A last line without line break, and a text without lines, are for the full parser.
        if end == start || end >= self.bytes.len() {
            return None;
        }
        if !strip {
            value.push('\n');
        }
        let trimmed = self.text.get(start..end)?.trim_end_matches(' ').len();
        let node = self.scalar(start, start + trimmed, ScalarStyle::Literal, Text::Owned(value.into()));
        self.at = line.min(self.bytes.len());
        self.next_line()?;
        Some(node)
    }
}
