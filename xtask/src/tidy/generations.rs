//! One record says what a Controller can do (`model::Capabilities`): no other place asks for a version.

use super::code::is_test_file;
use super::{none, texts};

/// Who may: the record itself, what reads it from a file of lists, and what keeps it for a reloaded tab.
const MAY: [&str; 3] = [
    "crates/model/src/capabilities.rs",
    "crates/model/src/world/context.rs",
    "src/controllers/capabilities.rs",
];

/// What asks for one.
const QUESTIONS: [&str; 5] =
    ["of_version", "versions.controller", "starts_with(\"3.", "has_since(\"", "has_until(\""];

/// The lines of a file that ask.
fn asking(file: &str, text: &str) -> Vec<String> {
    let shipped = text.split("#[cfg(test)]").next().unwrap_or_default().lines().enumerate();
    let asks = shipped.filter(|(_, line)| QUESTIONS.iter().any(|question| line.contains(question)));
    asks.map(|(at, line)| format!("{file}:{}: {}", at + 1, line.trim())).collect()
}

#[test]
fn no_other_place_asks_for_a_version() {
    let folders = ["crates/client/src", "crates/manifest/src", "crates/model/src", "crates/plan/src", "src"];
    let shipped = folders.iter().flat_map(|folder| texts(folder, &[".rs"]));
    let broken: Vec<String> = shipped
        .filter(|(file, _)| !is_test_file(file) && !MAY.contains(&file.as_str()))
        .flat_map(|(file, text)| asking(&file, &text))
        .collect();
    none("what a Controller can do is asked of model::Capabilities", &broken);
}

#[test]
fn a_question_is_found_outside_of_tests_only() {
    let check = |text: &str, found: usize| assert_eq!(asking("a.rs", text).len(), found, "{text}");
    check("if status.versions.controller == x {", 1);
    check("release.has_since(field.since)", 0);
    check("release.has_since(\"3.5\")", 1);
    check("#[cfg(test)]\nmod tests { Capabilities::of_version(\"3.0.4\"); }", 0);
}
