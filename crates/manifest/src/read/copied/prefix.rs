//! What stands before every line of a text that was copied from a listing, a mail or a comparison: line numbers, `>`,
//! `+`.

use super::super::Finding;
use super::Dirt;
use super::rows::{Row, rows};
use crate::position::Edit;

/// Lines that must agree before a mark is taken for a prefix.
const FEWEST: usize = 2;

/// Marks of mails, comparisons, tables, frames and lists.
const MARKS: &[char] = &['>', '+', '|', '│', '┃', '║', '¦', '•', '·', '›', '»', '*', '#'];

/// Looks for a prefix of all lines behind which a manifest stands.
pub(super) fn find(text: &str) -> Option<Dirt> {
    let rows: Vec<Row> = rows(text).filter(|row| !row.content.trim().is_empty()).collect();
    if let Some(dirt) = alternating(&rows) {
        return Some(dirt);
    }
    if rows.iter().any(Row::is_manifest) {
        return None;
    }
    let numbered = between(&rows, |row| row.content.starts_with(|char: char| char.is_ascii_digit()));
    let marked = |mark: char| {
        let rows = between(&rows, |row| row.line.text.starts_with(mark));
        marks(rows, mark).map(|lengths| (rows, lengths, format!("\"{mark}\"")))
    };
    let (marked, lengths, what) = numbers(numbered)
        .map(|lengths| (numbered, lengths, "a line number".to_owned()))
        .or_else(|| MARKS.iter().find_map(|mark| marked(*mark)))?;
    let mut edits: Vec<Edit> = frame(&rows, marked);
    for (row, length) in marked.iter().zip(lengths) {
        edits.push(Edit::delete(row.line.start..row.line.start + length));
        edits.extend(right_border(marked, row, length));
    }
    edits.sort_by_key(|edit| edit.range.start);
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
        let gap = behind.len() - behind.trim_start_matches(' ').len();
        let set_off = behind.trim_start_matches(' ').starts_with(['|', '│', '┃', ':']);
        let (behind, digits) = if set_off { (behind.get(gap..)?, digits + gap) } else { (behind, digits) };
        let mark = behind.chars().next().filter(|char| ":.|)│┃\t".contains(*char)).map_or(0, char::len_utf8);
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

/// Numbers that stand in lines of their own, before each line of the manifest.
fn alternating(rows: &[Row]) -> Option<Dirt> {
    let is = |row: &Row, number: u32| row.content.trim_end().parse() == Ok(number);
    let first = rows.iter().position(|row| is(row, 1))?;
    let rows = rows.get(first..)?;
    let mut edits = Vec::new();
    let (mut at, mut number) = (0, 1);
    while let Some(row) = rows.get(at) {
        if !is(row, number) {
            return None;
        }
        edits.push(Edit::delete(row.line.start..row.line.end));
        number += 1;
        // A blank line has nothing but its number.
        let blank = rows.get(at + 1).is_none_or(|next| is(next, number));
        at += if blank { 1 } else { 2 };
    }
    let held = edits.len() > FEWEST && holds_manifest(rows, &vec![0; rows.len()]);
    let range = rows.first().filter(|_| held)?.line;
    let message =
        "Before every line stands its number, which was copied along and is no part of the manifest.";
    let finding = Finding::error("copied-text", range.start..range.start + range.text.len(), message);
    Dirt::one(finding, "Take the numbers away", edits)
}

/// The lines above and below that draw the frame of a listing, with the name of the file in it.
fn frame(rows: &[Row], marked: &[Row]) -> Vec<Edit> {
    let within = marked.first().zip(marked.last());
    let outside = rows.iter().filter(|row| {
        within
            .is_none_or(|(first, last)| row.line.start < first.line.start || row.line.start > last.line.start)
    });
    let drawn = outside.filter(|row| row.content.trim_start().starts_with(super::output::is_line));
    drawn.map(|row| Edit::delete(row.line.start..row.line.end)).collect()
}

/// The mark at the end of a line, where all lines end with the one they begin with.
fn right_border(rows: &[Row], row: &Row, length: usize) -> Option<Edit> {
    let mark = row.line.text.chars().next().filter(|char| *char == '|' || super::output::is_line(*char))?;
    let border =
        |row: &Row| row.line.text.trim_end().len() > length && row.line.text.trim_end().ends_with(mark);
    if !rows.iter().all(border) {
        return None;
    }
    let text = row.line.text.trim_end().strip_suffix(mark)?.trim_end_matches(' ');
    Some(Edit::delete(row.line.start + text.len().max(length)..row.line.start + row.line.text.len()))
}

/// How many bytes of each line are a mark, maybe several times, and one blank.
fn marks(rows: &[Row], mark: char) -> Option<Vec<usize>> {
    let mut lengths = vec![0; rows.len()];
    let rest = |row: &Row, length: usize| row.line.text.get(length..).unwrap_or_default().to_owned();
    let mut any = false;
    loop {
        let at = || rows.iter().zip(&lengths);
        if rows.is_empty() || !at().all(|(row, length)| rest(row, *length).starts_with(mark)) {
            break;
        }
        any = true;
        for length in &mut lengths {
            *length += mark.len_utf8();
        }
        let blank = rows.iter().zip(&lengths).all(|(row, length)| {
            let rest = rest(row, *length);
            rest.is_empty() || rest.starts_with(' ')
        });
        for (row, length) in rows.iter().zip(&mut lengths) {
            *length = (*length + usize::from(blank)).min(row.line.text.len());
        }
    }
    (any && holds_manifest(rows, &lengths)).then_some(lengths)
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
