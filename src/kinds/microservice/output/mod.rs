//! What a log or a shell writes: the stream and its socket, and how both come to the screen.

mod copied;
mod find;
mod pane;
mod row;
mod screen;
mod sheet;

use std::time::Duration;

use client::frames::Frame;
use client::sockets::SocketAddress;
use client::stream::{Phase, Stream, patience};
use client::{BaseUrl, Credentials, Token};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Time;

use crate::host::AppClient;
use crate::session::{Bearer, Session};
use crate::socket::{Heard, Socket};
use crate::ui::due::Due;

pub use pane::{OutputPane, failure, shown, word};
pub use row::style_class;
pub use screen::Screen;

/// Seconds after which a quiet connection is told to stay open: proxies cut one that says nothing for a minute, some for
/// half of it.
const KEEP_ALIVE: u64 = 25;

/// Milliseconds after which what came behind a lost connection is shown, though more might tell how it fits.
const SETTLED: u64 = 1_500;

/// The handle to one stream.
#[derive(Clone, Copy)]
pub struct Output {
    stream: StoredValue<Stream>,
    /// Nothing has been asked for yet, or where the stream is.
    phase: RwSignal<Option<Phase>>,
    socket: StoredValue<Option<Socket>, LocalStorage>,
    settles: Due,
    /// Told that there may be something new.
    heard: Callback<()>,
}

impl Output {
    /// One with a screen of its own.
    pub fn on_screen(stream: Stream) -> (Self, Screen) {
        let stream = StoredValue::new(stream);
        let screen = Screen::of_stream(stream);
        (Self::new(stream, Callback::new(move |()| screen.redraw())), screen)
    }

    /// Keeps its connection open for as long as it is on screen.
    pub fn new(stream: StoredValue<Stream>, heard: Callback<()>) -> Self {
        let output = Self {
            stream,
            phase: RwSignal::new(None),
            socket: StoredValue::new_local(None),
            settles: Due::new(),
            heard,
        };
        let stay = move || {
            let is_asked = output.send(&Frame::keep_alive());
            if is_asked && output.stream.try_update_value(Stream::is_dead) == Some(true) {
                // The browser would go on waiting for it.
                let _ = output.socket.try_set_value(None);
                output.hear(Heard::Closed(1006, String::new()));
            }
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
                let since = self.stream.try_update_value(|stream| stream.again().then(|| stream.since()));
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

    /// Changes the stream, and tells so.
    fn change(self, change: impl FnOnce(&mut Stream)) {
        let now = self.stream.try_update_value(|stream| {
            change(stream);
            stream.phase().clone()
        });
        let Some(now) = now else { return };
        if self.phase.with_untracked(|phase| phase.as_ref() != Some(&now)) {
            self.phase.set(Some(now));
        }
        self.settle();
        self.heard.run(());
    }

    /// Shows what came behind a lost connection after a while, whatever comes.
    fn settle(self) {
        let is_settling = self.stream.try_with_value(Stream::is_settling) == Some(true);
        if is_settling && self.settles.begins() {
            let settled = move || {
                if self.settles.ends() {
                    self.change(Stream::settle);
                }
            };
            set_timeout(settled, Duration::from_millis(SETTLED));
        }
    }
}
