//! `cargo xtask gallery`: every widget of the console in every state, light and dark.

use anyhow::Result;

use super::demo;
use crate::args::Args;

pub(super) fn run(args: Args) -> Result<()> {
    demo::serve(args, "/gallery")
}
