//! All drafts that are kept of who is signed in, for the list of them, and what can be done with one that is open nowhere.

use std::sync::Arc;

use leptos::prelude::*;

use super::Keeper;
use super::record::Record;
use super::worker::{Job, job};

/// A draft as it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub record: Arc<Record>,
    pub at: At,
}

/// Where a draft is open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// In this tab, as the draft of this id.
    Here(String),
    Free,
    Elsewhere,
}

impl Listed {
    /// What a row of the list is drawn for; the rest of it may change.
    pub fn key(&self) -> (String, At) {
        (self.record.id.clone(), self.at.clone())
    }
}

impl Keeper {
    /// All drafts that are kept of the owner, the newest first.
    pub fn list(self) -> Vec<Listed> {
        self.is_read.get();
        let owner = self.owner.get_value().unwrap_or_default();
        let here = |(id, record): (&String, &Arc<Record>)| Listed {
            record: Arc::clone(record),
            at: At::Here(id.clone()),
        };
        let mut all = self.kept.with(|kept| kept.iter().map(here).collect::<Vec<_>>());
        all.retain(|one| one.record.owner == owner);
        let rests = |record: &Arc<Record>| Listed {
            record: Arc::clone(record),
            at: if self.tabs.is_elsewhere(&record.id) { At::Elsewhere } else { At::Free },
        };
        self.resting.with(|resting| all.extend(resting.iter().map(rests)));
        all.sort_by_key(|one| std::cmp::Reverse(one.record.changed));
        all
    }

    /// Notes what is kept of a draft that is open here.
    pub fn is_kept(self, draft: &str, record: Option<Record>) {
        let is_open = self.open.try_update_value(|all| {
            let open = all.get_mut(draft)?;
            // One that came back is whose it was.
            let whose = record.as_ref().map(|record| record.owner.clone());
            open.owner = open.owner.take().or(whose);
            Some(())
        });
        if is_open.flatten().is_none() {
            return;
        }
        self.kept.update(|kept| match record {
            Some(record) => _ = kept.insert(draft.to_owned(), Arc::new(record)),
            None => _ = kept.remove(draft),
        });
    }

    /// Notes a draft of the owner that is not open here any more.
    pub fn rest(self, record: &Record) {
        let is_here = self.held().contains(&record.id);
        if is_here || self.owner.with_value(|owner| owner.as_ref() != Some(&record.owner)) {
            return;
        }
        self.resting.update(|resting| {
            resting.retain(|one| one.id != record.id);
            resting.push(Arc::new(record.clone()));
        });
    }

    /// Takes a draft that is open nowhere.
    pub fn take(self, id: &str) -> Option<Record> {
        let is_free = |one: &Arc<Record>| one.id == id && untrack(|| !self.tabs.is_elsewhere(id));
        let taken =
            self.resting.with_untracked(|resting| resting.iter().find(|one| is_free(one)).cloned())?;
        self.resting.update(|resting| resting.retain(|one| one.id != id));
        Some(Record::clone(&taken))
    }

    /// The same, if it is a file of the workspace.
    pub fn take_file(self, id: &str) -> Option<Record> {
        let is_file = |one: &Arc<Record>| one.id == id && one.form().is_none();
        self.resting.with_untracked(|resting| resting.iter().any(is_file)).then(|| self.take(id)).flatten()
    }

    /// Whether the form's page would take this draft, and no other one.
    pub fn is_next(self, record: &Record) -> bool {
        record.form().and_then(|address| self.next_of(address)).is_some_and(|next| next.id == record.id)
    }

    /// Discards a draft that is open nowhere.
    pub fn discard(self, record: &Record) {
        self.resting.update(|resting| resting.retain(|one| one.id != record.id));
        self.work(job(record, None));
    }

    /// Takes discarding back.
    pub fn put_back(self, record: &Record) {
        self.rest(record);
        self.work(job(record, Some(record.clone())));
    }

    /// Discards what is kept of a draft that is open here; it is kept again as soon as it changes.
    pub fn discard_open(self, draft: &str) {
        self.kept.update(|kept| _ = kept.remove(draft));
        let written = self.open.try_update_value(|all| {
            let open = all.get_mut(draft)?;
            open.dirty = false;
            Some((open.owner.clone()?, open.stored.clone()))
        });
        if let Some((owner, id)) = written.flatten() {
            self.work(Job { draft: String::new(), owner, id, record: None });
        }
    }

    /// Whether another tab has a draft of the form at this address open.
    pub fn is_form_elsewhere(self, address: &str) -> bool {
        let is_it = |one: &Arc<Record>| one.form() == Some(address) && self.tabs.is_elsewhere(&one.id);
        untrack(|| self.resting.with(|resting| resting.iter().any(is_it)))
    }
}
