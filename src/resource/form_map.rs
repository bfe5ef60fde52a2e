//! Keys and values of the user's own in a form: a row for each, on the draft's text. A key is written once; what it is
//! called differently is another one.

use leptos::{ev, prelude::*};
use manifest::input::Input as Typing;
use manifest::{Path, kinds};
use model::Kind;
use serde_json::Value;

use crate::resource::draft::Draft;
use crate::resource::form;
use crate::ui::field::Input;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::line::{Line, Named};
use crate::ui::toast::Toasts;

/// The mapping below a key of the document, such as `data`.
#[component]
pub fn DraftMap(
    draft: Draft,
    kind: Kind,
    key: &'static str,
    /// Values are hidden as they are typed.
    is_secret: bool,
) -> impl IntoView {
    let declared = kinds::of(kind).field(key);
    let (title, help) = declared.map_or((key, ""), |declared| (declared.label, declared.help));
    let place = StoredValue::new(Path::root().key(key));
    let keys = Memo::new(move |_| place.with_value(|place| keys_of(draft, place)));
    view! {
        <fieldset class="list wide">
            <legend class="lab">{title}</legend>
            <p class="hint">{help}</p>
            <For each=move || keys.get() key=String::clone let(key)>
                <MapRow draft place key is_secret />
            </For>
            <NewKey draft place keys />
        </fieldset>
    }
}

fn keys_of(draft: Draft, place: &Path) -> Vec<String> {
    draft.with(|manifest| {
        let node = manifest.documents().first().and_then(|document| document.get(place));
        let entries = node.into_iter().flat_map(|node| node.own_entries().collect::<Vec<_>>());
        entries.filter_map(|entry| entry.key.scalar_text().map(str::to_owned)).collect()
    })
}

#[component]
fn MapRow(draft: Draft, place: StoredValue<Path>, key: String, is_secret: bool) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let path = StoredValue::new(place.with_value(|place| place.key(&*key)));
    // Nothing in these is evaluated, so what is typed stands as it is.
    let typing = Typing { secret: is_secret, evaluated: false };
    let value = Memo::new(move |_| path.with_value(|path| typing.shown(&draft.field(path)).into_owned()));
    let nested = Memo::new(move |_| path.with_value(|path| draft.is_nested(path)));
    let write = move |text: String| {
        let text = typing.typed(&untrack(|| path.with_value(|path| draft.field(path))), &text);
        if let Err(reason) = path.with_value(|path| form::write(draft, path, &Value::String(text), None)) {
            toasts.warn(reason);
        }
    };
    let remove = move |_| {
        if let Err(reason) = path.with_value(|path| draft.edit(|document| document.remove(path))) {
            toasts.warn(reason);
        }
    };
    let named = format!("Value of {key}");
    let input = move || match (nested.get(), is_secret) {
        (true, _) => {
            view! { <span class="faint">"A list or a mapping: change it in the text."</span> }.into_any()
        }
        (false, true) => {
            let named = Named { label: Some(Signal::stored(named.clone())), ..Named::default() };
            view! { <Line named input=Input::NewSecret value on_input=Callback::new(write) /> }.into_any()
        }
        (false, false) => view! {
            <textarea
                class="in mono"
                rows="2"
                spellcheck="false"
                aria-label=named.clone()
                prop:value=move || value.get()
                on:input:target=move |event| write(event.target().value())
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
fn NewKey(draft: Draft, place: StoredValue<Path>, keys: Memo<Vec<String>>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let typed = RwSignal::new(String::new());
    let taken = Memo::new(move |_| keys.with(|keys| keys.contains(&typed.get())));
    let add = move || {
        let key = typed.get_untracked();
        if key.is_empty() || taken.get_untracked() {
            return;
        }
        let path = place.with_value(|place| place.key(&*key));
        match draft.edit(|document| document.set(&path, &Value::String(String::new()))) {
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
    view! {
        <div class="map__row" on:keydown=enter>
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
