//! What stands before every line of a text that was copied from a listing, a mail or a comparison: line numbers, `>`,
//! `+`.

use super::super::Finding;
use super::Dirt;
use super::rows::Row;
use crate::position::Edit;

/// Lines that must agree before a mark is taken for a prefix.
const FEWEST: usize = 2;

/// Marks of mails, comparisons, tables, frames and lists.
const MARKS: &[char] = &['>', '+', '|', '│', '┃', '║', '¦', '•', '·', '›', '»', '*'];

/// Looks for a prefix of all lines behind which a manifest stands.
pub(super) fn find(rows: &[Row]) -> Option<Dirt> {
    let rows: Vec<Row> = rows.iter().filter(|row| !row.content.trim().is_empty()).copied().collect();
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

/// Looks for rows that begin like the first one, but for its numbers: the name of a file, a time, a program.
pub(super) fn alike(rows: &[Row]) -> Option<Dirt> {
    if rows.iter().any(Row::is_manifest) {
        return None;
    }
    let rows: Vec<Row> = rows.iter().filter(|row| !row.content.trim().is_empty()).copied().collect();
    let at = |row: &Row| ["apiVersion:", "kind:"].iter().filter_map(|key| row.line.text.find(key)).min();
    let begin = rows.iter().position(|row| at(row).is_some_and(|at| at > 0))?;
    let rows = rows.get(begin..)?;
    let first = rows.first()?;
    let pattern = first.line.text.get(..at(first)?)?;
    let lengths: Vec<usize> = rows.iter().map_while(|row| begins_like(row.line.text, pattern)).collect();
    let told = pattern.trim();
    let shell = super::command::is_command(first.content.trim());
    let named = told.chars().any(char::is_alphanumeric) && !shell;
    if !named || lengths.len() <= FEWEST || !holds_manifest(rows, &lengths) {
        return None;
    }
    let edits = rows.iter().zip(lengths);
    let edits: Vec<Edit> =
        edits.map(|(row, length)| Edit::delete(row.line.start..row.line.start + length)).collect();
    let message = format!(
        "Every line begins like this one with \"{told}\", which was copied along and is no part of the manifest."
    );
    let finding = Finding::error("copied-text", first.line.start..first.line.start + pattern.len(), message);
    Dirt::one(finding, "Take it away from every line", edits)
}

/// How many bytes of a text are like a pattern, in which any number stands for all.
fn begins_like(text: &str, pattern: &str) -> Option<usize> {
    let digits = |text: &str| text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let (mut rest, mut wanted) = (text, pattern);
    while let Some(char) = wanted.chars().next() {
        let (own, its) = (digits(rest), digits(wanted));
        let (own, its) = match (own, its) {
            (0, 0) if rest.starts_with(char) => (char.len_utf8(), char.len_utf8()),
            // A blank line may have lost the blanks at its end.
            (0, 0) if rest.is_empty() && wanted.trim().is_empty() => return Some(text.len()),
            (own, its) if own > 0 && its > 0 => (own, its),
            _ => return None,
        };
        rest = rest.get(own..)?;
        wanted = wanted.get(its..)?;
    }
    Some(text.len() - rest.len())
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
    let (above, rows) = rows.split_at(first);
    let heads = above.iter().filter(|row| row.line.text.starts_with("@@ -"));
    let mut edits: Vec<Edit> = heads.map(|row| Edit::delete(row.line.start..row.line.end)).collect();
    let (mut at, mut number) = (0, 1);
    while let Some(row) = rows.get(at) {
        if !is(row, number) {
            return None;
        }
        edits.push(Edit::delete(row.line.start..row.line.end));
        // Pages that compare have the mark of each line by itself too.
        if let Some(mark) = rows.get(at + 1).filter(|mark| mark.content.trim_end() == "+") {
            edits.push(Edit::delete(mark.line.start..mark.line.end));
            at += 1;
        }
        number += 1;
        // A blank line has nothing but its number.
        let blank = rows.get(at + 1).is_none_or(|next| is(next, number));
        at += if blank { 1 } else { 2 };
    }
    let held = edits.len() > FEWEST && holds_manifest(rows, &vec![0; rows.len()]);
    let range =
        above.iter().find(|row| row.line.text.starts_with("@@ -")).or(rows.first()).filter(|_| held)?.line;
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
