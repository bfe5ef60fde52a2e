//! Random texts for the property tests: close enough to manifests to reach every branch, wrong often enough.

#![allow(dead_code, reason = "each test uses its own part")]

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value};

const FRAGMENTS: &[&str] = &[
    "a: 1",
    "b:",
    "- x",
    "-",
    "- - y",
    "- k: v",
    "? c",
    ": d",
    "'q': \"r\"",
    "\"s\\n\": 't''u'",
    "&x e: *x",
    "f: &y",
    "g: *y",
    "<<: *y",
    "h: |",
    "i: >-",
    "text",
    "# c",
    "j: [1, {k: v}, 'w']",
    "l: {m: [], n}",
    "---",
    "...",
    "--- # d",
    "%YAML 1.2",
    "\tt: 1",
    "o: !!str 5",
    "p: \"open",
    "}",
    "q: ä€😀 # ö",
    "r: {{x}}",
    "",
    "s: 2024-01-01",
    "t: 1.10",
    "- [",
    "u: ]",
    "v: |+",
    "w: |2",
    "x: y: z",
    "echo \"---",
    "\" > f.yaml",
    "\u{feff}---",
    "name: a",
    "z: 'multi",
    "$ cat f.yaml",
    "cat <<EOF > f.yaml",
    "EOF",
    "```yaml",
    "\\# c",
    "…",
    "\u{a0}aa: 1",
    "ab: “q”",
    "> ac: 1",
    "</code></pre>",
    "<pre><code>ad: 1",
    "ae: <b>",
    "[potctl] INFO x",
    "INFO: some text",
    "✔ Done",
    "NAME   STATUS",
    "echo \"kind: A\" >> f",
    "curl -d '{\"kind\": 1,",
    "}' http://x",
    "@@ -0,0 +1,2 @@",
    "+kind: A",
    "• af: 1",
    "– x",
    "1 │ kind: A",
    "2",
    "Copy",
    "f.yaml:",
    "null",
    "apiVersion: datasance.com/v3",
    "kind: Application",
    "metadata:",
    "spec:",
];

/// Lines that may be anything.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let line = (0..5usize, prop::sample::select(FRAGMENTS));
    let line_break = prop::sample::select(&["\n", "\n", "\n", "\n", "\r\n", "\r", "\n\n"][..]);
    vec((line, line_break), 0..14).prop_map(|lines| {
        lines
            .iter()
            .map(|((indent, text), end)| format!("{:width$}{text}{end}", "", width = indent * 2))
            .collect()
    })
}

/// Strings that need all kinds of quoting.
pub(crate) fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z][a-z0-9-]{0,8}",
        "\\PC{0,12}",
        any::<String>().prop_map(|text| text.chars().take(10).collect()),
        prop::sample::select(
            &[
                "",
                "yes",
                "012",
                "1.10",
                "2024-01-01",
                "a: b",
                " #x",
                "line\nbreak\n",
                "{{ t }}",
                "\"",
                "it's",
                "~",
                "0x1F",
                "end\n\n",
                "\tx\ny"
            ][..]
        )
        .prop_map(str::to_owned),
    ]
}

pub(crate) fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(Value::from),
        (-1e9..1e9f64).prop_map(Value::from),
        string().prop_map(Value::String),
    ]
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((string(), inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A valid document with comments in every place, built from a value by hand: not by the writer under test.
pub(crate) fn commented() -> impl Strategy<Value = String> {
    (value(), any::<bool>(), 1..4usize, any::<bool>()).prop_map(|(value, indented_lists, unit, crlf)| {
        let mut out = String::from("# top\n");
        let value = match value {
            Value::Object(map) if !map.is_empty() => Value::Object(map),
            other => serde_json::json!({ "root": other }),
        };
        let mut writer = Writer {
            out: &mut out,
            unit: unit + 1,
            lists: if indented_lists { unit + 1 } else { 0 },
            turn: 0,
        };
        writer.block(&value, 0);
        out.push_str("# end\n");
        if crlf { out.replace('\n', "\r\n") } else { out }
    })
}

struct Writer<'a> {
    out: &'a mut String,
    unit: usize,
    lists: usize,
    turn: usize,
}

impl Writer<'_> {
    fn next(&mut self, of: usize) -> usize {
        self.turn = self.turn.wrapping_mul(31).wrapping_add(7);
        self.turn % of
    }

    fn block(&mut self, value: &Value, column: usize) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    self.comment(column);
                    self.out.push_str(&format!("{:column$}{}:", "", json(&Value::from(key.as_str()))));
                    self.below(value, column + self.unit, column + self.lists);
                }
            }
            Value::Array(list) => {
                for value in list {
                    self.comment(column);
                    self.out.push_str(&format!("{:column$}-", ""));
                    self.below(value, column + self.unit, column + self.unit);
                }
            }
            _ => {}
        }
    }

    fn comment(&mut self, column: usize) {
        if self.next(3) == 0 {
            self.out.push_str(&format!("{:column$}# comment {}\n", "", self.turn % 1000));
        }
    }

    fn below(&mut self, value: &Value, column: usize, list: usize) {
        let nested = match value {
            Value::Object(map) => !map.is_empty(),
            Value::Array(list) => !list.is_empty(),
            _ => false,
        };
        let flow = self.next(4) == 0;
        if !nested || flow {
            self.out.push(' ');
            self.out.push_str(&json(value));
        }
        if self.next(3) == 1 {
            self.out.push_str(&format!(" # side {}", self.turn % 1000));
        }
        self.out.push('\n');
        if nested && !flow {
            self.block(value, if value.is_array() { list } else { column });
        }
    }
}

/// JSON is YAML, but for characters that YAML asks to be escaped, and that YAML 1.1 takes for line breaks.
fn json(value: &Value) -> String {
    let escape = |text: String, char: char| text.replace(char, &format!("\\u{:04x}", u32::from(char)));
    ['\u{7f}', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'].into_iter().fold(value.to_string(), escape)
}
