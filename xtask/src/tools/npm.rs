//! The packages from npm that `package-lock.json` names: the browser tests' runner and the wasm optimiser.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::lock;
use crate::{process, project};

/// Installs what the lock file names, when it changed since the last time.
pub(crate) fn ensure() -> Result<()> {
    let modules = project::root().join("node_modules");
    let stamp = modules.join(".installed-for");
    let mut hasher = DefaultHasher::new();
    (project::read("package.json")?, project::read("package-lock.json")?).hash(&mut hasher);
    let wanted = format!("{:016x}", hasher.finish());
    let installed = || std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted);
    if installed() {
        return Ok(());
    }
    let _lock = lock(&project::target(), "npm")?;
    if !installed() {
        let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        process::run(npm().args(words).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
        std::fs::write(&stamp, wanted).with_context(|| format!("{} cannot be written", stamp.display()))?;
    }
    Ok(())
}

/// Node with a script of an installed package.
pub(crate) fn script(path: &str) -> Command {
    let mut node = process::command("node");
    node.arg(PathBuf::from("node_modules").join(path));
    node
}

fn npm() -> Command {
    process::command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}
