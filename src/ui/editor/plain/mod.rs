//! The plain text editor: a textarea with numbered lines beside it, proposals at the caret, and a line of help below.
//! It is what is shown until the rich one has come, and where that cannot.

mod margin;
mod steps;
mod suggest;

use leptos::{ev, html, prelude::*};

use super::{Assist, Jump, Source, Way, Weight, caret, help};
use crate::ui::alive::alive;
use margin::Mark;
use suggest::{ProposalList, Suggest};

#[component]
pub fn PlainEditor(
    id: &'static str,
    #[prop(into)] label: String,
    source: Source,
    jump: Jump,
    assist: Assist,
) -> impl IntoView {
    let Source { text, typed: on_input, .. } = source;
    let marks = Signal::derive(move || marks(source));
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

/// The lines with problems.
fn marks(source: Source) -> Vec<Mark> {
    source.troubles.with(|troubles| {
        let worth = troubles.iter().filter(|trouble| trouble.weight != Weight::Note);
        worth.map(|trouble| Mark { line: trouble.line, severe: trouble.weight == Weight::Error }).collect()
    })
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
