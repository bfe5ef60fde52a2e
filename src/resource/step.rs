//! What edits change in a text, as one step of its history: a key in a long text must not copy all of it.

use manifest::{Edit, difference};

/// What stands in a text where edits will change it.
pub struct Before {
    at: usize,
    old: String,
    /// What one edit puts there; of several it is what they come to.
    new: Option<String>,
}

impl Before {
    pub fn of(text: &str, edits: &[Edit]) -> Self {
        let single = match edits {
            [edit] => text.get(edit.range.clone()).map(|old| (edit, old)),
            _ => None,
        };
        match single {
            Some((edit, old)) => {
                Self { at: edit.range.start, old: old.to_owned(), new: Some(edit.text.clone()) }
            }
            None => Self { at: 0, old: text.to_owned(), new: None },
        }
    }

    /// Tells where something else stands now, and both; `text` is what the edits made of it.
    pub fn tell(&self, text: &str, record: impl FnOnce(usize, &str, &str)) {
        let step = difference(&self.old, self.new.as_deref().unwrap_or(text));
        let old = self.old.get(step.range.clone()).unwrap_or_default();
        if old != &*step.text {
            record(self.at + step.range.start, old, &step.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, edits: &[Edit], expected: Option<(usize, &str, &str)>) {
        let before = Before::of(text, edits);
        let mut told = None;
        before.tell(&manifest::apply(text, edits), |at, old, new| {
            told = Some((at, old.to_owned(), new.to_owned()));
        });
        let expected = expected.map(|(at, old, new)| (at, old.to_owned(), new.to_owned()));
        assert_eq!(told, expected, "{edits:?} in {text:?}");
    }

    #[test]
    fn a_step_is_no_larger_than_what_changes() {
        check("a: one", &[Edit::replace(3..6, "once")], Some((5, "", "c")));
        check("a: x", &[Edit::replace(4..4, "x")], Some((4, "", "x")));
        check("a: x", &[Edit::replace(3..4, "x")], None);
        check(
            "a: x\nb: y",
            &[Edit::replace(3..4, "1"), Edit::replace(8..9, "2")],
            Some((3, "x\nb: y", "1\nb: 2")),
        );
        check("a: x", &[Edit::replace(7..9, "beyond")], None);
    }
}
