//! New inputs from old ones: pieces are taken out, doubled, exchanged and put in, always the same for the same seed.

use std::ops::Range;

use fastrand::Rng;

/// Longer inputs find nothing that shorter ones do not, and take their time.
const LONGEST: usize = 32_000;
/// Changes of one input, at most.
const MOST_CHANGES: usize = 8;

/// Makes the inputs of one run.
pub(crate) struct Maker {
    corpus: Vec<Vec<u8>>,
    words: &'static [&'static str],
    rng: Rng,
}

impl Maker {
    pub(crate) fn new(corpus: Vec<Vec<u8>>, words: &'static [&'static str], seed: u64) -> Maker {
        Maker { corpus, words, rng: Rng::with_seed(seed) }
    }

    /// The next input: one of the corpus with some changes, or a heap of words.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let mut input = if self.rng.usize(..4) == 0 { Vec::new() } else { self.old() };
        let changes = if input.is_empty() { 12 } else { MOST_CHANGES };
        for _ in 0..self.rng.usize(1..=changes) {
            self.change(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn old(&mut self) -> Vec<u8> {
        self.rng.choice(&self.corpus).cloned().unwrap_or_default()
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        match self.rng.usize(..9) {
            0 => drop(input.drain(self.piece(input))),
            1 => {
                let lines = self.lines(input);
                input.drain(lines);
            }
            2 => {
                let lines = self.lines(input);
                let copy = input.get(lines.clone()).unwrap_or_default().repeat(self.rng.usize(1..=4));
                self.put(input, lines.end, &copy);
            }
            3 => {
                let piece = self.piece(input);
                let copy = input.get(piece).unwrap_or_default().repeat(1 << self.rng.u32(..10));
                let at = self.place(input);
                self.put(input, at, &copy);
            }
            4 => {
                let other = self.old();
                let lines = self.lines(&other);
                let at = self.lines(input).start;
                self.put(input, at, other.get(lines).unwrap_or_default());
            }
            5 => {
                let (at, byte) = (self.place(input), self.rng.u8(..));
                if let Some(old) = input.get_mut(at) {
                    *old = byte;
                }
            }
            6 => {
                let indent = " ".repeat(self.rng.usize(..6));
                let at = self.lines(input).start;
                self.put(input, at, indent.as_bytes());
            }
            _ => {
                let word = self.rng.choice(self.words).copied().unwrap_or_default();
                let at = if self.rng.bool() { self.place(input) } else { self.lines(input).start };
                self.put(input, at, word.as_bytes());
            }
        }
    }

    fn put(&mut self, input: &mut Vec<u8>, at: usize, piece: &[u8]) {
        let room = LONGEST.saturating_sub(input.len());
        input.splice(at..at, piece.iter().take(room).copied());
    }

    fn place(&mut self, input: &[u8]) -> usize {
        self.rng.usize(..=input.len())
    }

    fn piece(&mut self, input: &[u8]) -> Range<usize> {
        let start = self.place(input);
        start..(start + self.rng.usize(..20)).min(input.len())
    }

    /// Some whole lines.
    fn lines(&mut self, input: &[u8]) -> Range<usize> {
        let at = self.place(input);
        let start = input
            .get(..at)
            .and_then(|before| before.iter().rposition(|byte| *byte == b'\n'))
            .map_or(0, |at| at + 1);
        let mut end = start;
        for _ in 0..self.rng.usize(1..=4) {
            let rest = input.get(end..).unwrap_or_default();
            end += rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        }
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(seed: u64) -> Vec<Vec<u8>> {
        let mut maker = Maker::new(vec![b"a: 1\nb: [2, 3]\n".to_vec()], &["?", "- "], seed);
        std::iter::repeat_with(|| maker.next()).take(200).collect()
    }

    #[test]
    fn the_same_seed_makes_the_same_inputs_and_another_makes_others() {
        assert_eq!(some(1), some(1));
        assert_ne!(some(1), some(2));
        assert!(some(1).iter().all(|input| input.len() <= LONGEST));
    }
}
