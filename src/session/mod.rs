//! Who is signed in: one session with each Controller, and the one that counts is that of the Controller this tab works
//! with.

mod bearer;
mod clock;
mod one;
pub mod provider;
mod tabs;

use std::collections::HashMap;

use client::BaseUrl;
use client::permissions::{Verb, allows};
use leptos::prelude::*;
use model::Resource;

pub use bearer::Bearer;
pub use clock::{now_ms, session_ms, steady_ms};
pub use one::{Ended, NotSignedIn, One, Phase};

use crate::controllers::Controllers;

/// The handle to all sessions of this tab.
#[derive(Clone, Copy)]
pub struct Session {
    controllers: Controllers,
    all: StoredValue<HashMap<BaseUrl, One>>,
    /// Sessions outlive the page that happened to be open when they began.
    owner: StoredValue<Owner>,
}

impl Session {
    pub fn provide(controllers: Controllers) -> Self {
        let session = Self {
            controllers,
            all: StoredValue::new(HashMap::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        session.with(&controllers.current_untracked());
        provide_context(session);
        session
    }

    /// The session with one Controller. It stays with that one, whatever the tab turns to.
    pub fn with(self, address: &BaseUrl) -> One {
        if let Some(one) = self.all.with_value(|all| all.get(address).copied()) {
            return one;
        }
        let open = || One::open(address.clone(), self.controllers);
        let one = untrack(|| self.owner.with_value(|owner| owner.with(open)));
        self.all.update_value(|all| all.extend([(address.clone(), one)]));
        one
    }

    /// The session with this tab's Controller.
    pub fn now(self) -> One {
        self.with(&self.controllers.current())
    }

    fn now_untracked(self) -> One {
        self.with(&self.controllers.current_untracked())
    }

    pub fn is_out(self) -> bool {
        self.phase() == Phase::Out
    }

    pub fn phase(self) -> Phase {
        self.now().phase()
    }

    pub fn phase_untracked(self) -> Phase {
        self.now_untracked().phase_untracked()
    }

    /// Why the session has ended that waits for its person.
    pub fn ended(self) -> Ended {
        self.now().ended()
    }

    /// Whether the session was ended by the person in this tab, and not in another one.
    pub fn was_left_here(self) -> bool {
        self.now_untracked().was_left_here()
    }

    /// Counts who has been here: another number means that what was asked, shown and written before is somebody else's.
    pub fn epoch(self) -> u64 {
        self.now().epoch()
    }

    /// The name of who is signed in, as the token says it, or as it was typed to sign in.
    pub fn user(self) -> Option<String> {
        let claims = self.now().claims().unwrap_or_default();
        claims.user.or(claims.email).or_else(|| self.now().person())
    }

    /// Why the signed-in role may not write such objects; `None` when it may, as far as is known here.
    pub fn refuses(self, resource: Resource, verb: Verb) -> Option<String> {
        let roles = self.now().claims().map(|claims| claims.roles(None)).unwrap_or_default();
        allows(&roles, resource, verb).err().map(|reason| reason.to_string())
    }

    /// Signs in at this tab's Controller.
    pub async fn sign_in(self, email: String, password: String, code: String) -> Result<(), NotSignedIn> {
        self.now_untracked().sign_in(email, password, code).await
    }

    /// Lets the person sign in at the identity provider in a window of its own; `None` when the browser opens none.
    pub fn sign_in_elsewhere(self) -> Option<()> {
        self.now_untracked().sign_in_elsewhere()
    }

    /// Ends the session with this tab's Controller in all tabs.
    pub fn sign_out(self) {
        self.now_untracked().sign_out();
    }
}
