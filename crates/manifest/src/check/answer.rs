//! Answers of a Controller: JSON of its API, copied from a terminal or a browser, in the place of a manifest.

use model::World;
use serde_json::Value;

use super::context::Context;
use crate::kinds;
use crate::position::Edit;
use crate::tree::Node;

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

/// Writes the manifest of an object, if it is one of the Controller at hand: another one gives the same id to something
/// else.
type Write = fn(&Value, &World) -> Option<String>;

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

    const fn without_kind(self) -> Answer {
        Answer { without_kind: true, ..self }
    }
}

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

/// Says so if a document is such an answer, and offers the manifest that stands for it.
pub(crate) fn check(cx: &mut Context, root: Node) -> bool {
    let Some((answer, objects, single)) = recognise(root) else { return false };
    let what = if single { answer.one } else { answer.many };
    let made = answer.write.and_then(|write| manifest(cx, write, &objects));
    let advice = match made {
        Some(_) => "The manifest that stands for it can be put in its place.",
        None if answer.without_kind => "No manifest stands for that, so nothing of it can be deployed.",
        None => {
            "It holds ids of that Controller and what the Controller added, so it cannot be deployed. Open the object in \
                 this console and copy its YAML, or run \"potctl describe\"."
        }
    };
    let message = format!("This is a Controller's answer about {what}, no manifest. {advice}");
    let first = root.own_entries().next().map_or(root, |entry| entry.key);
    let range = root.local_range();
    let edits = made.map_or(Vec::new(), |made| vec![Edit::replace(range, made.trim_end())]);
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

/// The documents that stand for some objects, if nothing is lost or wrong in them.
fn manifest(cx: &Context, write: Write, objects: &[Node]) -> Option<String> {
    let world = cx.world;
    let texts: Vec<String> =
        objects.iter().map(|object| write(&object.to_json(), world)).collect::<Option<_>>()?;
    let text = crate::Manifest::concatenate(texts.iter().map(String::as_str));
    let right = !text.is_empty() && super::check(&crate::Manifest::parse(&*text), Some(world)).is_empty();
    right.then_some(text)
}
