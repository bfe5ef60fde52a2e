//! The plan as data: what a page shows before anything is sent, and what a run then works through.

use std::sync::Arc;

use client::permissions::Verb;
use model::{Kind, Resource};

use crate::choices::{Choices, Deletion, RegistryChoice};
use crate::identity::StepId;
use crate::write::Write;

/// All steps, in the order in which they are applied. Documents that need nothing are in it too, so that every document
/// of the files has exactly one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub steps: Vec<Arc<Step>>,
}

impl Plan {
    /// The step of this document.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().map(Arc::as_ref).find(|step| step.id == *id)
    }

    /// Whether a person sees the same in both: documents, actions, changes, what they set off and what is asked. The
    /// requests behind it repeat what the Controller said last and may differ in that.
    pub fn looks_like(&self, other: &Plan) -> bool {
        let pairs = self.steps.iter().zip(&other.steps);
        self.steps.len() == other.steps.len() && pairs.into_iter().all(|(one, other)| one.looks_like(other))
    }

    /// The plan where only new objects are made: what would change one that is there already is blocked, but for a
    /// registry that somebody has chosen.
    pub fn that_only_makes(mut self) -> Self {
        let taken = |step: &&mut Arc<Step>| {
            matches!(step.action, Action::Update | Action::NoChange) && step.choice.is_none()
        };
        for step in self.steps.iter_mut().filter(taken).map(Arc::make_mut) {
            let what = step.kind.map_or("object", Kind::noun);
            let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            step.action = Action::Blocked(format!(
                "There is {article} {what} {} already. Choose another name, or open it to change it.",
                step.name
            ));
            step.changes.clear();
            step.consequences.clear();
            step.deletion = None;
            step.writes.clear();
        }
        self
    }

    /// How many steps send something, with these decisions.
    pub fn sent(&self, choices: &Choices) -> usize {
        self.steps.iter().filter(|step| step.requests(choices).next().is_some()).count()
    }

    /// How many steps have a deletion that is left out, because nobody consented to it.
    pub fn unticked(&self, choices: &Choices) -> usize {
        self.steps
            .iter()
            .filter(|step| step.writes() && step.deletion.is_some() && !choices.ticks(step))
            .count()
    }

    /// What a role must be allowed to do for the plan to be applied with these decisions, each once.
    pub fn permissions(&self, choices: &Choices) -> Vec<(Resource, Verb)> {
        let mut needed = Vec::new();
        for permission in
            self.steps.iter().flat_map(|step| step.requests(choices)).flat_map(Write::permissions)
        {
            if !needed.contains(&permission) {
                needed.push(permission);
            }
        }
        needed
    }
}

/// One document of the files and what would become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub id: StepId,
    /// Name of the file, as the caller gave it.
    pub file: String,
    /// `None` when this console does not know it; [`StepId::kind`] has the word that was written.
    pub kind: Option<Kind>,
    /// Name for people: `application/microservice`, a registry's url, else the object's name.
    pub name: String,
    pub action: Action,
    /// Changed fields, live against new. Empty for a create (everything is new).
    pub changes: Vec<FieldChange>,
    pub consequences: Vec<Consequence>,
    /// What it deletes; left out unless that was consented to (see [`Choices::ticks`](crate::Choices::ticks)).
    pub deletion: Option<Deletion>,
    /// Registries that have the address of a Registry document without `spec.id`, without those of the Controller: only a
    /// person knows whether one of them is meant.
    pub twins: Vec<RegistryTwin>,
    /// What was decided in view of them.
    pub choice: Option<RegistryChoice>,
    /// Steps that must have succeeded before this one is sent.
    pub depends_on: Vec<StepId>,
    /// The command that does the same from a terminal, when there is one: potctl finds catalog items and registries
    /// by `spec.id` only.
    pub potctl: Option<String>,
    pub(crate) writes: Vec<Write>,
}

impl Step {
    fn looks_like(&self, other: &Step) -> bool {
        let Step { id, file, kind, name, action, changes, consequences, deletion, twins, choice, .. } = self;
        (id, file, kind, name, action) == (&other.id, &other.file, &other.kind, &other.name, &other.action)
            && (changes, consequences) == (&other.changes, &other.consequences)
            && (deletion, twins, choice) == (&other.deletion, &other.twins, &other.choice)
            && (&self.depends_on, &self.potctl) == (&other.depends_on, &other.potctl)
    }

    /// What is sent with these decisions.
    pub(crate) fn requests(&self, choices: &Choices) -> impl Iterator<Item = &Write> {
        let ticked = choices.ticks(self);
        self.writes.iter().filter(move |write| ticked || !write.deletes())
    }

    /// Whether this step sends anything.
    pub fn writes(&self) -> bool {
        matches!(self.action, Action::Create | Action::Update)
    }
}

/// What happens to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Create,
    Update,
    /// The Controller already has it exactly so; nothing is sent.
    NoChange,
    /// Cannot be done as written; the sentence says why.
    Blocked(String),
    /// Not this console's to deploy; the sentence says why.
    Skipped(String),
}

/// One field, live against new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Where the field stands in the manifest: `spec.container.ports[0].external`. Parses as a `manifest::Path`.
    pub path: String,
    /// Live and new value for display. [`Change::Secret`] when neither may be shown.
    pub change: Change,
    pub note: Note,
}

/// The two values of a changed field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// `None`: not there.
    Shown { from: Option<String>, to: Option<String> },
    /// A password: neither value is kept here.
    Secret,
}

/// Why a field is in the list of changes, where the values alone do not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    Plain,
    /// The manifest does not mention the field, and deploying sets it back to its default (manifest rules 4.3).
    Reset,
    /// The value is a template that the Controller evaluates, so it cannot be compared.
    Computed,
    /// The live value cannot be read, so the new one is sent again.
    SentAgain,
    /// The live value cannot be read, and is taken away.
    Cleared,
}

/// What a step sets off beyond its own fields. `Display` gives the sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// The containers of these microservices (`application/name`) are recreated.
    Restarts { microservices: Vec<String> },
    /// Microservices that the file does not list.
    Deletes { microservices: Vec<String> },
    /// Microservices that the list lacks, and that another document may want.
    Keeps { microservices: Vec<String>, because: String },
    /// Microservices that use this registry or catalog item get the new values and a new container.
    Rebuilds { because: Kind, microservices: Vec<String> },
    /// These microservices use what is changed.
    UsedBy { microservices: Vec<String> },
    /// All keys and values of the object are replaced by those of the document.
    ReplacesData { keys: usize },
    /// A registry has no name; these have the same url already.
    SecondRegistry { url: String, twins: Vec<RegistryTwin> },
    /// Volumes stay on the old agent's host.
    VolumesStayBehind { agent: String, volumes: Vec<String> },
    /// The object changes its name.
    Renames { from: String, to: String },
    /// The application is stopped and deploying does not start it.
    StaysStopped { application: String },
    /// The application is made from a template again. What that comes to cannot be compared; of these microservices
    /// those that the template does not make are deleted.
    MadeFromTemplate { template: String, microservices: Vec<String> },
    /// Fields that the document does not mention and that the Controller keeps as they are.
    Stays { fields: Vec<String> },
    /// The document has no list of microservices. This console then keeps them, potctl would delete them.
    PotctlWouldDelete { microservices: Vec<String> },
}

/// A registry that has the url of a Registry document without `spec.id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryTwin {
    pub id: i64,
    pub url: String,
    pub username: String,
    /// The user name is the document's too.
    pub same_username: bool,
    /// Ids 1 and 2 belong to the Controller and cannot be updated.
    pub is_system: bool,
}
