//! A text that is written: the rich editor once its file has come, a plain text area until then and where it cannot.
//! Both show what the source says, tell it what was typed, and ask it about places; neither knows what the text means.

pub(super) mod caret;
mod help;
mod places;
mod plain;
mod rich;

use std::ops::Range;

use leptos::prelude::*;

pub use plain::PlainEditor;
pub use rich::{Comparison, Names, Rich, RichEditor, TakeOver, Texts};

/// Where the caret shall go: a byte offset in the text.
pub type Jump = RwSignal<Option<usize>>;

/// The text that an editor shows. Places in it are bytes of it, with the line ends that it has.
#[derive(Clone, Copy)]
pub struct Source {
    pub text: Signal<String>,
    /// Takes the whole text as a text area shows it: all line ends are `\n`.
    pub typed: Callback<String>,
    /// Takes what was typed.
    pub edited: Callback<Typed>,
    /// What is wrong with it.
    pub troubles: Signal<Vec<Trouble>>,
    /// Where values stand that are not shown unless somebody asks.
    pub secrets: Signal<Vec<Range<usize>>>,
}

/// What was typed since the last time.
pub struct Typed {
    /// Ranges of the present text, and what stands there instead.
    pub edits: Vec<(Range<usize>, String)>,
    /// Key by key; else it is a step of its own.
    pub by_hand: bool,
}

/// Something that is wrong with a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub range: Range<usize>,
    /// From 1.
    pub line: u32,
    pub weight: Weight,
    pub message: String,
    /// What the fixes that are certain are called.
    pub fixes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Error,
    Warning,
    Note,
}

/// What the editor can ask about a place in the text that it shows, by byte offset, and what it can have done.
#[derive(Clone, Copy)]
pub struct Assist {
    /// What could be written there, the best first.
    pub propose: Callback<usize, Vec<Proposal>>,
    /// What is known about what stands there.
    pub about: Callback<usize, Option<About>>,
    /// Takes a step in the history of the text, which is more than what was typed here. The answer is where the caret
    /// belongs then.
    pub step: Callback<Way, Option<usize>>,
    /// Lets the troubles be those of the present text: while somebody types in a long one, they follow when that pauses.
    pub rest: Callback<()>,
    /// Makes a fix of one of the troubles, both by their place among those that are shown.
    pub fix: Callback<(usize, usize)>,
    /// Lays the text out anew.
    pub tidy: Callback<()>,
    /// What the anchor is called that stands there.
    pub anchor: Callback<usize, Option<String>>,
    /// Gives it another name, everywhere; `Err` says why not.
    pub rename: Callback<(usize, String), Result<(), String>>,
}

/// One thing that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub label: String,
    /// A few words beside it.
    pub detail: String,
    /// A sentence about it.
    pub help: String,
    /// The bytes that `text` would take the place of.
    pub range: Range<usize>,
    pub text: String,
}

/// What is known about a place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The path of the field, or the word that is proposed.
    pub title: String,
    /// Sentences.
    pub lines: Vec<String>,
}

/// Which way in the history of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Back,
    Forth,
}
