//! Reading, checking and planning many documents takes longer than a frame, so it is done in slices. What a slice finds is
//! kept by document and world, and nobody is shown it before nothing is missing: what is shown is always made of the texts,
//! lists and decisions as they are then. So a slice that comes too late, after another key, a closed file or another
//! Controller, has done nothing worse than work that nobody needs.

use leptos::prelude::*;
use leptos::task::spawn_local;
use plan::{Choices, File, Plan, Planner, StepId};

use crate::deploy::checks::documents;
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::ui::slice::{Slice, breathe};

/// The handle to what is looked at in slices.
#[derive(Clone, Copy)]
pub struct Looking {
    wants: StoredValue<Wants>,
    is_going: StoredValue<bool>,
    /// Counts what came to its end, for those who wait for that.
    ends: RwSignal<u32>,
    progress: RwSignal<Option<Progress>>,
    /// The file that is being read in.
    reading: RwSignal<Option<String>>,
    /// How often files are being taken in now: there are more of them in a moment.
    taking: RwSignal<u32>,
    /// Counts how often everything was dropped: what was read before that is nobody's.
    age: StoredValue<u32>,
    /// What the last plan was made of, but for the lists.
    planned: StoredValue<Option<(Vec<Text>, Choices)>>,
    /// What texts are looked at beside, known as soon as there is one.
    lookup: StoredValue<Option<Lookup>>,
}

/// What somebody waits for.
#[derive(Clone, Copy, Default)]
struct Wants {
    texts: bool,
    plan: bool,
}

/// A file as it is planned: its number, its name, and its documents.
pub(super) type Text = (u32, String, Vec<u64>);

/// How far a look has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Checking { done: usize, of: usize },
    Planning { done: usize, of: usize },
}

/// What the documents of each file are about.
#[derive(Clone, Default, PartialEq)]
pub struct Ids {
    pub of_files: Vec<Vec<StepId>>,
    /// Not all documents were read for that yet, and then it says nothing.
    pub is_whole: bool,
}

impl Progress {
    /// In words.
    pub fn said(self) -> String {
        match self {
            Self::Checking { done, of } => format!("Checking {done} of {of} documents…"),
            Self::Planning { done, of } => format!("Planning {done} of {of} documents…"),
        }
    }
}

impl Looking {
    pub fn new() -> Self {
        Self {
            wants: StoredValue::new(Wants::default()),
            is_going: StoredValue::new(false),
            ends: RwSignal::new(0),
            progress: RwSignal::new(None),
            reading: RwSignal::new(None),
            taking: RwSignal::new(0),
            age: StoredValue::new(0),
            planned: StoredValue::new(None),
            lookup: StoredValue::new(None),
        }
    }

    /// How far it is, while something is looked at.
    pub fn progress(self) -> Option<Progress> {
        self.progress.get()
    }

    /// The file that is being read in now.
    pub fn reading(self) -> Option<String> {
        self.reading.get()
    }

    pub(super) fn reads(self, name: Option<&str>) {
        if self.reading.try_with_untracked(|now| now.as_deref() == name) == Some(false) {
            self.reading.set(name.map(str::to_owned));
        }
    }

    /// Files are being taken in from now on, or no more.
    pub(super) fn takes(self, takes: bool) {
        self.taking.try_update(|taking| *taking = if takes { *taking + 1 } else { taking.saturating_sub(1) });
    }

    /// How often everything was dropped; `None` when the workspace itself was.
    pub(super) fn age(self) -> Option<u32> {
        self.age.try_get_value()
    }

    /// Texts are looked at beside these lists.
    pub(super) fn is_beside(self, lookup: Lookup) {
        self.lookup.set_value(Some(lookup));
    }

    pub(super) fn is_cleared(self) {
        self.age.update_value(|age| *age += 1);
        self.planned.set_value(None);
    }
}

impl Workspace {
    /// Asks for all texts to be read and checked. Who follows the looking hears of its end.
    pub(super) fn wait_for_texts(self) {
        self.wait_for(|wants| wants.texts = true);
    }

    fn wait_for(self, want: impl FnOnce(&mut Wants)) {
        let looking = self.looking;
        looking.wants.update_value(want);
        let Some(lookup) = looking.lookup.get_value().filter(|_| !looking.is_going.get_value()) else {
            return;
        };
        looking.is_going.set_value(true);
        spawn_local(self.look_on(lookup));
    }

    /// Makes the caller run again when something has been looked at to its end.
    pub(super) fn follow_looking(self) {
        self.looking.ends.get();
    }

    /// Looks at what is wanted until nothing is.
    async fn look_on(self, lookup: Lookup) {
        loop {
            breathe().await;
            // It may be gone with its form, or with who signed out.
            let Some(wants) = self.looking.wants.try_get_value().filter(|_| !self.is_gone()) else { return };
            let slice = Slice::begin();
            let progress = match wants {
                Wants { texts: true, .. } => untrack(|| self.look_at_texts(lookup, slice)),
                Wants { plan: true, .. } => untrack(|| self.look_at_plan(lookup, slice)),
                Wants { .. } => break,
            };
            if progress.is_none() {
                self.looking.wants.update_value(|wants| match wants.texts {
                    true => wants.texts = false,
                    false => wants.plan = false,
                });
                self.looking.ends.update(|ends| *ends += 1);
            } else {
                self.looking.progress.set(progress);
            }
        }
        self.looking.is_going.set_value(false);
        self.looking.progress.set(None);
    }

