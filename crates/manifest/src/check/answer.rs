//! Answers of a Controller: JSON of its API, copied from a terminal or a browser, in the place of a manifest.

use serde_json::Value;

use super::context::Context;
use crate::describe::{self, Options};
use crate::lists::Lists;
use crate::position::Edit;
use crate::tree::Node;

/// What an object of the API is.
#[derive(Clone, Copy)]
struct Answer {
    /// The key of the list in an answer.
    list: &'static str,
    /// With its article, for a sentence.
    one: &'static str,
    many: &'static str,
    /// Keys that tell it from all others.
    keys: &'static [&'static str],
    write: Option<Write>,
}

/// Writes the manifest of an object, if it is one of the Controller at hand: another one gives the same id to something
/// else.
type Write = fn(&Value, &Lists) -> Option<String>;

const ANSWERS: &[Answer] = &[
    Answer {
        list: "microservices",
        one: "a microservice",
        many: "microservices",
        keys: &["uuid", "iofogUuid"],
        write: Some(|live, lists| Some(describe::microservice(live, lists, &Options::default()))),
    },
    // The microservices in an application lack fields, so no manifest can be made of it.
    Answer {
        list: "applications",
        one: "an application",
        many: "applications",
        keys: &["name", "isActivated", "microservices"],
        write: None,
    },
    Answer {
        list: "applications",
        one: "an application",
        many: "applications",
        keys: &["name", "isActivated", "isSystem"],
        write: None,
    },
    Answer {
        list: "catalogItems",
        one: "a catalog item",
        many: "catalog items",
        keys: &["name", "images", "publisher"],
        write: Some(|live, lists| {
            let name = live.get("name")?.as_str()?;
            let ours = lists
                .catalog_items
                .iter()
                .flatten()
                .any(|item| Some(item.id) == id(live) && item.name == name);
            ours.then(|| describe::catalog_item(live, &Options::default()))
        }),
    },
    Answer {
        list: "registries",
        one: "a registry",
        many: "registries",
        keys: &["url", "isPublic"],
        write: Some(|live, lists| {
            let url = live.get("url")?.as_str()?;
            let ours =
                lists.registries.iter().flatten().any(|item| Some(item.id) == id(live) && item.url == url);
            ours.then(|| describe::registry(live, &Options::default()))
        }),
    },
    Answer { list: "fogs", one: "an agent", many: "agents", keys: &["uuid", "daemonStatus"], write: None },
    Answer {
        list: "applicationTemplates",
        one: "an application template",
        many: "application templates",
        keys: &["name", "applicationJSON"],
        write: None,
    },
];

fn id(live: &Value) -> Option<i64> {
    live.get("id")?.as_i64()
}

/// Says so if a document is such an answer, and offers the manifest that stands for it.
pub(crate) fn check(cx: &mut Context, root: Node) -> bool {
    let Some((answer, objects, single)) = recognise(root) else { return false };
    let what = if single { answer.one } else { answer.many };
    let made = answer.write.and_then(|write| manifest(cx, write, &objects));
    let advice = match made {
        Some(_) => "The manifest that stands for it can be put in its place.",
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
    let of = |object: Node| ANSWERS.iter().find(|answer| is(object, answer)).copied();
    if root.is_sequence() {
        let answer = of(root.item(0)?)?;
        return Some((answer, root.items().collect(), false));
    }
    if let Some(answer) = of(root) {
        return Some((answer, vec![root], true));
    }
    // One list, maybe with a number of all of them beside it.
    ANSWERS.iter().find_map(|answer| {
        let list = root.get(answer.list).filter(|list| list.is_sequence())?;
        let object = list.item(0).filter(|object| is(*object, answer));
        let fits = list.items().len() == 0 || object.is_some();
        fits.then(|| (*answer, list.items().collect(), false))
    })
}

/// The documents that stand for some objects, if nothing is lost or wrong in them.
fn manifest(cx: &Context, write: Write, objects: &[Node]) -> Option<String> {
    let none = Lists::default();
    let lists = cx.world.lists.unwrap_or(&none);
    let texts: Vec<String> =
        objects.iter().map(|object| write(&object.to_json(), lists)).collect::<Option<_>>()?;
    let text = crate::Manifest::concatenate(texts.iter().map(String::as_str));
    let right = !text.is_empty() && super::check(&crate::Manifest::parse(&*text), cx.world.lists).is_empty();
    right.then_some(text)
}
