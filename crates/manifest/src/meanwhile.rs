//! What somebody else changed while a text was being edited: the value that the text began from, the value that is there
//! now, and the value that the text has, field by field.
//!
//! Items of a list are told apart by their name or key where every one has its own, so that somebody's new variable and
//! another's do not collide; other lists are one value.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Map, Value};

/// What tells the items of a list apart, the first that all items have.
const IDENTITIES: [&str; 5] = ["name", "key", "containerDestination", "internal", "id"];

/// A field that is not as it was when the text began.
#[derive(Clone, Debug, PartialEq)]
pub struct Theirs {
    /// Where it stands: `spec.container.env[TZ].value`.
    pub place: String,
    /// What it was; `None` for nothing.
    pub from: Option<Value>,
    /// What it is.
    pub to: Option<Value>,
    /// The text has changed it too, to something else.
    pub clashes: bool,
}

/// Whose value holds from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    Theirs,
    Mine,
}

/// What was changed meanwhile, and what would be there if only the text's own changes were made.
#[derive(Clone, Debug, PartialEq)]
pub struct Meanwhile {
    pub changes: Vec<Theirs>,
    /// The value now, with what the text changed in it; where both changed a field, the text's value.
    pub merged: Value,
}

/// Compares three states of one document: what the text began from, what is there now, what the text says.
pub fn meanwhile(base: &Value, now: &Value, text: &Value) -> Meanwhile {
    let mut changes = Vec::new();
    let found =
        walk(&Place::default(), [Some(base), Some(now), Some(text)], &mut |place, [base, now, text]| {
            let clashes = text != base;
            changes.push(Theirs { place: place.to_string(), from: base.cloned(), to: now.cloned(), clashes });
            (base.cloned(), if clashes { text } else { now }.cloned())
        });
    Meanwhile { changes, merged: found.1.unwrap_or_default() }
}

/// Decides one field, named as in [`Theirs::place`]. The answer is what the text begins from now on, in which this field
/// is as it is now, and the text.
pub fn decide(base: &Value, now: &Value, text: &Value, place: &str, take: Take) -> (Value, Value) {
    let states = [Some(base), Some(now), Some(text)];
    let (base, text) = walk(&Place::default(), states, &mut |at, [base, now, text]| {
        if at.to_string() != place {
            return (base.cloned(), text.cloned());
        }
        (now.cloned(), if take == Take::Theirs { now } else { text }.cloned())
    });
    (base.unwrap_or_default(), text.unwrap_or_default())
}

/// Base, now, text.
type States<'a> = [Option<&'a Value>; 3];
/// What a field comes to: in the base, and in the text.
type Outcome = (Option<Value>, Option<Value>);

/// Puts base and text together anew, with `differing` asked for every field that somebody else changed.
fn walk(
    place: &Place,
    states: States<'_>,
    differing: &mut impl FnMut(&Place, States<'_>) -> Outcome,
) -> Outcome {
    let [base, now, text] = states;
    if base == now || now == text {
        return (base.cloned(), text.cloned());
    }
    match states.map(|state| state.map(Parts::of)) {
        [Some(Parts::Map(base)), Some(Parts::Map(now)), Some(Parts::Map(text))] => {
            let keys = text.keys().chain(now.keys()).chain(base.keys());
            let (mut new_base, mut new_text) = (Map::new(), Map::new());
            let mut met = BTreeSet::new();
            for key in keys.filter(|key| met.insert(key.as_str())) {
                let states = [base.get(key), now.get(key), text.get(key)];
                let (base, text) = walk(&place.key(key), states, differing);
                new_base.extend(base.map(|base| (key.clone(), base)));
                new_text.extend(text.map(|text| (key.clone(), text)));
            }
            (Some(Value::Object(new_base)), Some(Value::Object(new_text)))
        }
        [Some(Parts::List(base)), Some(Parts::List(now)), Some(Parts::List(text))] => {
            let Some(identity) = identity([base, now, text]) else { return differing(place, states) };
            let named = |item: &Value| item.get(identity).map(Value::to_string).unwrap_or_default();
            let find = |list: &'_ [Value], name: &str| list.iter().position(|item| named(item) == name);
            let (mut new_base, mut new_text) = (Vec::new(), Vec::new());
            let mut met = BTreeSet::new();
            for item in text.iter().chain(now).chain(base) {
                let name = named(item);
                if !met.insert(name.clone()) {
                    continue;
                }
                let states = [base, now, text].map(|list| find(list, &name).and_then(|at| list.get(at)));
                let (base, text) = walk(&place.item(&name), states, differing);
                new_base.extend(base);
                new_text.extend(text);
            }
            (Some(Value::Array(new_base)), Some(Value::Array(new_text)))
        }
        _ => differing(place, states),
    }
}

enum Parts<'a> {
    Map(&'a Map<String, Value>),
    List(&'a [Value]),
    Neither,
}

impl Parts<'_> {
    fn of(value: &Value) -> Parts<'_> {
        match value {
            Value::Object(map) => Parts::Map(map),
            Value::Array(list) => Parts::List(list),
            _ => Parts::Neither,
        }
    }
}

