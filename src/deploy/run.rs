//! A plan being applied: a few requests at a time, every step's state on screen, nothing done twice. After a pause the
//! plan is made anew, and what is new in it is seen by a person before anything is sent.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use client::{Client, Transport};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use leptos::prelude::*;
use leptos::task::spawn_local;
use plan::apply::{self, Next, StepState, Work, Worked};
use plan::undo::Memory;
use plan::{Choices, Plan, Step, StepId};

use crate::api::Api;
use crate::controllers::Controllers;
use crate::deploy::journal::record::Entry;
use crate::deploy::journal::{Journal, Writer};
use crate::deploy::roll_out::{Marks, marks};
use crate::deploy::undo::remember;
use crate::deploy::workspace::Workspace;
use crate::live::{Live, Lookup, sleep};

/// Where a run is as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    Going,
    /// Reading what became of the last request and what there is now.
    LookingBack,
    /// The person stopped it between two steps.
    Stopped,
    /// The Controller cannot be reached; it goes on from here.
    Interrupted(String),
    /// What is left to do is not what was shown.
    Changed,
    Over,
}

/// The handle to one run.
#[derive(Clone, Copy, PartialEq)]
pub struct Run {
    run: StoredValue<apply::Run>,
    progress: RwSignal<Progress>,
    /// Counts what happened, so that the rows are read again.
    beat: RwSignal<u32>,
    stop: StoredValue<bool>,
    /// What stood before.
    memories: StoredValue<HashMap<StepId, Memory>>,
    /// The containers that there were before.
    marks: StoredValue<Marks>,
    /// It was cut off, and what was shown before is not known.
    is_taken_up: StoredValue<bool>,
    /// Writes it down; `None` where nobody knows whose it is.
    writer: StoredValue<Option<Writer>>,
}

/// What going on needs.
#[derive(Clone, Copy)]
pub struct Scene {
    api: Api,
    live: Live,
    controllers: Controllers,
    journal: Journal,
    pub lookup: Lookup,
    pub workspace: Workspace,
}

impl Scene {
    /// What is here.
    pub fn here() -> Self {
        Self {
            api: expect_context(),
            live: expect_context(),
            lookup: expect_context(),
            controllers: expect_context(),
            journal: expect_context(),
            workspace: expect_context(),
        }
    }
}

impl Run {
    /// Begins to apply a plan.
    pub fn start(plan: &Plan, choices: &Choices, scene: Scene) -> Self {
        let memories = remember(plan, scene.lookup);
        let writer = scene.journal.begin(scene.workspace, &memories);
        let run = Self::of(apply::Run::new(plan, choices), Progress::Going, writer, scene);
        run.memories.set_value(memories);
        let client = scene.api.client();
        spawn_local(async move {
            run.write_whole().await;
            run.send(&client, scene.live).await;
        });
        run
    }

    /// A run that was cut off, before it goes on.
    pub fn taken_up(entry: &Entry, writer: Writer, scene: Scene) -> Self {
        let noted = apply::Run::of_noted(entry.steps.clone());
        let run = Self::of(noted, Progress::Stopped, Some(writer), scene);
        run.is_taken_up.set_value(true);
        run.memories.set_value(entry.head.memories.iter().cloned().collect());
        run
    }

    fn of(run: apply::Run, progress: Progress, writer: Option<Writer>, scene: Scene) -> Self {
        let world = untrack(|| scene.lookup.for_plans());
        let run = match &world {
            Some(world) => run.of_what_was_seen(Arc::clone(world)),
            None => run,
        };
        Self {
            run: StoredValue::new(run),
            progress: RwSignal::new(progress),
            beat: RwSignal::new(0),
            stop: StoredValue::new(false),
            memories: StoredValue::new(HashMap::new()),
            marks: StoredValue::new(world.map(|world| marks(&world)).unwrap_or_default()),
            is_taken_up: StoredValue::new(false),
            writer: StoredValue::new(writer),
        }
    }

