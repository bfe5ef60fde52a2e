//! Secrets (Controller contract 13).

use serde_json::Value;

use crate::Hidden;

api_object! {
    /// A secret. Lists leave out the data.
    pub struct Secret known by name {
        /// Its number; addressed by name.
        pub id: i64,
        /// Unique; any text.
        pub name: String,
        /// `Opaque` or `tls`. Every change must repeat it.
        pub kind as "type": String,
        /// Key to value, in clear text; never printed.
        pub data: Option<Hidden<Value>>,
    }
}
