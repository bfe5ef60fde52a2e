//! `cargo xtask dist`: the release build.

use anyhow::{Result, ensure};

use crate::args::Args;
use crate::build::{self, Flavour};
use crate::say;

pub(super) fn run(mut args: Args) -> Result<()> {
    let base = args.value("--base-path")?.unwrap_or_else(|| "/".to_owned());
    args.none_left()?;
    ensure!(
        base.starts_with('/') && base.ends_with('/'),
        "--base-path starts and ends with a slash, like /console/."
    );
    let folder = build::app(Flavour::Release, &base)?;
    say::line(&format!("The release build is in {}, to be served below {base}.", folder.display()));
    Ok(())
}
