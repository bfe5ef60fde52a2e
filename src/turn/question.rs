//! What an address with a `controller=` leads to when it cannot just be followed: the question whether to trust one that is
//! new here, or why what it names is none. Nothing is sent to it before the answer.

use client::BaseUrl;
use client::session::ControllerLink;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::switch::Switch;
use crate::controllers::Controllers;
use crate::ui::door::Door;
use crate::ui::field::{Field, Input};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// `leave` takes the `controller=` out of the address.
#[component]
pub fn Question(link: ControllerLink, leave: Callback<()>) -> impl IntoView {
    match link {
        ControllerLink::New(address) => view! { <Ask address leave /> }.into_any(),
        ControllerLink::Refused(reason) => view! { <Refused reason leave /> }.into_any(),
        // Followed before anything is shown.
        ControllerLink::Known(_) => ().into_any(),
    }
}

#[component]
fn Ask(address: BaseUrl, leave: Callback<()>) -> impl IntoView {
    let controllers = expect_context::<Controllers>();
    let switch = Switch::here();
    let name = RwSignal::new(String::new());
    let shown = address.short();
    let present = move || controllers.label(&controllers.refuge());
    let agree = move |event: SubmitEvent| {
        event.prevent_default();
        // Turning comes first: it may have to wait, and then nothing has changed.
        if switch.to(&address) {
            controllers.change(|known| known.add(address.clone(), &name.get_untracked()));
        }
    };
    view! {
        <Door title="Work with another Controller?">
            <p>"This link points to a Controller that this browser does not know:"</p>
            <p class="mono question__address">{shown}</p>
            <p>
                "Nothing has been sent to it. If you continue, you sign in there, and what you type goes there. Continue only if you know this address and trust whoever gave you the link."
            </p>
            <form class="stack" novalidate on:submit=agree>
                <Field
                    id="controller-name"
                    label="Name"
                    hint="What you want to call it. Kept in this browser, with the address."
                    input=Input::Line
                    value=name
                    on_input=Callback::new(move |text| name.set(text))
                    problem=Signal::derive(|| None)
                />
                <button type="button" class="btn main" on:click=move |_| leave.run(())>
                    "Stay on "
                    {present}
                </button>
                <button type="submit" class="btn">
                    "Add it and continue"
                </button>
            </form>
        </Door>
    }
}

#[component]
fn Refused(reason: &'static str, leave: Callback<()>) -> impl IntoView {
    let controllers = expect_context::<Controllers>();
    let present = move || controllers.label(&controllers.refuge());
    view! {
        <Door title="ECN Console">
            <Notice tone=Tone::Bad title="This link names no Controller">
                <p>"What it says after \"controller=\" cannot be used. " {reason}</p>
                <p>"Nothing was sent anywhere."</p>
            </Notice>
            <button type="button" class="btn main" on:click=move |_| leave.run(())>
                "Continue with "
                {present}
            </button>
        </Door>
    }
}
