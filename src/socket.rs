//! A WebSocket of the browser that carries the Controller's frames. It is closed when it is dropped.

use client::frames::Frame;
use client::sockets::SocketAddress;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// What comes from a socket.
pub enum Heard {
    Frame(Frame),
    /// With its code and reason; nothing comes after it.
    Closed(u16, String),
}

/// An open socket.
pub struct Socket {
    socket: WebSocket,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Opens a socket; `None` when the browser refuses the address.
    pub fn open(address: &SocketAddress, heard: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let socket = WebSocket::new(address.expose()).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let tell = heard.clone();
        let message = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
            if let Some(frame) = read(&event.data()) {
                tell(Heard::Frame(frame));
            }
        });
        let close = Closure::<dyn FnMut(_)>::new(move |event: CloseEvent| {
            heard(Heard::Closed(event.code(), event.reason()));
        });
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        Some(Self { socket, _message: message, _close: close })
    }

    /// Sends a frame; false when the socket is not open.
    pub fn send(&self, frame: &Frame) -> bool {
        self.socket.ready_state() == WebSocket::OPEN
            && self.socket.send_with_u8_array(&frame.encode()).is_ok()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        if self.socket.ready_state() != WebSocket::CONNECTING {
            return farewell(&self.socket);
        }
        // Closed now, Chromium would write the address, and with it the token, to the developer's console.
        let socket = self.socket.clone();
        let opened = Closure::once_into_js(move || farewell(&socket));
        self.socket.set_onopen(Some(opened.unchecked_ref()));
    }
}

/// Says goodbye as the Controller knows it, and closes.
fn farewell(socket: &WebSocket) {
    if socket.ready_state() == WebSocket::OPEN {
        // What cannot be sent is told by the closing itself.
        let _ = socket.send_with_u8_array(&Frame::close().encode());
    }
    // Closing what is closed does nothing.
    let _ = socket.close();
}

/// A message that is no frame is not from the Controller's contract and says nothing.
fn read(data: &JsValue) -> Option<Frame> {
    let buffer = data.dyn_ref::<ArrayBuffer>()?;
    Frame::decode(&Uint8Array::new(buffer).to_vec()).ok()
}
