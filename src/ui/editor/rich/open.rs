//! What lies between an open editor and the text: the editor counts in units, the text in bytes, and each may change
//! while the other has not heard of it yet.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::js_sys::Array;

use super::view::View;
use crate::ui::editor::places::Places;
use crate::ui::editor::{Source, Trouble, Typed, Weight};
use crate::ui::js::object;

/// An editor and the text that it shows, once it is open.
pub(super) struct Open {
    view: OnceCell<View>,
    source: Source,
    shown: RefCell<Shown>,
}

/// The text in the editor, with the line ends of the source.
#[derive(Default)]
struct Shown {
    text: String,
    places: Places,
}

impl Shown {
    fn of(text: String) -> Self {
        Self { places: Places::of(&text), text }
    }

    fn units(&self, range: &Range<usize>) -> [JsValue; 2] {
        [range.start, range.end].map(|byte| number(self.places.unit(&self.text, byte)))
    }
}

impl Open {
    pub(super) fn new(source: Source) -> Self {
        Self { view: OnceCell::new(), source, shown: RefCell::default() }
    }

    /// Takes the editor that shows `text`.
    pub(super) fn opened(&self, view: View, text: String) {
        *self.shown.borrow_mut() = Shown::of(text);
        // It is opened once.
        let _ = self.view.set(view);
    }

    pub(super) fn call(&self, method: &str, words: &[JsValue]) -> JsValue {
        self.view.get().map_or(JsValue::UNDEFINED, |view| view.call(method, words))
    }

    /// The byte at a place that the editor names.
    pub(super) fn byte(&self, unit: u32) -> usize {
        let shown = self.shown.borrow();
        shown.places.byte(&shown.text, unit as usize)
    }

    /// A place as the editor names it.
    pub(super) fn unit(&self, byte: usize) -> JsValue {
        let shown = self.shown.borrow();
        number(shown.places.unit(&shown.text, byte))
    }

    /// Takes what was typed: from, to, what stands there instead, and so on.
    pub(super) fn typed(&self, changes: &Array, by_hand: bool) {
        let edits = changes.to_vec().chunks_exact(3).map(|change| self.edit(change)).collect::<Vec<_>>();
        let single = if let [edit] = &edits[..] { Some(edit.0.clone()) } else { None };
        if self.source.edited.try_run(Typed { edits, by_hand }).is_none() {
            return;
        }
        // As it stands now: new lines end like those around them.
        let Some(text) = self.source.text.try_get_untracked() else { return };
        let mut shown = self.shown.borrow_mut();
        let shown = &mut *shown;
        match single {
            // The source may have changed a byte more than was typed, where a line end would have joined another.
            Some(range) if same_around(&shown.text, &text, &range) => {
                let new = (text.len() + range.len()).saturating_sub(shown.text.len());
                shown.places.replaced(&text, range, new);
                shown.text = text;
            }
            _ => *shown = Shown::of(text),
        }
    }

    fn edit(&self, change: &[JsValue]) -> (Range<usize>, String) {
        let place = |at: usize| change.get(at).and_then(JsValue::as_f64).unwrap_or_default() as u32;
        let text = change.get(2).and_then(JsValue::as_string).unwrap_or_default();
        (self.byte(place(0))..self.byte(place(1)), text)
    }

    /// Brings what changed elsewhere into the editor. `caret` is where it belongs then.
    pub(super) fn follow(&self, caret: Option<usize>) {
        // What was typed and not told is told first, or the places would not fit.
        self.call("flush", &[]);
        let Some(text) = self.source.text.try_get_untracked() else { return };
        let words = {
            let shown = self.shown.borrow();
            if shown.text == text && caret.is_none() {
                return;
            }
            let (old, new) = difference(&shown.text, &text);
            let [from, to] = shown.units(&old);
            let insert = text.get(new).unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
            [from, to, JsValue::from(insert)]
        };
        *self.shown.borrow_mut() = Shown::of(text);
        let caret = caret.map_or(JsValue::from(-1), |caret| self.unit(caret));
        self.call("change", &[words.iter().collect::<Array>().into(), caret]);
    }

