//! Searching in an output: what is looked for, and which lines have it. A search goes through the lines a piece at a time,
//! so that nobody waits for it, and goes on with those that come.

use std::collections::VecDeque;
use std::ops::Range;

use regex_lite::{Regex, RegexBuilder};

use super::Lines;

/// What is looked for.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A text, without regard to case: in lower case.
    Text(Vec<char>),
    /// A regular expression. It takes time in proportion to a line, whatever it says.
    Regex(Regex),
}

/// At most this many places are marked in one line.
const MARKS: usize = 200;
/// A longer pattern is refused; in bytes.
const LONGEST: usize = 1_000;
/// The memory for a regular expression.
const SIZE: usize = 200_000;

impl Pattern {
    /// Reads what was typed; nothing for nothing, and why where it is no expression. Small letters find large ones too;
    /// an expression with a large letter means what it says.
    pub fn read(typed: &str, is_regex: bool) -> Result<Option<Self>, String> {
        if typed.is_empty() {
            return Ok(None);
        }
        if typed.len() > LONGEST {
            return Err(format!("It is longer than {LONGEST} characters."));
        }
        if !is_regex {
            return Ok(Some(Self::Text(typed.chars().map(lower).collect())));
        }
        let has_large = typed.chars().any(char::is_uppercase);
        let built = RegexBuilder::new(typed).case_insensitive(!has_large).size_limit(SIZE).build();
        built.map(|regex| Some(Self::Regex(regex))).map_err(|error| error.to_string())
    }

    /// Where it stands in a line; what is empty is not found.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Text(letters) => places(letters, text, MARKS),
            Self::Regex(regex) => {
                let found = regex.find_iter(text).filter(|found| !found.is_empty());
                found.take(MARKS).map(|found| found.range()).collect()
            }
        }
    }

    fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Text(letters) => !places(letters, text, 1).is_empty(),
            Self::Regex(regex) => regex.find_iter(text).any(|found| !found.is_empty()),
        }
    }
}

fn lower(letter: char) -> char {
    if letter.is_ascii() {
        letter.to_ascii_lowercase()
    } else {
        letter.to_lowercase().next().unwrap_or(letter)
    }
}

fn places(letters: &[char], text: &str, most: usize) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut from = 0;
    while places.len() < most
        && let Some(rest) = text.get(from..)
        && let Some(first) = rest.chars().next()
    {
        let mut there = rest.char_indices();
        let fits =
            letters.iter().all(|letter| there.next().is_some_and(|(_, other)| lower(other) == *letter));
        if fits {
            let end = text.len() - there.as_str().len();
            places.push(from..end);
            from = end;
        } else {
            from += first.len_utf8();
        }
    }
    places
}

/// The lines that have what is looked for.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is looked for.
    pub pattern: Pattern,
    hits: VecDeque<u64>,
    /// The line that is looked at next.
    next: u64,
}

impl Search {
    /// Begins a search.
    pub fn new(pattern: Pattern) -> Self {
        Self { pattern, hits: VecDeque::new(), next: 0 }
    }

    /// Goes on through at most so many bytes; whether it has come to the end. The newest line is looked at when it ends.
    pub fn step(&mut self, lines: &Lines, bytes: usize) -> bool {
        while self.hits.front().is_some_and(|hit| *hit < lines.first()) {
            self.hits.pop_front();
        }
        self.next = self.next.max(lines.first());
        let mut left = bytes.max(Lines::LONGEST * 2);
        while lines.is_ended(self.next)
            && let Some(line) = lines.get(self.next)
        {
            // Each line costs something, even an empty one.
            let Some(rest) = left.checked_sub(line.text.len() + 20) else { return false };
            left = rest;
            if self.pattern.is_in(&line.text) {
                self.hits.push_back(self.next);
            }
            self.next += 1;
        }
        true
    }

    /// How many lines have it.
    pub fn count(&self) -> usize {
        self.hits.len()
    }

    /// Which of them a line is, from 1.
    pub fn place(&self, number: u64) -> Option<usize> {
        self.hits.binary_search(&number).ok().map(|at| at + 1)
    }

    /// The first one behind a line, or from the start again.
    pub fn after(&self, number: u64) -> Option<u64> {
        let at = self.hits.partition_point(|hit| *hit <= number);
        self.hits.get(at).or_else(|| self.hits.front()).copied()
    }

    /// The last one before a line, or from the end again.
    pub fn before(&self, number: u64) -> Option<u64> {
        let at = self.hits.partition_point(|hit| *hit < number);
        at.checked_sub(1).and_then(|at| self.hits.get(at)).or_else(|| self.hits.back()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, is_regex: bool, text: &str, expected: &[&str]) {
        let pattern = Pattern::read(typed, is_regex).unwrap().unwrap();
        let found = pattern.places(text).into_iter().map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(found, expected, "{typed:?}");
        assert_eq!(pattern.is_in(text), !expected.is_empty());
    }

    #[test]
    fn texts_are_found_whatever_their_case() {
        check("cart", false, "GET /cart 200, CART", &["cart", "CART"]);
        check("É", false, "café CAFÉ", &["é", "É"]);
        check("aa", false, "aaaaa", &["aa", "aa"]);
        check("a.b", false, "axb", &[]);
        check("long", false, "lo", &[]);
        check("😀", false, "a😀b", &["😀"]);
    }

    #[test]
    fn expressions_mean_their_large_letters() {
        check("get|post", true, "GET /a POST /b", &["GET", "POST"]);
        check("GET|post", true, "GET get post POST", &["GET", "post"]);
        check(r"\d{3}", true, "200 in 40 ms, 404", &["200", "404"]);
        check("x*", true, "axxb", &["xx"]);
        check("x*", true, "ab", &[]);
    }

    #[test]
    fn what_cannot_be_looked_for_says_why() {
        assert!(Pattern::read("", true).unwrap().is_none());
        for typed in ["(", "a{9999}{9999}", "[z-a]"] {
            assert!(Pattern::read(typed, true).is_err(), "{typed}");
        }
        assert!(Pattern::read(&"x".repeat(LONGEST + 1), false).is_err());
    }

    #[test]
    fn a_search_goes_on_piece_by_piece_and_with_what_comes() {
        let mut lines = Lines::default();
        for number in 0..1_000 {
            lines.push(&format!("line {number}\n"));
        }
        let mut search = Search::new(Pattern::read("99", false).unwrap().unwrap());
        let mut steps = 1;
        while !search.step(&lines, 2_000) {
            steps += 1;
        }
        assert!(steps > 5, "{steps}");
        assert_eq!(search.count(), 19);
        assert_eq!((search.place(99), search.place(990), search.place(5)), (Some(1), Some(10), None));
        assert_eq!((search.after(0), search.after(99), search.after(999)), (Some(99), Some(199), Some(99)));
        assert_eq!((search.before(200), search.before(99)), (Some(199), Some(999)));
        lines.push("half a 99");
        assert!(search.step(&lines, 2_000));
        assert_eq!(search.count(), 19);
        lines.push(" line\n");
        search.step(&lines, 2_000);
        assert_eq!(search.count(), 20);
        lines.clear();
        search.step(&lines, 2_000);
        assert_eq!((search.count(), search.after(0)), (0, None));
    }
}
