//! What a log or a shell writes, on screen: appended as it comes, followed to its end unless somebody scrolls up.

use std::time::Duration;

use client::frames::Frame;
use client::sockets::{self, SocketAddress};
use client::stream::{Phase, Stream, patience};
use client::{BaseUrl, Credentials, Token};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Time;

use crate::host::AppClient;
use crate::session::{Bearer, Session};
use crate::socket::{Heard, Socket};
use crate::ui::alive::alive;
use crate::ui::copy::CopyButton;
use crate::ui::icon::Icon;
use crate::ui::notice::Notice;
use crate::ui::state::{State, Tone};

/// Seconds after which a quiet connection is told to stay open: proxies cut one that says nothing for a minute, some for
/// half of it.
const KEEP_ALIVE: u64 = 25;

/// The handle to one stream and its place on screen.
#[derive(Clone, Copy)]
pub struct Output {
    stream: StoredValue<Stream>,
    /// Nothing has been asked for yet, or where the stream is.
    phase: RwSignal<Option<Phase>>,
    socket: StoredValue<Option<Socket>, LocalStorage>,
    place: NodeRef<html::Div>,
    /// Whether the end is kept in view.
    follows: RwSignal<bool>,
    /// The lines on screen: the number of the first, and the one after the last.
    drawn: StoredValue<(u64, u64)>,
    due: StoredValue<bool>,
}

impl Output {
    /// Keeps its connection open for as long as it is on screen.
    pub fn new(stream: Stream) -> Self {
        let output = Self {
            stream: StoredValue::new(stream),
            phase: RwSignal::new(None),
            socket: StoredValue::new_local(None),
            place: NodeRef::new(),
            follows: RwSignal::new(true),
            drawn: StoredValue::new((0, 0)),
            due: StoredValue::new(false),
        };
        let stay = move || {
            output.send(&Frame::keep_alive());
        };
        let handle = set_interval_with_handle(stay, Duration::from_secs(KEEP_ALIVE));
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
        output
    }

    pub fn phase(self) -> Option<Phase> {
        self.phase.get()
    }

    /// Whether there is something to stop.
    pub fn is_going(self) -> bool {
        self.phase.with(|phase| phase.as_ref().is_some_and(|phase| !matches!(phase, Phase::Ended(_))))
    }

    /// Says that a stream is being asked for.
    pub fn begin(self) {
        self.change(Stream::restart);
    }

    /// Opens the socket that `address` names with the session's token. Address and token are those of the client's
    /// Controller, wherever the tab turns while the token is waited for.
    pub fn connect(
        self,
        client: &AppClient,
        session: Session,
        address: impl FnOnce(&BaseUrl, &Token) -> Option<SocketAddress> + 'static,
    ) {
        let base = client.base().clone();
        let bearer = Bearer::now(session.with(&base));
        spawn_local(async move {
            let Some(token) = bearer.token().await else { return };
            // While the token was waited for, somebody may have stopped it or left the page.
            if self.phase.try_with_untracked(|phase| *phase == Some(Phase::Connecting)) != Some(true) {
                return;
            }
            let address = address(&base, &token);
            let socket = address.and_then(|address| Socket::open(&address, move |heard| self.hear(heard)));
            if socket.is_none() {
                self.end(true, "The browser could not open a connection for it.");
            }
            let _ = self.socket.try_set_value(socket);
        });
    }

    pub fn send(self, frame: &Frame) -> bool {
        self.socket.try_with_value(|socket| socket.as_ref().is_some_and(|socket| socket.send(frame)))
            == Some(true)
    }

    /// Takes up a lost connection again: `connect` is told from when on it is wanted. What waits for that is over when the
    /// output is gone, or was ended or begun anew meanwhile.
    pub fn when_lost(self, connect: impl Fn(Option<Time>) + Clone + 'static) {
        Effect::new(move |_| {
            let Some(Phase::Lost(losses)) = self.phase.get() else { return };
            let connect = connect.clone();
            let again = move || {
                let since = self.stream.try_update_value(|stream| stream.again().then(|| stream.latest()));
                if let Some(since) = since.flatten() {
                    self.change(|_| ());
                    connect(since);
                }
            };
            set_timeout(again, Duration::from_millis(patience(losses).into()));
        });
    }

    /// Closes the socket and says why.
    pub fn end(self, failed: bool, said: &str) {
        let _ = self.socket.try_set_value(None);
        self.change(|stream| stream.end(failed, said));
    }

    pub fn clear(self) {
        self.change(Stream::clear);
    }

