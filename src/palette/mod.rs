//! Going somewhere by a few letters: Ctrl-K or Cmd-K, then the name of a page or of an object.

mod entries;
mod rank;

use leptos::{ev, prelude::*};

use crate::address::{Address, Step};
use crate::kinds;
use crate::live::Live;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reveal::reveal;
use rank::Entry;

/// The dialog; it is drawn while it is open.
#[component]
pub fn Palette(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title="Search" on_close=Callback::new(move |()| open.set(false))>
            <Search open />
        </Dialog>
    }
}

#[component]
fn Search(open: RwSignal<bool>) -> impl IntoView {
    let live = expect_context::<Live>();
    kinds::PAGES.iter().for_each(|pages| _ = live.need(&[], pages.source));
    let address = expect_context::<Address>();
    let (query, chosen) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let found = Memo::new(move |_| {
        let query = query.get();
        let objects = if query.trim().is_empty() { Vec::new() } else { entries::objects(live) };
        rank::best(entries::pages().into_iter().chain(objects), &query)
    });
    let go = Callback::new(move |entry: Entry| {
        open.set(false);
        address.go(&entry.path, Step::Forward);
    });
    let keys = move |event: ev::KeyboardEvent| {
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => chosen.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                let entry = found.with_untracked(|found| found.get(chosen.get_untracked()).cloned());
                entry.into_iter().for_each(|entry| go.run(entry));
            }
            _ => return,
        }
        event.prevent_default();
    };
    let typed = move |text: String| {
        query.set(text);
        chosen.set(0);
    };
    view! {
        <label class="with">
            <Glyph icon=Icon::Search />
        <input
            class="in"
            role="combobox"
            aria-label="Search"
            aria-expanded="true"
            aria-controls="palette"
            aria-activedescendant=move || option_id(chosen.get())
            placeholder="Search by name"
            autocomplete="off"
            spellcheck="false"
            autofocus
            on:keydown=keys
            on:input:target=move |event| typed(event.target().value())
        />
        </label>
        <ul class="palette" id="palette" role="listbox" aria-label="Found">
            {move || found.get().into_iter().enumerate().map(|(at, entry)| option(at, entry, chosen, go)).collect_view()}
        </ul>
        <p class="soft" role="status">
            {move || if found.with(Vec::is_empty) { "Nothing has that name." } else { "" }}
        </p>
    }
}

fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

fn option(at: usize, entry: Entry, chosen: RwSignal<usize>, go: Callback<Entry>) -> impl IntoView {
    let Entry { title, kind, beside, .. } = entry.clone();
    let is_chosen = Memo::new(move |_| chosen.get() == at);
    let id = option_id(at);
    let own = id.clone();
    Effect::new(move |_| {
        if is_chosen.get()
            && let Some(element) = document().get_element_by_id(&own)
        {
            reveal(&element);
        }
    });
    view! {
        <li
            id=id
            role="option"
            aria-selected=move || is_chosen.get().to_string()
            on:click=move |_| go.run(entry.clone())
        >
            <span class="palette__title">{title}</span>
            <span class="sub palette__beside">{beside}</span>
            <span class="sub">{kind}</span>
        </li>
    }
}
