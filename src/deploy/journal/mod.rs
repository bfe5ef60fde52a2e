//! The journal of runs: every run is written down as it goes on, before each request, so that it survives its tab. One
//! that was cut off is offered to go on with; all of them are told on the activity page. No text in it has secrets.

pub mod applied;
pub mod cut_off;
pub mod record;
mod store;

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use plan::StepId;
use plan::apply::{self, Noted};
use plan::undo::Memory;

use self::record::{Entry, Head, KEPT, Text, step_key};
use crate::deploy::keep::Keeper;
use crate::deploy::keep::record::key;
use crate::deploy::keep::store::Trouble;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::session::{Session, now_ms};
use crate::ui::toast::Toasts;

/// The handle to what was written down of who is signed in.
#[derive(Clone, Copy)]
pub struct Journal {
    keeper: Keeper,
    session: Session,
    toasts: Toasts,
    entries: RwSignal<Vec<Arc<Entry>>>,
    /// Whether it was said that nothing can be written down.
    said: StoredValue<bool>,
}

impl Journal {
    /// Reads what there is of whoever signs in.
    pub fn provide() {
        let journal = Self {
            keeper: expect_context(),
            session: expect_context(),
            toasts: expect_context(),
            entries: RwSignal::new(Vec::new()),
            said: StoredValue::new(false),
        };
        provide_context(journal);
        Effect::new(move |_| {
            journal.entries.set(Vec::new());
            if journal.keeper.is_read() {
                journal.read();
            }
        });
    }

    fn read(self) {
        spawn_local(async move { self.read_now().await });
    }

    async fn read_now(self) {
        let Some(owner) = self.keeper.owner() else { return };
        // What cannot be read is told where something is to be written.
        let Ok(found) = store::all(&owner).await else { return };
        if self.keeper.owner().as_ref() == Some(&owner) {
            for old in found.iter().skip(KEPT) {
                let _ = store::remove(&owner, &old.head.id).await;
            }
            self.entries.try_set(found.into_iter().take(KEPT).map(Arc::new).collect());
        }
    }

    /// The runs, the newest first.
    pub fn entries(self) -> Vec<Arc<Entry>> {
        self.entries.get()
    }

    /// Notes that a run was left.
    pub fn end(self, entry: &Entry) {
        let writer = Writer { journal: self, head: StoredValue::new(Arc::clone(&entry.head)) };
        spawn_local(async move { writer.ended().await });
    }

    /// Begins to write down a run of the texts of a workspace. `memories`: what stands there before it.
    pub fn begin(self, workspace: Workspace, memories: &HashMap<StepId, Memory>) -> Option<Writer> {
        let form = workspace.form.get_value();
        let texts = workspace.files.with_untracked(|files| files.iter().map(text).collect());
        let head = Head {
            id: self.keeper.id(),
            owner: self.keeper.owner()?,
            user: untrack(|| self.session.user()).unwrap_or_default(),
            began: now_ms(),
            ended: None,
            form,
            texts,
            memories: memories
                .iter()
                .map(|(id, memory)| (id.clone(), memory.clone().for_keeping()))
                .collect(),
        };
        self.keeper.holds_run(&head.id);
        Some(Writer { journal: self, head: StoredValue::new(Arc::new(head)) })
    }

    /// Goes on writing down a run that was cut off.
    pub fn go_on(self, entry: &Entry) -> Writer {
        self.keeper.holds_run(&entry.head.id);
        Writer { journal: self, head: StoredValue::new(Arc::clone(&entry.head)) }
    }

    /// Whether nothing could be written down, so that nobody waits for that again.
    fn is_stuck(self) -> bool {
        self.said.try_get_value() != Some(false)
    }

    fn is_written(self, written: Result<(), Trouble>) {
        let Err(trouble) = written else { return };
        if self.said.try_get_value() == Some(false) {
            self.said.set_value(true);
            self.toasts.warn(format!(
                "What is applied cannot be written down in this browser: {}. Should this tab be closed in the middle, the \
                 plan says what is left to do.",
                trouble.0
            ));
        }
    }
}

