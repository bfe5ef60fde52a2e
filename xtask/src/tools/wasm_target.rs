//! The compiler's standard library for the browser.

use anyhow::{Result, bail};

use crate::process;

/// The target that the app is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Adds the target to the toolchain of this project when it is missing.
pub(crate) fn ensure() -> Result<()> {
    if present() {
        return Ok(());
    }
    let added = process::run(process::command("rustup").args(["target", "add", WASM]));
    match added {
        Ok(()) if present() => Ok(()),
        _ => bail!(
            "The Rust target {WASM} is missing and rustup could not add it: \
             run `rustup target add {WASM}` in this folder, or install that target the way Rust was installed."
        ),
    }
}

fn present() -> bool {
    let words = ["--print", "target-libdir", "--target", WASM];
    let folder = process::output(process::command("rustc").args(words));
    folder.is_ok_and(|folder| std::path::Path::new(folder.trim()).is_dir())
}
