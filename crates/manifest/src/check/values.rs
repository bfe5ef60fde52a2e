//! Single values: is it the type that is asked for, in range, one of the words, of the right form?

use model::{Architecture, Kind};

use super::context::Context;
use super::found::{Found, Trail, quote, quoted, replace};
use super::lookup;
use super::nearest::nearest;
use crate::fields::{Field, NameRule, Text, Type, is_email, nearest_valid_name, or};
use crate::kinds::envelope::API_VERSION;
use crate::position::Edit;
use crate::scalar::{Meaning, ScalarStyle, js_text};
use crate::tree::Node;

/// What a node is, for people: "the string \"80\"".
pub(crate) fn kind_of(node: Node) -> String {
    if node.is_mapping() {
        return "a mapping".into();
    }
    if node.is_sequence() {
        return "a list".into();
    }
    let text = shortened(node.scalar_text().unwrap_or_default());
    match node.meaning() {
        Some(Meaning::String) => format!("the string \"{text}\""),
        Some(Meaning::Number(number)) if number.fract() == 0.0 => format!("the integer {text}"),
        Some(Meaning::Number(_)) => format!("the number {text}"),
        Some(Meaning::Bool(_)) => format!("the boolean {text}"),
        Some(Meaning::Timestamp(_)) => format!("the date {text}"),
        Some(Meaning::Null) | None => "nothing".into(),
    }
}

/// The same without the value, which may be a secret.
fn kind_word(node: Node) -> &'static str {
    match node.meaning() {
        Some(Meaning::Number(_)) => "a number",
        Some(Meaning::Bool(_)) => "a boolean",
        Some(Meaning::Timestamp(_)) => "a date",
        _ => "something else",
    }
}

fn shortened(text: &str) -> String {
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(40).collect();
    if chars.next().is_some() { format!("{short}...") } else { short }
}

/// `{{x}}` without quotes: flow mappings to YAML (manifest rules 1.9).
pub(crate) fn is_unquoted_template(node: Node) -> bool {
    node.is_mapping() && node.is_flow() && node.source().starts_with("{{") && node.source().ends_with("}}")
}

pub(crate) fn wrong_type(cx: &mut Context, field: &Field, ty: &Type, node: Node, trail: &Trail) {
    let secret = matches!(ty, Type::Text(Text::Secret));
    let what = if secret && node.is_scalar() { kind_word(node).to_owned() } else { kind_of(node) };
    if let Some((title, edits)) = super::shape::blank_missing(ty, node) {
        let missing = if node.source().contains(':') {
            "A blank is missing behind the colon."
        } else {
            "Between a key and its value stands a colon."
        };
        let message = format!("\"{trail}\" must be {}, found {what}. {missing}", ty.describe());
        cx.error("wrong-type", node, message).fix(title, edits);
        return;
    }
    let message = format!("\"{trail}\" must be {}, found {what}.{}", ty.describe(), advice(field, ty, node));
    let fixes = match (field.key, ty.mapping()) {
        ("images", Some(_)) if node.as_str().is_some() => images(cx, node),
        ("apiVersion", _) => vec![change(API_VERSION, node)],
        // A number or a word of dots is the name of nothing.
        ("kind", _) | (_, Some(_)) if node.as_i64().is_some() || crate::read::is_left_out(node.source()) => {
            Vec::new()
        }
        _ => conversion(ty, node).into_iter().collect(),
    };
    let found = cx.error("wrong-type", node, message);
    for (title, edits) in fixes {
        found.fix(title, edits);
    }
}

/// One image in the place of one for each architecture.
fn images(cx: &Context, node: Node) -> Vec<(String, Vec<Edit>)> {
    let spec = cx.document.root().and_then(|root| root.get("spec"));
    let architectures =
        spec.map_or(Architecture::ALL.to_vec(), |spec| super::rename::architectures(cx, spec));
    let written = |architecture: &Architecture| format!("{{{}: {}}}", architecture.key(), node.source());
    architectures.iter().map(|architecture| change(&written(architecture), node)).collect()
}