    /// Goes on after a stop, an interruption or a failure. First it reads what became of what was sent, then everything
    /// that plans compare with, and plans the rest anew. `shown`: what a person has seen of it.
    pub fn go_on(self, scene: Scene, shown: Option<Plan>) {
        self.stop.set_value(false);
        self.progress.set(Progress::LookingBack);
        let client = scene.api.client();
        let controller = scene.controllers.current_untracked();
        spawn_local(async move {
            self.run.update_value(apply::Run::look_back);
            if let Some(progress) = self.drive(&client).await {
                self.progress.set(progress);
                return;
            }
            let read = scene.live.refresh_for_plans().await;
            // What no list holds is read once more, too; the first run has done the same.
            let again = match read {
                Ok(()) => scene.workspace.read_again().await,
                Err(error) => Err(error),
            };
            // The lists are another Controller's now, and this run nobody's.
            if scene.workspace.is_gone() || scene.controllers.current_untracked() != controller {
                return;
            }
            match again {
                Ok(false) => {}
                // A person looks at it first; the next time it is no other one any more.
                Ok(true) => return self.progress.set(Progress::Changed),
                Err(error) => return self.progress.set(Progress::Interrupted(error)),
            }
            match untrack(|| self.replanned(scene)) {
                Some((new, differing))
                    if differing.steps.is_empty()
                        || shown.as_ref().is_some_and(|shown| shown.looks_like(&differing)) =>
                {
                    self.run.set_value(new);
                    self.is_taken_up.set_value(false);
                    self.write_whole().await;
                    self.send(&client, scene.live).await;
                }
                Some(_) => self.progress.set(Progress::Changed),
                None => self.progress.set(Progress::Interrupted("The lists are not there yet.".to_owned())),
            }
        });
    }

    /// What is left to do and is not what was shown; follows texts, decisions and lists.
    pub fn differing(self, scene: Scene) -> Option<Plan> {
        self.beat.get();
        Some(self.replanned(scene)?.1)
    }

    fn replanned(self, scene: Scene) -> Option<(apply::Run, Plan)> {
        let plan = scene.workspace.plan(scene.lookup)?;
        let state = scene.lookup.for_plans()?;
        scene.workspace.choices.with(|choices| {
            self.run.with_value(|run| {
                let new = run.replanned(&plan, choices, &state).of_what_was_seen(Arc::clone(&state));
                let differing = run.differing(&new);
                Some((new, differing))
            })
        })
    }

    /// Stops before the next request; those under way come to their ends.
    pub fn stop(self) {
        self.stop.set_value(true);
    }

    pub fn progress(self) -> Progress {
        self.progress.get()
    }

    /// Every step of the plan with its state; `None` for steps that send nothing.
    pub fn rows(self) -> Vec<(Arc<Step>, Option<StepState>)> {
        self.beat.get();
        self.run
            .with_value(|run| run.rows().map(|(step, state)| (Arc::clone(step), state.cloned())).collect())
    }

    /// What stood where a step wrote.
    pub fn memory(self, id: &StepId) -> Option<Memory> {
        self.memories.with_value(|all| all.get(id).cloned())
    }

    /// Whether that is known.
    pub fn remembers(self, id: &StepId) -> bool {
        self.memories.with_value(|all| all.contains_key(id))
    }

    /// Whether it was cut off, so that nobody has seen yet what is left.
    pub fn is_taken_up(self) -> bool {
        self.is_taken_up.get_value()
    }

    /// The containers that there were before it began.
    pub fn with_marks<O>(self, read: impl FnOnce(&Marks) -> O) -> O {
        self.marks.with_value(read)
    }

    pub fn is_going(&self) -> bool {
        matches!(self.progress.get_untracked(), Progress::Going | Progress::LookingBack)
    }

