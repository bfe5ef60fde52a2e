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
        self.moment.look(world);
        self.documents.read_for(world.capabilities.release());
        let drafts = self.documents.gather(files);
        let mut planning = Planning::new(&drafts, world, choices);
        let mut found = std::mem::take(&mut self.kept);
        let mut kept: Vec<Option<Kept>> = drafts
            .iter()
            .map(|draft| found.remove(&draft.revision).filter(|kept| kept.who.still_is(draft)))
            .collect();
        let all_same = self.count == drafts.len()
            && kept.iter().enumerate().all(|(at, kept)| kept.as_ref().is_some_and(|kept| kept.place == at));
        self.count = drafts.len();
        let mut kept: Vec<Kept> = kept
            .iter_mut()
            .zip(&drafts)
            .enumerate()
            .map(|(place, (kept, draft))| {
                let seen = Seen::by(draft, &planning, &self.moment);
                let kept = kept.take().filter(|kept| {
                    draft.kind != Some(Kind::Registry)
                        && kept.seen == seen
                        && kept.asked.holds(&planning, all_same)
                });
                Kept { place, ..kept.unwrap_or_else(|| Kept::new(draft, seen, &planning)) }
            })
            .collect();
        planning.set = planning.take_down(kept.iter().map(|kept| Arc::clone(&kept.about)).collect());
        let mut steps: Vec<Arc<Step>> = kept
            .iter_mut()
            .zip(&drafts)
            .enumerate()
            .map(|(place, (kept, draft))| {
                let step = planning.step(place, draft, &mut kept.step);
                kept.asked.extend(planning.asked.take());
                step
            })
            .collect();
        let deals: Vec<_> = kept.iter().map(|kept| Arc::clone(&kept.deals)).collect();
        planning.hand_over_ports(&mut steps, &deals);
        self.kept = kept.into_iter().map(|kept| (kept.who.revision, kept)).collect();
        arranged(steps)
    }

    /// See [`identities`](fn@crate::identities).
    pub fn identities(&mut self, manifests: &[&Manifest]) -> Vec<Vec<StepId>> {
        self.documents.identities(manifests)
    }
}

impl Kept {
    fn new(draft: &Draft<'_>, seen: Seen, planning: &Planning<'_>) -> Kept {
        let (about, deals) = (Arc::new(planning.about(draft)), Arc::new(planning.deals(draft)));
        Kept { who: Who::is(draft), place: 0, seen, asked: planning.asked.take(), about, deals, step: None }
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
