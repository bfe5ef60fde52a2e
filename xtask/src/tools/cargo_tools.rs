//! Trunk and the wasm-bindgen tool, compiled from source in the versions that the project pins.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{cache, lock};
use crate::{process, project};

/// The Trunk program in the version of `Trunk.toml`.
pub(crate) fn trunk() -> Result<PathBuf> {
    Tool::trunk()?.installed()
}

/// The wasm-bindgen program in exactly the version of the crate in `Cargo.lock`.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    Tool::wasm_bindgen()?.installed()
}

/// What is not installed yet, each with what it takes.
pub(super) fn missing() -> Result<Vec<String>> {
    let tools = [Tool::trunk()?, Tool::wasm_bindgen()?];
    let mut missing = Vec::new();
    for tool in tools {
        if !tool.program_file()?.is_file() {
            missing
                .push(format!("compiling {} {} (about {} minutes)", tool.krate, tool.version, tool.minutes));
        }
    }
    Ok(missing)
}

struct Tool {
    krate: &'static str,
    program: &'static str,
    version: String,
    /// How long compiling takes on a small machine, to set expectations.
    minutes: u32,
}

impl Tool {
    fn trunk() -> Result<Self> {
        Ok(Self { krate: "trunk", program: "trunk", version: project::trunk_version()?, minutes: 4 })
    }

    fn wasm_bindgen() -> Result<Self> {
        let version = project::locked_version("wasm-bindgen")?;
        Ok(Self { krate: "wasm-bindgen-cli", program: "wasm-bindgen", version, minutes: 3 })
    }

    /// Its folder among the tools.
    fn name(&self) -> String {
        format!("{}-{}", self.krate, self.version)
    }

    /// Where its program is, or will be.
    fn program_file(&self) -> Result<PathBuf> {
        let folder = cache()?.join("tools").join(self.name()).join("bin");
        Ok(folder.join(self.program).with_extension(std::env::consts::EXE_EXTENSION))
    }

    /// The program's path, compiled now if no clone has done so before.
    fn installed(&self) -> Result<PathBuf> {
        let (name, program) = (self.name(), self.program_file()?);
        let tools = cache()?.join("tools");
        if program.is_file() {
            return Ok(program);
        }
        let _lock = lock(&tools, &name)?;
        if !program.is_file() {
            self.install(&tools.join(&name))?;
        }
        program.is_file().then_some(program).with_context(|| format!("{name} was built without its program"))
    }

    fn install(&self, folder: &std::path::Path) -> Result<()> {
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
