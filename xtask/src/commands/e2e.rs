//! `cargo xtask e2e`: the browser tests.

use std::path::Path;

use anyhow::{Context, Result};

use crate::args::Args;
use crate::build::{self, Flavour, server};
use crate::stages::{Failed, Tally};
use crate::{process, project, tools};

/// Where pictures go that nobody asked for.
pub(super) const PICTURES: &str = "tests/results/pictures";

pub(super) fn run(mut args: Args) -> Result<()> {
    let flavour = if args.flag("--dist") { Flavour::Release } else { Flavour::Quick };
    let pictures = args.flag("--pictures");
    let filter = args.rest()?;
    tools::prepare()?;
    let app = build::app(flavour, "/")?;
    let pictures = if pictures { "docs/pictures" } else { PICTURES };
    let tally = playwright("stories", &app, &server::build()?, &filter, pictures)?;
    if tally.failed == 0 { Ok(()) } else { Err(Failed.into()) }
}

/// Runs all stories against the app in `app`.
pub(super) fn browser_tests(app: &Path) -> Result<(Tally, ())> {
    Ok((playwright("stories", app, &server::build()?, &[], PICTURES)?, ()))
}

/// Runs a project of `tests/playwright.config.ts` and counts what passed and failed.
pub(super) fn playwright(
    project: &str,
    app: &Path,
    server: &Path,
    filter: &[String],
    pictures: &str,
) -> Result<Tally> {
    tools::npm::ensure()?;
    let chromium = tools::chromium::ensure()?;
    let report = project::root().join("tests/results/report.json");
    // An old report must not stand in for a run that did not come about.
    let _ = std::fs::remove_file(&report);
    let mut runner = tools::npm::script("@playwright/test/cli.js");
    runner.args(["test", "--config", "tests/playwright.config.ts"]).args(filter);
    // With the equals sign, or the filter would be taken for more projects.
    runner.arg(format!("--project={project}"));
    runner.env("ECN_CONSOLE_APP", app).env("ECN_CONSOLE_DEMO_CONTROLLER", server);
    runner.env("ECN_CONSOLE_CHROMIUM", chromium).env("ECN_CONSOLE_REPORT", &report);
    runner.env("ECN_CONSOLE_PICTURES", project::root().join(pictures));
    let result = process::run(&mut runner);
    match read(&report) {
        Ok(tally) if tally.failed > 0 => Ok(tally),
        Ok(tally) => result.map(|()| tally),
        Err(error) => result.and(Err(error)),
    }
}

/// The counts of Playwright's JSON report. A test that passed only when tried again has failed.
fn read(report: &Path) -> Result<Tally> {
    let text = std::fs::read_to_string(report).context("the browser tests left no report")?;
    let report: serde_json::Value =
        serde_json::from_str(&text).context("the browser tests' report is broken")?;
    let count = |name: &str| report.pointer(&format!("/stats/{name}")).and_then(serde_json::Value::as_u64);
    let failed = count("unexpected").unwrap_or(0) + count("flaky").unwrap_or(0);
    Ok(Tally { passed: count("expected").context("the browser tests' report has no counts")?, failed })
}
