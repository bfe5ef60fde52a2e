//! The rich editor: CodeMirror, which comes as a file of its own (`editor/`), showing a source and asking about it.

mod compare;
mod open;
mod part;
mod view;

use std::rc::Rc;

use leptos::task::spawn_local;
use leptos::{html, prelude::*};
use wasm_bindgen::JsValue;
use web_sys::js_sys::Array;

use super::{About, Assist, Jump, Source, Way, help};
use crate::ui::js::object;
use crate::ui::slice::breathe;
use open::Open;
use view::{Answers, View};

pub use compare::{Comparison, Names, TakeOver, Texts};
pub use part::Rich;

/// A longer text is shown a moment later: all else that its file brings comes first.
const LONG: usize = 100_000;

#[component]
pub fn RichEditor(
    #[prop(into)] label: String,
    source: Source,
    jump: Jump,
    assist: Assist,
    /// Somebody asked to see all values that are covered otherwise.
    #[prop(into)]
    revealed: Signal<bool>,
) -> impl IntoView {
    let host = NodeRef::<html::Div>::new();
    let here = RwSignal::new(None);
    let open = Rc::new(Open::new(source));
    let answers = Rc::new(answers(&open, assist, here));
    let is_open = RwSignal::new(false);
    let opening = open.clone();
    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        let (label, answers, opening) = (label.clone(), answers.clone(), opening.clone());
        let open = move || {
            // What was waited for may be gone.
            let Some(text) = source.text.try_get_untracked().filter(|_| host.is_connected()) else { return };
            if let Some(view) = View::open(&host, &label, &text, &answers) {
                opening.opened(view, text);
                is_open.set(true);
            }
        };
        if source.text.with_untracked(String::len) < LONG {
            return open();
        }
        spawn_local(async move {
            breathe().await;
            open();
        });
    });
    follow(&open, source, jump, is_open, revealed);
    let kept = StoredValue::new_local(open);
    on_cleanup(move || {
        kept.try_with_value(|open| open.call("close", &[]));
    });
    view! {
        <div class="editor editor--rich">
            <div class="editor__host" node_ref=host></div>
            {move || help::line(here.get())}
        </div>
    }
}

/// Keeps the editor at what the source says.
fn follow(open: &Rc<Open>, source: Source, jump: Jump, is_open: RwSignal<bool>, revealed: Signal<bool>) {
    when_open(open, is_open, move |open| {
        source.text.with(|_| ());
        open.follow(None);
    });
    when_open(open, is_open, move |open| source.troubles.with(|all| open.show_troubles(all)));
    when_open(open, is_open, move |open| source.secrets.with(|all| open.cover(all)));
    when_open(open, is_open, move |open| {
        if let Some(to) = jump.get() {
            open.go_to(to);
            jump.set(None);
        }
    });
    let reveal = open.clone();
    Effect::new(move |before: Option<bool>| {
        let (is_open, revealed) = (is_open.get(), revealed.get());
        if is_open && (revealed || before == Some(true)) {
            reveal.call("reveal", &[revealed.into()]);
        }
        is_open && revealed
    });
}

/// Does something while the editor is open, and again whenever what it reads changes.
fn when_open(open: &Rc<Open>, is_open: RwSignal<bool>, act: impl Fn(&Open) + 'static) {
    let open = open.clone();
    Effect::new(move |_| {
        if is_open.get() {
            act(&open);
        }
    });
}

/// What the editor may ask.
fn answers(open: &Rc<Open>, assist: Assist, here: RwSignal<Option<About>>) -> Answers {
    let answers = Answers::default();
    let of = open.clone();
    answers.add::<dyn FnMut(Array, bool)>("typed", move |changes: Array, by_hand: bool| {
        of.typed(&changes, by_hand);
    });
    let of = open.clone();
    answers.add::<dyn FnMut(bool)>("step", move |back: bool| {
        let caret = assist.step.run(if back { Way::Back } else { Way::Forth });
        of.follow(caret);
    });
    let of = open.clone();
    answers.add::<dyn FnMut(u32) -> JsValue>("propose", move |at: u32| propose(&of, assist, at));
    let of = open.clone();
    answers.add::<dyn FnMut(u32) -> JsValue>("about", move |at: u32| {
        assist.about.run(of.byte(at)).map_or(JsValue::NULL, |about| {
            let lines = about.lines.iter().map(JsValue::from).collect::<Array>();
            object(&[("title", about.title.into()), ("lines", lines.into())])
        })
    });
    let of = open.clone();
    answers.add::<dyn FnMut(i32)>("caret", move |at: i32| {
        let about = u32::try_from(at).ok().and_then(|at| assist.about.run(of.byte(at)));
        if here.try_with_untracked(|here| *here != about) == Some(true) {
            here.set(about);
        }
    });
    let of = open.clone();
    answers.add::<dyn FnMut()>("rest", move || {
        assist.rest.run(());
        // At once: what is asked next is about them.
        if let Some(troubles) = of.troubles() {
            of.show_troubles(&troubles);
        }
    });
    answers.add::<dyn FnMut(u32, u32)>("fix", move |trouble: u32, fix: u32| {
        assist.fix.run((trouble as usize, fix as usize));
    });
    answers.add::<dyn FnMut()>("tidy", move || assist.tidy.run(()));
    let of = open.clone();
    answers.add::<dyn FnMut(u32) -> JsValue>("anchor", move |at: u32| {
        assist.anchor.run(of.byte(at)).map_or(JsValue::NULL, JsValue::from)
    });
    let of = open.clone();
    answers.add::<dyn FnMut(u32, String) -> JsValue>("rename", move |at: u32, name: String| {
        let why = assist.rename.run((of.byte(at), name)).err();
        why.unwrap_or_default().into()
    });
    answers
}

fn propose(open: &Open, assist: Assist, at: u32) -> JsValue {
    let proposals = assist.propose.run(open.byte(at));
    let all = proposals.into_iter().map(|one| {
        object(&[
            ("label", one.label.into()),
            ("detail", one.detail.into()),
            ("help", one.help.into()),
            ("from", open.unit(one.range.start)),
            ("to", open.unit(one.range.end)),
            ("text", one.text.into()),
        ])
    });
    all.collect::<Array>().into()
}
