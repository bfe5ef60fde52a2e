//! A form as a view of a draft's text: each input reads from the parsed text and writes the smallest edit. What it is
//! made of follows from the declarations of the fields.

pub mod section;
pub mod shape;

mod field;
mod input;
mod keys;
pub mod list;
mod map;
mod members;
pub mod paste;
mod row;
mod source;
mod yaml;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::{ev, prelude::*};
use manifest::fields::{Required, Text, Type};
use manifest::input::Input as Typing;
use manifest::{Document, Path, kinds, wire};
use model::Kind;
use serde_json::Value;

use self::shape::{FormShape, Spot};
use crate::resource::draft::Draft;
use crate::ui::field::FieldProblem;
use crate::ui::toast::Toasts;

/// A form that is drawn: what it is about and how it is made.
#[derive(Clone, Copy)]
pub struct Drawn {
    pub draft: Draft,
    pub kind: Kind,
    pub shape: &'static FormShape,
    /// What it makes is not there yet.
    pub is_new: bool,
}

impl Drawn {
    /// Makes an edit, or says why it cannot be made.
    fn edit(
        self,
        toasts: Toasts,
        find: impl FnOnce(&Document) -> Result<Vec<manifest::Edit>, manifest::EditError>,
    ) {
        if let Err(reason) = self.draft.edit(find) {
            toasts.warn(reason);
        }
    }
}

/// Which fields say what is wrong with them: in a new form only those that were left once, for who has not come to a field
/// yet has done nothing wrong there.
#[derive(Clone, Copy)]
pub struct Touched {
    all: RwSignal<bool>,
    paths: RwSignal<BTreeSet<String>>,
    /// What waits for the end of a press, while there is one: what is shown then moves what is pressed, and a button that
    /// moves away under the pointer is not pressed at all.
    press: StoredValue<Option<Vec<Act>>>,
}

/// What is done later. A callback of the page would be gone with the row that it is about.
type Act = Arc<dyn Fn() + Send + Sync>;

impl Touched {
    /// Makes it known to the fields below.
    pub fn provide(all: bool) {
        let (paths, press) = (RwSignal::new(BTreeSet::new()), StoredValue::new(None));
        let begins = window_event_listener(ev::pointerdown, move |_| {
            _ = press.try_update_value(|press| *press = Some(Vec::new()));
        });
        // The click comes behind the end of the press.
        let ends = move || {
            set_timeout(
                move || {
                    let waiting = press.try_update_value(Option::take).flatten();
                    waiting.into_iter().flatten().for_each(|act: Act| act());
                },
                Duration::ZERO,
            );
        };
        let up = window_event_listener(ev::pointerup, move |_| ends());
        let cancelled = window_event_listener(ev::pointercancel, move |_| ends());
        on_cleanup(move || [begins, up, cancelled].into_iter().for_each(WindowListenerHandle::remove));
        provide_context(Self { all: RwSignal::new(all), paths, press });
    }

    /// Notes that a field was left.
    pub fn touch(self, path: &Path) {
        let path = path.to_string();
        self.after_press(move || {
            let is_new = self.paths.try_with_untracked(|paths| !paths.contains(&path));
            if is_new == Some(true) {
                self.paths.update(|paths| _ = paths.insert(path.clone()));
            }
        });
    }

    /// Does what moves things on the page: at once, or when a press that is under way has ended. What it needs may be gone
    /// then.
    fn after_press(self, act: impl Fn() + Send + Sync + 'static) {
        let act: Act = Arc::new(act);
        let waits =
            self.press.try_update_value(|press| press.as_mut().map(|waiting| waiting.push(act.clone())));
        if waits.flatten().is_none() {
            act();
        }
    }

    /// The form is being looked through.
    pub fn touch_all(self) {
        self.all.set(true);
    }

    /// Whether all of it was looked through.
    pub fn is_all(self) -> bool {
        self.all.get()
    }

    /// Whether a field was left, or something below it.
    fn is_touched(self, path: &Path) -> bool {
        let own = path.to_string();
        let below = |paths: &BTreeSet<String>| {
            paths.range(own.clone()..).next().is_some_and(|it| it.starts_with(&own))
        };
        self.all.get() || self.paths.with(below)
    }

