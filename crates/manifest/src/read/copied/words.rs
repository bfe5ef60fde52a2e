//! Cuts a command into the words that a shell hands on, each with the edits that take its quotes and backslashes away.

use std::ops::Range;

use crate::position::Edit;

/// A word of a command, or an operator between words.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) range: Range<usize>,
    /// What the program gets: without quotes and backslashes.
    pub(super) value: String,
    /// The edits that leave `value` of `range`.
    pub(super) edits: Vec<Edit>,
    /// `>`, `|`, `&&` and the like.
    pub(super) operator: bool,
}

/// A command over all its lines.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    /// Start of the line behind it.
    pub(super) end: usize,
}

/// Reads the command that begins at `start`; none if a quote in it is never closed.
pub(super) fn read(text: &str, start: usize) -> Option<Command> {
    let mut reader = Reader { text, at: start };
    let mut words = Vec::new();
    loop {
        reader.blanks();
        match reader.peek() {
            None => break,
            Some('\n' | '\r') => {
                reader.line_break();
                break;
            }
            Some('#') => reader.comment(),
            Some(char) if is_operator(char) => words.push(reader.operator()),
            Some(_) => words.push(reader.word()?),
        }
    }
    Some(Command { words, end: reader.at })
}

fn is_operator(char: char) -> bool {
    matches!(char, '>' | '<' | '|' | '&' | ';')
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += char.len_utf8();
        Some(char)
    }

    /// Blanks, and the marks with which a command goes on in the next line.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let marked = rest.get(blank..).and_then(|rest| rest.strip_prefix(['\\', '^', '`']));
            let marked = marked.map(|rest| rest.trim_start_matches([' ', '\t']));
            let goes_on = marked.filter(|rest| rest.starts_with(['\n', '\r'])).map(str::len);
            self.at += blank;
            let Some(left) = goes_on else { return };
            self.at = self.text.len() - left;
            self.line_break();
        }
    }

    fn line_break(&mut self) {
        let two = self.rest().starts_with("\r\n");
        self.at += if two { 2 } else { usize::from(self.peek().is_some()) };
    }

    fn comment(&mut self) {
        self.at += self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
    }

    fn operator(&mut self) -> Word {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_operator).len();
        let value = self.text.get(start..self.at).unwrap_or_default().to_owned();
        Word { range: start..self.at, value, edits: Vec::new(), operator: true }
    }

    fn word(&mut self) -> Option<Word> {
        let mut word =
            Word { range: self.at..self.at, value: String::new(), edits: Vec::new(), operator: false };
        while let Some(char) = self.peek() {
            let start = self.at;
            match char {
                ' ' | '\t' | '\n' | '\r' => break,
                _ if is_operator(char) => break,
                '\'' => self.single(&mut word)?,
                '"' => self.double(&mut word)?,
                '$' if self.rest().starts_with("$'") => self.escapes(&mut word)?,
                '\\' if self
                    .rest()
                    .get(1..)
                    .is_some_and(|rest| rest.starts_with(['"', '\'', '\\', '$', '`', ' '])) =>
                {
                    self.at += 1;
                    word.edits.push(Edit::delete(start..self.at));
                    word.value.extend(self.next());
                }
                _ => word.value.extend(self.next()),
            }
        }
        word.range.end = self.at;
        Some(word)
    }

    /// One character that is no part of the value.
    fn skip(&mut self, word: &mut Word) {
        let start = self.at;
        self.next();
        word.edits.push(Edit::delete(start..self.at));
    }

    fn single(&mut self, word: &mut Word) -> Option<()> {
        self.skip(word);
        let length = self.rest().find('\'')?;
        word.value.push_str(self.rest().get(..length)?);
        self.at += length;
        self.skip(word);
        Some(())
    }

    fn double(&mut self, word: &mut Word) -> Option<()> {
        self.skip(word);
        loop {
            match self.peek()? {
                '"' => {
                    self.skip(word);
                    return Some(());
                }
                '\\' if self.rest().get(1..)?.starts_with(['"', '\\', '$', '`']) => {
                    self.skip(word);
                    word.value.extend(self.next());
                }
                _ => word.value.extend(self.next()),
            }
        }
    }

    /// `$'one\ntwo'`
    fn escapes(&mut self, word: &mut Word) -> Option<()> {
        self.skip(word);
        self.skip(word);
        loop {
            let start = self.at;
            match self.next()? {
                '\'' => {
                    word.edits.push(Edit::delete(start..self.at));
                    return Some(());
                }
                '\\' => {
                    let char = unescaped(self.next()?);
                    word.value.push(char);
                    word.edits.push(Edit::replace(start..self.at, char.to_string()));
                }
                char => word.value.push(char),
            }
        }
    }
}

/// What `\n` and the like stand for.
fn unescaped(char: char) -> char {
    match char {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        other => other,
    }
}

/// A text as `echo -e` and `printf` write it.
pub(super) fn interpreted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => out.extend(chars.next().map(unescaped)),
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_cut_into_words_as_the_shell_does() {
        for (text, expected) in [
            ("echo \"a: b\" >> f", &["echo", "a: b", ">>", "f"][..]),
            ("echo 'a'\\''b'\"c\" # d", &["echo", "a'bc"]),
            (
                "curl -d \"{\\\"a\\\": \\$1}\" \\\n  http://x&& ls\nnext",
                &["curl", "-d", "{\"a\": $1}", "http://x", "&&", "ls"],
            ),
            ("curl ^\r\n  -s", &["curl", "-s"]),
            ("printf $'a\\nb'", &["printf", "a\nb"]),
            ("type C:\\work", &["type", "C:\\work"]),
        ] {
            let command = read(text, 0).expect(text);
            let words: Vec<&str> = command.words.iter().map(|word| &*word.value).collect();
            assert_eq!(words, expected, "{text}");
            for word in command.words {
                let edited = crate::apply(text, &word.edits);
                let behind = text.len() - word.range.end;
                assert_eq!(edited.get(word.range.start..edited.len() - behind), Some(&*word.value), "{text}");
            }
        }
        assert!(read("echo it's", 0).is_none());
        assert_eq!(read("a \\\n b\nc", 0).map(|command| command.end), Some(7));
    }
}
