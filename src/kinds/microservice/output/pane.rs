//! The lines with what can be done with them: searching, wrapping, times, copying, saving; below them how it stands.

use client::stream::Phase;
use client::terminal::Lines;
use leptos::ev;
use leptos::prelude::*;

use super::Screen;
use super::copied::copied;
use super::find::FindBar;
use super::sheet::{Choice, grave, sum};
use crate::ui::alive::alive;
use crate::ui::copy::CopyButton;
use crate::ui::format;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notice;
use crate::ui::save::save;
use crate::ui::state::{State, Tone};
use crate::ui::toast::Toasts;

#[component]
pub fn OutputPane(
    screen: Screen,
    #[prop(into)] label: String,
    /// How what writes the lines stands, said below them.
    #[prop(into)]
    state: ViewFn,
    /// What its lines are saved under.
    #[prop(into)]
    file: Signal<String>,
    /// What stands between the buttons and the lines.
    #[prop(optional, into)]
    below: ViewFn,
    children: Children,
) -> impl IntoView {
    let sheet = screen.sheet;
    view! {
        <header class="output__head">
            <h2 class="sr">{label.clone()}</h2>
            <FindBar screen within=label.clone() />
            <div class="acts">{children()} <Tools screen file /></div>
        </header>
        {below.run()}
        <OutputLines screen label />
        <footer class="output__foot">
            <span role="status">{move || state.run()}</span>
            <span>{move || sum(sheet.facts.get())}</span>
            <span>{move || grave(sheet.facts.get())}</span>
            <span class="output__dropped">{move || dropped(sheet.facts.get().dropped)}</span>
        </footer>
    }
}

/// What can be done with the lines that are there.
#[component]
fn Tools(screen: Screen, file: Signal<String>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let text = Signal::derive(move || screen.with_lines(Lines::text).unwrap_or_default());
    let keep = move |_| {
        if !save(&file.get_untracked(), &text.get_untracked()) {
            toasts.warn("The browser did not save it. Copy it instead.".to_owned());
        }
    };
    view! {
        <Toggle screen choice=screen.sheet.timeless label="Times" icon=Icon::Clock inverse=true />
        <Toggle screen choice=screen.sheet.unwrapped label="Wrap long lines" icon=Icon::Wrap inverse=true />
        <CopyButton label="Copy" text done="Output copied" icon=Icon::Copy />
        <button type="button" class="btn" on:click=keep>
            "Save"
        </button>
        <button type="button" class="btn" on:click=move |_| screen.clear()>
            "Clear"
        </button>
    }
}

/// A button that stays pressed.
#[component]
fn Toggle(
    screen: Screen,
    choice: Choice,
    label: &'static str,
    icon: Icon,
    /// Pressed while the choice is not made.
    inverse: bool,
) -> impl IntoView {
    let turn = move |_| {
        choice.turn();
        screen.redraw();
    };
    view! {
        <button
            type="button"
            class="btn quiet icon"
            aria-label=label
            title=label
            aria-pressed=move || (choice.get() != inverse).to_string()
            on:click=turn
        >
            <Glyph icon />
        </button>
    }
}

#[component]
fn OutputLines(screen: Screen, label: String) -> impl IntoView {
    let sheet = screen.sheet;
    // Another width wraps otherwise.
    let resized = window_event_listener(ev::resize, move |_| screen.redraw());
    on_cleanup(move || resized.remove());
    let scrolled = move |_| {
        sheet.scrolled();
        screen.redraw();
    };
    let copy = move |event: ev::ClipboardEvent| {
        let text = screen.with_lines(copied).flatten();
        if let Some((text, data)) = text.zip(event.clipboard_data())
            && data.set_data("text/plain", &text).is_ok()
        {
            event.prevent_default();
        }
    };
    let jump = move |_| {
        sheet.to_end();
        screen.redraw();
    };
    let words = move || match usize::try_from(sheet.facts.get().unread).unwrap_or(usize::MAX) {
        0 => "Go to the end".to_owned(),
        unread => format!("{}: go on", format::count(unread, "new line", "new lines")),
    };
    view! {
        <div class="output" class:output--unwrapped=move || sheet.unwrapped.get() class:output--timeless=move || sheet.timeless.get()>
            <span class="output__probe" aria-hidden="true" node_ref=sheet.probe>
                {"0".repeat(100)}
            </span>
            <div
                class="output__lines"
                role="log"
                aria-live="off"
                aria-label=label
                tabindex="0"
                node_ref=sheet.place
                on:scroll=alive(scrolled)
                on:copy=copy
            ></div>
            <Show when=move || !sheet.follows.get()>
                <button type="button" class="btn output__jump" on:click=jump>
                    {words}
                </button>
            </Show>
        </div>
    }
}

fn dropped(lines: u64) -> String {
    match usize::try_from(lines).unwrap_or(usize::MAX) {
        0 => String::new(),
        lines => {
            format!("{} made room: the newest are kept", format::count(lines, "older line", "older lines"))
        }
    }
}

/// Where a stream is; `open` is what one is called that runs.
pub fn shown(phase: &Phase, open: &'static str) -> impl IntoView + use<> {
    let (tone, text) = word(phase, open);
    view! { <State tone text /> }
}

/// The same as a word.
pub fn word(phase: &Phase, open: &'static str) -> (Tone, &'static str) {
    match phase {
        Phase::Connecting => (Tone::Busy, "connecting"),
        Phase::Waiting => (Tone::Busy, "waiting for the agent"),
        Phase::Open => (Tone::Ok, open),
        Phase::Lost(_) => (Tone::Warn, "connection lost, connecting again"),
        Phase::Ended(end) if end.failed => (Tone::Bad, "failed"),
        Phase::Ended(_) => (Tone::Idle, "ended"),
    }
}

/// Why a stream ended, where that is to be said.
pub fn failure(phase: Phase) -> Option<AnyView> {
    let Phase::Ended(end) = phase else { return None };
    let view = if end.failed {
        view! {
            <div class="body">
                <Notice tone=Tone::Bad title="The connection ended">
                    <p>{end.said}</p>
                    <p class="soft">"Everything received so far is below."</p>
                </Notice>
            </div>
        }
        .into_any()
    } else {
        view! { <p class="body soft">{end.said}</p> }.into_any()
    };
    Some(view)
}
