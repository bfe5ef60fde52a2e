//! The views of one object, each with its own address.

use leptos::prelude::*;

use crate::address::A;
use crate::routes::Page;

#[component]
pub fn Tabs(
    /// `Views of this microservice`.
    #[prop(into)]
    label: String,
    /// Each view and what it is called.
    tabs: Vec<(Page, &'static str)>,
    current: Page,
) -> impl IntoView {
    let link = |(page, title): (Page, &'static str)| {
        let here = (page == current).then_some("page");
        view! {
            <A href=page.path() attr:aria-current=here>
                {title}
            </A>
        }
    };
    view! {
        <nav class="tabs" aria-label=label>
            {tabs.into_iter().map(link).collect_view()}
        </nav>
    }
}
