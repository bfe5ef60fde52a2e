//! From documents and live state to steps.

mod order;
pub(crate) mod ports;
mod set;

use model::{Kind, Microservice, World};
use set::Set;
pub(crate) use set::{About, Claim, Wanted, application_of, is_certain};

use crate::choices::{Choices, Deletion, RegistryChoice};
use crate::documents::{Draft, File, gather};
use crate::identity::StepId;
use crate::kinds;
use crate::step::{Action, Consequence, FieldChange, Plan, RegistryTwin, Step};
use crate::write::Write;

/// What the documents of `files` would do to `world`. Reads and sends nothing.
///
/// The lists that a plan compares (agents, registries, catalog items, applications, their templates and microservices)
/// have to be there: what is missing in them counts as not existing.
pub fn plan(files: &[File<'_>], world: &World, choices: &Choices) -> Plan {
    let drafts = gather(files);
    let mut planner = Planner { drafts: &drafts, world, choices, set: Set::default() };
    planner.set = planner.take_down();
    let mut steps: Vec<Step> =
        drafts.iter().enumerate().map(|(place, draft)| planner.step(place, draft)).collect();
    planner.hand_over_ports(&mut steps);
    // Stable: documents of one kind keep the order of the files.
    // What this console does not know comes last.
    steps.sort_by_key(|step| (step.kind.is_none(), step.kind));
    let mut steps = order::needed_first(steps);
    block_dependents(&mut steps);
    Plan { steps }
}

/// What a blocked step would have made is not there. Steps come after those that they need.
fn block_dependents(steps: &mut [Step]) {
    let mut blocked: Vec<(StepId, String)> = Vec::new();
    for step in steps {
        let needed = blocked.iter().find(|(id, _)| step.depends_on.contains(id));
        if let Some((_, name)) = needed.filter(|_| !matches!(step.action, Action::Blocked(_))) {
            step.action = Action::Blocked(format!("It needs {name}, which cannot be deployed."));
        }
        if matches!(step.action, Action::Blocked(_)) {
            step.writes.clear();
            step.potctl = None;
            blocked.push((step.id.clone(), format!("{} {}", step.id.kind(), step.name)));
        }
    }
}

pub(crate) struct Planner<'a> {
    pub(crate) drafts: &'a [Draft<'a>],
    pub(crate) world: &'a World,
    pub(crate) choices: &'a Choices,
    set: Set,
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

impl Planner<'_> {
    fn step(&self, place: usize, draft: &Draft<'_>) -> Step {
        let mut step = Step {
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
        };
        let Some(kind) = draft.kind else {
            step.action = not_ours(&draft.kind_word);
            return step;
        };
        let outcome = self.outcome(kind, place, draft);
        match outcome {
            Err(Blocked(reason)) => step.action = Action::Blocked(reason),
            Ok(outcome) => {
                let same = !outcome.not_by_potctl && !outcome.writes.is_empty();
                step.potctl = same.then(|| format!("potctl deploy -f {}", shell_word(draft.file)));
                fill(&mut step, outcome);
            }
        }
        step
    }

    fn outcome(&self, kind: Kind, place: usize, draft: &Draft<'_>) -> Result<Outcome, Blocked> {
        let spec = match (&draft.problem, &draft.read) {
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
        kinds::plan(kind, self, spec, &draft.id)
    }

    /// The step that makes the object of this name, if a document of these files does.
    pub(crate) fn declares(&self, kind: Kind, name: Option<&str>) -> Option<StepId> {
        self.document_of(kind, name?).map(|document| document.id.clone())
    }

    /// The document of these files about this object. One with a mistake counts: what needs it has to wait.
    pub(crate) fn document_of(&self, kind: Kind, name: &str) -> Option<&Draft<'_>> {
        self.drafts.iter().find(|draft| draft.read(kind).is_some_and(|spec| spec.name == name))
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

fn not_ours(kind: &str) -> Action {
    match kind {
        "" => Action::Blocked("The document has no kind.".to_owned()),
        "Route" => Action::Skipped("Routes are gone since Controller 3.7.".to_owned()),
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