fn change(text: &str, node: Node) -> (String, Vec<Edit>) {
    (format!("Change to {text}"), replace(node, text))
}

fn advice(field: &Field, ty: &Type, node: Node) -> String {
    match ty {
        Type::Boolean if matches!(node.scalar_text(), Some("true" | "false")) => {
            " Take the quotes away.".into()
        }
        Type::Boolean if yes_or_no(node).is_some() => " Yes and no are strings in YAML 1.2.".into(),
        Type::Text(_) if node.is_null() => String::new(),
        Type::Text(_) if node.is_scalar() => " Put it in quotes.".into(),
        Type::List(_) if field.key == "env" => {
            " Write a list of key and value; a mapping would be silently dropped.".into()
        }
        Type::Mapping(mapping) | Type::List(Type::Mapping(mapping)) => {
            format!(" {} {}", field.help, super::shape::keys(mapping))
        }
        _ => format!(" {}", field.help),
    }
}

/// The change that surely makes the value what was meant.
fn conversion(ty: &Type, node: Node) -> Option<(String, Vec<Edit>)> {
    let text = node.scalar_text()?;
    match ty {
        // No number has the slash of a reference.
        Type::Text(Text::Reference) => None,
        Type::Text(_) if !node.is_null() => Some(("Put it in quotes".into(), quote(node))),
        Type::Integer { .. } => {
            let number = text.trim().parse::<i64>().ok().or_else(|| megabytes(text))?;
            Some((format!("Change to {number}"), replace(node, number.to_string())))
        }
        Type::Boolean => {
            let word = if yes_or_no(node)? { "true" } else { "false" };
            Some((format!("Change to {word}"), replace(node, word)))
        }
        Type::List(Type::Text(_)) => {
            Some(("Make it a list".into(), replace(node, format!("[{}]", node.source()))))
        }
        Type::Mapping(mapping) => super::shape::short_form(mapping, node),
        _ => None,
    }
}

fn yes_or_no(node: Node) -> Option<bool> {
    match node.scalar_text()?.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" => Some(true),
        "false" | "no" | "off" | "n" => Some(false),
        _ => None,
    }
}

/// `512m`, `1g` as Docker writes them.
fn megabytes(text: &str) -> Option<i64> {
    let lower = text.trim().to_ascii_lowercase();
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let number: i64 = digits.parse().ok()?;
    match lower.get(digits.len()..)?.trim() {
        "m" | "mb" | "mi" | "mib" => Some(number),
        "g" | "gb" | "gi" | "gib" => number.checked_mul(1024),
        _ => None,
    }
}

/// Checks a value of one of the scalar types.
pub(crate) fn scalar(cx: &mut Context, field: &'static Field, ty: &'static Type, node: Node, trail: &Trail) {
    match ty {
        Type::Text(rule) => match node.as_str() {
            Some(text) => self::text(cx, field, *rule, text, node),
            None => wrong_type(cx, field, ty, node, trail),
        },
        Type::Scalar if node.is_scalar() && !node.is_null() => changed_text(cx, node),
        Type::Integer { min, max } => match node.as_i64() {
            Some(number) if !(*min..=*max).contains(&number) => out_of_range(cx, field, ty, number, node),
            Some(number) => super::dialect::integer(cx, number, node),
            None => wrong_type(cx, field, ty, node, trail),
        },
        Type::Boolean if node.as_bool().is_some() => {}
        Type::Registry => lookup::registry(cx, field, node, trail),
        Type::NameOrId if node.as_str() == Some("") => {
            cx.error("empty-text", node, format!("\"{}\" is empty. {}", field.key, field.help));
        }
        Type::NameOrId if node.as_str().is_some() || node.as_i64().is_some() => {}
        _ => wrong_type(cx, field, ty, node, trail),
    }
}

