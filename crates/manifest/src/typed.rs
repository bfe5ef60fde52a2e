//! What was typed into an editor, as an edit of the file's own text.
//!
//! A browser's text area shows `\n` for every line end. The file keeps the ends that it has, mixed ones too: only what
//! differs is written, and new lines end like the line that they were typed into.

use std::borrow::Cow;
use std::ops::Range;

use crate::position::Edit;

/// The text as an editor shows it: every line end is `\n`.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text.into() }
}

/// The edit that makes an editor show `typed` where it showed `text`; `None` where it does so already.
pub fn typed(text: &str, typed: &str) -> Option<Edit> {
    let typed = &*shown(typed);
    let (range, new) = difference(text, typed);
    let new = typed.get(new)?;
    if range.is_empty() && new.is_empty() {
        return None;
    }
    Some(kept_apart(text, range.clone(), new.replace('\n', line_end(text, &range))))
}

/// What was typed in place of `range`, where every line end is `\n`, as an edit of the file's text: new lines end like
/// the one that they were typed into.
pub fn typed_at(text: &str, range: Range<usize>, new: &str) -> Edit {
    kept_apart(text, range.clone(), shown(new).replace('\n', line_end(text, &range)))
}

/// Where the two differ: in the file's text, and in the shown one.
fn difference(text: &str, typed: &str) -> (Range<usize>, Range<usize>) {
    let (old, new) = (text.as_bytes(), typed.as_bytes());
    let (mut start, mut new_start) = (0, 0);
    while let (Some((byte, length)), Some(typed)) = (unit_after(old, start), new.get(new_start))
        && byte == *typed
    {
        start += length;
        new_start += 1;
    }
    while !(text.is_char_boundary(start) && typed.is_char_boundary(new_start)) {
        start -= 1;
        new_start -= 1;
    }
    let (mut end, mut new_end) = (old.len(), new.len());
    while end > start
        && new_end > new_start
        && let Some((byte, length)) = unit_before(old, end)
        && new.get(new_end - 1) == Some(&byte)
    {
        end -= length;
        new_end -= 1;
    }
    while !(text.is_char_boundary(end) && typed.is_char_boundary(new_end)) {
        end += 1;
        new_end += 1;
    }
    (start..end, new_start..new_end)
}

/// The byte that an editor shows for what stands at `at`, and how many bytes that is.
fn unit_after(text: &[u8], at: usize) -> Option<(u8, usize)> {
    match text.get(at..)? {
        [b'\r', b'\n', ..] => Some((b'\n', 2)),
        [b'\r', ..] => Some((b'\n', 1)),
        [byte, ..] => Some((*byte, 1)),
        [] => None,
    }
}

/// The same of what ends at `at`.
fn unit_before(text: &[u8], at: usize) -> Option<(u8, usize)> {
    match text.get(..at)? {
        [.., b'\r', b'\n'] => Some((b'\n', 2)),
        [.., b'\r'] => Some((b'\n', 1)),
        [.., byte] => Some((*byte, 1)),
        [] => None,
    }
}

/// How a line ends that is typed in place of `range`: like the one it is typed into; in the last one, like the one above.
fn line_end(text: &str, range: &Range<usize>) -> &'static str {
    let behind = text.get(range.end..).and_then(first_line_end);
    let above = || {
        let before = text.get(..range.start)?;
        let end = before.rfind(['\n', '\r'])? + 1;
        let (_, length) = unit_before(before.as_bytes(), end)?;
        first_line_end(before.get(end - length..)?)
    };
    behind.or_else(above).unwrap_or("\n")
}

/// The first line end of a text, as its writers write them.
pub(crate) fn first_line_end(text: &str) -> Option<&'static str> {
    let at = text.find(['\n', '\r'])?;
    Some(match text.as_bytes().get(at..) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        _ => "\n",
    })
}

/// The edit, grown where a `\r` and a `\n` that end two lines would come to stand beside each other and end one.
fn kept_apart(text: &str, range: Range<usize>, mut new: String) -> Edit {
    let Range { start, mut end } = range;
    let before = text.get(..start).is_some_and(|before| before.ends_with('\r'));
    let feed_behind = |end: usize| text.as_bytes().get(end) == Some(&b'\n');
    if before && new.starts_with('\n') {
        new.insert(0, '\r');
    }
    if feed_behind(end) && (new.ends_with('\r') || new.is_empty() && before) {
        new.push_str("\r\n");
        end += 1;
    }
    Edit::replace(start..end, new)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, new: &str, expected: &str) {
        let edits: Vec<Edit> = typed(text, new).into_iter().collect();
        let outcome = crate::apply(text, &edits);
        assert_eq!(outcome, expected, "{text:?} typed to {new:?}");
        assert_eq!(shown(&outcome), shown(new));
    }

    #[test]
    fn lines_that_were_not_touched_keep_their_ends() {
        // file, what the editor shows after typing, file
        check("a\r\nb\r\n", "a\nbc\n", "a\r\nbc\r\n");
        check("a\rb\r", "a\nbc\n", "a\rbc\r");
        check("a\r\nb\nc\rd", "a\nb!\nc\nd", "a\r\nb!\nc\rd");
        check("a\r\nb\r\nc\r\n", "a\nc\n", "a\r\nc\r\n");
        check("\u{feff}a\r\nü\r\n", "\u{feff}a\nö\n", "\u{feff}a\r\nö\r\n");
    }

    #[test]
    fn a_new_line_ends_like_the_one_it_is_typed_into() {
        check("a\r\nb\r\n", "a\nb\nc\n", "a\r\nb\r\nc\r\n");
        check("a\r\nb", "a\nb\nc", "a\r\nb\r\nc");
        check("a\rb", "a\nb\nc", "a\rb\rc");
        check("ab\r\nc\nd\n", "a\nb\nc\nd\n", "a\r\nb\r\nc\nd\n");
        check("a\r\nbc\nd", "a\nb\nc\nd", "a\r\nb\nc\nd");
        check("ab", "a\nb", "a\nb");
    }

    #[test]
    fn two_line_ends_stay_two() {
        check("a\rx\nb", "a\n\nb", "a\r\r\nb");
        check("a\rb\n", "a\n\nb\n", "a\r\r\nb\n");
    }

    #[test]
    fn nothing_typed_is_no_edit() {
        for text in ["", "a", "a\r\nb\rc\n", "\r\r\n\n"] {
            assert_eq!(typed(text, &shown(text)), None, "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_editor_shows_what_was_typed(old in "([ab]|ü|\r\n|\r|\n){0,8}", new in "([ab]|ü|ö|\n){0,8}") {
            let outcome = crate::apply(&old, &typed(&old, &new).into_iter().collect::<Vec<_>>());
            prop_assert_eq!(shown(&outcome), new);
        }

        #[test]
        fn a_letter_typed_changes_no_line_end(old in "([ab]|ü|\r\n|\r|\n){0,8}", at in any::<prop::sample::Index>()) {
            let mut new: Vec<char> = shown(&old).chars().collect();
            new.insert(at.index(new.len() + 1), 'x');
            let edit = typed(&old, &new.iter().collect::<String>());
            let outcome = crate::apply(&old, &edit.into_iter().collect::<Vec<_>>());
            let ends = |text: &str| text.chars().filter(|char| "\r\n".contains(*char)).collect::<String>();
            prop_assert_eq!(ends(&outcome), ends(&old));
        }
    }
}
