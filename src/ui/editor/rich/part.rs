//! The file of the rich editor. The page names it; it is asked for when the first text may be written soon.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlScriptElement, js_sys};

/// Where the page says which file it is.
const NAMED: &str = "meta[name=ecn-editor]";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    Here,
    Failed,
}

/// Whether the rich editor can be shown.
#[derive(Clone, Copy)]
pub struct Rich {
    stage: RwSignal<Stage>,
}

impl Rich {
    /// Makes it known below the present owner, and asks for its file.
    pub fn provide() {
        let rich = Self { stage: RwSignal::new(Stage::Failed) };
        provide_context(rich);
        rich.ask();
    }

    pub fn is_here(self) -> bool {
        self.stage.get() == Stage::Here
    }

    pub fn has_failed(self) -> bool {
        self.stage.get() == Stage::Failed
    }

    /// Asks for the file, once more if it did not come before. Until it is there, and if it never comes, the plain
    /// editor serves.
    pub fn ask(self) {
        if self.stage.get_untracked() != Stage::Failed {
            return;
        }
        let Some(script) = script() else { return };
        self.stage.set(Stage::Loading);
        let becomes = move |stage: Stage| {
            Closure::once_into_js(move |_: web_sys::Event| self.stage.set(stage))
                .unchecked_into::<js_sys::Function>()
        };
        script.set_onload(Some(&becomes(Stage::Here)));
        script.set_onerror(Some(&becomes(Stage::Failed)));
        if let Some(head) = document().head() {
            // Refused only where a node cannot have children.
            let _ = head.append_child(&script);
        }
    }
}

/// The element that loads the file; none where the page names no file.
fn script() -> Option<HtmlScriptElement> {
    let named = document().query_selector(NAMED).ok()??.get_attribute("content")?;
    let script = document().create_element("script").ok()?.dyn_into::<HtmlScriptElement>().ok()?;
    script.set_src(&named);
    Some(script)
}
