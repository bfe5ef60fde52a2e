//! Building what the browser loads: Trunk's output, made fit for a strict Content-Security-Policy, and for the
//! release build made small.

mod compress;
mod editor;
mod first_load;
pub(crate) mod html;
pub(crate) mod licenses;
mod optimise;
mod page;
mod parts;
pub(crate) mod probe;
pub(crate) mod server;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub(crate) use compress::{brotli, gzip, is_compressible};
pub(crate) use first_load::first_load;
pub(crate) use optimise::optimised_with_names;

use crate::{process, project, say, tools};

/// How much work a build of the app is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Quick to build, for the demo and for looking at a change.
    Quick,
    /// Small and fast to load, as users get it.
    Release,
}

impl Flavour {
    fn cargo_profile(self) -> &'static str {
        match self {
            Flavour::Quick => "quick",
            Flavour::Release => "release",
        }
    }

    fn folder(self) -> PathBuf {
        match self {
            Flavour::Quick => project::target().join("app"),
            Flavour::Release => project::root().join("dist"),
        }
    }
}

/// Builds the app for the address path `base` and gives the folder to serve.
pub(crate) fn app(flavour: Flavour, base: &str) -> Result<PathBuf> {
    tools::prepare()?;
    say::step("building the console for the browser");
    let raw = trunk(flavour, base)?;
    let folder = flavour.folder();
    // Built beside and moved into place, so that a broken build never leaves half an app to serve.
    let fresh = project::target().join("app.new");
    remove(&fresh)?;
    copy(&raw, &fresh)?;
    if flavour == Flavour::Release {
        say::step("cutting the parts that are loaded later out of the wasm");
        parts::split(&fresh)?;
        say::step("optimising the wasm for size");
        optimise::wasm(&fresh)?;
        optimise::scripts(&fresh)?;
    }
    editor::bundle(&fresh)?;
    page::finish(&fresh, base)?;
    if flavour == Flavour::Release {
        optimise::styles(&fresh)?;
        licenses::write(&fresh)?;
        say::step("compressing with brotli and gzip");
        compress::beside_each_file(&fresh)?;
    }
    remove(&folder)?;
    std::fs::rename(&fresh, &folder).with_context(|| format!("{} cannot be written", folder.display()))?;
    Ok(folder)
}

/// Runs Trunk and gives the folder of its output.
fn trunk(flavour: Flavour, base: &str) -> Result<PathBuf> {
    let folder = project::target().join("trunk").join(flavour.cargo_profile());
    let (trunk, bindgen) = (tools::trunk()?, tools::wasm_bindgen()?);
    let mut command = process::command(trunk);
    command.arg("build");
    // Trunk looks for its helpers on the path first, and must never download them.
    let helpers = bindgen.parent().map(Path::to_path_buf);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(helpers.into_iter().chain(std::env::split_paths(&path)))?;
    command.env("PATH", path).env_remove("NO_COLOR");
    // Leptos then gives all views one type: measured on this app, 6 % less to load, and less to compile.
    let mut flags = "--cfg erase_components".to_owned();
    if flavour == Flavour::Release {
        command.args(["--features", "split"]);
        flags.push_str(parts::LINKER);
        flags.push_str(&without_paths());
    }
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    command.args(["--offline", "--no-sri", "--skip-version-check", "--log", "warn"]);
    command.args(["--cargo-profile", flavour.cargo_profile(), "--public-url", base, "--dist"]).arg(&folder);
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    process::run(&mut command)?;
    Ok(folder)
}

/// Takes the folder of the downloaded crates out of the texts that a panic would name: what ships says nothing of the
/// machine that built it, and weighs less.
fn without_paths() -> String {
    let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = given("CARGO_HOME").or_else(|| given("HOME").map(|home| home.join(".cargo")));
    let sources = home.and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    let folders = sources.into_iter().flatten().flatten().map(|entry| entry.path().display().to_string());
    let mut folders: Vec<String> = folders.filter(|folder| !folder.contains(' ')).collect();
    folders.sort();
    folders.iter().map(|folder| format!(" --remap-path-prefix={folder}/=")).collect()
}

/// Every file below a folder, sorted, so that every listing reads the same.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).with_context(|| format!("{} cannot be read", next.display()))? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// A file's path inside `folder`, with slashes.
pub(crate) fn relative(folder: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(folder).unwrap_or(file);
    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(relative(from, &file));
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::copy(&file, &target).with_context(|| format!("{} cannot be copied", file.display()))?;
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", folder.display()))
        }
        _ => Ok(()),
    }
}
