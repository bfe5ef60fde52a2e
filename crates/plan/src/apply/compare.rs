//! What of a request a live object has, in the terms of the plan: what reads as asked here is no change there.

use manifest::wire::fields::Field;
use manifest::wire::live::Names;
use manifest::wire::{Spec, default};
use serde_json::Value;

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
    diff::differences(wanted, now, Mode::Replace, &[])
        .iter()
        .map(|difference| difference.field.yaml)
        .collect()
}

/// How what was asked for stands against what is there; `given` tells which fields were asked for.
pub(crate) fn fields(mut wanted: Spec, now: &Spec, given: impl Fn(&Field) -> bool) -> Comparison {
    let (asked, apart): (Vec<&'static Field>, Vec<&'static Field>) =
        wanted.table.iter().partition(|field| given(field));
    for field in &asked {
        // Reading takes a default for nothing; here it was asked for.
        if wanted.get(field.yaml).is_none() {
            wanted.set(field.yaml, default(field));
        }
    }
    let apart: Vec<&str> = apart.iter().map(|field| field.yaml).collect();
    let found = diff::differences(&wanted, now, Mode::Update, &apart);
    let mut comparison = Comparison::default();
    for field in asked {
        match found.iter().find(|difference| difference.field.yaml == field.yaml) {
            None => comparison.held.push(field.yaml),
            Some(difference) if difference.changes.iter().all(|change| change.note == Note::Computed) => {}
            Some(_) => comparison.lacking.push(field.yaml),
        }
    }
    comparison
}

/// A live object in the API's own shape.
pub(crate) fn value(object: &impl serde::Serialize) -> Value {
    serde_json::to_value(object).unwrap_or_default()
}
