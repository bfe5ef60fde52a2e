//! A Controller with the same contract as Datasance Controller 3.7.3, in memory, for demos and tests. It shares no code
//! with the console: what both get wrong together, no test would find.

mod api;
mod clock;
mod faults;
mod http;
mod identity;
mod ids;
mod kinds;
mod liquid;
mod live;
mod number;
mod options;
mod pace;
mod schema;
mod seed;
mod server;
mod site;
mod state;
mod store;
mod wire;

pub use clock::Clock;
pub use options::{Options, Seed, help};
pub use server::{Controller, serve};
pub use state::Api;
