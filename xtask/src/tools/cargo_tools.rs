//! Trunk and the wasm-bindgen tool, compiled from source in the versions that the project pins.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{cache, lock};
use crate::{process, project, say};

/// The Trunk program in the version of `Trunk.toml`.
pub(crate) fn trunk() -> Result<PathBuf> {
    Tool { krate: "trunk", program: "trunk", version: project::trunk_version()?, minutes: 4 }.installed()
}

/// The wasm-bindgen program in exactly the version of the crate in `Cargo.lock`.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    let version = project::locked_version("wasm-bindgen")?;
    Tool { krate: "wasm-bindgen-cli", program: "wasm-bindgen", version, minutes: 3 }.installed()
}

struct Tool {
    krate: &'static str,
    program: &'static str,
    version: String,
    /// How long compiling takes on a small machine, to set expectations.
    minutes: u32,
}

impl Tool {
    /// The program's path, compiled now if no clone has done so before.
    fn installed(&self) -> Result<PathBuf> {
        let name = format!("{}-{}", self.krate, self.version);
        let tools = cache()?.join("tools");
        let folder = tools.join(&name);
        let program = folder.join("bin").join(self.program).with_extension(std::env::consts::EXE_EXTENSION);
        if program.is_file() {
            return Ok(program);
        }
        let _lock = lock(&tools, &name)?;
        if !program.is_file() {
            self.install(&folder)?;
        }
        program.is_file().then_some(program).with_context(|| format!("{name} was built without its program"))
    }

    fn install(&self, folder: &std::path::Path) -> Result<()> {
        say::step(&format!(
            "compiling {} {} once for all clones, about {} minutes",
            self.krate, self.version, self.minutes
        ));
        // Beside the result: it is on the same disk and goes when it is done.
        let target = folder.with_extension("build");
        let mut cargo = process::cargo(&["install", self.krate, "--version", &self.version, "--locked"]);
        cargo.arg("--no-default-features").arg("--root").arg(folder).arg("--target-dir").arg(&target);
        // Quick to build rather than quick to run: these tools work for seconds.
        cargo.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16").env("CARGO_PROFILE_RELEASE_DEBUG", "false");
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
        process::run(&mut cargo)?;
        std::fs::remove_dir_all(&target).with_context(|| format!("{} cannot be removed", target.display()))
    }
}
