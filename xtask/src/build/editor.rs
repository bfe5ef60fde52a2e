//! The rich text editor: bundled from `editor/` into one script, which the page names and the app asks for.

use std::path::Path;

use anyhow::{Context, Result};

use super::page::write_hashed;
use crate::{process, project};

/// Puts the editor's script into `folder`, and its name into the page there.
pub(super) fn bundle(folder: &Path) -> Result<()> {
    let out = project::target().join("editor.js");
    let mut outfile = std::ffi::OsString::from("--outfile=");
    outfile.push(&out);
    let mut esbuild = process::command(project::root().join("node_modules/.bin/esbuild"));
    let words = [
        "--bundle",
        "--format=iife",
        "--target=es2022",
        "--minify",
        "--legal-comments=none",
        "--log-level=error",
    ];
    process::run(esbuild.arg(project::root().join("editor/src/main.ts")).args(words).arg(outfile))?;
    let script = std::fs::read(&out).with_context(|| format!("{} cannot be read", out.display()))?;
    let name = write_hashed(folder, "editor", "js", &script)?;
    let path = folder.join("index.html");
    let mut page = std::fs::read_to_string(&path).context("Trunk wrote no index.html")?;
    let at = page.find("</head>").context("index.html has no head")?;
    page.insert_str(at, &format!("<meta name=\"ecn-editor\" content=\"{name}\">"));
    std::fs::write(&path, page).context("index.html cannot be written")
}
