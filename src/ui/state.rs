//! A state: an icon in its colour and a word, never the colour alone.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How a state feels; decides colour and icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Ok,
    Busy,
    Warn,
    Bad,
    /// At rest, by somebody's wish.
    Idle,
    /// Not begun yet.
    Wait,
}

impl Tone {
    /// All of them, for the page that shows every widget.
    #[cfg(not(feature = "split"))]
    pub const ALL: &[Self] = &[Self::Ok, Self::Busy, Self::Warn, Self::Bad, Self::Idle, Self::Wait];

    /// What the style sheet calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Busy => "busy",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Idle | Self::Wait => "idle",
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Ok => Icon::Done,
            Self::Busy => Icon::Busy,
            Self::Warn => Icon::Warn,
            Self::Bad => Icon::Failed,
            Self::Idle => Icon::Stop,
            Self::Wait => Icon::Wait,
        }
    }
}

/// A state in a row of a list, with its reason beside it as far as there is room.
pub fn reasoned(tone: Tone, icon: Icon, text: String, reason: Option<String>) -> AnyView {
    let reason = reason.map(|reason| {
        let whole = reason.clone();
        view! {
            " "
            <span class="sub" title=whole>
                {reason}
            </span>
        }
    });
    view! {
        <State tone text icon />
        {reason}
    }
    .into_any()
}

#[component]
pub fn State(
    tone: Tone,
    #[prop(into)] text: String,
    /// A shape of its own, where the tone alone says too little.
    #[prop(optional)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <span class=format!("st {}", tone.name())>
            <Glyph icon=icon.unwrap_or(tone.icon()) />
            {text}
        </span>
    }
}

/// The shape alone, where a sentence beside it says the rest; the word is for those who cannot see it.
#[component]
pub fn StateMark(
    tone: Tone,
    #[prop(into)] text: String,
    #[prop(optional)] icon: Option<Icon>,
) -> impl IntoView {
    let word = text.clone();
    view! {
        <span class=format!("st {}", tone.name()) title=text>
            <Glyph icon=icon.unwrap_or(tone.icon()) />
            <span class="sr">{word}</span>
        </span>
    }
}
