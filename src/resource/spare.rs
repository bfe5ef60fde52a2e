//! Copies of the texts that somebody is writing, outside everything that could fail with the program: when the console
//! stops, they go to the tab's storage without their secrets, and the next start of it takes them up.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::storage::Keep;

/// Where they are between the end of the program and its next start.
const KEY: &str = "ecn-console.rescued";

/// One text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spare {
    /// The draft that it is of.
    pub id: String,
    pub name: String,
    pub text: String,
    /// Passwords and the like stood in it, and were left out.
    pub without_secrets: bool,
}

/// What was rescued, and whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescued {
    /// Who wrote them: the Controller and the user there.
    pub of: String,
    pub texts: Vec<Spare>,
}

#[derive(Default)]
struct Kept {
    of: String,
    texts: BTreeMap<u64, (String, String)>,
    /// The draft of each number.
    ids: BTreeMap<u64, String>,
    last: u64,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// A number for a text that will be kept.
pub fn number() -> u64 {
    change(|kept| {
        kept.last += 1;
        kept.last
    })
    .unwrap_or_default()
}

/// Keeps a copy of a text under its number, in place of the one before.
pub fn keep(number: u64, name: &str, text: &str) {
    change(|kept| kept.texts.insert(number, (name.to_owned(), text.to_owned())));
}

pub fn forget(number: u64) {
    change(|kept| kept.texts.remove(&number));
}

/// The texts of this number are those of a draft.
pub fn belongs(number: u64, id: &str) {
    change(|kept| kept.ids.insert(number, id.to_owned()));
}

/// A draft is another one from now on.
pub fn moved(from: &str, to: &str) {
    change(|kept| {
        kept.ids.values_mut().filter(|id| *id == from).for_each(|id| to.clone_into(id));
    });
}

/// Whose texts these are from now on.
pub fn belong_to(of: String) {
    change(|kept| kept.of = of);
}

/// Puts the copies into the tab's storage; how many, or `None` when the storage did not take them.
pub fn rescue() -> Option<usize> {
    let rescued = change(|kept| {
        let texts = kept.texts.iter().filter(|(_, (_, text))| !text.trim().is_empty());
        let texts = texts.map(|(number, (name, text))| {
            let (text, without_secrets) = manifest::without_secrets(text);
            let id = kept.ids.get(number).cloned().unwrap_or_default();
            Spare { id, name: name.clone(), text, without_secrets }
        });
        Rescued { of: kept.of.clone(), texts: texts.collect() }
    })?;
    if rescued.texts.is_empty() {
        return Some(0);
    }
    let text = serde_json::to_string(&rescued).ok()?;
    Keep::Tab.write(KEY, &text).then_some(rescued.texts.len())
}

/// What was rescued before this start of the program. It stays in the storage until [`taken`].
pub fn rescued() -> Option<Rescued> {
    serde_json::from_str(&Keep::Tab.read(KEY)?).ok()
}

/// Whether there is anything, for those who do not want to read it.
pub fn is_there() -> bool {
    Keep::Tab.read(KEY).is_some()
}

pub fn taken() {
    Keep::Tab.forget(KEY);
}

/// `None` when the copies cannot be reached: the program failed in the middle of this.
fn change<T>(change: impl FnOnce(&mut Kept) -> T) -> Option<T> {
    KEPT.try_with(|kept| kept.try_borrow_mut().ok().map(|mut kept| change(&mut kept))).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_copy_of_each_text_is_kept_until_it_is_forgotten() {
        let (one, other) = (number(), number());
        keep(one, "a.yaml", "kind: A");
        keep(one, "a.yaml", "kind: B");
        keep(other, "b.yaml", "kind: C");
        forget(other);
        let texts = change(|kept| kept.texts.values().cloned().collect::<Vec<_>>());
        assert_eq!(texts, Some(vec![("a.yaml".to_owned(), "kind: B".to_owned())]));
    }
}
