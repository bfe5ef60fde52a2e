//! Both readers of YAML against each other, and a text read anew against the same text read after a keystroke.

use manifest::{Limits, Manifest, compare, masked, shown, typed};

pub(super) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let difference = compare(&text).err();
    assert_eq!(difference, None);
    let limits = Limits { depth: 16, alias_expansion: 20_000, documents: 40, ..Limits::default() };
    let mut manifest = Manifest::parse_with(&*text, &limits);
    let problems = manifest::check(&manifest, None);
    assert!(problems.iter().all(|problem| text.get(problem.span.range()).is_some()));
    masked(manifest.documents());
    for document in manifest.documents().iter().filter(|document| document.is_complete()) {
        document.root().map(manifest::Node::to_json);
    }
    press_a_key(&mut manifest, input, &limits);
}

/// Types into the text as an editor shows it; the first bytes choose what and where.
fn press_a_key(manifest: &mut Manifest, input: &[u8], limits: &Limits) {
    let [place, length, what, ..] = *input else { return };
    let mut now = shown(manifest.text()).into_owned();
    let boundary = |text: &str, at: usize| {
        (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    };
    let start = boundary(&now, usize::from(place) * now.len() / 255);
    let end = boundary(&now, start + usize::from(length) % 32).max(start);
    let with: String = now.chars().rev().take(usize::from(what) % 16).collect();
    now.replace_range(start..end, &with);
    let Some(edit) = typed(manifest.text(), &now) else { return };
    manifest.edit(&[edit]);
    assert_eq!(shown(manifest.text()), now, "what was typed is shown");
    let whole = Manifest::parse_with(manifest.text(), limits);
    assert_eq!(manifest.problems(), whole.problems());
    let ranges =
        |manifest: &Manifest| manifest.documents().iter().map(manifest::Document::range).collect::<Vec<_>>();
    assert_eq!(ranges(manifest), ranges(&whole));
}
