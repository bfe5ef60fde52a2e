//! Field by field: what a document would change of a live object.

use std::collections::BTreeSet;

use manifest::Path;
use manifest::fields::{Absent, Field, Mapping, Sent, Type};
use manifest::wire::{Json, Row, Spec, body, liquid};
use serde_json::{Map, Value};

use crate::step::{Change, FieldChange, Note};

/// How a document meets the live object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Templates in texts are the Controller's to evaluate; fields that an update keeps are kept.
    Update,
    /// The whole object is replaced by what is written, and nothing in it is evaluated.
    Replace,
}

/// A field that differs, with the value to send and the changes to show.
pub(crate) struct Difference {
    pub(crate) row: &'static Row,
    pub(crate) wanted: Json,
    pub(crate) changes: Vec<FieldChange>,
}

impl Difference {
    /// Puts what is wanted into the body of a change.
    pub(crate) fn send(&self, patch: &mut Map<String, Value>) {
        let name = self.row.request().map(str::to_owned);
        patch.extend(name.map(|name| (name, body::value(self.row, &self.wanted))));
    }
}

/// All fields that differ, except those named in `apart`.
pub(crate) fn differences(wanted: &Spec, live: &Spec, mode: Mode, apart: &[&str]) -> Vec<Difference> {
    let mut found = Vec::new();
    for row in wanted.rows().iter().filter(|row| !apart.contains(&row.path.as_str())) {
        let value = match mode {
            Mode::Update => wanted.wanted(row),
            Mode::Replace => Some(wanted.get_or_default(row)),
        };
        let Some(value) = value else { continue };
        let current = live.get_or_default(row);
        // Nearly always, and much cheaper than walking.
        if value == current && !value.has_template() {
            continue;
        }
        let note = if wanted.get(&row.path).is_some() { Note::Plain } else { Note::Reset };
        let mut walk = Walk { mode, note, changes: Vec::new() };
        let path = path_of(&wanted.path(&row.path));
        walk.value(row.field, &path, Some(&current), Some(&value));
        if !walk.changes.is_empty() {
            found.push(Difference { row, wanted: value, changes: walk.changes });
        }
    }
    found
}

/// The paths of fields that a document does not mention and that an update keeps, where there is something to keep:
/// taking a key out of the file does not take its value away.
pub(crate) fn kept(wanted: &Spec, live: &Spec, apart: &[&str]) -> Vec<String> {
    let mut kept = Vec::new();
    let stays = |row: &&Row| row.field.absent != Absent::Reset && !apart.contains(&row.path.as_str());
    // The Controller stores an empty object of its own as the example of a configuration.
    let says = |row: &Row, value: &Json| {
        // Where any value may stand, `0` and `false` are values.
        let is_value =
            matches!(row.field.ty, Type::Any | Type::Strings) && !value.is_null() && value.as_str().is_none();
        (is_value || !value.is_empty()) && *value != row.default() && value.as_str() != Some("{}")
    };
    for row in wanted.rows().iter().filter(stays).filter(|row| wanted.get(&row.path).is_none()) {
        if live.get(&row.path).is_some_and(|value| says(row, value)) {
            kept.push(wanted.path(&row.path));
        }
    }
    kept
}

/// A change of a whole value.
pub(crate) fn changed(path: &str, from: Option<&Json>, to: Option<&Json>, note: Note) -> FieldChange {
    let shown = |value: Option<&Json>| value.filter(|value| !value.is_null()).map(display);
    FieldChange { path: path.to_owned(), change: Change::Shown { from: shown(from), to: shown(to) }, note }
}

fn path_of(text: &str) -> Path {
    // The paths of fields are written by us; one that does not parse would only be shown as the root.
    text.parse().unwrap_or_default()
}

struct Walk {
    mode: Mode,
    note: Note,
    changes: Vec<FieldChange>,
}

impl Walk {
    fn push(&mut self, path: &Path, from: Option<&Json>, to: Option<&Json>) {
        self.changes.push(changed(&path.to_string(), from, to, self.note));
    }

    fn value(&mut self, field: &Field, path: &Path, from: Option<&Json>, to: Option<&Json>) {
        let ty = if field.sent == Sent::JsonText { &Type::Any } else { &field.ty };
        match (ty, from, to) {
            (Type::Mapping(inside), Some(from), Some(to)) => self.parts(inside, path, from, to),
            (Type::List(Type::Mapping(inside)), Some(Json::Array(from)), Some(Json::Array(to))) => {
                self.items(inside, path, from, to);
            }
            (Type::Any | Type::Strings | Type::List(_), Some(from), Some(to)) => self.tree(path, from, to),
            // A default of `false`, 0 or `""` is one.
            (Type::Any, from, to) if from.is_none_or(Json::is_null) && to.is_none_or(Json::is_null) => {}
            (Type::Any, from, to) => self.leaf(path, from, to),
            // The API has several ways to say that nothing is set.
            (_, from, to) if from.is_none_or(Json::is_empty) && to.is_none_or(Json::is_empty) => {}
            (_, from, to) => self.leaf(path, from, to),
        }
    }

