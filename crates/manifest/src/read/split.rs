//! Cuts a text into documents at lines that start with `---` or follow `...`, without looking inside them.
//!
//! YAML forbids both markers inside every kind of value, so the lines alone decide.

/// A byte-order mark: allowed at the start of a text and of every document.
pub(crate) const BOM: char = '\u{feff}';

/// End of the piece of `text` that begins at `start`. A piece holds one document: comments and directives before its
/// marker, its content, its end marker, and what trails behind without being content.
pub(crate) fn piece_end(text: &str, start: usize) -> usize {
    let mut begun = false;
    // Where the next piece would begin: behind the `...` that closed this one.
    let mut ended: Option<usize> = None;
    for line in Lines::new(text, start) {
        match kind_of(line.text) {
            Line::Start if begun => return ended.unwrap_or(line.start),
            Line::Start => begun = true,
            Line::End if begun => ended = ended.or(Some(line.end)),
            Line::Blank | Line::End => {}
            Line::Directive | Line::Content => match ended {
                Some(end) => return end,
                None => begun |= matches!(kind_of(line.text), Line::Content),
            },
        }
    }
    text.len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// `---`, maybe with content behind.
    Start,
    /// `...`
    End,
    /// `%YAML 1.2`; inside a document it is ordinary content.
    Directive,
    /// Nothing, or only a comment.
    Blank,
    Content,
}

fn kind_of(line: &str) -> Line {
    let line = line.strip_prefix(BOM).unwrap_or(line);
    if is_marker(line, "---") {
        return Line::Start;
    }
    if is_marker(line, "...") {
        return Line::End;
    }
    match line.trim_start_matches([' ', '\t']).bytes().next() {
        None | Some(b'#') => Line::Blank,
        Some(b'%') if line.starts_with('%') => Line::Directive,
        Some(_) => Line::Content,
    }
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// One line without its line break.
#[derive(Clone, Copy)]
pub(crate) struct LineAt<'a> {
    pub(crate) start: usize,
    pub(crate) text: &'a str,
    /// Start of the next line.
    pub(crate) end: usize,
}

/// Lines of a text from an offset on; `\n`, `\r\n` and a lone `\r` end one.
pub(crate) struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str, start: usize) -> Lines<'a> {
        Lines { text, at: start }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = LineAt<'a>;

    fn next(&mut self) -> Option<LineAt<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let line_break = match rest.as_bytes().get(length..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        self.at = start + length + line_break;
        Some(LineAt { start, text: rest.get(..length).unwrap_or_default(), end: self.at })
    }
}

/// Starts of all lines after the first.
pub(crate) fn line_starts(text: &str) -> Box<[u32]> {
    let mut starts = Vec::new();
    for line in Lines::new(text, 0) {
        if line.end > line.start + line.text.len() {
            starts.push(crate::tree::count(line.end));
        }
    }
    starts.into_boxed_slice()
}
