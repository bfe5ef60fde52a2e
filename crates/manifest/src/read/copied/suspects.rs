//! Which documents of a text could hold something that was copied along: nearly always none, and then no pass looks at
//! anything.

use std::cell::OnceCell;
use std::ops::Range;

use super::super::split;
use super::rows::{self, Row};
use super::{flat, join, markup, middle, pieces, typography};

/// What a document could hold. It depends on the text of the document only, so it is kept with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Suspicion(u8);

impl Suspicion {
    /// Lines that are no YAML, or not only.
    pub(super) const LINES: Suspicion = Suspicion(1);
    pub(super) const TAGS: Suspicion = Suspicion(1 << 1);
    /// Characters that pages and word processors write.
    pub(super) const SIGNS: Suspicion = Suspicion(1 << 2);
    /// A first line that stands further out than all others.
    pub(super) const SHIFTED: Suspicion = Suspicion(1 << 3);
    /// Another manifest inside this one.
    pub(super) const JOINED: Suspicion = Suspicion(1 << 4);
    /// Lines without their indentation.
    pub(super) const FLAT: Suspicion = Suspicion(1 << 5);
    /// Nobody looked.
    pub(crate) const ANY: Suspicion = Suspicion(u8::MAX);

    /// Looks at one document. It may err on the side of suspicion only.
    pub(crate) fn of(document: &str) -> Suspicion {
        if document.starts_with(split::BOM) {
            return Suspicion::ANY;
        }
        let rows: Vec<Row> = rows::rows(document).collect();
        let lines = rows.iter().any(|row| !row.inside && rows::is_suspicious(row));
        [
            (Suspicion::LINES, lines),
            (Suspicion::TAGS, markup::may_hold(document)),
            (Suspicion::SIGNS, typography::may_hold(document)),
            (Suspicion::SHIFTED, middle::may_hold(&rows)),
            (Suspicion::JOINED, join::may_hold(document)),
            (Suspicion::FLAT, flat::may_hold(&rows)),
        ]
        .into_iter()
        .filter(|(_, may)| *may)
        .fold(Suspicion::default(), |all, (one, _)| all.and(one))
    }

    pub(crate) fn is_none(self) -> bool {
        self == Suspicion::default()
    }

    fn and(self, other: Suspicion) -> Suspicion {
        Suspicion(self.0 | other.0)
    }

    fn has(self, other: Suspicion) -> bool {
        self.0 & other.0 != 0
    }
}

/// A text, and what its documents could hold.
pub(crate) struct Suspects<'t> {
    pub(super) text: &'t str,
    parts: Vec<(Range<usize>, Suspicion)>,
    all: Suspicion,
    rows: OnceCell<Vec<Row<'t>>>,
}

impl<'t> Suspects<'t> {
    /// Asks `look` about each document of a text.
    pub(crate) fn of(text: &'t str, mut look: impl FnMut(&str) -> Suspicion) -> Suspects<'t> {
        let parts = pieces(text).map(|(at, piece)| (at..at + piece.len(), look(piece)));
        Suspects::new(text, parts.collect())
    }

    /// The documents of a text, as they are known already.
    pub(crate) fn new(text: &'t str, parts: Vec<(Range<usize>, Suspicion)>) -> Suspects<'t> {
        let all = parts.iter().fold(Suspicion::default(), |all, (_, one)| all.and(*one));
        Suspects { text, parts, all, rows: OnceCell::new() }
    }

    pub(super) fn any(&self, what: Suspicion) -> bool {
        self.all.has(what)
    }

    /// What was found of the document in this range; none if no document has it.
    pub(crate) fn at(&self, range: &Range<usize>) -> Option<Suspicion> {
        let at = self.parts.binary_search_by_key(&range.start, |(part, _)| part.start).ok()?;
        self.parts.get(at).filter(|(part, _)| part == range).map(|(_, suspicion)| *suspicion)
    }

    /// Where the document with this number ends.
    pub(crate) fn end(&self, index: usize) -> Option<usize> {
        self.parts.get(index).map(|(part, _)| part.end)
    }

    /// The documents that could hold `what`, with their places.
    pub(super) fn parts(&self, what: Suspicion) -> impl Iterator<Item = (usize, &'t str)> {
        let parts = self.parts.iter().filter(move |(_, suspicion)| suspicion.has(what));
        parts.filter_map(|(range, _)| Some((range.start, self.text.get(range.clone())?)))
    }

    /// All rows of the text, which several passes look at.
    pub(super) fn all_rows(&self) -> &[Row<'t>] {
        self.rows.get_or_init(|| rows::rows(self.text).collect())
    }

    /// Their rows, at their places in the whole text.
    pub(super) fn rows(&self, what: Suspicion) -> impl Iterator<Item = Row<'t>> {
        self.parts(what)
            .flat_map(|(at, part)| rows::rows_from(self.text.get(..at + part.len()).unwrap_or_default(), at))
    }
}

#[cfg(test)]
mod tests {
    use super::super::PASSES;
    use super::*;

    const CASES: &[&str] = &[
        include_str!("../../../tests/fixtures/rules/copied.cases"),
        include_str!("../../../tests/fixtures/rules/pasted.cases"),
        include_str!("../../../tests/fixtures/rules/foreign.cases"),
        include_str!("../../../tests/fixtures/rules/quotes.cases"),
        include_str!("../../../tests/fixtures/rules/rarer.cases"),
        include_str!("../../../tests/fixtures/rules/tricky-yaml.cases"),
    ];
    const PLAIN: &str = "---\napiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: fresh\nspec:\n  x: |\n    EOF\n  y: 1\n";

    fn texts() -> Vec<String> {
        let cases = CASES.iter().flat_map(|file| file.split("\n## ").skip(1));
        cases
            .map(|case| {
                let lines = case.lines().skip(1).filter(|line| !line.starts_with("=> "));
                lines.flat_map(|line| [line, "\n"]).collect()
            })
            .collect()
    }

    /// What each pass finds by itself.
    fn found(suspects: &Suspects) -> Vec<Option<Vec<crate::Edit>>> {
        let passes = PASSES.iter().filter(|(what, _)| suspects.any(*what));
        let edits = |dirt: super::super::Dirt| dirt.edits;
        passes.map(|(_, pass)| pass(suspects).map(edits)).filter(Option::is_some).collect()
    }

    #[test]
    fn a_pass_that_is_left_out_would_have_found_nothing() {
        for text in texts() {
            let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
            for text in [
                text.clone(),
                format!("{PLAIN}---\n{text}"),
                format!("{text}{PLAIN}"),
                text.get(..half).unwrap_or_default().to_owned(),
                text.get(half..).unwrap_or_default().to_owned(),
            ] {
                let some = found(&Suspects::of(&text, Suspicion::of));
                let all = found(&Suspects::of(&text, |_| Suspicion::ANY));
                assert_eq!(some, all, "{text}");
            }
        }
    }

    #[test]
    fn ordinary_documents_are_not_looked_at() {
        let template = include_str!("../../../benches/microservice.yaml").replace(['<', '>'], "");
        for text in [PLAIN.repeat(3), template.repeat(3)] {
            assert!(Suspects::of(&text, Suspicion::of).all.is_none(), "{text}");
        }
    }
}
