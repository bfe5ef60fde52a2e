//! Made-up log lines. A line depends on its subject and its time only, so that opening a log again shows the same lines.

use crate::clock::{iso, parse_iso};
use crate::ids;

/// One line is written this often, milliseconds.
pub(super) const SPACING: i64 = 1500;

/// Which lines a session asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    pub(super) lines: i64,
    pub(super) follow: bool,
    pub(super) since: Option<i64>,
    pub(super) until: Option<i64>,
    /// The two times as they were given.
    pub(super) given: [Option<String>; 2],
}

impl Tail {
    /// Reads the query; the error is the reason to close the session with.
    pub(super) fn read(query: &[(String, String)]) -> Result<Self, String> {
        let get = |key: &str| query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        let given = ["since", "until"].map(|key| get(key).filter(|text| !text.is_empty()).map(str::to_owned));
        let time = |key: &str, text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => {
                instant(text).map(Some).ok_or_else(|| format!("Invalid {key} format. Expected ISO 8601."))
            }
        };
        // Like JavaScript, what follows a number is ignored.
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        let lines = get("tail")
            .and_then(|text| digits(text.trim_start()).parse().ok())
            .filter(|lines| (1..=10_000).contains(lines));
        Ok(Self {
            lines: lines.unwrap_or(100),
            follow: get("follow") != Some("false"),
            since: time("since", &given[0])?,
            until: time("until", &given[1])?,
            given,
        })
    }

    /// The numbers of the past lines to show, and of the first one to come.
    pub(super) fn past(&self, started: i64, now: i64) -> std::ops::RangeInclusive<i64> {
        let last = self.until.map_or(now, |until| until.min(now)).div_euclid(SPACING);
        let first = started.max(self.since.unwrap_or(started)).div_euclid(SPACING) + 1;
        first.max(last - self.lines + 1)..=last
    }
}

/// A time in exactly the form `YYYY-MM-DDTHH:MM:SS(.mmm)?(Z|±HH:MM)`.
fn instant(text: &str) -> Option<i64> {
    let shape = text.chars().map(|sign| if sign.is_ascii_digit() { '0' } else { sign }).collect::<String>();
    let rest = shape.strip_prefix("0000-00-00T00:00:00")?;
    let zone = rest.strip_prefix(".000").unwrap_or(rest);
    ["Z", "+00:00", "-00:00"].contains(&zone).then(|| parse_iso(text))?
}

const PATHS: [&str; 6] = ["/", "/items", "/items/42", "/cart", "/health", "/search?q=%3Cb%3E"];

/// The line with this number, with its line break.
pub(super) fn line(subject: &str, number: i64) -> String {
    let chance = ids::mix(ids::hash(subject) ^ number.unsigned_abs());
    let time = iso(number * SPACING);
    let took = chance / 20 % 900;
    let path = PATHS[(chance / 18_000 % 6) as usize];
    match chance % 20 {
        0 => format!("{time} WARN  slow answer: GET {path} took {} ms\n", took + 900),
        1 => format!("{time} ERROR cannot reach <upstream> & \"cache\": connection refused\n"),
        2 => format!("{time} DEBUG {{\"event\":\"tick\",\"count\":{took}}}\n"),
        3 => format!(
            "{time} INFO  \u{1b}[32mcache\u{1b}[0m \u{1b}[1m{took}\u{1b}[0m hits, \u{1b}[33m{} misses\u{1b}[0m\n",
            took / 9
        ),
        _ => format!("{time} INFO  GET {path} 200 in {took} ms\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_lines_come_again() {
        let tail = Tail::read(&[("tail".into(), "3".into())]).unwrap();
        let lines = |now| tail.past(0, now).map(|number| line("web", number)).collect::<Vec<_>>();
        assert_eq!(lines(60_000).len(), 3);
        assert_eq!(lines(60_000)[1..], lines(61_500)[..2]);
        assert_ne!(line("web", 7), line("db", 8));
    }

    #[test]
    fn a_tail_is_limited_by_start_and_until() {
        let tail =
            Tail { lines: 100, follow: false, since: Some(3000), until: Some(7500), given: [None, None] };
        assert_eq!(tail.past(0, 60_000), 3..=5);
        for (text, lines) in [("0", 100), ("10001", 100), ("7 lines", 7), ("many", 100)] {
            assert_eq!(Tail::read(&[("tail".into(), text.into())]).unwrap().lines, lines, "{text}");
        }
    }

    #[test]
    fn times_are_taken_in_one_form_only() {
        for text in ["2026-11-21T19:51:06Z", "2026-11-21T19:51:06.947Z", "2026-11-21T19:51:06+01:00"] {
            let tail = Tail::read(&[("since".into(), text.into())]).unwrap();
            assert!(tail.since.is_some() && tail.given == [Some(text.to_owned()), None], "{text}");
        }
        for text in
            ["yesterday", "2026-11-21", "2026-11-21T19:51Z", "2026-11-21T19:51:06", "2026-13-21T19:51:06Z"]
        {
            let reason = Err("Invalid until format. Expected ISO 8601.".to_owned());
            assert_eq!(Tail::read(&[("until".into(), text.into())]), reason, "{text}");
        }
    }
}
