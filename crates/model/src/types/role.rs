//! Roles (Controller contract 19).

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
