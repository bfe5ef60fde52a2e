//! `cargo xtask licenses`: what ships that others wrote, and under which terms.

use anyhow::Result;

use crate::args::Args;
use crate::{build, say};

pub(super) fn run(args: Args) -> Result<()> {
    args.none_left()?;
    let parts = build::licenses::parts()?;
    let rows = parts.iter().map(|part| vec![format!("{} {}", part.name, part.version), part.terms.clone()]);
    say::table(&rows.collect::<Vec<_>>());
    say::line(&format!("{} parts, all under terms that let them ship.", parts.len()));
    Ok(())
}
