//! What could not be read, list by list. One list that fails while others answer must not look as if it were empty, nor
//! as if it were of now.

use client::{Error, ErrorKind, Unreadable};
use leptos::prelude::*;

use super::Loaded;
use super::source::Source;
use super::{Live, Which, time_of_day};

/// Why a list is not, or not wholly, of now.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    pub said: String,
    /// The Controller will not give it, today or tomorrow: it has no such list, or the role may not see it.
    settled: bool,
    /// Entries are missing from what came.
    cut: bool,
    /// Asking once more in a moment may help.
    passing: bool,
}

impl Trouble {
    pub(super) fn of_error(error: &Error) -> Self {
        let settled = matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotSupported);
        // Who has waited for an answer that long is told.
        let lasting = settled || matches!(error.kind, ErrorKind::Timeout | ErrorKind::Unauthorized);
        Self { said: error.to_string(), settled, cut: false, passing: !lasting }
    }

    /// Entries that are not as the contract says are missing on screen.
    pub(super) fn of_entries(unreadable: &[Unreadable]) -> Option<Self> {
        let first = unreadable.first()?;
        let said = match unreadable.len() {
            1 => format!("One entry cannot be read and is left out: {}.", first.problem),
            many => format!("{many} entries cannot be read and are left out, the first: {}.", first.problem),
        };
        Some(Self { said, settled: false, cut: true, passing: false })
    }
}

impl Live {
    /// Notes how reading a list went. `now` is given when it was answered with a list.
    pub(super) fn note(self, which: Which, now: Option<i64>, trouble: Option<Trouble>) {
        if let Some(now) = now {
            self.answered.update_value(|answered| {
                answered.insert(which, now);
            });
        }
        if self.troubles.with_untracked(|troubles| troubles.get(&which) != trouble.as_ref()) {
            self.troubles.update(|troubles| {
                match trouble {
                    Some(trouble) => troubles.insert(which, trouble),
                    None => troubles.remove(&which),
                };
            });
        }
    }

    /// What a banner says of lists on screen: of those that came before, and of those that a page does without. The
    /// page's own list says in its place why it is missing.
    pub fn troubles(self) -> Vec<String> {
        let wanted = self.wanted();
        let told = |which: &Which, trouble: &Trouble| {
            let since = self.answered.with_value(|answered| answered.get(which).copied());
            let own = self.own.with(|own| own.get(which).is_some_and(|count| *count > 0));
            let quiet = since.is_none() && (own || (trouble.settled && which.is_optional()));
            (wanted.contains(which) && !quiet).then(|| sentence(*which, trouble, since.map(time_of_day)))
        };
        self.troubles
            .with(|troubles| troubles.iter().filter_map(|(which, trouble)| told(which, trouble)).collect())
    }

    /// The first of these lists that the last round did not bring, and why.
    pub(super) fn missed(self, lists: &[Which]) -> Option<String> {
        self.troubles.with_untracked(|troubles| {
            let (which, trouble) = lists.iter().find_map(|which| Some((which, troubles.get(which)?)))?;
            Some(format!("{}: {}", which.words(), trouble.said))
        })
    }

    /// Those of these lists that the last round did not bring although the next one may.
    pub(super) fn to_ask_again(self, lists: &[Which]) -> Vec<Which> {
        self.troubles.with_untracked(|troubles| {
            let passing = |which: &Which| troubles.get(which).is_some_and(|trouble| trouble.passing);
            lists.iter().copied().filter(passing).collect()
        })
    }

    /// The first of these lists that came with entries missing: nothing may be compared with it.
    pub(super) fn cut(self, lists: &[Source]) -> Option<String> {
        self.troubles.with(|troubles| {
            let cut = |which| troubles.get(&which).filter(|trouble| trouble.cut);
            let found = lists.iter().find_map(|source| Some((source.which, cut(source.which)?)));
            found.map(|(which, trouble)| format!("{}: {}", which.words(), trouble.said))
        })
    }

    /// How far reading these lists has come, as one.
    pub fn loaded(self, lists: &[Which]) -> Loaded {
        let mut waiting = false;
        for which in lists {
            match self.state_of(*which) {
                Loaded::Failed(error) if lists.len() > 1 => {
                    return Loaded::Failed(format!("{}: {error}", which.words()));
                }
                settled @ (Loaded::Failed(_) | Loaded::Missing(_)) => return settled,
                Loaded::Waiting => waiting = true,
                Loaded::Ready => {}
            }
        }
        if waiting { Loaded::Waiting } else { Loaded::Ready }
    }
}

fn sentence(which: Which, trouble: &Trouble, since: Option<String>) -> String {
    let (words, said) = (which.words(), &trouble.said);
    match since {
        Some(since) => format!("{words}: {said} What you see is from {since}."),
        None => format!("{words}: {said} They are missing here."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_came_before_says_of_when_it_is_and_one_that_never_came_that_it_is_missing() {
        let trouble = Trouble { said: "It failed.".into(), settled: false, cut: false, passing: true };
        assert_eq!(
            sentence(Which::Agents, &trouble, Some("12:00:01".into())),
            "agents: It failed. What you see is from 12:00:01."
        );
        assert_eq!(sentence(Which::Agents, &trouble, None), "agents: It failed. They are missing here.");
    }

    #[test]
    fn entries_that_cannot_be_read_are_counted_and_the_first_is_named() {
        let entry = |index| Unreadable { index, problem: format!("fogs[{index}].tags: expected a list") };
        assert_eq!(Trouble::of_entries(&[]), None);
        let said = |entries: &[Unreadable]| Trouble::of_entries(entries).unwrap().said;
        assert_eq!(
            said(&[entry(3)]),
            "One entry cannot be read and is left out: fogs[3].tags: expected a list."
        );
        assert!(said(&[entry(3), entry(4)]).starts_with("2 entries"));
    }
}
