//! The rich text editor: bundled from `editor/` into one script, which the page names and the app asks for.

use std::path::Path;

use anyhow::{Context, Result};

use super::optimise;
use super::page::write_hashed;
use crate::project;

/// Puts the editor's script into `folder`, and its name into the page there.
pub(super) fn bundle(folder: &Path) -> Result<()> {
    let out = project::target().join("editor.js");
    let words = ["--bundle", "--format=iife", "--target=es2022"];
    optimise::esbuild(&project::root().join("editor/src/main.ts"), &out, &words)?;
    let script = std::fs::read(&out).with_context(|| format!("{} cannot be read", out.display()))?;
    let name = write_hashed(folder, "editor", "js", &script)?;
    let path = folder.join("index.html");
    let mut page = std::fs::read_to_string(&path).context("Trunk wrote no index.html")?;
    let at = page.find("</head>").context("index.html has no head")?;
    page.insert_str(at, &format!("<meta name=\"ecn-editor\" content=\"{name}\">"));
    std::fs::write(&path, page).context("index.html cannot be written")
}
