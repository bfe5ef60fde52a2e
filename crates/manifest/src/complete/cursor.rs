//! Where a cursor stands in a text that may not be YAML yet: by indentation, dashes and colons, the way people read it.

use std::ops::Range;

use crate::path::{Path, Segment};

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A key of the mapping at the cursor's path, or an item if a list is there.
    Key,
    /// The value of this key of the mapping at the cursor's path.
    Value(String),
}

/// A cursor in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The mapping or list around the cursor; indexes are all 0.
    pub(super) path: Path,
    pub(super) place: Place,
    /// What is typed already, up to the cursor.
    pub(super) prefix: String,
    /// The whole word, also behind the cursor: what a completion replaces.
    pub(super) word: Range<usize>,
    /// Whether a colon follows the word.
    pub(super) colon: bool,
    /// Column of the key that is being typed, in bytes.
    pub(super) column: usize,
    /// Inside braces or brackets.
    pub(super) flow: bool,
    /// The keys and plain values beside the cursor.
    pub(super) siblings: Vec<(String, String)>,
}

/// One line: columns of its dashes, and the key behind them.
struct Line<'t> {
    dashes: Vec<usize>,
    /// Where the content behind the dashes begins, in bytes from the start of the line.
    column: usize,
    content: &'t str,
}

impl<'t> Line<'t> {
    fn read(text: &'t str) -> Line<'t> {
        let mut column = text.len() - text.trim_start_matches(' ').len();
        let mut content = text.trim_start_matches(' ');
        let mut dashes = Vec::new();
        while content == "-" || content.starts_with("- ") {
            dashes.push(column);
            let rest = content.get(1..).unwrap_or_default();
            let inner = rest.trim_start_matches(' ');
            column += content.len() - inner.len();
            content = inner;
        }
        Line { dashes, column, content }
    }

    /// Says nothing about the place: blank, a comment, or indented with tabs, which YAML refuses anyway.
    fn is_idle(&self) -> bool {
        self.dashes.is_empty() && (self.content.is_empty() || self.content.starts_with(['#', '\t']))
    }

    /// Key and the text behind the colon.
    fn entry(&self) -> Option<(&'t str, &'t str)> {
        let (key, value) = match self.content.split_once(": ") {
            Some(split) => split,
            None => (self.content.trim_end().strip_suffix(':')?, ""),
        };
        let key = key.trim().trim_matches(['"', '\'']);
        (!key.is_empty() && !key.starts_with(['{', '[', '#'])).then_some((key, value))
    }
}

impl Cursor {
    /// Reads the place of a byte of a document's text; nothing inside comments.
    pub(super) fn at(text: &str, offset: usize) -> Option<Cursor> {
        let start = text.get(..offset)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let end = text.get(offset..)?.find(['\n', '\r']).map_or(text.len(), |at| offset + at);
        let before = text.get(start..offset)?;
        if before.trim_start().starts_with('#') || before.contains(" #") || before.starts_with("---") {
            return None;
        }
        let line = Line::read(before);
        let mut cursor = Cursor {
            path: Path::root(),
            place: Place::Key,
            prefix: line.content.to_owned(),
            word: offset - line.content.len()..offset,
            colon: false,
            column: line.column,
            flow: false,
            siblings: Vec::new(),
        };
        cursor.path = Path(parents(text.get(..start)?, &line));
        cursor.siblings = siblings(text, start, &line);
        cursor.in_line(line.content, offset);
        cursor.extend_word(text.get(offset..end)?);
        Some(cursor)
    }

    /// Key or value, and the way into braces and brackets.
    fn in_line(&mut self, content: &str, offset: usize) {
        let value = match content.split_once(": ") {
            Some((key, value)) if !content.starts_with(['{', '[']) => {
                self.place = Place::Value(key.trim().trim_matches(['"', '\'']).to_owned());
                value
            }
            _ => content,
        };
        let value = value.trim_start();
        if value.starts_with(['{', '[']) {
            self.flow = true;
            self.siblings.clear();
            self.in_flow(value, offset);
        } else {
            self.prefix = value.to_owned();
            self.word = offset - value.len()..offset;
        }
    }

    fn in_flow(&mut self, value: &str, offset: usize) {
        let mut open: Vec<(char, Option<String>)> = Vec::new();
        if let Place::Value(key) = &self.place {
            self.path = self.path.key(key.clone());
        }
        self.place = Place::Key;
        let mut token = String::new();
        for char in value.chars() {
            match char {
                '{' | '[' => {
                    open.push((char, None));
                    token.clear();
                }
                '}' | ']' => {
                    open.pop();
                    token.clear();
                }
                ',' => {
                    if let Some((_, key)) = open.last_mut()
                        && let Some(key) = key.take()
                    {
                        self.siblings.push((key, token.trim().to_owned()));
                    }
                    token.clear();
                }
                ':' => {
                    if let Some((_, key)) = open.last_mut() {
                        *key = Some(token.trim().trim_matches(['"', '\'']).to_owned());
                    }
                    token.clear();
                }
                other => token.push(other),
            }
        }
        let depth = open.len();
        for (level, (bracket, key)) in open.into_iter().enumerate() {
            if bracket == '[' {
                self.path = self.path.index(0);
            }
            match key {
                Some(key) if level + 1 == depth => self.place = Place::Value(key),
                Some(key) => self.path = self.path.key(key),
                None => {}
            }
        }
        token = token.trim_start().to_owned();
        self.word = offset - token.len()..offset;
        self.prefix = token;
    }

