//! A file beside what is live: each document that is about an object of the Controller, line by line, and what became of
//! the object since the draft began.

mod layout;
mod pairs;

use leptos::task::spawn_local;
use leptos::{html, prelude::*};

use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::Live;
use crate::resource::compare::{Taken, take};
use crate::resource::draft::{Draft, Way};
use crate::resource::meanwhile::See;
use crate::ui::choice::Segments;
use crate::ui::editor::{Comparison, Names, Rich, TakeOver};
use crate::ui::long::long;
use layout::{Layout, LayoutChoice};
pub use pairs::Forms;
use pairs::{Pair, Row, Said, Sides, at, pairs};

/// Whether a text is written or compared, and with what.
#[derive(Clone, Copy)]
pub struct Comparing {
    is_on: RwSignal<bool>,
    sides: RwSignal<Sides>,
    /// Somebody asked to see it and is not there yet.
    is_asked: RwSignal<bool>,
    /// It needs the script of the rich editor.
    rich: Rich,
    live: Live,
}

impl Comparing {
    /// As a page begins.
    pub fn new() -> Self {
        let (is_on, is_asked) = (RwSignal::new(false), RwSignal::new(false));
        let (rich, live) = (expect_context(), expect_context());
        Self { is_on, sides: RwSignal::new(Sides::default()), is_asked, rich, live }
    }

    /// Compares, with what is live now and not with what was a while ago.
    fn turn_on(self) {
        self.is_on.set(true);
        spawn_local(async move {
            // What could not be read is told by the banner.
            let _ = self.live.refresh_for_plans().await;
        });
    }

    pub fn is_on(self) -> bool {
        self.is_on.get() && self.rich.is_here()
    }

    /// The way to what somebody else changed.
    pub fn see(self) -> See {
        let go = Callback::new(move |()| {
            self.sides.set(Sides::Theirs);
            self.turn_on();
            self.is_asked.set(true);
        });
        See { can: Signal::derive(move || self.rich.is_here()), go }
    }

    /// Leads whoever asked for it to the comparison.
    fn lead_to(self, place: NodeRef<html::Div>) {
        Effect::new(move |_| {
            let (Some(place), true) = (place.get(), self.is_asked.get()) else { return };
            self.is_asked.set(false);
            // Refused only where it is not on the screen any more.
            let _ = place.focus();
        });
    }

    /// Goes back to the text when a place in it is asked for.
    pub fn follow_jumps(self, workspace: Workspace) {
        Effect::new(move |_| {
            if workspace.jump.with(Option::is_some) {
                self.is_on.set(false);
            }
        });
    }
}

/// So many documents are compared at first, and as many more each time.
const AT_ONCE: usize = 30;

const TEXT: &str = "text";
const COMPARE: &str = "compare";

/// The choice between writing and comparing; none while only the plain editor is here.
#[component]
pub fn CompareSwitch(comparing: Comparing) -> impl IntoView {
    let value = Signal::derive(move || if comparing.is_on.get() { COMPARE } else { TEXT }.to_owned());
    let choose = Callback::new(move |value: String| {
        comparing.sides.set(Sides::default());
        if value == COMPARE {
            comparing.turn_on();
        } else {
            comparing.is_on.set(false);
        }
    });
    view! {
        <Show when=move || comparing.rich.is_here()>
            <Segments
                label="View of the text"
                name="text-view"
                options=&[(TEXT, "Text"), (COMPARE, "Compare with live")]
                value
                on_choice=choose
            />
        </Show>
    }
}

/// The comparison of a file.
#[component]
pub fn Compare(file: FileDraft, comparing: Comparing) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let draft = file.draft;
    let most = RwSignal::new(AT_ONCE);
    let pairs = pairs(workspace, file, most);
    let moved = Memo::new(move |_| pairs.with(|pairs| pairs.iter().any(Pair::is_moved)));
    let sides = Memo::new(move |_| if moved.get() { comparing.sides.get() } else { Sides::default() });
    let layout = Layout::kept();
    let rows = move || pairs.with(|pairs| pairs.iter().map(|pair| pair.row(sides.get())).collect());
    let place = NodeRef::<html::Div>::new();
    comparing.lead_to(place);
    let one = move |row: Row| document(row, Shown { draft, pairs, sides, layout, place });
    view! {
        <div class="compare" role="group" aria-label="Comparison of the text" node_ref=place tabindex="-1" on:keydown=move |event| step_by_keys(draft, &event)>
            <div class="compare__head">
                <Show when=move || moved.get()>
                    <SidesChoice comparing />
                </Show>
                {move || legend(sides.get())}
                <LayoutChoice layout />
            </div>
            <ul class="compare__list" aria-label="Comparison">
                {long(rows, |row: &Row| row.index, one)}
            </ul>
            <More draft most />
        </div>
    }
}