    /// The problem to show at a field, or below it where that was left.
    pub fn problem(self, draft: Draft, path: &Path) -> Option<FieldProblem> {
        draft.field_problem(path).filter(|_| self.is_touched(path))
    }
}

/// How an input shows a value of this type and takes what is typed.
fn typing(kind: Kind, ty: &Type) -> Typing {
    Typing {
        secret: matches!(ty, Type::Text(Text::Secret)),
        evaluated: matches!(ty, Type::Text(_) | Type::Scalar) && kind.facts().evaluates_braces,
    }
}

/// What stands in the text for what was typed: the field's own type where it says the same, else text, for the check to
/// say.
fn value_of(ty: &Type, text: String) -> Value {
    match ty {
        Type::Boolean => text.parse::<bool>().map_or(Value::String(text), Value::Bool),
        Type::Integer { .. } | Type::Registry => match text.parse::<i64>() {
            // Leading zeros and a sign are something that the check has to see.
            Ok(number) if number.to_string() == text => Value::from(number),
            _ => Value::String(text),
        },
        _ => Value::String(text),
    }
}

/// What becomes of a key whose input is emptied.
#[derive(Clone, Debug, PartialEq)]
enum Emptied {
    /// It stays, and is empty.
    Stays,
    TakenOut,
    /// Taken out, the Controller would keep the value; this takes it away.
    Set(Value),
}

impl Emptied {
    fn of(spot: &Spot) -> Self {
        // Nobody can read a password back; without one the old one stays.
        let is_secret = matches!(spot.field.ty, Type::Text(Text::Secret));
        if spot.field.required != Required::No && spot.is_rooted() && !is_secret {
            return Self::Stays;
        }
        wire::cleared(spot.kind, &spot.declared).map_or(Self::TakenOut, Self::Set)
    }
}

/// Sets the value at `path`, or does with its key what an emptied input asks for; everything else in the text stays as
/// it is.
fn write(draft: Draft, path: &Path, value: &Value, emptied: &Emptied) -> Result<(), String> {
    if draft.is_nested(path) {
        return Err(format!("{path} holds a list or a mapping here. Change it in the text."));
    }
    draft.edit(|document| match (emptied, document.get(path)) {
        (Emptied::Stays, _) => document.set(path, value),
        _ if value != "" => document.set(path, value),
        (_, None) => Ok(Vec::new()),
        (Emptied::TakenOut, Some(_)) => document.remove(&outermost(document, path)),
        (Emptied::Set(nothing), Some(_)) => document.set(path, nothing),
    })
}

/// What is to be taken out so that no mapping is left empty that may be left out: `natsConfig: {}` means something else
/// than none.
fn outermost(document: &Document, path: &Path) -> Path {
    let kind = document.kind().and_then(Kind::from_word).map(kinds::of);
    let is_spare = |path: &Path| {
        let field = kind.and_then(|kind| kind.field(&path.to_string()));
        let only = document.get(path).is_some_and(|node| node.own_entries().len() == 1);
        only && field.is_some_and(|field| field.required == Required::No && field.ty.mapping().is_some())
    };
    let mut path = path.clone();
    while let Some(parent) = path.parent().filter(is_spare) {
        path = parent;
    }
    path
}

/// Says where the text does not parse; the form keeps its place and waits.
#[component]
pub fn BrokenText(draft: Draft) -> impl IntoView {
    let broken = Memo::new(move |_| draft.broken());
    move || {
        broken.get().map(|(line, message)| {
            view! {
                <p class="err" role="status">
                    {format!("The text cannot be read from line {line}: {message} Fix the text to continue with the form.")}
                </p>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(ty: &Type, text: &str, expected: Value) {
        assert_eq!(value_of(ty, text.to_owned()), expected, "{text}");
    }

    #[test]
    fn what_is_typed_becomes_the_type_of_the_field_where_it_says_the_same() {
        let number = Type::Integer { min: 0, max: i64::MAX };
        check(&number, "80", json!(80));
        check(&number, "080", json!("080"));
        check(&number, "+80", json!("+80"));
        check(&number, "9223372036854775808", json!("9223372036854775808"));
        check(&Type::Boolean, "true", json!(true));
        check(&Type::Boolean, "yes", json!("yes"));
        check(&Type::Registry, "remote", json!("remote"));
        check(&Type::Registry, "3", json!(3));
        check(&Type::Scalar, "007", json!("007"));
    }
}
