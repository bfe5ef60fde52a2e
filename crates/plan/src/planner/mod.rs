//! From documents and live state to steps.

mod application;
mod catalog_item;
mod expand;
mod images;
mod microservice;
mod registry;
mod template;

use std::collections::BTreeSet;

use crate::choices::{Choices, Deletion, RegistryChoice};
use crate::documents::{Draft, File, gather};
use crate::identity::StepId;
use crate::live::Live;
use crate::step::{Action, Consequence, FieldChange, Kind, Plan, RegistryTwin, Step};
use crate::write::Write;

/// What the documents of `files` would do to `live`. Reads and sends nothing.
pub fn plan(files: &[File<'_>], live: &Live, choices: &Choices) -> Plan {
    let drafts = gather(files);
    let planner = Planner { drafts: &drafts, live, choices };
    let mut seen = BTreeSet::new();
    let mut steps: Vec<Step> = drafts.iter().map(|draft| planner.step(draft, &mut seen)).collect();
    // Stable: documents of one kind keep the order of the files.
    steps.sort_by_key(|step| Kind::from_name(&step.kind).map_or(usize::MAX, |kind| kind as usize));
    block_dependents(&mut steps);
    Plan { steps }
}

/// What a blocked step would have made is not there. Steps come after those that they need.
fn block_dependents(steps: &mut [Step]) {
    let mut blocked: Vec<(StepId, String)> = Vec::new();
    for step in steps {
        let needed = blocked.iter().find(|(id, _)| step.depends_on.contains(id));
        if let Some((_, name)) = needed {
            step.action = Action::Blocked(format!("It needs {name}, which cannot be deployed."));
        }
        if matches!(step.action, Action::Blocked(_)) {
            step.writes.clear();
            step.potctl = None;
            blocked.push((step.id.clone(), format!("{} {}", step.kind, step.name)));
        }
    }
}

struct Planner<'a> {
    drafts: &'a [Draft<'a>],
    live: &'a Live,
    choices: &'a Choices,
}

/// What one document comes to.
#[derive(Default)]
struct Outcome {
    creates: bool,
    changes: Vec<FieldChange>,
    consequences: Vec<Consequence>,
    writes: Vec<Write>,
    depends_on: Vec<StepId>,
    deletion: Option<Deletion>,
    twins: Vec<RegistryTwin>,
    choice: Option<RegistryChoice>,
    /// Why nothing can be sent before a person has decided.
    undecided: Option<String>,
    /// potctl knows no names where we found one: it would create another object, or be refused.
    not_by_potctl: bool,
}

/// Why a document cannot be deployed, in a sentence.
struct Blocked(String);

impl Blocked {
    fn because<T>(reason: impl Into<String>) -> Result<T, Blocked> {
        Err(Blocked(reason.into()))
    }
}

impl Planner<'_> {
    fn step(&self, draft: &Draft<'_>, seen: &mut BTreeSet<(Kind, String)>) -> Step {
        let mut step = Step {
            id: draft.id.clone(),
            file: draft.file.to_owned(),
            kind: draft.kind_word.clone(),
            name: draft.written_name.clone(),
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
        let outcome = match &draft.spec {
            Err(problem) => Err(Blocked(problem.clone())),
            Ok(spec) => {
                step.name = match kind {
                    Kind::Registry => spec.text("url").unwrap_or_default().to_owned(),
                    _ => spec.full_name(),
                };
                self.outcome(kind, draft, seen)
            }
        };
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

    fn outcome(
        &self,
        kind: Kind,
        draft: &Draft<'_>,
        seen: &mut BTreeSet<(Kind, String)>,
    ) -> Result<Outcome, Blocked> {
        let Ok(spec) = &draft.spec else { return Blocked::because("The document cannot be read.") };
        let key = match (kind, spec.id) {
            (Kind::Registry, None) => draft.id.key().to_owned(),
            (Kind::Registry | Kind::CatalogItem, Some(id)) => format!("#{id}"),
            _ => spec.full_name(),
        };
        if !seen.insert((kind, key)) {
            return Blocked::because(format!("An earlier document is about the same {kind}."));
        }
        match kind {
            Kind::ApplicationTemplate => self.template(spec),
            Kind::Registry => self.registry(spec, &draft.id),
            Kind::CatalogItem => self.catalog_item(spec),
            Kind::Application => self.application(spec),
            Kind::Microservice => self.microservice(spec),
        }
    }

    /// The step that creates this object, when a usable document of these files is about it.
    fn document_of(&self, kind: Kind, name: &str) -> Option<&Draft<'_>> {
        self.drafts.iter().find(|draft| draft.spec_of(kind).is_some_and(|spec| spec.name == name))
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
