//! A moment as the Controller writes it: ISO text in most objects, milliseconds in some.

use serde::{Serialize, Serializer};
use std::fmt;

use crate::lenient::Lenient;
use crate::reader::{Reader, Scalar, Unfit};

/// A moment in milliseconds since 1970 (UTC). Reads ISO text or a number; writes `2026-11-21T19:51:06.947Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl Time {
    /// Reads `2026-11-21T19:51:06.947Z` (the fraction and an offset such as `+02:00` are optional); `None` for other text.
    pub fn parse(text: &str) -> Option<Self> {
        text.as_bytes().try_into().ok().and_then(usual).or_else(|| Self::parse_any(text))
    }

    fn parse_any(text: &str) -> Option<Self> {
        let (date, rest) = text.split_once(['T', ' '])?;
        let mut date = date.split('-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (date.next()??, date.next()??, date.next()??);
        let (clock, offset) = split_offset(rest)?;
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let mut clock = clock.split(':').map(|part| part.parse::<i64>().ok());
        let (hour, minute) = (clock.next()??, clock.next()??);
        let second = clock.next().flatten().unwrap_or(0);
        moment([year, month, day, hour, minute, second])
            .map(|ms| Self(ms - offset * 60_000 + millis(fraction)))
    }
}

/// The form that every Controller writes, `2026-11-21T19:51:06.947Z`; long lists hold tens of thousands of them.
fn usual(text: &[u8; 24]) -> Option<Time> {
    let number = |from: usize, length: usize| {
        let digits = text.get(from..from + length)?.iter();
        digits
            .copied()
            .try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if !marks.iter().all(|(at, mark)| text.get(*at) == Some(mark)) {
        return None;
    }
    let parts = [number(0, 4)?, number(5, 2)?, number(8, 2)?, number(11, 2)?, number(14, 2)?, number(17, 2)?];
    Some(Time(moment(parts)? + number(20, 3)?))
}

/// Milliseconds since 1970 of year, month, day, hour, minute and second; `None` when there is no such moment.
fn moment([year, month, day, hour, minute, second]: [i64; 6]) -> Option<i64> {
    let valid = (0..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..61).contains(&second);
    let seconds = || days_from_civil(year, month, day) * 86_400 + (hour * 60 + minute) * 60 + second;
    valid.then(|| seconds() * 1000)
}

/// Splits the zone off; its distance from UTC in minutes.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, 0)) };
    let (clock, offset) = text.split_at_checked(at)?;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    Some((clock, sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)))
}

fn millis(fraction: &str) -> i64 {
    let digits = fraction.bytes().take(3).filter(u8::is_ascii_digit);
    digits.zip([100, 10, 1]).map(|(digit, weight)| i64::from(digit - b'0') * weight).sum()
}

/// Days since 1970-01-01 in the Gregorian calendar; years start in March so that leap days come last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, millis) = (self.0.div_euclid(1000), self.0.rem_euclid(1000));
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let clock = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Lenient for Time {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit> {
        *self = match reader.scalar()? {
            Scalar::Text(text) => Self::parse(&text).ok_or(Unfit)?,
            Scalar::Int(ms) => Self(ms),
            Scalar::Float(ms) => Self(ms as i64),
            Scalar::Null => return Ok(()),
            Scalar::Flag(_) => return Err(Unfit),
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(Time::parse(text).map(|time| time.to_string()).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn times_of_the_contract_are_read_and_written_back() {
        // text                             the same moment, in UTC
        check("2026-11-21T19:51:06.947Z", "2026-11-21T19:51:06.947Z");
        check("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.000Z");
        check("2026-01-01T00:30:00+02:00", "2025-12-31T22:30:00.000Z");
        check("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z");
        check("2026-11-21T19:51", "2026-11-21T19:51:00.000Z");
    }

    #[test]
    fn other_text_is_no_time() {
        for text in [
            "",
            "now",
            "2026-13-01T00:00:00Z",
            "2026-11-21",
            "2026-11-21T25:00:00Z",
            "T",
            "--T::Z",
            "é-1-1T0:0",
        ] {
            check(text, "");
        }
    }
}
