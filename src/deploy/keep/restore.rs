//! What was kept comes back: files into the workspace, texts of forms when their page is opened. What another tab has open
//! stays there.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{Either, select};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Keeper;
use super::record::{Place, Record, rescued, together};
use super::store::{self, Trouble};
use super::worker::job;
use crate::live::sleep;
use crate::resource::spare::Spare;

/// How long other tabs have to say what they have open.
const ANSWER: Duration = Duration::from_millis(400);
/// A database that has not answered by then does not work; nobody is kept waiting for it.
const PATIENCE: Duration = Duration::from_secs(3);

/// What comes back at once.
pub struct Back {
    /// Files of the workspace.
    pub files: Vec<Record>,
    /// The console had stopped; whether secrets were left out of what was rescued then.
    pub rescued: Option<bool>,
    /// Texts that were rescued and belong to no draft.
    pub lost: Vec<Spare>,
}

impl Keeper {
    /// Turns to the drafts of `owner`, which are read now. What `spares` holds is newer than what was kept.
    pub fn begin(self, owner: &str, spares: Vec<Spare>, back: Callback<Back>) {
        if self.owner.with_value(|own| own.as_deref() == Some(owner)) {
            return;
        }
        self.end();
        self.owner.set_value(Some(owner.to_owned()));
        let owner = owner.to_owned();
        spawn_local(async move {
            let found = self.read(&owner).await.unwrap_or_else(|trouble| {
                // Said when there is something to keep.
                self.trouble.set(Some(trouble));
                Vec::new()
            });
            let mut records = found;
            let spared = spares.iter().any(|spare| spare.without_secrets);
            let stopped = (!spares.is_empty()).then_some(spared);
            let (changed, lost) = rescued(&mut records, spares);
            let ids = records.iter().map(|one| one.id.clone()).collect::<BTreeSet<_>>();
            let is_unsure = ids.iter().any(|id| !self.tabs.takes_at_once(id));
            self.tabs.ask(ids);
            if is_unsure {
                sleep(ANSWER).await;
            }
            if !self.has_arrived(&owner, &mut records) {
                return;
            }
            changed.into_iter().for_each(|one| self.work(job(&one, Some(one.clone()))));
            let comes = |one: &Record| {
                matches!(one.place, Place::Workspace(_))
                    && (self.tabs.takes_at_once(&one.id) || untrack(|| !self.tabs.is_elsewhere(&one.id)))
            };
            let (files, resting) = records.into_iter().partition::<Vec<_>, _>(comes);
            self.resting.set(resting.into_iter().map(Arc::new).collect());
            back.run(Back { files, rescued: stopped, lost });
            self.tabs.begun();
            self.tabs.has(self.held());
            self.is_read.set(true);
        });
    }

    /// Turns away from the drafts of an owner. What is kept stays.
    pub fn end(self) {
        self.owner.set_value(None);
        self.resting.set(Vec::new());
        self.is_read.set(false);
    }

    /// Takes in what was read of an owner, without what is open here. False when somebody else is here by now, or nobody.
    fn has_arrived(self, owner: &str, records: &mut Vec<Record>) -> bool {
        if self.owner.try_get_value().flatten().as_deref() != Some(owner) {
            return false;
        }
        let held = self.held();
        records.retain(|one| !held.contains(&one.id));
        self.queue.update_value(|queue| queue.learn(records));
        records.iter_mut().for_each(|one| self.give_place(one));
        true
    }

    /// Gives what was written in a last moment, and is a draft of its own now, a place of its own.
    fn give_place(self, record: &mut Record) {
        if record.is_late() {
            let late = std::mem::replace(&mut record.id, self.id());
            let old = Record { id: late, ..record.clone() };
            self.work(job(record, Some(record.clone())));
            self.work(job(&old, None));
        }
    }

    async fn read(self, owner: &str) -> Result<Vec<Record>, Trouble> {
        let (found, late) = (Box::pin(store::all(owner)), Box::pin(sleep(PATIENCE)));
        match select(found, late).await {
            Either::Left((found, _)) => found.map(together),
            Either::Right(_) => Err(Trouble("its storage does not answer".to_owned())),
        }
    }

    /// Looks again what is kept and where it is open.
    pub(super) fn look_again(self) {
        if !self.is_read.get_untracked() || self.is_in_trouble() {
            return;
        }
        let Some(owner) = self.owner.get_value() else { return };
        spawn_local(async move {
            let Ok(mut records) = self.read(&owner).await else { return };
            if !self.has_arrived(&owner, &mut records) {
                return;
            }
            let records = records.into_iter().map(Arc::new).collect::<Vec<_>>();
            if self.resting.with_untracked(|resting| *resting != records) {
                self.resting.set(records);
            }
        });
    }

    /// Whether a draft of the form at this address is kept, and open in no other tab.
    pub fn has_form(self, address: &str) -> bool {
        self.resting.with(|resting| resting.iter().any(|one| self.is_free(one, address)))
    }

    /// Takes the draft of the form at this address that this tab had open, or else the newest; it is open here from now on.
    pub fn take_form(self, address: &str) -> Option<Record> {
        let next = self.next_of(address)?;
        self.resting.update(|resting| resting.retain(|one| one.id != next.id));
        Some(Record::clone(&next))
    }

    /// The draft that the form at this address would take.
    pub(super) fn next_of(self, address: &str) -> Option<Arc<Record>> {
        untrack(|| {
            self.resting.with(|resting| {
                let own = resting.iter().filter(|one| self.is_free(one, address));
                own.max_by_key(|one| (self.tabs.had(&one.id), one.changed)).cloned()
            })
        })
    }

    fn is_free(self, one: &Record, address: &str) -> bool {
        one.form() == Some(address) && !self.tabs.is_elsewhere(&one.id)
    }
}
