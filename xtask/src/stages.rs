//! A run of several stages in which a failing one does not hide the others, and one sum at the end.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::say;

/// How many tests passed and failed. A stage that is no test run counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// A stage that holds or does not.
    pub(crate) const HELD: Tally = Tally { passed: 1, failed: 0 };
    const BROKEN: Tally = Tally { passed: 0, failed: 1 };

    /// Adds what a line of `cargo test` says, if it is its closing line.
    pub(crate) fn add_cargo_line(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else { return };
        let count = |what: &str| {
            let before = counts.split(what).next().unwrap_or_default();
            before.rsplit(' ').next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0)
        };
        self.passed += count(" passed");
        self.failed += count(" failed");
    }
}

/// The stages were run and told; there is nothing left to say.
#[derive(Debug)]
pub(crate) struct Failed;

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not everything passed")
    }
}

impl std::error::Error for Failed {}

/// The stages that ran so far.
#[derive(Default)]
pub(crate) struct Stages(Vec<(String, Tally, Duration)>);

impl Stages {
    /// Runs one stage; `None` when it failed.
    pub(crate) fn run<T>(&mut self, name: &str, stage: impl FnOnce() -> Result<(Tally, T)>) -> Option<T> {
        say::line("");
        say::step(&format!("stage: {name}"));
        let start = Instant::now();
        let (tally, value) = match stage() {
            Ok((tally, value)) => (tally, Some(value)),
            Err(error) => {
                say::error(&format!("{error:#}"));
                (Tally::BROKEN, None)
            }
        };
        self.0.push((name.to_owned(), tally, start.elapsed()));
        value.filter(|_| tally.failed == 0)
    }

    /// A stage that only holds or does not.
    pub(crate) fn hold<T>(&mut self, name: &str, stage: impl FnOnce() -> Result<T>) -> Option<T> {
        self.run(name, || stage().map(|value| (Tally::HELD, value)))
    }

    /// A stage that cannot run because one before it failed.
    pub(crate) fn blocked(&mut self, name: &str, by: &str) {
        say::error(&format!("{name} did not run, because {by} failed."));
        self.0.push((name.to_owned(), Tally::BROKEN, Duration::ZERO));
    }

    fn sum(&self) -> Tally {
        self.0.iter().fold(Tally::default(), |sum, (_, tally, _)| Tally {
            passed: sum.passed + tally.passed,
            failed: sum.failed + tally.failed,
        })
    }

    /// Shows the stages; the last line is the sum, in the form that test reports read.
    pub(crate) fn finish(self) -> Result<()> {
        let row = |(name, tally, time): &(String, Tally, Duration)| {
            let seconds = format!("{:.1} s", time.as_secs_f32());
            vec![name.clone(), tally.passed.to_string(), tally.failed.to_string(), seconds]
        };
        let head = ["stage", "passed", "failed", "time"].map(str::to_owned).to_vec();
        let sum = self.sum();
        say::line("");
        say::table(&std::iter::once(head).chain(self.0.iter().map(row)).collect::<Vec<_>>());
        say::line("");
        say::line(&format!("{} passed, {} failed", sum.passed, sum.failed));
        if sum.failed == 0 { Ok(()) } else { Err(Failed.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_cargo_test_add_up() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
        ] {
            tally.add_cargo_line(line);
        }
        assert_eq!(tally, Tally { passed: 13, failed: 2 });
    }

    #[test]
    fn a_failing_stage_does_not_hide_the_next_and_both_count() {
        let mut stages = Stages::default();
        assert_eq!(stages.hold("first", || -> Result<()> { anyhow::bail!("broken") }), None);
        assert_eq!(stages.hold("second", || Ok(7)), Some(7));
        stages.blocked("third", "first");
        assert_eq!(stages.sum(), Tally { passed: 1, failed: 2 });
    }
}
