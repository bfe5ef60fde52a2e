//! What an agent said before it fell silent: shown, but never as how things are.

use leptos::prelude::*;
use model::Agent;

use crate::live::moment;

/// Says of figures that they are not of now.
pub fn last_reported(agent: &Agent) -> impl IntoView + use<> {
    let text = match agent.last_status_time {
        at @ 1.. => format!("As {} last reported, {}.", agent.name, moment(at)),
        _ => format!("{} has not reported yet.", agent.name),
    };
    view! { <p class="soft">{text}</p> }
}
