//! Sign-in (Controller contract 2).

use crate::Hidden;

api_object! {
    /// The answer to a sign-in or a refresh.
    pub struct LoginTokens known by access_token {
        /// A JWT; 64 hexadecimal digits on Eclipse Controllers 3.0.
        pub access_token: Hidden<String>,
        /// Good for one refresh; absent on Eclipse Controllers 3.0.
        pub refresh_token: Option<Hidden<String>>,
        /// What an identity provider says about the sign-in; the Controller passes none on.
        pub id_token: Option<Hidden<String>>,
    }
}
