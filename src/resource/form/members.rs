//! A list whose entries are forms themselves, such as the microservices of an application: each is folded, and drawn when
//! somebody opens it.

use leptos::prelude::*;

use super::Drawn;
use super::list::List;
use super::section::{SpotView, set_in, told};
use super::shape::{Arranged, FormShape, Ground, Particular, Spot};
use crate::ui::alive::alive;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::js;

#[component]
pub fn DraftMembers(form: Drawn, spot: Spot) -> impl IntoView {
    let field = spot.field;
    let list = List::of(form, spot);
    let rows = Memo::new(move |_| list.length());
    let opened = RwSignal::new(None::<usize>);
    let add = move |_| {
        opened.set(Some(rows.get_untracked()));
        list.add();
    };
    view! {
        <fieldset class="list wide">
            <legend class="lab">{field.label}</legend>
            <p class="hint">{field.help}</p>
            <For each=move || 0..rows.get() key=|row| *row let(row)>
                <Member list row open=opened.get_untracked() == Some(row) />
            </For>
            <button type="button" class="btn small" on:click=add>
                <Glyph icon=Icon::Plus />
                {format!("Add {}", list.shape.noun)}
            </button>
        </fieldset>
    }
}

#[component]
fn Member(list: List, row: usize, open: bool) -> impl IntoView {
    let noun = list.shape.noun;
    let entry = move || list.path().index(row);
    let drawn = RwSignal::new(open);
    let name = Memo::new(move |_| {
        let name = list.form.draft.field(&entry().key("name"));
        if name.is_empty() { format!("{noun} {}", row + 1) } else { name }
    });
    let changed = Memo::new(move |_| list.form.draft.is_changed(&entry()));
    let body = move || {
        let shape = shape_of(list);
        let ground = list.spot.with_value(|spot| Ground::entry(spot, row));
        let sections = ground.map_or(Vec::new(), |ground| shape.arranged(&ground, true));
        sections.into_iter().map(|section| group(Drawn { shape, ..list.form }, section)).collect_view()
    };
    view! {
        <details class="member" open=open on:toggle=alive(move |event| drawn.update(|it| *it |= is_open(&event)))>
            <summary>
                <Glyph icon=Icon::Right />
                <b>{move || name.get()}</b>
                <Show when=move || changed.get()>
                    <span class="dirty">
                        <span class="sr">"changed"</span>
                    </span>
                </Show>
            </summary>
            <Show when=move || drawn.get()>
                {body()}
                <div class="row member__foot">
                    <button type="button" class="btn small" on:click=move |_| list.double(row)>
                        {move || format!("Duplicate {}", name.get())}
                    </button>
                    <button type="button" class="btn small" on:click=move |_| list.remove(row)>
                        {move || format!("Remove {}", name.get())}
                    </button>
                </div>
            </Show>
        </details>
    }
}

/// How an entry is put into a form.
fn shape_of(list: List) -> &'static FormShape {
    list.spot.with_value(|spot| {
        let own = list.form.shape.of(&spot.declared).find_map(|it| match it {
            Particular::Members(shape, _) => Some(*shape),
            _ => None,
        });
        own.unwrap_or(&FormShape { sections: &[], particulars: &[] })
    })
}

/// A section of an entry.
fn group(form: Drawn, section: Arranged) -> impl IntoView {
    let drawn = RwSignal::new(!section.folded);
    let spots = StoredValue::new(section.spots);
    let set = set_in(form, spots);
    let sum = move || set.with(|set| if set.is_empty() { String::new() } else { told(set) });
    let body =
        move || spots.get_value().into_iter().map(|spot| view! { <SpotView form spot /> }).collect_view();
    view! {
        <details
            class="member__part"
            open=!section.folded
            on:toggle=alive(move |event| drawn.update(|it| *it |= is_open(&event)))
        >
            <summary>
                <Glyph icon=Icon::Right />
                <span class="member__title">{section.title}</span>
                <span class="sum">{move || sum()}</span>
            </summary>
            <Show when=move || drawn.get()>
                <div class="body">{body()}</div>
            </Show>
        </details>
    }
}

/// Whether the element that an event is about is open.
pub(super) fn is_open(event: &web_sys::Event) -> bool {
    event.target().is_some_and(|target| js::get(&target.into(), "open").as_bool() == Some(true))
}
