//! The time by which a session reckons: it never goes back, whoever sets the clock, and it counts sleep.

/// A clock made of two: the wall clock, which people and networks set, and a steady one, which some machines stop while they
/// sleep. Whichever has moved further since the last look is believed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    now_ms: i64,
    wall_ms: i64,
    steady_ms: f64,
}

impl Clock {
    /// Begins at the wall clock's time, in milliseconds since 1970.
    pub fn starting(wall_ms: i64, steady_ms: f64) -> Self {
        Self { now_ms: wall_ms, wall_ms, steady_ms }
    }

    /// The time now, given what both clocks say.
    pub fn now_ms(&mut self, wall_ms: i64, steady_ms: f64) -> i64 {
        let steady = (steady_ms - self.steady_ms).max(0.0) as i64;
        let passed = wall_ms.saturating_sub(self.wall_ms).max(steady);
        // Parts of a millisecond add up: the steady clock is looked at anew only when a whole one has passed.
        if passed > 0 || wall_ms < self.wall_ms {
            (self.wall_ms, self.steady_ms) = (wall_ms, steady_ms);
        }
        self.now_ms = self.now_ms.saturating_add(passed);
        self.now_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(looks: &[(i64, f64)], expected: &[i64]) {
        let mut clock = Clock::starting(1_000, 0.0);
        let times = looks.iter().map(|(wall, steady)| clock.now_ms(*wall, *steady)).collect::<Vec<_>>();
        assert_eq!(times, expected, "{looks:?}");
    }

    #[test]
    fn a_clock_that_is_set_back_takes_no_time_away() {
        check(&[(1_010, 10.0), (-90_000, 20.0), (-89_990, 30.0)], &[1_010, 1_020, 1_030]);
    }

    #[test]
    fn sleep_counts_also_where_the_steady_clock_stops() {
        check(&[(1_010, 10.0), (61_010, 10.5), (61_020, 20.5)], &[1_010, 61_010, 61_020]);
    }

    #[test]
    fn many_short_looks_lose_nothing() {
        let looks = (1..=40).map(|step| (1_000, f64::from(step) * 0.25)).collect::<Vec<_>>();
        let mut clock = Clock::starting(1_000, 0.0);
        assert_eq!(looks.iter().map(|(wall, steady)| clock.now_ms(*wall, *steady)).last(), Some(1_010));
    }
}
