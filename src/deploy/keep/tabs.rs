//! Which drafts other tabs have open: each tab says its own, and answers who asks. It works without the browser's locks,
//! which plain http pages do not have.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use crate::panic;
use crate::storage::Keep;

const CHANNEL: &str = "ecn-console.drafts";
/// What this tab had open when it was reloaded. It is there only between two pages of a tab, so that a copy of the tab
/// does not have it.
const HELD: &str = "ecn-console.held";

/// What tabs tell each other.
#[derive(Debug, Serialize, Deserialize)]
struct Message {
    tab: String,
    #[serde(flatten)]
    open: Open,
    /// Whether the others are to say theirs.
    asks: bool,
}

/// The drafts of a tab.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    has: BTreeSet<String>,
    /// What it is about to open, unless another tab has it.
    wants: BTreeSet<String>,
}

type Heard = Closure<dyn FnMut(web_sys::MessageEvent)>;
type Channel = Option<(web_sys::BroadcastChannel, Heard)>;

/// This tab among the others.
#[derive(Clone, Copy)]
pub struct Tabs {
    own: StoredValue<String>,
    open: StoredValue<Open>,
    others: RwSignal<BTreeMap<String, Open>>,
    channel: StoredValue<Channel, LocalStorage>,
    /// What the page of this tab before had open.
    before: StoredValue<BTreeSet<String>>,
    is_begun: StoredValue<bool>,
}

impl Tabs {
    /// Listens to the other tabs from now on, under the name of this page.
    pub fn open(own: &str) -> Self {
        let before = Keep::Tab.read(HELD).and_then(|text| serde_json::from_str(&text).ok());
        Keep::Tab.forget(HELD);
        let tabs = Self {
            own: StoredValue::new(own.to_owned()),
            open: StoredValue::new(Open::default()),
            others: RwSignal::new(BTreeMap::new()),
            channel: StoredValue::new_local(None),
            before: StoredValue::new(before.unwrap_or_default()),
            is_begun: StoredValue::new(false),
        };
        // A browser without channels has tabs that know nothing of each other; what they write is still apart.
        tabs.channel.set_value(web_sys::BroadcastChannel::new(CHANNEL).ok().map(|channel| {
            let heard: Heard = Closure::new(move |event: web_sys::MessageEvent| {
                let message = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
                if let Some(message) = message {
                    tabs.hear(message);
                }
            });
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            (channel, heard)
        }));
        tabs
    }

    fn hear(self, message: Message) {
        // What has failed holds nothing any more, and its texts are free.
        if panic::has_failed() {
            return;
        }
        if message.asks {
            self.tell(false);
        }
        let old = self.others.with_untracked(|others| others.get(&message.tab).cloned()).unwrap_or_default();
        if old != message.open {
            self.others.update(|others| _ = others.insert(message.tab, message.open));
        }
    }

    fn tell(self, asks: bool) {
        let message = Message { tab: self.own.get_value(), open: self.open.get_value(), asks };
        let Ok(text) = serde_json::to_string(&message) else { return };
        self.channel.with_value(|channel| {
            if let Some((channel, _)) = channel {
                // Fails only for a closed channel; this one lives as long as the page.
                let _ = channel.post_message(&text.into());
            }
        });
    }

    /// Asks the others what they have open. Of two tabs that want the same at the same time
    /// each hears of the other.
    pub fn ask(self, wants: BTreeSet<String>) {
        self.open.update_value(|open| open.wants = wants);
        self.tell(true);
    }

    /// Says what this tab has open now.
    pub fn has(self, has: BTreeSet<String>) {
        let now = Open { has, wants: BTreeSet::new() };
        if self.open.with_value(|open| *open != now) {
            self.open.set_value(now);
            self.tell(false);
        }
    }

    /// The page is about to go: the next one of this tab takes up its drafts at once.
    pub fn leave(self) {
        if let Ok(text) = self.open.with_value(|open| serde_json::to_string(&open.has)) {
            Keep::Tab.write(HELD, &text);
        }
        self.has(BTreeSet::new());
    }

    /// The page came back from where the browser keeps pages for its Back button.
    pub fn return_with(self, drafts: BTreeSet<String>) {
        Keep::Tab.forget(HELD);
        self.has(drafts);
    }

    /// Whether the page of this tab before had a draft open.
    pub fn had(self, id: &str) -> bool {
        self.before.with_value(|before| before.contains(id))
    }

    /// Makes the caller run again when another tab opens a draft or closes one.
    pub fn follow(self) {
        self.others.with(|_| ());
    }

    /// The drafts that the page before had open have been taken up, as far as they come back at once.
    pub fn begun(self) {
        self.is_begun.set_value(true);
    }

    /// Whether a draft can be taken up without asking the other tabs.
    pub fn takes_at_once(self, id: &str) -> bool {
        !self.is_begun.get_value() && self.had(id)
    }

    /// Whether another tab has a draft open, or is about to and comes before this one.
    pub fn is_elsewhere(self, id: &str) -> bool {
        let own = self.own.get_value();
        let takes =
            |(tab, open): (&String, &Open)| open.has.contains(id) || (open.wants.contains(id) && *tab < own);
        self.others.with(|others| others.iter().any(takes))
    }
}
