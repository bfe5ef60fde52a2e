//! Lists that are asked for again and again: how long an answer is waited for, which answer counts, and of when it is.
//!
//! Questions are numbered in the order in which they are asked. Answers may come in another order: one to an older
//! question never takes the place of one to a newer. All times are milliseconds of a clock that is never set back.

use std::collections::BTreeMap;

/// What the first answer is waited for: a Controller of a thousand microservices needs a quarter of that.
const FIRST_PATIENCE_MS: u32 = 60_000;
/// Less is never waited for, however quick the answers were: they come one after the other, and others ask too.
const LEAST_PATIENCE_MS: u32 = 20_000;
/// More is never waited for.
const MOST_PATIENCE_MS: u32 = 300_000;
/// An answer may take so many times as long as the last one.
const MARGIN: u32 = 4;

/// The state of all questions, told apart by the list that they are about.
#[derive(Clone, Debug)]
pub struct Asking<K> {
    lists: BTreeMap<K, One>,
    last: u64,
}

impl<K> Default for Asking<K> {
    fn default() -> Self {
        Self { lists: BTreeMap::new(), last: 0 }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct One {
    /// How many questions are not answered yet.
    open: u32,
    /// The question whose answer is on hand.
    taken: Option<Question>,
    patience_ms: Option<u32>,
}

/// A question that was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    number: u64,
    /// When it was asked.
    pub asked_ms: f64,
    /// How long to wait for its answer.
    pub patience_ms: u32,
}

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a list.
    Answered,
    /// With an error, or without an answer before its time was over.
    Failed,
    /// Its time was over.
    TimedOut,
}

impl<K: Ord + Copy> Asking<K> {
    /// Asks for a list.
    pub fn ask(&mut self, list: K, now_ms: f64) -> Question {
        self.last += 1;
        let number = self.last;
        let one = self.lists.entry(list).or_default();
        one.open += 1;
        Question { number, asked_ms: now_ms, patience_ms: one.patience_ms.unwrap_or(FIRST_PATIENCE_MS) }
    }

    /// Notes how a question ended. True when its answer counts: no answer to a newer question has come before it.
    pub fn end(&mut self, list: K, question: Question, ending: Ending, now_ms: f64) -> bool {
        let Some(one) = self.lists.get_mut(&list) else { return false };
        one.open = one.open.saturating_sub(1);
        let newest = one.taken.is_none_or(|taken| taken.number < question.number);
        match ending {
            Ending::Answered => {
                let took = (now_ms - question.asked_ms).max(0.0) as u32;
                one.patience_ms = Some(within(took.saturating_mul(MARGIN)));
                if newest {
                    one.taken = Some(question);
                }
            }
            // It may have been nearly done: the next one gets twice the time.
            Ending::TimedOut => one.patience_ms = Some(within(question.patience_ms.saturating_mul(2))),
            Ending::Failed => {}
        }
        newest
    }

    /// Whether the list was asked for and has not been answered yet.
    pub fn is_open(&self, list: K) -> bool {
        self.lists.get(&list).is_some_and(|one| one.open > 0)
    }

    /// Whether an answer about any list is still to come.
    pub fn is_any_open(&self) -> bool {
        self.lists.values().any(|one| one.open > 0)
    }

    /// When the list that is on hand was asked for: what it says was true then or later.
    pub fn asked_ms(&self, list: K) -> Option<f64> {
        Some(self.lists.get(&list)?.taken?.asked_ms)
    }

    /// The same for several lists: of when the oldest is; `None` when one of them is missing.
    pub fn asked_ms_of_all(&self, lists: &[K]) -> Option<f64> {
        lists.iter().try_fold(f64::INFINITY, |oldest, list| Some(oldest.min(self.asked_ms(*list)?)))
    }

    /// Forgets all answers. Questions that are under way are nobody's; how long answers take is still worth knowing.
    pub fn forget(&mut self) {
        for one in self.lists.values_mut() {
            (one.open, one.taken) = (0, None);
        }
    }
}

fn within(ms: u32) -> u32 {
    ms.clamp(LEAST_PATIENCE_MS, MOST_PATIENCE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_an_older_question_never_takes_the_place_of_a_newer_one() {
        let mut asking = Asking::default();
        let (old, new) = (asking.ask("agents", 0.0), asking.ask("agents", 10.0));
        assert!(asking.end("agents", new, Ending::Answered, 20.0));
        assert!(!asking.end("agents", old, Ending::Answered, 30.0), "it comes too late");
        assert_eq!(asking.asked_ms("agents"), Some(10.0));
        assert!(
            !asking.end("agents", old, Ending::Failed, 40.0),
            "nor is a newer answer spoiled by an old failure"
        );
    }

    #[test]
    fn several_lists_are_of_when_the_oldest_was_asked_for() {
        let mut asking = Asking::default();
        let (agents, roles) = (asking.ask("agents", 30.0), asking.ask("roles", 20.0));
        asking.end("agents", agents, Ending::Answered, 40.0);
        assert_eq!(asking.asked_ms_of_all(&["agents", "roles"]), None, "one is still missing");
        asking.end("roles", roles, Ending::Answered, 90.0);
        assert_eq!(asking.asked_ms_of_all(&["agents", "roles"]), Some(20.0));
    }

    #[test]
    fn answers_in_the_order_of_the_questions_all_count() {
        let mut asking = Asking::default();
        let (old, new) = (asking.ask("agents", 0.0), asking.ask("agents", 10.0));
        assert!(asking.end("agents", old, Ending::Answered, 20.0));
        assert!(asking.is_open("agents"), "one is under way still");
        assert!(asking.end("agents", new, Ending::Answered, 30.0));
        assert!(!asking.is_open("agents"));
    }

    #[test]
    fn patience_grows_with_what_the_last_answer_took() {
        // milliseconds that the answer took, patience with the next one
        for (took, expected) in [(30.0, 20_000), (4_700.0, 20_000), (15_000.0, 60_000), (90_000.0, 300_000)] {
            let mut asking = Asking::default();
            let question = asking.ask("microservices", 5.0);
            assert_eq!(question.patience_ms, 60_000, "nothing is known of the first");
            asking.end("microservices", question, Ending::Answered, 5.0 + took);
            assert_eq!(asking.ask("microservices", 0.0).patience_ms, expected, "after {took} ms");
        }
    }

    #[test]
    fn a_list_that_was_not_waited_for_long_enough_gets_twice_the_time() {
        let mut asking = Asking::default();
        let mut patience = Vec::new();
        for _ in 0..5 {
            let question = asking.ask("applications", 0.0);
            patience.push(question.patience_ms);
            asking.end("applications", question, Ending::TimedOut, 0.0);
        }
        assert_eq!(patience, [60_000, 120_000, 240_000, 300_000, 300_000]);
        let refused = asking.ask("applications", 0.0);
        asking.end("applications", refused, Ending::Failed, 0.0);
        assert_eq!(asking.ask("applications", 0.0).patience_ms, 300_000);
    }

    #[test]
    fn lists_know_nothing_of_each_other_and_nothing_after_they_were_forgotten() {
        let mut asking = Asking::default();
        let question = asking.ask("agents", 7.0);
        assert!(!asking.is_open("roles"));
        asking.forget();
        assert!(!asking.is_open("agents") && asking.asked_ms("agents").is_none());
        asking.end("agents", question, Ending::Failed, 8.0);
        assert!(!asking.is_open("agents"));
    }
}
