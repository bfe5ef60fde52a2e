//! Config maps (Controller contract 14).

use serde_json::Value;

api_object! {
    /// A config map. Lists leave out the data.
    pub struct ConfigMap known by name {
        /// Its number; addressed by name.
        pub id: i64,
        /// Unique; any text.
        pub name: String,
        /// Key to value.
        pub data: Option<Value>,
        /// Whether it can never be changed again. Every change must repeat it.
        pub immutable: bool,
        /// Whether it is kept in a vault.
        pub use_vault: bool,
    }
}
