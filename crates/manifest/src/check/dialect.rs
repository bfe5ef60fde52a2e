//! One look at every scalar as it is written: texts that the tools read differently (manifest rules 1.6), and templates.

use std::cell::Cell;
use std::collections::HashSet;

use super::context::Context;
use super::found::{quote, quoted, replace};
use super::template::Judge;
use super::values;
use crate::position::Edit;
use crate::problem::Severity;
use crate::scalar::{Meaning, ScalarStyle, js_text};
use crate::tree::Node;

/// Beyond this, whole numbers are rounded in the Controller.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Checks everything below `root`. Values that were refused already are not mentioned again.
pub(crate) fn check(cx: &mut Context, root: Node) {
    let refused: HashSet<usize> =
        cx.found.iter().filter(|found| TYPES.contains(&found.code)).map(|found| found.range.start).collect();
    let templates = Judge::new(root, cx.document.text());
    let look = Look { refused, templates, quotes: Cell::new(false) };
    look.document(cx, root);
    look.templates.hint(cx);
}

/// Findings that already say that a value is read as something else.
const TYPES: &[&str] = &[
    "wrong-type",
    "out-of-range",
    "text-changes",
    "annotation-not-string",
    "unquoted-template",
    "yaml-dialect",
    "number-rounded",
];

/// A whole number where one is asked for: quotes would not do there.
pub(crate) fn integer(cx: &mut Context, number: i64, node: Node) {
    let Some(text) = node.scalar_text().filter(|text| !text.starts_with(|c: char| ('1'..='9').contains(&c)))
    else {
        return rounded_integer(cx, number, node);
    };
    let Some(octal) = octal(text) else { return };
    let message =
        format!("The Controller reads {text} as {number}, potctl as octal ({octal}). Write {number}.");
    cx.warning("yaml-dialect", node, message)
        .fix(format!("Change to {number}"), replace(node, number.to_string()));
}

fn rounded_integer(cx: &mut Context, number: i64, node: Node) {
    let text = node.scalar_text().unwrap_or_default();
    if number.unsigned_abs() >= EXACT as u64 && rounded(text, number as f64) {
        let message = format!("The Controller rounds {text} to {}: it is too large.", js_text(number as f64));
        cx.warning("number-rounded", node, message);
    }
}

struct Look<'a> {
    refused: HashSet<usize>,
    templates: Judge<'a>,
    /// Damage by quotes is said once per document.
    quotes: Cell<bool>,
}

/// Where a value stands.
#[derive(Clone, Copy, Default)]
struct Around {
    /// The Controller evaluates it.
    evaluated: bool,
    config: bool,
    /// The long JSON text that it is evaluated in.
    part_of: Option<&'static str>,
}

impl<'a> Look<'a> {
    /// The Controller is sent the name and the spec. Of an application template, it evaluates only the application.
    fn document(&self, cx: &mut Context, root: Node<'a>) {
        let open = self.templates.is_open();
        for entry in root.own_entries() {
            empty_key(cx, root, entry.key);
            let (inside, evaluated) = match entry.key.scalar_text() {
                Some("spec") if open => (Some("application"), false),
                Some("metadata") if !open => (Some("name"), false),
                Some("spec") => (None, true),
                _ => (None, false),
            };
            let Some(inside) = inside.filter(|_| entry.value.is_mapping() && !entry.value.is_alias()) else {
                self.visit(cx, entry.value, Around { evaluated, ..Around::default() });
                continue;
            };
            for below in entry.value.own_entries() {
                empty_key(cx, entry.value, below.key);
                let evaluated = below.key.scalar_text() == Some(inside);
                self.visit(cx, below.value, Around { evaluated, ..Around::default() });
            }
        }
    }

    fn visit(&self, cx: &mut Context, node: Node<'a>, around: Around) {
        if node.is_alias() {
            return;
        }
        if values::is_unquoted_template(node) {
            return unquoted(cx, node);
        }
        if node.is_scalar() {
            return self.scalar(cx, node, around);
        }
        for item in node.items() {
            self.visit(cx, item, around);
        }
        for entry in node.own_entries() {
            empty_key(cx, node, entry.key);
            if !entry.key.is_merge_key() {
                // Keys are never evaluated, except where they are part of one long text.
                self.scalar(
                    cx,
                    entry.key,
                    Around { evaluated: around.evaluated && around.part_of.is_some(), ..around },
                );
            }
            let here = match entry.key.scalar_text() {
                // Before a template is filled in, its configs are made values again, and annotations are not.
                Some("config") => {
                    let part_of = (!self.templates.is_open()).then_some("config");
                    Around { config: true, part_of, ..around }
                }
                Some("annotations") => Around { part_of: Some("annotations"), ..around },
                _ => around,
            };
            self.visit(cx, entry.value, here);
        }
    }

    fn scalar(&self, cx: &mut Context, node: Node<'a>, around: Around) {
        let Some(text) = node.scalar_text() else { return };
        let bare = node.style() == Some(ScalarStyle::Plain);
        if around.evaluated && around.part_of.is_none() && bare && crate::read::is_left_out(text) {
            return left_out(cx, text, node);
        }
        if around.config && (text.contains('"') || text.ends_with('\\')) && !self.quotes.replace(true) {
            let message = "Deployed by potctl, the Controller would store this config damaged: it loses backslashes before quotes. \
                           This console sends it so that every character arrives.";
            cx.info("config-quotes", node, message);
        }
        if text.contains('{') && node.is_template() {
            if around.evaluated {
                self.templates.check(cx, node, around.part_of);
            }
            return;
        }
        let plain = node.style() == Some(ScalarStyle::Plain) && node.tag().is_none();
        if let Some(quote) = crate::read::lone_closing(text).filter(|_| plain && around.evaluated) {
            return quote_missing(cx, node, quote);
        }
        if !plain || !may_differ(text) || self.refused.contains(&node.local_range().start) {
            return;
        }
        let Some((code, message)) = difference(text, node) else { return };
        cx.warning(code, node, message).fix("Put it in quotes", quote(node));
    }
}

