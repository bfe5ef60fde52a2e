//! Checking while typing: the same findings as checking afresh, and no input that panics.

#![expect(clippy::unwrap_used, reason = "the helpers of these tests read their own fixtures")]

use std::fs;
use std::path::Path;

use manifest::{Checker, Manifest, Problem, Severity, apply, check, check_all, complete, hover};
use model::{Agent, Lists, World};
use proptest::prelude::*;

fn examples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/examples");
    let mut texts = Vec::new();
    for name in ["valid", "invalid"] {
        let mut files: Vec<_> =
            fs::read_dir(folder.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        texts.extend(files.iter().map(|file| fs::read_to_string(file).unwrap()));
    }
    texts
}

fn lists() -> Lists {
    let context = include_str!("fixtures/examples/context/context-3.7.json");
    Lists::read(&serde_json::from_str(context).unwrap())
}

fn world() -> World {
    World::new(lists())
}

fn is_sane(text: &str, problems: &[Problem]) {
    for problem in problems {
        let range = problem.span.range();
        assert!(text.get(range.clone()).is_some(), "{range:?} is not inside the text: {}", problem.message);
        for edit in problem.fixes.iter().flat_map(|fix| fix.edits) {
            assert!(
                text.get(edit.range.clone()).is_some(),
                "{:?} cannot be applied: {}",
                edit.range,
                problem.message
            );
        }
    }
    let starts: Vec<usize> = problems.iter().map(|problem| problem.span.start.offset).collect();
    assert!(starts.is_sorted(), "{starts:?}");
}

/// A text made of some examples.
fn some_text() -> impl Strategy<Value = String> {
    let examples = examples();
    prop::collection::vec(prop::sample::select(examples), 1..4).prop_map(|texts| texts.join("\n---\n"))
}

/// Pieces that change what a text means.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "",
        " ",
        "\n",
        "\n---\n",
        "\t",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "#",
        "&a ",
        "*a",
        "<<: *a",
        "{{",
        "{%",
        "null",
        "name",
        "x: y\n",
        "5",
        "\u{e4}\u{1f600}",
        "|",
        "...",
        "spec:",
        "  ",
        "edge-1",
        "\r\n",
    ];
    prop::sample::select(words.map(str::to_owned).to_vec())
}

fn nearest_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Enough to meet every piece; a failure becomes a test of its own below.
const CASES: u32 = 96;

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn checking_while_typing_finds_what_checking_afresh_finds(
        text in some_text(),
        edits in prop::collection::vec((0.0..1.0f64, 0usize..12, piece()), 1..6),
    ) {
        let world = world();
        let mut manifest = Manifest::parse(text);
        let mut checker = Checker::new();
        for (place, length, with) in edits {
            let start = nearest_boundary(manifest.text(), (place * manifest.text().len() as f64) as usize);
            let end = nearest_boundary(manifest.text(), start + length).max(start);
            manifest.replace(start..end, &with);
            let kept = checker.problems(&manifest, Some(&world));
            let fresh = check(&Manifest::parse(manifest.text()), Some(&world));
            is_sane(manifest.text(), &kept);
            prop_assert_eq!(kept, fresh, "{}", manifest.text());
        }
    }

    #[test]
    fn completion_and_hover_survive_any_text_and_place(
        text in some_text(),
        cut in 0.0..1.0f64,
        with in piece(),
        place in 0.0..1.0f64,
    ) {
        let world = world();
        let at = nearest_boundary(&text, (cut * text.len() as f64) as usize);
        let broken = format!("{}{with}{}", &text[..at], &text[nearest_boundary(&text, at + 3)..]);
        let manifest = Manifest::parse(broken.clone());
        for offset in [at, (place * broken.len() as f64) as usize, broken.len(), broken.len() + 1] {
            hover(&manifest, offset, Some(&world));
            for completion in complete(&manifest, offset, Some(&world)) {
                prop_assert!(broken.get(completion.edit.range.clone()).is_some());
                apply(&broken, &[completion.edit]);
            }
        }
    }
}

#[test]
fn another_world_is_looked_at_anew() {
    let text = "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {name: line-a/x-1}\nspec:\n  agent: {name: new}\n  images: {x86: \"a:1\"}\n";
    let manifest = Manifest::parse(text);
    let mut checker = Checker::new();
    let mut lists = lists();
    let codes = |problems: Vec<Problem>| problems.iter().map(|problem| problem.code).collect::<Vec<_>>();
    assert_eq!(codes(checker.problems(&manifest, Some(&World::new(lists.clone())))), ["unknown-agent"]);
    let new = Agent { name: "new".into(), fog_type_id: 1, ..Agent::default() };
    lists.agents = lists.agents.rows().cloned().chain([new]).collect();
    assert_eq!(codes(checker.problems(&manifest, Some(&World::new(lists)))), [""; 0]);
    assert_eq!(codes(checker.problems(&manifest, None)), [""; 0]);
}

