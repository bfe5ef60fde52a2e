//! Reading of the example manifests: places, messages and values.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

use std::path::PathBuf;

use manifest::{Manifest, Path, Reading, Severity};

fn examples(folder: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/examples").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

fn problems(text: &str) -> Vec<String> {
    let describe = |problem: manifest::Problem| {
        format!("{}:{} {}", problem.span.start.line, problem.span.start.column, problem.code)
    };
    Manifest::parse(text).problems().into_iter().map(describe).collect()
}

#[test]
fn valid_examples_read_without_a_problem() {
    for (name, text) in examples("valid") {
        assert_eq!(problems(&text), Vec::<String>::new(), "{name}");
        let manifest = Manifest::parse(&*text);
        assert!(manifest.documents().iter().all(manifest::Document::is_complete), "{name}");
        assert!(manifest.documents().iter().any(|document| document.kind().is_some()), "{name}");
    }
}

#[test]
fn mistakes_of_the_text_are_found_where_they_are() {
    let expected = [
        ("001-tab-indentation", "5:1 tab"),
        ("002-duplicate-key", "12:3 duplicate-key"),
        ("003-unclosed-quote", "5:9 syntax"),
        ("004-bad-indentation", "9:4 syntax"),
        ("006-undefined-alias", "7:10 unknown-alias"),
        ("007-seed-pasted-flat", "9:1 duplicate-key"),
    ];
    let files = examples("invalid");
    for (name, problem) in expected {
        let (_, text) = files.iter().find(|(file, _)| file == name).unwrap();
        assert_eq!(problems(text), [problem], "{name}");
    }
    for (name, text) in files.iter().filter(|(name, _)| expected.iter().all(|(file, _)| file != name)) {
        if !name.starts_with("010") {
            assert_eq!(problems(text), Vec::<String>::new(), "{name}");
        }
    }
}

#[test]
fn a_value_is_found_by_its_path_with_its_place() {
    let text = "# top\r\n---\r\nspec:\r\n  - größe: {ü: 'a''b', z: \"x\\ty\"} # c\r\n    t: |\r\n      one\r\n      two\r\n";
    let manifest = Manifest::parse(text);
    assert_eq!(manifest.problems(), []);
    for (path, value, line, column) in [
        ("spec[0].größe.ü", "a'b", 4, 16),
        ("spec[0].größe.z", "x\ty", 4, 27),
        ("spec[0].t", "one\ntwo\n", 5, 8),
    ] {
        let node = manifest.documents()[0].get(&path.parse().unwrap()).unwrap();
        assert_eq!(node.as_str(), Some(value), "{path}");
        let start = node.span().start;
        assert_eq!((start.line, start.column), (line, column), "{path}");
    }
    let list = manifest.documents()[0].get(&Path::root().key("spec")).unwrap();
    assert_eq!((list.span().start.line, list.span().start.column), (4, 3));
    let item = list.item(0).unwrap();
    assert_eq!((item.span().start.line, item.span().start.column), (4, 5));
}

#[test]
fn an_error_in_one_document_does_not_hide_the_others() {
    let manifest = Manifest::parse("kind: A\nx: [\n---\nkind: B\nkind: C\n---\nkind: D\n");
    let kinds: Vec<_> =
        manifest.documents().iter().map(|document| (document.kind(), document.is_complete())).collect();
    assert_eq!(kinds, [(Some("A"), false), (Some("B"), true), (Some("D"), true)]);
    let problems = manifest.problems();
    assert_eq!(problems.iter().map(|problem| problem.document).collect::<Vec<_>>(), [Some(0), Some(1)]);
    assert!(problems.iter().all(|problem| problem.severity == Severity::Error));
}

#[test]
fn all_errors_of_a_document_are_listed_and_what_lies_between_is_read() {
    for (text, expected, readable) in [
        ("kind: A\nx: \"open\ny: 1\n", vec!["2:4 syntax"], vec!["kind", "y"]),
        ("kind: A\nspec:\n  a: 1\n  im\n  b: 2\n", vec!["4:3 syntax"], vec!["spec.a", "spec.b"]),
        ("a: 1\n\tb: 1\nc: [1\nd: 1\n", vec!["2:1 tab", "3:4 syntax"], vec!["a", "d"]),
        ("a: b: c\nd: 1\nd: 2\n", vec!["1:5 syntax", "3:1 duplicate-key"], vec!["d"]),
        ("a:\n   b: 1\n  c:\n    d: 1\ne: 1\n", vec!["3:3 syntax"], vec!["a.b", "e"]),
    ] {
        let manifest = Manifest::parse(text);
        assert_eq!(problems(text), expected, "{text}");
        let document = &manifest.documents()[0];
        assert!(!document.is_complete(), "{text}");
        for path in readable {
            assert!(document.get(&path.parse().unwrap()).is_some(), "{path} in {text}");
        }
    }
}

#[test]
fn several_files_are_one_text_when_they_are_joined() {
    let joined =
        Manifest::concatenate(["kind: A", "\u{feff}---\nkind: B\n", "", "%YAML 1.2\n---\nkind: C\n"]);
    assert_eq!(joined, "kind: A\n---\nkind: B\n...\n%YAML 1.2\n---\nkind: C\n");
    assert_eq!(Manifest::parse(joined).problems(), []);
}

/// Reads a text `at_once` documents at a time: it has to be what reading it whole gives.
#[track_caller]
fn check_reading(text: &str, at_once: usize) {
    let mut reading = Reading::new(text.to_owned());
    let mut left = at_once;
    let mut goes_on = || {
        left = left.checked_sub(1).unwrap_or(at_once);
        left > 0
    };
    while !reading.go_on(&mut goes_on) {}
    let (read, whole) = (reading.done(), Manifest::parse(text));
    let told = |manifest: &Manifest| {
        let documents = manifest.documents().iter();
        let documents = documents
            .map(|it| (it.range(), it.index(), it.is_complete(), it.root().map(manifest::Node::to_json)));
        (manifest.text().to_owned(), documents.collect::<Vec<_>>(), manifest.problems())
    };
    assert_eq!(told(&read), told(&whole), "{text}");
}

#[test]
fn a_text_that_is_read_in_pieces_is_what_it_is_when_read_at_once() {
    let files = [examples("valid"), examples("invalid")].concat();
    let texts = files.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>();
    for text in &texts {
        check_reading(text, 1);
    }
    for text in [
        texts.join("\n---\n"),
        format!("\u{feff}{}", texts.join("---\r\n")),
        String::new(),
        "---\n---\n".to_owned(),
    ] {
        check_reading(&text, 1);
        check_reading(&text, 7);
    }
    // What was copied along with a manifest is found in a text as a whole.
    check_reading("$ cat a.yaml\nkind: Registry\nspec: {url: a}\n---\nkind: Registry\n$ exit\n", 1);
}
