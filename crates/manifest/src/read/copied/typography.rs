//! Characters that a page or a word processor put in the place of those of YAML: blanks that are none, curly quotes,
//! quotes with backslashes, entities of HTML.

use std::ops::Range;

use super::super::{Finding, is_invisible};
use super::rows::{Row, key, rows, value};
use super::{Dirt, Suspects, Suspicion};
use crate::position::Edit;

/// Cheap first look at one document.
pub(super) fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    let escaped = |at: usize| matches!(bytes.get(at + 1), Some(b'"' | b'\''));
    let is_sign = |char: char| {
        is_invisible(char) || BULLETS.contains(&char) || QUOTES.iter().any(|(open, _, _)| *open == char)
    };
    memchr::memchr_iter(b'\\', bytes).any(escaped)
        || memchr::memchr(b'&', bytes).is_some() && memchr::memchr(b';', bytes).is_some()
        || beyond_ascii(text).any(is_sign)
}

/// The characters of a text that are none of ASCII.
fn beyond_ascii(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = rest.bytes().position(|byte| !byte.is_ascii())?;
        let char = rest.get(at..)?.chars().next()?;
        rest = rest.get(at + char.len_utf8()..)?;
        Some(char)
    })
}

/// Pairs of quotes that YAML takes for letters, and what was meant.
const QUOTES: &[(char, char, char)] =
    &[('“', '”', '"'), ('„', '“', '"'), ('”', '”', '"'), ('‘', '’', '\''), ('’', '’', '\''), ('«', '»', '"')];

/// What word processors and pages make of the dash before a list item.
pub(super) const BULLETS: &[char] =
    &['•', '◦', '▪', '▫', '●', '○', '■', '‣', '⁃', '∙', '·', '–', '—', '−', '‐', '‑', '\u{f0b7}'];

/// How HTML writes the quotes of YAML.
const ENTITIES: &[(&str, &str)] =
    &[("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&apos;", "'")];

/// Looks for blanks that are none.
pub(super) fn blanks(suspects: &Suspects) -> Option<Dirt> {
    let rows =
        suspects.rows(Suspicion::SIGNS).filter(|row| !row.inside && row.line.text.contains(is_invisible));
    let edits: Vec<Edit> = rows.flat_map(|row| blanks_of(&row)).collect();
    let char = suspects.text.get(edits.first()?.range.clone())?.chars().next()?;
    let message = format!(
        "An invisible character (U+{:04X}) stands here, where only a blank can: web pages are full of them.",
        u32::from(char)
    );
    report(edits, &message, "Use blanks in their place")
}

/// Looks for the other characters, one sort after the other.
pub(super) fn find(suspects: &Suspects) -> Option<Dirt> {
    let text = suspects.text;
    let own = suspects.rows(Suspicion::SIGNS).filter(|row| !row.inside && !row.is_idle());
    let own: Vec<Row> = own.collect();
    let all = |edits: fn(&Row) -> Vec<Edit>| own.iter().flat_map(edits).collect::<Vec<_>>();
    let dashes = Some(all(dashes)).filter(|it| !it.is_empty() && rows(text).any(|row| row.is_manifest()));
    report(
        dashes.unwrap_or_default(),
        "This sign is for readers, and a letter to YAML. A list item begins with \"- \".",
        "Use dashes",
    )
    .or_else(|| {
    report(
        all_entities(text, &own),
        "This is how the source of a web page writes the character. Use the character itself.",
        "Use the characters themselves",
    )
    })
    .or_else(|| {
        report(
            all(curly),
            "These quotes are letters to YAML, and would become part of the value. Use straight ones.",
            "Use straight quotes",
        )
    })
    .or_else(|| {
        report(
            all(escaped),
            "The backslash before the quote comes from a command or a program, and would become part of the value.",
            "Take the backslashes away",
        )
    })
}

fn report(edits: Vec<Edit>, message: &str, title: &'static str) -> Option<Dirt> {
    let first = edits.first()?.range.clone();
    Dirt::one(Finding::error("copied-text", first, message), title, edits)
}