#[test]
fn files_that_belong_together_satisfy_each_other() {
    let microservice = Manifest::parse(
        "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {name: fresh/one}\nspec:\n  agent: {name: edge-1}\n  images: {x86: \"a:1\"}\n",
    );
    let application = Manifest::parse(
        "apiVersion: datasance.com/v3\nkind: Application\nmetadata: {name: fresh}\nspec: {}\n",
    );
    let world = world();
    let alone = check_all(&[&microservice], Some(&world));
    assert_eq!(alone[0][0].code, "unknown-application");
    let together = check_all(&[&microservice, &application], Some(&world));
    assert!(together.iter().all(Vec::is_empty), "{together:?}");
    let twice = check_all(&[&application, &application], Some(&world));
    assert_eq!((twice[0].len(), twice[1].len()), (0, 1));
}

#[test]
fn a_checker_that_is_used_again_finds_in_several_files_what_a_new_one_finds() {
    let application = "apiVersion: datasance.com/v3\nkind: Application\nmetadata: {name: fresh}\nspec: {microservices: []}\n";
    let microservice = "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {name: fresh/one}\nspec: {agent: {name: edge-1}, images: {x86: \"a:1\"}}\n";
    let world = world();
    let mut checker = Checker::new();
    let (one, mut other) = (Manifest::parse(microservice), Manifest::parse(application));
    for with in ["fresh", "elsewhere", "fresh"] {
        other.replace(0..other.text().len(), &application.replace("fresh", with));
        for files in [vec![&one, &other], vec![&other, &one], vec![&one]] {
            let found = checker.problems_of_all(&files, Some(&world));
            assert_eq!(found, check_all(&files, Some(&world)), "{with}");
        }
    }
    let found = check_all(&[&one, &other], Some(&world));
    let codes: Vec<_> = found[0].iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        ["deleted-by-list"],
        "the application is known, and its list is what another file says"
    );
    assert!(found[0][0].message.contains("in another file"), "{}", found[0][0].message);
}

#[test]
fn aliases_do_not_multiply_the_work() {
    let mut text = String::from(
        "apiVersion: datasance.com/v3\nkind: Application\nmetadata: {name: fresh}\nspec:\n  microservices:\n    - &m {name: m, agent: {name: edge-1}, images: {x86: \"a:1\"}, container: {memoryLimit: 1g}}\n",
    );
    for _ in 0..2_000 {
        text.push_str("    - *m\n");
    }
    let problems = check(&Manifest::parse(text), Some(&world()));
    let wrong = problems.iter().filter(|problem| problem.code == "wrong-type").count();
    assert_eq!(wrong, 1);
}

#[test]
fn a_document_of_mistakes_is_bounded() {
    let mut text =
        String::from("apiVersion: datasance.com/v3\nkind: Application\nmetadata: {name: fresh}\nspec:\n");
    for key in 0..5_000 {
        text.push_str(&format!("  key{key}: 1\n"));
    }
    let problems = check(&Manifest::parse(text), None);
    assert_eq!(problems.len(), 2_001);
    assert!(problems.iter().any(|problem| problem.code == "too-many-problems"));
}

#[test]
fn a_message_that_names_a_line_follows_it_when_documents_above_grow() {
    let text = "kind: Secret\n---\napiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {name: line-a/one}\nspec:\n  agent: {name: edge-1}\n  images: {x86: \"a:1\"}\n  container:\n    ports:\n      - {internal: 1, external: 15001}\n      - {internal: 2, external: 15001}\n";
    let mut manifest = Manifest::parse(text);
    let mut checker = Checker::new();
    let mut first_line = |manifest: &Manifest| {
        let problems = checker.problems(manifest, None);
        let twice = problems.iter().find(|problem| problem.code == "port-twice").unwrap();
        (
            twice.span.start.line,
            twice.message.contains("first in line 11;"),
            twice.message.contains("first in line 12;"),
        )
    };
    assert_eq!(first_line(&manifest), (12, true, false));
    manifest.replace(0..0, "# a comment\n");
    assert_eq!(first_line(&manifest), (13, false, true));
}

