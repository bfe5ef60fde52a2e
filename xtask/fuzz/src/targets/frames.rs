//! Frames of logs and shells, and what a terminal makes of their text.

use std::io::Error;

use client::frames::{Frame, Kind};
use client::terminal::Lines;

pub(super) fn corpus() -> Result<Vec<Vec<u8>>, Error> {
    let mut full = Frame::new(Kind::LogLine, "\u{1b}[31mred\u{1b}[0m\r\nü\t\u{8}\n");
    full.exec_id = Some("pending".into());
    full.timestamp = Some(1_700_000_000_000);
    let frames = [Frame::keep_alive(), Frame::close(), Frame::input("ls\n"), full];
    Ok(frames.iter().map(Frame::encode).collect())
}

pub(super) fn run(input: &[u8]) {
    if let Ok(frame) = Frame::decode(input) {
        assert_eq!(Frame::decode(&frame.encode()).as_ref(), Ok(&frame));
    }
    let text = String::from_utf8_lossy(input);
    let mut lines = Lines::default();
    lines.push(&text);
    // What comes in pieces gives the same lines.
    let mut pieces = Lines::default();
    for char in text.chars() {
        pieces.push(char.encode_utf8(&mut [0; 4]));
    }
    assert_eq!(lines.text(), pieces.text());
}
