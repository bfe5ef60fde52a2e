//! The Controllers that this browser knows, and the one that this tab works with. Everything that is asked, shown or
//! planned belongs to that one; `turn::switch` is the only way to another.

pub mod address;
mod capabilities;

use std::collections::BTreeSet;

use client::session::{ControllerLink, Controllers as Known, KnownController};
use client::{BaseUrl, Error};
use leptos::prelude::*;
use model::Capabilities;

use self::capabilities::AllCapabilities;
use crate::host::{own_address, page_address};
use crate::storage::Keep;

/// Addresses and names of those that were added; nothing else about them outlives the tab.
const KNOWN: &str = "ecn-console.controllers";
/// The one that this tab works with.
const CURRENT: &str = "ecn-console.controller";

/// The handle to all of it.
#[derive(Clone, Copy)]
pub struct Controllers {
    known: RwSignal<Known>,
    current: RwSignal<BaseUrl>,
    /// Origins that the policy of this page refused to let it talk to.
    forbidden: RwSignal<BTreeSet<String>>,
    capabilities: AllCapabilities,
    minders: StoredValue<Vec<Minder>>,
}

/// A part of the app that keeps something of the present Controller.
#[derive(Clone, Copy)]
pub struct Minder {
    /// Whether changes are being applied, so that the tab must stay.
    pub busy: Callback<(), bool>,
    /// Whether signing out would lose something that is not kept.
    pub loses: Callback<(), bool>,
    /// Drops what belongs to the Controller, when the tab turns to another.
    pub forget: Callback<()>,
}

impl Controllers {
    /// The one that the address names, if it is known; an address that names none means the console's own. While the
    /// person is asked about what it names, it is the one that this tab had.
    pub fn provide() -> Self {
        let known = stored();
        let had = || Keep::Tab.read(CURRENT).and_then(|text| BaseUrl::parse(&text).ok());
        let current = match address::asked().map(|text| known.link(&text)) {
            None => None,
            Some(ControllerLink::Known(address)) => Some(address),
            Some(ControllerLink::New(_) | ControllerLink::Refused(_)) => {
                had().filter(|address| known.knows(address))
            }
        };
        let controllers = Self {
            current: RwSignal::new(current.unwrap_or_else(|| known.own().clone())),
            known: RwSignal::new(known),
            forbidden: RwSignal::new(BTreeSet::new()),
            capabilities: AllCapabilities::default(),
            minders: StoredValue::new(Vec::new()),
        };
        controllers.remember();
        controllers.listen();
        provide_context(controllers);
        controllers
    }

    /// Follows what other tabs add, and learns what the policy of this page forbids.
    fn listen(self) {
        let storage = window_event_listener(leptos::ev::storage, move |_| {
            let stored = stored();
            if self.known.with_untracked(|known| *known != stored) {
                self.known.set(stored);
            }
        });
        let breach =
            leptos::ev::Custom::<web_sys::SecurityPolicyViolationEvent>::new("securitypolicyviolation");
        let breach = window_event_listener(breach, move |event| {
            let origin = web_sys::Url::new(&event.blocked_uri()).map(|url| url.origin());
            if let ("connect-src", Ok(origin)) = (event.effective_directive().as_str(), origin) {
                self.forbidden.update(|forbidden| forbidden.extend([origin]));
            }
        });
        on_cleanup(move || {
            storage.remove();
            breach.remove();
        });
    }

    pub fn current(self) -> BaseUrl {
        self.current.get()
    }

    pub fn current_untracked(self) -> BaseUrl {
        self.current.get_untracked()
    }

    /// Whether this tab works with the console's own Controller.
    pub fn is_own(self) -> bool {
        self.known.with(|known| self.current.with(|current| known.own() == current))
    }

    pub fn own(self) -> BaseUrl {
        self.known.with(|known| known.own().clone())
    }

    pub fn own_untracked(self) -> BaseUrl {
        self.known.with_untracked(|known| known.own().clone())
    }

    pub fn all(self) -> Vec<KnownController> {
        self.known.with(|known| known.all().cloned().collect())
    }

