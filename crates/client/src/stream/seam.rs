//! Where a log goes on after its connection was lost: the Controller is asked for more than is missing, and what came
//! before the loss already is not shown again.

use crate::terminal::{Level, Lines};

/// So many of the last lines may come again.
const KNOWN: u64 = 10_000;
/// So many places where the two may fit together are looked at; more are only found in lines that are all the same.
const PLACES: usize = 64;

/// What has come since, until it is known how it fits to what came before.
#[derive(Clone, Debug)]
pub(super) struct Seam {
    arrived: Lines,
    /// The last lines before the loss, by their numbers.
    known: Vec<u64>,
    /// Where among these the first line of what arrived may stand.
    places: Vec<usize>,
    /// How many lines of what arrived were compared.
    seen: u64,
    /// How many of them are the last ones that came before.
    again: u64,
}

impl Seam {
    pub(super) fn new(lines: &Lines) -> Self {
        let is_own = |number: &u64| lines.get(*number).is_some_and(|line| line.head.level != Level::Mark);
        let ended = lines.first().max(lines.end().saturating_sub(KNOWN))..lines.end();
        let known = ended.filter(|number| lines.is_ended(*number)).filter(is_own).collect();
        Self { arrived: Lines::default(), known, places: Vec::new(), seen: 0, again: 0 }
    }

    /// Takes in a piece; whether it is known by now how it fits.
    pub(super) fn push(&mut self, text: &str, lines: &Lines) -> bool {
        self.arrived.push(text);
        while self.arrived.is_ended(self.seen)
            && let Some(line) = self.arrived.get(self.seen)
        {
            let same = |at: usize| {
                let known = self.known.get(at).and_then(|number| lines.get(*number));
                known.is_some_and(|known| known.text == line.text)
            };
            let seen = usize::try_from(self.seen).unwrap_or(usize::MAX);
            self.places = if seen == 0 {
                (0..self.known.len()).filter(|at| same(*at)).take(PLACES).collect()
            } else {
                self.places.iter().copied().filter(|at| same(at.saturating_add(seen))).collect()
            };
            self.seen += 1;
            // One of them may have come to the end of what was known.
            let (seen, again) = (seen.saturating_add(1), &mut self.again);
            let end = self.known.len();
            self.places.retain(|at| {
                let is_end = at.saturating_add(seen) == end;
                if is_end {
                    *again = seen as u64;
                }
                !is_end
            });
            if self.places.is_empty() {
                return true;
            }
        }
        false
    }

    /// Puts both together, with words between.
    pub(super) fn join(self, lines: &mut Lines) {
        if self.again > 0 {
            // It has come again as a whole.
            lines.drop_open();
            lines.mark(WHOLE);
        } else {
            lines.mark(BROKEN);
        }
        lines.take(self.arrived, self.again);
    }
}

/// What stands in the output where a connection was lost.
pub(super) const WHOLE: &str = "The connection was lost and is back. Nothing is missing.";
pub(super) const BROKEN: &str = "The connection was lost and is back. Lines of that time may be missing.";

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &[&str], expected: &str) {
        let mut lines = Lines::default();
        lines.push(before);
        let mut seam = Some(Seam::new(&lines));
        for text in after {
            match seam.as_mut().map(|seam| seam.push(text, &lines)) {
                Some(true) => seam.take().unwrap().join(&mut lines),
                Some(false) => {}
                None => lines.push(text),
            }
        }
        if let Some(seam) = seam {
            seam.join(&mut lines);
        }
        let text =
            lines.text().replace(&format!("--- {WHOLE} ---"), "=").replace(&format!("--- {BROKEN} ---"), "?");
        assert_eq!(text, expected, "{before:?} {after:?}");
    }

    #[test]
    fn what_came_before_does_not_come_again() {
        check("a\nb\nc\n", &["b\nc\nd\n"], "a\nb\nc\n=\nd\n");
        check("a\nb\nc\n", &["b", "\nc\n", "d\ne\n"], "a\nb\nc\n=\nd\ne\n");
        check("a\nb\nc\n", &["a\nb\nc\n"], "a\nb\nc\n=\n");
        check("a\nb\nha", &["b\nhalf\nc\n"], "a\nb\n=\nhalf\nc\n");
        check("a\nb\n", &["b\n", "c"], "a\nb\n=\nc\n");
    }

    #[test]
    fn lines_that_are_alike_are_put_together_where_most_of_them_fit() {
        check("t\nt\nt\n", &["t\nt\n", "t\nt\nx\n"], "t\nt\nt\n=\nt\nx\n");
        check("a\nb\na\n", &["a\nb\nc\n"], "a\nb\na\n=\nb\nc\n");
        check("a\nb\na\n", &["a\n"], "a\nb\na\n=\n");
    }

    #[test]
    fn what_does_not_fit_is_said() {
        check("a\nb\n", &["d\ne\n"], "a\nb\n?\nd\ne\n");
        check("a\nb\n", &["a\nd\n"], "a\nb\n?\na\nd\n");
        check("", &["a\n"], "?\na\n");
        check("a\nhalf", &["c\n"], "a\nhalf\n?\nc\n");
        check("a\n", &[], "a\n?\n");
    }

    #[test]
    fn a_second_loss_fits_to_both_sides_of_the_first() {
        let mut lines = Lines::default();
        lines.push("a\nb\n");
        lines.mark(WHOLE);
        lines.push("c\n");
        let mut seam = Seam::new(&lines);
        assert!(seam.push("b\nc\nd\n", &lines));
        seam.join(&mut lines);
        assert!(lines.text().ends_with(&format!("c\n--- {WHOLE} ---\nd\n")), "{}", lines.text());
    }
}
