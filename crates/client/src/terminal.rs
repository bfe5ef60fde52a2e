//! What programs write for a terminal, as plain lines: colours and cursor movements are left out, the newest lines are
//! kept. Nothing that a program writes can take more memory than [`Lines::MOST`] lines of [`Lines::LONGEST`] bytes.

use std::collections::VecDeque;

/// The newest lines of an output. Every line has a number, which it keeps: the first line ever is 0.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    lines: VecDeque<Line>,
    /// The number of the oldest line that is kept.
    first: u64,
    /// The last line has not ended yet.
    open: bool,
    /// A carriage return came: what follows writes over the line, unless the line ends.
    returned: bool,
    escape: Escape,
}

/// A piece of output that stands by itself on screen.
#[derive(Clone, Debug, Default)]
struct Line {
    text: String,
    /// It was too long: the next one goes on with it.
    goes_on: bool,
}

/// Where in a control sequence the output is. It may go on in the next piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Escape {
    #[default]
    None,
    /// After the escape character.
    Begun,
    /// In a sequence with parameters, which ends with a letter.
    Parameters,
    /// In a text for the terminal, such as a window's title.
    Text,
    /// In such a text, after an escape character: a backslash ends it.
    TextEnd,
    /// One more character belongs to it.
    OneMore,
}

impl Lines {
    /// How many lines are kept.
    pub const MOST: usize = 5_000;
    /// A longer line goes on in the next one; in bytes.
    pub const LONGEST: usize = 2_000;

    /// Takes in a piece of output. It may begin and end anywhere.
    pub fn push(&mut self, text: &str) {
        for character in text.chars() {
            match self.escape {
                Escape::None => self.character(character),
                // The end of the sequence got lost; the end of the line must not get lost with it.
                _ if character == '\n' => {
                    self.escape = Escape::None;
                    self.character(character);
                }
                inside => self.escape = after(inside, character),
            }
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '\u{1b}' => self.escape = Escape::Begun,
            '\u{9b}' => self.escape = Escape::Parameters,
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => self.escape = Escape::Text,
            '\n' => self.end_line(),
            '\r' => self.returned = true,
            '\u{8}' => {
                if let Some(line) = self.lines.back_mut().filter(|_| self.open) {
                    line.text.pop();
                }
            }
            '\t' => self.write('\t'),
            control if control.is_control() => {}
            character => self.write(character),
        }
    }

    fn write(&mut self, character: char) {
        let over = std::mem::take(&mut self.returned);
        if let Some(line) = self.lines.back_mut().filter(|line| self.open && line.text.len() >= Self::LONGEST)
        {
            line.goes_on = true;
            self.open = false;
        }
        self.open_line();
        if let Some(line) = self.lines.back_mut() {
            if over {
                line.text.clear();
            }
            line.text.push(character);
        }
    }

    fn end_line(&mut self) {
        self.returned = false;
        self.open_line();
        self.open = false;
    }

    /// Begins a line where none is open.
    fn open_line(&mut self) {
        if !self.open {
            self.open = true;
            self.lines.push_back(Line::default());
            if self.lines.len() > Self::MOST {
                self.lines.pop_front();
                self.first += 1;
            }
        }
    }

    /// Ends the line that is open, so that what follows stands alone.
    pub fn finish_line(&mut self) {
        if self.open {
            self.end_line();
        }
    }

    /// Forgets all lines; the numbers go on.
    pub fn clear(&mut self) {
        self.first = self.end();
        self.lines.clear();
        self.open = false;
        self.returned = false;
    }

    /// The number of the oldest line that is kept.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The number after that of the newest line.
    pub fn end(&self) -> u64 {
        self.first + self.lines.len() as u64
    }

    /// The line with this number, when it is kept. The newest may still grow.
    pub fn get(&self, number: u64) -> Option<&str> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.lines.get(index).map(|line| line.text.as_str())
    }

    /// All lines as one text, each as long as it was written.
    pub fn text(&self) -> String {
        let end = |line: &Line| if line.goes_on { "" } else { "\n" };
        self.lines.iter().fold(String::new(), |text, line| text + &line.text + end(line))
    }
}

