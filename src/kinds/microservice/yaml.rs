//! The YAML of a microservice: what one would deploy to get it again. Secrets appear as references only.

use leptos::prelude::*;

use super::detail::Found;
use crate::live::{Live, Lookup};
use crate::resource::loaded::WhenLoaded;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;

#[component]
pub fn YamlTab(found: Memo<Option<Found>>) -> impl IntoView {
    let state = expect_context::<Live>().need_for_plans();
    let lookup = expect_context::<Lookup>();
    let text =
        Memo::new(move |_| found.get().and_then(|found| lookup.describe_microservice(&found.microservice)));
    let shown = Signal::derive(move || text.get().unwrap_or_default());
    view! {
        <section class="card">
            <header class="card__head">
                <h2>"Manifest"</h2>
                <div class="head__acts">
                    <CopyButton label="Copy" text=shown done="Manifest copied" icon=Icon::Copy />
                </div>
            </header>
            <WhenLoaded state what="the Controller's lists">
                <pre class="code" tabindex="0" aria-label="Manifest">
                    {move || shown.get()}
                </pre>
            </WhenLoaded>
        </section>
    }
}
