//! Which line of an output lies where: how many rows of the screen each takes, added up so that 100,000 of them are quick
//! to look through.

use std::collections::VecDeque;

use super::{Line, Lines};

/// So many lines are added up in one number.
const BLOCK: u64 = 256;

/// The rows of an output's lines.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    wrap: Wrap,
    /// The number of the first line.
    first: u64,
    rows: VecDeque<u16>,
    /// Sums of the rows whose numbers have the same quotient by [`BLOCK`].
    blocks: VecDeque<u64>,
    all: u64,
}

/// How lines are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrap {
    /// So many cells fit into a row; none where lines are not wrapped.
    pub columns: Option<u32>,
    /// The time at the start of a line is not shown.
    pub timeless: bool,
}

impl Rows {
    /// Comes up with the lines that there are now, laid out in this way; how many rows went at the start. The newest
    /// line may have grown.
    pub fn follow(&mut self, lines: &Lines, wrap: Wrap) -> u64 {
        if wrap != self.wrap || lines.first() > self.end() {
            *self = Self { wrap, first: lines.first(), ..Self::default() };
        }
        let before = self.all;
        while self.first < lines.first() {
            self.drop_first();
        }
        let gone = before - self.all;
        if let Some(last) = self.end().checked_sub(1).filter(|last| *last >= self.first)
            && let Some(line) = lines.get(last)
        {
            self.set(last, rows_of(line, wrap));
        }
        while let Some(line) = lines.get(self.end()) {
            self.push(rows_of(line, wrap));
        }
        gone
    }

    /// Corrects the rows of a line by what was measured; whether that was another number.
    pub fn set(&mut self, number: u64, rows: u16) -> bool {
        let block = (number / BLOCK).saturating_sub(self.first / BLOCK);
        let at = number.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        let Some(old) = at.and_then(|at| self.rows.get_mut(at)) else { return false };
        let before = std::mem::replace(old, rows);
        if let Some(sum) = usize::try_from(block).ok().and_then(|at| self.blocks.get_mut(at)) {
            *sum = *sum + u64::from(rows) - u64::from(before);
        }
        self.all = self.all + u64::from(rows) - u64::from(before);
        before != rows
    }

    /// All of them.
    pub fn all(&self) -> u64 {
        self.all
    }

    /// How many rows lie above a line.
    pub fn above(&self, number: u64) -> u64 {
        let number = number.clamp(self.first, self.end());
        let whole = usize::try_from(number / BLOCK - self.first / BLOCK).unwrap_or_default();
        let start = (number / BLOCK * BLOCK).max(self.first);
        self.blocks.iter().take(whole).sum::<u64>() + self.between(start, number)
    }

    /// The line that lies at a row; the last one behind the end.
    pub fn at(&self, row: u64) -> u64 {
        let (mut number, mut above) = (self.first, 0);
        for sum in &self.blocks {
            if above + sum > row {
                break;
            }
            above += sum;
            number = (number / BLOCK + 1) * BLOCK;
        }
        while number + 1 < self.end() {
            above += self.between(number, number + 1);
            if above > row {
                break;
            }
            number += 1;
        }
        number.min(self.end().saturating_sub(1)).max(self.first)
    }

    fn end(&self) -> u64 {
        self.first + self.rows.len() as u64
    }

    fn between(&self, from: u64, to: u64) -> u64 {
        let at = |number: u64| usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX);
        let rows = self.rows.iter().skip(at(from)).take(at(to).saturating_sub(at(from)));
        rows.map(|rows| u64::from(*rows)).sum()
    }

    fn push(&mut self, rows: u16) {
        let is_new = self.rows.is_empty() || self.end().is_multiple_of(BLOCK);
        if is_new {
            self.blocks.push_back(0);
        }
        self.rows.push_back(rows);
        if let Some(sum) = self.blocks.back_mut() {
            *sum += u64::from(rows);
        }
        self.all += u64::from(rows);
    }

    fn drop_first(&mut self) {
        let Some(rows) = self.rows.pop_front() else {
            self.first += 1;
            return;
        };
        self.first += 1;
        self.all -= u64::from(rows);
        if let Some(sum) = self.blocks.front_mut() {
            *sum -= u64::from(rows);
        }
        if self.first.is_multiple_of(BLOCK) || self.rows.is_empty() {
            self.blocks.pop_front();
        }
    }
}

