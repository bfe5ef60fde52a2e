//! The time and the level at the start of a line, where a program writes them.

use std::ops::Range;

/// How grave a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Level {
    /// Nothing is said.
    #[default]
    None,
    /// For those who look for a mistake.
    Debug,
    /// As it should be.
    Info,
    /// Something to mind.
    Warn,
    /// Something failed.
    Error,
    /// No line of the program: the console says something here.
    Mark,
}

/// What stands at the start of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// How grave it is.
    pub level: Level,
    /// So many bytes are the name of who wrote it, where several are shown together, and which of them that is.
    name: u8,
    source: u8,
    /// So many bytes behind that are its time, with the space behind it.
    time: u8,
    /// Where the word for the level stands.
    word: (u8, u8),
}

/// A level is looked for among this many words, and so is the space that is searched for it.
const WORDS: usize = 10;
const LONGEST: usize = 160;

impl Head {
    /// Of a line; one that goes on with another belongs to what was said before it.
    pub(super) fn of(text: &str, before: Level) -> Self {
        let time = time(text);
        let start = text.get(time..).unwrap_or_default();
        if time == 0 && start.starts_with([' ', '\t']) {
            return Self::going_on(before);
        }
        let (level, word) = level(cut(start, LONGEST)).unwrap_or_default();
        let byte = |at: usize| u8::try_from(at + time).unwrap_or_default();
        let (time, word) = (u8::try_from(time).unwrap_or_default(), (byte(word.start), byte(word.end)));
        Self { level, time, word, ..Self::default() }
    }

    /// Of a line that goes on with the one before it.
    pub(super) fn going_on(before: Level) -> Self {
        Self { level: if before == Level::Mark { Level::None } else { before }, ..Self::default() }
    }

    pub(super) fn mark() -> Self {
        Self { level: Level::Mark, ..Self::default() }
    }

    /// The same behind a name of so many bytes.
    pub(super) fn behind(self, name: usize, source: usize) -> Self {
        let name = u8::try_from(name).unwrap_or_default();
        let word = self.word.0.checked_add(name).zip(self.word.1.checked_add(name));
        let word = word.filter(|_| self.word.0 < self.word.1).unwrap_or_default();
        Self { name, source: u8::try_from(source).unwrap_or_default(), word, ..self }
    }

    /// Where the name of who wrote it stands; empty where only one is shown.
    pub fn name(self) -> Range<usize> {
        0..self.name.into()
    }

    /// Which of several wrote it.
    pub fn source(self) -> u8 {
        self.source
    }

    /// Where its time stands; empty where it has none.
    pub fn time(self) -> Range<usize> {
        let start = usize::from(self.name);
        start..start + usize::from(self.time)
    }

    /// Where the word for its level stands; empty where it has none.
    pub fn word(self) -> Range<usize> {
        self.word.0.into()..self.word.1.into()
    }
}

/// The start of a text, at most so many bytes.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// How many bytes of a line are its time and the space behind it.
fn time(text: &str) -> usize {
    let inner = text.strip_prefix('[').unwrap_or(text);
    let Some(rest) = date(inner).and_then(clock).or_else(|| clock(inner)) else { return 0 };
    let rest = if inner.len() < text.len() { rest.strip_prefix(']') } else { Some(rest) };
    let Some(rest) = rest else { return 0 };
    let after = rest.trim_start_matches([' ', '\t']);
    let taken = text.len() - after.len();
    let stands_alone = after.len() < rest.len() || rest.is_empty();
    if stands_alone && taken <= 60 { taken } else { 0 }
}

/// What follows a date: `2026-11-30T`, `2026-11-30 `, `2026/11/30 `, `Nov 30 `.
fn date(text: &str) -> Option<&str> {
    let iso = ["0000-00-00T", "0000-00-00 ", "0000/00/00 "];
    iso.iter().find_map(|shape| after(text, shape)).or_else(|| {
        let month = text.get(..3).filter(|month| month.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
        let rest = text.strip_prefix(month)?;
        after(rest, " 00 ").or_else(|| after(rest, "  0 "))
    })
}

/// The moment that a line names at its start, in milliseconds since 1970; a time without a zone is taken for UTC.
pub(super) fn moment(text: &str) -> Option<i64> {
    let text = text.strip_prefix('[').unwrap_or(text);
    let rest = date(text).and_then(|rest| after(rest, "00:00:00"))?;
    let number = |at: Range<usize>| text.get(at)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let seconds = number(11..13)? * 3600 + number(14..16)? * 60 + number(17..19)?;
    let digits = rest.strip_prefix(['.', ',']).unwrap_or_default();
    let digits = digits.split(|it: char| !it.is_ascii_digit()).next().unwrap_or_default();
    let millis = cut(&format!("{digits}000"), 3).parse::<i64>().unwrap_or_default();
    let zone = rest.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.' || it == ',');
    let east = match (after(zone, "+00:00").or_else(|| after(zone, "-00:00")), zone.get(..1)) {
        (Some(_), Some(sign)) => {
            let minutes = zone.get(1..3)?.parse::<i64>().ok()? * 60 + zone.get(4..6)?.parse::<i64>().ok()?;
            if sign == "-" { -minutes } else { minutes }
        }
        _ => 0,
    };
    // Years that start in March, so that leap days come last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469;
    Some((days * 86_400 + seconds - east * 60) * 1000 + millis)
}

/// What follows a time of day: `14:26:48`, with a fraction and a zone.
fn clock(text: &str) -> Option<&str> {
    let rest = after(text, "00:00:00")?;
    let fraction =
        rest.strip_prefix(['.', ',']).filter(|rest| rest.starts_with(|it: char| it.is_ascii_digit()));
    let rest = fraction.map_or(rest, |rest| rest.trim_start_matches(|it: char| it.is_ascii_digit()));
    let zones = ["Z", "+00:00", "-00:00", "+0000", "-0000", " UTC", " +0000", " +00:00"];
    Some(zones.iter().find_map(|zone| after(rest, zone)).unwrap_or(rest))
}

/// What follows a text of a shape, in which a zero stands for any digit.
fn after<'a>(text: &'a str, shape: &str) -> Option<&'a str> {
    let start = text.as_bytes().get(..shape.len())?;
    let fits = start.iter().zip(shape.bytes()).all(|(byte, shape)| match shape {
        b'0' => byte.is_ascii_digit(),
        other => *byte == other,
    });
    if fits { text.get(shape.len()..) } else { None }
}

