//! When a request whose answer got lost is sent again, as plain data.

/// Only requests that are safe to repeat are repeated, and only when the network failed or a gateway answered
/// 502, 503 or 504. A timeout is not repeated: the user has waited long enough to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How often to send it at most, the first time included.
    pub attempts: u32,
    /// Milliseconds before the second attempt.
    pub first_ms: u32,
    /// By how much each further pause is longer.
    pub factor: u32,
    /// The longest pause in milliseconds.
    pub longest_ms: u32,
}

/// Who wants to be left alone for longer is not asked again without the person's knowledge.
const LONGEST_WISH_S: u32 = 20;

impl Default for Retry {
    fn default() -> Self {
        Self { attempts: 3, first_ms: 300, factor: 3, longest_ms: 3_000 }
    }
}

impl Retry {
    /// Never repeat: for polling, where the next round is the repetition.
    pub const NEVER: Self = Self { attempts: 1, first_ms: 0, factor: 1, longest_ms: 0 };

    /// The same when the other side has said for how many seconds it wants to be left alone.
    pub fn pause_as_asked_ms(&self, attempt: u32, seconds: Option<u32>) -> Option<u32> {
        let pause = self.pause_ms(attempt)?;
        match seconds {
            None => Some(pause),
            Some(seconds) if seconds <= LONGEST_WISH_S => Some(pause.max(seconds * 1_000)),
            Some(_) => None,
        }
    }

    /// Milliseconds to pause after the failed attempt with this number (1 is the first); `None` gives up.
    pub fn pause_ms(&self, attempt: u32) -> Option<u32> {
        if attempt >= self.attempts {
            return None;
        }
        let factor = self.factor.saturating_pow(attempt.saturating_sub(1));
        Some(self.first_ms.saturating_mul(factor).min(self.longest_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_until_the_attempts_are_used_up() {
        let retry = Retry { attempts: 4, first_ms: 100, factor: 10, longest_ms: 5_000 };
        let pauses: Vec<_> = (1..=4).map(|attempt| retry.pause_ms(attempt)).collect();
        assert_eq!(pauses, [Some(100), Some(1_000), Some(5_000), None]);
        assert_eq!(Retry::NEVER.pause_ms(1), None);
    }

    #[test]
    fn a_wish_to_be_left_alone_is_heeded_and_a_long_one_ends_the_waiting() {
        let retry = Retry::default();
        // seconds that were asked for, milliseconds of the pause
        for (asked, expected) in
            [(None, Some(300)), (Some(0), Some(300)), (Some(5), Some(5_000)), (Some(600), None)]
        {
            assert_eq!(retry.pause_as_asked_ms(1, asked), expected, "{asked:?}");
        }
        assert_eq!(retry.pause_as_asked_ms(3, Some(1)), None, "the attempts are used up");
    }
}
