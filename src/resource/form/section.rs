//! A form in sections, and the index beside them, which says where something is wrong and where something was changed.
//! What few people set is folded, with a sign of what is set in it, and drawn when it is opened.

use leptos::{ev, html, prelude::*};
use manifest::Path;

use super::field::DraftField;
use super::keys::KnownKeys;
use super::list::DraftList;
use super::map::DraftMap;
use super::members::{DraftMembers, is_open};
use super::shape::{Arranged, Ground, Looks, Particular, Spot};
use super::yaml::DraftYaml;
use super::{Drawn, Touched};
use crate::live::Live;
use crate::ui::alive::alive;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::{StateMark, Tone};

/// A declared field, with the input that it gets.
#[component]
pub fn SpotView(form: Drawn, spot: Spot) -> impl IntoView {
    let hides = |it: &Particular| matches!(it, Particular::Data { is_secret: true });
    let is_secret = form.shape.of(&spot.declared).any(hides);
    match spot.looks(form.shape) {
        Looks::One => view! { <DraftField form spot /> }.into_any(),
        Looks::Values | Looks::Rows => view! { <DraftList form spot /> }.into_any(),
        Looks::Members => view! { <DraftMembers form spot /> }.into_any(),
        Looks::Pairs => view! { <DraftMap form spot is_secret /> }.into_any(),
        Looks::Yaml => view! { <DraftYaml form spot /> }.into_any(),
    }
}

/// What is set of some fields.
pub(super) fn set_in(form: Drawn, spots: StoredValue<Vec<Spot>>) -> Memo<Vec<&'static str>> {
    Memo::new(move |_| {
        let is_set = |spot: &&Spot| form.draft.is_set(&spot.path);
        spots.with_value(|spots| spots.iter().filter(is_set).map(|spot| spot.field.label).collect())
    })
}

/// The same in a few words.
pub(super) fn told(set: &[&str]) -> String {
    format!("{} set: {}", set.len(), set.join(", "))
}

/// A section that is shown.
#[derive(Clone, Copy)]
struct Shown {
    title: &'static str,
    about: &'static str,
    spots: StoredValue<Vec<Spot>>,
    place: NodeRef<html::H2>,
    /// It was drawn once, and is open now.
    drawn: RwSignal<bool>,
    open: RwSignal<bool>,
    wrong: Memo<bool>,
    changed: Memo<bool>,
    /// What is set in it.
    set: Memo<Vec<&'static str>>,
}

impl Shown {
    fn of(form: Drawn, section: Arranged) -> Self {
        let spots = StoredValue::new(section.spots);
        let touched = expect_context::<Touched>();
        let any = move |holds: &dyn Fn(&Path) -> bool| {
            spots.with_value(|spots| spots.iter().any(|spot| holds(&spot.path)))
        };
        let wrong = Memo::new(move |_| any(&|path| touched.problem(form.draft, path).is_some()));
        let changed = Memo::new(move |_| any(&|path| form.draft.is_changed(path)));
        let set = set_in(form, spots);
        let (drawn, open) = (RwSignal::new(!section.folded), RwSignal::new(!section.folded));
        // What is wrong has to be seen.
        Effect::new(move |_| {
            if touched.is_all() && wrong.get() {
                open.set(true);
                drawn.set(true);
            }
        });
        let Arranged { title, about, .. } = section;
        Self { title, about, spots, place: NodeRef::new(), drawn, open, wrong, changed, set }
    }

    fn marks(self) -> impl IntoView {
        view! {
            <Show when=move || self.wrong.get()>
                <StateMark tone=Tone::Bad text="has a problem" />
            </Show>
            <Show when=move || self.changed.get() && !self.wrong.get()>
                <span class="dirty">
                    <span class="sr">"changed"</span>
                </span>
            </Show>
        }
    }

    /// What is to be known of it; folded, what is set in it.
    fn sum(self) -> String {
        let set = self.set.get();
        match (self.open.get(), set.len()) {
            (true, _) => self.about.to_owned(),
            (false, 0) => "nothing set".to_owned(),
            (false, _) => told(&set),
        }
    }

    fn draw(self, form: Drawn, at: usize, here: RwSignal<usize>) -> impl IntoView {
        let spots = move || {
            let spots = self.spots.get_value().into_iter();
            spots.map(|spot| view! { <SpotView form spot /> }).collect_view()
        };
        let toggled = move |event: ev::Event| {
            let open = is_open(&event);
            self.open.set(open);
            self.drawn.update(|drawn| *drawn |= open);
        };
        view! {
            <details
                class="sec"
                open=move || self.open.get()
                on:toggle=alive(toggled)
                on:focusin=alive(move |_: ev::FocusEvent| here.set(at))
            >
                <summary>
                    <Glyph icon=Icon::Right />
                    <h2 node_ref=self.place tabindex="-1">
                        {self.title}
                    </h2>
                    <span class="sum">{move || self.sum()}</span>
                    {self.marks()}
                </summary>
                <Show when=move || self.drawn.get()>
                    <div class="body">{spots()}</div>
                </Show>
            </details>
        }
    }
}

/// The sections of a form, with their index.
#[component]
pub fn FormSections(
    form: Drawn,
    /// Above the sections.
    children: Children,
    /// A text that cannot be read waits to be mended.
    broken: Memo<bool>,
) -> impl IntoView {
    KnownKeys::provide(expect_context::<Live>());
    let sections = form.shape.arranged(&Ground::document(form.kind), form.is_new);
    let shown = sections.into_iter().map(|section| Shown::of(form, section)).collect::<Vec<_>>();
    let here = RwSignal::new(0_usize);
    let index = shown.iter().enumerate().map(|(at, one)| entry(*one, at, here)).collect_view();
    let bodies = shown.iter().enumerate().map(|(at, one)| one.draw(form, at, here)).collect_view();
    view! {
        <nav class="index" aria-label="Sections" hidden=shown.len() < 2>
            {index}
        </nav>
        <section class="panel" aria-label="Form">
            {children()}
            <fieldset disabled=move || broken.get()>{bodies}</fieldset>
        </section>
    }
}

/// Leads to a section. It is a button, because the address of the page is not the section's.
fn entry(shown: Shown, at: usize, here: RwSignal<usize>) -> impl IntoView {
    let go = move |_| {
        here.set(at);
        shown.open.set(true);
        shown.drawn.set(true);
        if let Some(place) = shown.place.get_untracked() {
            place.scroll_into_view();
            let _ = place.focus();
        }
    };
    view! {
        <button type="button" aria-current=move || (here.get() == at).then_some("true") on:click=go>
            {shown.title}
            {shown.marks()}
        </button>
    }
}