/// The level that the start of a line names, and where.
fn level(text: &str) -> Option<(Level, Range<usize>)> {
    if let Some(level) = klog(text) {
        return Some((level, 0..1));
    }
    let mut from = 0;
    for index in 0..WORDS {
        let rest = text.get(from..)?;
        let start = from + rest.find(|it: char| it.is_ascii_alphabetic())?;
        let rest = text.get(start..)?;
        let end = start + rest.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let word = text.get(start..end)?;
        if let Some(level) = named(word)
            && counts(text, start..end, index)
        {
            return Some((level, start..end));
        }
        from = end;
    }
    None
}

/// Whether a word that may be a level is meant as one: written large, in brackets, after `level=`, or first of all.
fn counts(text: &str, at: Range<usize>, index: usize) -> bool {
    let (before, after) = (text.get(..at.start).unwrap_or_default(), text.get(at.end..).unwrap_or_default());
    let is_large = text.get(at).is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_uppercase()));
    let is_bracketed = before.ends_with(['[', '<', '(']) && after.starts_with([']', '>', ')']);
    let key = before.trim_end_matches(['"', '\'', ' ', ':', '=']);
    let is_value = key.len() < before.len()
        && ["level", "lvl", "severity", "Level"].iter().any(|name| key.ends_with(name));
    is_value || is_bracketed || is_large && index < 4 || index == 0 && after.starts_with(':')
}

/// `E1130 14:26:48.012`, as Kubernetes writes it.
fn klog(text: &str) -> Option<Level> {
    let rest = text.get(1..)?;
    after(rest, "0000 ")?;
    match text.chars().next()? {
        'I' => Some(Level::Info),
        'W' => Some(Level::Warn),
        'E' | 'F' => Some(Level::Error),
        _ => None,
    }
}

fn named(word: &str) -> Option<Level> {
    const NAMES: [(Level, &[&str]); 4] = [
        (Level::Debug, &["trace", "debug", "dbg", "verbose"]),
        (Level::Info, &["info", "inf", "notice"]),
        (Level::Warn, &["warn", "warning", "wrn"]),
        (Level::Error, &["error", "err", "fatal", "critical", "crit", "panic", "severe", "alert", "emerg"]),
    ];
    let is_it = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    NAMES.iter().find(|(_, names)| is_it(names)).map(|(level, _)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, time: &str, word: &str, level: Level) {
        let head = Head::of(line, Level::None);
        assert_eq!((&line[head.time()], &line[head.word()], head.level), (time, word, level), "{line:?}");
    }

    #[test]
    fn times_are_known_in_the_forms_that_programs_write() {
        for time in [
            "2026-11-30T14:26:48.012Z ",
            "2026-11-30T14:26:48+01:00 ",
            "2026-11-30 14:26:48,012 ",
            "2026/11/30 14:26:48 ",
            "[2026-11-30 14:26:48] ",
            "14:26:48.012  ",
            "Nov 30 14:26:48 ",
            "Nov  3 14:26:48\t",
        ] {
            check(&format!("{time}INFO up"), time, "INFO", Level::Info);
        }
        for none in ["2026-11-30", "14:26 up", "14:26:481 up", "[14:26:48 up", "abc", "", "é14:26:48"] {
            check(none, "", "", Level::None);
        }
    }

    #[test]
    fn moments_are_read_with_their_zones() {
        for (line, expected) in [
            ("1970-01-01T00:00:00Z up", Some(0)),
            ("[2024-02-29 23:59:59,5] up", Some(1_709_251_199_500)),
            ("2026-11-21T20:51:06.947+01:00 up", Some(1_795_290_666_947)),
            ("2026/11/21 19:21:06.947123-00:30", Some(1_795_290_666_947)),
            ("14:26:48 up", None),
            ("Nov 30 14:26:48 up", None),
            ("é", None),
        ] {
            assert_eq!(moment(line), expected, "{line}");
        }
    }

    #[test]
    fn levels_are_known_where_they_are_meant() {
        for (line, word, level) in [
            ("ERROR no", "ERROR", Level::Error),
            ("[main] WARN slow", "WARN", Level::Warn),
            ("[error] no", "error", Level::Error),
            ("time=1 level=debug msg=x", "debug", Level::Debug),
            ("{\"level\": \"warning\"}", "warning", Level::Warn),
            ("fatal: not a repository", "fatal", Level::Error),
            ("E1130 14:26:48.1 no", "E", Level::Error),
        ] {
            check(line, "", word, level);
        }
        for line in ["there was no error at all", "GET /error 200", "a b c d ERROR", "errors: 0"] {
            check(line, "", "", Level::None);
        }
    }

    #[test]
    fn what_is_indented_belongs_to_the_line_before() {
        assert_eq!(Head::of("    at Pool.connect", Level::Error).level, Level::Error);
        assert_eq!(Head::of("    after a mark", Level::Mark).level, Level::None);
    }
}
