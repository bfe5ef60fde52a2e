//! Keys written twice in one mapping.

use std::collections::HashMap;

use super::finding::Finding;
use crate::scalar::ScalarStyle;
use crate::tree::{Body, NodeId, Text, Tree};

/// Looks at the keys of a mapping, `items` being keys and values in turn.
pub(crate) fn check(text: &str, tree: &Tree, items: &[NodeId], root: bool, findings: &mut Vec<Finding>) {
    let keys = items.iter().step_by(2).filter_map(|id| Some((*id, key_text(text, tree, *id)?)));
    // Most mappings are small; comparing beats hashing there.
    if items.len() <= 32 {
        let keys: Vec<(NodeId, &str)> = keys.collect();
        for (at, (id, key)) in keys.iter().enumerate() {
            if let Some((first, _)) = keys.iter().take(at).find(|(_, earlier)| earlier == key) {
                report(text, tree, *first, *id, key, root, findings);
            }
        }
        return;
    }
    let mut seen: HashMap<&str, NodeId> = HashMap::new();
    for (id, key) in keys {
        if let Some(first) = seen.get(key) {
            report(text, tree, *first, id, key, root, findings);
        } else {
            seen.insert(key, id);
        }
    }
}

fn report(
    text: &str,
    tree: &Tree,
    first: NodeId,
    second: NodeId,
    key: &str,
    root: bool,
    findings: &mut Vec<Finding>,
) {
    // A hostile text could hold millions.
    if findings.len() >= 1_000 {
        return;
    }
    let Some(node) = tree.nodes.get(second as usize) else { return };
    let line = tree.nodes.get(first as usize).map_or(1, |first| line_of(text, first.start as usize));
    let range = node.start as usize..node.end as usize;
    let key = shorten(key);
    let message = if root && super::flat::looks_flat(text, tree) {
        format!(
            "The key \"{key}\" is written twice at the top level: the text seems to have lost its indentation when it \
             was copied. Indent what belongs below metadata, spec and the like by two spaces."
        )
    } else {
        format!(
            "The key \"{key}\" is written twice in this mapping, first {line} lines above. Keep only one of them.",
            line = line_of(text, range.start).saturating_sub(line)
        )
    };
    findings.push(Finding::error("duplicate-key", range, message));
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.split('\n').count())
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