/// A text that ends with a quote which nothing opens. Whatever else was found about it comes from that.
fn quote_missing(cx: &mut Context, node: Node, quote: char) {
    let here = node.local_range();
    let same = |found: &super::found::Found| found.range == here;
    let refused = cx.found.iter().any(|found| same(found) && found.severity == Severity::Error);
    cx.found.retain(|found| !same(found));
    let message = format!(
        "This value ends with a quote, but the opening one is missing: the quote is taken for a part of it. Write {quote} before \
         the value, or take the last one away."
    );
    let open = vec![Edit::insert(here.start, quote.to_string())];
    let found = if refused {
        cx.error("quote-missing", node, message)
    } else {
        cx.warning("quote-missing", node, message)
    };
    // In double quotes, a backslash would mean something else.
    if quote == '\'' || !node.source().contains('\\') {
        found.fix("Add the opening quote", open);
    }
}

/// A colon without a key before it: an empty key to YAML, refused by the Controller's reader.
fn empty_key(cx: &mut Context, mapping: Node, key: Node) {
    let place = key.local_range();
    let explicit = || crate::read::question_mark_before(cx.document.text(), place.start).is_some();
    if place.is_empty() && key.is_scalar() && !mapping.is_flow() && !explicit() {
        cx.error("empty-key", key, "A key is missing before this colon.");
    }
}

/// Dots in the place of a value, unless somebody has said already that it is none.
fn left_out(cx: &mut Context, text: &str, node: Node) {
    let place = node.local_range().start;
    if !cx.found.iter().any(|found| found.range.start == place) {
        let message = format!("\"{text}\" stands for what the page left out. Put the value in its place.");
        cx.error("left-out", node, message);
    }
}

fn unquoted(cx: &mut Context, node: Node) {
    // Half of its quotes is there; that it does not fit has been said.
    let behind = cx.document.text().get(node.local_range().end..);
    if behind.is_some_and(|behind| behind.starts_with(['"', '\''])) {
        return;
    }
    let message =
        format!("Without quotes {} is YAML (a mapping), not a template. Put it in quotes.", node.source());
    let mut edits = replace(node, quoted(node.source()));
    if !cx.mends(&edits, node.local_range().start) {
        edits.clear();
    }
    cx.error("unquoted-template", node, message).fix("Put it in quotes", edits);
}

/// Cheap first look: most texts begin with another letter.
fn may_differ(text: &str) -> bool {
    text.starts_with(['y', 'Y', 'n', 'N', 'o', 'O', '0', '+', '-', '.'])
        || text.starts_with(|c: char| c.is_ascii_digit())
}

fn difference(text: &str, node: Node) -> Option<(&'static str, String)> {
    if let Some(word) = yaml_1_1_boolean(text) {
        let message = format!(
            "The Controller reads {text} as a string, potctl as {word}. Put it in quotes, or write {word}."
        );
        return Some(("yaml-dialect", message));
    }
    if let Some(octal) = octal(text) {
        let message = format!(
            "The Controller reads {text} as a decimal number, potctl as octal ({octal}). Quote it, or drop the 0."
        );
        return Some(("yaml-dialect", message));
    }
    match node.meaning()? {
        Meaning::Timestamp(_) => {
            let message = format!(
                "The Controller reads {text} as a point in time and stores it in another form. Put it in quotes."
            );
            Some(("yaml-dialect", message))
        }
        Meaning::Number(number) if !number.is_finite() => {
            let message =
                format!("JSON has no number {text}: the Controller stores null instead. Put it in quotes.");
            Some(("number-rounded", message))
        }
        Meaning::Number(number) if number.abs() >= EXACT && rounded(text, number) => {
            let message =
                format!("The Controller rounds {text} to {}. Put it in quotes to keep it.", js_text(number));
            Some(("number-rounded", message))
        }
        _ => None,
    }
}

fn yaml_1_1_boolean(text: &str) -> Option<&'static str> {
    let (lower, upper) = (text.to_ascii_lowercase(), text.to_ascii_uppercase());
    let capital = text.chars().skip(1).all(|c| c.is_ascii_lowercase());
    if text != lower && text != upper && !capital {
        return None;
    }
    match lower.as_str() {
        "y" | "yes" | "on" => Some("true"),
        "n" | "no" | "off" => Some("false"),
        _ => None,
    }
}

fn octal(text: &str) -> Option<i64> {
    let digits = text.trim_start_matches(['+', '-']).strip_prefix('0').filter(|digits| !digits.is_empty())?;
    let octal = i64::from_str_radix(digits, 8).ok()?;
    (digits.parse::<i64>().ok()? != octal).then_some(octal)
}

fn rounded(text: &str, number: f64) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+')
        && format!("{number:.0}") != text.trim_start_matches('+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_octal_numbers_of_yaml_1_1_are_recognised() {
        for (text, word) in [
            ("yes", Some("true")),
            ("On", Some("true")),
            ("OFF", Some("false")),
            ("oN", None),
            ("node", None),
        ] {
            assert_eq!(yaml_1_1_boolean(text), word, "{text}");
        }
        for (text, number) in
            [("012", Some(10)), ("-017", Some(15)), ("07", None), ("0", None), ("08", None), ("0x1F", None)]
        {
            assert_eq!(octal(text), number, "{text}");
        }
    }
}
