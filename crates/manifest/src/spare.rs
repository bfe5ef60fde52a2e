//! A text without what must not be kept: passwords, tokens and other secret values. What can be read is taken out of its
//! documents, however it is written; then the lines are looked at, so that it also works on a text that is half written
//! or cannot be read. It rather takes too much than too little.

use std::ops::Range;

use crate::loose::names_data;
use crate::read::Manifest;
use crate::secrets::{hides_data, secrets};
use crate::tree::{Document, Entry, Node};

/// Parts of the names of keys and variables whose values are secret.
const SECRET: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "apikey",
    "accesskey",
    "privatekey",
    "auth",
];

/// What only sounds like it: these name a secret, or a list of them, and hold none.
const HARMLESS: [&str; 6] = ["valuefromsecret", "secretname", "secretref", "secrets", "author", "authors"];

/// The text with every secret value taken out, and whether there was one.
pub fn without_secrets(text: &str) -> (String, bool) {
    let read = may_hold(text).then(|| without_read(&Manifest::parse(text.to_owned())));
    without_lines(text, read.flatten().as_deref())
}

/// The same of a text that is read already.
pub fn without_secrets_of(manifest: &Manifest) -> (String, bool) {
    let text = manifest.text();
    without_lines(text, may_hold(text).then(|| without_read(manifest)).flatten().as_deref())
}

/// Whether reading could find a secret. Most texts hold none, and reading a long one takes its time.
fn may_hold(text: &str) -> bool {
    let plain = plain(text);
    // An escape may hide a word.
    text.contains('\\') || names_data(text) || SECRET.iter().any(|word| plain.contains(word))
}

/// What is left when the lines were looked at. `read`: the text without what could be read, if there was any.
fn without_lines(text: &str, read: Option<&str>) -> (String, bool) {
    let mut spared = Spared { found: read.is_some(), ..Spared::default() };
    read.unwrap_or(text).split_inclusive('\n').for_each(|line| spared.line(line));
    let out = without_users(&spared.out);
    (out.clone().unwrap_or(spared.out), spared.found || out.is_some())
}

/// The text without the secrets that can be read as values. `None` where there are none.
fn without_read(manifest: &Manifest) -> Option<String> {
    let text = manifest.text();
    let mut ranges = Vec::new();
    for document in manifest.documents() {
        ranges.extend(secrets(document));
        if let Some(root) = document.root() {
            collect(root, document, &mut ranges);
        }
    }
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| (range.start, range.end));
    let (mut out, mut done) = (String::new(), 0);
    for range in &ranges {
        out.push_str(text.get(done..range.start.max(done)).unwrap_or_default());
        done = done.max(range.end);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    (!ranges.is_empty()).then_some(out)
}

/// Whether a document has a place for a secret that is empty, as it is after [`without_secrets`].
pub fn lacks_secrets(document: &Document) -> bool {
    let is_secret_kind = document.kind().is_some_and(hides_data);
    document.text().contains("://@") || document.root().is_some_and(|root| is_lacking(root, is_secret_kind))
}

fn is_lacking(node: Node<'_>, is_data: bool) -> bool {
    let is_named = names_secret(node);
    let lacks = |entry: Entry<'_>| {
        let key = plain_text(entry.key);
        let is_data = is_data && matches!(key.as_str(), "data" | "stringdata");
        let is_empty = |node: Node<'_>| node.is_null() || node.scalar_text() == Some("");
        let inside = || entry.value.own_entries().any(|entry| is_empty(entry.value));
        is_empty(entry.value) && (is_data || is_secret(&key) || is_named && key == "value")
            || is_data && inside()
            || is_lacking(entry.value, is_data)
    };
    node.own_entries().any(lacks) || node.items().any(|item| is_lacking(item, is_data))
}

/// Whether an entry of a list is called like a secret, so that its `value` is one.
fn names_secret(node: Node<'_>) -> bool {
    let names = |entry: Entry<'_>| {
        matches!(plain_text(entry.key).as_str(), "key" | "name") && is_secret(&plain_text(entry.value))
    };
    node.own_entries().any(names)
}

