//! A run as it is written down: who began it, on which texts, and where each step is. Nothing here knows the browser.

use std::collections::HashMap;
use std::sync::Arc;

use plan::StepId;
use plan::apply::{Made, Noted, Stage};
use plan::undo::Memory;
use serde::{Deserialize, Serialize};

use crate::deploy::keep::record::{key, keys_of};

/// So many runs of an owner are kept.
pub const KEPT: usize = 50;

/// A text that was applied, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub name: String,
    /// The draft that it is kept as while it is not applied.
    pub kept_as: String,
    pub text: String,
    /// Something secret stood in it.
    pub left_out: bool,
}

/// What is known of a run when it begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    pub id: String,
    /// Whose it is: the Controller and the user there.
    pub owner: String,
    /// For people.
    pub user: String,
    /// In milliseconds since 1970.
    pub began: i64,
    /// When it came to its end, or was left; `None` while somebody may go on with it.
    pub ended: Option<i64>,
    /// The address of the form that it was begun in; `None` for the deploy page.
    pub form: Option<String>,
    pub texts: Vec<Text>,
    /// What stood where its steps write, without secrets.
    #[serde(default)]
    pub memories: Vec<(StepId, Memory)>,
}

/// A run and its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Shared: with its texts it is long, and told anew with every step.
    pub head: Arc<Head>,
    pub steps: Vec<Noted>,
}

/// What was done, with what stood there before and what was made.
pub type Done = Vec<(Memory, Option<Made>)>;

/// How many steps of a run are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub done: usize,
    pub failed: usize,
    /// Under way when it was cut off.
    pub doubtful: usize,
    pub waiting: usize,
    pub left: usize,
}

impl Entry {
    /// What was done that can be turned back, in the order of the steps.
    pub fn done(&self) -> Done {
        let done = self.steps.iter().filter(|step| matches!(step.stage, Stage::Done(_)));
        let memories = self.head.memories.iter().map(|(id, memory)| (id, memory)).collect::<HashMap<_, _>>();
        done.filter_map(|step| Some(((*memories.get(step.id())?).clone(), step.made().cloned()))).collect()
    }

    /// How many steps are where; those that had nothing to do are not counted.
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        for step in &self.steps {
            match step.stage {
                Stage::Done(_) => count.done += 1,
                Stage::Failed(_) => count.failed += 1,
                Stage::Doubtful => count.doubtful += 1,
                Stage::Waiting => count.waiting += 1,
                Stage::Skipped(_) | Stage::Blocked(_) | Stage::LeftOut => count.left += 1,
                Stage::Same => {}
            }
        }
        count
    }
}

impl Count {
    /// "3 applied, 1 failed"
    pub fn said(self) -> String {
        let parts = [
            (self.done, "applied"),
            (self.failed, "failed"),
            (self.doubtful, "in doubt"),
            (self.waiting, "not begun"),
            (self.left, "left out"),
        ];
        let said = parts.iter().filter(|(count, _)| *count > 0);
        let said = said.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>();
        if said.is_empty() { "nothing to apply".to_owned() } else { said.join(", ") }
    }
}

/// What a step is written under: behind the head, which is written as a draft would be, in order.
pub fn step_key(owner: &str, id: &str, at: usize) -> String {
    format!("{}\n{at:06}", key(owner, id))
}

/// The first key of the steps of a run, and one behind all of them.
pub fn keys_of_steps(owner: &str, id: &str) -> (String, String) {
    keys_of(&key(owner, id))
}

/// The runs of an owner, the newest first, from what was found under his keys, in the order of the keys.
pub fn entries(owner: &str, found: Vec<(String, String)>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, text) in found {
        match at.split('\n').count() {
            2 => {
                let head = serde_json::from_str::<Head>(&text).ok().filter(|head| head.owner == owner);
                entries.extend(head.map(|head| Entry { head: Arc::new(head), steps: Vec::new() }));
            }
            _ => {
                let of = entries.last_mut().filter(|one| at.starts_with(&key(owner, &one.head.id)));
                if let (Some(entry), Ok(step)) = (of, serde_json::from_str(&text)) {
                    entry.steps.push(step);
                }
            }
        }
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.head.began));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str, began: i64) -> Head {
        let (owner, user) = ("http://a admin".to_owned(), "admin".to_owned());
        Head {
            id: id.to_owned(),
            owner,
            user,
            began,
            ended: None,
            form: None,
            texts: Vec::new(),
            memories: Vec::new(),
        }
    }

    fn written(head: &Head, steps: &[&str]) -> Vec<(String, String)> {
        let own = (key(&head.owner, &head.id), serde_json::to_string(head).unwrap_or_default());
        let step = |(at, stage): (usize, &&str)| {
            let text = format!(
                r#"{{"at": {at}, "id": {{"kind": "Registry", "key": "x", "nth": 0}}, "file": "f", "name": "n",
                    "creates": true, "stage": {stage}, "made": null, "own": null, "doubt": null}}"#
            );
            (step_key(&head.owner, &head.id, at), text)
        };
        let mut all = vec![own];
        all.extend(steps.iter().enumerate().map(step));
        all.sort();
        all
    }

    #[test]
    fn runs_come_back_with_their_steps_the_newest_first() {
        let (old, new) = (head("1", 5), head("12", 9));
        let steps = [r#""Doubtful""#, r#"{"Done": null}"#, r#"{"Failed": "No."}"#, r#""Waiting""#];
        let mut found = [written(&old, &steps), written(&new, &[r#"{"Done": null}"#])].concat();
        found.sort();
        let entries = entries(&old.owner, found);
        assert_eq!(entries.iter().map(|one| one.head.id.as_str()).collect::<Vec<_>>(), ["12", "1"]);
        let said = entries.iter().map(|one| one.count().said()).collect::<Vec<_>>();
        assert_eq!(said, ["1 applied", "1 applied, 1 failed, 1 in doubt, 1 not begun"]);
    }

    #[test]
    fn what_belongs_to_somebody_else_is_not_seen() {
        let found = written(&head("1", 5), &[r#""Waiting""#]);
        assert_eq!(entries("http://a other", found), []);
    }

    #[test]
    fn the_steps_of_a_run_lie_between_their_keys_and_the_head_does_not() {
        let (first, last) = keys_of_steps("o", "1");
        let inside = |key: &str| first.as_str() < key && key < last.as_str();
        assert!(inside(&step_key("o", "1", 999)));
        assert!(!inside(&key("o", "1")) && !inside(&step_key("o", "12", 0)));
    }
}
