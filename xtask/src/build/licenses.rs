//! The licences of what ships: who wrote it, under which terms, and the texts that those terms ask us to pass on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{process, project, tools};

/// Terms under which a part may ship in a program under Apache-2.0 as long as its text goes along.
const FINE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// One part of the product that others wrote.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) terms: String,
    folder: PathBuf,
}

/// Everything that is compiled or bundled into what the browser loads, by name.
pub(crate) fn parts() -> Result<Vec<Part>> {
    let parts: BTreeSet<Part> = crates()?.into_iter().chain(packages()?).collect();
    let bad: Vec<String> =
        parts.iter().filter(|p| !may_ship(&p.terms)).map(|p| format!("{} ({})", p.name, p.terms)).collect();
    if bad.is_empty() {
        Ok(parts.into_iter().collect())
    } else {
        bail!("These may not ship: {}.", bad.join(", "))
    }
}

/// Writes `licenses.txt`: every part, then each text once with the parts it belongs to.
pub(super) fn write(folder: &Path) -> Result<()> {
    let parts = parts()?;
    let mut out = String::from("ECN Console is made with the work of others. The texts follow the list.\n\n");
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for part in &parts {
        out.push_str(&format!("{} {}: {}\n", part.name, part.version, part.terms));
        for text in license_texts(&part.folder) {
            texts.entry(text).or_default().push(&part.name);
        }
    }
    for (text, names) in texts {
        out.push_str(&format!("\n{}\n{}:\n\n{}\n", "-".repeat(80), names.join(", "), text.trim()));
    }
    std::fs::write(folder.join("licenses.txt"), out).context("licenses.txt cannot be written")
}

/// The crates that the app links for the browser; what only runs while compiling does not ship.
fn crates() -> Result<Vec<Part>> {
    let words = ["metadata", "--format-version=1", "--filter-platform", tools::wasm_target::WASM];
    let data: Value = serde_json::from_str(&process::output(&mut process::cargo(&words))?)?;
    let list = |pointer: &str| data.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    let packages: BTreeMap<&str, &Value> =
        list("/packages").filter_map(|p| Some((p["id"].as_str()?, p))).collect();
    let nodes: BTreeMap<&str, &Value> =
        list("/resolve/nodes").filter_map(|n| Some((n["id"].as_str()?, n))).collect();
    let own = |id: &&str| packages.get(id).is_some_and(|package| package["source"].is_null());
    let app = packages.iter().find(|(_, package)| package["name"] == "ecn-console").map(|(id, _)| *id);
    let mut open: Vec<&str> = app.into_iter().collect();
    let mut seen: BTreeSet<&str> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        let dependencies = nodes.get(id).and_then(|node| node["deps"].as_array()).into_iter().flatten();
        for id in dependencies.filter(|d| ships(d)).filter_map(|d| d["pkg"].as_str()) {
            if !packages.get(id).is_some_and(|package| is_macro(package)) && seen.insert(id) {
                open.push(id);
            }
        }
    }
    let part = |id: &str| {
        let package = packages.get(id)?;
        let manifest = Path::new(package["manifest_path"].as_str()?);
        Some(Part {
            name: package["name"].as_str()?.to_owned(),
            version: package["version"].as_str()?.to_owned(),
            terms: package["license"].as_str().unwrap_or("no licence named").to_owned(),
            folder: manifest.parent()?.to_path_buf(),
        })
    };
    Ok(seen.into_iter().filter(|id| !own(id)).filter_map(part).collect())
}

fn ships(dependency: &Value) -> bool {
    dependency["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null())
}

fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().into_iter().flatten();
    targets.filter_map(|target| target["kind"].as_array()).flatten().any(|kind| kind == "proc-macro")
}

/// The npm packages that are bundled, which are those that are not for development only.
fn packages() -> Result<Vec<Part>> {
    let lock: Value = serde_json::from_str(&project::read("package-lock.json")?)?;
    let packages = lock["packages"].as_object().into_iter().flatten();
    let bundled = packages.filter(|(path, package)| !path.is_empty() && package["dev"] != true);
    let part = |(path, package): (&String, &Value)| Part {
        name: path.rsplit("node_modules/").next().unwrap_or(path).to_owned(),
        version: package["version"].as_str().unwrap_or_default().to_owned(),
        terms: package["license"].as_str().unwrap_or("no licence named").to_owned(),
        folder: project::root().join(path),
    };
    Ok(bundled.map(part).collect())
}

/// The texts of the files that are named like a licence.
fn license_texts(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let named = |path: &PathBuf| {
        let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        ["license", "licence", "copying", "notice"].iter().any(|start| name.starts_with(start))
    };
    let mut files: Vec<PathBuf> = files.filter(named).collect();
    files.sort();
    files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}

/// Whether one may choose fine terms: every part of an AND needs a fine choice among its ORs.
fn may_ship(terms: &str) -> bool {
    let plain = terms.replace(['(', ')'], "").replace(" WITH LLVM-exception", "").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|choice| FINE.contains(&choice.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_fine_when_every_part_leaves_a_fine_choice() {
        for (terms, expected) in [
            ("MIT OR Apache-2.0", true),
            ("MIT/Apache-2.0", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("GPL-3.0", false),
            ("MIT AND GPL-3.0", false),
            ("GPL-3.0 OR MIT", true),
            ("no licence named", false),
        ] {
            assert_eq!(may_ship(terms), expected, "{terms}");
        }
    }
}
