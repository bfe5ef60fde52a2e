//! Rules for text: names, addresses, references. Written from the Controller's own patterns (manifest rules 2.0, 2.2).

/// What a text has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Any,
    NonEmpty,
    Name(NameRule),
    Email,
    /// One of these words, or the Controller refuses it.
    OneOf(&'static [&'static str]),
    /// Normally one of these words; others are accepted and rarely meant.
    Usually(&'static [&'static str]),
    /// At least and at most so many characters.
    Length(usize, usize),
    /// `name/key`, with exactly one slash.
    Reference,
    /// A container image.
    Image,
    /// Text that is a secret: never shown.
    Secret,
}

/// How a resource may be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRule {
    /// Lower case letters, digits, `-`, and dots between parts.
    Dotted,
    /// `Dotted`, or two of them: `application/microservice`.
    Qualified,
    /// `Dotted` and at least three characters: potctl's rule.
    Long,
    /// Like `Dotted`, without dots.
    Plain,
    /// 1 to 255 characters of any kind.
    Free,
    /// Anything: the kind is not ours to judge.
    Unchecked,
}

impl Text {
    pub(crate) fn describe(self) -> String {
        match self {
            Text::Any | Text::NonEmpty | Text::Secret => "a string".into(),
            Text::Name(_) => "a name".into(),
            Text::Email => "an e-mail address".into(),
            Text::OneOf(words) => or(words),
            Text::Usually(words) => format!("a string, normally {}", or(words)),
            Text::Length(min, max) => format!("a string of {min} to {max} characters"),
            Text::Reference => "a reference of the form name/key".into(),
            Text::Image => "an image name".into(),
        }
    }
}

/// "a, b or c"
pub fn or(words: &[impl AsRef<str>]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().into(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", rest.join(", "), last.as_ref())
        }
    }
}

impl NameRule {
    /// What is wrong with a name; nothing if it will do.
    pub fn complaint(self, name: &str) -> Option<&'static str> {
        match self {
            NameRule::Dotted => name.split('.').find_map(label_complaint),
            NameRule::Qualified => qualified_complaint(name),
            NameRule::Long => {
                let short = (name.len() < 3).then_some("potctl asks for at least three characters");
                NameRule::Dotted.complaint(name).or(short)
            }
            NameRule::Plain if name.contains('.') => {
                Some("only lower case letters, digits and \"-\" are allowed")
            }
            NameRule::Plain => label_complaint(name),
            NameRule::Free => {
                let long = name.chars().count() > 255;
                long.then_some("at most 255 characters").or(name.is_empty().then_some("it is empty"))
            }
            NameRule::Unchecked => None,
        }
    }
}

fn qualified_complaint(name: &str) -> Option<&'static str> {
    let mut parts = name.split('/');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    if parts.next().is_some() {
        return Some("only one \"/\" is possible: application/microservice");
    }
    if second.is_some() && (first.is_empty() || second == Some("")) {
        return Some("both sides of the \"/\" are needed: application/microservice");
    }
    NameRule::Dotted.complaint(first).or_else(|| NameRule::Dotted.complaint(second?))
}

fn label_complaint(label: &str) -> Option<&'static str> {
    if label.is_empty() {
        return Some("it has an empty part");
    }
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if !label.chars().all(|c| allowed(c) || c == '-') {
        return Some("only lower case letters, digits, \"-\" and \".\" between parts are allowed");
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Some("each part must start and end with a letter or digit");
    }
    None
}

/// The nearest valid name: what somebody who wrote `Healthcare Wearable` would settle for.
pub fn nearest_valid_name(name: &str) -> Option<String> {
    let mut out = String::new();
    for c in name.trim().chars() {
        match c {
            'a'..='z' | '0'..='9' | '.' | '/' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            _ if out.ends_with(['-', '.', '/']) || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    let parts: Vec<Vec<&str>> = out
        .split('/')
        .map(|part| part.split('.').map(|label| label.trim_matches('-')).filter(|l| !l.is_empty()).collect())
        .collect();
    let fixed = parts.iter().map(|part| part.join(".")).collect::<Vec<_>>().join("/");
    (NameRule::Qualified.complaint(&fixed).is_none()).then_some(fixed)
}

/// Whether the Controller takes a text as an e-mail address (manifest rules 2.2, the pattern read as grammar).
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = split_email(text) else { return false };
    is_local_part(local) && (is_host(host) || is_address(host))
}

fn split_email(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once('@')
}

fn is_local_part(local: &str) -> bool {
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"') && !local.contains('\n');
    let atom = |atom: &str| {
        !atom.is_empty() && !atom.chars().any(|c| "<>()[]\\.,;:@\"".contains(c) || c.is_whitespace())
    };
    quoted || local.split('.').all(atom)
}

fn is_host(host: &str) -> bool {
    let Some((labels, last)) = host.rsplit_once('.') else { return false };
    let label = |l: &str| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic()) && labels.split('.').all(label)
}

fn is_address(host: &str) -> bool {
    let Some(inner) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) else { return false };
    let parts: Vec<&str> = inner.split('.').collect();
    parts.len() == 4
        && parts.iter().all(|p| (1..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_controllers_pattern() {
        use NameRule::{Dotted, Free, Long, Plain, Qualified};
        // rule, name, whether it will do
        for (rule, name, good) in [
            (Dotted, "a", true),
            (Dotted, "0.x-1.z", true),
            (Dotted, "", false),
            (Dotted, "a..b", false),
            (Dotted, "-a", false),
            (Dotted, "a.b-", false),
            (Dotted, "A", false),
            (Dotted, "a b", false),
            (Dotted, "a/b", false),
            (Qualified, "a", true),
            (Qualified, "a/b.c", true),
            (Qualified, "a/", false),
            (Qualified, "/b", false),
            (Qualified, "a/b/c", false),
            (Long, "ab", false),
            (Long, "abc", true),
            (Plain, "a.b", false),
            (Plain, "a-b", true),
            (Free, "Any Thing", true),
            (Free, "", false),
        ] {
            assert_eq!(rule.complaint(name).is_none(), good, "{rule:?} {name:?}");
        }
    }

    #[test]
    fn a_wrong_name_has_a_nearest_right_one() {
        for (wrong, right) in [
            ("Healthcare Wearable", Some("healthcare-wearable")),
            ("line-a/Sample", Some("line-a/sample")),
            ("sample-", Some("sample")),
            ("a__b", Some("a-b")),
            ("!!!", None),
        ] {
            assert_eq!(nearest_valid_name(wrong).as_deref(), right, "{wrong}");
        }
    }

    #[test]
    fn e_mail_addresses_are_judged_as_the_controller_judges_them() {
        for (text, good) in [
            ("ops@example.com", true),
            ("a.b@c-d.example", true),
            ("\"odd one\"@example.com", true),
            ("a@[192.0.2.1]", true),
            ("a@localhost", false),
            ("ops@example", false),
            ("a..b@example.com", false),
            ("a@b@example.com", false),
            ("@example.com", false),
            ("a b@example.com", false),
            ("", false),
        ] {
            assert_eq!(is_email(text), good, "{text}");
        }
    }
}
