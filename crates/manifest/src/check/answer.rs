//! Answers of a Controller: JSON of its API, copied from a terminal or a browser, in the place of a manifest.

use model::World;
use serde_json::Value;

use super::context::Context;
use crate::kinds;
use crate::position::Edit;
use crate::read::Manifest;
use crate::tree::{Document, Node};

/// What an object of the API is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    /// The key of the list in an answer, and that of one object; one that stands by itself has none.
    list: &'static str,
    single: &'static str,
    /// With its article, for a sentence.
    one: &'static str,
    many: &'static str,
    /// Keys that tell it from all others; from all others of its list if there is one.
    keys: &'static [&'static str],
    /// Its keys say nothing where the list around it is missing.
    only_listed: bool,
    /// No kind of manifest stands for it.
    without_kind: bool,
    write: Option<Write>,
}

/// Writes the manifest of an object.
type Write = fn(&Told<'_>) -> Written;

/// An object as a Controller told of it.
pub(crate) struct Told<'a> {
    pub(crate) object: &'a Value,
    /// It stood in a list, where some kinds say less of it.
    pub(crate) is_listed: bool,
    /// The Controller at hand, which may be another one: that one gives the same id to something else.
    pub(crate) world: &'a World,
}

/// What became of an object.
pub(crate) enum Written {
    /// A manifest, in which something may be missing that the answer does not tell.
    As(String),
    /// It belongs to the Controller itself, and nobody deploys it.
    System,
    /// Nobody can tell: it cannot be read, or it is not known yet which objects the Controller at hand has.
    Unknown,
}

impl Answer {
    pub(crate) const fn new(
        list: &'static str,
        one: &'static str,
        many: &'static str,
        keys: &'static [&'static str],
    ) -> Answer {
        Answer { list, single: "", one, many, keys, only_listed: false, without_kind: false, write: None }
    }

    pub(crate) const fn written(self, write: Write) -> Answer {
        Answer { write: Some(write), ..self }
    }

    pub(crate) const fn listed(self) -> Answer {
        Answer { only_listed: true, ..self }
    }

    const fn below(self, single: &'static str) -> Answer {
        Answer { single, only_listed: true, ..self }
    }

    const fn what(&self, single: bool) -> &'static str {
        if single { self.one } else { self.many }
    }

    const fn without_kind(self) -> Answer {
        Answer { without_kind: true, ..self }
    }
}

/// The manifests of more objects are not looked at with each change of the text.
const MOST_CHECKED: usize = 200;

/// What is of no kind that the console deploys.
const ANSWERS: &[Answer] = &[
    Answer::new("fogs", "an agent", "agents", &["uuid", "daemonStatus"]),
    Answer::new("services", "a service", "services", &["name", "resource", "provisioningStatus"]),
    Answer::new("roles", "a role", "roles", &["name", "kind", "rules"]).below("role"),
    Answer::new("bindings", "a role binding", "role bindings", &["name", "roleRef", "subjects"])
        .below("binding"),
    Answer::new("serviceAccounts", "a service account", "service accounts", &["name", "roleRef"])
        .below("serviceAccount"),
    Answer::new(
        "rules",
        "a NATS account rule",
        "NATS account rules",
        &["id", "name", "exportsAllowWildcards"],
    ),
    Answer::new("rules", "a NATS user rule", "NATS user rules", &["id", "name", "bearerToken"]),
    Answer::new(
        "edgeResources",
        "an edge resource",
        "edge resources",
        &["name", "interfaceProtocol", "orchestrationTags"],
    ),
    Answer::new("certificates", "a certificate", "certificates", &["name", "subject", "validFrom"]),
    Answer::new(
        "cas",
        "a certificate authority",
        "certificate authorities",
        &["name", "subject", "valid_from"],
    ),
    Answer::new("accounts", "a NATS account", "NATS accounts", &["name", "publicKey", "jwt"]).without_kind(),
    Answer::new("users", "a NATS user", "NATS users", &["name", "publicKey", "jwt"]).listed().without_kind(),
    Answer::new("events", "an event", "events", &["eventType", "endpointType"]).without_kind(),
    Answer::new("fogTypes", "a type of agent", "types of agents", &["id", "name", "image"])
        .listed()
        .without_kind(),
    Answer::new("", "its state", "its state", &["status", "uptimeSec", "versions"]).without_kind(),
    Answer::new("", "a user", "users", &["sub", "preferred_username", "realm_access"]).without_kind(),
    Answer::new(
        "",
        "its router",
        "its router",
        &["host", "messagingPort", "edgeRouterPort", "interRouterPort"],
    )
    .without_kind(),
    Answer::new("", "its NATS hub", "its NATS hub", &["host", "serverPort", "clusterPort", "leafPort"])
        .without_kind(),
];

