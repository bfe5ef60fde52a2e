//! Made-up log lines. A line depends on its subject and its time only, so that opening a log again shows the same lines.

use crate::clock::{iso, parse_iso};
use crate::ids;

/// One line is written this often, milliseconds.
pub(super) const SPACING: i64 = 1500;

/// Which lines a session asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    pub(super) lines: i64,
    pub(super) follow: bool,
    pub(super) since: Option<i64>,
    pub(super) until: Option<i64>,
}

impl Tail {
    /// Reads the query; the error is the reason to close the session with.
    pub(super) fn read(query: &[(String, String)]) -> Result<Self, String> {
        let get = |key: &str| query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        let time = |key: &str| match get(key) {
            None | Some("") => Ok(None),
            Some(text) if text.contains('T') => {
                parse_iso(text).map(Some).ok_or_else(|| format!("Invalid {key} format. Expected ISO 8601."))
            }
            Some(_) => Err(format!("Invalid {key} format. Expected ISO 8601.")),
        };
        let lines =
            get("tail").and_then(|text| text.parse().ok()).filter(|lines| (1..=10_000).contains(lines));
        Ok(Self {
            lines: lines.unwrap_or(100),
            follow: get("follow") != Some("false"),
            since: time("since")?,
            until: time("until")?,
        })
    }

    /// The numbers of the past lines to show, and of the first one to come.
    pub(super) fn past(&self, started: i64, now: i64) -> std::ops::RangeInclusive<i64> {
        let last = self.until.map_or(now, |until| until.min(now)).div_euclid(SPACING);
        let first = started.max(self.since.unwrap_or(started)).div_euclid(SPACING) + 1;
        first.max(last - self.lines + 1)..=last
    }
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
        let tail = Tail { lines: 100, follow: false, since: Some(3000), until: Some(7500) };
        assert_eq!(tail.past(0, 60_000), 3..=5);
        assert!(Tail::read(&[("since".into(), "yesterday".into())]).is_err());
        assert_eq!(Tail::read(&[("tail".into(), "0".into())]).unwrap().lines, 100);
    }
}
