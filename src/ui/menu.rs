//! A short list over the page. A button opens it with the focus in it; the arrow keys, Home and End go through it; Escape,
//! a choice and leaving it close it, and the first two give the focus back. It lies above everything, so that no table
//! cuts it off.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlUListElement, Node};

use super::alive::alive;

/// A list that opens at the button that asks for it. Several buttons may share one.
#[derive(Clone, Copy)]
pub struct Popup {
    from: RwSignal<Option<HtmlElement>, LocalStorage>,
    place: RwSignal<String>,
}

impl Popup {
    pub fn new() -> Self {
        Self { from: RwSignal::new_local(None), place: RwSignal::new(String::new()) }
    }

    pub fn is_open(self) -> bool {
        self.from.with(Option::is_some)
    }

    /// Opens at a button; from the same button it closes again.
    pub fn press(self, button: HtmlElement) {
        if self.from.with_untracked(|from| from.as_ref() == Some(&button)) {
            self.close();
            return;
        }
        self.place.set(beside(&button, 0));
        self.from.set(Some(button));
    }

    /// The same for the button that a click was on.
    pub fn on_press(self, event: &ev::MouseEvent) {
        if let Some(button) = pressed(event) {
            self.press(button);
        }
    }

    /// Finds the place of the list anew, when it is known how tall it is.
    fn settle(self, list: &HtmlElement) {
        if let Some(button) = self.from.try_get_untracked().flatten() {
            self.place.set(beside(&button, list.offset_height() + GAP));
        }
    }

    /// Closes and gives the focus back to the button, which is the answer.
    pub fn close(self) -> Option<HtmlElement> {
        let button = self.leave()?;
        // An element that cannot take the focus leaves it where it is.
        let _ = button.focus();
        Some(button)
    }

    /// Closes, with the focus where it is.
    fn leave(self) -> Option<HtmlElement> {
        let button = self.from.try_get_untracked().flatten()?;
        self.from.set(None);
        Some(button)
    }

    /// Whether something is in the list, or is the button that opened it.
    fn holds(self, list: &HtmlElement, node: Option<&Node>) -> bool {
        list.contains(node)
            || self.from.with_untracked(|from| from.as_ref().is_some_and(|it| it.contains(node)))
    }
}

/// The button that a click was on.
pub fn pressed(event: &ev::MouseEvent) -> Option<HtmlElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("button").ok()??.dyn_into().ok()
}

/// Where a list of that height lies on the page: below its button, above it where there is no room, towards the middle.
fn beside(button: &HtmlElement, room: i32) -> String {
    let (at, page) = (button.get_bounding_client_rect(), document().document_element());
    let (wide, tall) = page.map_or((0, 0), |page| (page.client_width(), page.client_height()));
    // Whole, because writing floats brings code that nothing else here needs.
    let whole = |number: f64| number.round() as i32;
    let scrolled = |by: Result<f64, _>| whole(by.unwrap_or_default());
    let (right, down) = (scrolled(window().scroll_x()), scrolled(window().scroll_y()));
    let (top, bottom) = (whole(at.top()), whole(at.bottom()));
    let block = if bottom + room > tall && top > room {
        ("auto".to_owned(), format!("{}px", tall - top - down + GAP))
    } else {
        (format!("{}px", bottom + down + GAP), "auto".to_owned())
    };
    let (start, end) = (whole(at.left()), whole(at.right()));
    let inline = if start + end > wide {
        ("auto".to_owned(), format!("{}px", wide - end - right))
    } else {
        (format!("{}px", start + right), "auto".to_owned())
    };
    format!("{} {} {} {}", block.0, inline.1, block.1, inline.0)
}

/// What is between a list and its button.
const GAP: i32 = 4;