fn known() -> impl Iterator<Item = &'static Answer> {
    kinds::deployed().filter_map(|kind| kind.reading).flat_map(|reading| reading.answers).chain(ANSWERS)
}

/// An answer of a Controller that stands in the place of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControllerAnswer {
    /// For a sentence: "a registry", "microservices".
    pub what: &'static str,
    /// Puts manifests in its place, where that can be done. What an answer does not tell is missing in them.
    pub edit: Option<Edit>,
    /// How many objects are left out then, because they are the Controller's own.
    pub left_out: usize,
}

/// The answers of a Controller among the documents of a text.
pub fn controller_answers(manifest: &Manifest, world: &World) -> Vec<ControllerAnswer> {
    let answer = |document: &Document| {
        let root = document.root()?;
        let (answer, objects, single) = recognise(root)?;
        let made = answer.write.and_then(|write| made_of(write, &objects, !single, world));
        let left_out = made.as_ref().map_or(0, |made| made.left_out);
        let range = document.span_of(root).range();
        let edit = made.map(|made| Edit::replace(range, made.text.trim_end()));
        Some(ControllerAnswer { what: answer.what(single), edit, left_out })
    };
    manifest.documents().iter().filter_map(answer).collect()
}

/// Says so if a document is such an answer, and offers the manifest that stands for it if nothing is missing in that.
pub(crate) fn check(cx: &mut Context, root: Node) -> bool {
    let Some((answer, objects, single)) = recognise(root) else { return false };
    let made = answer.write.and_then(|write| made_of(write, &objects, !single, cx.world));
    let is_whole = |made: &Made| super::check(&Manifest::parse(&*made.text), Some(cx.world)).is_empty();
    let whole = made.as_ref().filter(|made| objects.len() <= MOST_CHECKED && is_whole(made));
    let advice = match (&whole, &made) {
        (Some(_), _) => "The manifest that stands for it can be put in its place.",
        (None, Some(_)) if single => {
            "The console can make a manifest of it, in which you then add what an answer does not tell."
        }
        (None, Some(_)) => {
            "The console can make manifests of them, in which you then add what an answer does not tell."
        }
        (None, None) if answer.without_kind => {
            "No manifest stands for that, so nothing of it can be deployed."
        }
        (None, None) => {
            "It holds ids of that Controller and what the Controller added, so it cannot be deployed. Open the object in \
                 this console and copy its YAML, or run \"potctl describe\"."
        }
    };
    let message =
        format!("This is a Controller's answer about {}, no manifest. {advice}", answer.what(single));
    let first = root.own_entries().next().map_or(root, |entry| entry.key);
    let edits =
        whole.map_or(Vec::new(), |made| vec![Edit::replace(root.local_range(), made.text.trim_end())]);
    let title = if single { "Make a manifest of it" } else { "Make manifests of them" };
    cx.error("controller-answer", first, message).fix(title, edits);
    true
}

fn recognise(root: Node<'_>) -> Option<(Answer, Vec<Node<'_>>, bool)> {
    let is = |object: Node, answer: &Answer| {
        object.is_mapping() && answer.keys.iter().all(|key| object.get(key).is_some())
    };
    let bare = |object: Node| known().find(|answer| !answer.only_listed && is(object, answer)).copied();
    if root.is_sequence() {
        let answer = bare(root.item(0)?)?;
        return Some((answer, root.items().collect(), false));
    }
    if let Some(answer) = bare(root) {
        return Some((answer, vec![root], true));
    }
    // Beside the list stand at most numbers: how many there are of all.
    let numbers = |but: &str| {
        root.own_entries().all(|entry| entry.key.scalar_text() == Some(but) || entry.value.as_f64().is_some())
    };
    let named = |key: &str| root.get(key).filter(|_| !key.is_empty());
    known().find_map(|answer| {
        if let Some(object) = named(answer.single).filter(|object| is(*object, answer)) {
            return Some((*answer, vec![object], true));
        }
        let list = named(answer.list).filter(|list| list.is_sequence())?;
        let object = list.item(0).filter(|object| is(*object, answer));
        let fits = object.is_some() || list.items().len() == 0 && numbers(answer.list);
        fits.then(|| (*answer, list.items().collect(), false))
    })
}

/// The documents that stand for some objects.
struct Made {
    text: String,
    left_out: usize,
}

fn made_of(write: Write, objects: &[Node], is_listed: bool, world: &World) -> Option<Made> {
    let (mut texts, mut left_out) = (Vec::new(), 0);
    for object in objects {
        match write(&Told { object: &object.to_json(), is_listed, world }) {
            Written::As(text) => texts.push(text),
            Written::System => left_out += 1,
            Written::Unknown => return None,
        }
    }
    let text = Manifest::concatenate(texts.iter().map(String::as_str));
    (!text.is_empty()).then_some(Made { text, left_out })
}
