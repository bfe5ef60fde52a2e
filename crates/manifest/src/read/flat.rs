//! Recognises text that lost its indentation on the way from a web page.

use crate::tree::{NodeData, Tree};

/// Whether no line of the document is indented although some top-level keys (`metadata:`, `spec:` …) have nothing
/// behind them. Called while the root mapping is being closed.
pub(crate) fn looks_flat(text: &str, tree: &Tree) -> bool {
    let indented = |node: &NodeData| {
        let line_start = text
            .get(..node.start as usize)
            .and_then(|before| before.rfind(['\n', '\r']))
            .map_or(0, |at| at + 1);
        text.get(line_start..node.start as usize)
            .is_some_and(|before| !before.is_empty() && before.chars().all(|char| char == ' '))
    };
    let parents = ["metadata:", "spec:", "container:", "agent:", "images:"];
    let bare = super::lines(text).filter(|line| parents.contains(&line.text.trim_end())).count();
    bare >= 2 && !tree.nodes.iter().any(|node| node.end > node.start && indented(node))
}
