//! One list of the Controller as signals. A refresh keeps every row that did not change, so nothing on screen moves.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use model::List;

use super::Loaded;

pub type Rows<T> = Arc<Vec<Arc<T>>>;

/// The handle to one list.
pub struct LiveList<T: Send + Sync + 'static> {
    rows: RwSignal<Rows<T>>,
    state: RwSignal<Loaded>,
    key: fn(&T) -> String,
}

impl<T: Send + Sync + 'static> Clone for LiveList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for LiveList<T> {}

impl<T: PartialEq + Send + Sync + 'static> LiveList<T> {
    /// An empty list whose rows are told apart by `key`.
    pub fn new(key: fn(&T) -> String) -> Self {
        Self { rows: RwSignal::new(Arc::new(Vec::new())), state: RwSignal::new(Loaded::Waiting), key }
    }

    pub fn rows(&self) -> Rows<T> {
        self.rows.get()
    }

    pub fn rows_untracked(&self) -> Rows<T> {
        self.rows.get_untracked()
    }

    pub fn state(&self) -> Loaded {
        self.state.get()
    }

    pub fn is_ready(&self) -> bool {
        self.state.with(|state| *state == Loaded::Ready)
    }

    /// What has come of it. One that this Controller or this role refuses is unknown, not empty.
    pub fn known(&self) -> List<T> {
        match self.state() {
            Loaded::Ready => List::whole(self.rows()),
            Loaded::Failed(why) | Loaded::Missing(why) => List::unknown(&why),
            Loaded::Waiting => List::default(),
        }
    }

    /// Takes a new answer; says nothing to anybody when it is the same as before.
    pub fn take(&self, new: Vec<T>) {
        if let Some(merged) = merge(&self.rows.get_untracked(), new, self.key) {
            self.rows.set(Arc::new(merged));
        }
        if self.state.get_untracked() != Loaded::Ready {
            self.state.set(Loaded::Ready);
        }
    }

    /// Notes a refusal. Rows that came before stay.
    pub fn fail(&self, error: &client::Error) {
        let state = match error.kind {
            client::ErrorKind::NotSupported => Loaded::Missing(error.message.clone()),
            _ => Loaded::Failed(error.to_string()),
        };
        let before = self.state.get_untracked();
        if before != Loaded::Ready && before != state {
            self.state.set(state);
        }
    }

    /// Forgets everything, as before the first answer.
    pub fn forget(&self) {
        if self.state.get_untracked() != Loaded::Waiting {
            self.rows.set(Arc::new(Vec::new()));
            self.state.set(Loaded::Waiting);
        }
    }
}

/// The new rows, with every unchanged one in its old allocation; `None` when nothing changed at all.
fn merge<T: PartialEq>(old: &[Arc<T>], new: Vec<T>, key: fn(&T) -> String) -> Option<Vec<Arc<T>>> {
    let in_place = old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| **old == *new);
    if in_place {
        return None;
    }
    let known = old.iter().map(|row| (key(row), row)).collect::<HashMap<_, _>>();
    let kept = |row: T| match known.get(&key(&row)) {
        Some(same) if ***same == row => Arc::clone(same),
        _ => Arc::new(row),
    };
    Some(new.into_iter().map(kept).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pair = (u32, &'static str);

    fn check(old: &[Pair], new: &[Pair], kept: Option<&[bool]>) {
        let old = old.iter().copied().map(Arc::new).collect::<Vec<_>>();
        let merged = merge(&old, new.to_vec(), |row| row.0.to_string());
        let same = merged.map(|rows| {
            let known = |row: &Arc<Pair>| old.iter().any(|other| Arc::ptr_eq(other, row));
            rows.iter().map(known).collect::<Vec<_>>()
        });
        assert_eq!(same.as_deref(), kept);
    }

    #[test]
    fn rows_that_did_not_change_keep_their_identity() {
        check(&[(1, "a"), (2, "b")], &[(2, "b"), (1, "changed"), (3, "new")], Some(&[true, false, false]));
    }

    #[test]
    fn an_equal_answer_changes_nothing() {
        check(&[(1, "a")], &[(1, "a")], None);
    }
}
