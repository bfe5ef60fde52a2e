//! `cargo xtask new kind NAME`: the skeleton of a kind in all its places.

use anyhow::{Result, bail};

use crate::args::Args;
use crate::new_kind::{self, Choices};
use crate::{process, project, say};

pub(super) fn run(mut args: Args) -> Result<()> {
    let choices = Choices { list: args.value("--list")? };
    let words = args.rest()?;
    let [what, name] = words.as_slice() else { bail!("Say what to make: `cargo xtask new kind NatsRule`.") };
    if what != "kind" {
        bail!("`{what}` is nothing that this command makes; it makes a kind: `cargo xtask new kind {name}`.");
    }
    let changed =
        process::output(process::command("git").args(["status", "--porcelain", "--untracked-files=no"]))?;
    if !changed.is_empty() {
        bail!(
            "There are changes that are not committed. Commit or stash them, so that `git diff` shows the new kind."
        );
    }
    let made = new_kind::make(name, &choices, project::root())?;
    say::line("New:");
    made.new.iter().for_each(|path| say::line(&format!("  {path}")));
    say::line("With a line or two more:");
    made.changed.iter().for_each(|path| say::line(&format!("  {path}")));
    say::line("");
    made.next.iter().for_each(|step| say::line(step));
    Ok(())
}
