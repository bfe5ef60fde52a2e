//! Application templates (Controller contract 12).

use serde_json::Value;

api_object! {
    /// A template.
    pub struct ApplicationTemplate known by name {
        /// Its number; addressed by name.
        pub id: i64,
        /// Unique.
        pub name: String,
        /// May be empty.
        pub description: String,
        /// Empty.
        pub schema_version: String,
        /// What must be given when it is used.
        pub variables: Vec<TemplateVariable>,
        /// The application with Liquid text in it, as it was sent.
        pub application: Value,
    }
}

api_object! {
    /// A variable of a template.
    pub struct TemplateVariable {
        /// Its name.
        pub key: String,
        /// May be empty.
        pub description: String,
        /// Any JSON; in lists it is JSON text, in the single object the value itself.
        pub default_value: Value,
    }
}
