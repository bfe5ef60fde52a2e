//! Reads, checks, edits and writes ECN manifests: YAML text with positions, typed kinds, problems and fixes.

pub mod fields;
pub mod kinds;
pub mod lists;
