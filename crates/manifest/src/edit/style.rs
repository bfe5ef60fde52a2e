//! How a document is written: what new text in it should look like.

use crate::scalar::ScalarStyle;
use crate::tree::{Document, Node};

/// The habits of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    /// Spaces per level of mappings.
    pub(crate) unit: usize,
    /// Spaces from a key to the dashes of its list; 0 when they stand below each other.
    pub(crate) list: usize,
    pub(crate) quote: Quote,
    pub(crate) line_break: &'static str,
    /// The whole document is JSON: brackets, double quotes, no plain keys.
    pub(crate) json: Option<Json>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quote {
    Single,
    Double,
}

/// Whether blanks follow colons and commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Json {
    pub(crate) colon: &'static str,
    pub(crate) comma: &'static str,
}

impl Default for Style {
    fn default() -> Style {
        Style { unit: 2, list: 2, quote: Quote::Double, line_break: "\n", json: None }
    }
}

impl Style {
    /// Looks at what is there; the first of its kind decides.
    pub(crate) fn of(document: &Document) -> Style {
        let mut style = Style::default();
        if let Some(line_break) = crate::typed::first_line_end(document.text()) {
            style.line_break = line_break;
        }
        let Some(root) = document.root() else { return style };
        let mut seen = Seen::default();
        seen.look(root);
        style.unit = seen.unit.unwrap_or(2);
        style.list = seen.list.unwrap_or(style.unit);
        if seen.single > seen.double {
            style.quote = Quote::Single;
        }
        style.json = json(root);
        style
    }
}

#[derive(Default)]
struct Seen {
    unit: Option<usize>,
    list: Option<usize>,
    single: usize,
    double: usize,
}

impl Seen {
    fn look(&mut self, node: Node<'_>) {
        if node.is_alias() {
            return;
        }
        match node.style() {
            Some(ScalarStyle::SingleQuoted) => self.single += 1,
            Some(ScalarStyle::DoubleQuoted) => self.double += 1,
            _ => {}
        }
        let own = column(node);
        for entry in node.own_entries() {
            if !node.is_flow() && !entry.value.is_flow() && !entry.value.is_alias() {
                let below = column(entry.value);
                if entry.value.is_mapping() && self.unit.is_none() {
                    self.unit = below.checked_sub(own).filter(|unit| (1..=8).contains(unit));
                }
                if entry.value.is_sequence() && self.list.is_none() {
                    self.list = below.checked_sub(own).filter(|list| *list <= 8);
                }
            }
            self.look(entry.value);
        }
        node.items().for_each(|item| self.look(item));
    }
}

/// Characters before the node in its line, a tag or anchor not counted as the node.
fn column(node: Node<'_>) -> usize {
    column_at(node.document().text(), node.local_range().start)
}

/// Characters before `offset` in its line.
pub(crate) fn column_at(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    before.get(line..).map_or(0, |line| line.trim_start_matches('\u{feff}').chars().count())
}

fn json(root: Node<'_>) -> Option<Json> {
    if !root.is_flow() {
        return None;
    }
    let mapping = if root.is_mapping() { root } else { root.items().find(|item| item.is_mapping())? };
    let mut entries = mapping.own_entries();
    let Some(first) = entries.next() else { return Some(Json { colon: ": ", comma: ", " }) };
    if first.key.style() != Some(ScalarStyle::DoubleQuoted) {
        return None;
    }
    let between = |from: Node<'_>, to: Node<'_>| {
        root.document().text().get(from.local_range().end..to.local_range().start).unwrap_or_default()
    };
    let tight_colon = between(first.key, first.value) == ":";
    let tight_comma = entries.next().is_some_and(|second| between(first.value, second.key) == ",");
    Some(Json { colon: if tight_colon { ":" } else { ": " }, comma: if tight_comma { "," } else { ", " } })
}