/// The key whose value tells the items of all three lists apart.
fn identity(lists: [&[Value]; 3]) -> Option<&'static str> {
    let tells = |key: &&'static str| {
        lists.iter().all(|list| {
            let names =
                list.iter().map(|item| item.get(*key).filter(|name| name.is_string() || name.is_number()));
            let mut met = BTreeSet::new();
            names.into_iter().all(|name| name.is_some_and(|name| met.insert(name.to_string())))
        })
    };
    IDENTITIES.into_iter().find(tells)
}

/// Where a field stands, with the names of items in place of numbers.
#[derive(Clone, Default)]
struct Place(String);

impl Place {
    fn key(&self, key: &str) -> Place {
        let dot = if self.0.is_empty() { "" } else { "." };
        Place(format!("{}{dot}{key}", self.0))
    }

    fn item(&self, name: &str) -> Place {
        Place(format!("{}[{}]", self.0, name.trim_matches('"')))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// `expected`: place, whether it clashes.
    #[expect(clippy::needless_pass_by_value, reason = "the tables below read better")]
    fn check(base: Value, now: Value, text: Value, expected: &[(&str, bool)], merged: Value) {
        let found = meanwhile(&base, &now, &text);
        let told = found.changes.iter().map(|it| (it.place.as_str(), it.clashes)).collect::<Vec<_>>();
        assert_eq!(told, expected, "{base} {now} {text}");
        assert_eq!(found.merged, merged, "{base} {now} {text}");
    }

    #[test]
    fn only_the_texts_own_changes_are_made_and_theirs_are_told() {
        // nobody, only they, only I, both the same, both differently
        check(json!({"a": 1}), json!({"a": 1}), json!({"a": 1}), &[], json!({"a": 1}));
        check(json!({"a": 1}), json!({"a": 2}), json!({"a": 1}), &[("a", false)], json!({"a": 2}));
        check(json!({"a": 1}), json!({"a": 1}), json!({"a": 3}), &[], json!({"a": 3}));
        check(json!({"a": 1}), json!({"a": 3}), json!({"a": 3}), &[], json!({"a": 3}));
        check(json!({"a": 1}), json!({"a": 2}), json!({"a": 3}), &[("a", true)], json!({"a": 3}));
    }

    #[test]
    fn what_they_added_and_took_away_counts_and_what_i_took_away_does_not_come_back() {
        check(json!({}), json!({"a": 1}), json!({"b": 2}), &[("a", false)], json!({"b": 2, "a": 1}));
        check(json!({"a": 1}), json!({}), json!({"a": 1, "b": 2}), &[("a", false)], json!({"b": 2}));
        check(
            json!({"a": 1, "c": 1}),
            json!({"a": 1, "c": 2}),
            json!({"c": 1}),
            &[("c", false)],
            json!({"c": 2}),
        );
        check(json!({"a": 1}), json!({"a": 2}), json!({}), &[("a", true)], json!({}));
        check(json!({"a": 1}), json!({}), json!({"a": 2}), &[("a", true)], json!({"a": 2}));
    }

    #[test]
    fn items_of_a_list_are_told_apart_by_what_they_are_called() {
        let env = |pairs: &[(&str, &str)]| {
            let items = pairs.iter().map(|(key, value)| json!({"key": key, "value": value}));
            json!({"env": items.collect::<Vec<_>>()})
        };
        let (base, now) = (env(&[("A", "1"), ("B", "1")]), env(&[("B", "2"), ("A", "1"), ("T", "t")]));
        let text = env(&[("A", "9"), ("B", "1"), ("M", "m")]);
        let merged = env(&[("A", "9"), ("B", "2"), ("M", "m"), ("T", "t")]);
        check(base, now, text, &[("env[B].value", false), ("env[T]", false)], merged);
        let (base, now) = (json!({"cmd": ["a", "b"]}), json!({"cmd": ["a"]}));
        check(base.clone(), now.clone(), json!({"cmd": ["b"]}), &[("cmd", true)], json!({"cmd": ["b"]}));
        check(base.clone(), now.clone(), base, &[("cmd", false)], now);
    }

    #[test]
    fn a_list_whose_items_share_a_name_is_one_value() {
        let twice = json!([{"key": "A"}, {"key": "A", "value": 1}]);
        check(twice.clone(), json!([]), json!([{"key": "B"}]), &[("", true)], json!([{"key": "B"}]));
    }

    #[test]
    fn a_decision_holds_for_its_field_and_no_other() {
        let (base, now, text) = (json!({"a": 1, "b": 1}), json!({"a": 2, "b": 2}), json!({"a": 3, "b": 1}));
        let (left, theirs) = decide(&base, &now, &text, "a", Take::Theirs);
        assert_eq!((&left, &theirs), (&json!({"a": 2, "b": 1}), &json!({"a": 2, "b": 1})));
        assert_eq!(meanwhile(&left, &now, &theirs).changes.len(), 1, "b is still to be told");
        let (left, mine) = decide(&base, &now, &text, "a", Take::Mine);
        assert_eq!(mine, text);
        assert_eq!(meanwhile(&left, &now, &mine).merged, json!({"a": 3, "b": 2}));
        let (left, mine) = decide(&base, &now, &text, "b", Take::Mine);
        assert_eq!(
            meanwhile(&left, &now, &mine).merged,
            json!({"a": 3, "b": 1}),
            "theirs is undone when asked for"
        );
    }
}