    fn parts(&mut self, mapping: &'static Mapping, path: &Path, from: &Json, to: &Json) {
        for part in mapping.sent() {
            // What a document does not say of NATS stays; and without a rule the default one applies, and the answer names
            // it or not. Where a public port opens is the Controller's to choose where nothing is said.
            if matches!(part.key, "natsRule" | "natsAccess" | "router") && to.get(part.key).is_none() {
                continue;
            }
            self.value(part, &path.key(part.key), from.get(part.key), to.get(part.key));
        }
    }

    /// Items that say who they are (a port by its number, a variable by its key) are compared with themselves, wherever
    /// they stand.
    fn items(&mut self, mapping: &'static Mapping, path: &Path, from: &[Json], to: &[Json]) {
        let (old, new) = (self.keys(mapping, from), self.keys(mapping, to));
        let unique = |keys: &[Option<String>]| {
            let set: BTreeSet<_> = keys.iter().flatten().collect();
            set.len() == keys.len()
        };
        let aligned = unique(&old) && unique(&new);
        let place =
            |keys: &[Option<String>], key: &Option<String>| keys.iter().position(|other| other == key);
        for (index, (item, key)) in to.iter().zip(&new).enumerate() {
            let twin = if aligned { place(&old, key) } else { Some(index) };
            match twin.and_then(|at| from.get(at)) {
                Some(other) => self.parts(mapping, &path.index(index), other, item),
                None => self.push(&path.index(index), None, Some(item)),
            }
        }
        for (index, (item, key)) in from.iter().zip(&old).enumerate() {
            let kept = if aligned { place(&new, key).is_some() } else { index < to.len() };
            if !kept {
                self.push(path, Some(item), None);
            }
        }
    }

    /// What tells items apart; `None` when an item does not say.
    fn keys(&self, mapping: &'static Mapping, items: &[Json]) -> Vec<Option<String>> {
        let identity = mapping.identity();
        let key = |item: &Json| {
            let value = item.get(identity?.key)?;
            Some(display(&if self.mode == Mode::Update { value.evaluated() } else { value.clone() }))
        };
        items.iter().map(key).collect()
    }

    fn tree(&mut self, path: &Path, from: &Json, to: &Json) {
        match (from, to) {
            (Json::Object(old), Json::Object(new)) => {
                let new: Vec<(String, &Json)> =
                    new.iter().map(|(key, value)| (self.key(key), value)).collect();
                for (key, value) in &new {
                    match from.get(key) {
                        Some(other) => self.tree(&path.key(key), other, value),
                        None => self.push(&path.key(key), None, Some(value)),
                    }
                }
                for (key, value) in old.iter().filter(|(key, _)| !new.iter().any(|(name, _)| name == key)) {
                    self.push(&path.key(key), Some(value), None);
                }
            }
            (Json::Array(old), Json::Array(new)) => {
                for (index, value) in new.iter().enumerate() {
                    match old.get(index) {
                        Some(other) => self.tree(&path.index(index), other, value),
                        None => self.push(&path.index(index), None, Some(value)),
                    }
                }
                for value in old.iter().skip(new.len()) {
                    self.push(path, Some(value), None);
                }
            }
            _ => self.leaf(path, Some(from), Some(to)),
        }
    }

    /// A key as the Controller stores it.
    fn key(&self, key: &str) -> String {
        let literal = if self.mode == Mode::Update { liquid::literal(key) } else { None };
        literal.unwrap_or_else(|| key.to_owned())
    }

    fn leaf(&mut self, path: &Path, from: Option<&Json>, to: Option<&Json>) {
        if self.mode == Mode::Replace {
            if from != to {
                self.push(path, from, to);
            }
            return;
        }
        if to.is_some_and(Json::has_template) {
            self.changes.push(changed(&path.to_string(), from, to, Note::Computed));
        } else if from != to.map(Json::evaluated).as_ref() {
            self.push(path, from, to);
        }
    }
}

/// A value as people read it: texts without quotes, everything else as JSON.
pub(crate) fn display(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Number(text) => text.clone(),
        other => other.to_value().to_string(),
    }
}
