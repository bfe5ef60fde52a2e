//! What is secret in a text: found whatever state the text is in, and never part of a message.

use manifest::{Covers, Manifest, apply, check, masked, secrets};

/// What is covered stands in lines of its own, in order and apart, and makes the masked text.
fn check_covered(text: &str) {
    let manifest = Manifest::parse(text);
    let ranges = Covers::default().of(manifest.documents());
    for (at, range) in ranges.iter().enumerate() {
        let covered = text.get(range.clone()).unwrap_or_default();
        assert!(!covered.is_empty() && !covered.contains(['\n', '\r']), "{text}");
        assert!(ranges.get(at + 1).is_none_or(|next| range.end <= next.start), "{text}");
    }
    let dots: Vec<_> =
        ranges.iter().map(|range| manifest::Edit::replace(range.clone(), "••••••••")).collect();
    let shown = (!ranges.is_empty()).then(|| apply(text, &dots));
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    assert_eq!(
        masked(manifest.documents()).as_deref(),
        shown.as_deref().map(|shown| &shown[mark..]),
        "{text}"
    );
}

/// Between `⟦` and `⟧` stands what has to be found; marks and all else are taken from the rows.
fn check_found(rows: &[&str]) {
    for row in rows {
        let text = row.replace(['⟦', '⟧'], "");
        let expected: Vec<&str> =
            row.split('⟦').skip(1).map(|rest| rest.split('⟧').next().unwrap_or_default()).collect();
        let manifest = Manifest::parse(&*text);
        let found: Vec<&str> =
            manifest.documents().iter().flat_map(secrets).filter_map(|range| text.get(range)).collect();
        assert_eq!(found, expected, "{text}");
        let parts: Vec<&str> = row.split(['⟦', '⟧']).collect();
        let dots: String =
            parts.iter().enumerate().map(|(at, part)| if at % 2 == 1 { "••••••••" } else { part }).collect();
        if !expected.iter().any(|secret| secret.contains('\n')) {
            assert_eq!(masked(manifest.documents()), (!expected.is_empty()).then_some(dots), "{text}");
        }
        check_covered(&text);
        check_covered(&format!("\u{feff}---\nkind: ConfigMap\n---\n{text}"));
        // As it is while somebody types.
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            check_covered(&text[..at]);
        }
    }
}

#[test]
fn passwords_are_found_wherever_they_stand() {
    check_found(&[
        "kind: Registry\nspec:\n  url: hub\n  password: ⟦hunter2⟧ # mine\n",
        "kind: Registry\nspec: {url: hub, password: ⟦'a, b'⟧, id: 3}\n",
        "kind: Registry\nspec:\n  password: ⟦|\n    a\n    b⟧\n  url: x\n",
        "a: &p ⟦hunter2⟧\nkind: Registry\nspec:\n  password: *p\n",
        "kind: Registry\nspec:\n  password: \"\"\n  email: a@b.c\n",
        "kind: Registry\nspec:\n  password:\n  url: ~\n",
        "url: x\r\npassword: ⟦hunter2⟧\r\n---\r\npassword: ⟦two⟧\r\n",
        "spec:\n  Password: ⟦12345⟧\n",
        "kind: Microservice\nspec: {}\n",
    ]);
}

#[test]
fn the_values_of_a_secret_are_found_and_its_keys_are_not() {
    check_found(&[
        "kind: Secret\nmetadata: {name: a}\nspec: {type: Opaque}\ndata:\n  user: ⟦me⟧\n  number: ⟦5⟧\n  empty: \"\"\n",
        "kind: Secret\nstringData: {a: ⟦b⟧}\n",
        "kind: ConfigMap\ndata:\n  a: b\n",
    ]);
}

#[test]
fn they_are_found_in_texts_that_cannot_be_read() {
    check_found(&[
        "kind: Registry\nspec:\n  password: ⟦\"hunter2⟧\n",
        "kind: Registry\nspec:\n  password: ⟦@hunter2⟧\n  url: hub\n",
        "kind: Registry\nspec:\n  password: ⟦a: b⟧\n  url: hub\n",
        "kind: Registry\nspec:\n  password:⟦hunter2⟧\n",
        "kind: Registry\nspec:\n# password: ⟦hunter2⟧\n  url: [\n",
        "kind: Secret\ndata:\n  user: ⟦\"me⟧\nspec: {}\n",
    ]);
}

#[test]
fn a_masked_text_has_the_lines_of_the_text() {
    let text = "spec:\n  password: |\n    one\n\n    two\n  url: x\n";
    let manifest = Manifest::parse(text);
    let shown = masked(manifest.documents()).unwrap_or_default();
    assert_eq!(shown, "spec:\n  password: ••••••••\n    ••••••••\n\n    ••••••••\n  url: x\n");
    let covered: Vec<&str> =
        Covers::default().of(manifest.documents()).into_iter().filter_map(|range| text.get(range)).collect();
    assert_eq!(covered, ["|", "one", "two"]);
}

#[test]
fn no_message_says_a_piece_of_a_secret() {
    for value in [
        "\"zq{{xj}}k",
        "@zqxjk",
        "zq: xjk",
        "zq{{ xjk",
        "'zq{% xjk %}'",
        "'{{ zqxjk }}'",
        "[zqxjk",
        "{zqxjk}",
        "*zqxjk",
        "!zqxjk x",
        "'zq' xjk",
        "0x7a71786a6b",
        "1_2_3_4_5.10",
        "2024-01-01 zqxjk",
        "|\n    zqxjk: {{ zqxjk\n  zqxjk",
        "zqxjk\n    zqxjk: 1\n    zqxjk: 2",
    ] {
        for frame in [
            "apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: hub\n  password: @\n  email: x\n",
            "apiVersion: datasance.com/v3\nkind: Secret\nmetadata: {name: a}\ndata:\n  token: @\n",
            "kind: Registry\nspec: {password: @}\n",
            "password: @",
        ] {
            let text = frame.replacen('@', value, 1);
            for problem in check(&Manifest::parse(&*text), None) {
                let titles: String = problem.fixes.iter().map(|fix| fix.title).collect();
                let said = format!("{} {titles}", problem.message);
                for piece in ["zq", "xj", "jk", "7a71", "2_3", "12345", "525", "2024"] {
                    assert!(!said.contains(piece), "{text}\nsays {piece}: {said}");
                }
            }
        }
    }
}
