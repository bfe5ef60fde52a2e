//! Roles and their bindings (Controller contract 19).

use super::RoleRef;
use crate::Time;

api_object! {
    /// A role; the built-in ones have no id.
    pub struct Role known by name {
        /// Its number; addressed by name.
        pub id: Option<i64>,
        /// Unique.
        pub name: String,
        /// `Role`.
        pub kind: String,
        /// What it allows.
        pub rules: Vec<Rule>,
        /// When it was made.
        pub created_at: Option<Time>,
        /// When it was last changed.
        pub updated_at: Option<Time>,
    }
}

api_object! {
    /// What a role allows.
    pub struct Rule {
        /// Usually one empty text.
        pub api_groups: Vec<String>,
        /// The kinds of objects; `*` is all.
        pub resources: Vec<String>,
        /// `get`, `list`, `create`, `update`, `patch`, `delete`, `*`.
        pub verbs: Vec<String>,
        /// Only these objects, by the name in their path.
        pub resource_names: Option<Vec<String>>,
    }
}

api_object! {
    /// Who has a role.
    pub struct RoleBinding known by name {
        /// Its number; addressed by name.
        pub id: Option<i64>,
        /// Unique.
        pub name: String,
        /// `RoleBinding`.
        pub kind: String,
        /// The role.
        pub role_ref: Option<RoleRef>,
        /// Who has it.
        pub subjects: Vec<Subject>,
        /// When it was made.
        pub created_at: Option<Time>,
        /// When it was last changed.
        pub updated_at: Option<Time>,
    }
}

api_object! {
    /// One who has a role.
    pub struct Subject {
        /// `User`, `Group` or `ServiceAccount`.
        pub kind: String,
        /// The user's `preferred_username`, or a role of the token.
        pub name: String,
    }
}
