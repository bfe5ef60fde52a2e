//! `/microservices/:uuid` leads to the same page as the name, and to the address that lasts.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use crate::app::replace;
use crate::live::{Live, source};
use crate::resource::loaded::WhenLoaded;
use crate::routes::Page;
use crate::ui::notice::Empty;

#[component]
pub fn MicroserviceById(uuid: String) -> impl IntoView {
    let live = expect_context::<Live>();
    let state = live.need(&[source::MICROSERVICES], &[]);
    let navigate = use_navigate();
    Effect::new(move |_| {
        let rows = live.microservices.rows();
        if let Some(found) = rows.iter().find(|row| row.uuid == uuid) {
            navigate(&Page::microservice(&found.application, &found.name).path(), replace());
        }
    });
    view! {
        <h1>"Microservice"</h1>
        <WhenLoaded state what="microservices">
            <section class="card">
                <Empty title="No microservice has this id">
                    <p>"It was deleted, or made anew under another id. A link by name would have lasted."</p>
                    <A href=Page::Microservices.path() attr:class="btn">
                        "All microservices"
                    </A>
                </Empty>
            </section>
        </WhenLoaded>
    }
}
