//! A Chromium for the browser tests: the system's own, or Debian's package where we may install it.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{process, say};

const PROGRAMS: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MAC_PROGRAMS: &[&str] = &[
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The browser's path. `ECN_CONSOLE_CHROMIUM` names another one.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if may_install() {
        say::step("installing Chromium from the system's packages");
        let apt = || {
            let mut apt = process::command("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive");
            apt
        };
        process::run(apt().args(["update", "-q"]))?;
        let packages = ["chromium", "fonts-dejavu-core"];
        process::run(apt().args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))?;
    }
    match find() {
        Some(found) => Ok(found),
        None => bail!(
            "The browser tests need Chromium: install it (Debian: `apt-get install chromium`), \
             or set ECN_CONSOLE_CHROMIUM to the program of a Chromium or Chrome."
        ),
    }
}

fn find() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("ECN_CONSOLE_CHROMIUM") {
        return Some(PathBuf::from(given));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let on_path = PROGRAMS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    on_path.chain(MAC_PROGRAMS.iter().map(PathBuf::from)).find(|program| program.is_file())
}

fn may_install() -> bool {
    let root = || process::output(process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    cfg!(target_os = "linux") && root() && process::succeeds(process::command("apt-get").arg("--version"))
}
