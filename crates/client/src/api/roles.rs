//! Roles and role bindings, for reading (Controller contract 19).

use crate::{Call, List, Object, Request};
use model::{Role, RoleBinding};

const WHAT: &str = "Roles";

/// Lists the roles, the built-in ones first.
pub fn list() -> Call<List<Role>> {
    Call::list(Request::get(&["roles"]).newer(WHAT), "roles")
}

/// Reads one role.
pub fn get(name: &str) -> Call<Object<Role>> {
    Call::object_under(Request::get(&["roles", name]).newer(WHAT), "role")
}

/// Lists the role bindings.
pub fn bindings() -> Call<List<RoleBinding>> {
    Call::list(Request::get(&["rolebindings"]).newer(WHAT), "bindings")
}

/// Reads one role binding.
pub fn binding(name: &str) -> Call<Object<RoleBinding>> {
    Call::object_under(Request::get(&["rolebindings", name]).newer(WHAT), "binding")
}
