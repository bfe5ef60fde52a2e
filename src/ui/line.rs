//! A text input of one line, for any text. An `input` joins the lines of its value at the first keystroke, so a value of
//! several lines gets a text area, and so do several lines that are pasted or dropped into the one line.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, HtmlInputElement};

use super::editor::caret::{byte_at, units_before};
use super::field::Input;

/// What an input is to those who cannot see it; what is empty is left out.
#[derive(Clone, Default)]
pub struct Named {
    pub id: Option<String>,
    /// Where no `label` element is there for it.
    pub label: Option<Signal<String>>,
    /// Ids of the texts about it.
    pub described: Option<String>,
    pub invalid: Signal<bool>,
    /// What a value may look like, shown where there is none.
    pub example: Option<&'static str>,
    /// What may be meant, with an id of its own on the page; anything else can be typed.
    pub offers: Option<(String, Signal<Vec<String>>)>,
}

#[component]
pub fn Line(
    named: Named,
    input: Input,
    #[prop(into)] value: Signal<String>,
    on_input: Callback<String>,
) -> impl IntoView {
    // Once it is a text area it stays one: nothing moves under the caret when the last line is deleted.
    let long =
        Memo::new(move |before: Option<&bool>| before == Some(&true) || value.with(|text| has_lines(text)));
    let caret = RwSignal::new(None::<u32>);
    let put = move |event: &ev::Event, data: Option<DataTransfer>| {
        if let Some((whole, at)) = take_lines(event, data) {
            caret.set(Some(at));
            on_input.run(whole);
        }
    };
    move || {
        if long.get() {
            return area(named.clone(), &input, value, on_input, caret).into_any();
        }
        let Named { id, label, described, invalid, offers, example } = named.clone();
        let list = offers.clone();
        let list =
            move || list.as_ref().filter(|(_, texts)| !texts.with(Vec::is_empty)).map(|(id, _)| id.clone());
        view! {
            <input
                id=id
                list=list
                class="in"
                placeholder=example
                type=input.kind()
                autocomplete=input.autocomplete()
                inputmode=input.mode()
                spellcheck="false"
                aria-label=move || label.map(|label| label.get())
                aria-describedby=described
                aria-invalid=move || invalid.get().to_string()
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
                on:paste=move |event: ev::ClipboardEvent| put(event.as_ref(), event.clipboard_data())
                on:drop=move |event: ev::DragEvent| put(event.as_ref(), event.data_transfer())
            />
            {offers.map(offered)}
        }
        .into_any()
    }
}

fn offered((id, texts): (String, Signal<Vec<String>>)) -> impl IntoView {
    let option = |text: String| view! { <option value=text></option> };
    view! { <datalist id=id>{move || texts.get().into_iter().map(option).collect_view()}</datalist> }
}

/// The text area that takes the line's place, with the caret behind what was pasted.
fn area(
    named: Named,
    input: &Input,
    value: Signal<String>,
    on_input: Callback<String>,
    caret: RwSignal<Option<u32>>,
) -> impl IntoView + use<> {
    let Named { id, label, described, invalid, .. } = named;
    let area = NodeRef::<html::Textarea>::new();
    let hidden = matches!(input, Input::Secret | Input::NewSecret);
    Effect::new(move |_| {
        if let (Some(area), Some(at)) = (area.get(), caret.get_untracked()) {
            caret.set(None);
            area.set_value(&value.get_untracked());
            let _ = area.focus();
            // Refused only for types of input that have no selection; a textarea has one.
            let _ = area.set_selection_range(at, at);
        }
    });
    view! {
        <textarea
            id=id
            node_ref=area
            class="in mono"
            class:in--hidden=hidden
            rows="4"
            autocomplete="off"
            spellcheck="false"
            aria-label=move || label.map(|label| label.get())
            aria-describedby=described
            aria-invalid=move || invalid.get().to_string()
            prop:value=move || value.get()
            on:input:target=move |event| on_input.run(event.target().value())
        />
    }
}

/// What an input would hold after several lines were pasted or dropped into it, and where the caret belongs then; the
/// browser, which would join them, is kept from it. `None` for one line, which is the browser's to put there.
pub fn take_lines(event: &ev::Event, data: Option<DataTransfer>) -> Option<(String, u32)> {
    let lines = several_lines(&data?.get_data("text/plain").ok()?)?;
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    event.prevent_default();
    Some(put_into(&input, &lines))
}

fn has_lines(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

/// A text for an input with its line ends as a text area has them; `None` for one line. A line end behind a single line
/// only says that the line was copied as a whole.
fn several_lines(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    has_lines(text.trim_end_matches('\n')).then_some(text)
}

/// The value of an input with `text` in place of what is selected, and where the caret belongs then.
fn put_into(input: &HtmlInputElement, text: &str) -> (String, u32) {
    let mut value = input.value();
    // An input for an address has no selection; there it goes to the end.
    let selected = |end: Result<Option<u32>, _>| end.ok().flatten().map(|units| byte_at(&value, units));
    let range = match (selected(input.selection_start()), selected(input.selection_end())) {
        (Some(start), Some(end)) => start..end,
        _ => value.len()..value.len(),
    };
    let end = range.start + text.len();
    value.replace_range(range, text);
    let at = units_before(&value, end);
    (value, at)
}

#[cfg(test)]
mod tests {
    use super::several_lines;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(several_lines(text).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn only_several_lines_need_a_text_area() {
        check("", None);
        check("one", None);
        check("one\n", None);
        check("one\r\n\r\n", None);
        check("one\ntwo", Some("one\ntwo"));
        check("one\r\ntwo\r\n", Some("one\ntwo\n"));
        check("one\rtwo", Some("one\ntwo"));
    }
}