    /// Where to go on when a link is not followed: with the present one, unless another tab has taken it off the list.
    pub fn refuge(self) -> BaseUrl {
        let current = self.current.get();
        self.known.with(|known| if known.knows(&current) { current } else { known.own().clone() })
    }

    /// What to call it.
    pub fn label(self, address: &BaseUrl) -> String {
        self.known.with(|known| known.label(address))
    }

    /// What the `controller=` of an address means.
    pub fn link(self, text: &str) -> ControllerLink {
        self.known.with(|known| known.link(text))
    }

    /// What the `controller=` of a link to this tab's Controller says; `None` when it needs none.
    pub fn mention(self) -> Option<String> {
        self.known.with(|known| self.current.with(|current| known.mention(current)))
    }

    /// Changes the list. Another tab may have changed it since it was read here.
    pub fn change(self, change: impl FnOnce(&mut Known)) {
        let mut known = stored();
        change(&mut known);
        Keep::Browser.write(KNOWN, &known.stored());
        self.known.set(known);
    }

    /// Lets a part of the app know when the tab turns to another Controller.
    pub fn mind(self, minder: Minder) {
        self.minders.update_value(|minders| minders.push(minder));
    }

    /// Whether changes are being applied to the present one.
    pub fn is_busy(self) -> bool {
        self.any(|minder| minder.busy)
    }

    /// Drops what belongs to the present one.
    pub fn forget(self) {
        self.minders.get_value().iter().for_each(|minder| minder.forget.run(()));
    }

    /// Asked outside of the store: what answers may come back here.
    fn any(self, question: fn(&Minder) -> Callback<(), bool>) -> bool {
        self.minders.get_value().iter().any(|minder| question(minder).run(()))
    }

    /// Whether the person may be signed out: asked first where something would go that no draft keeps.
    pub fn lets_go(self) -> bool {
        let loses = self.any(|minder| minder.loses);
        let asked = "A run is under way, or you typed what is not kept, such as a password. Sign out?";
        // A browser that does not ask any more was told so by the person.
        !loses || window().confirm_with_message(asked).unwrap_or(true)
    }

    /// Only `turn::switch` calls this: it knows what else has to happen.
    pub fn set_current(self, address: BaseUrl) {
        self.current.set(address);
        self.remember();
    }

    fn remember(self) {
        let current = self.current_untracked();
        if current == self.own_untracked() {
            Keep::Tab.forget(CURRENT);
        } else {
            Keep::Tab.write(CURRENT, &current.short());
        }
    }

    /// Which contract a Controller speaks; it is asked once, whoever wants to know.
    pub async fn capabilities(self, address: &BaseUrl) -> Result<Capabilities, Error> {
        self.capabilities.ask(address).await
    }

    /// The same as far as it is known by now.
    pub fn known_capabilities(self, address: &BaseUrl) -> Option<Capabilities> {
        self.capabilities.known(address)
    }

    /// The same of this tab's Controller.
    pub fn current_capabilities(self) -> Option<Capabilities> {
        self.known_capabilities(&self.current())
    }

    /// The next one who wants to know asks the Controller again: it may be another version by now.
    pub fn forget_capabilities(self, address: &BaseUrl) {
        self.capabilities.forget(address);
    }

    /// Why this page cannot talk to this tab's Controller at all, whatever the Controller does.
    pub fn obstacle(self) -> Option<String> {
        let current = self.current.get();
        let short = current.short();
        if self.forbidden.with(|forbidden| forbidden.contains(&current.origin())) {
            return Some(format!(
                "The server that delivers this console does not allow it to talk to {short}. Whoever runs that server can \
                 add {} to connect-src in its Content-Security-Policy.",
                current.origin()
            ));
        }
        current.is_mixed_for(&page_address()).then(|| {
            format!(
                "This console came over https, and from there a browser does not talk to {short} over http."
            )
        })
    }
}

fn stored() -> Known {
    Known::read(own_address(), &Keep::Browser.read(KNOWN).unwrap_or_default())
}
