//! Numbers as people read them (manifest rules 6.5 and 6.6).

/// Bytes in steps of 1024: `512 B`, `12.3 MB`.
pub fn bytes(value: f64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let mut value = value;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let unit_name = UNITS.get(unit).copied().unwrap_or_default();
    if unit == 0 { format!("{} {unit_name}", whole(value)) } else { format!("{} {unit_name}", tenths(value)) }
}

/// Bytes; empty for nothing reported.
pub fn known_bytes(value: f64) -> String {
    if value > 0.0 { bytes(value) } else { String::new() }
}

/// Percent with one digit; empty for nothing reported.
pub fn percent(value: f64) -> String {
    if value > 0.0 { format!("{} %", tenths(value)) } else { String::new() }
}

/// Without digits behind the point. The library's own writing of floats is exact to the last digit, which nobody reads
/// here, and weighs as much as a page.
pub fn whole(value: f64) -> i64 {
    value.round() as i64
}

/// With one digit behind the point; nothing here is negative.
pub fn tenths(value: f64) -> String {
    let tenths = whole(value * 10.0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The two largest units of a duration in milliseconds: `3d4h`, `8m9s`, `10s`.
pub fn duration(ms: i64) -> String {
    let seconds = (ms + 500) / 1000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (1.., _, _) => format!("{days}d{hours}h"),
        (_, 1.., _) => format!("{hours}h{minutes}m"),
        (_, _, 1..) => format!("{minutes}m{}s", seconds % 60),
        _ => format!("{seconds}s"),
    }
}

/// How many things, with the right noun.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_show_their_two_largest_units() {
        let table =
            [(0, "0s"), (10_400, "10s"), (489_000, "8m9s"), (18_420_000, "5h7m"), (273_600_000, "3d4h")];
        for (ms, expected) in table {
            assert_eq!(duration(ms), expected);
        }
    }

    #[test]
    fn one_digit_is_rounded() {
        for (value, expected) in [(0.04, "0.0"), (0.05, "0.1"), (9.96, "10.0"), (12.34, "12.3")] {
            assert_eq!(tenths(value), expected);
        }
    }

    #[test]
    fn bytes_step_by_1024() {
        let table = [(512.0, "512 B"), (12_897_485.0, "12.3 MB"), (1024.0, "1.0 KB")];
        for (value, expected) in table {
            assert_eq!(bytes(value), expected);
        }
    }
}
