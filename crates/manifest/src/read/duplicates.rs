//! Keys written twice in one mapping.

use std::collections::HashMap;

use super::finding::Finding;
use crate::scalar::ScalarStyle;
use crate::tree::{Body, NodeId, Text, Tree};

/// Looks at the keys of a mapping, `items` being keys and values in turn.
pub(crate) fn check(text: &str, tree: &Tree, items: &[NodeId], findings: &mut Vec<Finding>) {
    let keys = items.iter().step_by(2).filter_map(|id| Some((*id, key_text(text, tree, *id)?)));
    let mut twice = Vec::new();
    // Most mappings are small; comparing beats hashing there.
    if items.len() <= 32 {
        let keys: Vec<(NodeId, &str)> = keys.collect();
        for (at, (id, key)) in keys.iter().enumerate() {
            if let Some((first, _)) = keys.iter().take(at).find(|(_, earlier)| earlier == key) {
                twice.push((*first, *id, *key));
            }
        }
    } else {
        let mut seen: HashMap<&str, NodeId> = HashMap::new();
        for (id, key) in keys {
            match seen.get(key) {
                Some(first) => twice.push((*first, id, key)),
                None => drop(seen.insert(key, id)),
            }
        }
    }
    if twice.is_empty() {
        return;
    }
    let room = super::MOST_FINDINGS.saturating_sub(findings.len());
    findings.extend(twice.into_iter().take(room).filter_map(|twice| report(text, tree, twice)));
}

fn report(text: &str, tree: &Tree, twice: (NodeId, NodeId, &str)) -> Option<Finding> {
    let (first, second, key) = twice;
    let node = tree.nodes.get(second as usize)?;
    let first = tree.nodes.get(first as usize)?.start as usize;
    let range = node.start as usize..node.end as usize;
    let key = shorten(key);
    let place =
        match text.get(first..range.start).map_or(0, |between| super::split::line_starts(between).len()) {
            0 => "in the same line".to_owned(),
            1 => "in the line above".to_owned(),
            lines => format!("{lines} lines above"),
        };
    let message =
        format!("The key \"{key}\" is written twice in this mapping, first {place}. Keep only one of them.");
    Some(Finding::error("duplicate-key", range, message))
}

/// Long keys are cut in messages.
pub(crate) fn shorten(key: &str) -> String {
    if key.chars().count() <= 60 {
        return key.to_owned();
    }
    key.chars().take(57).chain("...".chars()).collect()
}

/// The text of a scalar key; `<<` may be written more than once.
pub(crate) fn key_text<'t>(text: &'t str, tree: &'t Tree, id: NodeId) -> Option<&'t str> {
    let node = tree.nodes.get(id as usize)?;
    let source = text.get(node.start as usize..node.end as usize)?;
    match &node.body {
        Body::Scalar { style: ScalarStyle::Plain, text: Text::Source } => (source != "<<").then_some(source),
        Body::Scalar { text: Text::Source, .. } => source.get(1..source.len().checked_sub(1)?),
        Body::Scalar { text: Text::Owned(owned), .. } => Some(owned),
        Body::Alias { target: Some(target) } => match tree.nodes.get(*target as usize)?.body {
            Body::Scalar { .. } => key_text(text, tree, *target),
            _ => None,
        },
        _ => None,
    }
}