/// The text of a scalar as it is compared.
fn plain_text(node: Node<'_>) -> String {
    node.scalar_text().map(plain).unwrap_or_default()
}

/// The scalars below a node whose keys are called like secrets, and the values of variables that are.
fn collect(node: Node<'_>, document: &Document, found: &mut Vec<Range<usize>>) {
    let is_named = names_secret(node);
    for entry in node.own_entries() {
        let key = plain_text(entry.key);
        // What an alias stands for is as secret where it is written.
        let value = entry.value.resolved();
        if value.is_scalar() && !value.is_null() && (is_secret(&key) || is_named && key == "value") {
            let (range, start) = (value.local_range(), document.range().start);
            found.push(range.start + start..range.end + start);
        } else {
            collect(entry.value, document, found);
        }
    }
    node.items().for_each(|item| collect(item, document, found));
}

/// The text without what addresses hold before their host: `amqp://user:password@host`. `None` where none does.
fn without_users(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end =
            after.find(|char: char| char.is_whitespace() || "/\"'?#".contains(char)).unwrap_or(after.len());
        let user = after
            .get(..end)
            .and_then(|host| host.rfind('@'))
            .filter(|at| after.get(..*at).is_some_and(|user| user.contains(':')));
        rest = after.get(user.unwrap_or(0)..).unwrap_or_default();
    }
    out.push_str(rest);
    (out.len() < text.len()).then_some(out)
}

#[derive(Default)]
struct Spared {
    out: String,
    found: bool,
    /// Below a key whose whole value is secret: what is indented deeper than this goes.
    below: Option<usize>,
    /// It is the data of a Secret: the keys that stand as far in as the first of them stay.
    keys: Option<Option<usize>>,
    /// The document is a `kind: Secret`.
    of_secret: bool,
    /// The entry of a list that was just read is called like a secret, so its `value` is one.
    named_secret: bool,
}

impl Spared {
    fn line(&mut self, line: &str) {
        let body = line.trim_end_matches(['\n', '\r']);
        let end = line.get(body.len()..).unwrap_or_default();
        let indent = body.len() - body.trim_start().len();
        if let Some(below) = self.below {
            let item = indent == below && body.trim_start().starts_with("- ");
            if body.trim().is_empty() || indent > below || item {
                self.below_secret(body, indent, end);
                return;
            }
            self.below = None;
            self.keys = None;
        }
        if body.starts_with("---") {
            self.of_secret = false;
        }
        if body.trim_start().starts_with("- ") {
            self.named_secret = false;
        }
        let mut rest = body;
        while let Some((key, at)) = next_key(rest) {
            let (before, value) = rest.split_at(at);
            self.out.push_str(before);
            rest = self.value(key, value, indent, body);
        }
        self.out.push_str(rest);
        self.out.push_str(end);
    }

    /// A line below a key whose whole value is secret.
    fn below_secret(&mut self, body: &str, indent: usize, end: &str) {
        let key = next_key(body).map(|(_, at)| body.split_at(at));
        let stays = self.keys.map(|first| first.unwrap_or(indent)).filter(|first| *first == indent);
        match key.filter(|_| stays.is_some()) {
            Some((key, value)) => {
                self.keys = Some(stays);
                self.found |= !value.trim().is_empty();
                self.out.push_str(key);
                self.out.push_str(end);
            }
            None => self.found |= !body.trim().is_empty(),
        }
    }

