//! The way back of a text: what was typed, mended and set in it, step by step, whoever did it.

use crate::position::Edit;

/// Steps that are kept.
const MOST_STEPS: usize = 1_000;
/// Keys that somebody can press before the screen shows the first of them.
const MOST_KEYS: usize = 8;
/// Bytes that the steps may hold; a large file that is replaced again and again must not fill the memory.
const MOST_BYTES: usize = 16_000_000;

/// One change of a text: what stood at a place, and what stands there since.
#[derive(Clone, PartialEq, Eq)]
struct Step {
    at: usize,
    old: String,
    new: String,
    /// Made of single characters, so that the next one may join it.
    typed: bool,
}

/// The steps of one text. Holds pieces of it, secrets too, so it must live no longer than the text.
#[derive(Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Notes that at byte `at` the text `new` took the place of `old`. What was undone before is gone.
    pub fn record(&mut self, at: usize, old: &str, new: &str) {
        self.undone.clear();
        let step = Step { at, old: old.to_owned(), new: new.to_owned(), typed: is_typed(old, new) };
        if !self.done.last_mut().is_some_and(|last| last.joined(&step)) {
            self.done.push(step);
        }
        let mut bytes = 0;
        let fits = |step: &&Step| {
            bytes += step.old.len() + step.new.len();
            bytes <= MOST_BYTES
        };
        let kept = self.done.iter().rev().take(MOST_STEPS).take_while(fits).count();
        self.done.drain(..self.done.len() - kept);
    }

    /// The same of what was typed by hand since the last time: it may be a few keys at once, which join what was typed
    /// before and after them like single ones.
    pub fn record_typed(&mut self, at: usize, old: &str, new: &str) {
        let single =
            |text: &str| text.char_indices().map(|(at, char)| (at, char.len_utf8())).collect::<Vec<_>>();
        let (gone, come) = (single(old), single(new));
        if !(gone.is_empty() && come.len() <= MOST_KEYS || come.is_empty() && gone.len() <= MOST_KEYS) {
            return self.record(at, old, new);
        }
        for (start, length) in come {
            self.record(at + start, "", new.get(start..start + length).unwrap_or_default());
        }
        for (start, length) in gone.into_iter().rev() {
            self.record(at + start, old.get(start..start + length).unwrap_or_default(), "");
        }
    }

    /// The edit that takes the last step back; `None` when there is none.
    pub fn undo(&mut self) -> Option<Edit> {
        let step = self.done.pop()?;
        let edit = Edit::replace(step.at..step.at + step.new.len(), step.old.clone());
        self.undone.push(step);
        Some(edit)
    }

    /// The edit that makes the step again that was taken back last.
    pub fn redo(&mut self) -> Option<Edit> {
        let step = self.undone.pop()?;
        let edit = Edit::replace(step.at..step.at + step.old.len(), step.new.clone());
        // What is typed next is a step of its own.
        self.done.push(Step { typed: false, ..step });
        Some(edit)
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether a step was taken back.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}

impl Step {
    /// Takes in what was typed right behind this step, word by word, or deleted right before it.
    fn joined(&mut self, next: &Step) -> bool {
        if !self.typed || !next.typed {
            return false;
        }
        if self.old.is_empty() && next.old.is_empty() && next.at == self.at + self.new.len() {
            let begins_word =
                self.new.ends_with(char::is_whitespace) && !next.new.starts_with(char::is_whitespace);
            if begins_word || next.new.contains('\n') {
                return false;
            }
            self.new.push_str(&next.new);
            return true;
        }
        if self.new.is_empty() && next.new.is_empty() && next.at + next.old.len() == self.at {
            self.old.insert_str(0, &next.old);
            self.at = next.at;
            return true;
        }
        false
    }
}

/// One character more or one less: a key that was pressed.
fn is_typed(old: &str, new: &str) -> bool {
    matches!((old.chars().count(), new.chars().count()), (0, 1) | (1, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_come_together_are_typed_like_single_ones() {
        let mut history = History::default();
        history.record_typed(0, "", "# n");
        history.record_typed(3, "", "o");
        history.record_typed(4, "", "te");
        let undone: Vec<Edit> = std::iter::from_fn(|| history.undo()).collect();
        assert_eq!(undone, [Edit::replace(2..6, ""), Edit::replace(0..2, "")]);
        history.record_typed(4, "te", "");
        history.record_typed(2, "no", "");
        assert_eq!(history.undo(), Some(Edit::replace(2..2, "note")));
        history.record_typed(0, "", "a text that was pasted");
        history.record_typed(22, "", "x");
        assert_eq!(history.undo(), Some(Edit::replace(22..23, "")));
    }

    /// A text with its history.
    #[derive(Default)]
    struct Text(String, History);

    impl Text {
        fn put(&mut self, at: usize, length: usize, new: &str) {
            let old = self.0[at..at + length].to_owned();
            self.0.replace_range(at..at + length, new);
            self.1.record(at, &old, new);
        }

        fn type_in(&mut self, text: &str) {
            for char in text.chars() {
                self.put(self.0.len(), 0, char.encode_utf8(&mut [0; 4]));
            }
        }

        fn step(&mut self, edit: impl FnOnce(&mut History) -> Option<Edit>) -> bool {
            let edit = edit(&mut self.1);
            let found = edit.is_some();
            self.0 = crate::apply(&self.0, edit.as_slice());
            found
        }
    }

    /// Takes everything back and makes it again; the texts on the way back are `expected`.
    fn check(mut text: Text, expected: &[&str]) {
        let end = text.0.clone();
        for expected in expected {
            assert!(text.step(History::undo), "a step back to {expected:?}");
            assert_eq!(text.0, *expected);
        }
        assert!(!text.step(History::undo), "the beginning");
        while text.step(History::redo) {}
        assert_eq!(text.0, end);
    }

    #[test]
    fn what_is_typed_goes_back_word_by_word() {
        let mut text = Text::default();
        text.type_in("name: für\nx");
        check(text, &["name: für\n", "name: für", "name: ", ""]);
    }

    #[test]
    fn what_was_set_or_mended_is_a_step_of_its_own() {
        let mut text = Text::default();
        text.type_in("a: 1");
        text.put(0, 1, "name");
        text.type_in("2");
        check(text, &["name: 1", "a: 1", "a: ", ""]);
    }

    #[test]
    fn characters_deleted_one_by_one_come_back_together() {
        let mut text = Text::default();
        text.put(0, 0, "abcd");
        text.put(3, 1, "");
        text.put(2, 1, "");
        check(text, &["abcd", ""]);
    }

    #[test]
    fn what_is_done_after_a_step_back_ends_the_way_forward() {
        let mut text = Text::default();
        text.type_in("ab");
        text.step(History::undo);
        text.type_in("c");
        assert!(!text.1.can_redo());
        check(text, &[""]);
    }

    #[test]
    fn what_is_kept_is_limited() {
        let mut text = Text::default();
        for _ in 0..3 {
            text.put(0, text.0.len(), &"x".repeat(MOST_BYTES / 3));
            text.put(0, text.0.len(), &"y".repeat(MOST_BYTES / 3));
        }
        let kept: usize = text.1.done.iter().map(|step| step.old.len() + step.new.len()).sum();
        assert!(kept <= MOST_BYTES, "{kept}");
        assert!(text.1.can_undo());
    }
}
