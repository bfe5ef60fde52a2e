//! What templates read of `self`, which is the body that they are sent in (manifest rules 1.9).

use std::collections::BTreeSet;

use serde_json::Value;

use super::token::{Token, tokens};

/// The fields of `self` that templates read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    fields: BTreeSet<String>,
    /// `self` as a whole, or a field whose name is computed.
    whole: bool,
}

impl Own {
    /// What the templates in these values of a body read.
    pub fn of<'v>(values: impl IntoIterator<Item = &'v Value>) -> Own {
        let mut own = Own::default();
        values.into_iter().for_each(|value| own.add(value));
        own
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::String(text) => drop(rewritten(text, |field| {
                match field {
                    Some(field) => _ = self.fields.insert(field.to_owned()),
                    None => self.whole = true,
                }
                None
            })),
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            // Keys are not evaluated.
            Value::Object(fields) => fields.values().for_each(|value| self.add(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Whether this field may be read.
    pub fn reads(&self, field: &str) -> bool {
        self.whole || self.fields.contains(field)
    }

    /// Whether more may be read than can be told by the names of fields.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The names of the fields.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(String::as_str)
    }
}

/// The text with what templates read of `self` put in another way: asked with the field, or `None` where that is not known,
/// `to` gives what is written instead, or nothing where it stays.
pub fn rewritten(text: &str, mut to: impl FnMut(Option<&str>) -> Option<String>) -> String {
    if crate::wire::liquid::opening(text).is_none() {
        return text.to_owned();
    }
    // What Liquid cannot read reads nothing.
    let Ok(tokens) = tokens(text) else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    for token in tokens {
        match token {
            Token::Text { whole, .. } => out.push_str(whole),
            Token::Output { whole, .. } | Token::Tag { whole, .. } => code(whole, &mut to, &mut out),
        }
    }
    out
}

/// The same for `{{ … }}` or `{% … %}`.
fn code(whole: &str, to: &mut impl FnMut(Option<&str>) -> Option<String>, out: &mut String) {
    let opening = if whole.get(2..).is_some_and(|inside| inside.starts_with('-')) { 3 } else { 2 };
    let (opening, mut rest) = whole.split_at(opening);
    out.push_str(opening);
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => quoted(rest, first),
            name if is_name(name) => rest.find(|char| !is_name(char)).unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        let own = (word == "self" && before != '.').then(|| field(after));
        let (way, after) = after.split_at(own.map_or(0, |(_, length)| length));
        match own.and_then(|(field, _)| to(field)) {
            Some(instead) => out.push_str(&instead),
            None => out.extend([word, way]),
        }
        rest = after;
        before = first;
    }
}

/// The length of a text in quotes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, char) in rest.char_indices().skip(1) {
        if char == quote && !escaped {
            return at + 1;
        }
        escaped = char == '\\' && !escaped;
    }
    rest.len()
}

/// The field behind `self`, and the length of how it is written: `.name` or `['name']`.
fn field(after: &str) -> (Option<&str>, usize) {
    if let Some(name) = after.strip_prefix('.') {
        let length = name.find(|char| !is_name(char)).unwrap_or(name.len());
        // The dash that eats blanks belongs to the end of the tag.
        let name = name.get(..length).unwrap_or_default().trim_end_matches('-');
        return (Some(name).filter(|name| !name.is_empty()), 1 + name.len());
    }
    let bracket = || {
        let (inside, _) = after.strip_prefix('[')?.split_once(']')?;
        let quote = inside.chars().next().filter(|char| matches!(char, '"' | '\''))?;
        let name = inside.strip_prefix(quote)?.strip_suffix(quote)?;
        Some((Some(name), inside.len() + 2))
    };
    bracket().unwrap_or((None, 0))
}

fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '?')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(text: &str, fields: &[&str], whole: bool) {
        let own = Own::of([&json!({ "a": [text] })]);
        assert_eq!((own.fields().collect::<Vec<_>>().as_slice(), own.is_whole()), (fields, whole), "{text}");
    }

    #[test]
    fn the_fields_that_templates_read_are_found() {
        for (text, fields) in [
            ("{{ self.name }}", &["name"][..]),
            ("{{-self.name-}} {{ self['ports'][0].external }}", &["name", "ports"]),
            ("{% assign p = self.ports | first %}{{ p.external }}", &["ports"]),
            ("{% for e in self.env %}{{ e.key }}{% endfor %}", &["env"]),
            ("{% if self.images[0].fogTypeId == self.env.size %}x{% endif %}", &["env", "images"]),
            ("self.name {{ x.self.name }} {{ myself.y }} {{ 'self.z' | upcase }}", &[]),
            ("{% raw %}{{ self.name }}{% endraw %}", &[]),
            (r#"{"a":"{{ self.ports | map: 'external' | first }}"}"#, &["ports"]),
            ("{{ self.name", &[]),
        ] {
            check(text, fields, false);
        }
        for text in
            ["{{ self | size }}", "{% assign me = self %}{{ me.name }}", "{{ self[x] }}", "{{ self. }}"]
        {
            check(text, &[], true);
        }
    }

    #[test]
    fn what_is_read_is_put_in_another_way() {
        let to = |field: Option<&str>| field.filter(|field| *field == "name").map(|_| "'shop'".to_owned());
        for (text, expected) in [
            ("{{ self.name }}-{{ self.ports }}", "{{ 'shop' }}-{{ self.ports }}"),
            ("{{-self.name-}}", "{{-'shop'-}}"),
            (
                "a {% if self['name'] == 'self.name' %}b{% endif %}",
                "a {% if 'shop' == 'self.name' %}b{% endif %}",
            ),
            (
                "{% raw %}{{ self.name }}{% endraw %} é {{ self }}",
                "{% raw %}{{ self.name }}{% endraw %} é {{ self }}",
            ),
            ("no template: self.name", "no template: self.name"),
        ] {
            assert_eq!(rewritten(text, to), expected);
        }
    }
}
