//! Writes one draft after the other, so that each knows what it writes over.

use std::collections::{HashMap, VecDeque};

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Keeper;
use super::record::Record;
use super::store::{self, Written};
use crate::resource::spare;

/// What is to be done with what is kept of a draft.
pub struct Job {
    /// The draft; none for one that left this place.
    pub draft: String,
    pub owner: String,
    /// What it is written under.
    pub id: String,
    /// What to write; `None` takes it away.
    pub record: Option<Record>,
}

/// Writes what is kept of a draft that is not open here, or takes it away.
pub fn job(of: &Record, record: Option<Record>) -> Job {
    Job { draft: String::new(), owner: of.owner.clone(), id: of.id.clone(), record }
}

/// What is to be done, and what is known of what was.
#[derive(Default)]
pub struct Queue {
    jobs: VecDeque<Job>,
    /// Under way now.
    going: Option<Record>,
    is_going: bool,
    /// The revision that stands under each id, as far as this tab knows.
    revisions: HashMap<String, u32>,
}

impl Queue {
    /// What is not safely written yet, with the revision that each would be written over.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.going.iter().chain(self.jobs.iter().filter_map(|job| job.record.as_ref()))
    }

    /// Learns which revisions stand there.
    pub fn learn(&mut self, records: &[Record]) {
        self.revisions.extend(records.iter().map(|one| (one.id.clone(), one.revision)));
    }

    fn push(&mut self, mut job: Job) {
        self.jobs.retain(|other| other.id != job.id || other.owner != job.owner);
        let known = self.revisions.get(&job.id).copied();
        let is_going = self.going.as_ref().is_some_and(|going| going.id == job.id);
        if job.record.is_none() && known.is_none() && !is_going {
            return;
        }
        if let Some(record) = &mut job.record {
            record.revision = known.unwrap_or_default();
        }
        self.jobs.push_back(job);
    }

    fn next(&mut self) -> Option<(Job, u32)> {
        let job = self.jobs.pop_front()?;
        self.going.clone_from(&job.record);
        let expected = self.revisions.get(&job.id).copied().unwrap_or_default();
        Some((job, expected))
    }
}

impl Keeper {
    pub(super) fn work(self, job: Job) {
        let begins = self.queue.try_update_value(|queue| {
            queue.push(job);
            !queue.jobs.is_empty() && !std::mem::replace(&mut queue.is_going, !queue.jobs.is_empty())
        });
        if begins == Some(true) {
            spawn_local(async move {
                while let Some(Some((job, expected))) = self.queue.try_update_value(Queue::next) {
                    self.carry_out(job, expected).await;
                }
                let _ = self.queue.try_update_value(|queue| {
                    queue.going = None;
                    queue.is_going = false;
                });
            });
        }
    }

    async fn carry_out(self, job: Job, expected: u32) {
        let written = match &job.record {
            Some(record) => store::put(&Record { revision: expected + 1, ..record.clone() }, expected).await,
            None => store::remove(&job.owner, &job.id, expected).await,
        };
        match written {
            Ok(Written::Done) => {
                self.is_kept(&job.draft, job.record.clone());
                if let Some(record) = &job.record {
                    self.rest(record);
                }
                self.queue.update_value(|queue| match job.record {
                    Some(_) => _ = queue.revisions.insert(job.id, expected + 1),
                    None => _ = queue.revisions.remove(&job.id),
                });
                if self.trouble.with_untracked(Option::is_some) {
                    self.trouble.set(None);
                    self.said.set_value(false);
                }
            }
            Ok(Written::Taken) => self.put_beside(job),
            Err(trouble) => {
                if job.record.is_some() {
                    self.is_stopped_by(trouble);
                    // The next change of any draft tries again.
                    self.open.update_value(|all| {
                        if let Some(open) = all.get_mut(&job.draft) {
                            open.dirty = true;
                        }
                    });
                }
            }
        }
    }

    /// Somebody else wrote there: this text gets a place of its own.
    fn put_beside(self, job: Job) {
        let Some(record) = job.record else { return };
        let id = self.id();
        self.open.update_value(|all| {
            if let Some(open) = all.get_mut(&job.draft) {
                open.stored.clone_from(&id);
            }
        });
        spare::moved(&job.id, &id);
        self.tell();
        self.toasts.warn(format!(
            "{} was changed in another tab, too. Both texts are kept; yours is a draft of its own now.",
            record.name
        ));
        self.work(Job { id: id.clone(), record: Some(Record { id, ..record }), ..job });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deploy::keep::record::Place;
    use crate::resource::kept::Kept;

    fn of(id: &str, text: Option<&str>) -> Job {
        let record = text.map(|text| Record {
            id: id.to_owned(),
            owner: "o".to_owned(),
            place: Place::Workspace(0),
            name: "a.yaml".to_owned(),
            kept: Kept::of(text),
            changed: 0,
            revision: 0,
            by: "page".to_owned(),
        });
        Job { draft: id.to_owned(), owner: "o".to_owned(), id: id.to_owned(), record }
    }

    fn check(jobs: Vec<Job>, expected: &[(&str, Option<&str>)]) {
        let mut queue = Queue::default();
        jobs.into_iter().for_each(|job| queue.push(job));
        let left = queue.jobs.iter().map(|job| (&*job.id, job.record.as_ref().map(|one| &*one.kept.text)));
        assert_eq!(left.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn only_the_newest_text_of_each_draft_waits_to_be_written() {
        check(
            vec![of("1", Some("a")), of("2", Some("b")), of("1", Some("c"))],
            &[("2", Some("b")), ("1", Some("c"))],
        );
        check(vec![of("1", Some("a")), of("1", None)], &[]);
    }

    #[test]
    fn what_is_written_late_says_over_which_revision() {
        let mut queue = Queue::default();
        let Some(record) = of("1", Some("a")).record else { return };
        queue.learn(&[Record { revision: 7, ..record }]);
        queue.push(of("1", Some("b")));
        assert_eq!(queue.records().map(|one| one.revision).collect::<Vec<_>>(), [7]);
        assert_eq!(queue.next().map(|(_, expected)| expected), Some(7));
        assert_eq!(queue.records().count(), 1, "under way is not yet written");
    }
}
