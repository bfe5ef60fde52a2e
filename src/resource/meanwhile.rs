//! What became of the object of a draft while it was being edited: changed by somebody else, field by field with a
//! decision for each, or deleted. And the way back of the text as buttons.

use leptos::prelude::*;
use manifest::{Take, Theirs, kinds};
use model::Kind;
use serde_json::Value;

use crate::resource::assist::lay_out;
use crate::resource::draft::{Draft, Way};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;
use crate::ui::toast::Toasts;

/// More than this of a value says no more.
const SHOWN: usize = 60;

/// The way to a view of what somebody else changed, as text.
#[derive(Clone, Copy)]
pub struct See {
    /// Whether it can be shown.
    pub can: Signal<bool>,
    pub go: Callback<()>,
}

/// Whose value holds of what somebody else changed; the error says why that cannot be.
pub type Decide = Callback<(String, Take), Result<(), String>>;

/// Says what became of the object; nothing while it is as it was.
#[component]
pub fn SinceThen(draft: Draft, kind: Kind, see: See) -> impl IntoView {
    let origin = draft.origin();
    let found = origin.meanwhile();
    let deleted = Memo::new(move |_| origin.is_deleted());
    let changed = move || {
        let found = found.get()?;
        let decide = Callback::new(move |(place, take): (String, Take)| draft.decide(&place, take));
        Some(view! {
            <Notice tone=Tone::Warn title="Somebody else changed this">
                <p>"Your text is as you left it. Applying it sends your own changes only; theirs stay."</p>
                {theirs("Changed by somebody else".to_owned(), kind, found.changes, decide, see)}
            </Notice>
        })
    };
    view! {
        {move || deleted.get().then(|| gone(kind.noun()))}
        {changed}
    }
}

/// What was changed, field by field with a decision for each, and the way to see it as text.
pub fn theirs(
    label: String,
    kind: Kind,
    changes: Vec<Theirs>,
    decide: Decide,
    see: See,
) -> impl IntoView + use<> {
    let rows = changes.into_iter().map(|theirs| row(kind, theirs, decide)).collect_view();
    view! {
        <ul class="meanwhile" aria-label=label>
            {rows}
        </ul>
        <Show when=move || see.can.get()>
            <p>
                <button type="button" class="btn" on:click=move |_| see.go.run(())>
                    "See it as text"
                </button>
            </p>
        </Show>
    }
}

fn gone(noun: &str) -> impl IntoView + use<> {
    let said = format!("Somebody deleted this {noun}. The text is all there; applying it creates it again.");
    view! {
        <Notice tone=Tone::Warn title="Deleted in the meantime">
            <p>{said}</p>
        </Notice>
    }
}

fn row(kind: Kind, theirs: Theirs, decide: Decide) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let Theirs { place, from, to, clashes } = theirs;
    let said = match (kinds::of(kind).hides_data(), &from, &to) {
        (false, ..) => format!("{} → {}", shown(from.as_ref()), shown(to.as_ref())),
        (true, None, _) => "added".to_owned(),
        (true, _, None) => "removed".to_owned(),
        (true, ..) => "another value".to_owned(),
    };
    let decide = {
        let place = place.clone();
        move |take| {
            if let Err(reason) = decide.run((place.clone(), take)) {
                toasts.warn(reason);
            }
        }
    };
    let (theirs, mine) = (decide.clone(), decide);
    let named = |what: &str| format!("{what}: {place}");
    let (keep, take) = (named("Keep theirs"), named("Take mine"));
    view! {
        <li>
            <span class="mono">{place}</span>
            ": "
            {said}
            {clashes.then_some(", and changed by you. Whose value holds?")}
            <span class="meanwhile__acts">
                <button type="button" class="chip" aria-label=keep on:click=move |_| theirs(Take::Theirs)>
                    "Keep theirs"
                </button>
                <button type="button" class="chip" aria-label=take on:click=move |_| mine(Take::Mine)>
                    "Take mine"
                </button>
            </span>
        </li>
    }
}

/// A value in one line, of a kind that hides none: objects are described without their passwords.
fn shown(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) if text.is_empty() => "empty".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// The way back of the text, and forth again: what was typed, mended and set in the form.
#[component]
pub fn Steps(draft: Draft) -> impl IntoView {
    let button = move |way: Way, text: &'static str, keys: &'static str| {
        let can = Memo::new(move |_| draft.can_step(way));
        let press = move |_| _ = draft.step(way);
        view! {
            <button
                type="button"
                class="btn quiet"
                title=keys
                aria-disabled=move || (!can.get()).to_string()
                on:click=press
            >
                {text}
            </button>
        }
    };
    let toasts = expect_context::<Toasts>();
    view! {
        <div class="history" role="group" aria-label="History and layout of the text">
            {button(Way::Back, "Undo", "Ctrl+Z in the text")}
            {button(Way::Forth, "Redo", "Ctrl+Shift+Z in the text")}
            <button
                type="button"
                class="btn quiet"
                title="Even indentation; Shift+Alt+F in the text"
                on:click=move |_| lay_out(draft, toasts)
            >
                "Tidy"
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: Option<Value>, expected: &str) {
        assert_eq!(shown(value.as_ref()), expected);
    }

    #[test]
    fn values_are_shown_in_one_short_line() {
        check(None, "none");
        check(Some(json!("")), "empty");
        check(Some(json!("a")), "a");
        check(Some(json!([1, "b"])), "[1,\"b\"]");
        check(Some(json!("x".repeat(61))), &format!("{}…", "x".repeat(60)));
    }
}
