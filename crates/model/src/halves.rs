//! Halves of characters in JSON. JavaScript counts text in halves of some characters and may cut one in two; JSON lets it
//! write such a half, and no Rust text can hold it.

/// `json` with each escaped half that has lost its other one replaced by the sign for a broken character; `None` when
/// there is none.
pub fn mended(json: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        // A backslash and what it escapes, so that `\\ud83d` is not taken for a half.
        let length = match (half(escape), half(escape.get(6..).unwrap_or_default())) {
            (Some(Half::First), Some(Half::Second)) => 12,
            (Some(_), _) => 6,
            (None, _) => escape.char_indices().nth(2).map_or(escape.len(), |(end, _)| end),
        };
        out.push_str(before);
        let (escape, after) = escape.split_at(length);
        out.push_str(if length == 6 { "\\ufffd" } else { escape });
        rest = after;
    }
    out.push_str(rest);
    (out != json).then_some(out)
}

enum Half {
    First,
    Second,
}

/// The half of a character that `escape` begins with.
fn half(escape: &str) -> Option<Half> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::First),
        0xdc00..=0xdfff => Some(Half::Second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: Option<&str>) {
        assert_eq!(mended(json).as_deref(), expected, "{json}");
    }

    #[test]
    fn lost_halves_are_replaced_and_whole_characters_stay() {
        check(r#""cut \ud83d""#, Some(r#""cut \ufffd""#));
        check(r#""\ude00 and \uD83D\uDE00 and \ud83dx""#, Some(r#""\ufffd and \uD83D\uDE00 and \ufffdx""#));
        check(r#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#));
        check(r#""\ud83d\n""#, Some(r#""\ufffd\n""#));
    }

    #[test]
    fn what_only_looks_like_a_half_is_left_alone() {
        for json in
            [r#""\\ud83d""#, r#""\ud83d\ude00""#, r#""\u00e9 é \" \\""#, "\"\\", "\"\\u", "\"\\é\"", "{}"]
        {
            check(json, None);
        }
    }
}
