//! Texts pasted together with the shell command that documentation wraps them in.

use manifest::{EditError, Manifest, apply};
use serde_json::json;

#[test]
fn a_wrapped_manifest_is_read_and_the_fix_unwraps_it() {
    for (text, expected) in [
        ("echo \"---\nkind: A\n---\nkind: B\n\" > f.yaml\n", "---\nkind: A\n---\nkind: B\n\n"),
        ("$ echo '---\nkind: A\nx: 1' > f.yaml", "---\nkind: A\nx: 1"),
        ("\n# docs\ncat <<EOF > f.yaml\nkind: A\nx: 1\nEOF\n", "\n# docs\n---\nkind: A\nx: 1\n\n"),
        ("echo \"---\nkind: A\n", "---\nkind: A\n"),
    ] {
        let manifest = Manifest::parse(text);
        let problems = manifest.problems();
        assert_eq!(
            problems.iter().map(|problem| problem.code).collect::<Vec<_>>(),
            ["shell-command"],
            "{text}"
        );
        assert_eq!(manifest.documents().iter().find_map(|document| document.kind()), Some("A"), "{text}");
        let fixed = apply(text, &problems[0].fixes.iter().next().unwrap().edits);
        assert_eq!(fixed, expected);
        assert_eq!(Manifest::parse(fixed).problems(), []);
    }
}

#[test]
fn two_pasted_commands_are_two_problems_with_a_fix_each() {
    let text = "echo \"---\nkind: A\n\" > a.yaml\n\necho \"---\nkind: B\n\" > b.yaml\n";
    let manifest = Manifest::parse(text);
    let problems = manifest.problems();
    assert_eq!(problems.iter().map(|problem| problem.span.start.line).collect::<Vec<_>>(), [1, 5]);
    let edits: Vec<_> =
        problems.iter().flat_map(|problem| problem.fixes.iter().next().unwrap().edits).collect();
    let fixed = Manifest::parse(apply(text, &edits));
    assert_eq!(fixed.problems(), []);
    let kinds: Vec<_> = fixed.documents().iter().filter_map(|document| document.kind()).collect();
    assert_eq!(kinds, ["A", "B"]);
}

#[test]
fn a_wrapped_text_is_not_edited_before_it_is_unwrapped() {
    let manifest = Manifest::parse("echo \"---\nkind: A\n\" > f.yaml\n");
    let error = manifest.documents()[0].set(&"kind".parse().unwrap(), &json!("B"));
    assert_eq!(error, Err(EditError::Incomplete));
}

#[test]
fn ordinary_texts_about_echo_are_left_alone() {
    for text in ["a: echo \"---\n", "commands:\n  - echo \"x\" > f\n", "a: |\n  echo \"---\n  x\n  \" > f\n"]
    {
        let problems = Manifest::parse(text).problems();
        assert!(problems.iter().all(|problem| problem.code != "shell-command"), "{text}");
    }
}
