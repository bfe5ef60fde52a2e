//! The source of a web page around a manifest: tags, the spans of a highlighter, entities.

use std::ops::Range;

use super::super::Finding;
use super::rows::{Row, key, rows};
use super::tags::{Tag, entity, tag, tags};
use super::{Dirt, Suspects, Suspicion, holds_manifest};
use crate::position::Edit;

/// Tags whose end is the end of a line.
const LINES: &[&str] = &["div", "p", "li", "tr", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Tags whose content is no text of the page.
const SILENT: &[&str] = &["script", "style", "button", "svg", "head", "select"];

/// Words in the class of what holds a line's number.
const NUMBERS: &[&str] = &[
    "lineno",
    "linenos",
    "line-number",
    "line-numbers",
    "linenumber",
    "line_number",
    "ln",
    "hljs-ln-numbers",
    "blob-num",
    "gutter",
    "rouge-gutter",
];

/// A page with more tags than this is no place for a manifest.
const MOST_TAGS: usize = 20_000;

/// Elements around a manifest; others may be part of a value.
const AROUND: &[&str] = &[
    "pre", "code", "div", "span", "td", "tr", "table", "tbody", "p", "li", "ul", "body", "html", "section",
    "article",
];

/// Cheap first look at one document.
pub(super) fn may_hold(text: &str) -> bool {
    let mut behind = text.match_indices('<').filter_map(|(at, _)| text.as_bytes().get(at + 1));
    behind.any(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'))
}

/// Looks for tags where YAML has none.
pub(super) fn find(suspects: &Suspects) -> Option<Dirt> {
    let text = suspects.text;
    let first = suspects.rows(Suspicion::TAGS).find_map(|row| structural(text, &row))?;
    let rows: Vec<Row> = rows(text).collect();
    // Frames of Markdown say themselves what is the manifest.
    if rows.iter().any(|row| ["```", "~~~"].iter().any(|mark| row.content.starts_with(mark))) {
        return None;
    }
    let key = rows.iter().find(|row| row.is_manifest()).map_or(text.len(), |row| row.line.end);
    let (edits, clean) = if first.start <= key { page(text)? } else { stray(text, &rows) };
    if !holds_manifest(&clean) {
        return None;
    }
    let message = "This is the source of a web page: its tags are no part of the manifest.";
    Dirt::one(Finding::error("copied-text", first, message), "Take the tags away", edits)
}

/// A tag in a row where YAML has none: at its beginning, before the end of its key, or at its end without its beginning.
fn structural(text: &str, row: &Row) -> Option<Range<usize>> {
    if row.inside || row.is_idle() {
        return None;
    }
    let start = row.content_start();
    let of_line: Vec<Tag> =
        row.content.match_indices('<').filter_map(|(at, _)| tag(text, start + at)).collect();
    let first = of_line.first()?;
    let before = text.get(start..first.range.start)?;
    if before.is_empty() {
        return Some(first.range.clone());
    }
    // Without its tags, the row has a key that it has not with them.
    let mut bare = before.to_owned();
    let mut done = first.range.start;
    for tag in &of_line {
        bare.push_str(text.get(done..tag.range.start).unwrap_or_default());
        done = tag.range.end;
    }
    bare.push_str(text.get(done..row.line.start + row.line.text.len()).unwrap_or_default());
    let of = |content: &str| key(content.trim_start_matches("- ")).map(str::to_owned);
    // A key in quotes may be of any characters.
    let quoted = of(row.content).is_some() && row.content.trim_start_matches("- ").starts_with(['"', '\'']);
    if !quoted && of(&bare).is_some() && of(&bare) != of(row.content) {
        return Some(first.range.clone());
    }
    let last = of_line.last().filter(|tag| tag.range.end == start + row.content.trim_end().len())?;
    let stray = of_line.iter().enumerate().find(|(at, tag)| {
        let opened = of_line.iter().take(*at).any(|other| !other.closes && other.name == tag.name);
        tag.closes && !opened && AROUND.contains(&tag.name)
    });
    let broken = last.name.eq_ignore_ascii_case("br") && row.is_manifest();
    stray.map(|(_, tag)| tag.range.clone()).or(broken.then(|| last.range.clone()))
}

/// Takes away the tags where YAML has none, and no others.
fn stray(text: &str, rows: &[Row]) -> (Vec<Edit>, String) {
    let mut edits = Vec::new();
    for row in rows {
        let Some(range) = structural(text, row) else { continue };
        let end = row.line.start + row.line.text.len();
        let rest = text.get(range.start..end).unwrap_or_default();
        let begins = range.start == row.content_start();
        let only = tags(rest).iter().map(|tag| tag.range.len()).sum::<usize>() == rest.trim_end().len();
        if begins && only {
            edits.push(Edit::delete(row.line.start..row.line.end));
        } else if only {
            edits.push(Edit::delete(range.start..end));
        } else {
            edits.extend(
                tags(rest)
                    .iter()
                    .map(|tag| Edit::delete(range.start + tag.range.start..range.start + tag.range.end)),
            );
        }
    }
    let clean = crate::apply(text, &edits);
    (edits, clean)
}

/// Takes a page apart: of its blocks of code those with a manifest are kept, or all of its text where there are none.
fn page(text: &str) -> Option<(Vec<Edit>, String)> {
    let tags = tags(text);
    if tags.len() > MOST_TAGS {
        return None;
    }
    let mut regions: Vec<Range<usize>> = ["pre", "code"]
        .iter()
        .map(|name| blocks(text, &tags, name))
        .find(|blocks| !blocks.is_empty())
        .unwrap_or_default();
    if regions.is_empty() {
        regions.push(0..text.len());
    }
    let mut edits = Vec::new();
    let mut clean = String::new();
    let mut done = 0;
    for region in regions {
        let (inner, own) = region_text(text, &tags, region.clone());
        let parted = !clean.is_empty() && !own.trim_start().starts_with("---");
        let gap = match (clean.is_empty(), parted) {
            (true, _) => "",
            (_, true) => "\n---\n",
            _ => "\n",
        };
        edits.push(Edit::replace(done..region.start, gap));
        edits.extend(inner);
        clean.push_str(gap);
        clean.push_str(&own);
        done = region.end;
    }
    let end = if clean.ends_with(['\n', '\r']) { "" } else { "\n" };
    edits.push(Edit::replace(done..text.len(), end));
    edits.retain(|edit| !(edit.range.is_empty() && edit.text.is_empty()));
    Some((edits, clean))
}

/// The contents of the elements of a name that hold a manifest.
fn blocks(text: &str, tags: &[Tag], name: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut open: Option<usize> = None;
    for tag in tags.iter().filter(|tag| tag.name.eq_ignore_ascii_case(name)) {
        match open {
            None if !tag.closes => open = Some(tag.range.end),
            Some(start) if tag.closes => {
                blocks.push(start..tag.range.start);
                open = None;
            }
            _ => {}
        }
    }
    blocks.extend(open.map(|start| start..text.len()));
    blocks.retain(|block| holds_manifest(&region_text(text, tags, block.clone()).1));
    blocks
}

/// The text of a stretch of a page, and the edits that leave it.
fn region_text(text: &str, tags: &[Tag], region: Range<usize>) -> (Vec<Edit>, String) {
    let mut edits = Vec::new();
    let mut skip_to = region.start;
    let from = tags.partition_point(|tag| tag.range.start < region.start);
    let to = tags.partition_point(|tag| tag.range.end <= region.end);
    let inner = tags.get(from..to).unwrap_or_default();
    for (at, tag) in inner.iter().enumerate() {
        if tag.range.start < skip_to {
            continue;
        }
        let silent = SILENT.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) || is_number(tag);
        if silent && !tag.closes {
            let closing = inner.iter().skip(at + 1).find(|other| other.closes && other.name == tag.name);
            skip_to = closing.map_or(tag.range.end, |closing| closing.range.end);
            edits.push(Edit::delete(tag.range.start..skip_to));
            continue;
        }
        // What follows but tags tells whether the line ends here anyway.
        let mut behind = tag.range.end;
        for next in inner.iter().skip(at + 1) {
            if next.range.start != behind {
                break;
            }
            behind = next.range.end;
        }
        let rest = text.get(behind..region.end).unwrap_or_default();
        let ended = rest.is_empty() || rest.starts_with(['\n', '\r']);
        let breaks = tag.name.eq_ignore_ascii_case("br")
            || tag.closes && LINES.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
        edits.push(Edit::replace(tag.range.clone(), if breaks && !ended { "\n" } else { "" }));
    }
    edits.extend(entities(text, region.clone(), &edits));
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let local: Vec<Edit> = edits
        .iter()
        .map(|edit| {
            Edit::replace(edit.range.start - region.start..edit.range.end - region.start, edit.text.clone())
        })
        .collect();
    let clean = crate::apply(text.get(region).unwrap_or_default(), &local);
    (edits, clean)
}

fn is_number(tag: &Tag) -> bool {
    let class = tag.attributes.split_once("class=").map_or("", |(_, rest)| rest);
    let class = class.trim_start_matches(['"', '\'']).split(['"', '\'']).next().unwrap_or_default();
    class.split([' ', '\t']).any(|word| NUMBERS.contains(&word))
}

/// The edits that put the characters in the place of their entities, outside of what goes anyway.
fn entities(text: &str, region: Range<usize>, gone: &[Edit]) -> Vec<Edit> {
    let part = text.get(region.clone()).unwrap_or_default();
    let mut edits = Vec::new();
    for (at, _) in part.match_indices('&') {
        let start = region.start + at;
        let next = gone.partition_point(|edit| edit.range.end <= start);
        if gone.get(next).is_some_and(|edit| edit.range.contains(&start)) {
            continue;
        }
        if let Some((length, char)) = entity(part.get(at..).unwrap_or_default()) {
            edits.push(Edit::replace(start..start + length, char.to_string()));
        }
    }
    edits
}