fn text(file: &FileDraft) -> Text {
    let (text, left_out) = file.draft.with_untracked(manifest::without_secrets_of);
    Text { name: file.name.get_value(), kept_as: file.kept_as.get_value(), text, left_out }
}

/// Writes down one run.
#[derive(Clone, Copy)]
pub struct Writer {
    journal: Journal,
    head: StoredValue<Arc<Head>>,
}

impl Writer {
    /// Writes down the whole of it, in place of what was.
    pub async fn whole(self, run: &mut apply::Run) {
        let Some(mut head) = self.head.try_get_value() else { return };
        // One that was over goes on.
        Arc::make_mut(&mut head).ended = None;
        self.head.try_set_value(Arc::clone(&head));
        self.journal.keeper.holds_run(&head.id);
        run.newly_noted();
        let steps = run.noted();
        let mut pairs = pairs(&head, &steps);
        pairs.extend(written(&key(&head.owner, &head.id), &*head));
        if !self.journal.is_stuck() {
            let result = store::put_in_place(&head.owner, &head.id, pairs).await;
            self.journal.is_written(result);
        }
        self.tell(head, |entry| entry.steps.clone_from(&steps));
    }

    /// Writes down what has happened since.
    pub async fn news(self, run: &mut apply::Run) {
        let news = run.newly_noted();
        let Some(head) = self.head.try_get_value().filter(|_| !news.is_empty() && !self.journal.is_stuck())
        else {
            return;
        };
        let result = store::put(pairs(&head, &news)).await;
        self.journal.is_written(result);
        self.tell(head, |entry| {
            for new in &news {
                match entry.steps.iter_mut().find(|step| step.at == new.at) {
                    Some(step) => step.clone_from(new),
                    None => entry.steps.push(new.clone()),
                }
            }
        });
    }

    /// Lets somebody else go on with it.
    pub fn let_go(self) {
        self.head.try_with_value(|head| self.journal.keeper.leaves_run(&head.id));
    }

    /// Notes that nobody goes on with it.
    pub async fn ended(self) {
        let Some(mut head) = self.head.try_get_value() else { return };
        if head.ended.is_some() {
            self.journal.keeper.leaves_run(&head.id);
            return;
        }
        Arc::make_mut(&mut head).ended = Some(now_ms());
        self.head.try_set_value(Arc::clone(&head));
        if !self.journal.is_stuck() {
            let head = written(&key(&head.owner, &head.id), &*head);
            let result = store::put(head.into_iter().collect()).await;
            self.journal.is_written(result);
        }
        // After it was written: other tabs look then.
        self.journal.keeper.leaves_run(&head.id);
        self.tell(head, |_| ());
    }

    /// Shows it where runs are listed, as long as their owner is here.
    fn tell(self, head: Arc<Head>, change: impl FnOnce(&mut Entry)) {
        if self.journal.keeper.owner().as_ref() != Some(&head.owner) {
            return;
        }
        self.journal.entries.try_update(|entries| {
            let at = entries.iter().position(|entry| entry.head.id == head.id);
            let mut entry = Arc::unwrap_or_clone(match at {
                Some(at) => entries.remove(at),
                None => Arc::new(Entry { head: Arc::clone(&head), steps: Vec::new() }),
            });
            entry.head = head;
            change(&mut entry);
            entries.insert(at.unwrap_or_default(), Arc::new(entry));
        });
    }
}

fn written(key: &str, what: &impl serde::Serialize) -> Option<(String, String)> {
    Some((key.to_owned(), serde_json::to_string(what).ok()?))
}

fn pairs(head: &Head, steps: &[Noted]) -> Vec<(String, String)> {
    let pair = |step: &Noted| written(&step_key(&head.owner, &head.id, step.at), step);
    steps.iter().filter_map(pair).collect()
}
