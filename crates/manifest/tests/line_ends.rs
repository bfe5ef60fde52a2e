//! A text is the same manifest whatever ends its lines: the same problems at the same places, the same fixes, proposals
//! and help.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

use std::fs;
use std::path::Path;

use manifest::{Manifest, Problem, apply, check, complete, hover, shown};

/// The examples that end their lines with `\n`, by name.
fn examples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/examples");
    let files = ["valid", "invalid"].into_iter().flat_map(|part| fs::read_dir(folder.join(part)).unwrap());
    let read = |file: fs::DirEntry| {
        (file.file_name().to_string_lossy().into_owned(), fs::read_to_string(file.path()).unwrap())
    };
    files.map(|file| read(file.unwrap())).filter(|(_, text)| !text.contains('\r')).collect()
}

/// What a person sees of a problem.
fn seen(problem: &Problem) -> (u32, u32, &'static str, String) {
    (problem.span.start.line, problem.span.start.column, problem.code, problem.message.to_string())
}

/// Runs `compare` with each example and the same one with other line ends.
fn check_examples(compare: impl Fn(&str, &str, &str)) {
    let examples = examples();
    assert!(examples.len() > 100, "only {} examples", examples.len());
    for (name, text) in examples {
        for line_end in ["\r\n", "\r"] {
            compare(&format!("{name} with {line_end:?}"), &text, &text.replace('\n', line_end));
        }
    }
}

#[test]
fn problems_are_the_same_at_the_same_places_and_so_are_their_fixes() {
    check_examples(|name, text, other| {
        let problems = check(&Manifest::parse(text), None);
        let others = check(&Manifest::parse(other), None);
        assert_eq!(
            others.iter().map(seen).collect::<Vec<_>>(),
            problems.iter().map(seen).collect::<Vec<_>>(),
            "{name}"
        );
        for (problem, twin) in problems.iter().zip(&others) {
            let fixed = |text: &str, problem: &Problem| -> Vec<String> {
                problem.fixes.iter().map(|fix| shown(&apply(text, &fix.edits)).into_owned()).collect()
            };
            assert_eq!(fixed(other, twin), fixed(text, problem), "{name}: {}", problem.code);
        }
    });
}

#[test]
fn proposals_and_help_are_the_same_at_the_same_places() {
    check_examples(|name, text, other| {
        let (manifest, twin) = (Manifest::parse(text), Manifest::parse(other));
        let longer = (other.len() - text.len()) / text.matches('\n').count().max(1);
        for (line, start) in text.match_indices('\n').map(|(at, _)| at).enumerate().step_by(3) {
            // The end of each line.
            let at = start + line * longer;
            let words =
                |found: Vec<manifest::Completion>| found.into_iter().map(|one| one.label).collect::<Vec<_>>();
            assert_eq!(
                words(complete(&twin, at, None)),
                words(complete(&manifest, start, None)),
                "{name}:{line}"
            );
            let help = |found: Option<manifest::Hover>| {
                found.map(|help| (help.span.start.line, help.span.start.column, help.title, help.lines))
            };
            assert_eq!(help(hover(&twin, at, None)), help(hover(&manifest, start, None)), "{name}:{line}");
        }
    });
}

#[test]
fn a_written_line_ends_like_those_around_it() {
    for line_end in ["\n", "\r\n", "\r"] {
        let text = "a: 1\nb:\n  - x\n".replace('\n', line_end);
        let manifest = Manifest::parse(&*text);
        let edits = manifest.documents()[0]
            .set(&"b".parse().unwrap(), &serde_json::json!(["x", {"k": "1\n2\n"}]))
            .unwrap();
        let expected = "a: 1\nb:\n  - x\n  - k: |\n      1\n      2\n".replace('\n', line_end);
        assert_eq!(apply(&text, &edits), expected);
    }
}
