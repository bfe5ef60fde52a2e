//! What a text is compared with and checked against. A form asks only for what its kind of object needs: a Controller
//! with a thousand microservices needs seconds for each of the two lists that hold them.

use leptos::prelude::*;
use model::Kind;

use super::Loaded;
use super::lists::{COMPARED, LOOKED_UP};
use super::source::Source;
use super::{Live, Which, time_of_day};
use crate::session::{now_ms, steady_ms};

/// What the texts on screen are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Anything.
    #[default]
    Everything,
    /// Objects of one kind only.
    Kind(&'static OneKind),
    /// Those of one kind that belong to the application with this name.
    Within(&'static OneKind, String),
}

/// What texts about objects of one kind are compared with.
#[derive(Debug)]
pub struct OneKind {
    pub kind: Kind,
    /// The lists without which there is no plan: those of the kind, and of what uses it.
    pub compared: &'static [Source],
    /// Those that it does without.
    pub optional: &'static [Source],
}

impl PartialEq for OneKind {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for OneKind {}

impl Scope {
    /// The lists without which there is no plan.
    pub fn compared(&self) -> &'static [Source] {
        match self {
            Self::Everything => &COMPARED,
            Self::Kind(one) | Self::Within(one, _) => one.compared,
        }
    }

    /// The lists that it does without.
    pub fn optional(&self) -> &'static [Source] {
        match self {
            Self::Everything => &LOOKED_UP,
            Self::Kind(one) | Self::Within(one, _) => one.optional,
        }
    }

    /// The application that it is about things of.
    pub fn application(&self) -> Option<&str> {
        match self {
            Self::Within(_, name) => Some(name),
            _ => None,
        }
    }
}

impl Live {
    /// Keeps everything that checks and plans look things up in fresh while the caller is on screen. The answer is how
    /// far that has come.
    pub fn need_for_plans(self) -> Signal<Loaded> {
        self.need_for_texts(Signal::stored(Scope::Everything))
    }

    /// The same for texts that are about less. `scope` may grow while somebody writes.
    pub fn need_for_texts(self, scope: Signal<Scope>) -> Signal<Loaded> {
        self.look_at(scope.get_untracked());
        Effect::new(move |_| {
            let wanted = scope.get();
            self.look_at(wanted.clone());
            self.need(wanted.compared(), wanted.optional());
            self.is_patient_with(wanted.compared(), wanted.optional());
        });
        Memo::new(move |_| self.plan_state()).into()
    }

    fn look_at(self, scope: Scope) {
        if self.scope.with_untracked(|present| present.application() != scope.application()) {
            self.named_application.forget();
        }
        if self.scope.with_untracked(|present| *present != scope) {
            self.scope.set(scope);
        }
    }

    /// Reads the Controller once more, outside the rhythm. The error names a list that plans compare with and that did
    /// not come, or says that what is there is not of now.
    pub async fn refresh_for_plans(self) -> Result<(), String> {
        let (vital, others) =
            self.scope.with_untracked(|scope| (names(scope.compared()), names(scope.optional())));
        let began = steady_ms();
        self.refresh(&vital, &others).await?;
        // Whoever asked may be gone meanwhile, and the lists with them.
        let of_now = untrack(|| self.plans_from()).is_some_and(|from| from >= began);
        if of_now { Ok(()) } else { Err("The Controller's lists could not be read again.".to_owned()) }
    }

    /// Ready when there is something to plan against: the lists that a plan compares, whole, and of the others an answer.
    /// One that this Controller or this role refuses counts as unknown to the checks, not as empty; one still on its way
    /// would make a check say that nothing of it exists.
    pub fn plan_state(self) -> Loaded {
        let scope = self.scope.get();
        let compared = self.loaded(&names(scope.compared()));
        if let Some(said) = self.cut(scope.compared()).filter(|_| compared == Loaded::Ready) {
            return Loaded::Failed(said);
        }
        let waits = scope.optional().iter().any(|source| self.state_of(source.which) == Loaded::Waiting);
        if waits { compared.waiting() } else { compared }
    }

    /// Notes that something was written: what was asked for before says nothing about what is there now.
    pub fn has_written(self) {
        self.written.set(steady_ms());
    }

    /// Whether a plan of the lists that are here would be true: they were asked for after what this tab wrote last.
    pub fn is_true_for_plans(self) -> bool {
        let written = self.written.get();
        self.plans_from().is_some_and(|from| from >= written)
    }

    /// At what time of day the lists were asked for that a plan would be made from.
    pub fn plans_from_time(self) -> Option<String> {
        let age = steady_ms() - self.plans_from()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the age of a page in milliseconds is far below the limit"
        )]
        Some(time_of_day(now_ms() - age as i64))
    }

    /// When the oldest of the lists was asked for that a plan would be made from, by the clock of
    /// [`crate::session::steady_ms`]: what was written before that is in them.
    pub fn plans_from(self) -> Option<f64> {
        let lists = self.scope.with(|scope| names(scope.compared()));
        self.answers.get();
        self.asking.with_value(|asking| asking.asked_ms_of_all(&lists))
    }
}

/// The lists that a source is for.
fn names(sources: &[Source]) -> Vec<Which> {
    sources.iter().map(|source| source.which).collect()
}