/// Compares more documents of a long file.
#[component]
fn More(draft: Draft, most: RwSignal<usize>) -> impl IntoView {
    let left = Memo::new(move |_| {
        let all = draft.with(|manifest| manifest.documents().iter().filter(|one| !one.is_empty()).count());
        all.saturating_sub(most.get())
    });
    let next = move || format!("Compare {} more", left.get().min(AT_ONCE));
    view! {
        <Show when=move || { left.get() > 0 }>
            <p class="compare__more">
                <button type="button" class="btn" on:click=move |_| most.update(|most| *most += AT_ONCE)>
                    {next}
                </button>
                {move || format!(" {} documents are not compared yet.", left.get())}
            </p>
        </Show>
    }
}

#[component]
fn SidesChoice(comparing: Comparing) -> impl IntoView {
    let value = Signal::derive(move || comparing.sides.get().word().to_owned());
    let choose = Callback::new(move |word: String| comparing.sides.set(Sides::of_word(&word)));
    view! { <Segments label="What is compared" name="compare-sides" options=&Sides::WORDS value on_choice=choose /> }
}

fn legend(sides: Sides) -> impl IntoView {
    let (left, right) = sides.names();
    view! {
        <p class="compare__legend">
            <del>{left}</del>
            <ins>{right}</ins>
        </p>
    }
}

/// The keys of the text's history work here, too.
fn step_by_keys(draft: Draft, event: &web_sys::KeyboardEvent) {
    let letter = event.key().to_lowercase();
    if event.alt_key() || !(event.ctrl_key() || event.meta_key()) || !["z", "y"].contains(&&*letter) {
        return;
    }
    event.prevent_default();
    draft.step(if letter == "z" && !event.shift_key() { Way::Back } else { Way::Forth });
}

/// What all documents of a file are shown with.
#[derive(Clone, Copy)]
struct Shown {
    draft: Draft,
    pairs: Memo<Vec<Pair>>,
    sides: Memo<Sides>,
    layout: Layout,
    place: NodeRef<html::Div>,
}

fn document(row: Row, shown: Shown) -> impl IntoView {
    let Row { index, title, said, hidden } = row;
    let body = match said {
        Said::Words(words) => view! { <p class="soft">{words}</p> }.into_any(),
        Said::Differs => view! { <Lines index title=title.clone() shown /> }.into_any(),
    };
    view! {
        <li class="compare__doc">
            <h3>{title}</h3>
            {hidden.map(|hidden| view! { <p class="soft">{hidden}</p> })}
            {body}
        </li>
    }
}

#[component]
fn Lines(index: usize, title: String, shown: Shown) -> impl IntoView {
    let Shown { draft, pairs, sides, layout, place } = shown;
    let pair = move || pairs.with(|pairs| at(pairs, index).cloned());
    let texts = Memo::new(move |_| pair().map(|pair| pair.texts(sides.get())).unwrap_or_default());
    let take_over = move |(other, own)| {
        let Some(pair) = untrack(pair) else { return };
        let edit = draft.with_untracked(|manifest| {
            let document = manifest.documents().get(index)?;
            let live = pair.live().filter(|_| document.revision() == pair.revision)?;
            Some(take(document, live, &Taken { other, own }))
        });
        edit.into_iter().for_each(|edit| draft.apply(&[edit]));
        stay(place);
    };
    let take = TakeOver { words: "Take live", take: Callback::new(take_over) };
    move || {
        let sides = sides.get();
        let (left, right) = sides.names();
        let names = Names {
            left: format!("{title}, {left}"),
            right: format!("{title}, {right}"),
            both: format!("{title}, {left} and {right}"),
        };
        let take = (sides == Sides::Live).then_some(take);
        view! { <Comparison names texts beside=layout.is_beside() take /> }
    }
}

/// Whoever took over the last difference is still here: what was pressed is gone.
fn stay(place: NodeRef<html::Div>) {
    request_animation_frame(move || {
        let is_lost = document_focus().is_none_or(|element| element.tag_name() == "BODY");
        if let Some(place) = place.try_get_untracked().flatten().filter(|_| is_lost) {
            // Refused only where it is not on the screen any more.
            let _ = place.focus();
        }
    });
}

fn document_focus() -> Option<web_sys::Element> {
    leptos::prelude::document().active_element()
}
