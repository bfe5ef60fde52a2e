//! What must hold for every text and every change.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

mod soup;

use manifest::{EditError, Manifest, Node, Path, Segment, apply};
use proptest::prelude::*;
use serde_json::Value;

/// Everything a reader can see of a manifest.
fn seen(manifest: &Manifest) -> Vec<String> {
    let mut out: Vec<String> = manifest.problems().iter().map(|problem| format!("{problem:?}")).collect();
    for document in manifest.documents() {
        out.push(format!("{:?} {} {}", document.range(), document.index(), document.is_complete()));
        let mut visit = |path: &Path, node: Node<'_>, key: bool| {
            out.push(format!("{path} {key} {:?} {:?} {:?}", node.span(), node.scalar_text(), node.tag()));
        };
        if let Some(root) = document.root() {
            root.walk(&mut visit);
        }
    }
    out
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap()
}

/// All paths of a document that lead to values written there.
fn paths(manifest: &Manifest) -> Vec<Path> {
    let mut paths = Vec::new();
    if let Some(root) = manifest.documents()[0].root() {
        root.walk(&mut |path, _, key| {
            if !key {
                paths.push(path.clone());
            }
        });
    }
    paths
}

/// The values of all paths that neither lie below `changed` nor lead to it.
fn others(manifest: &Manifest, changed: &Path) -> Vec<String> {
    let document = &manifest.documents()[0];
    let apart = |path: &Path| !path.starts_with(changed) && !changed.starts_with(path);
    let values = paths(manifest).into_iter().filter(|path| apart(path));
    values.map(|path| format!("{path} = {:?}", document.get(&path).map(Node::to_json))).collect()
}

