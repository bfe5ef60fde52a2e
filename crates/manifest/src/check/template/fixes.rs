//! Changes that mend a template: other words inside of the braces, a filter more, or raw tags around.

use super::wording::Asked;
use crate::check::found::{Found, quoted, replace};
use crate::fields::Type;
use crate::liquid::Value;
use crate::position::Edit;
use crate::scalar::ScalarStyle;
use crate::tree::Node;
use crate::wire::liquid;

/// Wraps a whole value in raw tags, so that its braces are text.
pub(super) fn raw(found: &mut Found, node: Node) {
    let text = node.scalar_text().unwrap_or_default();
    if node.is_alias() || text.contains("endraw") {
        return;
    }
    let title = "Keep the braces as text with {% raw %}";
    match inside(node) {
        Some((start, end)) => {
            found.fix(title, vec![Edit::insert(start, liquid::RAW), Edit::insert(end, liquid::ENDRAW)]);
        }
        None if !text.contains('\n') => {
            found.fix(title, replace(node, quoted(&liquid::escape(text))));
        }
        None => {}
    }
}

/// Adds something at the end of a text.
pub(super) fn append(found: &mut Found, node: Node, title: &str, more: &str) {
    if let Some((_, end)) = inside(node).filter(|_| !node.is_alias()) {
        found.fix(title, vec![Edit::insert(end, more)]);
    }
}

/// Puts a word in the place of another that stands once in the value.
pub(super) fn change(found: &mut Found, node: Node, from: &str, to: &str) {
    let source = node.source();
    let mut places = source.match_indices(from);
    if let (Some((at, _)), None) = (places.next(), places.next())
        && !node.is_alias()
    {
        let start = node.local_range().start + at;
        found.fix(format!("Change to {to}"), vec![Edit::replace(start..start + from.len(), to)]);
    }
}

/// Adds the filter that makes the right type of the value, where it is one expression.
pub(super) fn of_type(found: &mut Found, node: Node, asked: Asked, value: &Value) {
    let Some(place) = asked.place else { return };
    match (place.ty, value) {
        (Type::Text(_) | Type::Scalar, Value::Number(Some(number))) if number.is_nan() => {}
        (Type::Text(_) | Type::Scalar, Value::Number(_) | Value::Bool(_)) => {
            filter(found, node, "Make it text", "toString");
        }
        (Type::Text(_) | Type::Scalar, Value::List(_)) => {
            if matches!(value.get("first"), Value::Text(_)) {
                filter(found, node, "Take the first one", "first");
            }
            let comma = if node.source().starts_with('\'') { "join: \",\"" } else { "join: ','" };
            filter(found, node, "Join them with commas", comma);
        }
        (Type::Integer { .. } | Type::Registry, Value::Text(Some(text))) if text.parse::<i64>().is_ok() => {
            filter(found, node, "Make it a number", "toNumber");
        }
        (Type::Boolean, Value::Text(Some(text))) if matches!(text.as_str(), "true" | "false") => {
            filter(found, node, "Make it true or false", "toBoolean");
        }
        _ => {}
    }
}

fn filter(found: &mut Found, node: Node, title: &str, name: &str) {
    let source = node.source();
    let inside = source.trim_matches(['"', '\'']);
    let alone = inside.starts_with("{{") && inside.ends_with("}}") && inside.matches("}}").count() == 1;
    let Some(before) =
        source.split_once("}}").map(|(before, _)| before).filter(|_| alone && !node.is_alias())
    else {
        return;
    };
    let end = before.trim_end_matches(['-', ' ']).len();
    let at = node.local_range().start + end;
    found.fix(format!("{title} (| {name})"), vec![Edit::insert(at, format!(" | {name}"))]);
}

/// Where the text of a scalar begins and ends that has marks around it: quotes, or the head of a block.
fn inside(node: Node) -> Option<(usize, usize)> {
    let (source, start) = (node.source(), node.local_range().start);
    match node.style()? {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if source.len() >= 2 => {
            Some((start + 1, start + source.len() - 1))
        }
        ScalarStyle::Literal | ScalarStyle::Folded => {
            let head = source.find('\n')? + 1;
            let body = source.get(head..)?;
            let blank = body.len() - body.trim_start().len();
            Some((start + head + blank, start + source.trim_end().len()))
        }
        _ => None,
    }
}
