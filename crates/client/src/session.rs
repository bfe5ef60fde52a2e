//! Signing in and staying signed in, as pure state: no clock, no storage, no network. The app feeds events and carries
//! out effects.

mod claims;
mod clock;
mod controllers;
mod events;
mod identity;
mod links;
mod machine;
mod pkce;
mod settings;
mod tokens;

pub use claims::Claims;
pub use clock::Clock;
pub use controllers::{Controllers, KnownController};
pub use events::{Effect, Event, Failure, Message, Usable, Why};
pub use identity::{Callback, IdentityProvider, SignInRequest};
pub use links::{ControllerLink, controller_link, safe_next};
pub use machine::Session;
pub use pkce::Pkce;
pub use settings::Settings;
pub use tokens::{SignIn, Tokens};
