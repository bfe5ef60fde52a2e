//! The address of a Controller, checked and brought into one form.

use std::fmt;

/// Where the API starts on every Controller.
const API: &str = "/api/v3";

const PORT: &str = "The port must be a number from 1 to 65535.";
const SCHEME: &str = "The address must start with http:// or https://.";

/// `http(s)://host[:port][/prefix]/api/v3`, without a trailing slash. Only http and https, no user name, no query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BaseUrl {
    secure: bool,
    /// Host, port and path; `/api/v3` included.
    rest: String,
}

impl BaseUrl {
    /// Reads what a person or `controller-config.js` gives: `https://host:51121`, `host:51121/`, `…/api/v3/`.
    /// Without a scheme it is http. `Err` says in a sentence what is wrong; it repeats no part of the text, because
    /// a pasted address may hold a password.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let (secure, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
            Some(_) => return Err(SCHEME),
            None if has_scheme(text) => return Err(SCHEME),
            None => (false, text),
        };
        if rest.contains('@') {
            return Err("The address must not hold a user name or password.");
        }
        if rest.contains(['?', '#']) {
            return Err("The address must not hold a query or a fragment.");
        }
        let rest = rest.trim_end_matches('/');
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        check_authority(authority)?;
        check_path(path)?;
        let mut rest = authority.to_ascii_lowercase();
        // The usual port means the same Controller, with or without being written.
        if let Some(bare) = rest.strip_suffix(if secure { ":443" } else { ":80" }) {
            rest = bare.to_owned();
        }
        if !path.is_empty() {
            rest.push('/');
            rest.push_str(path);
        }
        if !rest.ends_with(API) {
            rest.push_str(API);
        }
        Ok(Self { secure, rest })
    }

    /// Host and port, for people.
    pub fn host(&self) -> &str {
        self.rest.split('/').next().unwrap_or_default()
    }

    /// Scheme, host and port: what the browser calls the origin.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.host())
    }

    /// The address as a person would write it: without the API's path, which every Controller has.
    pub fn short(&self) -> String {
        let whole = self.to_string();
        whole.strip_suffix(API).unwrap_or(&whole).to_owned()
    }

    /// True when a browser lets no page at `page` talk to this address: from https to http only this machine may be
    /// asked.
    pub fn is_mixed_for(&self, page: &Self) -> bool {
        let host = self.host();
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => host.split(':').next().unwrap_or_default(),
        };
        let loopback = name == "localhost" || name == "::1" || name.starts_with("127.");
        page.secure && !self.secure && !loopback
    }

    /// True for https.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The full address of a path below the API (`/status`).
    pub fn join(&self, target: &str) -> String {
        format!("{self}{target}")
    }

    /// The same with the WebSocket scheme.
    pub fn join_socket(&self, target: &str) -> String {
        format!("{}://{}{target}", if self.secure { "wss" } else { "ws" }, self.rest)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.rest)
    }
}

/// `javascript:…` and the like, as opposed to `host:port`.
fn has_scheme(text: &str) -> bool {
    let Some((before, after)) = text.split_once(':') else { return false };
    let word = before.starts_with(|first: char| first.is_ascii_alphabetic())
        && before.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    word && after.starts_with(|first: char| !first.is_ascii_digit() && !matches!(first, '/' | '?' | '#'))
}

fn check_authority(authority: &str) -> Result<(), &'static str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or("The address has an unclosed bracket.")?;
            let digits = |byte: u8| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.';
            if host.is_empty() || !host.bytes().all(digits) {
                return Err("The address between the brackets is no IPv6 address.");
            }
            match port.strip_prefix(':') {
                Some(port) if !port.is_empty() => (host, port),
                None if port.is_empty() => (host, port),
                _ => return Err(PORT),
            }
        }
        None if authority.ends_with(':') => return Err(PORT),
        None => authority.split_once(':').unwrap_or((authority, "")),
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':');
    if host.is_empty() || !host.bytes().all(plain) {
        return Err("The address needs a host name of letters, digits, dots and dashes.");
    }
    if !port.is_empty() && port.parse::<u16>().map_or(true, |port| port == 0) {
        return Err(PORT);
    }
    Ok(())
}

