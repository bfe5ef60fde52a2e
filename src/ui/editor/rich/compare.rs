//! Two texts beside each other, line by line. They are only read; lines of the first can be taken into the second by who
//! keeps that one.

use std::ops::Range;
use std::rc::Rc;

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Function;

use super::view::{Answers, View};
use crate::ui::js;

/// The texts as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    pub left: String,
    pub right: String,
    /// The number of the first line of the second.
    pub line: u32,
}

/// What the texts are called, for who cannot see where they stand.
#[derive(Clone, Debug)]
pub struct Names {
    pub left: String,
    pub right: String,
    /// One below the other.
    pub both: String,
}

/// What takes lines of the first into the second, and what its button says. Lines count from 0.
#[derive(Clone, Copy)]
pub struct TakeOver {
    pub words: &'static str,
    pub take: Callback<(Range<usize>, Range<usize>)>,
}

/// The comparison. It needs the script of the rich editor.
#[component]
pub fn Comparison(
    names: Names,
    #[prop(into)] texts: Signal<Texts>,
    /// Side by side, where there is room.
    #[prop(into)]
    beside: Signal<bool>,
    take: Option<TakeOver>,
) -> impl IntoView {
    let host = NodeRef::<html::Div>::new();
    let answers = Rc::new(Answers::default());
    answers.add::<dyn FnMut(u32, u32, u32, u32)>("take", move |from: u32, to: u32, start: u32, end: u32| {
        if let Some(TakeOver { take, .. }) = take {
            take.try_run((from as usize..to as usize, start as usize..end as usize));
        }
    });
    let view = StoredValue::new_local(None::<View>);
    let kept = answers.clone();
    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        let words = take.map_or("", |take| take.words);
        let shown = texts.get_untracked();
        view.set_value(open(&host, &names, &shown, beside.get_untracked(), words, &kept));
    });
    let call = move |method: &str, words: &[JsValue]| {
        view.try_with_value(|view| view.as_ref().map(|view| view.call(method, words)));
    };
    Effect::new(move |before: Option<Texts>| {
        let texts = texts.get();
        if before.is_some_and(|before| before != texts) {
            call("show", &[(&*texts.left).into(), (&*texts.right).into(), texts.line.into()]);
        }
        texts
    });
    Effect::new(move |before: Option<bool>| {
        let beside = beside.get();
        if before.is_some_and(|before| before != beside) {
            call("beside", &[beside.into()]);
        }
        beside
    });
    // It may ask until it is closed.
    let answers = StoredValue::new_local(answers);
    on_cleanup(move || {
        call("close", &[]);
        answers.try_set_value(Rc::default());
    });
    view! { <div class="compare__host" node_ref=host></div> }
}

fn open(
    host: &web_sys::HtmlElement,
    names: &Names,
    texts: &Texts,
    beside: bool,
    take: &str,
    answers: &Answers,
) -> Option<View> {
    let open = js::console("compare").dyn_into::<Function>().ok()?;
    let wanted = js::object(&[
        ("left", (&*texts.left).into()),
        ("right", (&*texts.right).into()),
        ("leftName", (&*names.left).into()),
        ("rightName", (&*names.right).into()),
        ("bothName", (&*names.both).into()),
        ("line", texts.line.into()),
        ("beside", beside.into()),
        ("take", take.into()),
    ]);
    View::made(open.call3(&JsValue::UNDEFINED, host, &wanted, answers.object()))
}
