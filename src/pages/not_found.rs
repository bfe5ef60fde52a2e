//! An address that is none of ours.

use leptos::prelude::*;

use crate::address::A;
use crate::routes::Page;
use crate::ui::icon::Icon;
use crate::ui::notice::Empty;

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <h1>"Not found"</h1>
        <section class="panel">
            <Empty title="There is no page at this address" icon=Icon::Search>
                <p>"The link may be mistyped, or made by a newer console."</p>
                <A href=Page::Overview.path() attr:class="btn">
                    "Go to the overview"
                </A>
            </Empty>
        </section>
    }
}
