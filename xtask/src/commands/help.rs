//! `cargo xtask help`: the list of commands.

use anyhow::Result;

use super::COMMANDS;
use crate::args::Args;
use crate::say;

pub(super) fn run(_: Args) -> Result<()> {
    say::line("cargo xtask COMMAND");
    for command in COMMANDS {
        say::line("");
        say::line(format!("  {} {}", command.name, command.takes).trim_end());
        say::line(&format!("      {}", command.does));
    }
    say::line("");
    say::line(
        "Tools are compiled once and shared by all clones, in ~/.cache/ecn-console or where ECN_CONSOLE_CACHE says.",
    );
    Ok(())
}
