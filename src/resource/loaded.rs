//! A main read of a page: waiting, there, or failed with a way to try again.

use leptos::prelude::*;

pub use crate::live::Loaded;
use crate::ui::notice::{Empty, Notice};
use crate::ui::skeleton::Skeleton;
use crate::ui::state::Tone;

/// Shows the children when the read is there.
#[component]
pub fn WhenLoaded(
    #[prop(into)] state: Signal<Loaded>,
    /// What was read, for the sentence that says that it failed.
    #[prop(into)]
    what: String,
    children: ChildrenFn,
) -> impl IntoView {
    let what = StoredValue::new(what);
    move || match state.get() {
        Loaded::Waiting => view! {
            <Skeleton text=format!("Loading {}", what.get_value()) />
        }
        .into_any(),
        Loaded::Ready => children().into_any(),
        Loaded::Missing(reason) => view! {
            <Empty title="Not available on this Controller">
                <p>{reason}</p>
            </Empty>
        }
        .into_any(),
        Loaded::Failed(error) => view! {
            <Notice tone=Tone::Bad title=format!("Could not load {}", what.get_value())>
                <p>{error}</p>
                <p class="soft">"The console keeps trying."</p>
            </Notice>
        }
        .into_any(),
    }
}
