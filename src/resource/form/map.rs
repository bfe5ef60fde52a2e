//! Keys and values of the user's own in a form: a row for each, on the draft's text. A key is written once; what it is
//! called differently is another one.

use leptos::{ev, prelude::*};
use manifest::Path;
use manifest::input::Input as Typing;
use serde_json::Value;

use super::shape::Spot;
use super::{Drawn, Emptied, paste, write};
use crate::ui::field::Input;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::line::{Line, Named};
use crate::ui::toast::Toasts;

/// The mapping at a field of the document, such as `data`.
#[component]
pub fn DraftMap(
    form: Drawn,
    spot: Spot,
    /// Values are hidden as they are typed.
    is_secret: bool,
) -> impl IntoView {
    let field = spot.field;
    let place = StoredValue::new(spot.path);
    let keys = Memo::new(move |_| place.with_value(|place| keys_of(form, place)));
    view! {
        <fieldset class="list wide">
            <legend class="lab">{field.label}</legend>
            <p class="hint">{format!("{} Lines like KEY=value can be pasted as a new key.", field.help)}</p>
            <For each=move || keys.get() key=String::clone let(key)>
                <MapRow form place key is_secret />
            </For>
            <NewKey form place keys />
        </fieldset>
    }
}

fn keys_of(form: Drawn, place: &Path) -> Vec<String> {
    form.draft.with(|manifest| {
        let node = manifest.documents().first().and_then(|document| document.get(place));
        let entries = node.into_iter().flat_map(|node| node.own_entries().collect::<Vec<_>>());
        entries.filter_map(|entry| entry.key.scalar_text().map(str::to_owned)).collect()
    })
}

#[component]
fn MapRow(form: Drawn, place: StoredValue<Path>, key: String, is_secret: bool) -> impl IntoView {
    let (draft, toasts) = (form.draft, expect_context::<Toasts>());
    let path = StoredValue::new(place.with_value(|place| place.key(&*key)));
    // Nothing in these is evaluated, so what is typed stands as it is.
    let typing = Typing { secret: is_secret, evaluated: false };
    let value = Memo::new(move |_| path.with_value(|path| typing.shown(&draft.field(path)).into_owned()));
    let nested = Memo::new(move |_| path.with_value(|path| draft.is_nested(path)));
    let put = move |text: String| {
        let text = typing.typed(&untrack(|| path.with_value(|path| draft.field(path))), &text);
        let stays = Emptied::Stays;
        if let Err(reason) = path.with_value(|path| write(draft, path, &Value::String(text), &stays)) {
            toasts.warn(reason);
        }
    };
    let remove = move |_| path.with_value(|path| form.edit(toasts, |document| document.remove(path)));
    let named = format!("Value of {key}");
    let input = move || match (nested.get(), is_secret) {
        (true, _) => {
            view! { <span class="faint">"A list or a mapping: change it in the text."</span> }.into_any()
        }
        (false, true) => {
            let named = Named { label: Some(Signal::stored(named.clone())), ..Named::default() };
            view! { <Line named input=Input::NewSecret value on_input=Callback::new(put) /> }.into_any()
        }
        (false, false) => view! {
            <textarea
                class="in mono"
                rows=move || value.with(|text| text.lines().count().clamp(1, 12)).to_string()
                spellcheck="false"
                aria-label=named.clone()
                prop:value=move || value.get()
                on:input:target=move |event| put(event.target().value())
            />
        }
        .into_any(),
    };
    view! {
        <div class="map__row">
            <code class="map__key">{key.clone()}</code>
            {input}
            <button type="button" class="btn quiet icon" aria-label=format!("Remove {key}") on:click=remove>
                <Glyph icon=Icon::Bad />
            </button>
        </div>
    }
}

#[component]
fn NewKey(form: Drawn, place: StoredValue<Path>, keys: Memo<Vec<String>>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let typed = RwSignal::new(String::new());
    let taken = Memo::new(move |_| keys.with(|keys| keys.contains(&typed.get())));
    let add = move || {
        let key = typed.get_untracked();
        if key.is_empty() || taken.get_untracked() {
            return;
        }
        let path = place.with_value(|place| place.key(&*key));
        match form.draft.edit(|document| document.set(&path, &Value::String(String::new()))) {
            Ok(()) => typed.set(String::new()),
            Err(reason) => toasts.warn(reason),
        }
    };
    let enter = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            add();
        }
    };
    let named = Named { label: Some(Signal::stored("New key".to_owned())), ..Named::default() };
    let many = move |event: ev::ClipboardEvent| pasted(form, toasts, place, &event);
    view! {
        <div class="map__row" on:keydown=enter on:paste:capture=many>
            <span class="faint" aria-hidden="true">
                "New key"
            </span>
            <Line named input=Input::Line value=typed on_input=Callback::new(move |key| typed.set(key)) />
            <button type="button" class="btn" on:click=move |_| add()>
                <Glyph icon=Icon::Plus />
                "Add key"
            </button>
            <p class="err">
                {move || taken.get().then_some("This key exists already.")}
            </p>
        </div>
    }
}

/// Takes lines of keys and values that are pasted; a key that is there gets the new value.
fn pasted(form: Drawn, toasts: Toasts, place: StoredValue<Path>, event: &ev::ClipboardEvent) {
    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
    let Some(entries) = text.and_then(|text| paste::entries(&text, paste::variable, true)) else { return };
    event.prevent_default();
    event.stop_propagation();
    form.edit(toasts, |document| {
        let path = place.get_value();
        let mut map = match document.get(&path).map(manifest::Node::to_json) {
            Some(Value::Object(map)) => map,
            _ => serde_json::Map::new(),
        };
        for entry in entries {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            map.insert(text("key"), Value::String(text("value")));
        }
        document.set(&path, &Value::Object(map))
    });
}
