//! What a person sees when the program fails inside: a sentence and a way on, instead of a dead page. Texts that were
//! being written are put aside first.

use std::cell::Cell;
use std::panic::PanicHookInfo;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::{Document, Element};

/// Puts texts aside; how many, or `None` when that failed.
type Rescue = fn() -> Option<usize>;

thread_local! {
    static FAILED: Cell<bool> = const { Cell::new(false) };
    static RESCUE: Cell<Option<Rescue>> = const { Cell::new(None) };
}

/// Shows the message on every later panic.
pub fn install() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        // What still runs on timers may fail in its turn; the first failure is the one to know.
        if FAILED.with(|failed| failed.replace(true)) {
            return;
        }
        // The location says enough to find the fault; the payload could quote what a person typed, secrets included.
        let place = info.location().map_or_else(String::new, |place| short(place.file(), place.line()));
        web_sys::console::error_1(&format!("The console failed at {place}").into());
        let texts = show(&place);
        // Last: should this fail too, the message is on the screen.
        let kept = RESCUE.with(Cell::get).map_or(Some(0), |rescue| rescue());
        if let Some(texts) = texts {
            texts.set_text_content(Some(&said(kept)));
        }
    }));
}

/// Names what puts texts aside. Whoever writes none never loads it.
pub fn on_failure(rescue: Rescue) {
    // The compiler sees that there is only one, and would call it from here: then it, and all that reads manifests, were
    // loaded at first.
    RESCUE.with(|slot| slot.set(Some(std::hint::black_box(rescue))));
}

/// Whether the program has failed: nothing is to be asked of it any more.
pub fn has_failed() -> bool {
    FAILED.with(Cell::get)
}

fn said(kept: Option<usize>) -> String {
    match kept {
        Some(0) => "No text was open that had not been applied.".to_owned(),
        Some(_) => "What you were writing is kept, without passwords and other secrets. After reloading it is where you left it."
            .to_owned(),
        None => "The browser could not keep the text that you were writing. Copy what you can still see before you reload."
            .to_owned(),
    }
}

/// Draws the message, and gives the place for what became of the texts. The page must not call into the failed program
/// again, so the way on is a plain link to the same address.
fn show(place: &str) -> Option<Element> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let cover = document.create_element("div").ok()?;
    cover.set_class_name("panic");
    cover.set_attribute("role", "alertdialog").ok()?;
    cover.set_attribute("aria-label", "The console stopped working").ok()?;
    let card = append(&document, &cover, "div", "stack")?;
    append(&document, &card, "h1", "")?.set_text_content(Some("The console stopped working"));
    let said = "An error inside the console stopped it. Nothing that the Controller had confirmed is lost; what was being \
                applied may have been carried out, so look at the plan again.";
    append(&document, &card, "p", "")?.set_text_content(Some(said));
    let texts = append(&document, &card, "p", "")?;
    let acts = append(&document, &card, "div", "ends")?;
    let report = format!("ECN Console {} failed at {place}", env!("CARGO_PKG_VERSION"));
    copy_button(&document, &acts, report)?;
    let reload = append(&document, &acts, "a", "btn main")?;
    reload.set_text_content(Some("Reload"));
    reload.set_attribute("href", &window.location().href().ok()?).ok()?;
    // The router must not take the click: it belongs to the program that failed.
    reload.set_attribute("rel", "external").ok()?;
    document.body()?.append_child(&cover).ok()?;
    // The rest of the page is no more than a picture now.
    let reload = reload.dyn_into::<web_sys::HtmlElement>().ok()?;
    let _ = reload.focus();
    Some(texts)
}

/// A button that copies the report: where it failed, and nothing of what was on the screen.
fn copy_button(document: &Document, place: &Element, report: String) -> Option<()> {
    let button = append(document, place, "button", "btn")?;
    button.set_attribute("type", "button").ok()?;
    button.set_text_content(Some("Copy report"));
    let label = button.clone();
    // Touches nothing of the program but this text.
    let copy = Closure::<dyn FnMut()>::new(move || {
        if let Some(window) = web_sys::window() {
            let _ = window.navigator().clipboard().write_text(&report);
            label.set_text_content(Some("Report copied"));
        }
    });
    button
        .add_event_listener_with_callback("click", copy.as_ref().unchecked_ref::<js_sys::Function>())
        .ok()?;
    copy.forget();
    Some(())
}

fn append(document: &Document, parent: &Element, tag: &str, class: &str) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    element.set_class_name(class);
    parent.append_child(&element).ok()?;
    Some(element)
}

/// A place in a source without the folders of whoever built the console: `reactive_graph-0.2.16/src/traits.rs:39`.
fn short(file: &str, line: u32) -> String {
    let file = file.replace('\\', "/");
    let inside = ["/registry/src/", "/rustc/"].iter().find_map(|folder| file.split_once(folder));
    // Behind it stands the name of the registry, or the compiler's version.
    let place = match inside {
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(_, place)| place).to_owned(),
        None if file.starts_with('/') || file.contains(':') => {
            let parts = file.rsplit('/').take(3).collect::<Vec<_>>();
            parts.into_iter().rev().collect::<Vec<_>>().join("/")
        }
        None => file,
    };
    format!("{place}:{line}")
}

/// Fails on purpose, for the browser test of the message above; reachable only from a developer's console.
#[wasm_bindgen(js_name = failOnPurpose)]
#[expect(clippy::panic, reason = "this is the one function whose purpose is to panic")]
pub fn fail_on_purpose() {
    panic!("asked to fail");
}

#[cfg(test)]
mod tests {
    use super::short;

    fn check(file: &str, expected: &str) {
        assert_eq!(short(file, 7), expected);
    }

    #[test]
    fn a_place_says_nothing_of_the_machine_that_built_the_console() {
        check("src/ui/editor/mod.rs", "src/ui/editor/mod.rs:7");
        check(
            "/home/a/.cargo/registry/src/index-1/reactive_graph-0.2/src/traits.rs",
            "reactive_graph-0.2/src/traits.rs:7",
        );
        check("/rustc/5980/library/std/src/cell.rs", "library/std/src/cell.rs:7");
        check("/home/a/b/crates/manifest/src/lib.rs", "manifest/src/lib.rs:7");
        check(r"C:\Users\a\crates\plan\src\lib.rs", "plan/src/lib.rs:7");
    }
}
