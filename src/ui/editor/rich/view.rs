//! The open editor as JavaScript knows it: calls to it, and what it asks. `editor/src/console.ts` says the same from the
//! other side.

use std::cell::RefCell;

use wasm_bindgen::closure::{Closure, IntoWasmClosure, WasmClosure};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Function, Object};

use crate::ui::js;

/// What an editor may ask, by name, while it is open.
#[derive(Default)]
pub(super) struct Answers {
    object: Object,
    kept: RefCell<Vec<Box<dyn std::any::Any>>>,
}

impl Answers {
    pub(super) fn object(&self) -> &Object {
        &self.object
    }

    pub(super) fn add<F>(&self, name: &str, answer: impl IntoWasmClosure<F> + 'static)
    where
        F: WasmClosure + ?Sized + 'static,
    {
        let closure = Closure::<F>::new(answer);
        js::set(&self.object, name, closure.as_ref());
        self.kept.borrow_mut().push(Box::new(closure));
    }
}

/// A handle to an open editor.
pub(super) struct View(JsValue);

impl View {
    /// Opens one in a host. `None` when its file is not there, or when it could not be opened.
    pub(super) fn open(
        host: &web_sys::HtmlElement,
        label: &str,
        text: &str,
        answers: &Answers,
    ) -> Option<Self> {
        let open = js::console("editor").dyn_into::<Function>().ok()?;
        let wanted = js::object(&[("label", label.into()), ("text", text.into())]);
        Self::made(open.call3(&JsValue::UNDEFINED, host, &wanted, answers.object()))
    }

    /// What our script made, if it could.
    pub(super) fn made(opened: Result<JsValue, JsValue>) -> Option<Self> {
        opened.map_err(|error| web_sys::console::error_1(&error)).ok().map(Self)
    }

    /// Calls a method. What it throws is a fault of ours, told where faults are looked for; the text is not in it.
    pub(super) fn call(&self, method: &str, words: &[JsValue]) -> JsValue {
        let Ok(method) = js::get(&self.0, method).dyn_into::<Function>() else { return JsValue::UNDEFINED };
        let answer = method.apply(&self.0, &words.iter().collect::<Array>());
        answer.unwrap_or_else(|error| {
            web_sys::console::error_1(&error);
            JsValue::UNDEFINED
        })
    }
}