    /// Writes the value of `key` unless it is secret; gives what stands behind it.
    fn value<'a>(&mut self, key: &str, value: &'a str, indent: usize, line: &str) -> &'a str {
        let key = plain(key);
        let written = value.trim();
        if key == "kind" && indent == 0 {
            self.of_secret = plain(written) == "secret";
        }
        if matches!(key.as_str(), "key" | "name") && is_secret(&plain(until_comma(written))) {
            self.named_secret = true;
        }
        let whole = self.of_secret && matches!(key.as_str(), "data" | "stringdata");
        let secret = whole || is_secret(&key) || (self.named_secret && key == "value");
        if !secret {
            return value;
        }
        let blanks = value.len() - value.trim_start().len();
        self.out.push_str(value.get(..blanks).unwrap_or_default());
        let behind = value.get(blanks..).unwrap_or_default();
        // What could be read is gone already.
        let is_gone = behind.starts_with(['#', ',', '}', ']']);
        let length = if is_gone { 0 } else { value_length(behind, line) };
        let (gone, rest) = value.get(blanks..).unwrap_or_default().split_at(length);
        self.found |= !gone.trim().is_empty();
        if rest.trim().is_empty() || rest.starts_with('#') {
            // A key within an item of a list stands deeper than its dash.
            let dash = line.trim_start();
            self.below = Some(indent + dash.len() - dash.trim_start_matches(['-', ' ']).len());
            self.keys = whole.then_some(None);
        }
        rest
    }
}

