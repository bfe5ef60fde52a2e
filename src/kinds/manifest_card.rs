//! An object's manifest, to be read and copied.

use leptos::prelude::*;

use crate::live::Live;
use crate::resource::loaded::WhenLoaded;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;

#[component]
pub fn ManifestCard(text: Signal<String>) -> impl IntoView {
    let state = expect_context::<Live>().need_for_plans();
    view! {
        <section class="card">
            <header class="card__head">
                <h2>"Manifest"</h2>
                <div class="head__acts">
                    <CopyButton label="Copy" text done="Manifest copied" icon=Icon::Copy />
                </div>
            </header>
            <WhenLoaded state what="the Controller's lists">
                <pre class="code" tabindex="0" aria-label="Manifest">
                    {move || text.get()}
                </pre>
            </WhenLoaded>
        </section>
    }
}
