//! From documents and live state to steps.

mod index;
mod kept;
mod moment;
mod order;
pub(crate) mod ports;
mod set;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use index::Index;
use kept::Asked;
pub use kept::Planner;
use manifest::wire::{Spec, live};
use model::{Kind, Microservice, World};
use set::Set;
pub(crate) use set::{About, Claim, Wanted, application_of, is_certain};

use crate::choices::{Choices, Deletion, Doomed, RegistryChoice};
use crate::documents::{Draft, File};
use crate::identity::StepId;
use crate::kinds;
use crate::step::{Action, Consequence, FieldChange, Plan, RegistryTwin, Step};
use crate::write::Write;

/// What the documents of `files` would do to `world`. Reads and sends nothing.
///
/// The lists that a plan compares (agents, registries, catalog items, applications, their templates and microservices)
/// have to be there: what is missing in them counts as not existing.
pub fn plan(files: &[File<'_>], world: &World, choices: &Choices) -> Plan {
    Planner::new().plan(files, world, choices)
}

/// Brings steps into the order in which they are applied. They come in the order of the documents.
fn arranged(mut steps: Vec<Arc<Step>>) -> Plan {
    // Stable: documents of one kind keep the order of the files.
    // What this console does not know comes last.
    steps.sort_by_key(|step| (step.kind.is_none(), step.kind));
    let mut steps = order::needed_first(steps);
    block_dependents(&mut steps);
    Plan { steps }
}

/// What a blocked step would have made is not there. Steps come after those that they need.
fn block_dependents(steps: &mut [Arc<Step>]) {
    let mut blocked: HashMap<StepId, (usize, String)> = HashMap::new();
    for (at, step) in steps.iter_mut().enumerate() {
        let needed = step.depends_on.iter().filter_map(|id| blocked.get(id)).min_by_key(|(at, _)| *at);
        if let Some((_, name)) = needed.filter(|_| !matches!(step.action, Action::Blocked(_))) {
            Arc::make_mut(step).action =
                Action::Blocked(format!("It needs {name}, which cannot be deployed."));
        }
        if matches!(step.action, Action::Blocked(_)) {
            let step = Arc::make_mut(step);
            step.writes.clear();
            step.potctl = None;
            blocked.insert(step.id.clone(), (at, format!("{} {}", step.id.kind(), step.name)));
        }
    }
}

/// One look at all documents and the world.
pub(crate) struct Planning<'a> {
    pub(crate) drafts: &'a [Draft<'a>],
    pub(crate) world: &'a World,
    pub(crate) choices: &'a Choices,
    set: Set,
    index: Index<'a>,
    /// What the document that is being looked at asked of the others.
    asked: RefCell<Asked>,
    /// Live microservices that were read, by where the world has them: an answer may lack what tells them apart.
    seen: RefCell<HashMap<*const Microservice, Rc<Spec>>>,
}

/// What one document comes to.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) creates: bool,
    pub(crate) changes: Vec<FieldChange>,
    pub(crate) consequences: Vec<Consequence>,
    pub(crate) writes: Vec<Write>,
    pub(crate) depends_on: Vec<StepId>,
    pub(crate) deletion: Option<Deletion>,
    pub(crate) twins: Vec<RegistryTwin>,
    pub(crate) choice: Option<RegistryChoice>,
    /// Why nothing can be sent before a person has decided.
    pub(crate) undecided: Option<String>,
    /// potctl knows no names where we found one: it would create another object, or be refused.
    pub(crate) not_by_potctl: bool,
}

impl Outcome {
    /// Says which microservices use what is changed.
    pub(crate) fn used_by<'m>(&mut self, microservices: impl Iterator<Item = &'m Microservice>) {
        let microservices: Vec<String> = microservices.map(Microservice::full_name).collect();
        if !microservices.is_empty() {
            self.consequences.push(Consequence::UsedBy { microservices });
        }
    }

    /// Says which fields stay although the document does not mention them.
    pub(crate) fn stays(&mut self, fields: Vec<String>) {
        if !fields.is_empty() {
            self.consequences.push(Consequence::Stays { fields });
        }
    }
}

/// Why a document cannot be deployed, in a sentence.
pub(crate) struct Blocked(pub(crate) String);

impl Blocked {
    pub(crate) fn because<T>(reason: impl Into<String>) -> Result<T, Blocked> {
        Err(Blocked(reason.into()))
    }
}

