//! Agents (Controller contract 8).

use crate::{Call, List, Request};
use model::Agent;

/// Lists all agents. Eclipse Controllers 3.0 leave out the system's.
pub fn list() -> Call<List<Agent>> {
    Call::list(Request::get(&["iofog-list"]), "fogs")
}
