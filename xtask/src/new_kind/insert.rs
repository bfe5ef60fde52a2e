//! Puts lines into sources at places that their layout tells. `rustfmt` has written them, so a block begins with a line
//! that opens it and ends with the next line of the same indentation that closes it.

use std::ops::Range;

use anyhow::{Context, Result};

/// Where the lines inside a block stand. `way` names the lines that open it, from the outermost one on, by how they begin.
pub(crate) fn block(text: &str, way: &[&str]) -> Result<Range<usize>> {
    let inside = way.iter().try_fold(0..text.len(), |outer, opening| inside(text, &outer, opening));
    inside.with_context(|| format!("no block begins with `{}`", way.join(" … ")))
}

fn inside(text: &str, outer: &Range<usize>, opening: &str) -> Option<Range<usize>> {
    let lines = || lines(text).filter(|line| outer.start <= line.start && line.end <= outer.end);
    let opens = |line: &Range<usize>| {
        let line = &text[line.clone()];
        line.trim_start().starts_with(opening) && line.trim_end().ends_with(['{', '[', '('])
    };
    let first = lines().find(opens)?;
    let indent = indent(&text[first.clone()]);
    let closes = |line: &Range<usize>| {
        let line = &text[line.clone()];
        line.trim_start().starts_with(['}', ']', ')']) && self::indent(line) == indent
    };
    let last = lines().find(|line| line.start >= first.end && closes(line))?;
    Some(first.end..last.start)
}

/// Every line with its end.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some(start..*at)
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The text with more at the end of a block.
pub(crate) fn at_end(text: &str, way: &[&str], more: &str) -> Result<String> {
    Ok(put(text, block(text, way)?.end, more))
}

/// The text with more at the beginning of a block.
pub(crate) fn at_start(text: &str, way: &[&str], more: &str) -> Result<String> {
    Ok(put(text, block(text, way)?.start, more))
}

/// The text with a line before the first of those that begin so; where order matters, `rustfmt` sorts them.
pub(crate) fn beside(text: &str, beginning: &str, line: &str) -> Result<String> {
    let first = lines(text).find(|place| text[place.clone()].starts_with(beginning));
    let first = first.with_context(|| format!("no line begins with `{beginning}`"))?;
    Ok(put(text, first.start, line))
}

/// The text with more at a place.
pub(crate) fn put(text: &str, at: usize, more: &str) -> String {
    let (before, after) = text.split_at(at);
    [before, more, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
mod b;

macro_rules! rows {
    ($a:ident) => {};
}

rows! {
    b,
}

fn of(kind: Kind) -> u8 {
    match kind {
        Kind::B => {
            match other {
                1 => 2,
            }
        }
    }
}
";

    fn check(way: &[&str], expected: Option<&str>) {
        let found = block(SOURCE, way).ok().map(|range| &SOURCE[range]);
        assert_eq!(found, expected, "{way:?}");
    }

    #[test]
    fn a_block_ends_where_its_indentation_says() {
        check(&["rows! {"], Some("    b,\n"));
        check(
            &["fn of(", "Kind::B"],
            Some("            match other {\n                1 => 2,\n            }\n"),
        );
        check(&["fn of(", "match other"], Some("                1 => 2,\n"));
        check(&["fn gone("], None);
        check(&["rows! {", "match kind"], None);
    }

    #[test]
    fn lines_go_to_the_ends_of_a_block_and_beside_their_like() {
        let text = "a! {\n    x,\n}\nmod b;\n";
        assert_eq!(at_end(text, &["a! {"], "    y,\n").unwrap(), "a! {\n    x,\n    y,\n}\nmod b;\n");
        assert_eq!(at_start(text, &["a! {"], "    y,\n").unwrap(), "a! {\n    y,\n    x,\n}\nmod b;\n");
        assert_eq!(beside(text, "mod ", "mod a;\n").unwrap(), "a! {\n    x,\n}\nmod a;\nmod b;\n");
    }

    #[test]
    fn a_place_that_is_not_there_is_named() {
        let error = at_end("a {\n}\n", &["b {"], "").unwrap_err().to_string();
        assert_eq!(error, "no block begins with `b {`");
    }
}
