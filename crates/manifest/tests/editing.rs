//! Editing: each row is a text, a change, and the text that must come out, byte for byte.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

use manifest::{EditError, Manifest, Path};
use serde_json::{Value, json};

#[derive(Clone)]
enum Change {
    Set(&'static str, Value),
    Insert(&'static str, usize, Value),
    Remove(&'static str),
}
use Change::{Insert, Remove, Set};

fn edits(manifest: &Manifest, change: &Change) -> Result<Vec<manifest::Edit>, EditError> {
    let document = &manifest.documents()[0];
    let path = |path: &str| path.parse::<Path>().unwrap();
    match change {
        Set(at, value) => document.set(&path(at), value),
        Insert(at, index, value) => document.insert(&path(at), *index, value),
        Remove(at) => document.remove(&path(at)),
    }
}

fn check(rows: &[(&str, Change, &str)]) {
    for (text, change, expected) in rows {
        let manifest = Manifest::parse(*text);
        assert_eq!(manifest.problems(), [], "{text}");
        let edits = edits(&manifest, change).unwrap();
        let result = manifest::apply(text, &edits);
        assert_eq!(result, *expected, "\n--- expected\n{expected}\n--- got\n{result}");
    }
}

#[test]
fn a_scalar_gives_way_to_another_in_the_same_style() {
    check(&[
        ("a: 1 # c\nb: 2\n", Set("a", json!(5)), "a: 5 # c\nb: 2\n"),
        ("a: 'x'\n", Set("a", json!("it's")), "a: 'it''s'\n"),
        ("a: \"x\"\n", Set("a", json!("y\"z")), "a: \"y\\\"z\"\n"),
        ("a: x\n", Set("a", json!("plain text")), "a: plain text\n"),
        ("a: x\n", Set("a", json!("{{ name }}")), "a: \"{{ name }}\"\n"),
        ("a: x\nb: 'y'\n", Set("a", json!("yes")), "a: 'yes'\nb: 'y'\n"),
        ("a:\nb: 1\n", Set("a", json!("x")), "a: x\nb: 1\n"),
        ("a: # c\nb: 1\n", Set("a", json!("x")), "a: x # c\nb: 1\n"),
        ("a: 1", Set("a", json!(null)), "a: null"),
        ("a: !!str 1\n", Set("a", json!(2)), "a: 2\n"),
        ("- a\n-\n- b\n", Set("[1]", json!(true)), "- a\n- true\n- b\n"),
        ("a: one\n  two\nb: 1\n", Set("a", json!("three")), "a: three\nb: 1\n"),
        ("a: 80.0\n", Set("a", json!(80)), "a: 80.0\n"),
        ("ä: 'ü' # ö\r\nb: 1\r\n", Set("ä", json!("é")), "ä: 'é' # ö\r\nb: 1\r\n"),
    ]);
}

/// Texts that some reader takes for no string, or that YAML cannot hold without quotes.
#[rustfmt::skip]
const READ_DIFFERENTLY: &[&str] = &[
    "yes", "on", "y", "No", "~", "null", "012", "0o17", "0x1F", "1_000", "1.10", "1e3", "2024-01-01", "12:30:45",
    "-", "? x", "- x", ".5", "-.5", ".inf", "x: y", "x #y", " x", "x ", "", "*x", "&x", "!x", "%x", "@x", "`x",
    "x:", "<<", "=", "...", "---", "#x", "{x", "[x", "tab\tin", "bell\u{7}", "nbsp\u{a0}x", "\u{feff}x", "1:20",
    "0b1", "TRUE", "Null", "9007199254740993", "08", "+1", "1.", "{{x}}", "|", ">", "'", "\"", "line\u{2028}x",
];

#[test]
fn a_text_that_any_reader_takes_for_something_else_is_quoted() {
    for text in READ_DIFFERENTLY {
        let manifest = Manifest::parse("a: x\n");
        let edits = manifest.documents()[0].set(&"a".parse().unwrap(), &json!(text)).unwrap();
        let result = manifest::apply(manifest.text(), &edits);
        let written = result.trim_start_matches("a: ").trim_end_matches('\n');
        assert!(written.starts_with('"'), "{text:?} came out as {written}");
    }
    for text in [
        "edge-1",
        "1.2.3",
        "10.0.0.1",
        "docker.io/acme/x:1",
        "app/ms",
        "a,b",
        "x-y_z",
        "v1",
        "Größe",
        "a:b",
        "emoji 😀",
    ] {
        check(&[("a: x\n", Set("a", json!(text)), &format!("a: {text}\n"))]);
    }
}

#[test]
fn texts_of_several_lines_become_literal_blocks() {
    check(&[
        (
            "a:\n  b: x # c\n  d: 1\n",
            Set("a.b", json!("one\n\n  two\n")),
            "a:\n  b: | # c\n    one\n\n      two\n  d: 1\n",
        ),
        ("a: x\n", Set("a", json!("one\ntwo")), "a: |-\n  one\n  two\n"),
        ("a: | # keep\n  one\n  two\n\nb: 1\n", Set("a", json!("x\ny\n")), "a: | # keep\n  x\n  y\n\nb: 1\n"),
        ("a: |\n  one\nb: 1\n", Set("a", json!("x")), "a: x\nb: 1\n"),
        ("a: |\n  one\nb: 1\n", Set("a", json!(" x\ny")), "a: \" x\\ny\"\nb: 1\n"),
        ("- x\n- y\n", Set("[0]", json!("a\nb\n")), "- |\n  a\n  b\n- y\n"),
        ("{a: x}\n", Set("a", json!("a\nb\n")), "{a: \"a\\nb\\n\"}\n"),
        ("a: x\r\nb: 1\r\n", Set("a", json!("x\ny\n")), "a: |\r\n  x\r\n  y\r\nb: 1\r\n"),
        // Blank lines that belong to the text go with it, and the next key stays where it is.
        ("a:\n  b: |+\n    x\n\n  c: 1\n", Set("a.b", json!("new")), "a:\n  b: new\n  c: 1\n"),
        ("a:\n  b: |+\n    x\n\n  c: 1\n", Remove("a.b"), "a:\n  c: 1\n"),
        ("a:\n  - |+\n    x\n\n  # c\n  - 1\n", Set("a[0]", json!("new")), "a:\n  - new\n  # c\n  - 1\n"),
    ]);
}

#[test]
fn missing_keys_and_their_parents_are_created() {
    check(&[
        ("a: 1\n", Set("b", json!(2)), "a: 1\nb: 2\n"),
        ("a: 1", Set("b", json!(2)), "a: 1\nb: 2"),
        ("a: 1\n", Set("b.c[0].d", json!("x")), "a: 1\nb:\n  c:\n    - d: x\n"),
        (
            "a:\n    b:\n    - 1\n",
            Set("a.c", json!([1, {"x": 1}])),
            "a:\n    b:\n    - 1\n    c:\n    - 1\n    - x: 1\n",
        ),
        (
            "a:\n  b: 1 # c\n  # end\n\nd: 1\n",
            Set("a.e", json!({})),
            "a:\n  b: 1 # c\n  e: {}\n  # end\n\nd: 1\n",
        ),
        ("a: {}\n", Set("a.b", json!(1)), "a:\n  b: 1\n"),
        ("a: # c\n", Set("a.b.c", json!(1)), "a: # c\n  b:\n    c: 1\n"),
        ("a: {b: 1}\n", Set("a.c", json!("x, y")), "a: {b: 1, c: \"x, y\"}\n"),
        ("a: {b: 1,}\n", Set("a.c", json!({"d": []})), "a: {b: 1, c: {d: []},}\n"),
        ("  a: 1\n  b:\n    - 1\n", Set("c", json!(1)), "  a: 1\n  b:\n    - 1\n  c: 1\n"),
        ("a: |+\n  x\n\n", Set("b", json!(1)), "a: |+\n  x\n\nb: 1\n"),
        ("a: 1\n...\n", Set("b", json!(1)), "a: 1\nb: 1\n...\n"),
        ("a: null\n", Set("a[0]", json!(1)), "a:\n  - 1\n"),
        ("- a: 1\n", Set("[0].b", json!([true])), "- a: 1\n  b:\n    - true\n"),
        ("a: 1\n", Set("yes", json!("no")), "a: 1\n\"yes\": \"no\"\n"),
    ]);
}

#[test]
fn documents_without_a_value_are_filled() {
    check(&[
        ("", Set("kind", json!("Registry")), "kind: Registry\n"),
        ("# c", Set("a.b", json!(1)), "# c\na:\n  b: 1\n"),
        ("---\n# c\n...\n", Set("a", json!(1)), "---\n# c\na: 1\n...\n"),
        ("---", Set("a", json!(1)), "---\na: 1\n"),
        ("--- ~\n", Set("a", json!(1)), "---\na: 1\n"),
        ("{}\n", Set("a", json!("x")), "{\"a\": \"x\"}\n"),
        ("a: 1\n", Set("", json!([1])), "- 1\n"),
    ]);
}

#[test]
fn json_text_is_edited_as_json() {
    check(&[
        (
            "{\"a\":1,\"b\":\"x\"}",
            Set("c", json!({"d": [true, "yes"]})),
            "{\"a\":1,\"b\":\"x\",\"c\":{\"d\":[true,\"yes\"]}}",
        ),
        (
            "{\n  \"a\": 1,\n  \"b\": [\n    1\n  ]\n}\n",
            Set("c", json!("plain")),
            "{\n  \"a\": 1,\n  \"b\": [\n    1\n  ],\n  \"c\": \"plain\"\n}\n",
        ),
        (
            "{\n  \"b\": [\n    1\n  ]\n}\n",
            Insert("b", 1, json!("x")),
            "{\n  \"b\": [\n    1,\n    \"x\"\n  ]\n}\n",
        ),
        (
            "{\n  \"b\": [\n    1\n  ]\n}\n",
            Insert("b", 0, json!("x")),
            "{\n  \"b\": [\n    \"x\",\n    1\n  ]\n}\n",
        ),
        ("{\"a\": 1, \"b\": 2}", Remove("a"), "{\"b\": 2}"),
        ("{\"a\": 1, \"b\": 2}", Remove("b"), "{\"a\": 1}"),
        ("{\"a\": \"x\"}", Set("a", json!("y")), "{\"a\": \"y\"}"),
    ]);
}

#[test]
fn list_items_come_and_go_with_their_lines() {
    let list = "a:\n  # one\n  - x: 1 # c\n    y: 2\n  # two\n  - z\nb: 1\n";
    check(&[
        (
            list,
            Insert("a", 0, json!("m")),
            "a:\n  - m\n  # one\n  - x: 1 # c\n    y: 2\n  # two\n  - z\nb: 1\n",
        ),
        (
            list,
            Insert("a", 1, json!({"k": 1, "l": 2})),
            "a:\n  # one\n  - x: 1 # c\n    y: 2\n  - k: 1\n    l: 2\n  # two\n  - z\nb: 1\n",
        ),
        (
            list,
            Insert("a", 2, json!([1, 2])),
            "a:\n  # one\n  - x: 1 # c\n    y: 2\n  # two\n  - z\n  - - 1\n    - 2\nb: 1\n",
        ),
        (list, Remove("a[0]"), "a:\n  # one\n  # two\n  - z\nb: 1\n"),
        (list, Remove("a[1]"), "a:\n  # one\n  - x: 1 # c\n    y: 2\n  # two\nb: 1\n"),
        (list, Remove("a[0].x"), "a:\n  # one\n  - y: 2\n  # two\n  - z\nb: 1\n"),
        (list, Remove("a[0].y"), "a:\n  # one\n  - x: 1 # c\n  # two\n  - z\nb: 1\n"),
        ("a: [1, 2, 3]\n", Insert("a", 1, json!("x")), "a: [1, x, 2, 3]\n"),
        ("a: [1, 2, 3]\n", Remove("a[0]"), "a: [2, 3]\n"),
        ("a: [1, 2, 3]\n", Remove("a[2]"), "a: [1, 2]\n"),
        ("a: [1]\n", Remove("a[0]"), "a: []\n"),
        ("a: []\n", Insert("a", 0, json!({"b": 1})), "a:\n  - b: 1\n"),
        ("a:\n", Insert("a", 0, json!(1)), "a:\n  - 1\n"),
        ("a: 1\n", Insert("b.c", 0, json!(1)), "a: 1\nb:\n  c:\n    - 1\n"),
        ("- - a\n  - b\n", Remove("[0][0]"), "- - b\n"),
        ("- a\n- b", Remove("[1]"), "- a"),
        ("a:\n- 1\n- 2\n", Insert("a", 2, json!(3)), "a:\n- 1\n- 2\n- 3\n"),
        ("-   a: 1\n    b: 2\n", Insert("", 1, json!(3)), "-   a: 1\n    b: 2\n- 3\n"),
    ]);
}

#[test]
fn a_removed_key_takes_only_its_own_lines() {
    check(&[
        ("a: 1\n# b\nb:\n  c: 1 # x\n\n# d\nd: 1\n", Remove("b"), "a: 1\n# b\n\n# d\nd: 1\n"),
        ("a:\n  b: 1\nc: 1\n", Remove("a.b"), "a: {}\nc: 1\n"),
        ("a: # c\n  b: 1\nd: 1\n", Remove("a.b"), "a: {} # c\nd: 1\n"),
        ("a: {b: 1, c: 2, d: 3}\n", Remove("a.c"), "a: {b: 1, d: 3}\n"),
        ("a: 1\r\nb: 2\r\n", Remove("a"), "b: 2\r\n"),
        ("a: 1\nb: 2", Remove("b"), "a: 1"),
        ("? a\n: 1\nb: 2\n", Remove("a"), "b: 2\n"),
        ("a: |\n  x\n\n  y\nb: 2\n", Remove("a"), "b: 2\n"),
    ]);
}

#[test]
fn lists_and_mappings_change_only_where_they_differ() {
    let text = "a:\n  # first\n  - k: 1 # one\n    v: x\n  # second\n  - k: 2\n    v: y\n";
    check(&[
        (
            text,
            Set("a", json!([{"k": 1, "v": "x"}, {"k": 2, "v": "z"}])),
            "a:\n  # first\n  - k: 1 # one\n    v: x\n  # second\n  - k: 2\n    v: z\n",
        ),
        (text, Set("a", json!([{"k": 2, "v": "y"}])), "a:\n  # first\n  # second\n  - k: 2\n    v: y\n"),
        (
            text,
            Set("a[0]", json!({"v": "x", "w": 1})),
            "a:\n  # first\n  - v: x\n    w: 1\n  # second\n  - k: 2\n    v: y\n",
        ),
        ("a:\n  b: 1 # c\n", Set("a", json!([1])), "a:\n  - 1 # c\n"),
        ("a: [1, 2] # c\n", Set("a", json!("x")), "a: x # c\n"),
        ("a: # c\n  b: 1\nd: 1\n", Set("a", json!("x")), "a: x # c\nd: 1\n"),
        ("a:\n- 1\n- 2\n", Set("a", json!({})), "a: {}\n"),
        ("a: x # c\nb: 1\n", Set("a", json!({"k": [1]})), "a: # c\n  k:\n    - 1\nb: 1\n"),
    ]);
}

#[test]
fn what_comes_from_an_alias_or_merge_is_written_as_own() {
    check(&[
        ("a: &x {k: 1}\nb: *x\n", Set("b.k", json!(2)), "a: &x {k: 1}\nb:\n  k: 2\n"),
        ("a: &x 1\nb: *x # c\n", Set("b", json!(2)), "a: &x 1\nb: 2 # c\n"),
        (
            "a: &x\n  k: 1\n  l: {m: 1}\nb:\n  <<: *x\n",
            Set("b.k", json!(2)),
            "a: &x\n  k: 1\n  l: {m: 1}\nb:\n  <<: *x\n  k: 2\n",
        ),
        (
            "a: &x\n  k: 1\n  l: {m: 1, o: 2}\nb:\n  <<: *x\n",
            Set("b.l.m", json!(2)),
            "a: &x\n  k: 1\n  l: {m: 1, o: 2}\nb:\n  <<: *x\n  l:\n    m: 2\n    o: 2\n",
        ),
        ("a: &x {k: 1}\nb: *x\n", Set("b.k", json!(1)), "a: &x {k: 1}\nb: *x\n"),
        ("a: &x {k: 1, l: 2}\nb: *x\n", Remove("b.k"), "a: &x {k: 1, l: 2}\nb:\n  l: 2\n"),
    ]);
    let merged = Manifest::parse("a: &x {k: 1}\nb: {<<: *x}\n");
    assert_eq!(edits(&merged, &Remove("b.k")), Err(EditError::Borrowed("b.k".parse().unwrap())));
}

#[test]
fn a_copy_of_what_an_alias_stood_for_is_spelled_as_that_was() {
    check(&[
        // The anchor moves, with the value as it is written.
        ("a: &x 1.10\nb: *x\n", Set("a", json!("z")), "a: z\nb: &x 1.10\n"),
        ("a: &x 0x1F\nb: [*x]\n", Set("a", json!(1)), "a: 1\nb: [&x 0x1F]\n"),
        ("a: &x 'it'\nb: *x\n", Set("a", json!(1)), "a: 1\nb: &x 'it'\n"),
        ("a: &x 2024-01-01\nb: *x\nc: *x\n", Remove("a"), "b: &x 2024-01-01\nc: *x\n"),
        (
            "a: &x\n  k: 1.10\n  l: 0x1F\nb: *x\n",
            Set("a.k", json!(2)),
            "a:\n  k: 2\n  l: 0x1F\nb: &x {k: 1.10, l: 0x1F}\n",
        ),
        // A place that had an alias gets a value of its own.
        (
            "a: &x\n  k: 1.10\n  l: [0x1F, 'y', 1_000]\nb: *x\n",
            Set("b.k", json!(2)),
            "a: &x\n  k: 1.10\n  l: [0x1F, 'y', 1_000]\nb:\n  k: 2\n  l:\n    - 0x1F\n    - 'y'\n    - 1_000\n",
        ),
        ("a: &x {k: 1.10, l: 2}\nb: *x\n", Remove("b.l"), "a: &x {k: 1.10, l: 2}\nb:\n  k: 1.10\n"),
        (
            "a: &x [1.10, +1]\nb: *x\n",
            Insert("b", 2, json!(3)),
            "a: &x [1.10, +1]\nb:\n  - 1.10\n  - +1\n  - 3\n",
        ),
        (
            "a: &x\n  l: {m: 1.0, o: 012}\nb:\n  <<: *x\n",
            Set("b.l.m", json!(2)),
            "a: &x\n  l: {m: 1.0, o: 012}\nb:\n  <<: *x\n  l:\n    m: 2\n    o: 012\n",
        ),
        // Between brackets, what would end there is quoted.
        ("a: &x y, z\nb: [*x]\n", Set("a", json!(1)), "a: 1\nb: [&x \"y, z\"]\n"),
    ]);
}

#[test]
fn what_others_refer_to_changes_for_itself_only() {
    check(&[
        ("a: &x {k: 1}\nb: *x\nc: *x\n", Set("a.k", json!(2)), "a: {k: 2}\nb: &x {k: 1}\nc: *x\n"),
        ("a: &x 1\nb: *x\n", Remove("a"), "b: &x 1\n"),
        ("a: &x 1 # c\nb: [*x, *x]\n", Set("a", json!("z")), "a: z # c\nb: [&x 1, *x]\n"),
        (
            "a: &x # c\n  k: 1\n  l: 2\nb:\n  <<: *x\n  k: 3\n",
            Set("a.l", json!(4)),
            "a: # c\n  k: 1\n  l: 4\nb:\n  <<: &x {k: 1, l: 2}\n  k: 3\n",
        ),
        ("a: &x [1]\nb: *x\n", Insert("a", 0, json!(0)), "a: [0, 1]\nb: &x [1]\n"),
        // An anchor inside an anchor, and a value that holds what others refer to.
        (
            "a: &x {k: &y {l: 1}}\nb: *y\nc: *x\n",
            Set("a.k.l", json!(2)),
            "a: {k: {l: 2}}\nb: &y {l: 1}\nc: &x {k: {l: 1}}\n",
        ),
        ("a: {k: &x 1}\nb: *x\n", Set("a", json!(2)), "a: 2\nb: &x 1\n"),
    ]);
}

#[test]
fn a_change_that_does_not_fit_is_refused_with_its_reason() {
    for (text, change, error) in [
        ("a: 1\n", Set("a.b", json!(2)), EditError::WrongShape("a".parse().unwrap())),
        ("a: [1]\n", Set("a[3]", json!(2)), EditError::OutOfRange("a".parse().unwrap())),
        ("a: [1]\n", Set("a.b", json!(2)), EditError::WrongShape("a".parse().unwrap())),
        ("a: [1]\n", Insert("a", 2, json!(2)), EditError::OutOfRange("a".parse().unwrap())),
        ("a: 1\n", Remove("b"), EditError::NotFound("b".parse().unwrap())),
        ("a: [\n", Set("a", json!(1)), EditError::Incomplete),
    ] {
        assert_eq!(edits(&Manifest::parse(text), &change), Err(error), "{text}");
    }
}

#[test]
fn an_edit_speaks_of_the_whole_text() {
    let mut manifest = Manifest::parse("\u{feff}a: 1\n---\nb: 2\n---\nc: 3\n");
    let edits = manifest.documents()[1].set(&"b".parse().unwrap(), &json!("x")).unwrap();
    manifest.edit(&edits);
    assert_eq!(manifest.text(), "\u{feff}a: 1\n---\nb: x\n---\nc: 3\n");
}

#[test]
fn an_edit_before_another_document_leaves_its_marker_alone() {
    check(&[
        ("? c\n---\n", Set("", json!([])), "[]\n---\n"),
        ("a:\n---\n", Set("a", json!("x")), "a: x\n---\n"),
    ]);
}
