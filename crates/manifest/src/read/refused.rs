//! What YAML allows and the Controller's reader refuses.

use std::ops::Range;

use super::finding::Finding;
use crate::scalar::ScalarStyle;
use crate::tree::{Body, NodeId, Text, Tree};

/// A `<<` whose value is neither a mapping nor a list of mappings. `items` are the keys and values of one mapping in turn.
pub(crate) fn merges(text: &str, tree: &Tree, items: &[NodeId], report: &mut Vec<Finding>) {
    for pair in items.chunks_exact(2) {
        let [key, value] = pair else { continue };
        if !is_merge_key(text, tree, *key) || may_be_merged(tree, *value) {
            continue;
        }
        let Some(node) = tree.nodes.get(*value as usize) else { continue };
        let message = "Only a mapping, or a list of mappings, can be merged with \"<<\". Refer to one with *name, or quote the key.";
        report.push(Finding::error("merge", node.start as usize..node.end as usize, message));
    }
}

fn is_merge_key(text: &str, tree: &Tree, key: NodeId) -> bool {
    tree.nodes.get(key as usize).is_some_and(|node| {
        node.end - node.start == 2
            && matches!(node.body, Body::Scalar { style: ScalarStyle::Plain, text: Text::Source })
            && text.get(node.start as usize..node.end as usize) == Some("<<")
    })
}

fn may_be_merged(tree: &Tree, value: NodeId) -> bool {
    let one = |id: &NodeId| {
        let body = |id: NodeId| tree.nodes.get(id as usize).map(|node| &node.body);
        let resolved = match body(*id) {
            Some(Body::Alias { target: Some(target) }) => body(*target),
            other => other,
        };
        // An alias that leads nowhere has been reported.
        !matches!(resolved, Some(Body::Scalar { .. }))
    };
    match tree.nodes.get(value as usize).map(|node| &node.body) {
        Some(Body::Sequence { items, .. }) => items.iter().all(one),
        _ => one(&value),
    }
}

/// Keys behind a tab that belongs to the indentation of their line.
pub(crate) fn tabs(text: &str, tree: &Tree, items: &[NodeId], report: &mut Vec<Finding>) {
    for key in items.iter().step_by(2) {
        let start = tree.nodes.get(*key as usize).map_or(0, |node| node.start as usize);
        let Some(before) = text.get(..start).filter(|before| before.ends_with('\t')) else { continue };
        let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let indent = before.get(line..).unwrap_or_default();
        if indent.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'-')) {
            report.extend(super::wording::tab(text, start));
        }
    }
}

/// A plain text between brackets that goes on in a line that is indented no more than the block around (`indent`).
pub(crate) fn outdented(text: &str, plain: Range<usize>, indent: usize) -> Option<Finding> {
    let inner = text.get(plain.clone())?;
    for line in super::lines_from(text, plain.start).skip(1).take_while(|line| line.start < plain.end) {
        let content = line.text.trim_start_matches(' ');
        let at = line.start + line.text.len() - content.len();
        if !content.is_empty() && at - line.start <= indent {
            let first = inner.split(['\n', '\r']).next().unwrap_or_default().trim_end();
            let message = format!(
                "This line goes on with the text \"{}\" above, and has to be indented more than the key before it. Or \
                 is a comma missing there?",
                super::duplicates::shorten(first)
            );
            return Some(Finding::error("syntax", at..at + content.trim_end().len(), message));
        }
    }
    None
}
