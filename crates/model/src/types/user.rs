//! Sign-in and the signed-in user (Controller contract 2).

use serde_json::Value;

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

api_object! {
    /// The signed-in user: the identity provider's words, or the Eclipse Controller's own user.
    pub struct Profile known by email {
        /// The provider's id of the user.
        pub sub: Option<String>,
        /// The name that role bindings use.
        pub preferred_username as "preferred_username": Option<String>,
        /// The e-mail address.
        pub email: Option<String>,
        /// The provider's roles; the Controller ignores them.
        pub realm_access as "realm_access": Value,
        /// Eclipse Controllers 3.0 only.
        pub first_name: Option<String>,
        /// Eclipse Controllers 3.0 only.
        pub last_name: Option<String>,
    }
}
