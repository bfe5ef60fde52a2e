//! What tabs of this app share about the session with one Controller: a channel to tell each other, and the browser's lock, so that a refresh
//! token, which works once, is used by one of them only.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use client::session::Message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

/// A tab that holds the lock for longer than a renewal may take has been put to sleep with it.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

type Heard = Closure<dyn FnMut(web_sys::MessageEvent)>;

/// This tab's end of the channel, and the lock if it holds it.
#[derive(Default)]
pub struct Tabs {
    channel: Option<(web_sys::BroadcastChannel, Heard)>,
    release: std::cell::RefCell<Option<js_sys::Function>>,
}

impl Tabs {
    /// Listens to the other tabs on the channel of that name, which no page of another origin can reach. A browser
    /// without channels has tabs that know nothing of each other.
    pub fn open(name: &str, hear: impl Fn(Message) + 'static) -> Self {
        let channel = web_sys::BroadcastChannel::new(name).ok().map(|channel| {
            let heard: Heard = Closure::new(move |event: web_sys::MessageEvent| {
                let message = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
                if let Some(message) = message {
                    hear(message);
                }
            });

            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            (channel, heard)
        });
        Self { channel, release: std::cell::RefCell::new(None) }
    }

    pub fn tell(&self, message: &Message) {
        if let (Some((channel, _)), Ok(text)) = (&self.channel, serde_json::to_string(message)) {
            // Fails only for a closed channel; this one lives as long as the page.
            let _ = channel.post_message(&text.into());
        }
    }

    pub fn release_lock(&self) {
        if let Some(release) = self.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Asks for the lock of that name and calls `locked` when this tab has it. Browsers give locks to secure pages only;
/// elsewhere, and where the browser refuses or keeps one tab waiting for too long, it is given at once: a refresh token that
/// two tabs use is better than a session that waits for ever.
pub fn take_lock(name: &str, tabs: StoredValue<Tabs, LocalStorage>, locked: impl Fn() + Clone + 'static) {
    let given = Rc::new(Cell::new(false));
    let once = {
        let given = Rc::clone(&given);
        move || {
            if !given.replace(true) {
                locked();
            }
        }
    };
    let tell = once.clone();
    let held = Closure::once_into_js(move || {
        js_sys::Promise::new(&mut |resolve, _| {
            if given.get() {
                // This tab has gone on without it: it goes straight to the next one.
                let _ = resolve.call0(&JsValue::NULL);
            } else {
                tabs.with_value(|tabs| *tabs.release.borrow_mut() = Some(resolve));
                tell();
            }
        })
    });
    let refused = once.clone();
    match request(name, &held) {
        Some(asked) => spawn_local(async move {
            // It ends when the lock is given back, or at once with a refusal.
            if wasm_bindgen_futures::JsFuture::from(asked).await.is_err() {
                refused();
            }
        }),
        None => drop(held.unchecked_into::<js_sys::Function>().call0(&JsValue::NULL)),
    }
    set_timeout(once, LONGEST_WAIT);
}

fn request(name: &str, held: &JsValue) -> Option<js_sys::Promise> {
    let locks = js_sys::Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request =
        js_sys::Reflect::get(&locks, &"request".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
    request.call2(&locks, &name.into(), held).ok()?.dyn_into().ok()
}
