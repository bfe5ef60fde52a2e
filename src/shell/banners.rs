//! What is said above every page: that the Controller does not answer, or not with everything.

use leptos::prelude::*;

use crate::controllers::Controllers;
use crate::live::{Freshness, Live};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// The banner of a Controller that does not answer; what is on screen stays.
#[component]
pub fn Unreachable() -> impl IntoView {
    let live = expect_context::<Live>();
    let controllers = expect_context::<Controllers>();
    move || match live.freshness() {
        Freshness::Lost { last, error, next } => {
            let said = match last {
                Some(last) => format!("Its last answer was at {last}; what you see is from then."),
                None => "It has not answered since this page was opened.".to_owned(),
            };
            view! {
                <Notice tone=Tone::Bad title="The Controller does not answer">
                    {move || controllers.obstacle().map(|why| view! { <p>{why}</p> })}
                    <p>{said} " Nothing you typed is lost. " {next}</p>
                    <p class="soft">{error}</p>
                    <div>
                        <button type="button" class="btn" on:click=move |_| live.refresh_now()>
                            "Try now"
                        </button>
                    </div>
                </Notice>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

/// The banner of a Controller that answers, but not with everything that the page needs.
#[component]
pub fn Incomplete() -> impl IntoView {
    let live = expect_context::<Live>();
    let told = Memo::new(move |_| match live.freshness() {
        Freshness::Lost { .. } => Vec::new(),
        _ => live.troubles(),
    });
    let lines = move || told.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <Show when=move || told.with(|told| !told.is_empty())>
            <Notice tone=Tone::Bad title="Not everything could be read">
                <ul>{lines}</ul>
                <p class="soft">"The console keeps trying. Nothing you typed is lost."</p>
            </Notice>
        </Show>
    }
}
