//! Text that lost its indentation on the way from a web page: keys stand at the margin of the key they belong below.
//!
//! The declaration of the kind says where each key can belong: below the nearest key above that is still open, knows it,
//! and has not got it yet.

use std::ops::Range;

use super::super::Finding;
use super::rows::{Row, key, rows, value};
use super::{Dirt, Suspects, Suspicion, half};
use crate::fields::{Mapping, Type};
use crate::kinds;
use crate::position::Edit;

/// First look at one document.
pub(super) fn may_hold(rows: &[Row]) -> bool {
    !moves(rows).is_empty()
}

/// Looks for such documents, and rebuilds each as a whole.
pub(super) fn find(suspects: &Suspects) -> Option<Dirt> {
    let text = suspects.text;
    let mut dirt = Dirt { moved: true, ..Dirt::default() };
    for (at, piece) in suspects.parts(Suspicion::FLAT) {
        let moves = moves(&rows(piece).collect::<Vec<_>>());
        let edits: Vec<Edit> = moves.iter().flat_map(|it| it.edits(at)).collect();
        if let Some(named) = moves.iter().find(|it| it.twice).or_else(|| moves.first()) {
            let range = at + named.key.start..at + named.key.end;
            let finding = Finding::error(
                if named.twice { "duplicate-key" } else { "lost-indentation" },
                range,
                named.message(text, at),
            );
            dirt.findings
                .push(finding.with_fix("Restore the indentation of the whole document", edits.clone()));
            dirt.edits.extend(edits);
        }
    }
    (!dirt.findings.is_empty()).then_some(dirt)
}

/// A line that goes further in, with the lines below it.
pub(super) struct Move {
    pub(super) key: Range<usize>,
    /// The key stands at its margin a second time.
    pub(super) twice: bool,
    pub(super) parent: &'static str,
    pub(super) lines: Vec<usize>,
    pub(super) by: usize,
}

impl Move {
    fn edits(&self, start: usize) -> impl Iterator<Item = Edit> + '_ {
        self.lines.iter().map(move |line| Edit::insert(start + line, " ".repeat(self.by)))
    }

    fn message(&self, text: &str, start: usize) -> String {
        let name = text.get(start + self.key.start..start + self.key.end).unwrap_or_default();
        let (name, parent) = (super::super::duplicates::shorten(name), self.parent);
        if self.twice {
            return format!(
                "The key \"{name}\" is written twice at one level: the text seems to have lost its indentation when it was \
                 copied. Indent what belongs below metadata, spec and the like by two spaces."
            );
        }
        format!(
            "\"{name}\" does not belong at this level. Did you mean {parent}.{name}? The text seems to have lost its \
             indentation when it was copied."
        )
    }
}

/// An open key, and what may stand below it.
struct Level {
    key: &'static str,
    below: Below,
    /// Blanks that its keys or dashes get beside those they have.
    by: usize,
    seen: Vec<String>,
}

