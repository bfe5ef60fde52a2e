//! The YAML of a microservice: what one would deploy to get it again. Secrets appear as references only.

use leptos::prelude::*;

use super::detail::Found;
use crate::kinds::manifest_card::ManifestCard;
use crate::live::Lookup;

#[component]
pub fn YamlTab(found: Memo<Option<Found>>) -> impl IntoView {
    let lookup = expect_context::<Lookup>();
    let text =
        Memo::new(move |_| found.get().and_then(|found| lookup.describe_microservice(&found.microservice)));
    view! { <ManifestCard text=text.into() /> }
}
