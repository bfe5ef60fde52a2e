//! What a plan does with one thing, as a sign: plus makes, tilde changes, equals leaves, a barred circle stops. The word
//! stands beside it.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Create,
    Update,
    Same,
    Stopped,
}

impl Sign {
    /// All of them, for the page that shows every widget.
    #[cfg(not(feature = "split"))]
    pub const ALL: &[Self] = &[Self::Create, Self::Update, Self::Same, Self::Stopped];

    fn drawn(self) -> (&'static str, Icon) {
        match self {
            Self::Create => ("sg add", Icon::Plus),
            Self::Update => ("sg chg", Icon::Tilde),
            Self::Same => ("sg", Icon::Equal),
            Self::Stopped => ("sg stop", Icon::Blocked),
        }
    }
}

#[component]
pub fn PlanSign(sign: Sign) -> impl IntoView {
    let (class, icon) = sign.drawn();
    view! {
        <span class=class>
            <Glyph icon />
        </span>
    }
}
