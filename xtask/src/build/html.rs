//! Just enough reading of our own `index.html` to find its tags; it is written by us and Trunk, not by strangers.

use std::ops::Range;

/// One start tag with what stands between it and its end tag, if it has one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The whole element in the text.
    pub(crate) range: Range<usize>,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) content: String,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Every element named `name`, in the order of the text. Comments are skipped.
pub(crate) fn tags(html: &str, name: &str) -> Vec<Tag> {
    let open = format!("<{name}");
    let close = format!("</{name}>");
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = html.get(at..).and_then(|rest| rest.find('<')).map(|offset| at + offset) {
        let rest = html.get(next..).unwrap_or_default();
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(html.len(), |end| next + end + 3);
            continue;
        }
        let after =
            rest.strip_prefix(&open).filter(|t| t.starts_with(|c: char| c.is_whitespace() || c == '>'));
        let Some(after) = after else {
            at = next + 1;
            continue;
        };
        let (attributes, length) = attributes(after);
        let start = next + open.len() + length;
        let content = html.get(start..).unwrap_or_default();
        let content = if has_content(name) { content.split_once(&close).map(|(text, _)| text) } else { None };
        let end = content.map_or(start, |text| start + text.len() + close.len());
        found.push(Tag { range: next..end, attributes, content: content.unwrap_or_default().to_owned() });
        at = end;
    }
    found
}

fn has_content(name: &str) -> bool {
    matches!(name, "script" | "style" | "title" | "body")
}

/// The attributes after a tag's name, and how long they are with the closing bracket.
fn attributes(text: &str) -> (Vec<(String, String)>, usize) {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (found, text.len() - rest.len() + usize::from(!rest.is_empty()));
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')).unwrap_or(rest.len());
        // An attribute has at least one character, or this would not end.
        let (name, after) = rest.split_at_checked(end.max(1)).unwrap_or((rest, ""));
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after),
            None => (String::new(), after),
        };
        found.push((name.to_owned(), value));
        rest = after;
    }
}

fn value(text: &str) -> (String, &str) {
    for quote in ['"', '\''] {
        if let Some((inside, after)) = text.strip_prefix(quote).and_then(|inside| inside.split_once(quote)) {
            return (inside.to_owned(), after);
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    let (inside, after) = text.split_at_checked(end).unwrap_or((text, ""));
    (inside.to_owned(), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes_of(html: &str, name: &str) -> Vec<Vec<(String, String)>> {
        tags(html, name).into_iter().map(|tag| tag.attributes).collect()
    }

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let html = "<link rel=stylesheet href='/a b.css'><link crossorigin href=\"/b\" />";
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            attributes_of(html, "link"),
            [
                vec![pair("rel", "stylesheet"), pair("href", "/a b.css")],
                vec![pair("crossorigin", ""), pair("href", "/b")]
            ]
        );
    }

    #[test]
    fn a_script_keeps_its_text_and_its_place() {
        let html = "<p>x</p><script type=module>if (a < b) run()</script><p>";
        let found = tags(html, "script");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].content, "if (a < b) run()");
        assert_eq!(&html[found[0].range.clone()], "<script type=module>if (a < b) run()</script>");
    }

    #[test]
    fn comments_and_longer_names_are_no_tags() {
        assert!(tags("<!-- <link href=a> --><links href=b>", "link").is_empty());
        assert!(tags("<link", "link").is_empty());
    }
}
