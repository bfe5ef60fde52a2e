//! A field of a form as a view of one place in a draft's text: it reads from the parsed text and writes the smallest
//! edit. Label and help come from the field's one declaration.

use std::collections::BTreeSet;
use std::str::FromStr;

use leptos::{ev, prelude::*};
use manifest::fields::{Field, Required, Type};
use manifest::input::Input as Typing;
use manifest::wire;
use manifest::{Path, kinds};
use model::Kind;
use serde_json::Value;

use crate::resource::draft::Draft;
use crate::ui::alive::alive;
use crate::ui::field::{self, FieldProblem, Input, Label};
use crate::ui::toast::Toasts;

/// One field of a kind's form.
#[derive(Clone, Copy)]
pub struct FormField {
    /// The element's id.
    pub id: &'static str,
    /// Where the value stands: `spec.description`.
    pub path: &'static str,
    /// Leave the key out when the field is emptied.
    pub optional: bool,
}

/// Which fields say what is wrong with them: in a new form only those that were left once, for who has not come to a field
/// yet has done nothing wrong there.
#[derive(Clone, Copy)]
pub struct Touched {
    all: RwSignal<bool>,
    paths: RwSignal<BTreeSet<String>>,
}

impl Touched {
    /// Makes it known to the fields below.
    pub fn provide(all: bool) {
        provide_context(Self { all: RwSignal::new(all), paths: RwSignal::new(BTreeSet::new()) });
    }

    pub fn touch(self, path: &Path) {
        let path = path.to_string();
        if self.paths.with_untracked(|paths| !paths.contains(&path)) {
            self.paths.update(|paths| _ = paths.insert(path));
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

    /// The problem to show at a field, or below it where that was left.
    pub fn problem(self, draft: Draft, path: &Path) -> Option<FieldProblem> {
        let own = path.to_string();
        let is_touched = self.all.get()
            || self
                .paths
                .with(|paths| paths.range(own.clone()..).next().is_some_and(|it| it.starts_with(&own)));
        draft.field_problem(path).filter(|_| is_touched)
    }
}

#[component]
pub fn DraftField(draft: Draft, kind: Kind, field: FormField, input: Input) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let Ok(path) = Path::from_str(field.path) else { return ().into_any() };
    let declared = kinds::of(kind).field(field.path);
    let (label, help) = declared.map_or((field.path, ""), |declared| (declared.label, declared.help));
    let emptied = Emptied::of(kind, field);
    let path = StoredValue::new(path);
    let typing = typing(kind, declared, &input);
    let value = Memo::new(move |_| path.with_value(|path| typing.shown(&draft.field(path)).into_owned()));
    let touched = expect_context::<Touched>();
    let problem = Memo::new(move |_| path.with_value(|path| touched.problem(draft, path)));
    let required = declared.is_some_and(|declared| declared.required != Required::No);
    let label = Label { text: label.to_owned(), required };
    let on_input = Callback::new(move |text: String| {
        let text = typing.typed(&untrack(|| path.with_value(|path| draft.field(path))), &text);
        if let Err(reason) =
            path.with_value(|path| write(draft, path, &value_of(declared, text.clone()), emptied.as_ref()))
        {
            toasts.warn(reason);
        }
    });
    let changed = Memo::new(move |_| path.with_value(|path| draft.is_changed(path)));
    let is_wide = input == Input::Area;
    view! {
        <div class:wide=is_wide class:changed=move || changed.get() on:focusout=alive(move |_: ev::FocusEvent| path.with_value(|path| touched.touch(path)))>
            <field::Field id=field.id label hint=help input value on_input problem />
        </div>
    }
    .into_any()
}

/// How an input shows a value of this field and takes what is typed.
pub(super) fn typing(kind: Kind, declared: Option<&Field>, input: &Input) -> Typing {
    let text = declared.is_some_and(|declared| matches!(declared.ty, Type::Text(_) | Type::Scalar));
    Typing {
        secret: matches!(input, Input::Secret | Input::NewSecret),
        evaluated: text && kind.facts().evaluates_braces,
    }
}

/// What stands in the text for what was typed: the field's own type where it is that, else text, for the check to say.
pub(super) fn value_of(declared: Option<&Field>, text: String) -> Value {
    match declared.map(|field| field.ty) {
        Some(Type::Boolean) => text.parse::<bool>().map_or(Value::String(text), Value::Bool),
        Some(Type::Integer { .. }) => text.parse::<i64>().map_or(Value::String(text), Value::from),
        _ => Value::String(text),
    }
}

/// What becomes of a key whose field is emptied.
pub(super) enum Emptied {
    TakenOut,
    /// Taken out, the Controller would keep the value; this takes it away.
    Set(Value),
}

impl Emptied {
    /// `None` where an empty value is one like any other.
    fn of(kind: Kind, field: FormField) -> Option<Self> {
        field.optional.then(|| wire::cleared(kind, field.path).map_or(Self::TakenOut, Self::Set))
    }
}

/// Sets the value at `path`, or does with its key what an emptied field asks for; everything else in the text stays as
/// it is.
pub(super) fn write(
    draft: Draft,
    path: &Path,
    value: &Value,
    emptied: Option<&Emptied>,
) -> Result<(), String> {
    if draft.is_nested(path) {
        return Err(format!("{path} holds a list or a mapping here. Change it in the text."));
    }
    draft.edit(|document| match (emptied.filter(|_| value == ""), document.get(path)) {
        (Some(_), None) => Ok(Vec::new()),
        (Some(Emptied::TakenOut), Some(_)) => document.remove(path),
        (Some(Emptied::Set(nothing)), Some(_)) => document.set(path, nothing),
        (None, _) => document.set(path, value),
    })
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
