//! A shell in a microservice: a terminal to type into, and a line below it for those who have no keys or several lines.

use client::api::microservices;
use client::frames::Frame;
use client::permissions::Verb;
use client::sockets;
use client::stream::{Phase, Stream};
use futures::channel::oneshot;
use leptos::ev::{self, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Resource;

use super::logs::{refused, why_not};
use super::output::{Output, failure, shown};
use super::page::One;
use super::terminal::{Screen, Terminal};
use crate::api::Api;
use crate::host::AppClient;
use crate::resource::object_page::Found;
use crate::session::Session;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::line::take_lines;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// What ctrl-c sends from a terminal.
const INTERRUPT: &str = "\u{3}";

#[component]
pub fn ExecView(found: Found<One>) -> impl IntoView {
    let why = why_not(Resource::Exec, Verb::Create);
    move || match why.get() {
        Some(why) => refused("No shell is available", why).into_any(),
        None => view! { <Shell found /> }.into_any(),
    }
}

/// One shell at a time, in the microservice that was there when it was opened.
#[derive(Clone, Copy)]
struct Opened {
    output: Output,
    api: Api,
    session: Session,
    /// Where it was opened, and what for: the tab may have turned to another Controller when it is given back.
    place: StoredValue<Option<(AppClient, String)>, LocalStorage>,
    /// Ends when the shell before this one was given back: a request for it that is late would close the new one.
    returning: StoredValue<Option<oneshot::Receiver<()>>, LocalStorage>,
}

impl Opened {
    fn open(self, uuid: String) {
        let client = self.api.client();
        self.place.set_value(Some((client.clone(), uuid.clone())));
        self.output.begin();
        let returning = self.returning.try_update_value(Option::take).flatten();
        spawn_local(async move {
            if let Some(returning) = returning {
                // Told or dropped, it is over.
                let _ = returning.await;
            }
            match client.send(microservices::start_exec(&uuid)).await {
                Ok(_) => self.output.connect(&client, self.session, move |base, token| {
                    sockets::exec(base, token, sockets::Of::Microservice(&uuid))
                }),
                Err(error) => self.output.end(true, &error.to_string()),
            }
        });
    }

    /// Gives the microservice's one shell back, so that somebody else can have it. Never one that is somebody else's.
    fn give_back(self) {
        let place = self.place.try_update_value(Option::take).flatten();
        if let Some((client, uuid)) = place {
            let (returned, returning) = oneshot::channel();
            // Refused when the page is gone, and then nobody waits for it.
            let _ = self.returning.try_set_value(Some(returning));
            spawn_local(async move {
                // The agent ends it too when the socket is closed.
                let _ = client.send(microservices::stop_exec(&uuid)).await;
                let _ = returned.send(());
            });
        }
    }
}

#[component]
fn Shell(found: Found<One>) -> impl IntoView {
    let (terminal, stream) = (Terminal::new(), StoredValue::new(Stream::raw()));
    let heard = Callback::new(move |()| {
        terminal.push(&stream.try_update_value(Stream::drain).unwrap_or_default());
    });
    let output = Output::new(stream, heard);
    let opened = Opened {
        output,
        api: expect_context(),
        session: expect_context(),
        place: StoredValue::new_local(None),
        returning: StoredValue::new_local(None),
    };
    let uuid =
        move || found.with_untracked(|found| found.as_ref().map(|found| found.microservice.uuid.clone()));
    let open_or_close = move |_| {
        if output.is_going() {
            output.end(false, "You closed it.");
        } else if let Some(uuid) = uuid() {
            opened.open(uuid);
        }
    };
    Effect::new(move |_| match output.phase() {
        Some(Phase::Ended(end)) if end.taken => opened.place.set_value(None),
        Some(Phase::Ended(_)) => opened.give_back(),
        _ => {}
    });
    on_cleanup(move || opened.give_back());
    let is_open = Signal::derive(move || output.phase() == Some(Phase::Open));
    let pasted = RwSignal::new(None::<String>);
    view! {
        <section class="panel">
            <header class="output__head">
                <h2 class="sr">"Shell"</h2>
                <button type="button" class="btn" on:click=open_or_close>
                    {move || if output.is_going() { "Close the shell" } else { "Open a shell" }}
                </button>
                <Tools output terminal is_open />
            </header>
            {move || output.phase().and_then(failure)}
            <Screen output terminal is_open lines=Callback::new(move |lines| pasted.set(Some(lines))) />
            <Command output is_open pasted />
            <footer class="output__foot">
                <span role="status">{move || output.phase().map(|phase| shown(&phase, "open"))}</span>
                <span>{move || sized(terminal.size.get())}</span>
                <span id="terminal-keys">"Tab goes to the shell, Shift and Tab leaves it. Shift and Page Up looks back."</span>
            </footer>
        </section>
    }
}

fn sized((rows, columns): (u16, u16)) -> String {
    format!("{columns} × {rows}")
}

/// What can be done with the screen.
#[component]
fn Tools(output: Output, terminal: Terminal, is_open: Signal<bool>) -> impl IntoView {
    let fit = move |_| {
        if let Some(words) = terminal.fit()
            && is_open.get_untracked()
        {
            output.send(&Frame::input(words));
        }
    };
    let text = Signal::derive(move || terminal.text());
    view! {
        <div class="acts">
            <button
                type="button"
                class="btn"
                title="Makes the screen as large as the window, and tells the shell so with stty"
                on:click=fit
            >
                "Fit to window"
            </button>
            <CopyButton label="Copy" text done="Output copied" icon=Icon::Copy />
            <button type="button" class="btn" on:click=move |_| terminal.clear()>
                "Clear"
            </button>
        </div>
    }
}

/// The line to type into. What is typed while the shell is not open stays there. Several lines that are pasted run only
/// when that was confirmed.
#[component]
fn Command(output: Output, is_open: Signal<bool>, pasted: RwSignal<Option<String>>) -> impl IntoView {
    let command = RwSignal::new(String::new());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if is_open.get_untracked() && output.send(&Frame::input(format!("{}\n", command.get_untracked()))) {
            command.set(String::new());
        }
    };
    let closed = move || (!is_open.get()).to_string();
    let why = move || {
        if is_open.get() {
            ""
        } else {
            "A command runs in an open shell. What you type stays here until then."
        }
    };
    let put = move |event: &ev::Event, data: Option<web_sys::DataTransfer>| {
        if let Some((lines, _)) = take_lines(event, data) {
            pasted.set(Some(lines));
        }
    };
    let run = Callback::new(move |()| {
        let left = pasted.get_untracked().and_then(|lines| run_lines(output, &lines));
        if left.is_none() {
            command.set(String::new());
        }
        pasted.set(left);
    });
    view! {
        {move || pasted.get().map(|lines| confirm_lines(&lines, is_open, run, pasted))}
        <form class="output__command" on:submit=send>
            <input
                class="in mono"
                aria-label="Command"
                placeholder="Type a command"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || command.get()
                on:input:target=move |event| command.set(event.target().value())
                on:paste=move |event: ev::ClipboardEvent| put(event.as_ref(), event.clipboard_data())
                on:drop=move |event: ev::DragEvent| put(event.as_ref(), event.data_transfer())
            />
            <button type="submit" class="btn main" aria-disabled=closed aria-describedby="no-shell">
                "Run"
            </button>
            <button
                type="button"
                class="btn"
                aria-disabled=closed
                aria-describedby="no-shell"
                on:click=move |_| {
                    output.send(&Frame::input(INTERRUPT));
                }
            >
                "Interrupt"
            </button>
            <span class="soft output__why" id="no-shell">
                {why}
            </span>
        </form>
    }
}

