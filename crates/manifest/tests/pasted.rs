//! Texts pasted together with what stood around them: commands, the source of a page, logs, marks of listings.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

use manifest::{EditError, Manifest, Path, apply};
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

const PLAIN: &str = "apiVersion: datasance.com/v3\nkind: Application\nmetadata:\n  name: fresh\nspec:\n  description: \"a < b\"\n";

/// The lines of `PLAIN` with something around each.
#[test]
fn the_end_of_a_document_may_have_a_comment() {
    let manifest = Manifest::parse(
        "apiVersion: datasance.com/v3\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n... # end\n",
    );
    assert_eq!(manifest.problems(), vec![]);
}

fn each_line(wrap: impl Fn(usize, &str) -> String) -> String {
    PLAIN.lines().enumerate().map(|(number, line)| wrap(number, line) + "\n").collect()
}

/// Checks that a text has one problem, whose fix gives the manifest.
fn mends(text: &str, expected: &str) {
    let problems = Manifest::parse(text).problems();
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes.len(), 1, "{codes:?} {text}");
    let fixed = apply(text, &problems[0].fixes.iter().next().unwrap().edits);
    assert_eq!(fixed, expected, "{text}");
    assert_eq!(Manifest::parse(fixed).problems(), []);
}

#[test]
fn the_source_of_a_page_and_requests_give_the_manifest_in_them() {
    let html = PLAIN.replace('<', "&lt;").replace('"', "&quot;");
    let json = "{\"apiVersion\": \"datasance.com/v3\", \"kind\": \"Application\"}\n";
    for (text, expected) in [
        (format!("<pre><code class=\"language-yaml\">{html}</code></pre>\n"), PLAIN),
        (format!("<html>\n<body><p>kind: page</p>\n<pre>{html}</pre>\n</body></html>"), PLAIN),
        (each_line(|_, line| format!("<span class=k>{line}</span><br/>")), PLAIN),
        (format!("{PLAIN}</code></pre>\n"), PLAIN),
        (format!("curl -X POST http://x/api/v3 \\\n  -d '{}'\n", json.trim()), json),
        (format!("curl --data-binary @- http://x <<'EOF'\n{json}EOF\n"), json),
    ] {
        mends(&text, expected);
    }
}

#[test]
fn what_stands_around_or_before_each_line_is_taken_away() {
    let arguments = each_line(|_, line| format!("'{line}' \\"));
    for text in [
        each_line(|at, line| format!("echo '{line}' {} f", if at > 0 { ">>" } else { ">" })),
        each_line(|_, line| format!("$ echo \"{}\" | tee -a f", line.replace('"', "\\\""))),
        format!("printf '%s\\n' {} > f", arguments.trim_end_matches(['\\', '\n'])),
        format!("[potctl] INFO one\n{PLAIN}✔ two\n"),
        PLAIN.replace("spec:", "time=\"1\" level=info\nspec:"),
        format!("@@ -0,0 +1,6 @@\n{}\\ No newline at end of file\n", each_line(|_, line| format!("+{line}"))),
        each_line(|at, line| format!("{:>4} │ {line}", at + 1)),
        each_line(|at, line| format!("{}\n{line}", at + 1)),
        each_line(|_, line| format!("> > {line}")),
        each_line(|_, line| format!("│ {line:<40} │")),
        format!("YAMLCopy code{PLAIN}"),
    ] {
        mends(&text, PLAIN);
    }
}

#[test]
fn a_document_beside_what_was_copied_along_is_edited_rightly_or_not_at_all() {
    for (text, value) in [
        ("a: 1\n---\napiVersion: datasance.com/v3\n", json!(null)),
        ("a: 1\n---\napiVersion: datasance.com/v3\n", json!("word")),
        ("a: 1\n---\napiVersion: datasance.com/v3\n", json!("two\nlines\n")),
        ("f: &y\n...\n    apiVersion: datasance.com/v3\n$ cat f.yaml\n", json!(null)),
        ("apiVersion: datasance.com/v3\n---\necho \"---\na: 1\n", json!(null)),
        ("\tt: 1\n---\n$ cat f.yaml\napiVersion: datasance.com/v3\n", json!({"a": null, "b": null})),
        ("---\n---\napiVersion: datasance.com/v3\n", json!({"new": {"two words": null}})),
        ("text\n- [\n\u{feff}---\n• af: 1\n", json!(null)),
        ("a: 1\n---\nkind: A\nspec:\n", json!({"Error": "some text", "• b": 1})),
    ] {
        let before = Manifest::parse(text);
        let Ok(edits) = before.documents()[0].set(&Path::root(), &value) else { continue };
        let after = Manifest::parse(apply(text, &edits));
        let node = after.documents()[0].root();
        assert_eq!(node.map_or(json!(null), manifest::Node::to_json), value, "{}", after.text());
        assert!(after.problems().len() <= before.problems().len(), "{}", after.text());
    }
}

#[test]
fn an_invisible_character_in_a_key_in_quotes_is_part_of_it() {
    for text in ["\":\u{a0}\": null\n", "\"\\\":\u{2000}\": null\n", "'a:\u{a0}b': 1\n"] {
        assert_eq!(Manifest::parse(text).problems(), [], "{text}");
    }
}

#[test]
fn a_manifest_of_which_one_line_stands_at_the_margin_is_rebuilt() {
    let whole = "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: shop/meter\nspec:\n  agent:\n    name: edge-1\n  container:\n    ports:\n      - internal: 80\n        external: 5000\n  images:\n    x86: acme/meter:1\n";
    for line in whole.lines().filter(|line| line.starts_with(' ') && !line.contains("- ")) {
        mends(&whole.replace(line, line.trim_start()), whole);
    }
}

#[test]
fn a_manifest_of_which_only_the_first_line_stands_at_the_margin_is_brought_back() {
    for by in 1..=12 {
        let further_in = |at: usize, line: &str| format!("{:width$}{line}", "", width = by * at.min(1));
        mends(&each_line(further_in), PLAIN);
        mends(&each_line(further_in).replace('\n', "\r\n"), &PLAIN.replace('\n', "\r\n"));
    }
}
