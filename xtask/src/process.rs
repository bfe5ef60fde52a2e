//! Starting other programs: what they print goes to the screen, and a failure says which one failed.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::{Child, Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

use crate::{project, say};

/// A command that starts in the root of the project.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::root());
    command
}

/// Cargo, the same one that runs us.
pub(crate) fn cargo(words: &[&str]) -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words);
    command
}

/// Shows the command, runs it with its output on the screen, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    say::step(&shown(command));
    let status = spawn(command)?.wait()?;
    checked(command, status)
}

/// Like [`run`], and hands every line of the standard output to `look` while it passes.
pub(crate) fn run_watched(command: &mut Command, mut look: impl FnMut(&str)) -> Result<()> {
    say::step(&shown(command));
    let mut child = spawn(command.stdout(Stdio::piped()))?;
    let output = child.stdout.take().context("the output of the program is not there")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        look(&line);
        say::line(&line);
    }
    let status = child.wait()?;
    checked(command, status)
}

/// Runs without showing anything, and gives the standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = started(command.stdin(Stdio::null()).output(), command)?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {}", shown(command), errors.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the program is there and answers without complaint.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Starts a program that runs beside us.
pub(crate) fn spawn(command: &mut Command) -> Result<Child> {
    let _ = std::io::stdout().flush();
    let child = command.stdin(Stdio::null()).spawn();
    started(child, command)
}

fn started<T>(result: std::io::Result<T>, command: &Command) -> Result<T> {
    let program = command.get_program().to_string_lossy().into_owned();
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("{}", missing(&program)),
        other => other.with_context(|| format!("`{program}` could not be started")),
    }
}

/// One sentence with the fix for a program that is not there.
fn missing(program: &str) -> String {
    let fix = match program {
        "node" | "npm" => "install Node.js 20 or newer, which brings npm",
        "cargo" | "rustc" | "rustup" => "install Rust with rustup",
        _ => "install it and put its folder on the PATH",
    };
    format!("`{program}` was not found: {fix}, then run this again.")
}

fn checked(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() { Ok(()) } else { bail!("`{}` failed ({status}).", shown(command)) }
}

/// The command as one would type it, with long folders cut to the program's name.
fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    let root = format!("{}/", project::root().display());
    std::iter::once(name).chain(words).collect::<Vec<_>>().join(" ").replace(&root, "")
}
