//! What a keystroke in a large text costs beside reading all of it. Ratios, because times are a machine's own.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

#[path = "../benches/corpus.rs"]
mod corpus;

use std::hint::black_box;
use std::time::{Duration, Instant};

use manifest::{Checker, Manifest};
use model::{Lists, World};

const DOCUMENTS: usize = 550;

/// The fastest of some runs: what others do on the machine only slows a run down.
fn fastest(runs: usize, mut work: impl FnMut()) -> Duration {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..runs).map(|_| time(&mut work)).min().unwrap()
}

/// How many keystrokes in the middle of a text, each with its check, cost as much as reading and checking it whole.
fn keystrokes_in_a_reading(text: &str) -> f64 {
    let world = World::new(Lists::read(&corpus::lists(DOCUMENTS)));
    let whole = fastest(3, || {
        black_box(Checker::new().problems(&Manifest::parse(text), Some(&world)));
    });
    let mut manifest = Manifest::parse(text);
    let mut checker = Checker::new();
    checker.problems(&manifest, Some(&world));
    let at = text.len() / 2 + text[text.len() / 2..].find("line-").unwrap();
    let mut typed = false;
    let key = fastest(20, || {
        let (range, with) = if typed { (at..at + 1, "") } else { (at..at, "x") };
        typed = !typed;
        manifest.replace(range, with);
        black_box(checker.problems(&manifest, Some(&world)));
    });
    let fresh = Manifest::parse(manifest.text());
    assert_eq!(checker.problems(&manifest, Some(&world)), manifest::check(&fresh, Some(&world)));
    whole.as_secs_f64() / key.as_secs_f64()
}

fn check(what: &str, text: &str, least: f64) {
    let times = keystrokes_in_a_reading(text);
    assert!(times >= least, "{what}: {times:.1} keystrokes cost as much as reading it all, not {least}");
}

#[test]
fn a_keystroke_reads_the_documents_around_it_only() {
    check("ordinary documents", &corpus::microservices(DOCUMENTS), 20.0);
}

#[test]
fn what_one_document_could_hold_makes_no_keystroke_read_all() {
    let ordinary = corpus::microservices(DOCUMENTS / 5);
    // Half of what was measured or less: other work on the machine must not fail this. Reading all at each key is 1.
    let with = |line: &str| ordinary.replacen("    platform: linux/amd64\n", line, 1);
    for (what, text, least) in [
        ("signs that mean themselves", with("    platform: \"it’s <b> \\\"x\\\" &amp;\"\n"), 4.0),
        ("a line that is none of YAML yet", with("    platform\n"), 2.0),
        ("a quote that is not closed", with("    platform: \"linux\n"), 2.5),
        ("dots for what was left out", with("    ...\n"), 1.4),
        ("a prompt before a command", format!("$ cat app.yaml\n{ordinary}"), 1.4),
    ] {
        check(what, &text, least);
    }
}
