//! A text without what must not be kept: passwords, tokens and other secret values. It looks at lines, not at documents,
//! so that it also works on a text that is half written or cannot be read, and it rather takes too much than too little.

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
    let mut spared = Spared::default();
    text.split_inclusive('\n').for_each(|line| spared.line(line));
    let out = without_users(&spared.out);
    (out.clone().unwrap_or(spared.out), spared.found || out.is_some())
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
                self.found |= !body.trim().is_empty();
                return;
            }
            self.below = None;
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
        let length = value_length(value.get(blanks..).unwrap_or_default(), line);
        let (gone, rest) = value.get(blanks..).unwrap_or_default().split_at(length);
        self.found |= !gone.trim().is_empty();
        if rest.trim().is_empty() {
            // A key within an item of a list stands deeper than its dash.
            let dash = line.trim_start();
            self.below = Some(indent + dash.len() - dash.trim_start_matches(['-', ' ']).len());
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
        let plain = "# password: is a word\nkind: Microservice\nspec:\n  env:\n    - key: TZ\n      value: UTC\n    - key: DB\n      \
                     valueFromSecret: db/password\n  cmd: [a, 'b: c']";
        check(plain, plain);
        check("kind: Registry\r\nurl: a.example:5000/x\r\n", "kind: Registry\r\nurl: a.example:5000/x\r\n");
    }

    #[test]
    fn the_values_of_secret_keys_go_however_they_are_written() {
        check("password: hunter2\nurl: x\n", "password: \nurl: x\n");
        check("password: 'it''s' # mine\n", "password:  # mine\n");
        check("  \"password\": \"a\\\"b\",\n", "  \"password\": ,\n");
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
        let spared = "kind: Secret\ndata:\n---\nkind: ConfigMap\ndata:\n  user: john\n";
        check(text, spared);
        check("kind: Secret\nstringData: {a: b}\n", "kind: Secret\nstringData: \n");
    }

    #[test]
    fn half_written_texts_lose_their_secrets_too() {
        check("spec:\n  password: \"never closed\n  url: x\n", "spec:\n  password: \n  url: x\n");
        check("}: password: x", "}: password: ");
    }
}