/// Comments outside the lines that the value at `path` takes up.
fn comments(manifest: &Manifest, path: &Path) -> Vec<String> {
    let document = &manifest.documents()[0];
    let mut gone = document.get(path).map_or(0..0, Node::local_range);
    if document.get(path).is_some_and(|node| !node.is_scalar()) {
        // Comment lines between a key and the first line below it are part of what stands below.
        while let Some((_, line)) = document.text()[..gone.start].trim_end().rsplit_once(['\n', '\r'])
            && line.trim_start().starts_with('#')
        {
            gone.start = document.text()[..gone.start].trim_end().len() - line.len();
        }
    }
    let end = document.text()[gone.end..].find(['\r', '\n']).map_or(gone.end, |length| gone.end + length);
    let gone = if gone.is_empty() { gone } else { gone.start..end };
    let kept = document.comments().filter(|comment| !gone.contains(&comment.start));
    kept.map(|comment| document.text()[comment].to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_reading_panic_and_documents_cover_it(text in prop_oneof![soup::text(), any::<String>()]) {
        let manifest = Manifest::parse(&*text);
        let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let mut at = mark;
        for document in manifest.documents() {
            prop_assert_eq!(document.range().start, at);
            at = document.range().end;
        }
        prop_assert_eq!(at, text.len());
        for problem in manifest.problems() {
            prop_assert!(text.get(problem.span.range()).is_some());
            for fix in problem.fixes.iter() {
                prop_assert!(fix.edits.iter().all(|edit| text.get(edit.range.clone()).is_some()));
            }
        }
        seen(&manifest);
    }

    #[test]
    fn replacing_reads_like_the_whole(
        text in soup::text(),
        changes in prop::collection::vec((0..300usize, 0..40usize, soup::text()), 1..6),
    ) {
        let mut manifest = Manifest::parse(&*text);
        for (at, length, with) in changes {
            let start = boundary(manifest.text(), at);
            let end = boundary(manifest.text(), start + length).max(start);
            let with = if length % 3 == 0 { String::new() } else { with };
            manifest.replace(start..end, &with);
            let whole = Manifest::parse(manifest.text());
            prop_assert_eq!(seen(&manifest), seen(&whole));
        }
    }

    #[test]
    fn a_value_set_is_there_and_all_others_and_comments_are_as_before(
        text in soup::commented(),
        place in any::<prop::sample::Index>(),
        new_key in prop::option::of(soup::string()),
        value in soup::value(),
    ) {
        let before = Manifest::parse(&*text);
        prop_assert_eq!(before.problems(), vec![]);
        let paths = paths(&before);
        let mut path = place.get(&paths).clone();
        if let Some(key) = new_key && before.documents()[0].get(&path).is_some_and(Node::is_mapping) {
            path = path.key(key);
        }
        let edits = before.documents()[0].set(&path, &value);
        prop_assert!(edits.is_ok(), "{:?}\n{text}", edits);
        let mut after = Manifest::parse(&*text);
        after.edit(&edits.unwrap());
        prop_assert_eq!(after.problems(), vec![]);
        let node = after.documents()[0].get(&path);
        prop_assert!(same(&node.map_or(Value::Null, Node::to_json), &value), "{}", after.text());
        prop_assert_eq!(others(&before, &path), others(&after, &path), "{}", after.text());
        for comment in comments(&before, &path) {
            prop_assert!(after.text().contains(&comment), "{comment}\n{}", after.text());
        }
    }

    #[test]
    fn a_value_set_among_anchors_and_merges_changes_no_other(
        parts in prop::collection::vec((0..7usize, any::<prop::sample::Index>()), 1..8),
        place in any::<prop::sample::Index>(),
        value in soup::value(),
    ) {
        let text = shared(&parts);
        let before = Manifest::parse(&*text);
        prop_assert_eq!(before.problems(), vec![]);
        let paths = paths(&before);
        let path = place.get(&paths);
        let edits = before.documents()[0].set(path, &value);
        // A merge inside braces may have no small edit; that is said, and nothing else.
        let Ok(edits) = edits else {
            prop_assert!(matches!(edits, Err(EditError::Unsafe(_))), "{:?} at {path}\n{text}", edits);
            return Ok(());
        };
        let after = Manifest::parse(apply(&text, &edits));
        prop_assert_eq!(after.problems(), vec![], "{}", after.text());
        let node = after.documents()[0].get(path);
        prop_assert!(same(&node.map_or(Value::Null, Node::to_json), &value), "{path}\n{text}\n{}", after.text());
        // An alias may have given way to what it stood for, so the paths of the text before are the ones to compare.
        for other in paths.iter().filter(|other| !other.starts_with(path) && !path.starts_with(other)) {
            let [old, new] = [&before, &after].map(|it| it.documents()[0].get(other).map(Node::to_json));
            prop_assert_eq!(old, new, "{} at {}\n{}\n{}", other, path, text, after.text());
        }
    }

    #[test]
    fn what_is_removed_is_gone_and_the_rest_stays(text in soup::commented(), place in any::<prop::sample::Index>()) {
        let before = Manifest::parse(&*text);
        let paths = paths(&before);
        // The first one is the root.
        let path = place.get(&paths[1..]);
        let edits = before.documents()[0].remove(path);
        prop_assert!(edits.is_ok(), "{:?} at {path}\n{text}", edits);
        let after = Manifest::parse(apply(&text, &edits.unwrap()));
        prop_assert_eq!(after.problems(), vec![]);
        let mut wished = before.documents()[0].root().unwrap().to_json();
        take(&mut wished, path);
        prop_assert!(same(&after.documents()[0].root().unwrap().to_json(), &wished), "{}", after.text());
    }

    #[test]
    fn an_edit_of_any_text_is_right_or_refused(
        text in soup::text(),
        place in any::<prop::sample::Index>(),
        value in soup::value(),
    ) {
        let before = Manifest::parse(&*text);
        let mut paths = paths(&before);
        paths.push(Path::root().key("new").key("key"));
        let path = place.get(&paths);
        match before.documents()[0].set(path, &value) {
            Ok(edits) => {
                let after = Manifest::parse(apply(&text, &edits));
                let node = after.documents()[0].get(path);
                prop_assert!(same(&node.map_or(Value::Null, Node::to_json), &value), "{}", after.text());
                prop_assert!(after.problems().len() <= before.problems().len());
                let elsewhere = |manifest: &Manifest| {
                    manifest.documents().iter().skip(1).map(|it| it.text().to_owned()).collect::<Vec<_>>()
                };
                prop_assert_eq!(elsewhere(&before), elsewhere(&after));
            }
            Err(error) => prop_assert!(!error.to_string().is_empty() || error == EditError::Incomplete),
        }
    }
}

/// A document whose keys share values through anchors, aliases and merges.
fn shared(parts: &[(usize, prop::sample::Index)]) -> String {
    let mut text = String::new();
    let (mut any, mut mappings) = (Vec::new(), Vec::new());
    for (at, (kind, pick)) in parts.iter().enumerate() {
        let alias =
            |names: &[String]| if names.is_empty() { "5".into() } else { format!("*{}", pick.get(names)) };
        let merged = if mappings.is_empty() { "{w: 0}".into() } else { alias(&mappings) };
        let name = format!("a{at}");
        text += &match kind {
            0 => format!("k{at}: text # c\n"),
            1 => format!("k{at}: &{name}\n  x: 1\n  y: [2, 3]\n"),
            2 => format!("k{at}: &{name} 5 # c\n"),
            3 => format!("k{at}: {}\n", alias(&any)),
            4 => format!("k{at}:\n  <<: {merged}\n  z: 1\n"),
            5 => format!("k{at}: &{name} [u, {}]\n", alias(&any)),
            _ => format!("k{at}:\n- {}\n- &{name} {{p: {}, <<: {merged}}}\n", alias(&any), alias(&any)),
        };
        if matches!(kind, 1 | 6) {
            mappings.push(name.clone());
        }
        if matches!(kind, 1 | 2 | 5 | 6) {
            any.push(name);
        }
    }
    text
}

fn take(from: &mut Value, path: &Path) {
    let (last, way) = path.segments().split_last().unwrap();
    let parent = way.iter().fold(from, |value, segment| match segment {
        Segment::Key(key) => &mut value[key.as_str()],
        Segment::Index(index) => &mut value[*index],
    });
    match last {
        Segment::Key(key) => drop(parent.as_object_mut().unwrap().shift_remove(key)),
        Segment::Index(index) => drop(parent.as_array_mut().unwrap().remove(*index)),
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
