//! What programs write for a terminal, as lines: colours are kept as styles, cursor movements are left out, the newest
//! lines are kept. Nothing that a program writes can take more memory than [`Lines::MOST`] lines and [`Lines::BYTES`] of
//! what stands in them.

use std::collections::VecDeque;

mod escape;
mod head;
mod merged;
mod rows;
mod search;
mod style;

pub use head::{Head, Level};
pub use merged::Merged;
pub use rows::{Rows, Wrap};
pub use search::{Pattern, Search};
pub use style::Style;
pub(crate) use style::{nearest, sixteen};

use escape::{Escape, Step};

/// The newest lines of an output. Every line has a number, which it keeps: the first line ever is 0.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    lines: VecDeque<Line>,
    /// The number of the oldest line that is kept.
    first: u64,
    /// What the lines that have ended take.
    bytes: usize,
    /// How many lines made room for newer ones.
    dropped: u64,
    /// How many lines there are of the levels that people look for.
    warnings: usize,
    errors: usize,
    /// The last line has not ended yet.
    open: bool,
    /// A carriage return came: what follows writes over the line, unless the line ends.
    returned: bool,
    style: Style,
    escape: Escape,
}

/// A piece of output that stands by itself on screen.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Where which style begins; before the first it is the usual one.
    pub runs: Vec<Run>,
    /// What stands at its start.
    pub head: Head,
    /// It was too long: the next one goes on with it.
    pub goes_on: bool,
}

/// From here on a line is in this style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// In bytes of the line.
    pub from: usize,
    /// The style.
    pub style: Style,
}

impl Line {
    fn weight(&self) -> usize {
        self.text.len() + self.runs.len() * size_of::<Run>()
    }

    fn style(&self) -> Style {
        self.runs.last().map(|run| run.style).unwrap_or_default()
    }
}

impl Lines {
    /// How many lines are kept.
    pub const MOST: usize = 100_000;
    /// How much the lines may hold, texts and styles together.
    pub const BYTES: usize = 32 << 20;
    /// A longer line goes on in the next one; in bytes.
    pub const LONGEST: usize = 2_000;

    /// Takes in a piece of output. It may begin and end anywhere.
    pub fn push(&mut self, text: &str) {
        for character in text.chars() {
            match self.escape.step(character) {
                Step::Plain(character) => self.character(character),
                Step::Style(parameters) => self.style.apply(parameters),
                Step::Inside => {}
            }
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '\n' => self.end_line(),
            '\r' => self.returned = true,
            '\u{8}' => {
                if let Some(line) = self.lines.back_mut().filter(|_| self.open) {
                    line.text.pop();
                    let end = line.text.len();
                    line.runs.retain(|run| run.from < end);
                }
            }
            '\t' => self.write('\t'),
            control if control.is_control() => {}
            character => self.write(character),
        }
    }

    fn write(&mut self, character: char) {
        let over = std::mem::take(&mut self.returned);
        if self.open && self.lines.back().is_some_and(|line| line.text.len() >= Self::LONGEST) {
            self.close(true);
        }
        self.open_line();
        if let Some(line) = self.lines.back_mut() {
            if over {
                line.text.clear();
                line.runs.clear();
            }
            if line.style() != self.style {
                line.runs.push(Run { from: line.text.len(), style: self.style });
            }
            line.text.push(character);
        }
    }

    fn end_line(&mut self) {
        self.returned = false;
        self.open_line();
        self.close(false);
    }

    /// Begins a line where none is open.
    fn open_line(&mut self) {
        if !self.open {
            self.open = true;
            self.lines.push_back(Line::default());
            self.make_room();
        }
    }

    /// Ends the open line.
    fn close(&mut self, goes_on: bool) {
        let mut before = self.lines.iter().rev().skip(1);
        let before = before.next().map(|line| (line.head.level, line.goes_on)).unwrap_or_default();
        if let Some(line) = self.lines.back_mut() {
            line.goes_on = goes_on;
            line.head = if before.1 { Head::going_on(before.0) } else { Head::of(&line.text, before.0) };
            // It will not grow any more, and there may be many.
            line.text.shrink_to_fit();
            line.runs.shrink_to_fit();
        }
        self.open = false;
        self.count_last();
        self.make_room();
    }

    fn count_last(&mut self) {
        if let Some(line) = self.lines.back() {
            self.bytes += line.weight();
            self.warnings += usize::from(line.head.level == Level::Warn);
            self.errors += usize::from(line.head.level == Level::Error);
        }
    }

    fn make_room(&mut self) {
        while self.lines.len() > Self::MOST || self.bytes > Self::BYTES {
            let Some(line) = self.lines.pop_front() else { return };
            self.bytes = self.bytes.saturating_sub(line.weight());
            self.warnings -= usize::from(line.head.level == Level::Warn);
            self.errors -= usize::from(line.head.level == Level::Error);
            self.first += 1;
            self.dropped += 1;
        }
    }

    /// Ends the line that is open, so that what follows stands alone.
    pub fn finish_line(&mut self) {
        if self.open {
            self.end_line();
        }
    }

    /// Says something that is not of the program, in a line of its own.
    pub(crate) fn mark(&mut self, words: &str) {
        self.finish_line();
        self.add(Line { text: words.to_owned(), head: Head::mark(), ..Line::default() });
    }

    /// Adds a line that has ended, behind others that have.
    fn add(&mut self, line: Line) {
        self.lines.push_back(line);
        self.count_last();
        self.make_room();
    }

    /// Takes back the line that has not ended.
    pub(crate) fn drop_open(&mut self) {
        if std::mem::take(&mut self.open) {
            self.lines.pop_back();
        }
        self.returned = false;
    }

    /// Goes on with another output, from its line of this number on.
    pub(crate) fn take(&mut self, other: Self, from: u64) {
        self.finish_line();
        let skipped = from.saturating_sub(other.first);
        let open = other.end().checked_sub(1).filter(|_| other.open);
        for (line, number) in
            other.lines.into_iter().zip(other.first..).skip(usize::try_from(skipped).unwrap_or_default())
        {
            self.lines.push_back(line);
            if Some(number) == open {
                self.open = true;
            } else {
                self.count_last();
            }
            self.make_room();
        }
        (self.returned, self.style, self.escape) = (other.returned, other.style, other.escape);
    }

    /// Forgets all lines; the numbers go on.
    pub fn clear(&mut self) {
        *self = Self { first: self.end(), style: self.style, escape: self.escape.clone(), ..Self::default() };
    }

    /// The number of the oldest line that is kept.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The number after that of the newest line.
    pub fn end(&self) -> u64 {
        self.first + self.lines.len() as u64
    }

    /// Whether there is such a line, or was, and it will not grow any more.
    pub fn is_ended(&self, number: u64) -> bool {
        number + u64::from(self.open) < self.end()
    }

    /// How many lines made room for newer ones, since they were cleared.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many lines warn, and how many say that something failed.
    pub fn grave(&self) -> (usize, usize) {
        (self.warnings, self.errors)
    }

    /// How large the text is, about.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The line with this number, when it is kept. The newest may still grow.
    pub fn get(&self, number: u64) -> Option<&Line> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.lines.get(index)
    }

    /// All lines as one text, each as long as it was written.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.bytes + self.lines.len());
        for line in &self.lines {
            let is_mark = line.head.level == Level::Mark;
            text.push_str(if is_mark { "--- " } else { "" });
            text.push_str(&line.text);
            text.push_str(if is_mark { " ---" } else { "" });
            text.push_str(if line.goes_on { "" } else { "\n" });
        }
        text
    }
}

#[cfg(test)]
mod tests;
