//! The checks of a workspace: its files are deployed together, so they are checked together.

use std::collections::HashMap;

use leptos::prelude::*;
use manifest::{Checker, Problem};

use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::resource::kept::left_out_problems;
use crate::resource::weight::for_console;

/// What is wrong with each file, by its id.
type Found = HashMap<u32, Vec<Problem>>;

/// The handle to the checks of one workspace.
#[derive(Clone, Copy)]
pub struct Checks {
    found: StoredValue<Option<Memo<Found>>>,
    owner: StoredValue<Owner>,
}

impl Checks {
    /// Of a workspace that lives as long as the present owner.
    pub fn new() -> Self {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        Self { found: StoredValue::new(None), owner }
    }

    /// What is wrong with one file, in the light of all others.
    pub fn problems_of(self, file: u32, workspace: Workspace, lookup: Lookup) -> Memo<Vec<Problem>> {
        let found = self.found(workspace, lookup);
        Memo::new(move |_| found.with(|found| found.get(&file).cloned().unwrap_or_default()))
    }

    /// One look at all files, made when the first of them comes.
    fn found(self, workspace: Workspace, lookup: Lookup) -> Memo<Found> {
        if let Some(found) = self.found.get_value() {
            return found;
        }
        let found = self.owner.with_value(|owner| owner.with(|| look(workspace, lookup)));
        self.found.set_value(Some(found));
        found
    }
}

fn look(workspace: Workspace, lookup: Lookup) -> Memo<Found> {
    let checker = StoredValue::new(Checker::new());
    let world = lookup.for_checks();
    Memo::new(move |_| {
        let (files, world) = (workspace.files.get(), world.get());
        let texts = files.iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        let texts = texts.iter().map(|text| &**text).collect::<Vec<_>>();
        let found = checker.try_update_value(|checker| checker.problems_of_all(&texts, world.as_deref()));
        let found = found.unwrap_or_default().into_iter();
        let found = found.map(|problems| problems.into_iter().map(for_console));
        let pairs = files.iter().zip(found).map(|(file, problems)| {
            let left_out = file.draft.lacks_secrets().then(|| file.draft.with(left_out_problems));
            let others = file.begun.problems();
            (file.id, left_out.into_iter().flatten().chain(others).chain(problems).collect())
        });
        pairs.collect()
    })
}
