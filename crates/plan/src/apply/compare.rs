//! What of a request a live object has, in the terms of the plan: what reads as asked here is no change there.

use manifest::wire::live::{self, Names};
use manifest::wire::{Row, Spec};
use model::Kind;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::diff::{self, Mode};
use crate::step::Note;

/// Fields by their place below `spec`, as a manifest writes them.
pub(crate) type Places = Vec<&'static str>;

/// How a live object stands against the body of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// Asked for, and otherwise there.
    pub(crate) lacking: Places,
    /// Asked for, and there. In neither list: passwords, which cannot be read, and templates, which cannot be foretold.
    pub(crate) held: Places,
}

impl Comparison {
    /// Notes a field that is compared by itself.
    pub(crate) fn note(&mut self, place: &'static str, holds: bool) {
        if holds { self.held.push(place) } else { self.lacking.push(place) }
    }
}

/// Agents are compared by uuid: a body that names one by name leaves it to the Controller to compute.
pub(crate) struct Uuids;

impl Names for Uuids {
    fn agent_name(&self, uuid: &str) -> Option<String> {
        Some(uuid.to_owned())
    }
}

/// What replacing one by the other would change.
pub(crate) fn replaced(wanted: &Spec, now: &Spec) -> Places {
    diff::differences(wanted, now, Mode::Replace, &[]).iter().map(|it| it.row.path.as_str()).collect()
}

/// The fields that are otherwise in one of two states of an object than in the other, among those that count. Of one that
/// was not there then, or is not now, there are none.
pub(crate) fn moved<T: Serialize>(
    kind: Kind,
    (then, now): (Option<&T>, Option<&T>),
    counts: impl Fn(&Row) -> bool,
) -> Vec<String> {
    let read = |live: &T| live::read(kind, live, &Uuids);
    let (Some(then), Some(now)) = (then.map(read), now.map(read)) else { return Vec::new() };
    let found = diff::differences(&then, &now, Mode::Replace, &[]);
    found.iter().filter(|it| counts(it.row)).map(|it| it.row.path.clone()).collect()
}

/// How what was asked for stands against what is there; `given` tells which fields were asked for.
pub(crate) fn fields(mut wanted: Spec, now: &Spec, given: impl Fn(&Row) -> bool) -> Comparison {
    let (asked, apart): (Vec<&'static Row>, Vec<&'static Row>) =
        wanted.rows().iter().partition(|row| given(row));
    for row in &asked {
        // Reading takes a default for nothing; here it was asked for.
        if wanted.get(&row.path).is_none() {
            wanted.set(&row.path, row.default());
        }
    }
    let apart: Vec<&str> = apart.iter().map(|row| row.path.as_str()).collect();
    let found = diff::differences(&wanted, now, Mode::Update, &apart);
    let mut comparison = Comparison::default();
    for row in asked {
        match found.iter().find(|difference| difference.row.path == row.path) {
            None => comparison.held.push(&row.path),
            Some(difference) if difference.changes.iter().all(|change| change.note == Note::Computed) => {}
            Some(_) => comparison.lacking.push(&row.path),
        }
    }
    comparison
}

/// Whether a request says something of a field.
pub(crate) fn requests(body: &Map<String, Value>, row: &Row) -> bool {
    row.request().is_some_and(|name| body.contains_key(name))
}