/// Blanks that are none, where YAML looks for blanks: before the text, around the colon, at the end.
fn blanks_of(row: &Row) -> Vec<Edit> {
    let text = row.line.text;
    let is_blank = |char: char| char == ' ' || char == '-' || is_invisible(char);
    let head = text.len() - text.trim_start_matches(is_blank).len();
    let body = text.get(head..).unwrap_or_default();
    let tail = text.trim_end_matches(|char: char| char == ' ' || is_invisible(char)).len().max(head);
    // A colon in quotes is none of YAML's.
    let quote = body.chars().next().filter(|char| matches!(char, '"' | '\''));
    let mut escaped = false;
    let closing = |char: char| {
        let closes = Some(char) == quote && !escaped;
        escaped = char == '\\' && quote == Some('"') && !escaped;
        closes
    };
    let quoted = quote.and_then(|_| body.get(1..)?.find(closing)).map_or(0, |end| end + 2);
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(|char| char == ' ' || is_invisible(char));
    let mut colons = body.match_indices(':').filter(|(at, _)| *at >= quoted);
    let colon = colons.find(|(at, _)| body.get(at + 1..).is_some_and(ends));
    let behind_colon = colon.map(|(at, _)| {
        let rest = body.get(at + 1..).unwrap_or_default();
        head + at + 1
            ..head + at + 1 + rest.len()
                - rest.trim_start_matches(|char| char == ' ' || is_invisible(char)).len()
    });
    let places = [Some(0..head), behind_colon.filter(|range| range.start < tail), Some(tail..text.len())];
    let edit = |range: Range<usize>| {
        let stretch = text.get(range.clone()).unwrap_or_default();
        let found = stretch.char_indices().filter(|(_, char)| is_invisible(*char));
        found
            .map(|(at, char)| {
                let start = row.line.start + range.start + at;
                let width_none = matches!(char, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
                Edit::replace(start..start + char.len_utf8(), if width_none { "" } else { " " })
            })
            .collect::<Vec<_>>()
    };
    places.into_iter().flatten().flat_map(edit).collect()
}

/// Curly quotes around a whole value or key. A description may be meant so.
fn curly(row: &Row) -> Vec<Edit> {
    let (column, value) = value(row.line.text);
    let word = row.line.text.get(column..).and_then(key);
    let mut edits = word.map_or(Vec::new(), |word| around(row.line.start + column, word));
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let from = row.line.start + row.line.text.len() - self::value(row.line.text).1.len();
    if word != Some("description") {
        edits.extend(around(from, value));
        for item in value.strip_prefix('[').and_then(|list| list.strip_suffix(']')).into_iter() {
            let mut at = from + 1;
            for part in item.split(',') {
                let text = part.trim();
                edits.extend(around(at + part.len() - part.trim_start().len(), text));
                at += part.len() + 1;
            }
        }
    }
    edits
}

/// The edits that make straight quotes of the first and last character of a text, if both are curly ones.
fn around(start: usize, text: &str) -> Vec<Edit> {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().last()) else { return Vec::new() };
    // A sentence may be meant so; a name, a number or an image is not.
    if text.contains(char::is_whitespace) {
        return Vec::new();
    }
    let pair = QUOTES.iter().find(|(open, close, _)| *open == first && *close == last);
    let Some((_, _, straight)) = pair.filter(|_| text.chars().count() > 1) else { return Vec::new() };
    let straight =
        if text.contains('\'') || text.contains('"') { return Vec::new() } else { straight.to_string() };
    let end = start + text.len();
    vec![
        Edit::replace(start..start + first.len_utf8(), straight.clone()),
        Edit::replace(end - last.len_utf8()..end, straight),
    ]
}

/// `\"value\"`
fn escaped(row: &Row) -> Vec<Edit> {
    let (_, value) = value(row.line.text);
    let from = row.line.start + row.line.text.len() - value.len();
    let text = value.split(" #").next().unwrap_or_default().trim_end();
    let wraps =
        |quote: &str| text.len() > 2 * quote.len() - 1 && text.starts_with(quote) && text.ends_with(quote);
    if !(wraps("\\\"") || wraps("\\'")) {
        return Vec::new();
    }
    let at = |at: usize| Edit::delete(from + at..from + at + 1);
    vec![at(0), at(text.len() - 2)]
}

/// A list item behind a sign that is no dash to YAML.
fn dashes(row: &Row) -> Vec<Edit> {
    let start = row.content_start();
    let rest = row.content.strip_prefix(BULLETS).filter(|rest| rest.starts_with([' ', '\t', '\u{a0}']));
    let Some(rest) = rest else { return Vec::new() };
    let item = rest.trim_start_matches(['\t', '\u{a0}']);
    let gap = if item.len() < rest.len() { "- " } else { "-" };
    vec![Edit::replace(start..start + row.content.len() - item.len(), gap)]
}

/// All entities of a text in which one stands in the place of a character of YAML: then all of it was escaped.
fn all_entities(text: &str, rows: &[Row]) -> Vec<Edit> {
    let marks: Vec<Edit> = rows.iter().flat_map(entities).collect();
    if marks.is_empty() {
        return marks;
    }
    let found = text.match_indices('&').filter_map(|(at, _)| {
        let (length, char) = super::tags::entity(text.get(at..)?)?;
        Some(Edit::replace(at..at + length, char.to_string()))
    });
    found.collect()
}

/// `&quot;value&quot;`, `&nbsp;&nbsp;key: value`, `key: &gt;-`
fn entities(row: &Row) -> Vec<Edit> {
    let (_, value) = value(row.line.text);
    let start = row.line.start + row.line.text.len() - value.len();
    let text = value.split(" #").next().unwrap_or_default().trim_end();
    let around = ENTITIES.iter().find(|(entity, _)| {
        text.len() > 2 * entity.len() && text.starts_with(entity) && text.ends_with(entity)
    });
    let edit = |at: usize, (entity, char): &(&str, &str)| Edit::replace(at..at + entity.len(), *char);
    if let Some(it) = around {
        return vec![edit(start, it), edit(start + text.len() - it.0.len(), it)];
    }
    let blank =
        ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;"].iter().find(|blank| row.content.starts_with(**blank));
    let header = text.strip_prefix("&gt;").is_some_and(|rest| matches!(rest, "" | "-" | "+"));
    let item = ENTITIES
        .iter()
        .any(|(entity, _)| text.strip_prefix('[').is_some_and(|rest| rest.starts_with(entity)));
    let key = ENTITIES.iter().any(|(entity, _)| row.content.trim_start_matches("- ").starts_with(entity));
    let merge = row.content.starts_with("&lt;&lt;:");
    if blank.is_some() || header || item || key && row.content.contains(": ") || merge {
        return vec![Edit::delete(start..start)];
    }
    Vec::new()
}
