//! The frames of exec and log sessions: MessagePack maps with a type and bytes (Controller contract 11).

use axum::extract::ws::Message;
use rmpv::Value;

/// Types of frames.
pub(super) mod kind {
    pub(crate) const STDIN: u64 = 0;
    pub(crate) const STDOUT: u64 = 1;
    pub(crate) const STDERR: u64 = 2;
    pub(crate) const CONTROL: u64 = 3;
    pub(crate) const CLOSE: u64 = 4;
    pub(crate) const LOG_LINE: u64 = 6;
    pub(crate) const LOG_START: u64 = 7;
    pub(crate) const LOG_STOP: u64 = 8;
}

/// What frames of a session have in common.
#[derive(Clone, Debug)]
pub(super) struct Session {
    /// `microserviceUuid` or `iofogUuid`, and the uuid.
    pub(super) subject: (&'static str, String),
    /// `execId` or `sessionId`, and the id.
    pub(super) id: (&'static str, String),
}

impl Session {
    /// A frame of this session.
    pub(super) fn frame(&self, kind: u64, data: &[u8], now: i64) -> Message {
        packed(kind, data, [self.subject(), self.id(), ("timestamp", Value::from(now))])
    }

    /// What a log session says about itself, which does not name the subject.
    pub(super) fn announcement(&self, data: &[u8], now: i64) -> Message {
        packed(kind::LOG_START, data, [self.id(), ("timestamp", Value::from(now))])
    }

    /// What the Controller says in a log session, which names both kinds of subjects.
    pub(super) fn notice(&self, kind: u64, data: &[u8], now: i64) -> Message {
        let subject = |key| (key, if key == self.subject.0 { self.subject().1 } else { Value::Nil });
        let rest = [subject("microserviceUuid"), subject("iofogUuid")];
        packed(kind, data, [self.id(), ("timestamp", Value::from(now))].into_iter().chain(rest))
    }

    fn subject(&self) -> (&'static str, Value) {
        (self.subject.0, Value::from(self.subject.1.as_str()))
    }

    fn id(&self) -> (&'static str, Value) {
        (self.id.0, Value::from(self.id.1.as_str()))
    }
}

fn packed(kind: u64, data: &[u8], rest: impl IntoIterator<Item = (&'static str, Value)>) -> Message {
    let start = [("type", Value::from(kind)), ("data", Value::Binary(data.to_vec()))];
    let map = start.into_iter().chain(rest).map(|(key, value)| (Value::from(key), value)).collect();
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _ = rmpv::encode::write_value(&mut bytes, &Value::Map(map));
    Message::Binary(bytes.into())
}

/// Type and data of a frame from the client; `None` for bytes that are no frame.
pub(super) fn read(bytes: &[u8]) -> Option<(u64, Vec<u8>)> {
    let value = rmpv::decode::read_value(&mut &*bytes).ok()?;
    let entry = |key: &str| {
        let map = value.as_map()?;
        map.iter().find(|(name, _)| name.as_str() == Some(key)).map(|(_, value)| value)
    };
    let data = match entry("data") {
        Some(Value::Binary(data)) => data.clone(),
        Some(Value::String(text)) => text.as_bytes().to_vec(),
        _ => Vec::new(),
    };
    Some((entry("type")?.as_u64()?, data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_as_it_was_written() {
        let session = Session { subject: ("microserviceUuid", "u".into()), id: ("execId", "e".into()) };
        let Message::Binary(bytes) = session.frame(kind::STDOUT, b"hello", 5) else { panic!("not binary") };
        assert_eq!(read(&bytes), Some((kind::STDOUT, b"hello".to_vec())));
        assert_eq!(read(b"no frame"), None);
        assert_eq!(read(&[0x81]), None);
    }
}
