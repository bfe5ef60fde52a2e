//! Several outputs as one: their lines in the order of their times, each with the name of who wrote it before it.

use std::collections::VecDeque;

use super::head::moment;
use super::{Level, Line, Lines};

/// The lines of several outputs.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    lines: Lines,
    sources: Vec<Source>,
}

#[derive(Clone, Debug, Default)]
struct Source {
    name: String,
    /// The line that is taken next.
    next: u64,
    /// What was taken and is not put in order yet, each with its time.
    waiting: VecDeque<(i64, Line)>,
    /// The time of the last line: one without its own belongs to the one before.
    last: i64,
}

/// So many characters of a name stand before a line.
const NAME: usize = 40;

impl Merged {
    /// Of outputs with these names.
    pub fn new(names: &[String]) -> Self {
        let cut = |name: &String| name.chars().take(NAME).collect::<String>();
        let names = names.iter().map(cut).collect::<Vec<_>>();
        let width = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
        let source = |name: &String| Source { name: format!("{name:width$}  "), ..Source::default() };
        Self { lines: Lines::default(), sources: names.iter().map(source).collect() }
    }

    /// What there is so far.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Forgets all lines; the numbers go on.
    pub fn clear(&mut self) {
        self.lines.clear();
    }

    /// Takes what is new of one of them, as far as it has ended; whether there was any.
    pub fn take(&mut self, index: usize, lines: &Lines) -> bool {
        let Some(source) = self.sources.get_mut(index) else { return false };
        source.next = source.next.max(lines.first());
        let before = source.next;
        while lines.is_ended(source.next)
            && let Some(line) = lines.get(source.next)
        {
            source.last = moment(&line.text).unwrap_or(source.last);
            let goes_on =
                source.next.checked_sub(1).and_then(|last| lines.get(last)).is_some_and(|it| it.goes_on);
            let name = if goes_on { "" } else { &source.name };
            source.waiting.push_back((source.last, named(line, name, index)));
            source.next += 1;
        }
        source.next > before
    }

    /// Puts what was taken in order, and behind what there is.
    pub fn settle(&mut self) {
        let mut own = 0;
        loop {
            let times = self.sources.iter().map(|source| source.waiting.front().map(|(time, _)| *time));
            let first =
                times.enumerate().filter_map(|(index, time)| Some((time?, index != own, index))).min();
            let Some((_, _, index)) = first else { return };
            own = index;
            if let Some((_, line)) = self.sources.get_mut(index).and_then(|source| source.waiting.pop_front())
            {
                self.lines.add(line);
            }
        }
    }
}

/// A line with a name before it.
fn named(line: &Line, name: &str, source: usize) -> Line {
    let mut line = line.clone();
    line.text.insert_str(0, name);
    line.runs.iter_mut().for_each(|run| run.from += name.len());
    if line.head.level == Level::Mark {
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    } else {
        line.head = line.head.behind(name.len(), source);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(outputs: &[(&str, &[&str])], expected: &str) {
        let names = outputs.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
        let mut merged = Merged::new(&names);
        let mut lines = vec![Lines::default(); outputs.len()];
        let rounds = outputs.iter().map(|(_, pieces)| pieces.len()).max().unwrap();
        for round in 0..rounds {
            for (index, (_, pieces)) in outputs.iter().enumerate() {
                lines[index].push(pieces.get(round).unwrap_or(&""));
                merged.take(index, &lines[index]);
            }
            merged.settle();
        }
        assert_eq!(merged.lines().text(), expected);
    }

    #[test]
    fn lines_stand_in_the_order_of_their_times() {
        check(
            &[
                ("web", &["2026-11-30T10:00:01Z a\n2026-11-30T10:00:03Z c\n", "2026-11-30T10:00:05Z e\n"]),
                ("cache", &["2026-11-30T11:00:02+01:00 b\n2026-11-30 10:00:04,500 d\n"]),
            ],
            "web    2026-11-30T10:00:01Z a\ncache  2026-11-30T11:00:02+01:00 b\nweb    2026-11-30T10:00:03Z c\n\
             cache  2026-11-30 10:00:04,500 d\nweb    2026-11-30T10:00:05Z e\n",
        );
    }

    #[test]
    fn what_belongs_together_stays_together() {
        check(
            &[
                ("a", &["2026-11-30T10:00:02Z ERROR no\n    at x\n    at y\nha", "lf\n"]),
                ("b", &["2026-11-30T10:00:02Z up\n2026-11-30T10:00:01Z late\n"]),
            ],
            "a  2026-11-30T10:00:02Z ERROR no\na      at x\na      at y\nb  2026-11-30T10:00:02Z up\n\
             b  2026-11-30T10:00:01Z late\na  half\n",
        );
    }

    #[test]
    fn a_long_line_has_its_name_once() {
        let long = "x".repeat(Lines::LONGEST + 1);
        check(&[("a", &[&format!("{long}\n")])], &format!("a  {long}\n"));
    }

    #[test]
    fn heads_and_styles_stand_behind_the_name() {
        let (mut merged, mut lines) = (Merged::new(&["db".into(), "web".into()]), Lines::default());
        lines.push("2026-11-30T10:00:01Z WARN \u{1b}[31mred\n");
        assert!(merged.take(1, &lines) && !merged.take(1, &lines) && !merged.take(7, &lines));
        merged.settle();
        let line = merged.lines().get(0).unwrap();
        let head = line.head;
        let parts = [head.name(), head.time(), head.word()].map(|at| &line.text[at]);
        assert_eq!(parts, ["web  ", "2026-11-30T10:00:01Z ", "WARN"]);
        assert_eq!((line.runs[0].from, head.source(), merged.lines().grave()), (31, 1, (1, 0)));
        merged.clear();
        assert_eq!(merged.lines().text(), "");
    }
}
