//! Whether a new kind compiles: it is made in a copy of the sources. The templates are text, which no compiler reads.

use std::path::Path;

use anyhow::{Context, Result};

use super::{Choices, make};
use crate::project;

/// A word of two, so that each way to write it is another one.
pub(crate) const WORD: &str = "FieldSample";

/// Makes the kind in a copy of the sources, and gives the copy to `check`.
pub(crate) fn hold(check: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let copy = project::target().join("new-kind");
    if copy.exists() {
        std::fs::remove_dir_all(&copy)?;
    }
    copied(&copy)?;
    make(WORD, &Choices::default(), &copy)?;
    check(&copy)
}

/// The files that are compiled, or read into what is.
const COPIED: [&str; 3] = ["rs", "toml", "yaml"];

/// Copies what Cargo needs to know of the sources.
pub(crate) fn copied(to: &Path) -> Result<()> {
    let files = ["Cargo.toml", "Cargo.lock", "clippy.toml", "rust-toolchain.toml"];
    std::fs::create_dir_all(to)?;
    for file in files {
        std::fs::copy(project::root().join(file), to.join(file))
            .with_context(|| format!("{file} cannot be copied"))?;
    }
    for folder in ["crates", "src", "xtask"] {
        folder_copied(&project::root().join(folder), &to.join(folder))?;
    }
    Ok(())
}

fn folder_copied(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            folder_copied(&path, &to)?;
        } else if path.extension().is_some_and(|ending| COPIED.iter().any(|own| ending == *own)) {
            std::fs::copy(path, to)?;
        }
    }
    Ok(())
}
