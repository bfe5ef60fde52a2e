//! `/microservices/:uuid` leads to the same page as the name, and to the address that lasts.

use leptos::prelude::*;

use crate::address::{A, Address, Step};
use crate::live::{Live, source};
use crate::resource::loaded::WhenLoaded;
use crate::routes::Page;
use crate::ui::notice::Empty;

#[component]
pub fn MicroserviceById(uuid: String) -> impl IntoView {
    let live = expect_context::<Live>();
    let state = live.need(&[source::MICROSERVICES], &[]);
    let address = expect_context::<Address>();
    Effect::new(move |_| {
        let rows = live.microservices.rows();
        if let Some(found) = rows.iter().find(|row| row.uuid == uuid) {
            address.go(&Page::microservice(&found.application, &found.name).path(), Step::Replace);
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