fn rows_of(line: &Line, wrap: Wrap) -> u16 {
    let Some(columns) = wrap.columns else { return 1 };
    let time = if wrap.timeless { line.head.time().len() } else { 0 };
    // A time is of plain characters.
    let cells = cells(&line.text).saturating_sub(u32::try_from(time).unwrap_or_default());
    u16::try_from(cells.div_ceil(columns.max(1)).max(1)).unwrap_or(u16::MAX)
}

/// How many cells a text takes in a type whose characters are all as wide.
fn cells(text: &str) -> u32 {
    if text.is_ascii() && !text.contains('\t') {
        return u32::try_from(text.len()).unwrap_or(u32::MAX);
    }
    text.chars().fold(0, |cells, character| match character {
        '\t' => (cells / 8 + 1) * 8,
        // Marks that lie over the character before them.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => cells,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => cells + 2,
        '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' => cells + 2,
        _ => cells + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Wrap = Wrap { columns: Some(10), timeless: false };

    fn check(text: &str, wrap: Wrap, expected: u64) {
        let (mut lines, mut rows) = (Lines::default(), Rows::default());
        lines.push(text);
        rows.follow(&lines, wrap);
        assert_eq!(rows.all(), expected, "{text:?}");
    }

    #[test]
    fn a_line_takes_as_many_rows_as_its_cells_need() {
        check("", TEN, 0);
        check("\n", TEN, 1);
        check("0123456789\n", TEN, 1);
        check("0123456789a\n", TEN, 2);
        check("a\tb c\n", TEN, 2);
        check("日本語日本語\n", TEN, 2);
        check("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}\n", TEN, 1);
        check("14:26:48 0123456789\n", TEN, 2);
        check("14:26:48 0123456789\n", Wrap { timeless: true, ..TEN }, 1);
        check(&"x".repeat(1_000), Wrap::default(), 1);
    }

    #[test]
    fn places_and_lines_are_found_both_ways_while_lines_come_and_go() {
        let (mut lines, mut rows) = (Lines::default(), Rows::default());
        for number in 0..1_500_u64 {
            lines.push(&"x".repeat(usize::try_from(number % 35).unwrap()));
            lines.push("\n");
            if number % 40 == 0 {
                rows.follow(&lines, TEN);
            }
        }
        rows.follow(&lines, TEN);
        assert!(rows.set(700, 9) && !rows.set(700, 9) && !rows.set(9_999, 2));
        let mut above = 0;
        for number in 0..1_500 {
            assert_eq!(rows.above(number), above);
            assert_eq!(rows.at(above), number);
            let own = if number == 700 { 9 } else { (number % 35).div_ceil(10).max(1) };
            assert_eq!(rows.at(above + own - 1), number);
            above += own;
        }
        assert_eq!((rows.all(), rows.at(above + 5)), (above, 1_499));
    }

    #[test]
    fn lines_that_went_take_their_rows_along() {
        let (mut lines, mut rows) = (Lines::default(), Rows::default());
        lines.push(&"0123456789ab\n".repeat(Lines::MOST));
        assert_eq!(rows.follow(&lines, TEN), 0);
        lines.push(&"a\n".repeat(300));
        assert_eq!(rows.follow(&lines, TEN), 600);
        assert_eq!(rows.above(lines.first()), 0);
        assert_eq!(rows.all(), (Lines::MOST as u64 - 300) * 2 + 300);
        assert_eq!(rows.above(lines.end()), rows.all());
        lines.clear();
        rows.follow(&lines, TEN);
        lines.push("after");
        rows.follow(&lines, TEN);
        lines.push(" and more\n");
        rows.follow(&lines, TEN);
        assert_eq!((rows.all(), rows.at(0)), (2, lines.first()));
    }
}
