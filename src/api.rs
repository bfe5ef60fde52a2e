//! The one client of the app: the browser's fetch, the session's token, the address of this tab's Controller.

use std::sync::Arc;

use client::{Call, Error};
use leptos::prelude::*;
use model::Capabilities;

use crate::controllers::Controllers;
use crate::host::{AppClient, anonymous};
use crate::session::{Bearer, Session};

/// The handle to the client of whichever Controller this tab works with, copied into components and closures.
#[derive(Clone, Copy)]
pub struct Api {
    controllers: Controllers,
    session: Session,
}

impl Api {
    pub fn provide(controllers: Controllers, session: Session) -> Self {
        let api = Self { controllers, session };
        provide_context(api);
        api
    }

    /// Sends a call as whoever is signed in, once it is known which contract the Controller speaks.
    pub async fn send<A>(self, call: Call<A>) -> Result<A, Error> {
        // Boxed: every type of answer then shares one copy of this in the wasm.
        Box::pin(self.ready()).await?.send(call).await
    }

    /// The client itself, for work that takes several calls. It stays with its Controller and its person, whatever the
    /// tab turns to and whoever signs in meanwhile.
    pub fn client(self) -> AppClient {
        let address = self.controllers.current_untracked();
        let credentials = Arc::new(Bearer::now(self.session.with(&address)));
        anonymous(address).with_credentials(credentials).with_capabilities(self.capabilities())
    }

    /// What this tab's Controller can do, as far as it is known by now.
    pub fn capabilities(self) -> Capabilities {
        untrack(|| self.controllers.current_capabilities()).unwrap_or_default()
    }

    async fn ready(self) -> Result<AppClient, Error> {
        let address = self.controllers.current_untracked();
        // Who asks is who is there now, not who has come when it is known which contract to speak.
        let credentials = Arc::new(Bearer::now(self.session.with(&address)));
        let capabilities = self.controllers.capabilities(&address).await?;
        Ok(anonymous(address).with_credentials(credentials).with_capabilities(capabilities))
    }
}
