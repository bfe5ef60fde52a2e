//! Putting the items of a list in another order, and doubling them: lines, comments and spelling go along.

#![expect(clippy::unwrap_used, reason = "a test may stop at what must not happen")]

use manifest::{Document, Edit, EditError, Manifest, Path};

type Change = fn(&Document, &Path, usize) -> Result<Vec<Edit>, EditError>;

const SWAP: Change = Document::swap;
const DOUBLE: Change = Document::double;

fn check(rows: &[(&str, Change, usize, &str)]) {
    for (text, change, index, expected) in rows {
        let manifest = Manifest::parse(*text);
        assert_eq!(manifest.problems(), [], "{text}");
        let edits = change(&manifest.documents()[0], &"a".parse().unwrap(), *index).unwrap();
        let result = manifest::apply(text, &edits);
        assert_eq!(result, *expected, "\n--- expected\n{expected}\n--- got\n{result}");
    }
}

#[test]
fn neighbours_change_places_with_their_comments() {
    check(&[
        ("a:\n  - 1\n  - 2\n  - 3\n", SWAP, 1, "a:\n  - 1\n  - 3\n  - 2\n"),
        (
            "a: # all\n  # one\n  - k: 007 # seven\n    l: 'x'\n\n  # two\n  - k: 0x1F\nb: 1\n",
            SWAP,
            0,
            "a: # all\n  # two\n  - k: 0x1F\n\n  # one\n  - k: 007 # seven\n    l: 'x'\nb: 1\n",
        ),
        ("a:\n- 1\n- 2", SWAP, 0, "a:\n- 2\n- 1"),
        ("a:\r\n# x\r\n- 1\r\n- 2\r\n", SWAP, 0, "a:\r\n- 2\r\n# x\r\n- 1\r\n"),
        ("a: [1, 2]\n", SWAP, 0, "a: [2, 1]\n"),
        ("a:\n  - |\n    one\n  - two\n", SWAP, 0, "a:\n  - two\n  - |\n    one\n"),
    ]);
}

#[test]
fn a_copy_is_spelled_like_what_it_was_made_of() {
    check(&[
        (
            "a:\n  # first\n  - k: 007 # seven\n    l: 12345678901234567890\n  - k: 2\n",
            DOUBLE,
            0,
            "a:\n  # first\n  - k: 007 # seven\n    l: 12345678901234567890\n  - k: 007 # seven\n    l: 12345678901234567890\n  - k: 2\n",
        ),
        ("a:\n- 1\n- 2", DOUBLE, 1, "a:\n- 1\n- 2\n- 2"),
        ("a: [x, 2]\n", DOUBLE, 0, "a: [x, x, 2]\n"),
    ]);
}

#[test]
fn what_has_no_neighbour_stays() {
    let manifest = Manifest::parse("a: [1]\nb: 2\n");
    let document = &manifest.documents()[0];
    for (list, error) in [
        ("a", EditError::OutOfRange("a".parse().unwrap())),
        ("b", EditError::WrongShape("b".parse().unwrap())),
        ("c", EditError::NotFound("c".parse().unwrap())),
    ] {
        assert_eq!(document.swap(&list.parse().unwrap(), 0), Err(error), "{list}");
    }
}
