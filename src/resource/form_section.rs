//! A form in sections: what stands in each is data, and so is the index beside them, which says where something is wrong
//! and where something was changed.

use std::str::FromStr;

use leptos::{ev, html, prelude::*};
use manifest::Path;
use model::Kind;

use crate::live::Live;
use crate::resource::draft::Draft;
use crate::resource::form::{DraftField, FormField, Touched};
use crate::resource::form_list::{DraftList, FormList};
use crate::resource::form_map::DraftMap;
use crate::ui::alive::alive;
use crate::ui::field::Input;
use crate::ui::state::{StateMark, Tone};

/// A titled group of a kind's form.
pub struct FormSection {
    pub title: &'static str,
    /// What is to be known of all of it; may be empty.
    pub about: &'static str,
    pub parts: &'static [FormPart],
}

/// What a section is made of.
pub enum FormPart {
    Field {
        field: FormField,
        input: fn(Live) -> Input,
        /// Another value would be another object, so only a new one has it.
        only_new: bool,
    },
    List(&'static FormList),
    /// Keys and values of the user's own.
    Map {
        key: &'static str,
        is_secret: bool,
    },
    Note(&'static str),
}

impl FormPart {
    pub const fn field(field: FormField, input: fn(Live) -> Input) -> Self {
        Self::Field { field, input, only_new: false }
    }

    /// A field that only a new object has.
    pub const fn new_only(field: FormField, input: fn(Live) -> Input) -> Self {
        Self::Field { field, input, only_new: true }
    }

    /// A field of one line.
    pub const fn line(field: FormField) -> Self {
        Self::field(field, |_| Input::Line)
    }

    fn is_there(&self, is_new: bool) -> bool {
        !matches!(self, Self::Field { only_new: true, .. }) || is_new
    }

    fn path(&self) -> Option<Path> {
        let path = match self {
            Self::Field { field, .. } => field.path,
            Self::List(list) => list.path,
            Self::Map { key, .. } => key,
            Self::Note(_) => return None,
        };
        Path::from_str(path).ok()
    }

    fn draw(&self, draft: Draft, kind: Kind) -> AnyView {
        match self {
            Self::Field { field, input, .. } => {
                let input = input(expect_context::<Live>());
                view! { <DraftField draft kind field=*field input /> }.into_any()
            }
            Self::List(list) => view! { <DraftList draft kind list=*list /> }.into_any(),
            Self::Map { key, is_secret } => {
                view! { <DraftMap draft kind key=*key is_secret=*is_secret /> }.into_any()
            }
            Self::Note(text) => view! { <p class="soft wide">{*text}</p> }.into_any(),
        }
    }
}

/// A section that is shown, with its paths.
#[derive(Clone, Copy)]
struct Shown {
    section: &'static FormSection,
    place: NodeRef<html::H2>,
    wrong: Memo<bool>,
    changed: Memo<bool>,
}

impl Shown {
    fn of(section: &'static FormSection, draft: Draft, is_new: bool) -> Self {
        let parts = section.parts.iter().filter(move |part| part.is_there(is_new));
        let paths = StoredValue::new(parts.filter_map(FormPart::path).collect::<Vec<_>>());
        let touched = expect_context::<Touched>();
        let any = move |holds: &dyn Fn(&Path) -> bool| paths.with_value(|paths| paths.iter().any(holds));
        let wrong = Memo::new(move |_| any(&|path| touched.problem(draft, path).is_some()));
        let changed = Memo::new(move |_| any(&|path| draft.is_changed(path)));
        Self { section, place: NodeRef::new(), wrong, changed }
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
}

/// The sections of a form, with their index.
#[component]
pub fn FormSections(
    draft: Draft,
    kind: Kind,
    sections: &'static [FormSection],
    is_new: bool,
    /// Above the sections.
    children: Children,
    /// A text that cannot be read waits to be mended.
    broken: Memo<bool>,
) -> impl IntoView {
    let there = sections.iter().filter(|section| section.parts.iter().any(|part| part.is_there(is_new)));
    let shown = there.map(|section| Shown::of(section, draft, is_new)).collect::<Vec<_>>();
    let here = RwSignal::new(0_usize);
    let index = shown.iter().enumerate().map(|(at, one)| entry(*one, at, here)).collect_view();
    let body = |(at, one): (usize, &Shown)| {
        let Shown { section, place, .. } = *one;
        let parts = section.parts.iter().filter(|part| part.is_there(is_new));
        view! {
            <section class="sec" on:focusin=alive(move |_: ev::FocusEvent| here.set(at))>
                <header>
                    <h2 node_ref=place tabindex="-1">{section.title}</h2>
                    <span class="sum">{section.about}</span>
                    {one.marks()}
                </header>
                <div class="body">{parts.map(|part| part.draw(draft, kind)).collect_view()}</div>
            </section>
        }
    };
    let bodies = shown.iter().enumerate().map(body).collect_view();
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
        if let Some(place) = shown.place.get_untracked() {
            place.scroll_into_view();
            let _ = place.focus();
        }
    };
    view! {
        <button type="button" aria-current=move || (here.get() == at).then_some("true") on:click=go>
            {shown.section.title}
            {shown.marks()}
        </button>
    }
}
