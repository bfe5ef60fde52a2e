//! The contract's keys, made for being compared where they stand in an answer.

/// A key of the contract as it stands in an answer, `"logSize":`, made from a field's name when the program is compiled.
pub struct Key {
    text: [u8; Key::ROOM],
    length: usize,
}

impl Key {
    const ROOM: usize = 32;

    /// `log_size` becomes `"logSize":`.
    pub const fn camel(field: &str) -> Key {
        let field = field.as_bytes();
        let mut key = Key::begun();
        let (mut at, mut upper) = (0, false);
        while at < field.len() {
            if field[at] == b'_' {
                upper = true;
            } else {
                key = key.with(if upper { field[at].to_ascii_uppercase() } else { field[at] });
                upper = false;
            }
            at += 1;
        }
        key.with(b'"').with(b':')
    }

    /// The key as it is written.
    pub const fn exact(text: &str) -> Key {
        let text = text.as_bytes();
        let mut key = Key::begun();
        let mut at = 0;
        while at < text.len() {
            key = key.with(text[at]);
            at += 1;
        }
        key.with(b'"').with(b':')
    }

    const fn begun() -> Key {
        Key { text: [0; Key::ROOM], length: 0 }.with(b'"')
    }

    const fn with(mut self, byte: u8) -> Key {
        self.text[self.length] = byte;
        self.length += 1;
        self
    }

    /// Its bytes, quotes and colon too.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Whether it is `key`, which comes without quotes and colon.
    pub fn is(&self, key: &str) -> bool {
        self.text.get(1..self.length - 2) == Some(key.as_bytes())
    }

    /// Whether `rest` begins with it. Word by word, as a call for each of a million short keys costs more.
    #[inline]
    pub(super) fn is_next(&self, rest: &[u8]) -> bool {
        let Some(window) = rest.first_chunk::<{ Key::ROOM }>() else {
            return self.text.get(..self.length).is_some_and(|text| rest.starts_with(text));
        };
        let (ours, theirs) = (self.text.as_chunks::<8>().0, window.as_chunks::<8>().0);
        let mut left = self.length;
        for (one, other) in ours.iter().zip(theirs) {
            let differing = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
            if left <= 8 {
                return differing << (64 - 8 * left) == 0;
            }
            if differing != 0 {
                return false;
            }
            left -= 8;
        }
        false
    }
}