fn check_path(path: &str) -> Result<(), &'static str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~' | b'/');
    let dots = |segment: &str| segment == "." || segment == "..";
    if path.bytes().all(plain) && !path.split('/').any(dots) && !path.contains("//") {
        Ok(())
    } else {
        Err("The path of the address may hold letters, digits, dots, dashes and slashes only.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, &str>) {
        let url = BaseUrl::parse(text).map(|url| url.to_string());
        match expected {
            Ok(expected) => assert_eq!(url.as_deref(), Ok(expected), "{text}"),
            Err(part) => assert!(url.as_ref().is_err_and(|error| error.contains(part)), "{text}: {url:?}"),
        }
    }

    #[test]
    fn addresses_come_into_one_form() {
        check("http://localhost:51121", Ok("http://localhost:51121/api/v3"));
        check("localhost:51121/", Ok("http://localhost:51121/api/v3"));
        check(" HTTPS://Edge.Example.com/api/v3/ ", Ok("https://edge.example.com/api/v3"));
        check("https://example.com/controllers/one", Ok("https://example.com/controllers/one/api/v3"));
        check("http://[fd00::1]:51121", Ok("http://[fd00::1]:51121/api/v3"));
    }

    #[test]
    fn other_schemes_credentials_and_nonsense_are_refused() {
        check("javascript://example.com/%0aalert(1)", Err("http"));
        check("javascript:alert(1)", Err("must start with http"));
        check("data:text/html,x", Err("must start with http"));
        check("blob:https://example.com/1", Err("must start with http"));
        check("file:///etc/passwd", Err("must start with http"));
        check("mailto:a@b.example", Err("must start with http"));
        check("https://example.com/%2e%2e", Err("path"));
        check("https://exämple.com", Err("host name"));
        check("ftp://example.com", Err("http"));
        check("https://admin:secret@example.com", Err("user name"));
        check("https://example.com?next=x", Err("query"));
        check("https://example.com#x", Err("query"));
        check("", Err("host name"));
        check("https://", Err("host name"));
        check("//evil.example", Err("host name"));
        check("https://exa mple.com", Err("host name"));
        check("https://example.com:", Err("port"));
        check("https://example.com:99999", Err("port"));
        check("https://example.com/a/../b", Err("path"));
        check("https://[::1", Err("bracket"));
        check("https://[::1]8080", Err("port"));
        check("https://[::1]:", Err("port"));
        check("https://[::1]x", Err("port"));
        check("https://example.com\\@evil.example", Err("user name"));
    }

    #[test]
    fn the_usual_port_is_the_same_address_with_or_without_it() {
        check("https://example.com:443", Ok("https://example.com/api/v3"));
        check("http://[fd00::1]:80/", Ok("http://[fd00::1]/api/v3"));
        check("http://example.com:443", Ok("http://example.com:443/api/v3"));
    }

    #[test]
    fn the_short_form_leads_back_to_the_same_address() {
        for text in ["https://edge.example:51121", "http://example.com/controllers/one", "http://[::1]:8080"]
        {
            let url = BaseUrl::parse(text).unwrap();
            assert_eq!(url.short(), text);
            assert_eq!(BaseUrl::parse(&url.short()).unwrap(), url);
        }
    }

    #[test]
    fn a_secure_page_may_not_ask_other_machines_without_tls() {
        let mixed =
            |url: &str, page: &str| BaseUrl::parse(url).unwrap().is_mixed_for(&BaseUrl::parse(page).unwrap());
        assert!(mixed("http://edge:51121", "https://console.example"));
        assert!(mixed("http://localhost.example", "https://console.example"));
        for (url, page) in [
            ("https://edge:51121", "https://console.example"),
            ("http://edge:51121", "http://console.example"),
            ("http://localhost:51121", "https://console.example"),
            ("http://127.0.0.1:51121", "https://console.example"),
            ("http://[::1]:51121", "https://console.example"),
        ] {
            assert!(!mixed(url, page), "{url} from {page}");
        }
    }

    #[test]
    fn sockets_use_the_same_host_and_security() {
        let url = BaseUrl::parse("https://edge.example:51121").unwrap();
        assert_eq!(url.join_socket("/iofog/a/logs"), "wss://edge.example:51121/api/v3/iofog/a/logs");
        assert_eq!(url.origin(), "https://edge.example:51121");
    }
}
