//! The tools that the commands need: each found, or installed in its pinned version where clones share it.

mod cargo_tools;
pub(crate) mod chromium;
pub(crate) mod npm;
pub(crate) mod wasm_target;

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

pub(crate) use cargo_tools::{trunk, wasm_bindgen};

use crate::say;

/// Installs what building the app needs and this machine does not have, all at once.
pub(crate) fn prepare() -> Result<()> {
    let missing = cargo_tools::missing()?;
    if !missing.is_empty() {
        say::step(&format!(
            "once on this machine, for all clones: {}. After that a build takes seconds to a few minutes",
            missing.join(" and ")
        ));
    }
    std::thread::scope(|threads| {
        let tools = [
            threads.spawn(wasm_target::ensure),
            threads.spawn(|| trunk().map(drop)),
            threads.spawn(|| wasm_bindgen().map(drop)),
            threads.spawn(npm::ensure),
        ];
        // One that fails does not stop the others: what they install is there the next time.
        let ended = tools.map(|tool| tool.join().unwrap_or_else(|_| bail!("installing a tool broke off")));
        ended.into_iter().collect::<Result<Vec<()>>>().map(drop)
    })
}

/// The folder that every clone shares; `ECN_CONSOLE_CACHE` moves it.
pub(crate) fn cache() -> Result<PathBuf> {
    let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = given("ECN_CONSOLE_CACHE") {
        return Ok(folder);
    }
    let base = if cfg!(windows) {
        given("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        given("HOME").map(|home| home.join("Library/Caches"))
    } else {
        given("XDG_CACHE_HOME").or_else(|| given("HOME").map(|home| home.join(".cache")))
    };
    let base = base.context("There is no home folder for the tools: set ECN_CONSOLE_CACHE to a folder.")?;
    Ok(base.join("ecn-console"))
}

/// Holds `name` until dropped, so that two runs do not install the same thing at once.
fn lock(folder: &Path, name: &str) -> Result<File> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let path = folder.join(format!("{name}.lock"));
    let file = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
    if file.try_lock().is_err() {
        say::step(&format!("waiting for another run that installs {name}"));
        file.lock().with_context(|| format!("{} cannot be locked", path.display()))?;
    }
    Ok(file)
}
