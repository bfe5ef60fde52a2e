//! What stands before every line of a text that was copied from a listing, a mail or a comparison: line numbers, `>`,
//! `+`.

use super::super::Finding;
use super::Dirt;
use super::rows::{Row, rows};
use crate::position::Edit;

/// Lines that must agree before a mark is taken for a prefix.
const FEWEST: usize = 2;

/// Looks for a prefix of all lines behind which a manifest stands.
pub(super) fn find(text: &str) -> Option<Dirt> {
    let rows: Vec<Row> = rows(text).filter(|row| !row.content.trim().is_empty()).collect();
    if rows.iter().any(Row::is_manifest) {
        return None;
    }
    let numbered = between(&rows, |row| row.content.starts_with(|char: char| char.is_ascii_digit()));
    let marked = |mark: char, what| {
        let rows = between(&rows, |row| row.line.text.starts_with(mark));
        marks(rows, mark).map(|lengths| (rows, lengths, what))
    };
    let (rows, lengths, what) = numbers(numbered)
        .map(|lengths| (numbered, lengths, "a line number"))
        .or_else(|| marked('>', "\">\""))
        .or_else(|| marked('+', "\"+\""))
        .or_else(|| marked('|', "\"|\""))?;
    let edits = rows.iter().zip(lengths);
    let edits: Vec<Edit> =
        edits.map(|(row, length)| Edit::delete(row.line.start..row.line.start + length)).collect();
    let first = edits.first()?.range.clone();
    let message =
        format!("Every line begins with {what}, which was copied along and is no part of the manifest.");
    Dirt::one(Finding::error("copied-text", first, message), "Take it away from every line", edits)
}

/// The rows from the first to the last with a prefix: around them stands what whoever copied it wrote.
fn between<'r, 't>(rows: &'r [Row<'t>], has: impl Fn(&Row) -> bool) -> &'r [Row<'t>] {
    let first = rows.iter().position(&has);
    let last = rows.iter().rposition(&has);
    let between = first.zip(last).and_then(|(first, last)| rows.get(first..=last)).unwrap_or_default();
    if between.len() < FEWEST { &[] } else { between }
}

/// How many bytes of each line are its number and what sets it off; only for numbers that count up by one.
fn numbers(rows: &[Row]) -> Option<Vec<usize>> {
    let mut marks = Vec::new();
    let mut expected = None;
    for row in rows {
        let digits = row.content.bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = row.content.get(..digits)?.parse().ok()?;
        if expected.is_some_and(|expected| number != expected) {
            return None;
        }
        expected = Some(number + 1);
        let behind = row.content.get(digits..)?;
        let mark = behind.chars().next().filter(|char| ":.|)│\t".contains(*char)).map_or(0, char::len_utf8);
        marks.push((row.indent() + digits + mark, behind.get(mark..)?));
    }
    // Numbers of several lengths are set off by blanks to one column, or by one blank each.
    let column = |(length, rest): &(usize, &str)| length + rest.len() - rest.trim_start_matches(' ').len();
    let with_text = || marks.iter().filter(|(_, rest)| !rest.trim().is_empty());
    let least = with_text().map(column).min()?;
    let gap = with_text().map(|(_, rest)| rest.len() - rest.trim_start_matches(' ').len()).min()?;
    let to_column: Vec<usize> =
        marks.iter().map(|(length, rest)| least.clamp(*length, length + rest.len())).collect();
    let by_gap = marks.iter().map(|(length, rest)| length + gap.min(rest.len())).collect();
    [to_column, by_gap].into_iter().find(|lengths| holds_manifest(rows, lengths))
}

/// How many bytes of each line are a mark and one blank.
fn marks(rows: &[Row], mark: char) -> Option<Vec<usize>> {
    let with_mark = rows.iter().map(|row| row.line.text.strip_prefix(mark).map(|rest| (row, rest)));
    let with_mark: Vec<(&Row, &str)> = with_mark.collect::<Option<_>>()?;
    let blank = with_mark.iter().all(|(_, rest)| rest.is_empty() || rest.starts_with(' '));
    let lengths: Vec<usize> =
        with_mark.iter().map(|(row, _)| (1 + usize::from(blank)).min(row.line.text.len())).collect();
    holds_manifest(rows, &lengths).then_some(lengths)
}

/// Whether the keys of a manifest stand at one column behind these prefixes.
fn holds_manifest(rows: &[Row], lengths: &[usize]) -> bool {
    let begins = |key: &str| {
        rows.iter()
            .zip(lengths)
            .any(|(row, length)| row.line.text.get(*length..).is_some_and(|rest| rest.starts_with(key)))
    };
    begins("kind:") && (begins("apiVersion:") || begins("metadata:") || begins("spec:"))
}
