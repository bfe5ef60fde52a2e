//! Plans that follow each other while somebody types: what a document comes to is kept until something changes that it
//! depends on. What that is, it says itself: every question about other documents is noted with its answer, and of the
//! world the kind of the document tells what it can be compared with.

use std::collections::HashMap;
use std::sync::Arc;

use manifest::Manifest;
use model::{Kind, World};

use super::moment::Moment;
use super::ports::Deal;
use super::set::{About, application_of};
use super::{Planning, arranged};
use crate::choices::Choices;
use crate::documents::{Documents, Draft, File};
use crate::identity::StepId;
use crate::step::{Plan, Step};

/// Plans the same files again and again, as [`plan`](fn@crate::plan) does. Documents for which nothing has changed are not
/// compared again.
#[derive(Default)]
pub struct Planner {
    documents: Documents,
    moment: Moment,
    /// By the revision of the document.
    kept: HashMap<u64, Kept>,
    /// How many documents there were.
    count: usize,
    /// The plan that is being made, a few documents at a time.
    pass: Option<Pass>,
}

/// What a plan is made of that was begun. As long as that stays the same, what was found out for it holds.
struct Pass {
    documents: Vec<Who>,
    world: u64,
    choices: Choices,
    /// Whether the documents were those of the plan before, in the same places.
    all_same: bool,
}

impl Pass {
    fn of(planning: &Planning<'_>, all_same: bool) -> Pass {
        let documents = planning.drafts.iter().map(Who::is).collect();
        Pass { documents, world: planning.world.version(), choices: planning.choices.clone(), all_same }
    }

    fn is_of(&self, planning: &Planning<'_>) -> bool {
        let (documents, drafts) = (&self.documents, planning.drafts);
        self.world == planning.world.version()
            && self.choices == *planning.choices
            && documents.len() == drafts.len()
            && documents.iter().zip(drafts).all(|(who, draft)| who.still_is(draft))
    }
}

/// What was found out about one document.
struct Kept {
    who: Who,
    place: usize,
    seen: Seen,
    asked: Asked,
    about: Arc<About>,
    deals: Arc<Vec<Deal>>,
    /// None as long as another document or a mistake is in its way.
    step: Option<Arc<Step>>,
    /// It was found out, or found to hold, for the plan that is being made.
    in_pass: bool,
}

/// A document as others and its step know it.
struct Who {
    id: StepId,
    revision: u64,
    file: String,
    usable: bool,
}

impl Who {
    fn is(draft: &Draft<'_>) -> Who {
        Who {
            id: draft.id.clone(),
            revision: draft.revision,
            file: draft.file.to_owned(),
            usable: draft.problem.is_none(),
        }
    }

    fn still_is(&self, draft: &Draft<'_>) -> bool {
        let Who { id, revision, file, usable } = self;
        *revision == draft.revision
            && (id, file.as_str(), *usable) == (&draft.id, draft.file, draft.problem.is_none())
    }
}

/// What a document asked of the others.
#[derive(Default)]
pub(super) struct Asked {
    /// Who is about these objects.
    ones: Vec<(Kind, String, Option<Who>)>,
    /// Something that depends on all of them.
    pub(super) all: bool,
}

impl Asked {
    /// Notes the answer to a question.
    pub(super) fn one(&mut self, kind: Kind, name: &str, answer: Option<&Draft<'_>>) {
        self.ones.push((kind, name.to_owned(), answer.map(Who::is)));
    }

    /// Whether all answers would be the same.
    fn holds(&self, planning: &Planning<'_>, all_same: bool) -> bool {
        let same = |(kind, name, answer): &(Kind, String, Option<Who>)| match (
            planning.index.document_of(*kind, name),
            answer,
        ) {
            (Some(draft), Some(who)) => who.still_is(draft),
            (draft, who) => draft.is_none() && who.is_none(),
        };
        (all_same || !self.all) && self.ones.iter().all(same)
    }

    fn extend(&mut self, more: Asked) {
        self.ones.extend(more.ones);
        self.all |= more.all;
    }
}

/// What a document saw of the world.
#[derive(PartialEq)]
enum Seen {
    /// All of it.
    World(u64),
    Microservice {
        beside: u64,
        /// Its application, if that is there, and whether it runs.
        application: Option<(String, bool)>,
        /// When it was last otherwise, and whether it waits to be built again.
        live: Option<(Option<u64>, bool)>,
    },
}

impl Planner {
    pub fn new() -> Planner {
        Planner::default()
    }

