//! Reads JSON from front to back into typed places, which is what a refresh of thousands of microservices waits for.
//!
//! The library that reads JSON everywhere else takes each key apart before it asks whose it is; here the expected key
//! is compared where it stands. What is rare (escapes, fractions, values that nobody asked for) is left to the library.

mod key;

pub use key::Key;
use serde_json::Value;
use std::borrow::Cow;

/// The text is not JSON, or not of the type that was asked for. Which of the two, and where, is found out by reading
/// it again: that happens rarely, and so nothing is kept for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit;

/// A JSON text and the place up to which it has been read.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// A value that is neither list nor object.
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text, without its escapes.
    Text(Cow<'a, str>),
}

impl<'a> Reader<'a> {
    /// Begins at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is not blank, without passing it; 0 at the end.
    #[inline]
    pub fn peek(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Refuses whatever follows but blanks.
    pub fn end(&mut self) -> Result<(), Unfit> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(Unfit) }
    }

    /// Reads a list (`[]`) or an object (`{}`), calling `entry` where each of its entries begins.
    #[inline]
    pub fn entries(
        &mut self,
        [open, close]: [u8; 2],
        mut entry: impl FnMut(&mut Self) -> Result<(), Unfit>,
    ) -> Result<(), Unfit> {
        self.pass(open)?;
        if self.takes(close) {
            return Ok(());
        }
        loop {
            entry(self)?;
            if !self.takes(b',') {
                return self.pass(close);
            }
        }
    }

    /// Passes the key if it is the expected one, its colon too.
    #[inline]
    pub fn takes_key(&mut self, expected: &Key) -> bool {
        self.peek();
        let hit = self.text.as_bytes().get(self.at..).is_some_and(|rest| expected.is_next(rest));
        if hit {
            self.at += expected.length();
        }
        hit
    }

    /// Passes any key and its colon.
    pub fn key(&mut self) -> Result<Cow<'a, str>, Unfit> {
        let key = self.text()?;
        self.pass(b':')?;
        Ok(key)
    }

    /// Reads text between quotes.
    pub fn text(&mut self) -> Result<Cow<'a, str>, Unfit> {
        self.pass(b'"')?;
        let start = self.at;
        self.at += plain(self.text.as_bytes().get(start..).unwrap_or_default());
        match self.text.as_bytes().get(self.at) {
            Some(b'"') => {
                let text = self.text.get(start..self.at).ok_or(Unfit)?;
                self.at += 1;
                Ok(Cow::Borrowed(text))
            }
            Some(b'\\') => self.escaped(start - 1).map(Cow::Owned),
            _ => Err(Unfit),
        }
    }

    /// Reads null, true, false, a number or a text.
    pub fn scalar(&mut self) -> Result<Scalar<'a>, Unfit> {
        match self.peek() {
            b'"' => self.text().map(Scalar::Text),
            b'n' => self.word("null", Scalar::Null),
            b't' => self.word("true", Scalar::Flag(true)),
            b'f' => self.word("false", Scalar::Flag(false)),
            _ => self.number(),
        }
    }

    /// Passes null, if that comes next.
    #[inline]
    pub fn takes_null(&mut self) -> bool {
        self.peek() == b'n' && self.word("null", ()).is_ok()
    }

    /// Reads any value and keeps it as it is.
    pub fn value(&mut self) -> Result<Value, Unfit> {
        self.by_library()
    }

    /// Passes any value.
    pub fn skip(&mut self) -> Result<(), Unfit> {
        match self.peek() {
            b'[' | b'{' => self.by_library::<serde::de::IgnoredAny>().map(drop),
            _ => self.scalar().map(drop),
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        let hit = self.peek() == byte;
        if hit {
            self.at += 1;
        }
        hit
    }

    fn pass(&mut self, byte: u8) -> Result<(), Unfit> {
        if self.takes(byte) { Ok(()) } else { Err(Unfit) }
    }

    fn word<T>(&mut self, word: &str, value: T) -> Result<T, Unfit> {
        let found = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if !found {
            return Err(Unfit);
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Scalar<'a>, Unfit> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let sign = usize::from(rest.first() == Some(&b'-'));
        let mut digits = 0;
        let mut int: i64 = 0;
        while let Some(digit) = rest.get(sign + digits).filter(|byte| byte.is_ascii_digit()) {
            int = int.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            digits += 1;
        }
        let usual = match rest.get(sign..sign + digits) {
            None | Some([]) => false,
            // JSON knows no leading zeros, and more digits may not fit.
            Some([first, others @ ..]) => others.is_empty() || (*first != b'0' && digits <= 18),
        };
        if !usual || matches!(rest.get(sign + digits), Some(b'.' | b'e' | b'E')) {
            return self.rare_number();
        }
        self.at += sign + digits;
        Ok(Scalar::Int(if sign == 1 { -int } else { int }))
    }

    #[cold]
    fn rare_number(&mut self) -> Result<Scalar<'a>, Unfit> {
        match self.by_library::<serde_json::Number>()? {
            number if number.is_i64() => number.as_i64().map(Scalar::Int),
            number => number.as_f64().map(Scalar::Float),
        }
        .ok_or(Unfit)
    }

    /// The text with escapes whose opening quote stands at `start`.
    fn escaped(&mut self, start: usize) -> Result<String, Unfit> {
        self.at = start;
        self.by_library()
    }

    /// Has the library read what comes next.
    fn by_library<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, Unfit> {
        let mut values =
            serde_json::Deserializer::from_str(self.text.get(self.at..).ok_or(Unfit)?).into_iter();
        let value = values.next().and_then(Result::ok).ok_or(Unfit)?;
        self.at += values.byte_offset();
        Ok(value)
    }
}

/// Counts the bytes before the first that is not plain text: a quote, a backslash or a control character.
/// Eight at a time: texts of answers have a dozen bytes or two.
fn plain(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let marks = not_plain(u64::from_le_bytes(*word));
        if marks != 0 {
            return index * 8 + marks.trailing_zeros() as usize / 8;
        }
    }
    let more = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..32)).count();
    words.len() * 8 + more
}

/// Marks the highest bit of bytes that are not plain. Only the lowest mark counts: borrowing may set more above it.
fn not_plain(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let below = |word: u64, limit: u8| word.wrapping_sub(EACH * u64::from(limit)) & !word & HIGH;
    let is = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    is(b'"') | is(b'\\') | below(word, 32)
}

#[cfg(test)]
mod tests;