impl<'a> Planning<'a> {
    fn new(drafts: &'a [Draft<'a>], world: &'a World, choices: &'a Choices) -> Planning<'a> {
        let (set, asked, seen) = (Set::default(), RefCell::default(), RefCell::default());
        Planning { drafts, world, choices, set, index: Index::new(drafts), asked, seen }
    }

    /// The step of a document. `kept`: what it came to, if that is known.
    fn step(&self, place: usize, draft: &Draft<'_>, kept: &mut Option<Arc<Step>>) -> Arc<Step> {
        let Some(kind) = draft.kind else {
            return Arc::new(Step { action: not_ours(draft.kind_word, self.world), ..Step::of(draft) });
        };
        let spec = match self.usable(kind, place, draft) {
            Ok(spec) => spec,
            Err(Blocked(reason)) => {
                return Arc::new(Step { action: Action::Blocked(reason), ..Step::of(draft) });
            }
        };
        let planned = || {
            let mut step = Step::of(draft);
            match kinds::plan(kind, self, spec, &draft.id) {
                Err(Blocked(reason)) => step.action = Action::Blocked(reason),
                Ok(outcome) => {
                    let same = !outcome.not_by_potctl && !outcome.writes.is_empty();
                    step.potctl = same.then(|| format!("potctl deploy -f {}", shell_word(draft.file)));
                    fill(&mut step, outcome);
                }
            }
            Arc::new(step)
        };
        Arc::clone(kept.get_or_insert_with(planned))
    }

    /// What a document says, unless it cannot be deployed whatever is there.
    fn usable<'d>(&self, kind: Kind, place: usize, draft: &Draft<'d>) -> Result<&'d Spec, Blocked> {
        let spec = match (&draft.problem, draft.read) {
            (None, Some(spec)) => spec,
            (Some(problem), _) => return Blocked::because(problem.as_str()),
            (None, None) => return Blocked::because("The document cannot be read."),
        };
        if kinds::has_name(kind) && !is_certain(&spec.name) {
            return Blocked::because(
                "The name is a template, so nobody can tell which object it comes to. Write the name itself.",
            );
        }
        self.alone(place)?;
        Ok(spec)
    }

    /// The step that makes the object of this name, if a document of these files does.
    pub(crate) fn declares(&self, kind: Kind, name: Option<&str>) -> Option<StepId> {
        self.document_of(kind, name?).map(|document| document.id.clone())
    }

    /// The document of these files about this object. One with a mistake counts: what needs it has to wait.
    pub(crate) fn document_of(&self, kind: Kind, name: &str) -> Option<&'a Draft<'a>> {
        let found = self.index.document_of(kind, name);
        self.asked.borrow_mut().one(kind, name, found);
        found
    }

    /// Notes that what is looked at depends on all documents.
    pub(crate) fn asks_all(&self) {
        self.asked.borrow_mut().all = true;
    }

    /// The microservices of an application.
    pub(crate) fn microservices_of(&self, application: &str) -> impl Iterator<Item = &'a Microservice> {
        self.index.microservices_of(self.world, application)
    }

    /// A live microservice in the shape in which it is compared. It is asked for what changes and for what stays.
    pub(crate) fn seen(&self, live: &'a Microservice) -> Rc<Spec> {
        let mut seen = self.seen.borrow_mut();
        let read = || Rc::new(live::read(Kind::Microservice, live, self.world));
        Rc::clone(seen.entry(std::ptr::from_ref(live)).or_insert_with(read))
    }

    /// The microservice that is to be deleted.
    fn doomed(&self, doomed: &Doomed) -> Option<&'a Microservice> {
        self.index.microservice(self.world, &doomed.uuid)
    }

    /// Whether a microservice waits to be built again.
    pub(crate) fn waits_for_rebuild(&self, one: &Microservice) -> bool {
        self.index.waits_for_rebuild(self.world, one)
    }
}

impl Step {
    /// The step of a document that comes to nothing.
    fn of(draft: &Draft<'_>) -> Step {
        Step {
            id: draft.id.clone(),
            file: draft.file.to_owned(),
            kind: draft.kind,
            name: draft.name(),
            action: Action::NoChange,
            changes: Vec::new(),
            consequences: Vec::new(),
            deletion: None,
            twins: Vec::new(),
            choice: None,
            depends_on: Vec::new(),
            potctl: None,
            writes: Vec::new(),
        }
    }
}

fn fill(step: &mut Step, outcome: Outcome) {
    step.action = match (outcome.undecided, outcome.writes.is_empty(), outcome.creates) {
        (Some(why), ..) => Action::Blocked(why),
        (None, true, _) => Action::NoChange,
        (None, false, true) => Action::Create,
        (None, false, false) => Action::Update,
    };
    step.deletion = outcome.deletion;
    step.twins = outcome.twins;
    step.choice = outcome.choice;
    step.changes = outcome.changes;
    step.consequences = outcome.consequences;
    // What happens before what does not.
    step.consequences.sort_by_key(|consequence| matches!(consequence, Consequence::Stays { .. }));
    step.depends_on = outcome.depends_on;
    step.writes = outcome.writes;
}

fn not_ours(kind: &str, world: &World) -> Action {
    match kind {
        "" => Action::Blocked("The document has no kind.".to_owned()),
        "Route" if !knows_routes(world) => {
            Action::Skipped("Routes are gone since Controller 3.7.".to_owned())
        }
        "Route" => {
            Action::Skipped("This console takes routes with their application, under spec.routes.".to_owned())
        }
        _ => Action::Skipped(format!("This console does not deploy {kind}.")),
    }
}

/// A file name as one word of a command line.
fn shell_word(name: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "._-/+@%:=,".contains(char);
    if !name.is_empty() && !name.starts_with('-') && name.chars().all(plain) {
        return name.to_owned();
    }
    let dash = if name.starts_with('-') { "./" } else { "" };
    format!("'{dash}{}'", name.replace('\'', r"'\''"))
}

/// Whether the applications of this Controller have routes.
fn knows_routes(world: &World) -> bool {
    let routes = manifest::kinds::of(Kind::Application).field("spec.routes");
    routes.is_some_and(|routes| routes.is_there(world.capabilities.release()))
}
