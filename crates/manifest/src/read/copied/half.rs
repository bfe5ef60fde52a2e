//! Text of which single lines lost their indentation, while all others kept theirs.

use super::flat::Move;
use super::rows::{Row, key, value};
use crate::fields::{Mapping, Type};

/// A mapping that is being read.
struct Level<'t> {
    column: usize,
    /// Its declaration; none where nothing is known of its keys.
    mapping: Option<&'static Mapping>,
    seen: Vec<&'t str>,
}

impl Level<'_> {
    fn knows(&self, name: &str) -> bool {
        self.mapping.is_some_and(|mapping| mapping.field(name).is_some()) && !self.seen.contains(&name)
    }

    /// The type of what stands below the last key.
    fn below(&self) -> Option<&'static Type> {
        Some(&self.mapping?.field(self.seen.last()?)?.ty)
    }
}

/// The lines that go further in, each by itself; none unless all have a place.
pub(super) fn moves(rows: &[Row], root: &'static Mapping) -> Vec<Move> {
    let is_stranded = |row: &Row| {
        !row.inside && row.indent() == 0 && key(row.content).is_some_and(|name| root.field(name).is_none())
    };
    if !rows.iter().any(is_stranded) {
        return Vec::new();
    }
    // A value over several lines cannot be moved by its first.
    let goes_on = |row: &Row| {
        let next = rows.partition_point(|other| other.line.start <= row.line.start);
        rows.get(next).is_some_and(|next| next.inside)
    };
    let own: Vec<&Row> = rows.iter().filter(|row| !row.inside && !row.is_idle() && !is_marker(row)).collect();
    let mut levels = vec![Level { column: 0, mapping: Some(root), seen: Vec::new() }];
    let mut moves = Vec::new();
    let mut above: Option<&Row> = None;
    for (at, row) in own.iter().enumerate() {
        let next = own.get(at + 1).map_or(0, |next| next.indent());
        let mut column = row.indent();
        if is_stranded(row) {
            let name = key(row.content).unwrap_or_default();
            let opens = above.is_some_and(|above| is_bare(above));
            let found = place(&levels, name, opens, is_bare(row), next).filter(|_| !goes_on(row));
            let Some((place, parent)) = found else { return Vec::new() };
            moves.push(Move {
                key: row.line.start..row.line.start + name.len(),
                twice: false,
                parent,
                lines: vec![row.line.start],
                by: place,
            });
            column = place;
        }
        follow(&mut levels, row.content, column);
        above = Some(row);
    }
    moves
}

/// Whether a document is no YAML because of such a line: something stands below a value, or between two levels.
pub(super) fn is_torn(rows: &[Row]) -> bool {
    let mut head: Option<&Row> = None;
    let mut first = 0;
    for row in rows.iter().filter(|row| !row.inside && !row.is_idle() && !is_marker(row)) {
        let Some(above) = head.filter(|_| row.indent() > 0) else {
            (head, first) = (Some(row), 0);
            continue;
        };
        first = if first == 0 { row.indent() } else { first };
        if row.indent() < first || key(above.content).is_some() && !is_bare(above) {
            return true;
        }
    }
    false
}

fn is_marker(row: &Row) -> bool {
    ["---", "..."].iter().any(|mark| row.line.text.starts_with(mark))
}

/// Whether a key has no value in its line.
fn is_bare(row: &Row) -> bool {
    let rest = value(row.line.text).1;
    rest.is_empty() || rest.starts_with(['#', '&', '!'])
}

/// The column where a stranded key belongs, and the key that it belongs below.
fn place(
    levels: &[Level],
    name: &str,
    opens: bool,
    bare: bool,
    next: usize,
) -> Option<(usize, &'static str)> {
    // What is below a key in the next line says how far in; a value has nothing below it.
    let fits = |column: usize| {
        let known = levels.iter().any(|level| level.column == next) || next == column || next == 0;
        if bare { next > column } else { next <= column && known }
    };
    let last = levels.last()?;
    let below = if opens { last.below().and_then(Type::mapping) } else { None };
    if below.is_some_and(|mapping| mapping.field(name).is_some()) {
        let column = if next > last.column && !bare { next } else { last.column + 2 };
        let parent = last.mapping?.field(last.seen.last()?)?.key;
        return fits(column).then_some((column, parent));
    }
    // The line below tells a key beside others from one in the wrong place.
    let at = levels.iter().rposition(|level| level.column > 0 && level.knows(name) && fits(level.column))?;
    let outer = levels.get(at.checked_sub(1)?)?;
    let parent = outer.mapping?.field(outer.seen.last()?)?.key;
    let column = levels.get(at)?.column;
    (next > 0).then_some((column, parent))
}

/// Reads a line that stands at a column.
fn follow<'t>(levels: &mut Vec<Level<'t>>, content: &'t str, column: usize) {
    let item = content.strip_prefix("- ").map(|item| item.trim_start_matches(' '));
    levels.truncate(levels.iter().rposition(|level| level.column <= column).map_or(1, |at| at + 1));
    let Some(name) = key(item.unwrap_or(content)) else { return };
    let column = column + content.len() - item.unwrap_or(content).len();
    match levels.last_mut() {
        Some(level) if level.column == column => level.seen.push(name),
        Some(level) => {
            let mapping = match (level.below(), item) {
                (Some(Type::List(ty)), Some(_)) => ty.mapping(),
                (Some(ty), None) => ty.mapping(),
                _ => None,
            };
            levels.push(Level { column, mapping, seen: vec![name] });
        }
        None => {}
    }
}
