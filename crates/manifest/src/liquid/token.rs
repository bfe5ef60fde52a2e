//! Cuts a text into what stands as it is, outputs `{{ … }}` and tags `{% … %}`.

use super::cursor::{Cursor, is_blank};
use super::parse::Fault;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Text {
        /// Without the blanks that a dash inside of neighbouring braces eats.
        text: &'t str,
        whole: &'t str,
    },
    Output {
        content: &'t str,
        whole: &'t str,
    },
    Tag {
        name: &'t str,
        arguments: &'t str,
        whole: &'t str,
    },
}

/// The first characters of a text, for messages.
pub(super) fn beginning(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut chars = line.chars();
    let short: String = chars.by_ref().take(24).collect();
    if chars.next().is_some() { format!("{short}…") } else { short.trim_end().to_owned() }
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
    let mut tokens = Vec::new();
    let mut dashes = Vec::new();
    let mut rest = text;
    let mut raw = false;
    while !rest.is_empty() {
        let (token, dash, length) = if raw {
            let (token, length) = in_raw(rest)?;
            raw = matches!(token, Token::Text { .. });
            (token, dashes_of(rest.get(..length).filter(|_| !raw)), length)
        } else if rest.starts_with("{%") || rest.starts_with("{{") {
            let end = if rest.starts_with("{%") { "%}" } else { "}}" };
            let close = rest.get(1..).and_then(|rest| rest.find(end));
            let length = close.ok_or_else(|| Fault::Unclosed { open: beginning(rest) })? + 3;
            let token = delimited(rest.get(..length).unwrap_or_default())?;
            raw = matches!(token, Token::Tag { name: "raw", .. });
            (token, dashes_of(rest.get(..length)), length)
        } else {
            let length = crate::wire::liquid::opening(rest).unwrap_or(rest.len());
            let whole = rest.get(..length).unwrap_or_default();
            (Token::Text { text: whole, whole }, (false, false), length)
        };
        tokens.push(token);
        dashes.push(dash);
        rest = rest.get(length..).unwrap_or_default();
    }
    trim(&mut tokens, &dashes);
    Ok(tokens)
}

/// What stands between the braces, without dashes and blanks.
fn content(whole: &str) -> &str {
    let inside = whole.get(2..whole.len().saturating_sub(2)).unwrap_or_default();
    let inside = inside.strip_prefix('-').unwrap_or(inside);
    inside.strip_suffix('-').unwrap_or(inside).trim()
}

fn dashes_of(whole: Option<&str>) -> (bool, bool) {
    let inside = whole.and_then(|whole| whole.get(2..whole.len().checked_sub(2)?)).unwrap_or_default();
    (inside.starts_with('-'), inside.ends_with('-'))
}

fn delimited(whole: &str) -> Result<Token<'_>, Fault> {
    let content = content(whole);
    if whole.starts_with("{{") {
        return Ok(Token::Output { content, whole });
    }
    let mut cursor = Cursor::new(content);
    let name = cursor.name();
    if name.is_empty() {
        return Err(Fault::Nameless { tag: beginning(whole) });
    }
    cursor.skip_blanks();
    Ok(Token::Tag { name, arguments: cursor.rest(), whole })
}

/// The text behind `{% raw %}`, or the tag that ends it where it stands first. (A dash at its beginning hides that tag.)
fn in_raw(rest: &str) -> Result<(Token<'_>, usize), Fault> {
    let never = || Fault::NotEnded { name: "raw".to_owned() };
    let mut from = 0;
    loop {
        let open = from + rest.get(from..).and_then(|rest| rest.find("{%")).ok_or_else(never)?;
        let inside = rest.get(open + 2..).unwrap_or_default();
        let mut cursor = Cursor::new(inside);
        if cursor.name() == "endraw" {
            let behind = cursor.rest();
            let close = next_mark(behind).ok_or_else(never)?;
            if behind.get(close..).is_some_and(|mark| mark.starts_with("%}")) {
                if open > 0 {
                    let whole = rest.get(..open).unwrap_or_default();
                    return Ok((Token::Text { text: whole, whole }, open));
                }
                let length = rest.len() - behind.len() + close + 2;
                let whole = rest.get(..length).unwrap_or_default();
                return Ok((Token::Tag { name: "endraw", arguments: "", whole }, length));
            }
        }
        from = open + 2;
    }
}

/// Where the next tag opens or closes.
fn next_mark(text: &str) -> Option<usize> {
    let pairs = text.as_bytes().windows(2);
    pairs.into_iter().position(|pair| matches!(pair, b"{%" | b"%}"))
}

/// Takes away the blanks that dashes eat, though not inside of `{% raw %}`.
fn trim(tokens: &mut [Token], dashes: &[(bool, bool)]) {
    let mut raw = false;
    for at in 0..tokens.len() {
        let name = match tokens.get(at) {
            Some(Token::Tag { name, .. }) => *name,
            Some(Token::Output { .. }) => "",
            _ => continue,
        };
        let (left, right) = dashes.get(at).copied().unwrap_or_default();
        if left
            && !raw
            && let Some(Token::Text { text, .. }) = at.checked_sub(1).and_then(|at| tokens.get_mut(at))
        {
            *text = text.trim_end_matches(is_blank);
        }
        raw = name == "raw" || raw && name != "endraw";
        if right
            && !raw
            && let Some(Token::Text { text, .. }) = tokens.get_mut(at + 1)
        {
            *text = text.trim_start_matches(is_blank);
        }
    }
}
