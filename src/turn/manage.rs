//! The Controllers in the settings: add, name, turn to, remove. Adding one sends nothing to it.

use client::BaseUrl;
use client::session::KnownController;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::switch::{Switch, turner};
use crate::controllers::Controllers;
use crate::routes::Page;
use crate::ui::alive::alive_value;
use crate::ui::field::{Field, FieldProblem, Input};
use crate::ui::panel::Panel;
use crate::ui::state::{State, Tone};
use crate::ui::toast::Toasts;

#[component]
pub fn ManageControllers() -> impl IntoView {
    let controllers = expect_context::<Controllers>();
    view! {
        <Panel title="Controllers">
            <ul class="controllers" aria-label="Known Controllers">
                <For each=move || controllers.all() key=|one| one.address.clone() let(one)>
                    <Entry one />
                </For>
            </ul>
            <Add />
        </Panel>
    }
}

#[component]
fn Entry(one: KnownController) -> impl IntoView {
    let controllers = expect_context::<Controllers>();
    let address = StoredValue::new(one.address.clone());
    let label = Signal::derive(move || address.with_value(|address| controllers.label(address)));
    let own = one.address == controllers.own_untracked();
    let current = Memo::new(move |_| address.with_value(|address| controllers.current() == *address));
    let version = move || {
        let capabilities = address.with_value(|address| controllers.known_capabilities(address));
        capabilities.map(|capabilities| capabilities.title())
    };
    let rename = move |name: String| {
        address.with_value(|address| controllers.change(|known| known.rename(address, &name)));
    };
    let (switch, turner) = (Switch::here(), turner(Signal::stored(Page::Settings)));
    let turn = move |_| turner.run(address.get_value());
    let remove = move |_| {
        if current.get_untracked() {
            turner.run(controllers.own_untracked());
        }
        // It may have to wait, and the turner has said why.
        if !current.get_untracked() {
            address.with_value(|address| switch.remove(address));
        }
    };
    view! {
        <li>
            <input
                class="in"
                aria-label=format!("Name of {}", one.address.short())
                placeholder=one.address.host().to_owned()
                autocomplete="off"
                prop:value=one.name.clone()
                on:change=alive_value(rename)
            />
            <span class="controllers__what">
                <span class="mono">{address.with_value(BaseUrl::short)}</span>
                <span class="sub">{own.then_some("This console's own")} " " {version}</span>
            </span>
            <Show when=move || current.get() fallback=move || view! {
                <button type="button" class="btn" on:click=turn aria-label=move || format!("Switch to {}", label.get())>
                    "Switch"
                </button>
            }>
                <State tone=Tone::Ok text="In use" />
            </Show>
            {(!own).then(|| view! {
                <button type="button" class="btn" on:click=remove aria-label=move || format!("Remove {}", label.get())>
                    "Remove"
                </button>
            })}
        </li>
    }
}

#[component]
fn Add() -> impl IntoView {
    let controllers = expect_context::<Controllers>();
    let toasts = expect_context::<Toasts>();
    let (address, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problem = RwSignal::new(None::<FieldProblem>);
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        match BaseUrl::parse(&address.get_untracked()) {
            Ok(new) => {
                controllers.change(|known| known.add(new.clone(), &name.get_untracked()));
                toasts.say(format!(
                    "{} is on the list. Nothing has been sent to it.",
                    untrack(|| controllers.label(&new))
                ));
                address.set(String::new());
                name.set(String::new());
            }
            Err(reason) => problem.set(Some(FieldProblem { severe: true, text: reason.to_owned() })),
        }
    };
    let typed = move |text: String| {
        address.set(text);
        problem.set(None);
    };
    view! {
        <form class="controllers__add" novalidate on:submit=add>
            <Field
                id="new-controller"
                label="Address"
                hint="For example https://controller.example:51121."
                input=Input::Line
                value=address
                on_input=Callback::new(typed)
                problem
            />
            <Field
                id="new-controller-name"
                label="Name"
                hint="What you want to call it."
                input=Input::Line
                value=name
                on_input=Callback::new(move |text| name.set(text))
                problem=Signal::derive(|| None)
            />
            <button type="submit" class="btn">
                "Add Controller"
            </button>
        </form>
    }
}
