//! A long text, read a few documents at a time, so that whoever shows it can do something else in between.

use super::copied::Suspicion;
use super::manifest::{Manifest, read};
use super::split;
use crate::limits::Limits;
use crate::position::Position;
use crate::tree::Document;

/// A text that is being read. What it comes to is what reading it at once gives.
pub struct Reading {
    text: String,
    limits: Limits,
    /// Read up to here.
    at: usize,
    documents: Vec<Document>,
}

impl Reading {
    pub fn new(text: String) -> Reading {
        let at = if text.starts_with(split::BOM) { split::BOM.len_utf8() } else { 0 };
        Reading { text, limits: Limits::default(), at, documents: Vec::new() }
    }

    /// Reads on as long as `goes_on` says so, at least one document; whether that was the last.
    pub fn go_on(&mut self, mut goes_on: impl FnMut() -> bool) -> bool {
        // What is beyond the limits is not read.
        if self.text.len() > self.limits.text {
            return true;
        }
        while self.at < self.text.len() && self.documents.len() < self.limits.documents {
            let end = split::piece_end(&self.text, self.at);
            let text = self.text.get(self.at..end).unwrap_or_default();
            let document = read(text, text, &self.limits);
            let start = Position { offset: self.at, line: 1, column: 1 };
            let suspicion = Suspicion::of(text);
            self.documents.push(Document { start, suspicion, ..document });
            self.at = end;
            if !goes_on() {
                break;
            }
        }
        self.at >= self.text.len() || self.documents.len() >= self.limits.documents
    }

    /// The manifest: places, what was copied along, and what was not read yet.
    pub fn done(self) -> Manifest {
        Manifest::of_read(self.text, &self.limits, self.documents)
    }
}
