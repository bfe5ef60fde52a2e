//! Writes YAML that every reader of manifests takes for the same values (manifest rules 1.6): block style, two spaces,
//! quotes wherever one of the readers would see something else than the text.

use super::scalar;
use crate::wire::Json;

/// A value to write, with room for comments.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Yaml {
    Value(Json),
    List(Vec<Yaml>),
    Map(Map),
}

/// A mapping to write. Keys come out in the order in which they were put in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Map {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
enum Entry {
    /// Lines of a comment, without their `#`.
    Note(Vec<String>),
    Pair(String, Yaml),
}

impl From<Json> for Yaml {
    /// Objects and lists become block collections.
    fn from(json: Json) -> Yaml {
        match json {
            Json::Array(items) => Yaml::List(items.into_iter().map(Yaml::from).collect()),
            Json::Object(fields) => {
                let entries = fields.into_iter().map(|(key, value)| Entry::Pair(key, Yaml::from(value)));
                Yaml::Map(Map { entries: entries.collect() })
            }
            scalar => Yaml::Value(scalar),
        }
    }
}

impl From<Map> for Yaml {
    fn from(map: Map) -> Yaml {
        Yaml::Map(map)
    }
}

impl Map {
    pub(crate) fn put(&mut self, key: &str, value: impl Into<Yaml>) {
        self.entries.push(Entry::Pair(key.to_owned(), value.into()));
    }

    /// Puts a value at a path with dots; the mappings on the way are made.
    pub(crate) fn put_at(&mut self, path: &str, value: impl Into<Yaml>) {
        let Some((first, rest)) = path.split_once('.') else { return self.put(path, value) };
        if let Some(map) = self.map_mut(first) {
            return map.put_at(rest, value);
        }
        let mut map = Map::default();
        map.put_at(rest, value);
        self.put(first, map);
    }

    /// A comment on lines of its own. A line break in it starts another comment line, so the text cannot escape it.
    pub(crate) fn note(&mut self, text: &str) {
        self.entries.push(Entry::Note(scalar::comment_lines(text)));
    }

    /// A comment inside the mapping at `key`, which is made when it is not there.
    pub(crate) fn note_at(&mut self, key: &str, text: &str) {
        if let Some(map) = self.map_mut(key) {
            return map.note(text);
        }
        let mut map = Map::default();
        map.note(text);
        self.put(key, map);
    }

    fn map_mut(&mut self, key: &str) -> Option<&mut Map> {
        self.entries.iter_mut().find_map(|entry| match entry {
            Entry::Pair(name, Yaml::Map(map)) if name == key => Some(map),
            _ => None,
        })
    }

    /// The whole text, ending in a line break.
    pub(crate) fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0, false);
        out
    }

    /// `started`: the first line already has its indentation and a list's dash.
    fn write(&self, out: &mut String, indent: usize, mut started: bool) {
        for entry in &self.entries {
            match entry {
                Entry::Note(lines) => {
                    for line in lines {
                        start_line(out, indent, &mut started);
                        out.push_str("# ");
                        out.push_str(line);
                        out.push('\n');
                    }
                }
                Entry::Pair(key, value) => {
                    start_line(out, indent, &mut started);
                    out.push_str(&scalar::key(key));
                    out.push(':');
                    write_after_key(value, out, indent);
                }
            }
        }
    }

    fn has_keys(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry, Entry::Pair(..)))
    }
}

