//! Undo and redo. The browser's own history of a text area knows only what was typed into it, and is lost whenever the
//! text changes from elsewhere, by a fix or by a form; so the keys and the browser's menu go to the history of the text.

use leptos::ev;
use web_sys::HtmlTextAreaElement;

use crate::ui::editor::Way;
use crate::ui::editor::caret::units_before;

/// The step that a key asks for; then the browser takes none of its own.
pub(super) fn wanted_by_key(event: &ev::KeyboardEvent) -> Option<Way> {
    if event.alt_key() || !(event.ctrl_key() || event.meta_key()) {
        return None;
    }
    let way = match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Way::Back,
        ("z", true) | ("y", false) => Way::Forth,
        _ => return None,
    };
    event.prevent_default();
    Some(way)
}

/// The step that the browser is about to take, from its menu or by a gesture.
pub(super) fn wanted_by_browser(event: &ev::InputEvent) -> Option<Way> {
    let way = match event.input_type().as_str() {
        "historyUndo" => Way::Back,
        "historyRedo" => Way::Forth,
        _ => return None,
    };
    event.prevent_default();
    Some(way)
}

/// Shows a text with the caret at a byte of it.
pub(super) fn show(area: &HtmlTextAreaElement, text: &str, at: usize) {
    area.set_value(text);
    let at = units_before(text, at);
    // Refused only for types of input that have no selection; a textarea has one.
    let _ = area.set_selection_range(at, at);
}
