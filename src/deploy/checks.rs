//! The checks of a workspace: its files are deployed together, so they are checked together.

use std::collections::HashMap;

use leptos::prelude::*;
use manifest::{Checker, Document, Manifest, Problem};

use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::resource::kept::left_out_problems;
use crate::resource::weight::for_console;
use crate::ui::slice::Slice;

/// What is wrong with the files.
#[derive(Clone, Default, PartialEq)]
struct Found {
    /// By their ids.
    files: HashMap<u32, OfFile>,
    /// Not all documents were looked at yet; then there is what was found in texts that are still the same.
    is_whole: bool,
}

#[derive(Clone, Default, PartialEq)]
struct OfFile {
    /// The documents that it was found in.
    documents: Vec<u64>,
    problems: Vec<Problem>,
}

/// The handle to the checks of one workspace.
#[derive(Clone, Copy)]
pub struct Checks {
    found: StoredValue<Option<Memo<Found>>>,
    checker: StoredValue<Checker>,
    owner: StoredValue<Owner>,
}

impl Checks {
    /// Of a workspace that lives as long as the present owner.
    pub fn new() -> Self {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        Self { found: StoredValue::new(None), checker: StoredValue::new(Checker::new()), owner }
    }

    /// What is wrong with one file, in the light of all others.
    pub fn problems_of(self, file: u32, workspace: Workspace, lookup: Lookup) -> Memo<Vec<Problem>> {
        let found = self.found(workspace, lookup);
        Memo::new(move |_| found.with(|found| found.files.get(&file).cloned().unwrap_or_default().problems))
    }

    /// Whether that is known of all documents.
    pub(super) fn is_whole(self, workspace: Workspace, lookup: Lookup) -> bool {
        self.found(workspace, lookup).with(|found| found.is_whole)
    }

    /// What is wrong with each file, in their order, however long it takes to say so.
    pub(super) fn of_all(self, workspace: Workspace, lookup: Lookup) -> Vec<Vec<Problem>> {
        let found = self.found(workspace, lookup).get();
        let found = match found.is_whole {
            true => found,
            false => self.find(workspace, lookup, || true).unwrap_or_default(),
        };
        let files = workspace.files.get();
        files.iter().map(|file| found.files.get(&file.id).cloned().unwrap_or_default().problems).collect()
    }

    /// Looks at documents for a while; how many are left.
    pub(super) fn look(self, texts: &[&Manifest], lookup: Lookup, slice: Slice) -> Option<usize> {
        let world = lookup.for_checks().get();
        self.checker.try_update_value(|checker| checker.look(texts, world.as_deref(), || slice.goes_on()))
    }

    /// One look at all files, made when the first of them comes.
    fn found(self, workspace: Workspace, lookup: Lookup) -> Memo<Found> {
        if let Some(found) = self.found.get_value() {
            return found;
        }
        let look = move |before: Option<&Found>| {
            workspace.follow_looking();
            self.find(workspace, lookup, Slice::at_once()).unwrap_or_else(|| {
                workspace.wait_for_texts();
                still_true(workspace, before)
            })
        };
        let found = self.owner.with_value(|owner| owner.with(|| Memo::new(look)));
        self.found.set_value(Some(found));
        found
    }

    /// What is wrong with all files; `None` when that takes longer than it goes on.
    fn find(self, workspace: Workspace, lookup: Lookup, goes_on: impl FnMut() -> bool) -> Option<Found> {
        let (files, world) = (workspace.files.get(), lookup.for_checks().get());
        let texts = files.iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        let texts = texts.iter().map(|text| &**text).collect::<Vec<_>>();
        let found = self.checker.try_update_value(|checker| {
            let left = checker.look(&texts, world.as_deref(), goes_on);
            (left == 0).then(|| checker.problems_of_all(&texts, world.as_deref()))
        });
        let found = found.flatten()?.into_iter();
        let found = found.map(|problems| problems.into_iter().map(for_console));
        let pairs = files.iter().zip(&texts).zip(found).map(|((file, text), problems)| {
            let left_out = file.draft.lacks_secrets().then(|| file.draft.with(left_out_problems));
            let others = file.begun.problems();
            let problems = left_out.into_iter().flatten().chain(others).chain(problems).collect();
            (file.id, OfFile { documents: documents(text), problems })
        });
        Some(Found { files: pairs.collect(), is_whole: true })
    }
}

/// What was found before in texts that nobody has changed since.
fn still_true(workspace: Workspace, before: Option<&Found>) -> Found {
    let files = workspace.files.get();
    let still = files.iter().filter_map(|file| {
        let found = before?.files.get(&file.id)?;
        let is_same = file.draft.with(|text| documents(text) == found.documents);
        is_same.then(|| (file.id, found.clone()))
    });
    Found { files: still.collect(), is_whole: false }
}

/// What tells the documents of a text from others, in their order.
pub(super) fn documents(text: &Manifest) -> Vec<u64> {
    text.documents().iter().map(Document::revision).collect()
}
