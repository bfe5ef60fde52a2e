//! Places in a textarea: the browser counts in UTF-16 and every line end as one, our texts in bytes as they are.

use std::ops::Range;

use web_sys::HtmlTextAreaElement;

/// Height of a line of the editor, as the style sheet sets it.
pub(super) const LINE: i32 = 20;

/// The characters of a text with the units that the browser counts for each: `\r\n` is one of its line ends.
fn units(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let mut after_return = false;
    text.char_indices().map(move |(at, char)| {
        let second = std::mem::replace(&mut after_return, char == '\r') && char == '\n';
        (at, char, if second { 0 } else { char.len_utf16() })
    })
}

/// The byte that stands `count` units into the text; the end when it is shorter.
pub fn byte_at(text: &str, count: u32) -> usize {
    let mut left = count as usize;
    let fits = |(_, _, units): &(usize, char, usize)| {
        let fits = left >= *units;
        left = left.saturating_sub(*units);
        fits
    };
    let before = units(text).take_while(fits).last();
    before.map_or(0, |(at, char, _)| at + char.len_utf8())
}

/// How many units stand before a byte of the text.
pub fn units_before(text: &str, byte: usize) -> u32 {
    let before = text.get(..byte).unwrap_or(text);
    u32::try_from(units(before).map(|(_, _, units)| units).sum::<usize>()).unwrap_or(u32::MAX)
}

/// Line and column of a byte, from 0, the column in characters.
pub(super) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = units(before).filter(|(_, char, units)| matches!(char, '\n' | '\r') && *units > 0).count();
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    (line, before.get(start..).unwrap_or_default().chars().count())
}

/// The byte before which the caret stands; `None` while something is selected.
pub(super) fn place(area: &HtmlTextAreaElement, text: &str) -> Option<usize> {
    let (start, end) = (area.selection_start().ok()??, area.selection_end().ok()??);
    (start == end).then(|| byte_at(text, start))
}

/// Selects the rest of the line at a byte offset and scrolls it into view.
pub(super) fn select_line_from(area: &HtmlTextAreaElement, text: &str, offset: usize) {
    let start = offset.min(text.len());
    let rest = text.get(start..).unwrap_or_default();
    let end = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
    select(area, text, start..end);
    let line = line_and_column(text, start).0;
    let middle =
        i32::try_from(line).unwrap_or(i32::MAX / LINE).saturating_mul(LINE) - area.client_height() / 2;
    area.set_scroll_top(middle.max(0));
}

/// Writes over a part of the text as if it had been typed, so that it can be undone.
pub(super) fn write(area: &HtmlTextAreaElement, text: &str, range: Range<usize>, with: &str) {
    select(area, text, range);
    let typed = document()
        .and_then(|document| document.exec_command_with_show_ui_and_value("insertText", false, with).ok());
    if typed != Some(true) {
        // Takes the place of what is selected; refused only where nothing can be.
        let _ = area.set_range_text(with);
        let _ = web_sys::Event::new("input").map(|event| area.dispatch_event(&event));
    }
}

fn select(area: &HtmlTextAreaElement, text: &str, range: Range<usize>) {
    // Refused only for types of input that have no selection; a textarea has one.
    let _ = area.focus();
    let _ = area.set_selection_range(units_before(text, range.start), units_before(text, range.end));
}

fn document() -> Option<web_sys::HtmlDocument> {
    use wasm_bindgen::JsCast;
    leptos::prelude::document().dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, byte: usize, units: u32, line_column: (usize, usize)) {
        assert_eq!(units_before(text, byte), units, "{text} {byte}");
        assert_eq!(byte_at(text, units), byte, "{text} {units}");
        assert_eq!(line_and_column(text, byte), line_column, "{text} {byte}");
    }

    #[test]
    fn bytes_and_the_browsers_units_are_turned_into_each_other() {
        // text     byte units  line and column
        check("", 0, 0, (0, 0));
        check("a: b", 3, 3, (0, 3));
        check("ü: b\nc", 6, 5, (1, 0));
        check("🙂x", 4, 2, (0, 1));
        check("🙂x", 5, 3, (0, 2));
    }

    #[test]
    fn every_line_end_is_one_unit() {
        let text = "a\r\nb\rc\nd\r\n\r\ne";
        check(text, 3, 2, (1, 0));
        check(text, 5, 4, (2, 0));
        check(text, 8, 7, (3, 1));
        check(text, 12, 9, (5, 0));
        check("\r\r\n", 1, 1, (1, 0));
        // The caret in front of a line end stays in front of it.
        check(text, 1, 1, (0, 1));
    }

    #[test]
    fn a_place_behind_the_end_is_the_end() {
        assert_eq!(byte_at("ab", 9), 2);
        assert_eq!(units_before("ab", 9), 2);
    }
}
