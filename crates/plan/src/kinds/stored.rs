//! What secrets and config maps have in common: keys and values that no list holds, replaced as a whole.

use manifest::wire::{Json, Spec, body};
use model::{Kind, Microservice};
use serde_json::Value;

use crate::apply::compare::Comparison;
use crate::planner::{Blocked, Outcome};
use crate::step::{Change, Consequence, FieldChange, Note};
use crate::write::{Fields, Object, Patch, Write};

/// The keys and values of a document; without them there is nothing to send.
pub(super) fn data(spec: &Spec) -> Result<&[(String, Json)], Blocked> {
    match &spec.data {
        Some(Json::Object(fields)) => Ok(fields),
        _ => Blocked::because("It needs data: keys, and a value for each."),
    }
}

/// The creation of one.
pub(super) fn created(kind: Kind, spec: &Spec) -> Outcome {
    let write = Write::create(kind, Object::named(&spec.name), body::named(spec));
    Outcome { creates: true, writes: vec![write], ..Outcome::default() }
}

/// The change of one. What it holds is not in any list, so that nobody sees it unasked: it is sent again, and not
/// compared. `only_new`: fields that only a creation takes.
pub(super) fn sent_again<'m>(
    kind: Kind,
    spec: &Spec,
    data: &[(String, Json)],
    only_new: &[&str],
    users: impl Iterator<Item = &'m Microservice>,
) -> Outcome {
    let mut outcome = Outcome::default();
    let sent = |(key, _): &(String, Json)| FieldChange {
        path: format!("data.{key}"),
        change: Change::Secret,
        note: Note::SentAgain,
    };
    outcome.changes.extend(data.iter().map(sent));
    outcome.consequences.push(Consequence::ReplacesData { keys: data.len() });
    outcome.used_by(users);
    let mut body = body::named(spec);
    body.remove("name");
    only_new.iter().for_each(|field| _ = body.remove(*field));
    let patch = Patch { body: Fields(body), beside: Fields::default() };
    outcome.writes.push(Write::change(kind, Object::named(&spec.name), patch));
    outcome
}

/// How what is there stands against what was asked for. No value is repeated.
pub(super) fn compared(write: &Write, live: &Value, places: [&'static str; 2]) -> Comparison {
    let mut found = Comparison::default();
    for place in places {
        if let Some(wanted) = write.asked().get(place) {
            found.note(place, live.get(place) == Some(wanted));
        }
    }
    found
}
