//! Hostile and oversized texts: clear problems, bounded work.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

use manifest::{Limits, Manifest};

fn codes(text: &str, limits: &Limits) -> Vec<&'static str> {
    Manifest::parse_with(text, limits).problems().iter().map(|problem| problem.code).collect()
}

#[test]
fn a_text_beyond_a_limit_says_which() {
    let small = Limits { text: 100, depth: 4, alias_expansion: 50, documents: 3 };
    for (text, expected) in [
        ("x".repeat(101), vec!["text-limit"]),
        ("[[[[1]]]]".into(), vec![]),
        ("[[[[[1]]]]]".into(), vec!["depth-limit"]),
        ("a:\n b:\n  c:\n   d:\n    e: 1\n".into(), vec!["depth-limit"]),
        ("a: &x [[[1]]]\nb: [*x]\n".into(), vec!["depth-limit"]),
        ("a: &x 1\nb: *x\n".into(), vec![]),
        ("a: &x [1, 2, 3, 4, 5, 6, 7]\nb: [*x, *x, *x]\n".into(), vec!["alias-limit"]),
        ("a: &x [*x]\n".into(), vec!["alias-inside-itself"]),
        ("a\n---\nb\n---\nc\n".into(), vec![]),
        ("a\n---\nb\n---\nc\n---\nd\n".into(), vec!["document-limit"]),
    ] {
        assert_eq!(codes(&text, &small), expected, "{text}");
    }
}

#[test]
fn documents_before_the_limit_are_read_and_the_rest_is_not_taken_for_whole() {
    let limits = Limits { documents: 2, ..Limits::default() };
    let manifest = Manifest::parse_with("kind: A\n---\nkind: B\n---\nkind: C\n", &limits);
    let read: Vec<_> = manifest.documents().iter().map(|it| (it.kind(), it.is_complete())).collect();
    assert_eq!(read, [(Some("A"), true), (None, false)]);
    assert!(!manifest.documents()[1].is_empty());
}

#[test]
fn a_billion_laughs_costs_no_more_than_its_text() {
    let mut text = String::from("a0: &a0 lol\n");
    for level in 1..40 {
        let alias = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 10].join(", ")));
    }
    let manifest = Manifest::parse(&*text);
    let codes: Vec<_> = manifest.problems().iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["alias-limit"]);
    assert!(!manifest.documents()[0].is_complete());
    // What was cut off is null, so even the whole as JSON stays within the limit.
    let json = manifest.documents()[0].root().unwrap().to_json().to_string();
    assert!(json.len() < 3 * Limits::default().alias_expansion, "{}", json.len());
}

#[test]
fn hostile_texts_are_read_in_bounded_memory() {
    let many_keys: String = (0..20_000).map(|key| format!("k{key}: 1\n")).collect();
    for (name, text) in [
        ("deep lists", "[".repeat(200_000)),
        ("deep mappings", "{a: ".repeat(100_000)),
        ("deep dashes", "- ".repeat(100_000)),
        ("a huge key", format!("{}: 1\n", "k".repeat(500_000))),
        ("a huge text", format!("k: {}\n", "x".repeat(1_000_000))),
        ("many keys", many_keys.clone()),
        ("the same key", "k: 1\n".repeat(20_000)),
        ("markers", "---\n".repeat(50_001)),
        ("comments", "# c\n".repeat(100_000)),
        ("anchors", (0..20_000).map(|at| format!("- &a{at} x\n")).collect()),
        ("one anchor, many aliases", format!("a: &x y\nb:\n{}", "- *x\n".repeat(50_000))),
        ("unknown aliases", "- *x\n".repeat(20_000)),
        ("merges", format!("a: &x {{k: 1}}\nb:\n{}", "  <<: *x\n".repeat(20_000))),
        ("unclosed quotes", "a: \"b\n".repeat(20_000)),
        ("secrets", format!("kind: Secret\ndata:\n{}", "  password: x\n".repeat(20_000))),
        ("line breaks", "\n".repeat(500_000)),
        ("byte-order marks", "\u{feff}".repeat(50_000)),
        ("tags", "- !t x\n".repeat(20_000)),
        ("percent lines", "%a b\n".repeat(50_000)),
    ] {
        let started = std::time::Instant::now();
        let manifest = Manifest::parse(&*text);
        manifest::masked(manifest.documents());
        println!("{name}: {} bytes in {:?}", text.len(), started.elapsed());
        let size = manifest.heap_size();
        // Each problem holds a sentence; they are few, or capped.
        assert!(size <= 60 * text.len() + 1_000_000, "{name}: {size} bytes for {}", text.len());
        for document in manifest.documents().iter().take(3) {
            if let Some(root) = document.root() {
                root.entries();
                root.to_json();
            }
        }
    }
}

/// Everything that is read, checked and tried on a text, and how long it may take.
fn check_ends(text: &str) {
    let (done, ended) = std::sync::mpsc::channel();
    let text: std::sync::Arc<str> = text.into();
    let worked_on = text.clone();
    std::thread::spawn(move || {
        let manifest = Manifest::parse(&*worked_on);
        manifest::check(&manifest, None);
        for document in manifest.documents() {
            for path in ["kind", "metadata.name", "a.b.c", "a[0]", "[0]"] {
                let path = path.parse().unwrap();
                let value = serde_json::json!({"k": [1, {"l": "x"}]});
                let _ = document.set(&path, &value);
                let _ = document.insert(&path, 0, &value);
                let _ = document.remove(&path);
            }
        }
        // Nobody listens any more if it took too long.
        let _ = done.send(());
    });
    let outcome = ended.recv_timeout(std::time::Duration::from_secs(10));
    assert_eq!(outcome, Ok(()), "work on {text:?} does not end");
}

#[test]
fn work_on_a_text_with_unfinished_marks_ends() {
    let marks = [
        "?", "? ?", "- ?", "a: ?", "{?}", "[?]", "?\n:", "? a", "? - a", "? |", ":", "-", "- - ?", "*x",
        "&x", "!", "? &x",
    ];
    for mark in marks {
        for frame in [
            "@",
            "@\n",
            "# hi\n@",
            "a: 1\n---\n@",
            "---\n@\n...\n",
            "a:\n  @\n",
            "a:\n  - @",
            "@\nb: 1\n",
            "b: 1\n@",
            "@\r\n",
        ] {
            check_ends(&frame.replace('@', mark));
        }
    }
}
