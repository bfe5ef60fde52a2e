//! The parts of the app that are loaded later, each cut out of the one wasm that the compiler makes into a file of its
//! own. What is needed from the start, or by several parts, is decided by who calls whom.

use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};

use super::optimise::only;
use super::page::hash;
use super::{copy, remove};
use crate::tools::wasm_target::WASM;
use crate::{process, project, tools};

/// What the linker must leave in the wasm, so that it can be cut: who refers to what.
pub(super) const LINKER: &str = " -C link-args=--emit-relocs";

/// How a part becomes wasm, in the words of the browser.
const INSTANTIATE: &str = include_str!("instantiate.js");

/// Replaces the app that Trunk made, whole, in `folder`: the same script and wasm without the parts, and the parts.
pub(super) fn split(folder: &Path) -> Result<()> {
    let script = only(folder, "ecn-console-", ".js")?;
    let stem = script.file_stem().context("Trunk's script has no name")?.to_string_lossy().into_owned();
    let whole = project::target().join(WASM).join("release/ecn-console.wasm");
    let whole = std::fs::read(&whole).with_context(|| format!("{} cannot be read", whole.display()))?;
    let work = project::target().join("parts");
    remove(&work)?;
    let (cut, bound) = (work.join("cut"), work.join("bound"));
    let (main, main_module) = (work.join("main.wasm"), format!("./{stem}.js"));
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = &cut;
    options.main_out_path = &main;
    options.main_module = &main_module;
    // The wasm itself names the script that loads its parts, so that name is made before its content: of all that
    // decides on the content.
    let locks =
        [project::read("Cargo.lock")?, project::read("package-lock.json")?, INSTANTIATE.to_owned()].concat();
    let loader = format!("./parts-{}.js", hash(&[whole.as_slice(), locks.as_bytes()].concat()));
    options.link_name = &loader;
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    // The parts share the memory and the table of functions, which wasm-bindgen would keep to itself.
    let mut bindgen = process::command(tools::wasm_bindgen()?);
    bindgen.args([
        "--target",
        "web",
        "--no-typescript",
        "--keep-lld-exports",
        "--out-name",
        &stem,
        "--out-dir",
    ]);
    process::run(bindgen.arg(&bound).arg(&main))?;
    let script = cut.join(loader.trim_start_matches("./"));
    let text =
        std::fs::read_to_string(&script).with_context(|| format!("{} cannot be read", script.display()))?;
    std::fs::write(&script, tolerant(&text)?)?;
    copy(&cut, folder)?;
    copy(&bound, folder)
}

/// The loader, so that it takes a part from any host that sends its bytes, and notes why one did not come.
fn tolerant(loader: &str) -> Result<String> {
    const STRICT: &str = "WebAssembly.instantiateStreaming(";
    ensure!(loader.contains(STRICT), "the script that loads parts is another one than this was written for");
    Ok(loader.replace(STRICT, "instantiatePart(") + INSTANTIATE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_loaded_by_the_function_that_falls_back() {
        let loader = "const a = () => { const src = fetch(x); return (i) => WebAssembly.instantiateStreaming(src, i); };";
        let tolerant = tolerant(loader).unwrap();
        assert!(tolerant.contains("return (i) => instantiatePart(src, i)"), "{tolerant}");
        assert_eq!(tolerant.matches("instantiateStreaming").count(), 1, "only where it falls back");
        assert!(super::tolerant("something else").is_err());
    }
}
