//! Finds the tags and entities of HTML in a text, and nothing that only looks like them.

use std::ops::Range;

/// Names of tags; those with a dash are a page's own.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "option",
    "p",
    "path",
    "pre",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// A tag of HTML.
pub(super) struct Tag<'t> {
    pub(super) range: Range<usize>,
    pub(super) name: &'t str,
    pub(super) closes: bool,
    pub(super) attributes: &'t str,
}

/// The tag that begins at `at`.
pub(super) fn tag(text: &str, at: usize) -> Option<Tag<'_>> {
    let rest = text.get(at + 1..)?;
    if let Some(comment) = rest.strip_prefix("!--") {
        let end = comment.find("-->")?;
        return Some(Tag { range: at..at + 4 + end + 3, name: "!", closes: false, attributes: "" });
    }
    let closes = rest.starts_with('/');
    let body = rest.get(usize::from(closes)..)?;
    let length = body
        .find(|char: char| !(char.is_ascii_alphanumeric() || char == '-' || char == '!'))
        .unwrap_or(body.len());
    let name = body.get(..length)?;
    let behind = body.get(length..)?;
    let known = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
        || name.eq_ignore_ascii_case("!doctype")
        || name.contains('-')
            && name.starts_with(|char: char| char.is_ascii_lowercase())
            && !name.ends_with('-');
    if !known || !behind.starts_with(['>', ' ', '/', '\n', '\r', '\t']) {
        return None;
    }
    // A tag goes on over lines only with attributes in quotes.
    let mut quote = None;
    let end = behind.char_indices().take(4_000).find(|(_, char)| {
        match (quote, *char) {
            (Some(open), char) if char == open => quote = None,
            (None, '"' | '\'') => quote = Some(*char),
            (None, '>') => return true,
            _ => {}
        }
        false
    })?;
    let attributes = behind.get(..end.0)?;
    let start_of_behind = at + 1 + usize::from(closes) + length;
    Some(Tag { range: at..start_of_behind + end.0 + 1, name, closes, attributes })
}

/// All tags of a text, in order.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut behind = 0;
    let mut tags = Vec::new();
    for (at, _) in text.match_indices('<') {
        if at < behind {
            continue;
        }
        if let Some(tag) = tag(text, at) {
            behind = tag.range.end;
            tags.push(tag);
        }
    }
    tags
}

/// The entity with which a text begins: its length, and the character it stands for.
pub(super) fn entity(text: &str) -> Option<(usize, char)> {
    let (name, _) = text.strip_prefix('&')?.split_once(';').filter(|(name, _)| name.len() < 9)?;
    let char = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "colon" => ':',
        "num" => '#',
        "lbrace" | "lcub" => '{',
        "rbrace" | "rcub" => '}',
        "dollar" => '$',
        "sol" => '/',
        "period" => '.',
        "comma" => ',',
        "Tab" => '\t',
        "NewLine" => '\n',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            match char::from_u32(code)? {
                '\u{a0}' => ' ',
                char => char,
            }
        }
    };
    Some((name.len() + 2, char))
}
