//! Values of another shape than the field's: what keys it has, and the short forms that people write for it.

use super::found::replace;
use crate::fields::{Mapping, Required, Status, Type};
use crate::position::Edit;
use crate::scalar::ScalarStyle;
use crate::tree::Node;

/// The keys of a mapping, for somebody who wrote something else in its place.
pub(crate) fn keys(mapping: &Mapping) -> String {
    let current = mapping.fields.iter().filter(|field| field.status == Status::Current);
    let keys: Vec<&str> = current.take(6).map(|field| field.key).collect();
    let more = if mapping.fields.len() > keys.len() && keys.len() == 6 { " and more" } else { "" };
    format!("Its keys: {}{more}.", keys.join(", "))
}

/// `agent: edge-1` for `agent: {name: edge-1}`: a text in the place of a mapping that needs one text only.
pub(crate) fn short_form(mapping: &Mapping, node: Node) -> Option<(String, Vec<Edit>)> {
    let text = node.as_str().filter(|text| !text.is_empty())?;
    let mut required = mapping.fields.iter().filter(|field| field.required == Required::Yes);
    let (only, None) = (required.next()?, required.next()) else { return None };
    if !matches!(only.ty, Type::Text(_)) || text.contains(['\n', ':', '=', ',', '[', ']', '{', '}']) {
        return None;
    }
    let written = format!("{{{}: {}}}", only.key, node.source());
    Some((format!("Change to {written}"), replace(node, written)))
}

/// `name:edge-1` or `name = edge-1`: one text to YAML, because there is no colon with a blank behind it.
pub(crate) fn blank_missing(ty: &Type, node: Node) -> Option<(String, Vec<Edit>)> {
    let mapping = ty.mapping()?;
    let text = node.as_str().filter(|_| node.style() == Some(ScalarStyle::Plain))?;
    let colon = text.split_once(':').filter(|(_, value)| !value.starts_with(' '));
    let equals = || text.split_once('=').map(|(key, value)| (key.trim_end(), value.trim_start()));
    let (key, value) = colon.filter(|(key, _)| mapping.field(key).is_some()).or_else(equals)?;
    mapping.field(key)?;
    let written = format!("{key}: {value}");
    Some((
        format!("Change to {written}"),
        if text.contains('\n') { Vec::new() } else { replace(node, written) },
    ))
}
