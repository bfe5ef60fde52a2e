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
    /// Registries 1 (Docker Hub) and 2 (the agent's own cache) cannot be changed.
    pub fn is_system(&self) -> bool {
        Registry::is_system_id(self.id)
    }

    /// Whether a registry id is one of the two that every Controller starts with.
    pub fn is_system_id(id: i64) -> bool {
        matches!(id, 1 | 2)
    }

    /// The id that a manifest's text for a registry means: one of the two words, or the number itself.
    pub fn id_of(text: &str) -> Option<i64> {
        match text {
            "remote" => Some(1),
            "local" => Some(2),
            _ => text.parse().ok(),
        }
    }

    /// What is the same for two addresses of one registry: scheme, letter case and a slash at the end do not tell them
    /// apart, for names of images have no capital letters.
    pub fn place_of(url: &str) -> String {
        let url = Self::shown(url).trim().to_ascii_lowercase();
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(&url);
        rest.trim_end_matches('/').to_owned()
    }

    /// An address as it may be shown: without a user and a password before its host.
    pub fn shown(url: &str) -> String {
        let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
        let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let user = rest.get(..host).and_then(|host| host.rfind('@'));
        match user.and_then(|at| rest.get(at + 1..)) {
            Some(rest) if scheme.is_empty() => rest.to_owned(),
            Some(rest) => format!("{scheme}://{rest}"),
            None => url.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Registry;

    fn check(url: &str, shown: &str, place: &str) {
        assert_eq!((Registry::shown(url).as_str(), Registry::place_of(url).as_str()), (shown, place));
    }

    #[test]
    fn an_address_is_shown_without_who_signs_in_there() {
        check("https://Hub.example/", "https://Hub.example/", "hub.example");
        check("https://bob:pass@hub.example/x", "https://hub.example/x", "hub.example/x");
        check("bob:pass@hub.example", "hub.example", "hub.example");
        check("hub.example/a@b", "hub.example/a@b", "hub.example/a@b");
    }
}
