//! The release build together with what the benchmarks load beside it, served from one folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{copy, optimise, remove};
use crate::tools::wasm_target::WASM;
use crate::{process, project, tools};

/// Gives a folder with the app of `dist` and, below `bench/`, the probe and the JavaScript it is compared with.
pub(crate) fn beside(dist: &Path) -> Result<PathBuf> {
    let wasm = compiled()?;
    let folder = project::target().join("bench");
    remove(&folder)?;
    copy(dist, &folder)?;
    let bench = folder.join("bench");
    let mut bindgen = process::command(tools::wasm_bindgen()?);
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&bench).arg(wasm);
    process::run(&mut bindgen)?;
    let raw = bench.join("probe_bg.wasm");
    std::fs::copy(optimise::wasm_opt(&raw, &[])?, &raw).context("the probe cannot be written")?;
    let yaml = project::root().join("node_modules/js-yaml/dist/js-yaml.mjs");
    std::fs::copy(yaml, bench.join("js-yaml.mjs")).context("js-yaml is not in node_modules")?;
    Ok(folder)
}

/// Compiles the probe with the profile of the release build.
fn compiled() -> Result<PathBuf> {
    process::run(&mut process::cargo(&["build", "--package", "probe", "--release", "--target", WASM]))?;
    Ok(project::target().join(WASM).join("release").join("probe.wasm"))
}