fn after(inside: Escape, character: char) -> Escape {
    match (inside, character) {
        // Whatever it is in: an escape character begins anew. In a text, a backslash behind it ends the text.
        (Escape::Begun | Escape::Parameters | Escape::OneMore, '\u{1b}') => Escape::Begun,
        (Escape::Begun, '[') => Escape::Parameters,
        (Escape::Begun, ']' | 'P' | 'X' | '^' | '_') => Escape::Text,
        (Escape::Begun, ' '..='/') => Escape::OneMore,
        (Escape::Parameters, '@'..='~') => Escape::None,
        (Escape::Parameters, ' '..='?') => Escape::Parameters,
        (Escape::Text, '\u{1b}') => Escape::TextEnd,
        (Escape::Text | Escape::TextEnd, '\u{7}' | '\u{9c}') | (Escape::TextEnd, '\\') => Escape::None,
        (Escape::Text, _) => Escape::Text,
        (Escape::TextEnd, other) => after(Escape::Begun, other),
        _ => Escape::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, expected: &[&str]) {
        let lines_of = |lines: &Lines| {
            (lines.first()..lines.end())
                .filter_map(|number| lines.get(number))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let mut whole = Lines::default();
        whole.push(output);
        assert_eq!(lines_of(&whole), expected, "{output:?}");
        let mut pieces = Lines::default();
        output.chars().for_each(|character| pieces.push(character.encode_utf8(&mut [0; 4])));
        assert_eq!(lines_of(&pieces), expected, "{output:?} in pieces");
    }

    #[test]
    fn colours_titles_and_cursor_movements_are_left_out() {
        check("\u{1b}[1;31mred\u{1b}[0m plain\n", &["red plain"]);
        check("\u{1b}[2J\u{1b}[Htop\u{1b}[K\n", &["top"]);
        check("\u{1b}]0;title\u{7}a\u{1b}]8;;http://evil.example\u{1b}\\b\n", &["ab"]);
        check("\u{1b}(Ba\u{1b}=b\u{9b}5mc\n", &["abc"]);
        check("bell\u{7} null\0 end\n", &["bell null end"]);
    }

    #[test]
    fn lines_end_as_terminals_end_them_and_are_written_over_as_there() {
        check("a\r\nb\n\nc", &["a", "b", "", "c"]);
        check("10 %\r20 %\rdone\n", &["done"]);
        check("rmm\u{8} \u{8}\u{8}m\n", &["rm"]);
        check("\u{8}x", &["x"]);
    }

    #[test]
    fn a_sequence_whose_end_got_lost_takes_no_line_break_with_it() {
        for begun in [
            "\u{1b}]0;title",
            "\u{9d}0;title",
            "\u{1b}Pdata",
            "\u{1b}[1;31",
            "\u{1b}",
            "\u{1b}(",
            "\u{1b}]0;a\u{1b}",
        ] {
            check(&format!("lost {begun}\nnext\n"), &["lost ", "next"]);
            check(&format!("lost {begun}\r\nnext\n"), &["lost ", "next"]);
        }
        check("\u{1b}]0;title\u{1b}[31mred\n", &["red"]);
    }

    #[test]
    fn a_long_line_is_copied_as_it_was_written() {
        let mut lines = Lines::default();
        let long = "é".repeat(Lines::LONGEST);
        lines.push(&format!("before\n{long}\nafter\n"));
        assert_eq!(lines.end(), 4, "on screen it is two");
        assert_eq!(lines.text(), format!("before\n{long}\nafter\n"));
    }

    #[test]
    fn markup_is_left_as_it_is() {
        check("<b>&amp;</b>\n", &["<b>&amp;</b>"]);
    }

    #[test]
    fn a_noisy_output_keeps_its_newest_lines_and_no_more() {
        let mut lines = Lines::default();
        for number in 0..Lines::MOST + 10 {
            lines.push(&format!("{number}\n"));
        }
        assert_eq!((lines.first(), lines.get(9), lines.get(10)), (10, None, Some("10")));
        lines.push(&"x".repeat(Lines::LONGEST * 3));
        assert_eq!(lines.end() - lines.first(), Lines::MOST as u64);
        assert!(
            (lines.first()..lines.end()).all(|number| lines.get(number).unwrap().len() <= Lines::LONGEST)
        );
        let end = lines.end();
        lines.clear();
        lines.push("after\n");
        assert_eq!((lines.get(end), lines.text().as_str()), (Some("after"), "after\n"));
    }
}
