//! What each piece of a manifest's text is, for an eye that looks for it: keys, values by what they mean, comments.

use std::ops::Range;

use manifest::{Document, Manifest, Meaning, Node};

use crate::ui::code::{Ink, Piece};

/// The lines of a text in pieces. Put together again they are the text, whatever stands in it.
pub fn painted(text: &str) -> Vec<Vec<Piece>> {
    let manifest = Manifest::parse(text.to_owned());
    let mut marks = manifest.documents().iter().flat_map(marks).collect::<Vec<_>>();
    marks.sort_by_key(|(range, _)| range.start);
    let mut pieces = Vec::new();
    let mut done = 0;
    for (range, ink) in marks {
        // An anchor's value may be met twice.
        if range.start >= done {
            pieces.push((Ink::Plain, done..range.start));
            done = range.end;
            pieces.push((ink, range));
        }
    }
    pieces.push((Ink::Plain, done..text.len()));
    lines(text, pieces)
}

fn lines(text: &str, pieces: Vec<(Ink, Range<usize>)>) -> Vec<Vec<Piece>> {
    let mut lines = vec![Vec::new()];
    for (ink, range) in pieces {
        for (at, part) in text.get(range).unwrap_or_default().split('\n').enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push((ink, part.to_owned()));
            }
        }
    }
    // The end of the last line begins none.
    if lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

/// The pieces of a document that are more than punctuation, as bytes of the whole text.
fn marks(document: &Document) -> Vec<(Range<usize>, Ink)> {
    let start = document.range().start;
    let mut marks = document.comments().map(|range| (range, Ink::Note)).collect::<Vec<_>>();
    if let Some(root) = document.root() {
        value(root, &mut marks);
    }
    marks.into_iter().map(|(range, ink)| (range.start + start..range.end + start, ink)).collect()
}

fn value(node: Node<'_>, marks: &mut Vec<(Range<usize>, Ink)>) {
    for entry in node.own_entries() {
        marks.push((entry.key.local_range(), Ink::Key));
        value(entry.value, marks);
    }
    node.items().for_each(|item| value(item, marks));
    if node.is_scalar() {
        let ink = match node.meaning() {
            Some(Meaning::Null | Meaning::Bool(_)) => Ink::Word,
            Some(Meaning::Number(_)) => Ink::Number,
            _ => Ink::Text,
        };
        marks.push((node.local_range(), ink));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&[(Ink, &str)]]) {
        let lines = painted(text);
        let shown = lines.iter().map(|line| line.iter().map(|(ink, text)| (*ink, text.as_str())).collect());
        assert_eq!(shown.collect::<Vec<Vec<_>>>(), expected, "{text:?}");
        let together =
            lines.iter().map(|line| line.iter().map(|(_, text)| text.as_str()).collect::<String>());
        assert_eq!(together.collect::<Vec<_>>().join("\n"), text.strip_suffix('\n').unwrap_or(text));
    }

    #[test]
    fn keys_values_and_comments_are_told_apart() {
        use Ink::{Key, Note, Number, Plain, Text, Word};
        check(
            "a: x # why\nb:\n  - 1\n  - true\n",
            &[
                &[(Key, "a"), (Plain, ": "), (Text, "x"), (Plain, " "), (Note, "# why")],
                &[(Key, "b"), (Plain, ":")],
                &[(Plain, "  - "), (Number, "1")],
                &[(Plain, "  - "), (Word, "true")],
            ],
        );
        check(
            "a: '1'\n---\nb: ~",
            &[
                &[(Key, "a"), (Plain, ": "), (Text, "'1'")],
                &[(Plain, "---")],
                &[(Key, "b"), (Plain, ": "), (Word, "~")],
            ],
        );
    }

    #[test]
    fn no_text_is_lost_that_cannot_be_read() {
        for text in ["", "\n", "a: [", "\t- x: &a 1\n*b", "k: |\n  two\n\n  lines\n", "ä: &x {ö: ü}\nb: *x\n"]
        {
            let lines = painted(text);
            let together =
                lines.iter().map(|line| line.iter().map(|(_, text)| text.as_str()).collect::<String>());
            assert_eq!(
                together.collect::<Vec<_>>().join("\n"),
                text.strip_suffix('\n').unwrap_or(text),
                "{text:?}"
            );
        }
    }
}
