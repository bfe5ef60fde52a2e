//! The place of lines on screen: whose they are, and when they are drawn.

use client::stream::Stream;
use client::terminal::{Lines, Merged};
use leptos::prelude::*;

use super::sheet::Sheet;
use crate::ui::due::Due;

/// The handle to lines on screen.
#[derive(Clone, Copy)]
pub struct Screen {
    pub(super) sheet: Sheet,
    of: Of,
    /// It will be drawn with the next frame.
    due: Due,
}

/// Whose lines they are.
#[derive(Clone, Copy)]
enum Of {
    Stream(StoredValue<Stream>),
    Merged(StoredValue<Merged>),
}

impl Screen {
    pub fn of_stream(stream: StoredValue<Stream>) -> Self {
        Self::of(Of::Stream(stream))
    }

    pub fn of_merged(merged: StoredValue<Merged>) -> Self {
        Self::of(Of::Merged(merged))
    }

    fn of(of: Of) -> Self {
        Self { sheet: Sheet::new(), of, due: Due::new() }
    }

    /// Draws it with the next frame, however much comes until then, and with those after it until everything was searched.
    pub fn redraw(self) {
        if self.due.begins() {
            request_animation_frame(move || {
                if self.due.ends() && self.with_lines(|lines| self.sheet.draw(lines)) == Some(false) {
                    self.redraw();
                }
            });
        }
    }

    /// The same after somebody went to a line that was found.
    pub(super) fn redraw_found(self) {
        self.redraw();
        request_animation_frame(move || {
            if self.due.is_there() {
                self.sheet.show_found();
            }
        });
    }

    /// Forgets the lines.
    pub fn clear(self) {
        match self.of {
            Of::Stream(stream) => stream.try_update_value(Stream::clear),
            Of::Merged(merged) => merged.try_update_value(Merged::clear),
        };
        self.redraw();
    }

    pub(super) fn with_lines<T>(self, read: impl FnOnce(&Lines) -> T) -> Option<T> {
        match self.of {
            Of::Stream(stream) => stream.try_with_value(|stream| read(stream.lines())),
            Of::Merged(merged) => merged.try_with_value(|merged| read(merged.lines())),
        }
    }
}