fn start_line(out: &mut String, indent: usize, started: &mut bool) {
    if !std::mem::take(started) {
        pad(out, indent);
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

fn write_after_key(value: &Yaml, out: &mut String, indent: usize) {
    match value {
        Yaml::Value(json) => {
            out.push(' ');
            write_scalar(json, out, indent + 2);
        }
        Yaml::List(items) if items.is_empty() => out.push_str(" []\n"),
        Yaml::List(items) => {
            out.push('\n');
            write_items(items, out, indent + 2, false);
        }
        Yaml::Map(map) => {
            out.push_str(if map.has_keys() { "\n" } else { " {}\n" });
            map.write(out, indent + 2, false);
        }
    }
}

fn write_items(items: &[Yaml], out: &mut String, indent: usize, mut started: bool) {
    for item in items {
        start_line(out, indent, &mut started);
        match item {
            Yaml::Value(json) => {
                out.push_str("- ");
                write_scalar(json, out, indent + 2);
            }
            Yaml::List(inner) if inner.is_empty() => out.push_str("- []\n"),
            Yaml::List(inner) => {
                out.push_str("- ");
                write_items(inner, out, indent + 2, true);
            }
            Yaml::Map(map) if !map.has_keys() => {
                out.push_str("- {}\n");
                map.write(out, indent + 2, false);
            }
            Yaml::Map(map) => {
                out.push_str("- ");
                map.write(out, indent + 2, true);
            }
        }
    }
}

fn write_scalar(json: &Json, out: &mut String, indent: usize) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(text) => out.push_str(text),
        Json::String(text) => match scalar::block_lines(text) {
            Some((header, lines)) => {
                out.push_str(header);
                for line in lines {
                    out.push('\n');
                    if !line.is_empty() {
                        pad(out, indent);
                    }
                    out.push_str(line);
                }
            }
            None => out.push_str(&scalar::flow(text)),
        },
        // `Yaml::from` has turned collections into collections.
        Json::Array(_) | Json::Object(_) => out.push_str("{}"),
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map as Object, Value};

    use super::*;
    use crate::Manifest;
    use crate::path::Path;

    /// What pages, terminals and tools put around YAML, and what YAML itself makes something of.
    const PIECES: &[&str] = &[
        "\\",
        "*",
        "#",
        "-",
        "[",
        "]",
        "_",
        ".",
        "...",
        "…",
        "<snip>",
        "$ ",
        "> ",
        "+ ",
        "1",
        "12",
        ": ",
        ":",
        "kind",
        "apiVersion",
        " ",
        "a",
        "b c",
        "\"",
        "'",
        "|",
        "//",
        "/*",
        "•",
        "“",
        "\n",
        "\t",
        "\u{a0}",
        "EOF",
        "<<",
        "{{x}}",
        "%",
        "&",
        "@@",
        "diff ",
        "```",
        "INFO",
        "kubectl apply",
        "cat",
        "{",
        "}",
        "name",
        "=",
        "~",
        "null",
        "yes",
        "│",
        "✔",
        "</pre>",
        "<b>",
        "&lt;",
        "–",
        "kind: A",
        "---",
        "apiVersion: v1",
        "NAME   STATUS",
        "?",
        "!",
        ",",
        "f.yaml",
        "Copy",
        "echo ",
        "EOT\"",
        "(END)",
        "`",
        "\u{1b}[1m",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PIECES), 0..4).prop_map(|pieces| pieces.concat())
    }

    fn object() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![text().prop_map(Value::from), any::<i32>().prop_map(Value::from)];
        let value = leaf.prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec((text(), inner), 0..3)
                    .prop_map(|some| some.into_iter().collect::<Object<_, _>>().into()),
            ]
        });
        prop::collection::vec((text(), value), 1..4)
            .prop_map(|some| some.into_iter().collect::<Object<_, _>>().into())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read_as_it_was(value in object()) {
            let mut map = Map::default();
            map.put("kind", Json::string("Microservice"));
            map.put_at("metadata.name", Json::string("shop/web"));
            map.put_at("spec.config", Json::parse(&value.to_string()).unwrap());
            let text = map.to_text();
            let manifest = Manifest::parse(&*text);
            prop_assert_eq!(manifest.documents().len(), 1, "{}", text);
            let document = &manifest.documents()[0];
            prop_assert!(document.is_complete(), "{}", text);
            let read = document.get(&Path::root().key("spec").key("config")).map(crate::tree::Node::to_json);
            prop_assert_eq!(read, Some(value), "{}", text);
        }
    }
}
