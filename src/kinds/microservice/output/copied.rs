//! Copying a part of the lines: what a program wrote as one line is one line, though on screen it stands in several.

use client::terminal::{Level, Lines};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Function, Reflect};
use web_sys::{Element, Node};

use crate::ui::js::get;

/// A place in the lines: the number of one, and so many characters into it as JavaScript counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    line: u64,
    units: usize,
}

/// The text that is selected; nothing where the selection does not begin and end in lines.
pub fn copied(lines: &Lines) -> Option<String> {
    let selection = call(&window(), "getSelection", &[])?;
    let range = call(&selection, "getRangeAt", &[0.into()])?;
    let place = |container: &str, offset: &str| place(&range, &get(&range, container), &get(&range, offset));
    let (from, to) = (place("startContainer", "startOffset")?, place("endContainer", "endOffset")?);
    Some(text(lines, from, to))
}

fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Option<JsValue> {
    let function = get(of, name).dyn_into::<Function>().ok()?;
    Reflect::apply(&function, of, &with.iter().collect::<Array>()).ok()
}

/// Where a node and an offset in it are.
fn place(range: &JsValue, node: &JsValue, offset: &JsValue) -> Option<Place> {
    let node = node.dyn_ref::<Node>()?;
    let element = node.dyn_ref::<Element>().cloned().or_else(|| node.parent_element())?;
    let row = element.closest("[data-n]").ok()??;
    let line = row.get_attribute("data-n")?.parse().ok()?;
    let before = call(range, "cloneRange", &[])?;
    call(&before, "setStart", &[row.into(), 0.into()])?;
    call(&before, "setEnd", &[node.into(), offset.clone()])?;
    let units = call(&before, "toString", &[])?.as_string()?.encode_utf16().count();
    Some(Place { line, units })
}

/// What stands between two places.
fn text(lines: &Lines, from: Place, to: Place) -> String {
    let mut text = String::new();
    for number in from.line.max(lines.first())..(to.line + 1).min(lines.end()) {
        let Some(line) = lines.get(number) else { continue };
        let start = if number == from.line { bytes(&line.text, from.units) } else { 0 };
        let end = if number == to.line { bytes(&line.text, to.units) } else { line.text.len() };
        text.push_str(line.text.get(start..end).unwrap_or_default());
        if number < to.line && (!line.goes_on || line.head.level == Level::Mark) {
            text.push('\n');
        }
    }
    text
}

/// The byte at which so many units of JavaScript end.
fn bytes(text: &str, units: usize) -> usize {
    let mut left = units;
    let place = text.char_indices().find(|(_, character)| {
        let is_there = left == 0;
        left = left.saturating_sub(character.len_utf16());
        is_there
    });
    place.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: (u64, usize), to: (u64, usize), expected: &str) {
        let mut lines = Lines::default();
        lines.push(&format!("a😀b\n{}\nend\n", "x".repeat(Lines::LONGEST + 2)));
        let place = |(line, units)| Place { line, units };
        assert_eq!(text(&lines, place(from), place(to)), expected);
    }

    #[test]
    fn a_line_that_stands_in_two_is_copied_as_one() {
        let long = "x".repeat(Lines::LONGEST + 2);
        check((0, 0), (3, 3), &format!("a😀b\n{long}\nend"));
        check((0, 3), (1, 2), "b\nxx");
        check((0, 1), (0, 3), "😀");
        check((2, 1), (3, 0), "x\n");
        check((2, 9), (9, 9), "\nend\n");
    }
}
