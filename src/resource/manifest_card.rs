//! An object's manifest, to be read and copied.

use leptos::prelude::*;

use crate::live::Live;
use crate::resource::loaded::WhenLoaded;
use crate::resource::paint::painted;
use crate::ui::code::Code;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

#[component]
pub fn ManifestCard(
    /// `None` when the object is gone; what it was stays on the screen.
    text: Signal<Option<String>>,
) -> impl IntoView {
    let state = expect_context::<Live>().need_for_plans();
    let last =
        Memo::new(move |before: Option<&String>| text.get().or_else(|| before.cloned()).unwrap_or_default());
    let gone = Memo::new(move |_| text.with(Option::is_none) && last.with(|last| !last.is_empty()));
    let lines = Memo::new(move |_| last.with(|text| painted(text)));
    let deleted = move || {
        view! {
            <Notice tone=Tone::Warn title="Deleted in the meantime">
                <p>"This is its last known manifest. Applying it creates it again."</p>
            </Notice>
        }
    };
    view! {
        <Show when=move || gone.get()>{deleted()}</Show>
        <section class="panel">
            <header>
                <h2>"Manifest"</h2>
                <div class="push">
                    <CopyButton label="Copy" text=last done="Manifest copied" icon=Icon::Copy />
                </div>
            </header>
            <WhenLoaded state what="the Controller's lists">
                <Code label="Manifest" lines />
            </WhenLoaded>
        </section>
    }
}
