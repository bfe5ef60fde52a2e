//! What the reader makes of a text, held against the library that it stands in for.

use super::*;
use crate::Microservice;
use crate::lenient::Lenient;

/// The scalar that `text` is, in words; `None` when it is refused.
fn read(text: &str) -> Option<String> {
    let mut reader = Reader::new(text);
    let scalar = reader.scalar().ok()?;
    reader.end().ok()?;
    Some(match scalar {
        Scalar::Null => "null".to_owned(),
        Scalar::Flag(flag) => flag.to_string(),
        Scalar::Int(int) => format!("int {int}"),
        Scalar::Float(float) => format!("float {float:?}"),
        Scalar::Text(text) => format!("text {text}"),
    })
}

fn check(text: &str, expected: &str) {
    assert_eq!(read(text).unwrap_or_else(|| "refused".to_owned()), expected, "{text}");
}

#[test]
fn scalars_are_read_as_what_they_are() {
    check(" null ", "null");
    check("true", "true");
    check("\tfalse\r\n", "false");
    check("0", "int 0");
    check("-7", "int -7");
    check("999999999999999999", "int 999999999999999999");
    check("9223372036854775807", "int 9223372036854775807");
    check("9223372036854775808", "float 9.223372036854776e18");
    check("1.5", "float 1.5");
    check("1e3", "float 1000.0");
    check(r#""""#, "text ");
    check(r#""plain""#, "text plain");
    check(r#""longer than eight bytes, with é and 漢""#, "text longer than eight bytes, with é and 漢");
    check(r#""a\n\"b\" \u0022 \\ \ud83d\ude00""#, "text a\n\"b\" \" \\ \u{1f600}");
}

#[test]
fn what_is_no_scalar_is_refused() {
    let texts = [
        "",
        " ",
        "nul",
        "nullx",
        "True",
        "01",
        "-",
        "-a",
        "+1",
        "1.",
        ".5",
        "1e",
        "0x1",
        "1 2",
        "[]",
        "{}",
        "'a'",
        "\"open",
        "\"open\\",
        "\"open\\\"",
        "\"tab\there\"",
        "\"line\nbreak\"",
        r#""\x""#,
        r#""\ud83d""#,
        "\"a\"b",
    ];
    for text in texts {
        check(text, "refused");
        assert!(serde_json::from_str::<Value>(text).is_err() || matches!(text, "[]" | "{}"), "{text}");
    }
}

#[test]
fn every_byte_that_ends_plain_text_is_found_at_every_place() {
    for at in 0..20 {
        for mark in [b'"', b'\\', 0, 9, 31] {
            let mut bytes = *b"abcdefghijklmnopqrst";
            bytes[at] = mark;
            assert_eq!(plain(&bytes), at, "{mark} at {at}");
        }
    }
    // Neighbours of the marks, and bytes of longer characters.
    assert_eq!(plain(b" !#[]~\x7f \xc3\xa9\xf0\x9f\x98\x80"), 14);
}

#[test]
fn keys_are_compared_to_their_last_byte_wherever_the_text_ends() {
    let key = Key::camel("gps_scan_frequency");
    for (rest, expected) in [
        (r#""gpsScanFrequency":1}"#, true),
        (r#""gpsScanFrequency":1,"name":"a","more":"of the text"}"#, true),
        (r#""gpsScanFrequency": 1,"name":"a","more":"of the text"}"#, true),
        (r#""gpsScanFrequencz":1,"name":"a","more":"of the text"}"#, false),
        (r#""gpsScanFrequencyX":1,"name":"a","more":"of the text"}"#, false),
        (r#""gpsScanFrequency"#, false),
        ("", false),
    ] {
        assert_eq!(key.is_next(rest.as_bytes()), expected, "{rest}");
    }
    assert!(key.is("gpsScanFrequency") && !key.is("gpsScanFrequenc") && !key.is("\"gpsScanFrequency\":"));
}

/// Reads a microservice, and says whether that went well.
fn is_read(text: &str) -> bool {
    let mut reader = Reader::new(text);
    Microservice::default().read(&mut reader).and_then(|()| reader.end()).is_ok()
}

#[test]
fn whatever_the_library_refuses_is_refused() {
    let recording = include_str!("../../../client/tests/fixtures/controller-3.7.3.jsonl");
    let line = recording.lines().find(|line| line.contains("\"microservices/get-full\"")).unwrap();
    let step: Value = serde_json::from_str(line).unwrap();
    let whole = step["responseBody"].to_string().replace("<time>", "2026-11-21T19:51:06.947Z");
    let whole = whole.replace("\"<id:", "7,\"x\":\"");
    assert!(is_read(&whole), "{whole}");
    let mut refused = 0;
    for at in 0..whole.len() {
        assert!(!is_read(&whole[..at]), "cut at {at}: {}", &whole[..at]);
        for other in ["", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "x", "\n", " "] {
            let changed = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
            if serde_json::from_str::<Value>(&changed).is_err() {
                refused += 1;
                assert!(!is_read(&changed), "{changed}");
            }
        }
    }
    assert!(refused > 10_000, "{refused} texts were no JSON");
}
