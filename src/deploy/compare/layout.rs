//! Side by side or one below the other: remembered in the browser. Where there is no room it is always the latter.

use leptos::prelude::*;

use crate::storage::Keep;
use crate::ui::choice::Segments;

const KEY: &str = "ecn-console.compare";
const BESIDE: &str = "beside";
const BELOW: &str = "below";

/// The choice.
#[derive(Clone, Copy)]
pub struct Layout {
    is_beside: RwSignal<bool>,
}

impl Layout {
    /// As it was chosen last.
    pub fn kept() -> Self {
        let is_below = Keep::Browser.read(KEY).is_some_and(|kept| kept == BELOW);
        Self { is_beside: RwSignal::new(!is_below) }
    }

    pub fn is_beside(self) -> Signal<bool> {
        self.is_beside.into()
    }
}

#[component]
pub fn LayoutChoice(layout: Layout) -> impl IntoView {
    let value = Signal::derive(move || if layout.is_beside.get() { BESIDE } else { BELOW }.to_owned());
    let choose = Callback::new(move |word: String| {
        Keep::Browser.write(KEY, &word);
        layout.is_beside.set(word == BESIDE);
    });
    view! {
        <span class="compare__layout">
            <Segments
                label="Layout"
                name="compare-layout"
                options=&[(BESIDE, "Side by side"), (BELOW, "Unified")]
                value
                on_choice=choose
            />
        </span>
    }
}
