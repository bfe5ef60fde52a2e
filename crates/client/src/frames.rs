//! The frames of logs and shells: MessagePack maps with a type and some bytes (Controller contract 11).
//!
//! The codec is our own: the map has seven known keys, and a general one would add more code than this file.

use std::fmt;

mod msgpack;

pub use msgpack::DecodeError;

use msgpack::{Reader, Value, Writer};

/// What a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Typed by the user.
    Stdin,
    /// Written by the shell.
    Stdout,
    /// Written by the shell as an error, or by the Controller about the session.
    Stderr,
    /// `keepalive`, answered with the same.
    Control,
    /// Ends the session.
    Close,
    /// To the agent only.
    Activation,
    /// Part of a log: several lines, or part of one.
    LogLine,
    /// A log begins; the data is JSON text.
    LogStart,
    /// A log ends.
    LogStop,
    /// A log failed.
    LogError,
    /// A type of a later version.
    Other(i64),
}

const KINDS: [Kind; 10] = [
    Kind::Stdin,
    Kind::Stdout,
    Kind::Stderr,
    Kind::Control,
    Kind::Close,
    Kind::Activation,
    Kind::LogLine,
    Kind::LogStart,
    Kind::LogStop,
    Kind::LogError,
];

impl Kind {
    fn of(number: i64) -> Self {
        let index = usize::try_from(number).ok();
        index.and_then(|index| KINDS.get(index)).copied().unwrap_or(Self::Other(number))
    }

    fn number(self) -> i64 {
        match self {
            Self::Other(number) => number,
            known => KINDS
                .iter()
                .position(|kind| *kind == known)
                .and_then(|at| i64::try_from(at).ok())
                .unwrap_or(0),
        }
    }
}

/// One frame.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    /// What it is for.
    pub kind: Kind,
    /// Its bytes. Text is UTF-8, but a frame may end inside a character.
    pub data: Vec<u8>,
    /// The microservice; the Controller fills it in.
    pub microservice: Option<String>,
    /// The exec session; `pending` until the agent has come.
    pub exec_id: Option<String>,
    /// The log session.
    pub session_id: Option<String>,
    /// The agent.
    pub agent: Option<String>,
    /// Milliseconds since 1970.
    pub timestamp: Option<i64>,
}

impl fmt::Debug for Frame {
    /// Without the data: people type passwords into shells, and programs log them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({:?}, {} bytes)", self.kind, self.data.len())
    }
}

impl Frame {
    /// A frame with nothing but a type and bytes; the Controller fills in the rest.
    pub fn new(kind: Kind, data: impl Into<Vec<u8>>) -> Self {
        let data = data.into();
        Self { kind, data, microservice: None, exec_id: None, session_id: None, agent: None, timestamp: None }
    }

    /// Bytes typed by the user, as a terminal sends them.
    pub fn input(data: impl Into<Vec<u8>>) -> Self {
        Self::new(Kind::Stdin, data)
    }

    /// Keeps a quiet session open; send it about every 30 seconds.
    pub fn keep_alive() -> Self {
        Self::new(Kind::Control, "keepalive")
    }

    /// Ends a session.
    pub fn close() -> Self {
        Self::new(Kind::Close, "")
    }

    /// The frame as MessagePack.
    pub fn encode(&self) -> Vec<u8> {
        let texts = [
            ("microserviceUuid", &self.microservice),
            ("execId", &self.exec_id),
            ("sessionId", &self.session_id),
            ("iofogUuid", &self.agent),
        ];
        let given = texts.iter().filter(|(_, text)| text.is_some()).count();
        let mut writer = Writer::default();
        writer.map(2 + given + usize::from(self.timestamp.is_some()));
        writer.text("type");
        writer.int(self.kind.number());
        writer.text("data");
        writer.bytes(&self.data);
        for (key, text) in texts {
            if let Some(text) = text {
                writer.text(key);
                writer.text(text);
            }
        }
        if let Some(timestamp) = self.timestamp {
            writer.text("timestamp");
            writer.int(timestamp);
        }
        writer.finish()
    }

    /// Reads a binary message. Unknown keys are passed over; text and bytes both count as data, and a failed log's
    /// `message` stands in for it.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let mut frame = Self::new(Kind::Other(-1), []);
        let mut message = None;
        let mut has_type = false;
        for _ in 0..reader.map()? {
            let Value::Text(key) = reader.value()? else { return Err(DecodeError::NotAFrame) };
            let value = reader.value()?;
            match key {
                "type" => {
                    frame.kind = Kind::of(value.int().ok_or(DecodeError::NotAFrame)?);
                    has_type = true;
                }
                "data" => frame.data = value.bytes().unwrap_or_default().to_vec(),
                "message" => message = value.bytes(),
                "microserviceUuid" => frame.microservice = value.text(),
                "execId" => frame.exec_id = value.text(),
                "sessionId" => frame.session_id = value.text(),
                "iofogUuid" => frame.agent = value.text(),
                "timestamp" => frame.timestamp = value.int(),
                _ => {}
            }
        }
        if !has_type {
            return Err(DecodeError::NotAFrame);
        }
        if frame.data.is_empty() {
            frame.data = message.unwrap_or_default().to_vec();
        }
        reader.end()?;
        Ok(frame)
    }
}

