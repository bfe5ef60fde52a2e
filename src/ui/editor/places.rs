//! Where things stand in a text, counted both ways: in bytes as it is, and in the units of an editor, which are UTF-16
//! with one for every line end. The text is cut into blocks whose counts are kept, so that a long one is not counted
//! from its beginning at each key.

use std::ops::Range;

use super::caret::{byte_at, units_before};

/// About so many bytes are in a block.
const BLOCK: usize = 4096;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    bytes: usize,
    units: usize,
}

/// The counts of one text. Whoever asks brings the text that they are of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    blocks: Vec<Block>,
}

impl Places {
    pub fn of(text: &str) -> Self {
        Self { blocks: blocks(text) }
    }

    /// Follows a change: `text` is the text after it, in which `new` bytes stand where `range` stood before.
    pub fn replaced(&mut self, text: &str, range: Range<usize>, new: usize) {
        let (mut start, mut from) = (0, 0);
        while let Some(block) = self.blocks.get(from).filter(|block| start + block.bytes < range.start) {
            start += block.bytes;
            from += 1;
        }
        let (mut end, mut to) = (start, from);
        while let Some(block) = self.blocks.get(to).filter(|_| end <= range.end) {
            end += block.bytes;
            to += 1;
        }
        let grown = (end + new).saturating_sub(range.len());
        // A line end is not cut in two, neither before the change nor after it.
        match text.get(start..grown) {
            Some(changed) if !cuts(text, start) && !cuts(text, grown) => {
                self.blocks.splice(from..to, blocks(changed));
            }
            _ => *self = Self::of(text),
        }
    }

    /// How many units stand before a byte.
    pub fn unit(&self, text: &str, byte: usize) -> usize {
        let (mut start, mut units) = (0, 0);
        for block in &self.blocks {
            if start + block.bytes > byte {
                break;
            }
            start += block.bytes;
            units += block.units;
        }
        let rest = text.get(start..).unwrap_or_default();
        units + units_before(rest, byte.saturating_sub(start).min(rest.len())) as usize
    }

    /// The byte before which so many units stand; the end when there are not so many.
    pub fn byte(&self, text: &str, unit: usize) -> usize {
        let (mut start, mut left) = (0, unit);
        for block in &self.blocks {
            if block.units > left {
                break;
            }
            start += block.bytes;
            left -= block.units;
        }
        let rest = text.get(start..).unwrap_or_default();
        start + byte_at(rest, u32::try_from(left).unwrap_or(u32::MAX))
    }
}

/// Whether a cut at `at` would part a `\r` from its `\n`.
fn cuts(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n')
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::with_capacity(text.len() / BLOCK + 1);
    let mut start = 0;
    while start < text.len() {
        let mut end = (start + BLOCK).min(text.len());
        while !text.is_char_boundary(end) || cuts(text, end) {
            end += 1;
        }
        let inside = text.get(start..end).unwrap_or_default();
        found.push(Block { bytes: inside.len(), units: units_before(inside, inside.len()) as usize });
        start = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that cross several blocks, with characters of every width and line ends of every kind.
    fn long() -> String {
        (0..2000).map(|line| format!("k{line}: ü🙂 x{}", ["\n", "\r\n", "\r", "\r\r\n"][line % 4])).collect()
    }

    fn check(places: &Places, text: &str) {
        let mut byte = 0;
        while byte <= text.len() {
            if text.is_char_boundary(byte) && !cuts(text, byte) {
                let unit = places.unit(text, byte);
                assert_eq!(unit, units_before(text, byte) as usize, "before byte {byte}");
                assert_eq!(places.byte(text, unit), byte, "at unit {unit}");
            }
            byte += 1 + text.len() / 97;
        }
    }

    #[test]
    fn places_in_a_long_text_are_found_from_both_sides() {
        for text in [String::new(), "a: ü\r\n".to_owned(), long()] {
            check(&Places::of(&text), &text);
        }
    }

    #[test]
    fn a_change_anywhere_leaves_the_counts_right() {
        let mut text = long();
        let mut places = Places::of(&text);
        let news = ["", "x", "\n", "\r\n", "\r", "ä🙂", &"long line\r\n".repeat(900)];
        for step in 0..400 {
            let mut start = (step * 7919) % (text.len() + 1);
            while !text.is_char_boundary(start) {
                start += 1;
            }
            let mut end = (start + (step % 5) * 40).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            let new = news[step % news.len()];
            text.replace_range(start..end, new);
            places.replaced(&text, start..end, new.len());
            let whole: usize = places.blocks.iter().map(|block| block.bytes).sum();
            assert_eq!(whole, text.len(), "step {step}");
            if step % 20 == 0 {
                check(&places, &text);
            }
        }
        check(&places, &text);
    }

    #[test]
    fn a_place_behind_the_end_is_the_end() {
        let places = Places::of("ab\r\n");
        assert_eq!(places.byte("ab\r\n", 99), 4);
        assert_eq!(places.unit("ab\r\n", 99), 3);
    }
}