#[test]
fn a_config_longer_than_a_request_is_named() {
    let head = |name: &str| {
        format!(
            "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {{name: line-a/{name}}}\nspec:\n  agent: {{name: edge-1}}\n  images: {{x86: \"a:1\"}}\n"
        )
    };
    let word = |length: usize| "x".repeat(length);
    // name, config, what is found: severity; the place is its value
    for (name, config, found) in [
        ("fresh", format!("  config:\n    a: {}\n", word(90_000)), None),
        ("fresh", format!("  config:\n    a: {}\n", word(99_000)), Some(Severity::Warning)),
        ("gateway", format!("  config:\n    a: {}\n", word(99_000)), Some(Severity::Warning)),
        ("fresh", format!("  config:\n    a: '\"{}'\n", word(99_000)), Some(Severity::Error)),
        // Short as text, long as JSON.
        ("fresh", format!("  config:\n    a: '{}'\n", "\"".repeat(15_000)), Some(Severity::Error)),
        (
            "fresh",
            format!("  config:\n    a: &a {}\n    b: [*a, *a, *a, *a]\n", word(20_000)),
            Some(Severity::Warning),
        ),
    ] {
        let problems = check(&Manifest::parse(format!("{}{config}", head(name))), Some(&world()));
        let long: Vec<_> = problems.iter().filter(|problem| problem.code == "config-too-long").collect();
        assert_eq!(long.first().map(|problem| problem.severity), found, "{name}");
        assert!(long.iter().all(|problem| (problem.span.start.line, problem.span.start.column) == (8, 5)));
    }
}

#[test]
fn an_undefined_variable_is_said_once_however_often_it_stands_in_a_text() {
    let text = format!(
        "apiVersion: datasance.com/v3\nkind: Application\nmetadata: {{name: fresh}}\nspec:\n  description: \"{}{{{{ b }}}}\"\n",
        "{{ a }}".repeat(100_000)
    );
    let problems = check(&Manifest::parse(text), None);
    let undefined = problems.iter().filter(|problem| problem.code == "template-undefined").count();
    assert_eq!(undefined, 2);
}

#[test]
fn a_move_needs_an_image_that_the_microservice_already_has() {
    let manifest = Manifest::parse(
        "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {agent: {name: edge-arm}}\n",
    );
    let mut lists = lists();
    let found = |lists: &Lists| {
        let problems = check(&manifest, Some(&World::new(lists.clone())));
        problems.iter().map(|problem| (problem.code, problem.span.start.column)).collect::<Vec<_>>()
    };
    assert_eq!(found(&lists), [], "it has images for both");
    let mut all: Vec<_> = lists.microservices.rows().cloned().collect();
    all[0].images.retain(|image| image.fog_type_id == 1);
    lists.microservices = all.iter().cloned().collect();
    assert_eq!(found(&lists), [("image-missing", 22)]);
    all[0].catalog_item_id = Some(7);
    lists.microservices = all.into_iter().collect();
    assert_eq!(found(&lists), [("image-missing", 22)], "nor has catalog item 7");
    lists.catalog_items = model::List::default();
    assert_eq!(found(&lists), [], "nothing is claimed about items that were not loaded");
}

#[test]
fn a_place_in_another_file_is_said_to_be_there() {
    let text =
        "apiVersion: datasance.com/v3\nkind: Application\nmetadata: {name: one, namespace: a}\nspec: {}\n";
    let other = text.replace("namespace: a", "namespace: b");
    let (first, second) = (Manifest::parse(text), Manifest::parse(other));
    let found = check_all(&[&first, &second], None);
    let messages: Vec<&str> = found.iter().flatten().map(|problem| &*problem.message).collect();
    let twice = "Application one is already in line 3 of another file. Deploying both, the last one would win. Remove one of them.";
    assert_eq!(messages, [twice], "each file may have its own namespace");
}

#[test]
fn documents_that_are_looked_at_a_few_at_a_time_have_the_same_problems() {
    let texts = examples();
    let manifests = [Manifest::parse(texts.join("\n---\n")), Manifest::parse(texts.concat())];
    let (manifests, world) = (manifests.iter().collect::<Vec<_>>(), world());
    let mut checker = Checker::new();
    let mut left = usize::MAX;
    while left > 0 {
        let still = checker.look(&manifests, Some(&world), || false);
        assert!(still < left, "{still} after {left}");
        left = still;
    }
    assert_eq!(checker.problems_of_all(&manifests, Some(&world)), check_all(&manifests, Some(&world)));
    // In another world all have to be looked at again.
    assert!(checker.look(&manifests, None, || false) > 0);
    assert_eq!(checker.problems_of_all(&manifests, None), check_all(&manifests, None));
}
