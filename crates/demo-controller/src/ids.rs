//! Identifiers and moving numbers from a fixed seed, so that two runs of the same requests give the same answers.

use serde::{Deserialize, Serialize};

/// The seed of every run.
pub(crate) const SEED: u64 = 373;

/// Which form the ids of agents and microservices have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum IdForm {
    /// RFC 4122 version 4, as Controller 3.7 makes them.
    #[default]
    Uuid,
    /// 32 letters and digits, as Controller 3.0 makes them.
    Letters,
}

/// A source of ids: the same seed gives the same sequence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ids {
    position: u64,
    pub(crate) form: IdForm,
}

impl Default for Ids {
    fn default() -> Self {
        Self { position: SEED, form: IdForm::Uuid }
    }
}

impl Ids {
    fn next(&mut self) -> u64 {
        self.position = self.position.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.position)
    }

    /// The id of a new agent, microservice or volume mount.
    pub(crate) fn object(&mut self) -> String {
        match self.form {
            IdForm::Uuid => self.uuid(),
            IdForm::Letters => self.letters(32),
        }
    }

    pub(crate) fn uuid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        let variant = 0x8000 | (b >> 48 & 0x3fff);
        format!(
            "{:08x}-{:04x}-4{:03x}-{variant:04x}-{:012x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b & 0xffff_ffff_ffff
        )
    }

    pub(crate) fn letters(&mut self, count: usize) -> String {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..count).map(|_| char::from(ALPHABET[(self.next() % 62) as usize])).collect()
    }
}

/// A well-spread number from any number (the finish of SplitMix64).
pub(crate) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A well-spread number from a text; stable across runs and platforms.
pub(crate) fn hash(text: &str) -> u64 {
    hash_bytes(text.as_bytes())
}

/// The same for bytes. Eight at a time: answers of megabytes pass through here.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x9fb2_1c65_1e98_df25).rotate_left(23);
    let mut chunks = bytes.chunks_exact(8);
    let start = step(0xcbf2_9ce4_8422_2325, u64::try_from(bytes.len()).unwrap_or_default());
    let whole =
        chunks.by_ref().fold(start, |hash, chunk| step(hash, chunk.try_into().map_or(0, u64::from_le_bytes)));
    mix(chunks.remainder().iter().fold(whole, |hash, byte| step(hash, u64::from(*byte))))
}

/// A number between two bounds that moves with time, differently for every name.
pub(crate) fn wave(name: &str, now: i64, low: f64, high: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "phases and minutes, not exact values")]
    let (phase, minutes) = ((hash(name) % 6283) as f64 / 1000.0, (now % 86_400_000) as f64 / 60_000.0);
    let swing = (minutes * 2.1 + phase).sin() * 0.7 + (minutes * 13.0 + phase * 3.0).sin() * 0.3;
    low + (high - low) * (swing + 1.0) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_repeat_between_runs_and_never_within_one() {
        let run = || {
            let mut ids = Ids::default();
            (0..1000).map(|_| ids.uuid()).collect::<Vec<_>>()
        };
        let first = run();
        assert_eq!(first, run());
        assert_eq!(first.iter().collect::<std::collections::BTreeSet<_>>().len(), 1000);
        assert!(first.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'4'));
    }
}
