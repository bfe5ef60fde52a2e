//! What an object holds beside its facts, as keys and values. It is asked for when somebody wants to see it, and kept no
//! longer than it is on screen; what is secret is shown one value at a time.

use client::Error;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use crate::api::Api;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::notice::Notice;
use crate::ui::state::{State, Tone};

/// What is particular to the contents of a kind.
pub struct ContentsKind {
    /// The button that asks: "Show keys".
    pub ask: &'static str,
    /// What is said before anybody asked.
    pub note: &'static str,
    pub is_secret: bool,
    /// Asks the Controller for them, by the object's name.
    pub read: fn(Api, String) -> LocalBoxFuture<'static, Result<Value, Error>>,
}

/// A key and its value, as text.
#[derive(Clone, PartialEq)]
struct Entry {
    key: String,
    value: String,
}

/// How far reading them has come.
#[derive(Clone, PartialEq)]
enum Reading {
    Unasked,
    Waiting,
    There(Vec<Entry>),
    Failed(String),
}

#[component]
pub fn Contents(kind: &'static ContentsKind, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let api = expect_context::<Api>();
    let reading = RwSignal::new(Reading::Unasked);
    let ask = Callback::new(move |()| {
        reading.set(Reading::Waiting);
        let read = (kind.read)(api, name.get_untracked());
        spawn_local(async move {
            let read = read.await.map_or_else(|error| Reading::Failed(error.to_string()), there);
            // Nobody may be looking any more.
            let _ = reading.try_set(read);
        });
    });
    let button = move |text: &'static str| {
        view! {
            <button type="button" class="btn" on:click=move |_| ask.run(())>
                {text}
            </button>
        }
    };
    move || match reading.get() {
        Reading::Unasked => view! {
            <div class="body stack">
                <p class="faint">{kind.note}</p>
                <p>{button(kind.ask)}</p>
            </div>
        }
        .into_any(),
        Reading::Waiting => view! {
            <div class="body" aria-busy="true">
                <State tone=Tone::Busy text="Loading the keys" />
            </div>
        }
        .into_any(),
        Reading::Failed(error) => view! {
            <Notice tone=Tone::Bad title="Could not load the keys">
                <p>{error}</p>
                <p>{button("Try again")}</p>
            </Notice>
        }
        .into_any(),
        Reading::There(entries) if entries.is_empty() => {
            view! { <p class="body faint">"It has no keys."</p> }.into_any()
        }
        Reading::There(entries) => table(entries, kind.is_secret),
    }
}

fn there(data: Value) -> Reading {
    let Value::Object(fields) = data else { return Reading::There(Vec::new()) };
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Reading::There(fields.into_iter().map(|(key, value)| Entry { key, value: text(value) }).collect())
}

fn table(entries: Vec<Entry>, is_secret: bool) -> AnyView {
    let row = |Entry { key, value }: Entry| {
        let size = format!("{} B", value.len());
        view! {
            <tr>
                <th scope="row" class="mono">
                    {key.clone()}
                </th>
                <td>
                    <Shown key value is_secret />
                </td>
                <td class="num">{size}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll">
            <table class="contents">
                <thead>
                    <tr>
                        <th scope="col">"Key"</th>
                        <th scope="col">"Value"</th>
                        <th scope="col" class="num">
                            "Size"
                        </th>
                    </tr>
                </thead>
                <tbody>{entries.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One value: dots until somebody asks for it, and again when they have seen it.
#[component]
fn Shown(key: String, value: String, is_secret: bool) -> impl IntoView {
    let shown = RwSignal::new(!is_secret);
    // Not in the page before it is asked for.
    let value = StoredValue::new(value);
    let text = Signal::derive(move || value.get_value());
    let name = move |show: bool| if show { format!("Show {key}") } else { format!("Hide {key}") };
    let name = StoredValue::new(name);
    let label = move || name.with_value(|name| name(!shown.get()));
    view! {
        <div class="contents__value">
            {move || match shown.get() {
                true => view! { <pre class="mono">{value.get_value()}</pre> }.into_any(),
                false => view! { <span aria-hidden="true">"••••••••"</span> }.into_any(),
            }}
            <Show when=move || is_secret>
                <button
                    type="button"
                    class="btn quiet"
                    aria-label=label
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { "Hide" } else { "Show" }}
                </button>
            </Show>
            <Show when=move || shown.get()>
                <CopyButton label="Copy" text=text done="Value copied" icon=Icon::Copy />
            </Show>
        </div>
    }
}
