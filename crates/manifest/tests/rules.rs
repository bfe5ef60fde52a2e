//! Every rule of the checks, with texts that break it and texts that do not.
//!
//! The cases are in `fixtures/rules/*.cases`: a line `## SHAPE: sentence`, the text, and behind `=>` what is found, one
//! finding per line; a case without such lines finds nothing. `UPDATE=1 cargo test -p manifest` writes them anew.
//! Shapes: `text` is a whole file; `spec` stands under the spec of a Microservice on edge-1, `container` under its
//! container; `bare` is a `text` that is checked without lists, `eclipse` one for an Eclipse Controller 3.0.

#![expect(clippy::unwrap_used, reason = "the helpers of these tests read their own fixtures")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use manifest::{Manifest, Problem, Severity, apply, check, together};
use model::{Lists, World};
use serde_json::json;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn world(version: &str) -> World {
    let text = fs::read_to_string(fixtures().join("examples/context/context-3.7.json")).unwrap();
    let mut context: serde_json::Value = serde_json::from_str(&text).unwrap();
    let stuck = json!({"name": "stuck", "application": "line-a", "catalogItemId": 4});
    context["microservices"].as_array_mut().unwrap().push(stuck);
    let variables = json!([{"key": "agent-name"}, {"key": "port", "defaultValue": 1}]);
    context["applicationTemplates"] = json!([{"name": "viewer-template", "variables": variables}]);
    context["controllerVersion"] = json!(version);
    World::new(Lists::read(&context))
}

struct Case {
    shape: String,
    title: String,
    body: String,
    expected: String,
}

impl Case {
    fn text(&self) -> String {
        let head = "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: line-a/sample\nspec:\n  agent:\n    name: edge-1\n";
        let images = "  images:\n    x86: docker.io/acme/sample:1\n";
        match self.shape.as_str() {
            "spec" => format!("{head}{images}{}", self.body),
            "container" => format!("{head}{images}  container:\n{}", self.body),
            "images" => format!("{head}  images:\n{}", self.body),
            _ => self.body.clone(),
        }
    }

    fn problems(&self, text: &str) -> Vec<Problem> {
        let world = world(if self.shape == "eclipse" { "3.0.4" } else { "3.7.3" });
        check(&Manifest::parse(text), (self.shape != "bare").then_some(&world))
    }
}

fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            let (shape, title) = title.split_once(": ").unwrap();
            cases.push(Case {
                shape: shape.into(),
                title: title.into(),
                body: String::new(),
                expected: String::new(),
            });
        } else if let (Some(case), Some(expected)) = (cases.last_mut(), line.strip_prefix("=> ")) {
            writeln!(case.expected, "{expected}").unwrap();
        } else if let Some(case) = cases.last_mut() {
            writeln!(case.body, "{line}").unwrap();
        }
    }
    cases
}

fn shown(problems: &[Problem]) -> String {
    let line = |p: &Problem| {
        let (line, column) = (p.span.start.line, p.span.start.column);
        format!("{line}:{column} {}[{}] {}\n", p.severity.word(), p.code, p.message)
    };
    problems.iter().map(line).collect()
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(fixtures().join("rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn each_case_finds_what_it_says_and_nothing_else() {
    let mut wrong = String::new();
    for file in files() {
        let before = fs::read_to_string(&file).unwrap();
        let mut after = String::new();
        for case in read(&before) {
            let found = shown(&case.problems(&case.text()));
            if found != case.expected {
                write!(
                    wrong,
                    "{} {}\nexpected:\n{}found:\n{found}\n",
                    file.display(),
                    case.title,
                    case.expected
                )
                .unwrap();
            }
            write!(after, "## {}: {}\n{}", case.shape, case.title, case.body).unwrap();
            found.lines().for_each(|line| writeln!(after, "=> {line}").unwrap());
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, after).unwrap();
        }
    }
    assert!(std::env::var_os("UPDATE").is_some() || wrong.is_empty(), "{wrong}");
}

/// The problems that are still there with the same words.
fn count(problems: &[Problem], like: &Problem) -> usize {
    problems.iter().filter(|problem| problem.code == like.code && problem.message == like.message).count()
}

/// Presses each fix alone: its problem goes away, and there is less to mend than before.
fn each_fix_mends(name: &str, text: &str, wrong: &mut String, check: impl Fn(&str) -> Vec<Problem>) -> usize {
    let problems = check(text);
    let errors = |problems: &[Problem]| problems.iter().filter(|p| p.severity == Severity::Error).count();
    // Errors weigh more than warnings; what is only worth knowing counts for nothing.
    let worth = |problems: &[Problem]| {
        let all = problems.iter().filter(|p| p.severity != Severity::Info).count();
        (all, errors(problems))
    };
    let mut fixes = 0;
    for problem in &problems {
        for fix in problem.fixes.iter() {
            let mended = apply(text, &fix.edits);
            let after = check(&mended);
            let gone = count(&after, problem) < count(&problems, problem);
            let fewer = problem.severity == Severity::Info || worth(&after) < worth(&problems);
            fixes += 1;
            if gone && fewer && errors(&after) <= errors(&problems) {
                continue;
            }
            let new: Vec<Problem> = after.iter().filter(|it| count(&problems, it) == 0).cloned().collect();
            let one = shown(std::slice::from_ref(problem));
            writeln!(wrong, "{name}: \"{}\" does not mend\n{one}but gives\n{}", fix.title, shown(&new))
                .unwrap();
        }
    }
    for group in together(&problems) {
        let after = check(&apply(text, &group.edits));
        if worth(&after) >= worth(&problems) {
            writeln!(wrong, "{name}: \"{}\" leaves\n{}", group.title, shown(&after)).unwrap();
        }
    }
    fixes
}

#[test]
fn each_offered_fix_mends_its_problem() {
    let (mut fixes, mut wrong) = (0, String::new());
    for file in files() {
        for case in read(&fs::read_to_string(&file).unwrap()) {
            fixes += each_fix_mends(&case.title, &case.text(), &mut wrong, |text| case.problems(text));
        }
    }
    let world = world("3.7.3");
    for folder in ["valid", "invalid"] {
        for entry in fs::read_dir(fixtures().join("examples").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            fixes += each_fix_mends(&path.display().to_string(), &text, &mut wrong, |text| {
                check(&Manifest::parse(text), Some(&world))
            });
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(fixes > 50, "only {fixes} fixes were offered");
}