fn out_of_range(cx: &mut Context, field: &Field, ty: &Type, number: i64, node: Node) {
    let message = format!("\"{}\" must be {}, found {number}. {}", field.key, ty.describe(), field.help);
    cx.error("out-of-range", node, message);
}

pub(crate) fn text(cx: &mut Context, field: &'static Field, rule: Text, text: &str, node: Node) {
    match rule {
        Text::Any | Text::Secret => {}
        Text::NonEmpty if text.is_empty() => {
            let message = format!("\"{}\" is empty. {}", field.key, field.help);
            cx.error("empty-text", node, message);
        }
        Text::Email if !is_email(text) => {
            let message =
                format!("\"{text}\" is not an e-mail address the Controller takes: name@host.domain.");
            cx.error("invalid-email", node, message);
        }
        Text::Length(min, max) if !(min..=max).contains(&text.chars().count()) => {
            let message = format!(
                "\"{}\" must have {min} to {max} characters. Leave it out to use the default.",
                field.key
            );
            cx.error("text-length", node, message);
            return;
        }
        Text::Name(rule) => name(cx, rule, text, node),
        Text::OneOf(_) if is_newer(cx, field, text, node) => return,
        Text::OneOf(words) if !words.contains(&text) => one_of(cx, field, words, text, node),
        Text::Usually(words) if !words.contains(&text) => {
            let message = format!(
                "\"{}\" is normally {}; \"{}\" is accepted, but rarely meant.",
                field.key,
                or(words),
                shortened(text)
            );
            let near = nearest(text, words.iter().copied());
            let found = cx.warning("unusual-value", node, message);
            change_to(found, near, node);
        }
        Text::Reference => reference(cx, field, text, node),
        Text::Image => super::image::check(cx, text, node),
        Text::NonEmpty | Text::Email | Text::Length(..) | Text::OneOf(_) | Text::Usually(_) => {}
    }
    if let Some(source) = field.source {
        lookup::check(cx, source, text, node);
    }
}

/// Offers one word in the place of the value.
pub(crate) fn change_to(found: &mut Found, word: Option<&str>, node: Node) {
    offer(found, "Change to", word, node);
}

/// The most choices that are offered: more are no help, and completion lists them all.
const MOST_CHOICES: usize = 4;

/// The names to offer, the likeliest first.
pub(crate) fn choices<'n>(
    near: Option<&'n str>,
    names: impl Iterator<Item = &'n str>,
) -> impl Iterator<Item = &'n str> {
    near.into_iter().chain(names.filter(move |name| Some(*name) != near)).take(MOST_CHOICES)
}

/// Offers names that would do in the place of the value.
pub(crate) fn choose<'n>(
    found: &mut Found,
    near: Option<&'n str>,
    names: impl Iterator<Item = &'n str>,
    node: Node,
) {
    for name in choices(near, names) {
        offer(found, "Use", Some(name), node);
    }
}

fn offer(found: &mut Found, verb: &str, word: Option<&str>, node: Node) {
    let Some(word) = word else { return };
    found.fix(format!("{verb} {word}"), replace(node, written(word)));
}

/// A word as a scalar that is read as text.
pub(crate) fn written(word: &str) -> String {
    if crate::scalar::ambiguous_as_string(word) { quoted(word) } else { word.to_owned() }
}

/// A word that this Controller does not know yet.
fn is_newer(cx: &mut Context, field: &Field, text: &str, node: Node) -> bool {
    let capabilities = &cx.world.capabilities;
    let newer = |(word, since): &&(&str, &str)| *word == text && !capabilities.release().has_since(since);
    let Some((_, since)) = field.values_since.iter().find(newer) else { return false };
    let title = capabilities.title();
    let message = format!("\"{text}\" came with Controller {since}; this is {title}, which refuses it.");
    cx.error("newer-field", node, message);
    true
}