/// The list. Its entries are each an `li` with one button or link of the class `it`; they are there while it is open.
#[component]
pub fn PopupList(
    popup: Popup,
    /// What it is called: "Actions for web".
    #[prop(into)]
    label: String,
    children: ChildrenFn,
) -> impl IntoView {
    let list = NodeRef::<html::Ul>::new();
    follow(popup, list);
    let keys = move |event: ev::KeyboardEvent| {
        if let Some(list) = list.get_untracked() {
            key(popup, &list, &event);
        }
    };
    let left = move |event: ev::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        if to.is_some() && list.get_untracked().is_some_and(|list| !popup.holds(&list, to.as_ref())) {
            popup.leave();
        }
    };
    let chosen = move |event: ev::MouseEvent| {
        let entry = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let entry = entry.and_then(|entry| entry.closest(".it").ok().flatten());
        // What cannot be done says why, which is to be read.
        if entry.is_some_and(|entry| entry.get_attribute("aria-disabled").as_deref() != Some("true")) {
            popup.close();
        }
    };
    let children = StoredValue::new(children);
    view! {
        <ul
            class="menu"
            popover="manual"
            tabindex="-1"
            aria-label=label
            node_ref=list
            style:inset=move || popup.place.get()
            on:keydown=keys
            on:focusout=alive(left)
            on:click=alive(chosen)
        >
            <Show when=move || popup.is_open()>{children.with_value(|children| children())}</Show>
        </ul>
    }
}

/// Shows the list while it is open, and closes it when something else is pressed.
fn follow(popup: Popup, list: NodeRef<html::Ul>) {
    Effect::new(move |_| {
        let Some(list) = list.get() else { return };
        if !popup.is_open() {
            // Refused when it is hidden, which is what was asked for.
            let _ = list.hide_popover();
            return;
        }
        let _ = list.show_popover();
        let _ = list.focus();
        // With the next frame: then the entries are there.
        request_animation_frame(move || {
            popup.settle(&list);
            go(&list, Way::First);
        });
    });
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        if list.get_untracked().is_some_and(|list| !popup.holds(&list, target.as_ref())) {
            popup.leave();
        }
    });
    on_cleanup(move || outside.remove());
}

/// Where the focus goes next.
#[derive(Clone, Copy)]
enum Way {
    First,
    Last,
    Next,
    Before,
}

fn key(popup: Popup, list: &HtmlUListElement, event: &ev::KeyboardEvent) {
    let way = match event.key().as_str() {
        "ArrowDown" => Way::Next,
        "ArrowUp" => Way::Before,
        "Home" => Way::First,
        "End" => Way::Last,
        "Escape" => {
            popup.close();
            return;
        }
        _ => return,
    };
    event.prevent_default();
    go(list, way);
}

/// Moves the focus among the entries; behind the last one comes the first.
fn go(list: &HtmlUListElement, way: Way) {
    let here = document().active_element().and_then(|it| it.closest("li").ok().flatten());
    let here = here.filter(|here| list.contains(Some(here)));
    let (first, last) = (|| list.first_element_child(), || list.last_element_child());
    let (start, step): (_, fn(&Element) -> Option<Element>) = match (way, here) {
        (Way::Next, Some(here)) => {
            (here.next_element_sibling().or_else(first), Element::next_element_sibling)
        }
        (Way::Before, Some(here)) => {
            (here.previous_element_sibling().or_else(last), Element::previous_element_sibling)
        }
        (Way::Before | Way::Last, _) => (last(), Element::previous_element_sibling),
        _ => (first(), Element::next_element_sibling),
    };
    let mut items = std::iter::successors(start, step);
    let entry = items.find_map(|item| item.query_selector(".it").ok().flatten());
    if let Some(entry) = entry.and_then(|entry| entry.dyn_into::<HtmlElement>().ok()) {
        let _ = entry.focus();
    }
}

/// A button with a list of its own.
#[component]
pub fn Menu(
    /// What the list is called: "Controllers".
    label: &'static str,
    /// What the style sheet calls the place: `ctl`, or who sees it.
    #[prop(optional)]
    place: &'static str,
    /// The classes of the button.
    #[prop(optional)]
    button: &'static str,
    /// What the button shows; words among it name it.
    face: ChildrenFn,
    /// The entries, each an `li`.
    children: ChildrenFn,
) -> impl IntoView {
    let popup = Popup::new();
    let press = move |event: ev::MouseEvent| popup.on_press(&event);
    view! {
        <div class=place>
            <button type="button" class=button aria-expanded=move || popup.is_open().to_string() on:click=press>
                {face()}
            </button>
            <PopupList popup label>
                {children()}
            </PopupList>
        </div>
    }
}
