//! What a person sees when the program fails inside: a sentence and a way on, instead of a dead page.

use std::panic::PanicHookInfo;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// Shows the message on every later panic.
pub fn install() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        // The location says enough to find the fault; the payload could quote what a person typed, secrets included.
        let place =
            info.location().map_or_else(String::new, |place| format!("{}:{}", place.file(), place.line()));
        web_sys::console::error_1(&format!("The console failed at {place}").into());
        show(&place);
    }));
}

/// The page must not call into the failed program again, so the way on is a plain link to the same address.
fn show(place: &str) -> Option<()> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let cover = document.create_element("div").ok()?;
    cover.set_class_name("panic");
    cover.set_attribute("role", "alertdialog").ok()?;
    cover.set_attribute("aria-label", "The console stopped working").ok()?;
    let card = append(&document, &cover, "div", "card__in")?;
    append(&document, &card, "h1", "")?.set_text_content(Some("The console stopped working"));
    let said = "An error inside the console stopped it. Nothing that the Controller had confirmed is lost; text that was \
                not applied is gone. Reload to go on.";
    append(&document, &card, "p", "")?.set_text_content(Some(said));
    append(&document, &card, "p", "soft mono")?.set_text_content(Some(place));
    let reload = append(&document, &card, "a", "btn btn--main")?;
    reload.set_text_content(Some("Reload"));
    reload.set_attribute("href", &window.location().href().ok()?).ok()?;
    // The router must not take the click: it belongs to the program that failed.
    reload.set_attribute("rel", "external").ok()?;
    document.body()?.append_child(&cover).ok()?;
    reload.dyn_into::<web_sys::HtmlElement>().ok()?.focus().ok()
}

fn append(
    document: &web_sys::Document,
    parent: &web_sys::Element,
    tag: &str,
    class: &str,
) -> Option<web_sys::Element> {
    let element = document.create_element(tag).ok()?;
    element.set_class_name(class);
    parent.append_child(&element).ok()?;
    Some(element)
}

/// Fails on purpose, for the browser test of the message above; reachable only from a developer's console.
#[wasm_bindgen(js_name = failOnPurpose)]
#[expect(clippy::panic, reason = "this is the one function whose purpose is to panic")]
pub fn fail_on_purpose() {
    panic!("asked to fail");
}
