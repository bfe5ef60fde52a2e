//! The sources with what is going to be written: nothing is on disk before every place was found.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::process;

/// A tree of sources and the changes to it.
pub(crate) struct Sources {
    root: PathBuf,
    /// What is new or changed, by its path, and whether it is new.
    pending: BTreeMap<String, (bool, String)>,
}

impl Sources {
    pub(crate) fn new(root: &Path) -> Sources {
        Sources { root: root.to_owned(), pending: BTreeMap::new() }
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.pending.contains_key(path) || self.root.join(path).exists()
    }

    /// A file as it is going to be.
    pub(crate) fn read(&self, path: &str) -> Result<String> {
        if let Some((_, text)) = self.pending.get(path) {
            return Ok(text.clone());
        }
        std::fs::read_to_string(self.root.join(path)).with_context(|| format!("{path} cannot be read"))
    }

    /// Every file below a folder.
    pub(crate) fn files(&self, folder: &str) -> Result<Vec<String>> {
        let mut files = Vec::new();
        let entries = std::fs::read_dir(self.root.join(folder));
        for entry in entries.with_context(|| format!("{folder} cannot be read"))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() { files.extend(self.files(&path)?) } else { files.push(path) }
        }
        Ok(files)
    }

    pub(crate) fn create(&mut self, path: &str, text: String) -> Result<()> {
        if self.has(path) {
            bail!("{path} is there already.");
        }
        self.pending.insert(path.to_owned(), (true, text));
        Ok(())
    }

    pub(crate) fn change(&mut self, path: &str, change: impl FnOnce(&str) -> Result<String>) -> Result<()> {
        let text = self.read(path)?;
        let changed = change(&text).with_context(|| format!("{path} is not as this command knows it"))?;
        let is_new = self.pending.get(path).is_some_and(|(is_new, _)| *is_new);
        self.pending.insert(path.to_owned(), (is_new, changed));
        Ok(())
    }

    /// The paths of what is new, or of what is changed.
    pub(crate) fn pending(&self, is_new: bool) -> impl Iterator<Item = &str> {
        self.pending.iter().filter(move |(_, (new, _))| *new == is_new).map(|(path, _)| path.as_str())
    }

    /// Lays every Rust source out as the house does.
    pub(crate) fn format(&mut self) -> Result<()> {
        for (path, (_, text)) in &mut self.pending {
            if path.ends_with(".rs") {
                *text = formatted(text).with_context(|| format!("{path} cannot be formatted"))?;
            }
        }
        Ok(())
    }

    /// Puts everything on disk.
    pub(crate) fn write(&self) -> Result<()> {
        for (path, (_, text)) in &self.pending {
            let file = self.root.join(path);
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(file, text).with_context(|| format!("{path} cannot be written"))?;
        }
        Ok(())
    }
}

/// From its standard input `rustfmt` takes one file, and looks for no modules.
fn formatted(text: &str) -> Result<String> {
    let mut rustfmt = process::command("rustfmt");
    rustfmt.args(["--edition", "2024"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child =
        rustfmt.spawn().context("`rustfmt` could not be started: `rustup component add rustfmt`")?;
    let mut input = child.stdin.take().context("`rustfmt` takes no input")?;
    input.write_all(text.as_bytes())?;
    drop(input);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}
