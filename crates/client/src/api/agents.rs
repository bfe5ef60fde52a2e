//! Agents (Controller contract 8).

use crate::{Call, List, Request};
use model::Agent;

/// Lists all agents, the system's included: microservices can run on them, too.
pub fn list() -> Call<List<Agent>> {
    let ask = || Request::get(&["iofog-list"]);
    let mut request = ask();
    request.apart = Some(Box::new(ask().query("system", "true")));
    Call::lists(request, "fogs")
}
