//! The rules of the house as tests: what may know what, how large things grow, what never ships.
//! `docs/architecture.md` says why.

mod architecture;
mod callers;
mod calls;
mod code;
mod contrast;
mod generations;
mod pages;
mod references;
mod sizes;
mod texts;
mod versions;

use std::path::{Path, PathBuf};

use crate::project;

/// What Git does not hold, or others wrote.
const NOT_OURS: &[&str] = &["target", "dist", "node_modules", ".git", "tests/results", "tests/report"];

/// Every file of the project below `folder` as (path from the root, path on disk).
fn files(folder: &str) -> Vec<(String, PathBuf)> {
    let root = project::root();
    let mut found = Vec::new();
    collect(root, &root.join(folder), &mut found);
    found.sort();
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, PathBuf)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = crate::build::relative(root, &path);
        if NOT_OURS.contains(&name.as_str()) || name.starts_with("target-") {
            continue;
        }
        if path.is_dir() { collect(root, &path, found) } else { found.push((name, path)) }
    }
}

/// The text files among [`files`] with one of these endings.
fn texts(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let wanted =
        files(folder).into_iter().filter(|(name, _)| endings.iter().any(|ending| name.ends_with(ending)));
    wanted.map(|(name, path)| (name, std::fs::read_to_string(path).unwrap())).collect()
}

/// Fails with every broken rule, one to a line.
fn none(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}
