//! The demo Controller: built, started on a port, and known to be ready.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};

use crate::{process, project, say};

const READY: &str = "demo-controller listening on ";

/// Builds the demo Controller as fast as it builds, and gives the program.
pub(crate) fn build() -> Result<PathBuf> {
    say::step("building the demo Controller");
    process::run(&mut process::cargo(&["build", "--package", "demo-controller", "--bins"]))?;
    Ok(program("debug"))
}

/// Builds it optimised, so that a measurement is about the console.
pub(crate) fn build_fast() -> Result<PathBuf> {
    process::run(&mut process::cargo(&[
        "build",
        "--package",
        "demo-controller",
        "--bins",
        "--profile",
        "quick",
    ]))?;
    Ok(program("quick"))
}

fn program(profile: &str) -> PathBuf {
    let name = project::target().join(profile).join("demo-controller");
    name.with_extension(std::env::consts::EXE_EXTENSION)
}

/// A running demo Controller; it ends when this is dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
}

/// Starts the program and waits for the line that says it is ready.
pub(crate) fn start(program: &PathBuf, words: &[&std::ffi::OsStr]) -> Result<Running> {
    let mut command = process::command(program);
    let mut child = process::spawn(command.args(words).stdout(Stdio::piped()))?;
    let output = child.stdout.take().context("the demo Controller has no output")?;
    let mut lines = BufReader::new(output).lines();
    let Some(address) =
        lines.by_ref().map_while(Result::ok).find_map(|l| l.strip_prefix(READY).map(str::to_owned))
    else {
        let status = child.wait()?;
        bail!("The demo Controller ended before it was ready ({status}); its own words are above.");
    };
    // What it says later belongs on the screen, and a full pipe would stop it.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| say::line(&line)));
    Ok(Running { child, address: address.trim().to_owned() })
}

impl Running {
    /// Waits until it ends by itself or by the person at the terminal.
    pub(crate) fn wait(&mut self) -> Result<()> {
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { bail!("The demo Controller ended ({status}).") }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
