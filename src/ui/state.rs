//! A state as a small badge: a colour, an icon and a word, never the colour alone.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How a state feels; decides colour and icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Ok,
    Busy,
    Warn,
    Bad,
    Idle,
}

impl Tone {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Busy => "busy",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Idle => "idle",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Ok => Icon::Ok,
            Self::Busy => Icon::Busy,
            Self::Warn => Icon::Warn,
            Self::Bad => Icon::Bad,
            Self::Idle => Icon::Idle,
        }
    }
}

/// A state in a row of a list, with its reason beside it as far as there is room.
pub fn reasoned(tone: Tone, text: String, reason: Option<String>) -> AnyView {
    let reason = reason.map(|reason| {
        let whole = reason.clone();
        view! {
            " "
            <span class="soft" title=whole>
                {reason}
            </span>
        }
    });
    view! {
        <State tone text />
        {reason}
    }
    .into_any()
}

#[component]
pub fn State(tone: Tone, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <span class="state" data-tone=tone.name()>
            <Glyph icon=tone.icon() />
            {text}
        </span>
    }
}
