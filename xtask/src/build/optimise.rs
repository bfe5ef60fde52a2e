//! The release build's last step: wasm-opt over the wasm, esbuild over scripts and styles.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::page::{hash, write_hashed};
use super::{files, relative};
use crate::{process, project, tools};

/// What every browser of the last years knows, and what the Rust compiler emits.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
/// Measured on our own crates: against `-Oz` the size after brotli differs by 0.1 % and checking is faster by a
/// tenth; `--converge` takes six times as long and gains nothing.
const LEVEL: &[&str] = &["-O3"];

/// Optimises every wasm in `folder` and names it after what is inside.
pub(super) fn wasm(folder: &Path) -> Result<()> {
    for raw in files(folder)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "wasm")) {
        let optimised = wasm_opt(&raw, &[])?;
        let bytes =
            std::fs::read(&optimised).with_context(|| format!("{} cannot be read", optimised.display()))?;
        let old = relative(folder, &raw);
        let part = old.strip_prefix("split_").and_then(|name| name.strip_suffix(".wasm"));
        let stem = part.unwrap_or(if old.starts_with("chunk_") { "shared" } else { "app" });
        let name = write_hashed(folder, stem, "wasm", &bytes)?;
        rename_everywhere(folder, &old, &name)?;
    }
    Ok(())
}

/// Minifies the app's script, and two whose names stay: the one that loads its parts, and the one that watches the start.
pub(super) fn scripts(folder: &Path) -> Result<()> {
    let (app, parts) = (only(folder, "ecn-console-", ".js")?, only(folder, "parts-", ".js")?);
    minify(&app)?;
    minify(&parts)?;
    minify(&folder.join("watch.js"))?;
    let name = write_hashed(folder, "app", "js", &std::fs::read(&app)?)?;
    rename_everywhere(folder, &relative(folder, &app), &name)
}

/// Minifies the one style sheet.
pub(super) fn styles(folder: &Path) -> Result<()> {
    let sheets = files(folder)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "css"));
    sheets.into_iter().try_for_each(|sheet| minify(&sheet))
}

/// The wasm of the first load after the same optimisation, with the names of its functions, for the listing of sizes.
pub(crate) fn optimised_with_names() -> Result<PathBuf> {
    let raw = only(&project::target().join("parts/bound"), "ecn-console-", "_bg.wasm")?;
    wasm_opt(&raw, &["--debuginfo"])
}

/// Runs wasm-opt, or takes what it made of the same bytes before: it needs longer than all the rest.
pub(super) fn wasm_opt(raw: &Path, more: &[&str]) -> Result<PathBuf> {
    let bytes = std::fs::read(raw).with_context(|| format!("{} cannot be read", raw.display()))?;
    let words: Vec<&str> = LEVEL.iter().chain(FEATURES).chain(more).copied().collect();
    let (level, tools) = (words.join(" "), project::read("package-lock.json")?);
    let key = [bytes.as_slice(), level.as_bytes(), tools.as_bytes()];
    let cache = project::target().join("wasm-opt");
    std::fs::create_dir_all(&cache)?;
    let out = cache.join(format!("{}.wasm", hash(&key.concat())));
    if !out.is_file() {
        let half = out.with_extension("part");
        process::run(tools::npm::script("binaryen/bin/wasm-opt").arg(raw).args(words).arg("-o").arg(&half))?;
        std::fs::rename(&half, &out)?;
    }
    Ok(out)
}

fn minify(file: &Path) -> Result<()> {
    esbuild(file, file, &["--allow-overwrite"])
}

/// Runs esbuild over a file, so that what it makes is small.
pub(super) fn esbuild(from: &Path, to: &Path, more: &[&str]) -> Result<()> {
    let mut esbuild = process::command(project::root().join("node_modules/.bin/esbuild"));
    esbuild.arg(from).args(["--minify", "--log-level=error", "--legal-comments=none"]).args(more);
    let mut outfile = std::ffi::OsString::from("--outfile=");
    outfile.push(to);
    process::run(esbuild.arg(outfile))
}

/// The only file directly in `folder` whose name starts and ends so.
pub(super) fn only(folder: &Path, start: &str, end: &str) -> Result<PathBuf> {
    let here = |file: &PathBuf| file.parent() == Some(folder);
    let named =
        |file: &PathBuf| relative(folder, file).starts_with(start) && relative(folder, file).ends_with(end);
    let found = files(folder)?.into_iter().find(|file| here(file) && named(file));
    found.with_context(|| format!("the build wrote no file {start}*{end}"))
}

/// Replaces a file's name in the page and in the scripts beside it, and removes the old file.
fn rename_everywhere(folder: &Path, old: &str, new: &str) -> Result<()> {
    for file in files(folder)? {
        if file.extension().is_some_and(|extension| extension == "html" || extension == "js") {
            let text = std::fs::read_to_string(&file)?;
            if text.contains(old) {
                std::fs::write(&file, text.replace(old, new))?;
            }
        }
    }
    std::fs::remove_file(folder.join(old)).with_context(|| format!("{old} cannot be removed"))
}