    pub fn is_over(&self) -> bool {
        self.progress.get_untracked() == Progress::Over
    }

    /// Whether everything came to its end and nothing failed.
    pub fn is_done(&self) -> bool {
        self.is_over() && !self.failed()
    }

    /// Notes what it made and what no list tells by a name. `ids`: the documents that there are.
    pub fn remember(&self, choices: &mut Choices, ids: &BTreeSet<StepId>) {
        self.run.with_value(|run| choices.remember(run, ids));
    }

    /// How many deletions it leaves out, because nobody ticked them.
    pub fn left_out(&self) -> usize {
        self.run.with_value(apply::Run::left_out)
    }

    /// How many documents it leaves out, because they are blocked.
    pub fn blocked(&self) -> usize {
        self.run.with_value(apply::Run::blocked)
    }

    /// Whether a step failed or was skipped for one that did.
    pub fn failed(&self) -> bool {
        self.run.with_value(|run| {
            run.steps().any(|(_, state)| matches!(state, StepState::Failed(_) | StepState::Skipped { .. }))
        })
    }

    /// Writes down what it is about, before anything of it is sent.
    async fn write_whole(self) {
        let (Some(writer), Some(mut run)) = (self.writer(), self.run.try_get_value()) else { return };
        writer.whole(&mut run).await;
        let _ = self.run.try_set_value(run);
    }

    /// Notes that nobody goes on with it any more.
    pub async fn is_left(self) {
        if let Some(writer) = self.writer() {
            writer.ended().await;
        }
    }

    /// It goes off the screen, and may be gone on with later.
    pub fn let_go(self) {
        if let Some(writer) = self.writer() {
            writer.let_go();
        }
    }

    fn writer(self) -> Option<Writer> {
        self.writer.try_get_value().flatten()
    }

    async fn send(self, client: &Client<impl Transport>, live: Live) {
        // Somebody may have signed out while it was written down.
        if self.run.try_update_value(apply::Run::resume).is_none() {
            return;
        }
        self.progress.set(Progress::Going);
        let progress = self.drive(client).await;
        live.has_written();
        if progress.is_none() {
            self.is_left().await;
        }
        self.progress.set(progress.unwrap_or(Progress::Over));
        // What could not be read is told by the banner.
        let _ = live.refresh_for_plans().await;
    }

    /// Lets the run go on until there is nothing more to do, or it has to stop.
    async fn drive(self, client: &Client<impl Transport>) -> Option<Progress> {
        // Worked on as a copy: the rows may be read at any time while requests are under way.
        let Some(mut run) = self.run.try_get_value() else { return Some(Progress::Stopped) };
        let (mut lanes, writer) = (FuturesUnordered::new(), self.writer());
        loop {
            // What is gone, because somebody signed out, sends nothing more.
            let goes_on = self.stop.try_get_value() == Some(false);
            while let Some(next) = goes_on.then(|| run.go_on()).flatten() {
                if let Next::Work(work) = next {
                    lanes.push(done(*work, client));
                }
            }
            if let Some(writer) = writer {
                // Before it goes out: nothing under way has been asked yet.
                writer.news(&mut run).await;
            }
            self.show(&run);
            let Some(worked) = lanes.next().await else { break };
            run.absorb(worked);
        }
        if self.stop.try_get_value() != Some(false) && !run.is_finished() {
            return Some(Progress::Stopped);
        }
        run.interrupted().map(|error| Progress::Interrupted(error.to_string()))
    }

    fn show(self, run: &apply::Run) {
        // Both go with the person who signs out.
        let _ = self.run.try_set_value(run.clone());
        let _ = self.beat.try_update(|beat| *beat += 1);
    }
}

/// Work, done after the rest that it needs.
async fn done(work: Work, client: &Client<impl Transport>) -> Worked {
    if let Some(ms) = work.pause_ms() {
        sleep(Duration::from_millis(ms.into())).await;
    }
    work.go(client).await
}
