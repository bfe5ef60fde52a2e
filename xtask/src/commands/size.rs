//! `cargo xtask size`: what the browser has to load, held against `budget.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::top;
use crate::args::Args;
use crate::build::{self, Flavour};
use crate::{project, say};

pub(super) fn run(mut args: Args) -> Result<()> {
    let top = args.number::<usize>("--top")?;
    args.none_left()?;
    let app = build::app(Flavour::Release, "/")?;
    if let Some(count) = top {
        top::show(count)?;
    }
    hold(&app)
}

/// One shipped file, in bytes.
struct Shipped {
    name: String,
    first: bool,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Shows every shipped file and fails when a budget is exceeded.
pub(super) fn hold(app: &Path) -> Result<()> {
    let files = shipped(app)?;
    let mut rows = vec![["file", "", "raw", "gzip", "brotli"].map(str::to_owned).to_vec()];
    for file in &files {
        let first = if file.first { "first load" } else { "" };
        rows.push(row(&file.name, first, [file.raw, file.gzip, file.brotli]));
    }
    let sum = |of: fn(&Shipped) -> usize| files.iter().filter(|file| file.first).map(of).sum::<usize>();
    let first = [sum(|file| file.raw), sum(|file| file.gzip), sum(|file| file.brotli)];
    rows.push(row("what the browser loads to show the first list", "first load", first));
    say::table(&rows);
    within(&files, first[2])
}

fn row(name: &str, first: &str, bytes: [usize; 3]) -> Vec<String> {
    let sizes = bytes.map(|bytes| format!("{:.1} kB", bytes as f64 / 1000.0));
    [name.to_owned(), first.to_owned()].into_iter().chain(sizes).collect()
}

/// Holds the brotli sizes against the budget file; every exceeded line is told.
fn within(files: &[Shipped], first: usize) -> Result<()> {
    let budget = project::read_toml("budget.toml")?;
    let lines = budget.get("brotli-bytes").and_then(toml::Value::as_table);
    let mut over = Vec::new();
    for (name, limit) in lines.context("budget.toml has no table brotli-bytes")? {
        let limit =
            limit.as_integer().and_then(|l| usize::try_from(l).ok()).context("a budget is no number")?;
        let now = match name.as_str() {
            "first-load" => first,
            pattern => files.iter().filter(|file| fits(pattern, &file.name)).map(|file| file.brotli).sum(),
        };
        say::line(&format!(
            "budget {name}: {now} of {limit} bytes in brotli ({} %)",
            now * 100 / limit.max(1)
        ));
        if now > limit {
            over.push(format!("{name} is {now} bytes in brotli, {limit} are allowed"));
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("Over budget: {}. See budget.toml.", over.join("; ")) }
}

/// `app-*.wasm` fits `app-0123.wasm`.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
        None => pattern == name,
    }
}

/// Every file of the build but the compressed twins, the largest first.
fn shipped(app: &Path) -> Result<Vec<Shipped>> {
    let mut contents = BTreeMap::new();
    for file in build::files(app)? {
        if file.extension().is_none_or(|extension| extension != "br" && extension != "gz") {
            contents.insert(build::relative(app, &file), (file.clone(), std::fs::read(&file)?));
        }
    }
    let first = build::first_load(
        &contents.iter().map(|(name, (_, bytes))| (name.as_str(), bytes.as_slice())).collect(),
    );
    let mut files = Vec::new();
    for (name, (path, bytes)) in &contents {
        let small = build::is_compressible(path);
        let packed = |pack: fn(&[u8]) -> Result<Vec<u8>>| {
            if small { pack(bytes).map(|packed| packed.len()) } else { Ok(bytes.len()) }
        };
        files.push(Shipped {
            name: name.clone(),
            first: first.contains(&name.as_str()),
            raw: bytes.len(),
            gzip: packed(build::gzip)?,
            brotli: packed(build::brotli)?,
        });
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.brotli));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_may_name_a_file_whose_hash_changes() {
        assert!(fits("app-*.wasm", "app-0123.wasm"));
        assert!(!fits("app-*.wasm", "app-0123.js"));
        assert!(!fits("index.html", "other.html"));
    }
}
