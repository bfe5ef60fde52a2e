//! `cargo xtask bench`: how fast the release build is, measured in headless Chromium.

use anyhow::{Context, Result, bail};

use super::e2e;
use crate::args::Args;
use crate::build::{self, Flavour, server};
use crate::{project, say};

pub(super) fn run(args: Args) -> Result<()> {
    let filter = args.rest()?;
    let app = build::probe::beside(&build::app(Flavour::Release, "/")?)?;
    let program = server::build_fast()?;
    let folder = project::root().join("tests/results/bench");
    // Old numbers must not stand in for new ones.
    let _ = std::fs::remove_dir_all(&folder);
    let tally = e2e::playwright("bench", &app, &program, &filter, e2e::PICTURES)?;
    for file in build::files(&folder).context("the benchmarks left no numbers")? {
        let numbers: serde_json::Value = serde_json::from_slice(&std::fs::read(&file)?)?;
        show(&numbers);
    }
    if tally.failed == 0 { Ok(()) } else { bail!("A benchmark failed; its own words are above.") }
}

/// Shows `{ "title": …, "rows": [[what, number, unit], …] }` as a table.
fn show(numbers: &serde_json::Value) {
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    say::line("");
    say::step(&numbers.get("title").map(text).unwrap_or_default());
    let rows = numbers.get("rows").and_then(serde_json::Value::as_array).into_iter().flatten();
    let row = |row: &serde_json::Value| row.as_array().into_iter().flatten().map(text).collect();
    say::table(&rows.map(row).collect::<Vec<Vec<String>>>());
}