/// The first key of a line, with where its value begins.
fn next_key(line: &str) -> Option<(&str, usize)> {
    let mut start = 0;
    let mut quote = None;
    for (at, char) in line.char_indices() {
        match (quote, char) {
            (Some(open), char) if char == open => quote = None,
            (Some(_), _) => {}
            (None, '#') if line.get(..at).is_none_or(|before| before.is_empty() || before.ends_with(' ')) => {
                return None;
            }
            (None, '"' | '\'') => quote = Some(char),
            (None, '{' | ',' | '[') => start = at + 1,
            (None, ':') => {
                let after = line.get(at + 1..).unwrap_or_default();
                let quoted = line.get(..at).is_some_and(|before| before.ends_with(['"', '\'']));
                if after.is_empty() || after.starts_with([' ', '\t']) || quoted {
                    return Some((line.get(start..at).unwrap_or_default(), at + 1));
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// How much of a line belongs to a value that begins there.
fn value_length(value: &str, line: &str) -> usize {
    if let Some(open) = value.chars().next().filter(|char| matches!(char, '"' | '\'')) {
        let mut escaped = false;
        let mut chars = value.char_indices().skip(1).peekable();
        while let Some((at, char)) = chars.next() {
            let doubled = open == '\'' && chars.peek().is_some_and(|(_, next)| *next == open);
            match char {
                _ if std::mem::take(&mut escaped) => {}
                '\\' if open == '"' => escaped = true,
                char if char == open && doubled => escaped = true,
                char if char == open => return at + 1,
                _ => {}
            }
        }
        return value.len();
    }
    let in_flow = line.contains(['{', '[']);
    let nested = value.starts_with(['{', '[']);
    match value.find([',', '}', ']']).filter(|_| in_flow && !nested) {
        Some(end) => end,
        None => value.len(),
    }
}

/// The name of a key as it is compared: without quotes, dashes and case.
fn plain(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

fn until_comma(text: &str) -> &str {
    text.split([',', '}']).next().unwrap_or_default()
}

fn is_secret(plain: &str) -> bool {
    !HARMLESS.contains(&plain) && SECRET.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let (spared, found) = without_secrets(text);
        assert_eq!(spared, expected);
        assert_eq!(found, text != expected, "{text}");
    }

    #[test]
    fn a_text_without_secrets_stays_as_it_is() {
        check("", "");
        let plain = "# a password is a word\nkind: Microservice\nspec:\n  env:\n    - key: TZ\n      value: UTC\n    - key: DB\n      \
                     valueFromSecret: db/password\n  cmd: [a, 'b: c']";
        check(plain, plain);
        check("kind: Registry\r\nurl: a.example:5000/x\r\n", "kind: Registry\r\nurl: a.example:5000/x\r\n");
    }

    #[test]
    fn the_values_of_secret_keys_go_however_they_are_written() {
        check("password: hunter2\nurl: x\n", "password: \nurl: x\n");
        check("password: 'it''s' # mine\n", "password:  # mine\n");
        check("# password: hunter2\nurl: x\n", "# password: \nurl: x\n");
        check("  \"password\": \"a\\\"b\",\n", "  \"password\": \n");
        check("password:\n", "password:\n");
        check("spec: {url: a, password: b, email: c}\n", "spec: {url: a, password: , email: c}\n");
        check("password: |\n  one\n\n  two\nurl: x\n", "password: \nurl: x\n");
        check("password: >-\n    one\n", "password: \n");
        check("- apiToken: a\n  b: c\n", "- apiToken: \n  b: c\n");
        check("url: amqp://john:hunter2@mq:5672/x\n", "url: amqp://@mq:5672/x\n");
        check("image: a.example/x@sha256:0\n", "image: a.example/x@sha256:0\n");
    }

    #[test]
    fn variables_that_are_called_like_secrets_lose_their_values() {
        let text = "env:\n  - key: DB_PASSWORD\n    value: hunter2\n  - key: TZ\n    value: UTC\n  - {key: API_KEY, value: x}\n";
        let spared = "env:\n  - key: DB_PASSWORD\n    value: \n  - key: TZ\n    value: UTC\n  - {key: API_KEY, value: }\n";
        check(text, spared);
    }

    #[test]
    fn everything_in_a_secret_goes_and_what_follows_it_stays() {
        let text = "kind: Secret\ndata:\n  user: am9obg==\n  more: |\n    x\n---\nkind: ConfigMap\ndata:\n  user: john\n";
        let spared = "kind: Secret\ndata:\n  user:\n  more:\n---\nkind: ConfigMap\ndata:\n  user: john\n";
        check(text, spared);
        check("kind: Secret\ndata:\n  a: 'x\n  y: z'\n  [\n", "kind: Secret\ndata:\n  a:\n  y:\n");
        check("kind: Secret\nstringData: {a: b}\n", "kind: Secret\nstringData: \n");
    }

    #[test]
    fn secrets_go_in_whatever_form_and_order_they_are_written() {
        for text in [
            "{\"kind\":\"Secret\",\"data\":{\"token\":\"ONE-1\",\"b\":\"TWO-2\"}}",
            "{\n  \"kind\": \"Secret\",\n  \"data\": {\n    \"a\": \"ONE-1\",\n    \"b\": \"TWO-2\"\n  }\n}\n",
            "{kind: Secret, data: {token: ONE-1, x: \"TWO-2\"}}",
            "env:\n  - {value: ONE-1, key: API_TOKEN}\n  - value: TWO-2\n    key: MY_SECRET\n",
            "username: &q ONE-1\npassword: *q\nmore: {\"pass\\u0077ord\": TWO-2}\n",
        ] {
            let (spared, found) = without_secrets(text);
            assert!(
                found && !spared.contains("ONE-1") && !spared.contains("TWO-2"),
                "{text} became {spared}"
            );
        }
    }

    #[test]
    fn a_document_whose_secrets_were_taken_out_is_known() {
        for (text, expected) in [
            ("kind: Registry\nspec: {url: a, password: b}\n", true),
            ("kind: Secret\ndata:\n  a: b\n", true),
            ("env:\n  - key: API_TOKEN\n    value: x\n", true),
            ("url: amqp://john:hunter2@mq:5672/x\n", true),
            ("kind: Registry\nspec: {url: a}\n", false),
            ("kind: ConfigMap\ndata:\n  a:\n", false),
        ] {
            let spared = Manifest::parse(without_secrets(text).0);
            assert_eq!(lacks_secrets(&spared.documents()[0]), expected, "{text}");
            assert!(!lacks_secrets(&Manifest::parse(text.to_owned()).documents()[0]), "{text}");
        }
    }

    #[test]
    fn half_written_texts_lose_their_secrets_too() {
        check("spec:\n  password: \"never closed\n  url: x\n", "spec:\n  password: \n  url: x\n");
        check("}: password: x", "}: password: ");
    }
}
