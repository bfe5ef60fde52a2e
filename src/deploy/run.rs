//! A plan being applied: one request after the other, every step's state on screen, nothing done twice.

use client::{Client, Transport};
use leptos::prelude::*;
use leptos::task::spawn_local;
use plan::apply::{self, StepState};
use plan::{Choices, Plan, Step, StepId};

use crate::api::Api;
use crate::live::Live;

/// Where a run is as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    Going,
    /// The person stopped it between two steps.
    Stopped,
    /// The Controller cannot be reached; it goes on from here.
    Interrupted(String),
    Over,
}

/// The handle to one run.
#[derive(Clone, Copy, PartialEq)]
pub struct Run {
    plan: StoredValue<Plan>,
    run: StoredValue<apply::Run>,
    progress: RwSignal<Progress>,
    /// Counts what happened, so that the rows are read again.
    beat: RwSignal<u32>,
    stop: StoredValue<bool>,
}

impl Run {
    /// Begins to apply a plan.
    pub fn start(plan: Plan, choices: &Choices, api: Api, live: Live) -> Self {
        let run = Self {
            run: StoredValue::new(apply::Run::new(&plan, choices)),
            plan: StoredValue::new(plan),
            progress: RwSignal::new(Progress::Going),
            beat: RwSignal::new(0),
            stop: StoredValue::new(false),
        };
        run.go(api, live);
        run
    }

    /// Goes on after a stop or an interruption.
    pub fn resume(self, api: Api, live: Live) {
        self.run.update_value(apply::Run::resume);
        self.go(api, live);
    }

    /// Sends what failed, and what was skipped for it, once more.
    pub fn retry(self, api: Api, live: Live) {
        self.run.update_value(apply::Run::retry_failed);
        self.go(api, live);
    }

    /// Stops before the next request; the one under way comes to its end.
    pub fn stop(self) {
        self.stop.set_value(true);
    }

    pub fn progress(self) -> Progress {
        self.progress.get()
    }

    /// Every step of the plan with its state; `None` for steps that send nothing.
    pub fn rows(self) -> Vec<(Step, Option<StepState>)> {
        self.beat.get();
        let states = self
            .run
            .with_value(|run| run.steps().map(|(id, state)| (id.clone(), state.clone())).collect::<Vec<_>>());
        let state_of =
            |id: &StepId| states.iter().find(|(other, _)| other == id).map(|(_, state)| state.clone());
        self.plan
            .with_value(|plan| plan.steps.iter().map(|step| (step.clone(), state_of(&step.id))).collect())
    }

    pub fn is_going(&self) -> bool {
        self.progress.get_untracked() == Progress::Going
    }

    pub fn is_over(&self) -> bool {
        self.progress.get_untracked() == Progress::Over
    }

    /// Whether everything came to its end and nothing failed.
    pub fn is_done(&self) -> bool {
        self.is_over() && !self.failed()
    }

    /// Whether a step failed or was skipped for one that did.
    pub fn failed(&self) -> bool {
        self.run.with_value(|run| {
            run.steps()
                .any(|(_, state)| matches!(state, StepState::Failed { .. } | StepState::Skipped { .. }))
        })
    }

    fn go(self, api: Api, live: Live) {
        self.stop.set_value(false);
        self.progress.set(Progress::Going);
        let client = api.client();
        spawn_local(async move {
            let progress = self.send(client).await;
            self.progress.set(progress);
            // What could not be read is told by the banner.
            let _ = live.refresh_for_plans().await;
        });
    }

    async fn send(self, client: Client<impl Transport>) -> Progress {
        // Worked on as a copy: the rows may be read at any time while a request is under way.
        let mut run = self.run.get_value();
        loop {
            if self.stop.get_value() && !run.is_finished() {
                return Progress::Stopped;
            }
            let event = run.advance(&client).await;
            self.run.set_value(run.clone());
            self.beat.update(|beat| *beat += 1);
            if event.is_none() {
                break;
            }
        }
        match run.interrupted() {
            Some(error) => Progress::Interrupted(error.to_string()),
            None => Progress::Over,
        }
    }
}
