//! Liquid in values. The Controller evaluates `{{ … }}` and `{% … %}` in every text it is sent (manifest rules 1.9).

pub use crate::liquid::{Own, rewritten};

pub(crate) const RAW: &str = "{% raw %}";
pub(crate) const ENDRAW: &str = "{% endraw %}";

/// Whether the Controller would evaluate something in this text, so that its value is not known here.
pub fn is_template(text: &str) -> bool {
    literal(text).is_none()
}

/// The text as the Controller will store it: raw tags gone, what they protect unchanged. `None` when it holds a
/// template that only the Controller can evaluate.
pub fn literal(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = opening(rest) {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let inside = after_tag(tag, "raw")?;
        let (end, after) = end_of_raw(inside)?;
        out.push_str(inside.get(..end)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// The text written so that the Controller stores exactly `text`: texts that it would evaluate are wrapped in raw tags.
pub fn escape(text: &str) -> String {
    if opening(text).is_none() {
        return text.to_owned();
    }
    // A text that itself speaks of the end of raw cannot be wrapped whole; then each opening is wrapped alone.
    if !text.contains("endraw") {
        return format!("{RAW}{text}{ENDRAW}");
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = opening(rest) {
        let (before, opened) = rest.split_at(at);
        let (pair, after) = opened.split_at(2);
        out.extend([before, RAW, pair, ENDRAW]);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The expression of a text that is one `{{ … }}` and nothing else: only there the Controller keeps the type of what comes
/// out (manifest rules 1.9).
pub(crate) fn only_expression(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("{{")?.strip_suffix("}}")?;
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
    let one = opening(inner).is_none() && !inner.contains("}}") && !inner.contains("%}");
    (one && !inner.is_empty()).then_some(inner)
}

/// Byte offset of the first `{{` or `{%`.
pub(crate) fn opening(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).find(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%')))
}

/// What follows the tag `name` when `text` starts with it; the dashes that trim blanks are not accepted, because then
/// the stored text would differ.
fn after_tag<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let inner = text.strip_prefix("{%")?.trim_start();
    inner.strip_prefix(name)?.trim_start().strip_prefix("%}")
}

/// Where the protected text ends, and what follows the closing tag.
fn end_of_raw(text: &str) -> Option<(usize, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find("{%") {
        let start = from + at;
        if let Some(after) = after_tag(text.get(start..)?, "endraw") {
            return Some((start, after));
        }
        from = start + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_tags_protect_and_everything_else_is_evaluated() {
        for (text, stored) in [
            ("plain", Some("plain")),
            ("}} %} { { {x}", Some("}} %} { { {x}")),
            ("{% raw %}{{ a }}{% endraw %}", Some("{{ a }}")),
            ("{%raw%}{%{%endraw%} b", Some("{% b")),
            ("a {% raw %}{{{% endraw %} b", Some("a {{ b")),
            ("{{ a }}", None),
            ("{% raw %}{{ a }}", None),
            ("{% assign a = 1 %}", None),
            ("{%- raw -%} x {%- endraw -%}", None),
        ] {
            assert_eq!(literal(text).as_deref(), stored, "{text}");
        }
    }

    #[test]
    fn an_escaped_text_is_stored_as_it_was() {
        for text in [
            "plain",
            "{{ a }}",
            "{% if %}",
            "{{",
            "a{%b",
            "{% endraw %}",
            "{% raw %}{{x}}{% endraw %}",
            "{{{{%%}",
        ] {
            assert_eq!(literal(&escape(text)).as_deref(), Some(text));
        }
    }
}