    /// See [`plan`](fn@crate::plan).
    pub fn plan(&mut self, files: &[File<'_>], world: &World, choices: &Choices) -> Plan {
        // Nothing is left when it always goes on.
        self.plan_on(files, world, choices, || true).unwrap_or_default()
    }

    /// The same, as long as `goes_on` says so, and for one document at least. `Err` is how many are left; the next call
    /// with the same files, world and choices goes on from there, and any other begins anew.
    pub fn plan_on(
        &mut self,
        files: &[File<'_>],
        world: &World,
        choices: &Choices,
        mut goes_on: impl FnMut() -> bool,
    ) -> Result<Plan, usize> {
        self.moment.look(world);
        self.read_for(world);
        let drafts = self.documents.gather(files);
        let mut planning = Planning::new(&drafts, world, choices);
        let pass = self.pass.take().filter(|pass| pass.is_of(&planning));
        let mut kept = taken(&mut self.kept, &drafts, pass.is_some());
        let all_same = pass.map_or_else(|| self.count == kept.len() && in_place(&kept), |pass| pass.all_same);
        self.count = kept.len();
        let (mut left, mut is_over) = (0, false);
        for (place, (kept, draft)) in kept.iter_mut().zip(&drafts).enumerate() {
            if kept.as_ref().is_some_and(|kept| kept.in_pass) {
                continue;
            }
            let seen = Seen::by(draft, &planning, &self.moment);
            let held = kept.take().filter(|kept| kept.holds(draft, &seen, &planning, all_same));
            *kept = match held {
                Some(kept) => Some(Kept { place, in_pass: true, ..kept }),
                None if is_over => {
                    left += 1;
                    None
                }
                None => {
                    let new = Kept::new(place, draft, seen, &planning);
                    is_over = !goes_on();
                    Some(new)
                }
            };
        }
        let mut kept: Vec<Kept> = kept.into_iter().flatten().collect();
        let steps = if left > 0 {
            Err(drafts.len())
        } else {
            planning.set = planning.take_down(kept.iter().map(|kept| Arc::clone(&kept.about)).collect());
            steps(&planning, &mut kept, is_over, goes_on)
        };
        if steps.is_err() {
            self.pass = Some(Pass::of(&planning, all_same));
        }
        let plan = steps.map(|mut steps| {
            let deals: Vec<_> = kept.iter().map(|kept| Arc::clone(&kept.deals)).collect();
            planning.hand_over_ports(&mut steps, &deals);
            arranged(steps)
        });
        self.kept = kept.into_iter().map(|kept| (kept.who.revision, kept)).collect();
        plan
    }

    /// Reads documents for the Controller of this world from now on. What a plan of another one would read anew is not read
    /// in vain then.
    pub fn read_for(&mut self, world: &World) {
        self.documents.read_for(world.capabilities.release());
    }

    /// Reads what has changed of these files, as long as `goes_on` says so; how many documents are left.
    pub fn read_on(&mut self, manifests: &[&Manifest], goes_on: impl FnMut() -> bool) -> usize {
        self.documents.look(manifests.iter().copied(), goes_on)
    }

    /// See [`identities`](fn@crate::identities).
    pub fn identities(&mut self, manifests: &[&Manifest]) -> Vec<Vec<StepId>> {
        self.documents.identities(manifests)
    }
}

/// What was found out about each of the documents before. `in_pass`: for the same plan.
fn taken(found: &mut HashMap<u64, Kept>, drafts: &[Draft<'_>], in_pass: bool) -> Vec<Option<Kept>> {
    let mut found = std::mem::take(found);
    let of = |draft: &Draft<'_>| {
        let kept = found.remove(&draft.revision).filter(|kept| kept.who.still_is(draft))?;
        Some(Kept { in_pass: in_pass && kept.in_pass, ..kept })
    };
    drafts.iter().map(of).collect()
}

fn in_place(kept: &[Option<Kept>]) -> bool {
    kept.iter().enumerate().all(|(at, kept)| kept.as_ref().is_some_and(|kept| kept.place == at))
}

/// The steps of all documents, as long as it goes on; `Err` is how many are missing.
fn steps(
    planning: &Planning<'_>,
    kept: &mut [Kept],
    mut is_over: bool,
    mut goes_on: impl FnMut() -> bool,
) -> Result<Vec<Arc<Step>>, usize> {
    let (mut steps, mut left) = (Vec::with_capacity(kept.len()), 0);
    for (place, (kept, draft)) in kept.iter_mut().zip(planning.drafts).enumerate() {
        let is_new = kept.step.is_none();
        if is_new && is_over {
            left += 1;
            continue;
        }
        steps.push(planning.step(place, draft, &mut kept.step));
        kept.asked.extend(planning.asked.take());
        if is_new && kept.step.is_some() {
            is_over = !goes_on();
        }
    }
    if left > 0 { Err(left) } else { Ok(steps) }
}

impl Kept {
    fn new(place: usize, draft: &Draft<'_>, seen: Seen, planning: &Planning<'_>) -> Kept {
        let (about, deals) = (Arc::new(planning.about(draft)), Arc::new(planning.deals(draft)));
        let (who, asked) = (Who::is(draft), planning.asked.take());
        Kept { who, place, seen, asked, about, deals, step: None, in_pass: true }
    }

    /// Whether it would be found out again like this.
    fn holds(&self, draft: &Draft<'_>, seen: &Seen, planning: &Planning<'_>, all_same: bool) -> bool {
        draft.kind != Some(Kind::Registry) && self.seen == *seen && self.asked.holds(planning, all_same)
    }
}

impl Seen {
    fn by(draft: &Draft<'_>, planning: &Planning<'_>, moment: &Moment) -> Seen {
        let Some(spec) = draft.read(Kind::Microservice) else { return Seen::World(moment.any) };
        let world = planning.world;
        let application = application_of(spec, world).unwrap_or_default();
        let live = world.microservice(&application, &spec.name);
        Seen::Microservice {
            beside: moment.beside,
            application: world.application(&application).map(|live| (application.clone(), live.is_activated)),
            live: live.map(|live| (moment.of(live), planning.waits_for_rebuild(live))),
        }
    }
}
