//! The tokens of one person for the requests of a client. They end with that person: what goes on when somebody else signs
//! in is not sent in that one's name.

use client::session::Event;
use client::{BoxFuture, Credentials, Token};

use super::One;

/// Who is signed in at one Controller now, and nobody who comes later.
#[derive(Clone, Copy)]
pub struct Bearer {
    session: One,
    epoch: u64,
}

impl Bearer {
    pub fn now(session: One) -> Self {
        Self { session, epoch: session.epoch_untracked() }
    }
}

impl Credentials for Bearer {
    fn token(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(self.session.usable(self.epoch))
    }

    fn refused(&self, token: &Token) -> BoxFuture<'_, bool> {
        let token = token.clone();
        Box::pin(async move {
            self.session.feed(Event::Refused(token));
            self.session.usable(self.epoch).await.is_some()
        })
    }

    fn took(&self, token: &Token) {
        self.session.took(token);
    }

    fn are_over(&self) -> bool {
        self.session.epoch_untracked() != self.epoch
    }
}