/// Sends line after line; what could not be sent is given back.
fn run_lines(output: Output, lines: &str) -> Option<String> {
    let lines = lines.lines().collect::<Vec<_>>();
    let sent = lines.iter().take_while(|line| output.send(&Frame::input(format!("{line}\n")))).count();
    let left = lines.get(sent..).unwrap_or_default();
    (!left.is_empty()).then(|| left.join("\n"))
}

/// Shows what would run, before it does.
fn confirm_lines(
    lines: &str,
    is_open: Signal<bool>,
    run: Callback<()>,
    pasted: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let title = match lines.lines().count() {
        1 => "One pasted line has not run yet".to_owned(),
        count => format!("{count} lines were pasted"),
    };
    let shown = lines.to_owned();
    let go = move |_| {
        if is_open.get_untracked() {
            run.run(());
        }
    };
    view! {
        <Notice tone=Tone::Warn title>
            <p>"None of it has run. Each line is a command of its own."</p>
            <pre class="code output__pasted" tabindex="0" aria-label="What was pasted">
                {shown}
            </pre>
            <div class="output__choice">
                <button type="button" class="btn main" aria-disabled=move || (!is_open.get()).to_string() on:click=go>
                    "Run line by line"
                </button>
                <button type="button" class="btn" on:click=move |_| pasted.set(None)>
                    "Discard"
                </button>
            </div>
        </Notice>
    }
}