    fn hear(self, heard: Heard) {
        self.change(|stream| match heard {
            Heard::Frame(frame) => stream.receive(&frame),
            Heard::Closed(code, reason) => stream.closed(code, &reason),
        });
    }

    /// Changes the stream, and draws it with the next frame of the screen, however much comes until then.
    fn change(self, change: impl FnOnce(&mut Stream)) {
        let now = self.stream.try_update_value(|stream| {
            change(stream);
            stream.phase().clone()
        });
        let Some(now) = now else { return };
        if self.phase.with_untracked(|phase| phase.as_ref() != Some(&now)) {
            self.phase.set(Some(now));
        }
        if self.due.try_update_value(|due| std::mem::replace(due, true)) == Some(false) {
            request_animation_frame(move || {
                if self.due.try_update_value(|due| *due = false).is_some() {
                    self.draw();
                }
            });
        }
    }

    fn draw(self) -> Option<()> {
        let place = self.place.get_untracked()?;
        let (mut first, mut end) = self.drawn.get_value();
        self.stream.with_value(|stream| {
            let lines = stream.lines();
            while first < lines.first().min(end) {
                place.first_element_child()?.remove();
                first += 1;
            }
            if first == end {
                (first, end) = (lines.first(), lines.first());
            }
            // The newest line on screen may have grown since.
            if let Some(last) = place.last_element_child() {
                last.set_text_content(lines.get(end.saturating_sub(1)));
            }
            while let Some(line) = lines.get(end) {
                let row = document().create_element("div").ok()?;
                row.set_text_content(Some(line));
                place.append_child(&row).ok()?;
                end += 1;
            }
            Some(())
        })?;
        self.drawn.set_value((first, end));
        if self.follows.get_untracked() {
            self.to_end();
        }
        Some(())
    }

    fn to_end(self) {
        if let Some(place) = self.place.get_untracked() {
            place.set_scroll_top(place.scroll_height());
        }
    }

    /// Whoever scrolls up wants to read; whoever scrolls to the end wants to follow.
    fn scrolled(self) {
        if let Some(place) = self.place.get_untracked() {
            let below = place.scroll_height() - place.client_height() - place.scroll_top();
            self.follows.set(below < 8);
        }
    }
}

/// The address of a microservice's log: its last lines, or those that were written since a moment.
pub fn log_address(
    uuid: &str,
    lines: u32,
    since: Option<Time>,
) -> impl FnOnce(&BaseUrl, &Token) -> Option<SocketAddress> + use<> {
    let uuid = uuid.to_owned();
    move |base, token| {
        let since = since.map(|since| since.to_string());
        let query = sockets::LogQuery { tail: Some(lines), since, ..sockets::LogQuery::default() };
        sockets::logs(base, token, sockets::Of::Microservice(&uuid), &query)
    }
}

/// The lines, with their state and what can be done with them.
#[component]
pub fn OutputPane(
    output: Output,
    #[prop(into)] label: String,
    /// What an open stream is called.
    open: &'static str,
    children: Children,
) -> impl IntoView {
    let text = Signal::derive(move || {
        output.stream.try_with_value(|stream| stream.lines().text()).unwrap_or_default()
    });
    let jump = move |_| {
        output.follows.set(true);
        output.to_end();
    };
    view! {
        <header class="output__head">
            <h2>{label.clone()}</h2>
            <span role="status">{move || output.phase().map(|phase| shown(&phase, open))}</span>
            <div class="acts">
                {children()}
                <CopyButton label="Copy" text done="Output copied" icon=Icon::Copy />
                <button type="button" class="btn" on:click=move |_| output.clear()>
                    "Clear"
                </button>
            </div>
        </header>
        {move || output.phase().and_then(failure)}
        <div class="output">
            <div class="output__lines" role="log" aria-live="off" aria-label=label tabindex="0" node_ref=output.place on:scroll=alive(move |_| output.scrolled())></div>
            <Show when=move || !output.follows.get()>
                <button type="button" class="btn output__jump" on:click=jump>
                    "Go to the end"
                </button>
            </Show>
        </div>
    }
}

fn shown(phase: &Phase, open: &'static str) -> impl IntoView + use<> {
    let (tone, text) = match phase {
        Phase::Connecting => (Tone::Busy, "connecting"),
        Phase::Waiting => (Tone::Busy, "waiting for the agent"),
        Phase::Open => (Tone::Ok, open),
        Phase::Lost(_) => (Tone::Warn, "connection lost, connecting again"),
        Phase::Ended(end) if end.failed => (Tone::Bad, "failed"),
        Phase::Ended(_) => (Tone::Idle, "ended"),
    };
    view! { <State tone text /> }
}

fn failure(phase: Phase) -> Option<AnyView> {
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
