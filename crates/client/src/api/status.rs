//! What anybody may ask: status, architectures, capabilities (Controller contract 5 and 21).

use crate::{Call, List, Method, Request};
use model::{FogType, Status};

/// Asks the Controller who it is; needs no token. [`crate::Dialect::of`] reads the answer.
pub fn get() -> Call<Status> {
    Call::answer(Request::get(&["status"]).public().timeout(8_000))
}

/// Lists the architectures; needs no token.
pub fn fog_types() -> Call<List<FogType>> {
    Call::list(Request::get(&["fog-types"]).public(), "fogTypes")
}

/// Asks whether the Controller can do something: `edgeResources`, `applicationTemplates` or `nats`.
/// [`crate::ErrorKind::NotFound`] or [`crate::ErrorKind::NotSupported`] means no.
pub fn capability(name: &str) -> Call<()> {
    Call::done(Request::new(Method::Head, &["capabilities", name]))
}
