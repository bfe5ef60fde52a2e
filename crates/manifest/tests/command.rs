//! The program check-manifest: what it prints and how it ends.

#![expect(clippy::unwrap_used, reason = "the helpers of these tests start a program")]

use std::io::Write;
use std::process::{Command, Stdio};

/// Exit status, standard output and standard error.
fn run(args: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_check-manifest"))
        .args(args)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/examples"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const CONTEXT: &str = "context/context-3.7.json";

#[test]
fn a_good_file_prints_nothing_and_succeeds() {
    let (status, out, err) = run(&["--context", CONTEXT, "valid/10-microservice-minimal.yaml"], "");
    assert_eq!((status, out.as_str(), err.as_str()), (0, "", ""));
}

#[test]
fn warnings_alone_succeed() {
    let (status, out, _) = run(&["valid/02-seed-private-registry.yaml"], "");
    assert_eq!(status, 0);
    assert!(
        out.starts_with("valid/02-seed-private-registry.yaml:5:3: warning[credentials-unused]: "),
        "{out}"
    );
}

#[test]
fn an_error_is_printed_with_its_place_and_fails() {
    let (status, out, _) = run(&["--context", CONTEXT, "-"], &unknown_agent());
    assert_eq!(status, 1);
    assert!(out.starts_with("-:7:11: error[unknown-agent]: There is no agent \"my-agent\""), "{out}");
    assert_eq!(out.lines().count(), 1, "{out}");
}

fn unknown_agent() -> String {
    let text = include_str!("fixtures/examples/valid/10-microservice-minimal.yaml");
    text.replace("edge-1", "my-agent")
}

#[test]
fn json_holds_places_and_fixes() {
    let (status, out, _) =
        run(&["--format", "json", "--context", CONTEXT, "invalid/092-unknown-container-field.yaml"], "");
    let problems: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(status, 0);
    assert_eq!((&problems[0]["line"], &problems[0]["column"]), (&12.into(), &5.into()));
    assert_eq!(problems[0]["fixes"][0]["edits"][0]["text"], "isPrivileged");
}

#[test]
fn files_of_one_command_belong_together() {
    let files = [
        "--context",
        CONTEXT,
        "valid/24-application-template.yaml",
        "valid/25-application-from-template.yaml",
    ];
    let (status, out, _) = run(&files, "");
    assert_eq!(status, 0);
    assert!(!out.contains("unknown-name"), "{out}");
}

#[test]
fn wrong_usage_and_unreadable_files_end_with_2() {
    for args in [
        &[][..],
        &["--nope"],
        &["missing.yaml"],
        &["--context", "missing.json", "-"],
        &["--format", "xml", "-"],
    ] {
        let (status, out, err) = run(args, "");
        assert_eq!((status, out.as_str()), (2, ""), "{args:?}");
        assert!(err.starts_with("check-manifest: "), "{err}");
    }
    assert_eq!(run(&["--help"], "").0, 0);
}

#[test]
fn a_reader_who_has_seen_enough_is_no_reason_to_fail() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_check-manifest"))
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"kind: Nonsense\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn an_answer_of_a_controller_is_named() {
    let answer = r#"{"registries": [{"id": 9, "url": "a.example", "isPublic": true, "username": "", "userEmail": ""}]}"#;
    let (status, out, _) = run(&["--context", CONTEXT, "-"], answer);
    assert_eq!(status, 1);
    let said =
        "-:1:2: error[controller-answer]: This is a Controller's answer about registries, no manifest.";
    assert!(out.starts_with(said), "{out}");
}
