//! What `controller-config.js` tells the page (Controller contract 4).

use super::IdentityProvider;
use crate::BaseUrl;

model::api_object! {
    /// The object that the script puts on the window. The Controller writes some values as text.
    pub struct Settings {
        /// The API's port, on the page's host.
        pub port: Option<i64>,
        /// The API's address, when it is another host.
        pub url: Option<String>,
        /// True when the Controller runs without an identity provider: nothing but public endpoints works then.
        pub controller_dev_mode: bool,
        /// The identity provider's address; absent when there is none.
        pub keycloak_url: Option<String>,
        /// The realm there.
        pub keycloak_realm: Option<String>,
        /// This page's client there.
        pub keycloak_client_id: Option<String>,
        /// `Remote`, `Kubernetes` or `Local`.
        pub control_plane: Option<String>,
    }
}

impl Settings {
    /// Reads the object as JSON text; `Err` says in a sentence that it is none.
    pub fn read(json: &str) -> Result<Self, &'static str> {
        model::from_text(json).map_err(|_| "controller-config.js does not hold the expected settings.")
    }

    /// The Controller that belongs to this page: `url`, or the page's own host with `port`.
    pub fn controller(&self, page: &BaseUrl) -> Option<BaseUrl> {
        if let Some(url) = self.url.as_deref().filter(|url| !url.trim().is_empty()) {
            return BaseUrl::parse(url).ok();
        }
        let port = self.port.filter(|port| (1..=65_535).contains(port))?;
        let host = page.host();
        // The colons inside an IPv6 address stand before its closing bracket.
        let end = host.rfind(':').filter(|colon| host.rfind(']').is_none_or(|bracket| bracket < *colon));
        let name = end.and_then(|end| host.get(..end)).unwrap_or(host);
        let scheme = if page.is_secure() { "https" } else { "http" };
        BaseUrl::parse(&format!("{scheme}://{name}:{port}")).ok()
    }

    /// Whether the address that they give is one; `Err` says in a sentence what is wrong, and repeats none of it.
    pub fn check(&self) -> Result<(), &'static str> {
        match (self.url.as_deref().map(str::trim), self.port) {
            (Some(url), _) if !url.is_empty() => BaseUrl::parse(url).map(|_| ()).map_err(|_| {
                "The url in controller-config.js is no address of a Controller, such as https://controller.example:51121."
            }),
            (_, Some(port)) if !(1..=65_535).contains(&port) => {
                Err("The port in controller-config.js is none: it lies between 1 and 65535.")
            }
            _ => Ok(()),
        }
    }

    /// The identity provider, when all three of its settings are there.
    pub fn identity_provider(&self) -> Option<IdentityProvider> {
        let (url, realm) = (self.keycloak_url.as_deref()?, self.keycloak_realm.as_deref()?);
        IdentityProvider::new(url, realm, self.keycloak_client_id.as_deref()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, page: &str, expected: Option<&str>) {
        let settings = Settings::read(json).unwrap();
        let controller = settings.controller(&BaseUrl::parse(page).unwrap());
        assert_eq!(controller.map(|url| url.to_string()).as_deref(), expected, "{json}");
    }

    #[test]
    fn the_controller_is_the_given_address_or_a_port_of_the_pages_host() {
        check(r#"{"port":51121,"user":{}}"#, "http://edge:8008", Some("http://edge:51121/api/v3"));
        check(r#"{"port":"51121"}"#, "https://edge", Some("https://edge:51121/api/v3"));
        check(r#"{"port":51121}"#, "http://[fd00::1]:8008", Some("http://[fd00::1]:51121/api/v3"));
        check(r#"{"port":1,"url":"https://api.example"}"#, "http://edge", Some("https://api.example/api/v3"));
        check(r#"{"port":1,"url":"javascript:alert(1)"}"#, "http://edge", None);
        check(r#"{"port":0}"#, "http://edge", None);
        check("{}", "http://edge", None);
    }

    #[test]
    fn an_address_that_is_none_is_told_without_repeating_it() {
        for (json, expected) in [
            (r#"{"url":"https://api.example"}"#, ""),
            (r#"{"url":" ","port":51121}"#, ""),
            ("{}", ""),
            (r#"{"url":"javascript:alert(1)"}"#, "The url in controller-config.js"),
            (r#"{"url":"https://me:secret@edge"}"#, "The url in controller-config.js"),
            (r#"{"port":70000}"#, "The port in controller-config.js"),
        ] {
            let said = Settings::read(json).unwrap().check().err().unwrap_or_default();
            assert!(said.starts_with(expected) && said.is_empty() == expected.is_empty(), "{json}: {said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }

    #[test]
    fn settings_written_as_text_mean_what_they_say() {
        let settings = Settings::read(
            r#"{"controllerDevMode":"false","keycloakUrl":"http://id:8099/",
            "keycloakRealm":"pot","keycloakClientId":"ecn-viewer","controlPlane":"Remote"}"#,
        );
        let settings = settings.unwrap();
        assert!(!settings.controller_dev_mode);
        assert_eq!(
            settings.identity_provider().unwrap().logout_url("x", None).expose().split("/protocol").next(),
            Some("http://id:8099/realms/pot")
        );
    }

    #[test]
    fn a_controller_without_identity_settings_has_no_provider() {
        assert_eq!(Settings::read(r#"{"port":51121}"#).unwrap().identity_provider(), None);
        let evil = r#"{"keycloakUrl":"javascript:alert(1)","keycloakRealm":"r","keycloakClientId":"c"}"#;
        assert_eq!(Settings::read(evil).unwrap().identity_provider(), None);
        assert!(Settings::read("window.controllerConfig").is_err());
    }
}
