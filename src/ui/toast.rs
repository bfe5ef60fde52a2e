//! Short messages about something that just happened, in one polite live region.

use std::time::Duration;

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::state::Tone;

#[derive(Clone, Debug)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
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
        self.add(Tone::Ok, text.into());
    }

    pub fn warn(self, text: impl Into<String>) {
        self.add(Tone::Bad, text.into());
    }

    fn add(self, tone: Tone, text: String) {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let Some(id) = id else { return };
        self.list.update(|list| list.push(Toast { id, tone, text }));
        set_timeout(move || self.close(id), Duration::from_secs(8));
    }

    fn close(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}

#[component]
pub fn ToastRegion(toasts: Toasts) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.list.get() key=|toast| toast.id let(toast)>
                <div class="toast" data-tone=toast.tone.name()>
                    <span>{toast.text}</span>
                    <button class="btn btn--quiet" aria-label="Dismiss" on:click=move |_| toasts.close(toast.id)>
                        <Glyph icon=Icon::Bad />
                    </button>
                </div>
            </For>
        </div>
    }
}
