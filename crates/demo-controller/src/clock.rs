//! Time as a value: the real clock, or one that tests move by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the Controller reads the time, in milliseconds since 1970.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// Stands still until [`Clock::advance`] is called.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    pub fn manual(start: i64) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start)))
    }

    pub fn now(&self) -> i64 {
        match self {
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
            Self::Manual(time) => time.load(Ordering::Relaxed),
        }
    }

    /// Moves a manual clock on; the system clock cannot be moved.
    pub fn advance(&self, milliseconds: i64) {
        if let Self::Manual(time) = self {
            time.fetch_add(milliseconds, Ordering::Relaxed);
        }
    }
}

/// `2026-11-21T19:51:06.947Z`, the form of all times in answers.
pub(crate) fn iso(ms: i64) -> String {
    let (seconds, millis) = (ms.div_euclid(1000), ms.rem_euclid(1000));
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let parts =
        [(0, 4, year), (5, 2, month), (8, 2, day), (11, 2, second / 3600), (14, 2, second % 3600 / 60)];
    // By hand: a list of thousands of rows holds tens of thousands of times.
    let mut text = *b"0000-00-00T00:00:00.000Z";
    for (start, length, number) in parts.into_iter().chain([(17, 2, second % 60), (20, 3, millis)]) {
        let mut rest = number;
        for place in text.iter_mut().skip(start).take(length).rev() {
            *place = b'0' + u8::try_from(rest.rem_euclid(10)).unwrap_or_default();
            rest /= 10;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Year, month and day of a count of days since 1970 (proleptic Gregorian; eras of 400 years start on 1 March).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Milliseconds of a time written as `YYYY-MM-DD[THH:MM[:SS[.mmm]][Z|+HH:MM]]`; `None` when it is not one.
pub(crate) fn parse_iso(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once('T').unwrap_or((text, "00:00Z"));
    let mut parts = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    let cut = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at_checked(cut)?;
    let mut fields = time.splitn(3, ':');
    let hour: i64 = fields.next()?.parse().ok()?;
    let minute: i64 = fields.next()?.parse().ok()?;
    let second: f64 = fields.next().map_or(Some(0.0), |text| text.parse().ok())?;
    let offset = zone_minutes(zone)?;
    if hour > 24 || minute > 59 || !(0.0..61.0).contains(&second) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a number of milliseconds below 61000")]
    let millis = (second * 1000.0).round() as i64;
    Some(((days_of(year, month, day) * 24 + hour) * 60 + minute - offset) * 60_000 + millis)
}

fn zone_minutes(zone: &str) -> Option<i64> {
    if zone.is_empty() || zone == "Z" {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?))
}

fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read_as_the_controller_writes_them() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_290_666_947, "2026-11-21T19:51:06.947Z"),
        ] {
            assert_eq!(iso(ms), text);
            assert_eq!(parse_iso(text), Some(ms));
        }
        assert_eq!(parse_iso("1970-01-01T01:00:00+01:00"), Some(0));
        assert_eq!(parse_iso("yesterday"), None);
    }

    #[test]
    fn a_manual_clock_stands_still_until_it_is_moved() {
        let clock = Clock::manual(5);
        clock.advance(10);
        assert_eq!(clock.now(), 15);
    }
}
