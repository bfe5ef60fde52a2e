//! The system's own microservices: router, NATS, debug shells (Controller contract 10.4).

use crate::{Call, List, Request};
use model::{Feature, Microservice};

/// Lists them.
pub fn list() -> Call<List<Microservice>> {
    Call::list(
        Request::get(&["microservices", "system"]).needs(Feature::SystemMicroservices),
        "microservices",
    )
}
