//! `cargo xtask test`: everything that must hold before a change lands.

use anyhow::Result;

use super::{check, e2e, fuzz, size};
use crate::args::Args;
use crate::build::{self, Flavour};
use crate::stages::Stages;

pub(super) fn run(args: Args) -> Result<()> {
    args.none_left()?;
    let mut stages = Stages::default();
    check::sources(&mut stages);
    stages.hold("a new kind, made and compiled", check::new_kind);
    stages.run("tests of the workspace", || check::cargo_test(&["--workspace", "--all-features"]));
    stages.run("fuzzing, 20 seconds of each target", || fuzz::all(20));
    match stages.hold("release build", || build::app(Flavour::Release, "/")) {
        Some(app) => {
            stages.hold("size budget", || size::hold(&app));
            stages.run("browser tests", || e2e::browser_tests(&app));
        }
        None => {
            for name in ["size budget", "browser tests"] {
                stages.blocked(name, "the release build");
            }
        }
    }
    stages.finish()
}