fn one_of(cx: &mut Context, field: &Field, words: &[&str], text: &str, node: Node) {
    use super::context::Layout;
    if field.retired_values.contains(&text) && cx.layout != Layout::V3 {
        let message =
            format!("\"{text}\" was known up to layout v2 and is left out now: {} remain.", or(words));
        cx.warning("retired-value", node, message);
        return;
    }
    let near = words.iter().copied().find(|word| word.eq_ignore_ascii_case(text));
    let near = near.or_else(|| nearest(text, words.iter().copied()));
    let message = format!("\"{}\" must be {}, found \"{}\".", field.key, or(words), shortened(text));
    let found = cx.error("not-one-of", node, message);
    change_to(found, near, node);
}

/// Whether an object of the document's kind has this very name.
fn is_there(cx: &Context, text: &str) -> bool {
    cx.document.kind().and_then(Kind::from_word).is_some_and(|kind| cx.world.has(kind, text))
}

fn name(cx: &mut Context, rule: NameRule, text: &str, node: Node) {
    // Controllers took other names before, and what is there can be changed without another name.
    if let Some(complaint) = rule.complaint(text).filter(|_| !is_there(cx, text)) {
        let qualified = rule == NameRule::Dotted && text.contains('/');
        let message = if qualified {
            format!("Invalid name \"{}\": here the name has no application part.", shortened(text))
        } else {
            format!("Invalid name \"{}\": {complaint}.", shortened(text))
        };
        let better =
            if qualified { text.rsplit('/').next().map(str::to_owned) } else { nearest_valid_name(text) };
        // Not one that something else in the document has already.
        let taken = |name: &str| {
            let ends = |(at, _): (usize, &str)| {
                let behind =
                    cx.document.text().get(at + 2 + name.len()..).and_then(|rest| rest.chars().next());
                behind.is_none_or(|char| char.is_whitespace() || ",}\"'".contains(char))
            };
            cx.document.text().match_indices(&format!(": {name}")).any(ends)
        };
        let better = better.filter(|name| rule.complaint(name).is_none() && !taken(name));
        let found = cx.error("invalid-name", node, message);
        change_to(found, better.as_deref(), node);
    } else if rule == NameRule::Qualified && text.split('/').any(|part| part.len() < 3) {
        cx.info(
            "short-name",
            node,
            "potctl asks for names of at least three characters; the Controller does not.",
        );
    }
}

fn reference(cx: &mut Context, field: &Field, text: &str, node: Node) {
    let good = text
        .split_once('/')
        .is_some_and(|(name, key)| !name.is_empty() && !key.is_empty() && !key.contains('/'));
    if !good {
        let example = if field.hint.is_empty() { "name/key" } else { field.hint };
        let message = format!("\"{}\" must be a name, one slash and a key, like {example}.", field.key);
        cx.error("reference-format", node, message);
    }
}

/// A number or date whose text is not what the Controller's YAML reader would make of it (manifest rules 1.6).
fn changed_text(cx: &mut Context, node: Node) {
    let Some(written) = node.scalar_text().filter(|_| node.style() == Some(ScalarStyle::Plain)) else {
        return;
    };
    let read = match node.meaning() {
        Some(Meaning::Number(number)) => js_text(number),
        Some(Meaning::Timestamp(_)) => "a long date text".into(),
        Some(Meaning::Bool(value)) => value.to_string(),
        _ => return,
    };
    if read != written {
        let message = format!(
            "As a text this would be read as {read} by other tools. Put it in quotes to keep {written}."
        );
        cx.warning("text-changes", node, message).fix("Put it in quotes", quote(node));
    }
}

/// Inserts or replaces a value; kept here because most fixes of kinds are of this form.
pub(crate) fn set_fix(cx: &Context, trail: &Trail, value: &serde_json::Value) -> Vec<Edit> {
    cx.fixer.set(&trail.path(), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docker_sizes_are_read_as_megabytes() {
        for (text, number) in
            [("512m", Some(512)), ("1g", Some(1024)), ("2 GB", Some(2048)), ("5x", None), ("m", None)]
        {
            assert_eq!(megabytes(text), number, "{text}");
        }
    }
}