    /// What is wrong with the text now.
    pub(super) fn troubles(&self) -> Option<Vec<Trouble>> {
        self.source.troubles.try_get_untracked()
    }

    /// Shows what is wrong with the text of the source, which the editor has then.
    pub(super) fn show_troubles(&self, troubles: &[Trouble]) {
        self.follow(None);
        let shown = self.shown.borrow();
        let all = troubles.iter().map(|trouble| {
            let [from, to] = shown.units(&trouble.range);
            let severity = match trouble.weight {
                Weight::Error => "error",
                Weight::Warning => "warning",
                Weight::Note => "info",
            };
            let fixes = trouble.fixes.iter().map(JsValue::from).collect::<Array>();
            object(&[
                ("from", from),
                ("to", to),
                ("severity", severity.into()),
                ("message", (&*trouble.message).into()),
                ("fixes", fixes.into()),
            ])
        });
        let all = all.collect::<Array>();
        drop(shown);
        self.call("problems", &[all.into()]);
    }

    /// Covers what is secret in it.
    pub(super) fn cover(&self, secrets: &[Range<usize>]) {
        self.follow(None);
        let shown = self.shown.borrow();
        let all = secrets.iter().flat_map(|range| shown.units(range)).collect::<Array>();
        drop(shown);
        self.call("secrets", &[all.into()]);
    }

    /// Goes to a place and selects the rest of its line.
    pub(super) fn go_to(&self, byte: usize) {
        self.follow(None);
        let words = {
            let shown = self.shown.borrow();
            let rest = shown.text.get(byte..).unwrap_or_default();
            shown.units(&(byte..byte + rest.find(['\n', '\r']).unwrap_or(rest.len())))
        };
        self.call("select", &words);
    }
}

fn number(unit: usize) -> JsValue {
    u32::try_from(unit).unwrap_or(u32::MAX).into()
}

/// Whether the two differ nowhere but in `range` of the first.
fn same_around(old: &str, new: &str, range: &Range<usize>) -> bool {
    let behind = old.len() - range.end.min(old.len());
    new.len() >= range.start + behind
        && old.as_bytes().get(..range.start) == new.as_bytes().get(..range.start)
        && old.as_bytes().get(range.end..) == new.as_bytes().get(new.len() - behind..)
}

/// Where the two differ, in the one and in the other. Neither a character nor a line end is cut in two.
fn difference(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let same = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    let is_whole = |text: &str, at: usize| {
        text.is_char_boundary(at)
            && !(text.as_bytes().get(at) == Some(&b'\n')
                && at > 0
                && text.as_bytes().get(at - 1) == Some(&b'\r'))
    };
    let mut start = same;
    while start > 0 && !(is_whole(old, start) && is_whole(new, start)) {
        start -= 1;
    }
    let most = old.len().min(new.len()) - start;
    let back = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(one, other)| one == other);
    let mut behind = back.count();
    while behind > 0 && !(is_whole(old, old.len() - behind) && is_whole(new, new.len() - behind)) {
        behind -= 1;
    }
    (start..old.len() - behind, start..new.len() - behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, part: &str, instead: &str) {
        let (from, to) = difference(old, new);
        assert_eq!((&old[from.clone()], &new[to.clone()]), (part, instead), "{old:?} to {new:?}");
        assert_eq!(format!("{}{}{}", &old[..from.start], &new[to], &old[from.end..]), new);
        assert!(same_around(old, new, &from));
    }

    #[test]
    fn two_texts_differ_in_one_place() {
        check("", "", "", "");
        check("a: b", "a: c", "b", "c");
        check("aa", "aaa", "", "a");
        check("a\r\nb", "a\nb", "\r\n", "\n");
        check("a\r\nb\r\n", "a\r\nc\r\n", "b", "c");
        check("ü", "ö", "ü", "ö");
        check("x", "", "x", "");
    }
}
