//! The plain text editor: a textarea with numbered lines beside it, proposals at the caret, and a line of help below.
//! A richer editor may take its place; this one always works.

pub(super) mod caret;
mod help;
mod margin;
mod steps;
mod suggest;

use leptos::{ev, html, prelude::*};

use crate::ui::alive::alive;
use suggest::{ProposalList, Suggest};

pub use help::About;
pub use margin::Mark;
pub use suggest::Proposal;

/// Where the caret shall go: a byte offset in the text.
pub type Jump = RwSignal<Option<usize>>;

/// What the editor can ask about a place in the text that it shows, by byte offset.
#[derive(Clone, Copy)]
pub struct Assist {
    /// What could be written there, the best first.
    pub propose: Callback<usize, Vec<Proposal>>,
    /// What is known about what stands there.
    pub about: Callback<usize, Option<About>>,
    /// Takes a step in the history of the text, which is more than what was typed here. The answer is where the caret
    /// belongs then.
    pub step: Callback<Way, Option<usize>>,
}

/// Which way in the history of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Back,
    Forth,
}

#[component]
pub fn Editor(
    id: &'static str,
    #[prop(into)] label: String,
    /// The text with its own line ends; places in it are bytes of it.
    #[prop(into)]
    text: Signal<String>,
    /// What the text area shows after typing: all line ends are `\n`.
    on_input: Callback<String>,
    #[prop(into)] marks: Signal<Vec<Mark>>,
    jump: Jump,
    assist: Assist,
) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let margin = NodeRef::<html::Div>::new();
    let suggest = Suggest::new(area, text, assist);
    let lines = Memo::new(move |_| text.with(|text| caret::line_and_column(text, text.len()).0 + 1));
    let follow = move || {
        if let (Some(area), Some(margin)) = (area.get_untracked(), margin.get_untracked()) {
            margin.set_scroll_top(area.scroll_top());
        }
    };
    on_jump(area, text, jump, move || {
        follow();
        suggest.look();
    });
    let scrolled = move |_: ev::Event| {
        follow();
        suggest.close();
    };
    let typed = move |event: ev::Targeted<ev::Event, web_sys::HtmlTextAreaElement>| {
        on_input.run(event.target().value());
        suggest.typed();
    };
    let step = stepper(area, text, assist.step, suggest);
    let list = format!("{id}-proposals");
    let (owns, active) = (list.clone(), suggest.active_id(id));
    view! {
        <div class="editor">
            <div class="editor__lines" aria-hidden="true" node_ref=margin>
                {move || margin::numbered(lines.get(), &marks.get())}
            </div>
            <div class="editor__pane">
                <textarea
                    id=id
                    node_ref=area
                    class="editor__text"
                    aria-label=label
                    aria-autocomplete="list"
                    aria-controls=move || suggest.is_open().then(|| owns.clone())
                    aria-activedescendant=active
                    spellcheck="false"
                    autocomplete="off"
                    wrap="off"
                    prop:value=move || text.get()
                    on:scroll=alive(scrolled)
                    on:input:target=typed
                    on:keydown=move |event| match steps::wanted_by_key(&event) {
                        Some(way) => step(way),
                        None => suggest.key(&event),
                    }
                    on:beforeinput=move |event| steps::wanted_by_browser(&event).into_iter().for_each(step)
                    on:keyup=move |_| suggest.look()
                    on:click=move |_| suggest.moved()
                    on:blur=alive(move |_| suggest.close())
                />
                <ProposalList id=list prefix=id suggest />
            </div>
            {move || help::line(suggest.about())}
        </div>
    }
}

/// Puts the caret where somebody wants to go.
fn on_jump(area: NodeRef<html::Textarea>, text: Signal<String>, jump: Jump, arrived: impl Fn() + 'static) {
    Effect::new(move |_| {
        let (Some(offset), Some(area)) = (jump.get(), area.get()) else { return };
        caret::select_line_from(&area, &text.get_untracked(), offset);
        arrived();
        jump.set(None);
    });
}

/// Goes one step back or forth in the text, and shows where that was.
fn stepper(
    area: NodeRef<html::Textarea>,
    text: Signal<String>,
    step: Callback<Way, Option<usize>>,
    suggest: Suggest,
) -> impl Fn(Way) + Copy {
    move |way| {
        suggest.close();
        if let (Some(at), Some(area)) = (step.run(way), area.get_untracked()) {
            // At once: a value that is set later would put the caret to the end.
            text.with_untracked(|text| steps::show(&area, text, at));
            suggest.look();
        }
    }
}
