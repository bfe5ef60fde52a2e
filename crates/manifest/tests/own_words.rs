//! A value as a text of its own, and put back in its own words.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

use manifest::{Manifest, Path, value};
use serde_json::json;

const CONFIG: &str = "a: 1\nc: # all\n  # first\n  x: 007 # seven\n  y: [1, 2]\nb: 2\n";

fn shown(text: &str, path: &str) -> String {
    let manifest = Manifest::parse(text);
    manifest.documents()[0].get(&path.parse::<Path>().unwrap()).unwrap().own_text()
}

/// Each row: a text, what is written at `c`, what the text is then.
fn check(rows: &[(&str, &str, &str)]) {
    for (text, new, expected) in rows {
        let manifest = Manifest::parse(*text);
        let edits = manifest.documents()[0].set_text(&"c".parse().unwrap(), new).unwrap();
        let result = manifest::apply(text, &edits);
        assert_eq!(result, *expected, "\n--- expected\n{expected}\n--- got\n{result}");
    }
}

#[test]
fn a_value_is_shown_in_its_own_lines() {
    assert_eq!(shown(CONFIG, "c"), "x: 007 # seven\ny: [1, 2]");
    assert_eq!(shown(CONFIG, "c.y"), "[1, 2]");
    assert_eq!(
        shown("c:\n  - a: 1\n    b: |\n      t\n  - 12345678901234567890\n", "c"),
        "- a: 1\n  b: |\n    t\n- 12345678901234567890"
    );
    assert_eq!(shown("c:\r\n  a: 1\r\n  b: 2\r\n", "c"), "a: 1\nb: 2");
    assert_eq!(shown("d: &x {k: 1}\nc: *x\n", "c"), "{\n  \"k\": 1\n}");
    assert_eq!(shown("c: '007'\n", "c"), "'007'");
}

#[test]
fn what_is_written_stands_there_as_it_was_written() {
    check(&[
        (CONFIG, "x: 007 # seven\ny: [1, 2]", CONFIG),
        (
            CONFIG,
            "x: 008 # eight\ny: [1, 2]\n# new\nz: 12345678901234567890",
            "a: 1\nc: # all\n  # first\n  x: 008 # eight\n  y: [1, 2]\n  # new\n  z: 12345678901234567890\nb: 2\n",
        ),
        ("a: 1\n", "x: 1.10\ny:\n  - 0x1F", "a: 1\nc:\n  x: 1.10\n  y:\n    - 0x1F\n"),
        ("a: 1\nc: {}\n", "x: 1", "a: 1\nc:\n  x: 1\n"),
        ("c: {}\n", "'007'", "c: '007'\n"),
        ("c: {}\n", "[0x1F, 2]", "c: [0x1F, 2]\n"),
    ]);
}

#[test]
fn json_becomes_a_block_unless_a_number_would_be_another() {
    check(&[
        ("c: {}\n", "{\n  \"x\": [1, true],\n  \"k\": \"z\"\n}", "c:\n  x:\n    - 1\n    - true\n  k: z\n"),
        ("c: {}\n", "{\n  \"x\": 12345678901234567890\n}", "c: {\n    \"x\": 12345678901234567890\n  }\n"),
    ]);
}

#[test]
fn what_is_no_value_says_in_which_line() {
    assert_eq!(value(""), Ok(None));
    assert_eq!(value("# nothing\n"), Ok(None));
    assert_eq!(value("x: 1\n"), Ok(Some(json!({ "x": 1 }))));
    assert_eq!(value("5"), Ok(Some(json!(5))));
    assert!(value("x: 1\ny: [").unwrap_err().starts_with("Line 2: "), "{:?}", value("x: 1\ny: ["));
    assert!(value("x: 1\nx: 2\n").is_err());
}
