//! What a scalar means, by the rules of js-yaml 4.1's default schema, which the Controller and the viewer use.
//!
//! The source text is always kept beside the meaning: `1.10` means the number 1.1, but stays `1.10` where a string is
//! wanted. Other readers differ (manifest rules 1.6); [`ambiguous_as_string`] tells for which texts.

mod time;

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// What a scalar stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    Null,
    Bool(bool),
    /// Every number is a double in the Controller: `9007199254740993` is `9007199254740992`.
    Number(f64),
    /// A date, as the instant in ISO form that the Controller would store in `config`.
    Timestamp(String),
    String,
}

/// The meaning of a plain scalar without a tag.
pub fn meaning_of_plain(text: &str) -> Meaning {
    let Some(first) = text.bytes().next() else { return Meaning::Null };
    match first {
        b'~' if text.len() == 1 => Meaning::Null,
        b'n' | b'N' if matches!(text, "null" | "Null" | "NULL") => Meaning::Null,
        b't' | b'T' if matches!(text, "true" | "True" | "TRUE") => Meaning::Bool(true),
        b'f' | b'F' if matches!(text, "false" | "False" | "FALSE") => Meaning::Bool(false),
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text)
            .map(Meaning::Number)
            .or_else(|| time::timestamp(text).map(Meaning::Timestamp))
            .unwrap_or(Meaning::String),
        _ => Meaning::String,
    }
}

fn number(text: &str) -> Option<f64> {
    integer(text).or_else(|| float(text))
}

/// js-yaml `type/int.js`: decimal (leading zeros allowed), `0b`, `0o`, `0x`, underscores between digits.
pub(crate) fn integer(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let (digits, radix) = match unsigned.as_bytes() {
        [b'0', b'b', ..] => (unsigned.get(2..)?, 2),
        [b'0', b'o', ..] => (unsigned.get(2..)?, 8),
        [b'0', b'x', ..] => (unsigned.get(2..)?, 16),
        _ => (unsigned, 10),
    };
    if digits.ends_with('_') || radix == 10 && digits.starts_with('_') {
        return None;
    }
    if !digits.chars().all(|char| char == '_' || char.is_digit(radix)) {
        return None;
    }
    let digits = digits.replace('_', "");
    if digits.is_empty() {
        return None;
    }
    if radix == 10 {
        return digits.parse::<f64>().ok().map(|value| sign * value);
    }
    let value = digits.chars().filter_map(|char| char.to_digit(radix));
    Some(sign * value.fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit)))
}

/// js-yaml `type/float.js`.
fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    match unsigned {
        ".inf" | ".Inf" | ".INF" => return Some(sign * f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(f64::NAN),
        _ => {}
    }
    let starts_well = match unsigned.as_bytes() {
        [b'0'..=b'9', ..] => true,
        // A sign before a bare point makes it a string.
        [b'.', b'0'..=b'9' | b'_', ..] => unsigned.len() == text.len(),
        _ => false,
    };
    if !starts_well || text.ends_with('_') {
        return None;
    }
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at)?, unsigned.get(at + 1..)?),
        None => (unsigned, "0"),
    };
    let exponent_digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    if exponent_digits.is_empty() || !exponent_digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if mantissa.matches('.').count() > 1
        || !mantissa.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'_' | b'.'))
    {
        return None;
    }
    let clean = unsigned.replace('_', "");
    clean.parse::<f64>().ok().map(|value| sign * value)
}

/// Whether an unquoted `text` would be something else than this very string for at least one of the readers of manifest
/// rules 1.6: js-yaml 4.1, yaml.v2 (YAML 1.1 words, octal and sexagesimal numbers) or serde-saphyr.
///
/// Says nothing about characters that YAML itself reads differently; the writer looks at those.
pub fn ambiguous_as_string(text: &str) -> bool {
    if meaning_of_plain(text) != Meaning::String {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    if matches!(
        lower.as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "nan" | "inf"
    ) {
        return true;
    }
    if matches!(text, "<<" | "=" | "..." | "---") {
        return true;
    }
    // Whatever looks like the start of a number in any dialect: 1_000, 12:30:45, 0b1, -.5, 08.
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.starts_with(|char: char| char.is_ascii_digit() || char == '.')
        && looks_numeric(&unsigned.to_ascii_lowercase())
}

/// Numbers, dates, times and number-like texts, wider than any one reader. Versions and addresses (`1.2.3`,
/// `10.0.0.1`) are not numbers for anybody.
fn looks_numeric(lower: &str) -> bool {
    if lower.matches('.').count() > 1 {
        return false;
    }
    let only = |also: &str| lower.chars().all(|char| char.is_ascii_digit() || also.contains(char));
    ["0x", "0o", "0b", ".inf", ".nan"].iter().any(|prefix| lower.starts_with(prefix))
        || only("._,:")
        || only("._e+-")
        || only("-:.tz+ ")
}

/// A number as JavaScript prints it.
pub(crate) fn js_text(number: f64) -> String {
    let size = number.abs();
    if number.is_nan() {
        return "NaN".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    if number == 0.0 || (1e-6..1e21).contains(&size) {
        return if number == 0.0 { "0".into() } else { number.to_string() };
    }
    let text = format!("{number:e}");
    if text.contains("e-") { text } else { text.replace('e', "e+") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_javascript_prints_them() {
        for (number, text) in [
            (1.5, "1.5"),
            (1.1, "1.1"),
            (1000.0, "1000"),
            (1e21, "1e+21"),
            (1.5e-7, "1.5e-7"),
            (0.000_001, "0.000001"),
            (-0.0, "0"),
            (f64::INFINITY, "Infinity"),
        ] {
            assert_eq!(js_text(number), text);
        }
    }
}
