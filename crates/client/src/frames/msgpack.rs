//! As much of MessagePack as the frames need: written in the shortest form, read in any.

use std::fmt;

/// Nothing in a frame is nested deeper.
const DEEPEST: u32 = 32;

/// Why bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes end too early.
    CutShort,
    /// There is more after the frame.
    TooLong,
    /// A map with a type was expected.
    NotAFrame,
    /// Text that is not UTF-8, or a byte that starts nothing.
    Broken,
    /// More levels than any frame has.
    TooDeep,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CutShort => "The message ends too early.",
            Self::TooLong => "There is something after the message.",
            Self::NotAFrame => "The message is not one of this protocol.",
            Self::Broken => "The message cannot be read.",
            Self::TooDeep => "The message is nested too deeply.",
        })
    }
}

impl std::error::Error for DecodeError {}

/// A value in a frame; what no frame uses is passed over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Int(i64),
    Float(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Other,
}

impl<'a> Value<'a> {
    pub(super) fn int(self) -> Option<i64> {
        match self {
            Self::Int(int) => Some(int),
            // JavaScript has one kind of number, and some writers send it as it is.
            Self::Float(float) => Some(float as i64),
            _ => None,
        }
    }

    pub(super) fn text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text.to_owned()) } else { None }
    }

    pub(super) fn bytes(self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Text(text) => Some(text.as_bytes()),
            _ => None,
        }
    }
}

pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The number of pairs of the map that comes next.
    pub(super) fn map(&mut self) -> Result<usize, DecodeError> {
        match self.byte()? {
            start @ 0x80..=0x8f => Ok(usize::from(start & 0x0f)),
            0xde => self.length(2),
            0xdf => self.length(4),
            _ => Err(DecodeError::NotAFrame),
        }
    }

    pub(super) fn value(&mut self) -> Result<Value<'a>, DecodeError> {
        self.nested(0)
    }

    pub(super) fn end(&self) -> Result<(), DecodeError> {
        if self.rest.is_empty() { Ok(()) } else { Err(DecodeError::TooLong) }
    }

    fn nested(&mut self, depth: u32) -> Result<Value<'a>, DecodeError> {
        if depth > DEEPEST {
            return Err(DecodeError::TooDeep);
        }
        match self.byte()? {
            start @ 0x00..=0x7f => Ok(Value::Int(i64::from(start))),
            start @ 0xe0..=0xff => Ok(Value::Int(i64::from(start) - 256)),
            start @ 0xa0..=0xbf => self.text(usize::from(start & 0x1f)),
            start @ 0x80..=0x8f => self.pass_over(2 * usize::from(start & 0x0f), depth),
            start @ 0x90..=0x9f => self.pass_over(usize::from(start & 0x0f), depth),
            0xc0 | 0xc2 | 0xc3 => Ok(Value::Other),
            start @ 0xc4..=0xc6 => {
                let length = self.length(1 << (start - 0xc4))?;
                self.take(length).map(Value::Bytes)
            }
            start @ 0xd9..=0xdb => {
                let length = self.length(1 << (start - 0xd9))?;
                self.text(length)
            }
            0xca => self.array().map(|bytes| Value::Float(f64::from(f32::from_be_bytes(bytes)))),
            0xcb => self.array().map(|bytes| Value::Float(f64::from_be_bytes(bytes))),
            start @ 0xcc..=0xcf => self.unsigned(1 << (start - 0xcc)),
            start @ 0xd0..=0xd3 => self.signed(1 << (start - 0xd0)),
            start @ 0xd4..=0xd8 => self.take(1 + (1 << (start - 0xd4))).map(|_| Value::Other),
            start @ 0xc7..=0xc9 => {
                let length = self.length(1 << (start - 0xc7))?;
                self.take(length.saturating_add(1)).map(|_| Value::Other)
            }
            start @ (0xdc | 0xdd) => {
                let count = self.length(if start == 0xdc { 2 } else { 4 })?;
                self.pass_over(count, depth)
            }
            start @ (0xde | 0xdf) => {
                let count = self.length(if start == 0xde { 2 } else { 4 })?;
                self.pass_over(count.saturating_mul(2), depth)
            }
            0xc1 => Err(DecodeError::Broken),
        }
    }

    fn pass_over(&mut self, count: usize, depth: u32) -> Result<Value<'a>, DecodeError> {
        for _ in 0..count {
            self.nested(depth + 1)?;
        }
        Ok(Value::Other)
    }

    fn text(&mut self, length: usize) -> Result<Value<'a>, DecodeError> {
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map(Value::Text).map_err(|_| DecodeError::Broken)
    }

    fn unsigned(&mut self, width: usize) -> Result<Value<'a>, DecodeError> {
        let number = self.take(width)?.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        Ok(i64::try_from(number).map_or(Value::Float(number as f64), Value::Int))
    }

    fn signed(&mut self, width: usize) -> Result<Value<'a>, DecodeError> {
        let bytes = self.take(width)?;
        let sign = if bytes.first().is_some_and(|first| first & 0x80 != 0) { -1_i64 } else { 0 };
        Ok(Value::Int(bytes.iter().fold(sign, |number, byte| (number << 8) | i64::from(*byte))))
    }

    fn length(&mut self, width: usize) -> Result<usize, DecodeError> {
        Ok(self.take(width)?.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte)))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (head, rest) = self.rest.split_first_chunk().ok_or(DecodeError::CutShort)?;
        self.rest = rest;
        Ok(*head)
    }

    fn byte(&mut self) -> Result<u8, DecodeError> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let (head, rest) = self.rest.split_at_checked(length).ok_or(DecodeError::CutShort)?;
        self.rest = rest;
        Ok(head)
    }
}

#[derive(Default)]
pub(super) struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// Starts a map of so many pairs; frames have at most seven.
    pub(super) fn map(&mut self, pairs: usize) {
        self.out.push(0x80 | (pairs & 0x0f) as u8);
    }

    pub(super) fn text(&mut self, text: &str) {
        let length = text.len();
        if length < 32 {
            self.out.push(0xa0 | length as u8);
        } else {
            self.length(0xd9, length);
        }
        self.out.extend_from_slice(text.as_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.length(0xc4, bytes.len());
        self.out.extend_from_slice(bytes);
    }

    pub(super) fn int(&mut self, int: i64) {
        if (0..128).contains(&int) {
            self.out.push(int as u8);
        } else {
            self.out.push(0xd3);
            self.out.extend_from_slice(&int.to_be_bytes());
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.out
    }

    /// A length in one, two or four bytes; `first` is the mark for one. Messages end at 1 MiB, so four are enough.
    fn length(&mut self, first: u8, length: usize) {
        let bytes = (length as u32).to_be_bytes();
        let (mark, from) = match length {
            0..=0xff => (0, 3),
            0x100..=0xffff => (1, 2),
            _ => (2, 0),
        };
        self.out.push(first + mark);
        self.out.extend(bytes.iter().skip(from));
    }
}
