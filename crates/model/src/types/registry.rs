//! Image registries (Controller contract 6).

use crate::Hidden;

api_object! {
    /// A registry. Requests call the address `email`, answers `userEmail`; see [`crate::api::registries`].
    pub struct Registry known by id, url {
        /// 1 is Docker's own, 2 the images already on the agent; both are read-only.
        pub id: i64,
        /// Host and path, without a scheme.
        pub url: String,
        /// True when images can be pulled without credentials.
        pub is_public: bool,
        /// The user name.
        pub username: String,
        /// The password in clear text; only in the answer for a single registry.
        pub password: Option<Hidden<String>>,
        /// The e-mail address that belongs to the user.
        pub user_email: String,
        /// Controllers before 3.7 only: whether TLS is used.
        pub is_secure: Option<bool>,
        /// Controllers before 3.7 only: a certificate.
        pub certificate: Option<String>,
        /// Controllers before 3.7 only: whether the certificate is needed.
        pub requires_cert: Option<bool>,
        /// Eclipse Controllers 3.0 only: the owner.
        pub user_id: Option<i64>,
    }
}

impl Registry {
    /// True for the two registries that the Controller brings along and never changes.
    pub fn is_system(&self) -> bool {
        matches!(self.id, 1 | 2)
    }
}
