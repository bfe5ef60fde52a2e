//! What anybody may ask (Controller contract 5).

use crate::{Call, Request};
use model::Status;

/// Asks the Controller who it is; needs no token. [`crate::Capabilities::of`] reads the answer.
pub fn get() -> Call<Status> {
    Call::answer(Request::get(&["status"]).public().timeout(8_000))
}
