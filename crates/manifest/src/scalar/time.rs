//! Dates as js-yaml's `type/timestamp.js` reads them, given as the ISO text that `Date.toISOString` prints.

/// The instant that `text` names, if js-yaml takes it for a date.
pub(super) fn timestamp(text: &str) -> Option<String> {
    let mut rest = Digits(text);
    let year = rest.number(4, 4)?;
    rest.take('-')?;
    let (month, month_length) = rest.number_with_length(1, 2)?;
    rest.take('-')?;
    let (day, day_length) = rest.number_with_length(1, 2)?;
    if rest.0.is_empty() {
        return (month_length == 2 && day_length == 2).then(|| iso(millis(year, month, day)));
    }
    rest.day_break()?;
    let hour = rest.number(1, 2)?;
    rest.take(':')?;
    let minute = rest.number(2, 2)?;
    rest.take(':')?;
    let second = rest.number(2, 2)?;
    let fraction = rest.fraction();
    let zone = rest.zone()?;
    let clock = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
    Some(iso(millis(year, month, day) + clock - zone))
}

struct Digits<'a>(&'a str);

impl Digits<'_> {
    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        Some(self.number_with_length(least, most)?.0)
    }

    fn number_with_length(&mut self, least: usize, most: usize) -> Option<(i64, usize)> {
        let length = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if length < least {
            return None;
        }
        let (digits, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((digits.parse().ok()?, length))
    }

    fn take(&mut self, char: char) -> Option<()> {
        self.0 = self.0.strip_prefix(char)?;
        Some(())
    }

    fn blanks(&mut self) -> usize {
        let before = self.0.len();
        self.0 = self.0.trim_start_matches([' ', '\t']);
        before - self.0.len()
    }

    fn day_break(&mut self) -> Option<()> {
        match self.0.strip_prefix(['T', 't']) {
            Some(rest) => self.0 = rest,
            None if self.blanks() > 0 => {}
            None => return None,
        }
        Some(())
    }

    /// Milliseconds; further digits are cut off.
    fn fraction(&mut self) -> i64 {
        let Some(rest) = self.0.strip_prefix('.') else { return 0 };
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = rest.split_at_checked(length).unwrap_or(("", rest));
        self.0 = rest;
        let padded: String = digits.chars().chain("000".chars()).take(3).collect();
        padded.parse().unwrap_or(0)
    }

    /// Offset from UTC in milliseconds; the text must end after it.
    fn zone(&mut self) -> Option<i64> {
        if self.0.is_empty() {
            return Some(0);
        }
        self.blanks();
        if self.0 == "Z" {
            return Some(0);
        }
        let sign = if self.0.starts_with('-') { -1 } else { 1 };
        self.0 = self.0.strip_prefix(['-', '+'])?;
        let hours = self.number(1, 2)?;
        let minutes = match self.0.strip_prefix(':') {
            Some(rest) => {
                self.0 = rest;
                self.number(2, 2)?
            }
            None => 0,
        };
        self.0.is_empty().then_some(sign * (hours * 60 + minutes) * 60_000)
    }
}

/// Milliseconds since 1970 of a day; months and days beyond their range roll over, as in JavaScript's `Date.UTC`,
/// which also reads the years 0 to 99 as 1900 to 1999.
fn millis(year: i64, month: i64, day: i64) -> i64 {
    let year = if (0..100).contains(&year) { year + 1900 } else { year };
    let months = year * 12 + month - 1;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    // Counting years from March puts the leap day last.
    let (shifted_year, shifted_month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * 86_400_000
}

fn iso(millis: i64) -> String {
    let (days, clock) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (hour, minute) = (clock / 3_600_000, clock / 60_000 % 60);
    let (second, fraction) = (clock / 1_000 % 60, clock % 1_000);
    let year = match year {
        0..=9999 => format!("{year:04}"),
        _ => format!("{}{:06}", if year < 0 { '-' } else { '+' }, year.abs()),
    };
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z")
}