    /// Reads and checks documents; `None` when all are.
    fn look_at_texts(self, lookup: Lookup, slice: Slice) -> Option<Progress> {
        let files = self.files.get();
        let texts = files.iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        let texts = texts.iter().map(|text| &**text).collect::<Vec<_>>();
        let of = texts.iter().map(|text| text.documents().len()).sum();
        let world = lookup.for_checks().get();
        let read = |planner: &mut Planner| {
            world.iter().for_each(|world| planner.read_for(world));
            planner.read_on(&texts, || slice.goes_on())
        };
        let left = match self.planner.try_update_value(read)? {
            0 => self.checks.look(&texts, lookup, slice)?,
            _ => of,
        };
        (left > 0).then_some(Progress::Checking { done: of.saturating_sub(left), of })
    }

    /// Plans documents; `None` when all are planned, or when that has to wait for something else.
    fn look_at_plan(self, lookup: Lookup, slice: Slice) -> Option<Progress> {
        if !self.is_looked_at(lookup) {
            return None;
        }
        let of = self.files.get().iter().map(|file| file.draft.with(|text| text.documents().len())).sum();
        let left = self.planned(lookup, || slice.goes_on())?.err()?;
        Some(Progress::Planning { done: usize::saturating_sub(of, left), of })
    }

    /// Whether everything is known of the texts that a plan is made of.
    fn is_looked_at(self, lookup: Lookup) -> bool {
        let ids = self.all_ids();
        ids.with(|ids| ids.is_whole) && self.checks.is_whole(self, lookup)
    }

    /// What the documents of each file are about, asked once for all who want to know it.
    pub(super) fn all_ids(self) -> Memo<Ids> {
        if let Some(ids) = self.ids.get_value() {
            return ids;
        }
        let ids = self.owner.with_value(|owner| owner.with(|| Memo::new(move |_| self.ids_in_turn())));
        self.ids.set_value(Some(ids));
        ids
    }

    fn ids_in_turn(self) -> Ids {
        self.follow_looking();
        let files = self.files.get();
        let texts = files.iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        let texts = texts.iter().map(|text| &**text).collect::<Vec<_>>();
        let read = |planner: &mut Planner| match planner.read_on(&texts, Slice::at_once()) {
            0 => Some(planner.identities(&texts)),
            _ => None,
        };
        match self.planner.try_update_value(read).flatten() {
            Some(of_files) => Ids { of_files, is_whole: true },
            None => {
                self.wait_for_texts();
                Ids { of_files: vec![Vec::new(); texts.len()], is_whole: false }
            }
        }
    }

    /// The plan as soon as it is whole. Until then it is `before`, where that is a plan of the same texts and decisions.
    pub fn plan_in_turn(self, lookup: Lookup, before: Option<&Plan>) -> Option<Plan> {
        self.follow_looking();
        lookup.for_plans()?;
        let of = (self.texts_now(), self.choices.get());
        let is_taking = self.looking.taking.get() > 0;
        if self.is_looked_at(lookup) && !is_taking {
            match self.planned(lookup, Slice::at_once())? {
                Ok(plan) => {
                    self.looking.planned.set_value(Some(of));
                    return Some(plan);
                }
                Err(_) => self.wait_for(|wants| wants.plan = true),
            }
        }
        let is_same = self.looking.planned.with_value(|planned| planned.as_ref() == Some(&of));
        before.filter(|_| is_same && !is_taking).cloned()
    }

    fn texts_now(self) -> Vec<Text> {
        let files = self.files.get();
        files.iter().map(|file| (file.id, file.name.get(), file.draft.with(documents))).collect()
    }

    /// What applying would do now, however long it takes to say so; `None` while the lists are not there yet.
    pub fn plan(self, lookup: Lookup) -> Option<Plan> {
        self.planned(lookup, || true)?.ok()
    }

    /// What applying would do now, or how many documents are left when it does not go on to the end.
    fn planned(self, lookup: Lookup, goes_on: impl FnMut() -> bool) -> Option<Result<Plan, usize>> {
        let state = lookup.for_plans()?;
        let files = self.files.get();
        let names = files.iter().map(|file| file.name.get()).collect::<Vec<_>>();
        // Where somebody else changed the object of a form, only the form's own changes are planned.
        let planned = files.iter().map(|file| file.draft.origin().planned().get()).collect::<Vec<_>>();
        let texts = files.iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        let problems = self.checks.of_all(self, lookup);
        let parts = names.iter().zip(&planned).zip(texts.iter().zip(&problems));
        let mut inputs = Vec::new();
        for ((name, planned), (text, problems)) in parts {
            inputs.push(match planned {
                Some(planned) => File { name, manifest: &planned.manifest, problems: &planned.problems },
                None => File { name, manifest: text, problems },
            });
        }
        let plan = |planner: &mut Planner| {
            self.choices.with(|choices| planner.plan_on(&inputs, &state, choices, goes_on))
        };
        let plan = self.planner.try_update_value(plan)?;
        Some(plan.map(|plan| if self.makes.get() { plan.that_only_makes() } else { plan }))
    }
}
