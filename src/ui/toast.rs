//! Short messages about something that just happened, in one polite live region. One may offer to take it back, for as
//! long as it is on the screen.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::state::Tone;

/// How long a message stays.
const SHOWN: Duration = Duration::from_secs(8);
/// One that offers something has to be read and decided on.
const OFFERED: Duration = Duration::from_secs(20);

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    offer: Option<Offer>,
}

/// What a message offers.
#[derive(Clone)]
pub struct Offer {
    /// What the button says.
    pub label: &'static str,
    pub take: Arc<dyn Fn() + Send + Sync>,
    /// Called instead when it was not taken.
    pub lapse: Arc<dyn Fn() + Send + Sync>,
}

impl Offer {
    /// The way back; `lapse` is called when nobody went it.
    pub fn undo(take: impl Fn() + Send + Sync + 'static, lapse: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: "Undo", take: Arc::new(take), lapse: Arc::new(lapse) }
    }

    /// The way back of several at once, the last one first.
    pub fn undo_all(all: Vec<Self>) -> Self {
        let all = Arc::new(all);
        let back = Arc::clone(&all);
        Self::undo(
            move || back.iter().rev().for_each(|one| (one.take)()),
            move || all.iter().for_each(|one| (one.lapse)()),
        )
    }
}

/// The handle for showing toasts; lives at the root, because the page that caused one may be gone.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    pub fn provide() -> Self {
        let toasts = Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    pub fn say(self, text: impl Into<String>) {
        self.add(Tone::Ok, text.into(), None);
    }

    pub fn warn(self, text: impl Into<String>) {
        self.add(Tone::Bad, text.into(), None);
    }

    /// Says what was done, with a way to take it back.
    pub fn offer(self, text: impl Into<String>, offer: Offer) {
        self.add(Tone::Ok, text.into(), Some(offer));
    }

    fn add(self, tone: Tone, text: String, offer: Option<Offer>) {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let Some(id) = id else { return };
        let shown = if offer.is_some() { OFFERED } else { SHOWN };
        self.list.update(|list| list.push(Toast { id, tone, text, offer }));
        set_timeout(move || self.close(id, false), shown);
    }

    /// Takes all messages away: they were for somebody who is gone.
    pub fn clear(self) {
        let ids: Vec<u32> = self.list.with_untracked(|list| list.iter().map(|toast| toast.id).collect());
        ids.into_iter().for_each(|id| self.close(id, false));
    }

    /// Takes a message away, and what it offered where that is wished.
    fn close(self, id: u32, taken: bool) {
        let toast = self.list.try_update(|list| {
            let at = list.iter().position(|toast| toast.id == id)?;
            Some(list.remove(at))
        });
        if let Some(Offer { take, lapse, .. }) = toast.flatten().and_then(|toast| toast.offer) {
            if taken { take() } else { lapse() }
        }
    }
}

#[component]
pub fn ToastRegion(toasts: Toasts) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.list.get() key=|toast| toast.id let(toast)>
                <div class="toast">
                    <Glyph icon=if toast.tone == Tone::Ok { Icon::Ok } else { toast.tone.icon() } />
                    <span>{toast.text}</span>
                    {toast.offer.map(|offer| view! {
                        <button type="button" class="btn" on:click=move |_| toasts.close(toast.id, true)>
                            {offer.label}
                        </button>
                    })}
                    <button type="button" class="btn icon small" aria-label="Dismiss" on:click=move |_| toasts.close(toast.id, false)>
                        <Glyph icon=Icon::Bad />
                    </button>
                </div>
            </For>
        </div>
    }
}
