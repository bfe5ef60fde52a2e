//! `cargo xtask check`, and the stages that it shares with `test`.

use anyhow::{Result, bail};

use crate::args::Args;
use crate::stages::{Stages, Tally};
use crate::{new_kind, process, project, tools};

/// The crates that know neither browser nor Leptos, and this one, whose tests are the rules of the house.
const PURE: &[&str] = &[
    "--package=model",
    "--package=manifest",
    "--package=plan",
    "--package=client",
    "--package=xtask",
    "--all-features",
];
const FOR_THE_BROWSER: &[&str] =
    &["--package=ecn-console", "--package=model", "--package=manifest", "--package=plan", "--package=client"];

pub(super) fn run(args: Args) -> Result<()> {
    args.none_left()?;
    let mut stages = Stages::default();
    sources(&mut stages);
    stages.run("pure tests and rules of the house", || cargo_test(PURE));
    stages.finish()
}

/// Everything that only reads the sources.
pub(super) fn sources(stages: &mut Stages) {
    stages.hold("format", || process::run(&mut process::cargo(&["fmt", "--all", "--check"])));
    stages.hold("lints for the host", || clippy(&["--workspace", "--all-targets", "--all-features"]));
    stages.hold("lints for the browser", || {
        tools::wasm_target::ensure()?;
        clippy(&[FOR_THE_BROWSER, &["--target", tools::wasm_target::WASM]].concat())
    });
    stages.hold("types of the scripts", || {
        tools::npm::ensure()?;
        ["tests", "editor"].into_iter().try_for_each(|project| {
            process::run(tools::npm::script("typescript/bin/tsc").args(["--noEmit", "--project", project]))
        })
    });
}

/// The same lints of the sources with a new kind in them.
pub(super) fn new_kind() -> Result<()> {
    tools::wasm_target::ensure()?;
    new_kind::proof::hold(|copy| {
        let sources = format!("--manifest-path={}", copy.join("Cargo.toml").display());
        let target = format!("--target-dir={}", project::target().display());
        clippy(&[FOR_THE_BROWSER, &["--target", tools::wasm_target::WASM, &sources, &target]].concat())
    })
}

/// The inputs of property tests. Always the same, so that a change fails for what it changed; a plain `cargo test` takes
/// others each time.
const SEED: &str = "20261130";

/// `cargo test`, counted. A test that fails is counted; a test that does not compile is an error.
pub(super) fn cargo_test(words: &[&str]) -> Result<(Tally, ())> {
    let mut tally = Tally::default();
    let mut cargo = process::cargo(&[&["test", "--no-fail-fast"], words].concat());
    cargo.env("PROPTEST_RNG_SEED", SEED);
    let result = process::run_watched(&mut cargo, |line| tally.add_cargo_line(line));
    match result {
        Err(error) if tally.failed == 0 => Err(error),
        _ if tally == Tally::default() => bail!("No test ran."),
        _ => Ok((tally, ())),
    }
}

fn clippy(words: &[&str]) -> Result<()> {
    process::run(&mut process::cargo(&[&["clippy"], words, &["--", "--deny", "warnings"]].concat()))
}
