//! A text of a manifest that is only read: numbered lines, each in pieces that say by their colour what they are. What is
//! copied from it is the text.

use leptos::prelude::*;

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Punctuation and space.
    Plain,
    Key,
    Text,
    Number,
    /// `true`, `null` and their like.
    Word,
    Note,
}

/// A piece of a line.
pub type Piece = (Ink, String);

impl Ink {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Key => "k",
            Self::Text => "s",
            Self::Number => "n",
            Self::Word => "b",
            Self::Note => "c",
        }
    }
}

#[component]
pub fn Code(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Its lines, without their ends.
    #[prop(into)]
    lines: Signal<Vec<Vec<Piece>>>,
) -> impl IntoView {
    view! {
        <pre class="code" tabindex="0" aria-label=label>
            {move || lines.get().into_iter().map(line).collect_view()}
        </pre>
    }
}

fn line(pieces: Vec<Piece>) -> impl IntoView {
    let piece = |(ink, text): Piece| match ink {
        Ink::Plain => text.into_any(),
        ink => view! { <span class=ink.class()>{text}</span> }.into_any(),
    };
    view! {
        <span class="l">
            {pieces.into_iter().map(piece).collect_view()} "\n"
        </span>
    }
}
