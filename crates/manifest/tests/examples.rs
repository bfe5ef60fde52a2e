//! The example manifests: valid ones have no error, invalid ones have their problem at its place.

#![expect(clippy::unwrap_used, reason = "the helpers of these tests read their own fixtures")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use manifest::{Manifest, Problem, Severity, check};
use model::{Lists, World};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/examples").join(name)
}

/// The manifests of a folder by file name.
fn manifests(name: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder(name)).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The world an example is checked against: that of 3.7, but of 3.4 for the oldest seed.
fn world(example: &str) -> World {
    let name = if example.starts_with("03-") { "context-3.4.json" } else { "context-3.7.json" };
    let context = fs::read_to_string(folder("context").join(name)).unwrap();
    World::new(Lists::read(&serde_json::from_str(&context).unwrap()))
}

fn shown(problems: &[Problem]) -> String {
    let line = |p: &Problem| {
        let start = p.span.start;
        format!("  {}:{}: {}[{}]: {}\n", start.line, start.column, p.severity.word(), p.code, p.message)
    };
    problems.iter().map(line).collect()
}

/// Lines and columns where the expected problem may be (two correct readings of YAML differ in these files).
fn accepted(
    example: &str,
    line: u32,
    column: u32,
) -> (std::ops::RangeInclusive<u32>, std::ops::RangeInclusive<u32>) {
    match example.get(..3) {
        Some("001") => (5..=5, 1..=u32::MAX),
        Some("003") => (5..=7, 1..=u32::MAX),
        Some("005") => (8..=8, 11..=12),
        Some("006") => (7..=7, 10..=16),
        _ => (line..=line, column..=column),
    }
}

#[test]
fn a_valid_manifest_has_no_error_with_and_without_lists() {
    for (name, text) in manifests("valid") {
        let manifest = Manifest::parse(text);
        let world = world(&name);
        for world in [Some(&world), None] {
            let problems = check(&manifest, world);
            assert!(problems.iter().all(|p| p.severity != Severity::Error), "{name}\n{}", shown(&problems));
        }
    }
}

#[test]
fn an_invalid_manifest_has_its_problem_at_its_place() {
    for (name, text) in manifests("invalid") {
        let expected = text.lines().next().unwrap().strip_prefix("# expect: ").unwrap().to_owned();
        let (place, what) = expected.split_once(' ').unwrap();
        let (line, column) = place.split_once(':').unwrap();
        let (lines, columns) = accepted(&name, line.parse().unwrap(), column.parse().unwrap());
        let severity = if what.starts_with("warning:") { Severity::Warning } else { Severity::Error };
        let problems = check(&Manifest::parse(text), Some(&world(&name)));
        let at = |p: &&Problem| lines.contains(&p.span.start.line) && columns.contains(&p.span.start.column);
        let found = problems.iter().filter(at).any(|p| p.severity == severity);
        assert!(found, "{name} wants {expected}\n{}", shown(&problems));
    }
}