    /// The rest of the word behind the cursor belongs to what is replaced.
    fn extend_word(&mut self, after: &str) {
        let key = self.place == Place::Key;
        let ends =
            |c: char| c.is_whitespace() || if self.flow { ",]}:".contains(c) } else { key && c == ':' };
        let rest = after.find(ends).unwrap_or(after.len());
        self.word.end += rest;
        self.colon = after.get(rest..).is_some_and(|after| after.starts_with(':'));
    }
}

/// Going up from a line: the way so far, innermost first, and how far left the next parent has to stand.
struct Climb {
    segments: Vec<Segment>,
    limit: usize,
    /// A list may stand at the indentation of its key.
    equal: bool,
}

impl Climb {
    fn dashes(&mut self, dashes: &[usize]) {
        for dash in dashes.iter().rev() {
            if *dash < self.limit {
                self.segments.push(Segment::Index(0));
                self.limit = *dash;
                self.equal = true;
            }
        }
    }

    fn key(&mut self, line: &Line) {
        let beside = self.equal && line.column == self.limit && line.dashes.is_empty();
        if let (true, Some((key, _))) = (line.column < self.limit || beside, line.entry()) {
            self.segments.push(Segment::Key(key.to_owned()));
            self.limit = line.column;
            self.equal = false;
        }
    }
}

/// The lines of a text, whatever ends them; between `\r` and `\n` an empty one, which says nothing.
fn lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(['\n', '\r'])
}

/// The keys and lists around a line, the outermost first.
fn parents(above: &str, line: &Line) -> Vec<Segment> {
    let mut climb = Climb { segments: Vec::new(), limit: line.column, equal: false };
    climb.dashes(&line.dashes);
    for text in lines(above).rev() {
        if text.starts_with("---") || text.starts_with("...") {
            break;
        }
        let parent = Line::read(text);
        if !parent.is_idle() {
            climb.key(&parent);
            climb.dashes(&parent.dashes);
        }
    }
    climb.segments.reverse();
    climb.segments
}

/// Keys at the same indentation in the same mapping, above and below the line that begins at `start`.
fn siblings(text: &str, start: usize, line: &Line) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut collect = |lines: &mut dyn Iterator<Item = &str>, upwards: bool| {
        for text in lines {
            let other = Line::read(text);
            if text.starts_with("---") || text.starts_with("...") {
                return;
            }
            if other.is_idle() || other.column > line.column {
                continue;
            }
            let first = !other.dashes.is_empty();
            if other.column < line.column || (first && !upwards) {
                return;
            }
            if let Some((key, value)) = other.entry() {
                out.push((key.to_owned(), value.trim().to_owned()));
            }
            if first {
                return;
            }
        }
    };
    if line.dashes.is_empty() {
        collect(&mut lines(text.get(..start).unwrap_or_default()).rev(), true);
    }
    let below =
        text.get(start..).and_then(|rest| rest.split_once(['\n', '\r'])).map_or("", |(_, below)| below);
    collect(&mut lines(below), false);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` marks the cursor.
    fn at(marked: &str) -> Cursor {
        let offset = marked.find('|').unwrap();
        Cursor::at(&marked.replacen('|', "", 1), offset).unwrap()
    }

    #[test]
    fn the_path_follows_indentation_dashes_and_braces() {
        let key = || Place::Key;
        let value = |name: &str| Place::Value(name.into());
        // text, path, place, prefix
        for (text, path, place, prefix) in [
            ("|", "", key(), ""),
            ("ki|", "", key(), "ki"),
            ("kind: Reg|", "", value("kind"), "Reg"),
            ("spec:\n  agent:\n    na|", "spec.agent", key(), "na"),
            ("spec:\n  agent:\n    name: e|", "spec.agent", value("name"), "e"),
            ("spec:\n  agent:\n    name: e\n  im|", "spec", key(), "im"),
            ("spec:\n  ports:\n    - internal: 80\n      ex|", "spec.ports[0]", key(), "ex"),
            ("spec:\n  ports:\n  - internal: 80\n    ex|", "spec.ports[0]", key(), "ex"),
            ("spec:\n  ports:\n  - internal: 80\n  - ex|", "spec.ports[0]", key(), "ex"),
            ("spec:\n  ports:\n  - a: 1\n  vol|", "spec", key(), "vol"),
            ("spec:\n  capAdd:\n    - NET|", "spec.capAdd[0]", key(), "NET"),
            ("a:\n  ports: [{internal: 80, ex|", "a.ports[0]", key(), "ex"),
            ("a:\n  - {agent: {name: ed|", "a[0].agent", value("name"), "ed"),
            ("a: {b: 1, c: x|", "a", value("c"), "x"),
            ("a: 1\n---\nb|", "", key(), "b"),
        ] {
            let cursor = at(text);
            assert_eq!(
                (cursor.path.to_string().as_str(), &cursor.place, cursor.prefix.as_str()),
                (path, &place, prefix),
                "{text}"
            );
        }
    }

    #[test]
    fn keys_beside_the_cursor_are_known() {
        let cursor = at("v:\n  - type: volumeMount\n    ho|\n    accessMode: ro\n  - type: bind\n");
        let keys: Vec<&str> = cursor.siblings.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["type", "accessMode"]);
        assert_eq!(cursor.siblings[0].1, "volumeMount");
    }

    #[test]
    fn comments_and_markers_offer_nothing() {
        for text in ["# a|", "a: b # c|", "---|"] {
            let offset = text.find('|').unwrap();
            assert_eq!(Cursor::at(&text.replacen('|', "", 1), offset), None, "{text}");
        }
    }

    #[test]
    fn the_whole_word_is_replaced() {
        let cursor = at("spec:\n  ag|ent:\n");
        assert_eq!((cursor.word, cursor.colon), (8..13, true));
    }
}
