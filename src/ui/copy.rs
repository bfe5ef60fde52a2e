//! A button that copies a text and says so, on every page: browsers lend their clipboard only to https, so there are two
//! more ways behind it, and the last needs nothing of the browser but a key that the person presses.

use std::time::Duration;

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use super::dialog::Dialog;
use super::icon::{Glyph, Icon};
use super::js;
use super::menu::pressed;
use super::toast::Toasts;

/// How long the button says that it is done.
const SAID: Duration = Duration::from_secs(4);

#[component]
pub fn CopyButton(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// What is copied, asked for when the button is pressed.
    #[prop(into)]
    text: Signal<String>,
    /// What is said afterwards.
    #[prop(into)]
    done: String,
    icon: Icon,
    /// Copies as soon as it is there, because what was pressed before it asked for that.
    #[prop(optional)]
    at_once: bool,
) -> impl IntoView {
    let copying = Copying::new();
    let done = StoredValue::new(done);
    let element = NodeRef::<html::Button>::new();
    if at_once {
        Effect::new(move |_| {
            if let Some(button) = element.get() {
                // Not having asked for it here, nobody is asked to do it by hand.
                copying.begin(text.get_untracked(), done.get_value(), button.into(), false);
            }
        });
    }
    let press = move |event: ev::MouseEvent| {
        if let Some(button) = pressed(&event) {
            copying.copy(text.get_untracked(), done.get_value(), button);
        }
    };
    let said = copying.said;
    view! {
        <button type="button" class="btn" node_ref=element on:click=press>
            {move || view! { <Glyph icon=if said.get() { Icon::Ok } else { icon } /> }}
            {move || if said.get() { done.get_value() } else { label.clone() }}
        </button>
        {copying.by_hand()}
    }
}

/// Copying, for whatever is pressed to begin it.
#[derive(Clone, Copy)]
pub struct Copying {
    toasts: Toasts,
    /// Said by the button itself where a toast would lie behind the dialog that the button is in.
    said: RwSignal<bool>,
    /// The text that no way of copying took.
    left: RwSignal<Option<String>>,
}

impl Copying {
    pub fn new() -> Self {
        Self { toasts: expect_context::<Toasts>(), said: RwSignal::new(false), left: RwSignal::new(None) }
    }

    /// Copies a text and says that it is done. The button has the focus, before and afterwards.
    pub fn copy(self, text: String, done: String, button: HtmlElement) {
        self.begin(text, done, button, true);
    }

    /// The same; `insists`: where the browser does not copy, the person is asked to.
    fn begin(self, text: String, done: String, button: HtmlElement, insists: bool) {
        spawn_local(async move {
            let copied = to_clipboard(&text).await || by_selection(&text, &button);
            match (copied, button.closest("dialog").ok().flatten()) {
                (false, _) => _ = self.left.try_set(Some(text).filter(|_| insists)),
                (true, None) => self.toasts.say(done),
                (true, Some(_)) => say_for_a_while(self.said),
            }
        });
    }

    /// What is shown when the browser copies nothing.
    pub fn by_hand(self) -> impl IntoView + use<> {
        let left = self.left;
        let open = Memo::new(move |_| left.with(Option::is_some));
        view! {
            <Dialog open title="Copy by hand" on_close=Callback::new(move |()| left.set(None))>
                <ByHand left />
            </Dialog>
        }
    }
}

fn say_for_a_while(said: RwSignal<bool>) {
    said.try_set(true);
    let quiet = move || {
        said.try_set(false);
    };
    set_timeout(quiet, SAID);
}

/// The text, selected, for the person's own keys.
#[component]
fn ByHand(left: RwSignal<Option<String>>) -> impl IntoView {
    let place = NodeRef::<html::Textarea>::new();
    // With the next frame: then the dialog is open, and what is in it can be selected.
    request_animation_frame(move || {
        if let Some(place) = place.try_get_untracked().flatten() {
            let _ = place.focus();
            place.select();
        }
    });
    view! {
        <h2>"Press Ctrl-C to copy"</h2>
        <p>"This browser does not let the page copy for you here. The text is selected: press Ctrl-C, or Cmd-C on a Mac."</p>
        <textarea
            class="in mono copy"
            aria-label="Text to copy"
            readonly
            rows="6"
            node_ref=place
            prop:value=move || left.get().unwrap_or_default()
        ></textarea>
        <div class="ends">
            <button type="button" class="btn" on:click=move |_| left.set(None)>
                "Close"
            </button>
        </div>
    }
}

/// The clipboard as browsers lend it to pages that came over https.
async fn to_clipboard(text: &str) -> bool {
    let navigator = window().navigator();
    // The binding trusts that it is there; over plain http it is not.
    if js::get(&navigator, "clipboard").is_object() {
        JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
    } else {
        false
    }
}

/// Selects the text and copies the selection, as everywhere before there was a clipboard for pages. The field lies beside
/// the button: with a dialog open, nothing outside of it can be selected.
fn by_selection(text: &str, button: &HtmlElement) -> bool {
    let copy = || {
        let field = document().create_element("textarea").ok()?;
        let field = field.dyn_into::<web_sys::HtmlTextAreaElement>().ok()?;
        field.set_value(text);
        field.set_class_name("sr");
        field.set_read_only(true);
        button.parent_element()?.append_child(&field).ok()?;
        field.select();
        let page = document().dyn_into::<web_sys::HtmlDocument>().ok()?;
        let copied = page.exec_command("copy").unwrap_or(false);
        field.remove();
        // The field took the focus.
        let _ = button.focus();
        Some(copied)
    };
    copy().unwrap_or(false)
}
