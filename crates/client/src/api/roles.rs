//! Roles, for reading (Controller contract 19).

use crate::{Call, List, Request};
use model::{Feature, Role};

/// Lists the roles, the built-in ones first.
pub fn list() -> Call<List<Role>> {
    Call::list(Request::get(&["roles"]).needs(Feature::Roles), "roles")
}