/// Puts text together from frames that may be cut inside a character.
#[derive(Clone, Debug, Default)]
pub struct TextStream {
    rest: Vec<u8>,
}

impl TextStream {
    /// The text that can be read now; bytes that are no text at all become the replacement character.
    pub fn push(&mut self, data: &[u8]) -> String {
        self.rest.extend_from_slice(data);
        let mut text = String::new();
        let bytes = std::mem::take(&mut self.rest);
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            let invalid = chunk.invalid();
            let at_end = invalid.as_ptr_range().end == bytes.as_ptr_range().end;
            if at_end && is_cut_character(invalid) {
                self.rest = invalid.to_vec();
            } else if !invalid.is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        text
    }
}

/// True for the start of a character whose rest may still come.
fn is_cut_character(bytes: &[u8]) -> bool {
    let whole = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => 0,
    };
    bytes.len() < whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> =
            text.bytes().filter_map(|byte| char::from(byte).to_digit(16)).map(|digit| digit as u8).collect();
        digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect()
    }

    #[test]
    fn frames_are_written_as_other_libraries_read_them() {
        // Made with @msgpack/msgpack 3: encode({type: 0, data: new Uint8Array([108, 115, 10])})
        assert_eq!(Frame::input("ls\n").encode(), hex("82 a4 74797065 00 a4 64617461 c4 03 6c730a"));
        // encode({type: 3, data: bytes of "keepalive"})
        assert_eq!(
            Frame::keep_alive().encode(),
            hex("82 a4 74797065 03 a4 64617461 c4 09 6b656570616c697665")
        );
    }

    #[test]
    fn every_frame_is_read_back_as_it_was_written() {
        for length in [0, 1, 255, 256, 65_535, 65_536] {
            for kind in (0..12).map(Kind::of) {
                let frame = Frame {
                    microservice: Some("m".repeat(length % 70_000)),
                    exec_id: Some("pending".into()),
                    session_id: Some("é".repeat(20)),
                    agent: None,
                    timestamp: Some(1_795_291_866_947),
                    ..Frame::new(kind, vec![0xff; length])
                };
                assert_eq!(Frame::decode(&frame.encode()), Ok(frame));
            }
        }
    }

    #[test]
    fn a_log_frame_of_the_controller_is_read() {
        // Made with @msgpack/msgpack 3: {type: 9, message: "no", sessionId: "s", iofogUuid: null,
        // timestamp: 1795291866947 (as a float), extra: [1, {a: true}]}
        let bytes = hex(
            "86 a4 74797065 09 a7 6d657373616765 a2 6e6f a9 73657373696f6e4964 a1 73 a9 696f666f6755756964 c0 \
             a9 74696d657374616d70 cb 427a1ffbbe743000 a5 6578747261 92 01 81 a1 61 c3",
        );
        let frame = Frame::decode(&bytes).unwrap();
        assert_eq!((frame.kind, frame.data.as_slice()), (Kind::LogError, b"no".as_slice()));
        assert_eq!((frame.session_id.as_deref(), frame.agent), (Some("s"), None));
        assert_eq!(frame.timestamp, Some(1_795_291_866_947));
    }

    #[test]
    fn no_bytes_make_the_reader_panic_or_take_much_memory() {
        let whole = Frame { exec_id: Some("e".into()), ..Frame::new(Kind::Stdout, "hello") }.encode();
        for end in 0..whole.len() {
            assert!(Frame::decode(&whole[..end]).is_err());
        }
        for at in 0..whole.len() {
            for byte in 0..=255 {
                let mut bytes = whole.clone();
                bytes[at] = byte;
                let _ = Frame::decode(&bytes);
            }
        }
        for start in 0..=255_u8 {
            assert!(Frame::decode(&[start, 0xff, 0xff, 0xff, 0xff]).is_err());
        }
        let deep = vec![0x91; 100_000];
        assert_eq!(
            Frame::decode(&[&hex("82 a4 74797065 00 a1 61")[..], &deep].concat()),
            Err(DecodeError::TooDeep)
        );
    }

    #[test]
    fn text_that_is_cut_inside_a_character_is_put_together() {
        let mut stream = TextStream::default();
        let text = "aé€😀";
        let read: String = text.as_bytes().chunks(1).map(|byte| stream.push(byte)).collect();
        assert_eq!(read, text);
        assert_eq!(stream.push(b"\xff\xc3"), "\u{fffd}");
        assert_eq!(stream.push(b"x"), "\u{fffd}x", "what came was no character after all");
    }
}