#[derive(Clone, Copy)]
enum Below {
    Keys(&'static Mapping),
    Items(&'static Type),
    /// Anything.
    Free,
}

/// A line at the margin with the lines below it that are indented more.
struct Block<'r, 't> {
    head: Row<'t>,
    rows: &'r [Row<'t>],
}

fn moves(rows: &[Row]) -> Vec<Move> {
    let Some(margin) = rows.iter().find(|row| row.is_manifest()).map(Row::indent) else { return Vec::new() };
    let kind = rows.iter().find(|row| row.indent() == margin && key(row.content) == Some("kind"));
    let kind = kind.map(|row| {
        value(row.line.text).1.trim_matches(|char: char| char.is_whitespace() || "\"'".contains(char))
    });
    let kind = kind.and_then(|kind| {
        kinds::spec(kind.split(" #").next().unwrap_or(kind).trim_end_matches(['"', '\'', ' ']))
    });
    // Without a kind, nothing is known of what belongs where.
    let Some(kind) = kind else { return Vec::new() };
    let single = if margin == 0 { half::moves(rows, kind.root) } else { Vec::new() };
    if !single.is_empty() && half::is_torn(rows) {
        return single;
    }
    let mut moves = Vec::new();
    if !is_regular(rows) {
        layout(rows, kind.root, margin, &mut moves);
    }
    if moves.is_empty() { single } else { moves }
}

/// Whether no line can belong below one at the same margin, as in nearly every text: none that is a key without
/// anything below it is followed by another at its margin, and no item by a line that is none.
fn is_regular(rows: &[Row]) -> bool {
    let is_item = |row: &Row| row.content.starts_with("- ");
    let is_bare = |row: &Row| {
        let value = value(row.content.trim_end()).1;
        value.is_empty() || value.starts_with(['#', '|', '>'])
    };
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut above: Option<&Row> = None;
    for row in rows.iter().filter(|row| !row.is_idle()) {
        let alone = above.filter(|above| !row.inside && above.indent() == row.indent());
        if alone.is_some_and(is_bare) {
            return false;
        }
        above = Some(row).filter(|row| !row.inside);
        if row.inside {
            continue;
        }
        let deeper = open.iter().rev().take_while(|(column, _)| *column > row.indent()).count();
        open.truncate(open.len() - deeper);
        match open.last_mut() {
            Some((column, item)) if *column == row.indent() => {
                if *item && !is_item(row) {
                    return false;
                }
                *item = is_item(row);
            }
            _ if deeper > 0 => return false,
            _ => open.push((row.indent(), is_item(row))),
        }
    }
    true
}

/// Lays out the lines of one mapping whose keys stand at `margin`, and the mappings below.
fn layout(rows: &[Row], mapping: &'static Mapping, margin: usize, out: &mut Vec<Move>) {
    let blocks = blocks(rows, margin);
    let mut stack = vec![Level { key: "", below: Below::Keys(mapping), by: 0, seen: Vec::new() }];
    let mut at_margin: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for block in &blocks {
        let content = block.head.content.trim_end();
        let (by, parent, name) = place(&mut stack, content, block.rows.is_empty());
        let key = key(content).unwrap_or_default();
        let twice = !key.is_empty() && at_margin.contains(&key);
        at_margin.push(key);
        if by > 0 {
            let start = block.head.content_start();
            let rows = std::iter::once(&block.head).chain(block.rows);
            let lines = rows.filter(|row| !row.content.trim_end().is_empty()).map(|row| row.line.start);
            let length = if key.is_empty() { content.len() } else { key.len() };
            found.push(Move { key: start..start + length, twice, parent, lines: lines.collect(), by });
        } else if let (Some(field), Some(first)) =
            (name.and_then(|name| mapping.child(name)), block.rows.iter().find(|row| !row.is_idle()))
        {
            layout(block.rows, field, first.indent(), out);
        }
    }
    out.extend(found);
}

/// Cuts rows into blocks at those that stand at the margin.
fn blocks<'r, 't>(rows: &'r [Row<'t>], margin: usize) -> Vec<Block<'r, 't>> {
    let heads: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| {
            !row.inside && !row.is_idle() && row.indent() == margin && !row.content.starts_with("---")
        })
        .map(|(at, _)| at)
        .collect();
    let ends = heads.iter().skip(1).copied().chain([rows.len()]);
    let block = |(head, end): (&usize, usize)| {
        let mut below = rows.get(head + 1..end).unwrap_or_default();
        // Comments and blank lines at the end belong to what follows.
        while let Some((last, rest)) = below.split_last()
            && last.is_idle()
        {
            below = rest;
        }
        Some(Block { head: *rows.get(*head)?, rows: below })
    };
    heads.iter().zip(ends).filter_map(block).collect()
}

/// Finds the level of a line and opens those that it begins: how far it moves, below which key, and its own declared key.
fn place(stack: &mut Vec<Level>, content: &str, alone: bool) -> (usize, &'static str, Option<&'static str>) {
    let item = content.strip_prefix("- ");
    let text = item.unwrap_or(content);
    let name = key(text);
    let of = |level: &Level| match (item, level.below) {
        (None, Below::Keys(mapping)) => name
            .is_some_and(|name| mapping.field(name).is_some() && !level.seen.iter().any(|seen| seen == name)),
        (Some(_), Below::Items(ty)) => match ty.mapping() {
            Some(mapping) => name.is_some_and(|name| mapping.field(name).is_some()),
            None => name.is_none(),
        },
        _ => false,
    };
    let free = |level: &Level| matches!((item, level.below), (_, Below::Free) | (Some(_), Below::Items(_)));
    let Some(at) = stack.iter().rposition(of).or_else(|| stack.iter().rposition(free)) else {
        // Nobody knows it: it stays where it is, and is told of there.
        stack.truncate(1);
        return (0, "", None);
    };
    stack.truncate(at + 1);
    let Some(level) = stack.last_mut() else { return (0, "", None) };
    let (by, parent, below) = (level.by, level.key, level.below);
    let mapping = match below {
        Below::Keys(mapping) => Some(mapping),
        Below::Items(ty) => ty.mapping(),
        Below::Free => None,
    };
    let mut inner = by;
    if let Some(item) = item
        && mapping.is_some()
    {
        inner += content.len() - item.trim_start().len();
        let seen = name.map(str::to_owned).into_iter().collect();
        stack.push(Level { key: parent, below: mapping.map_or(Below::Free, Below::Keys), by: inner, seen });
    } else if let Some(name) = name {
        level.seen.push(name.to_owned());
    }
    let field = name.and_then(|name| mapping?.field(name));
    let rest = value(text).1;
    let bare = rest.is_empty() || rest.starts_with(['#', '|', '>']);
    if let Some(field) = field.filter(|_| bare && alone) {
        let (below, by) = match &field.ty {
            _ if rest.starts_with(['|', '>']) => (Below::Free, inner + 2),
            Type::Mapping(mapping) => (Below::Keys(mapping), inner + 2),
            // Dashes may stand below the first letter of their key.
            Type::List(item) => (Below::Items(item), inner),
            Type::Any | Type::Strings => (Below::Free, inner + 2),
            _ => return (by, parent, Some(field.key)),
        };
        stack.push(Level { key: field.key, below, by, seen: Vec::new() });
    }
    (by, parent, field.map(|field| field.key))
}
