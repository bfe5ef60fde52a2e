//! Addresses of the WebSockets for logs and shells (Controller contract 11). The browser cannot set headers on a
//! WebSocket, so the token travels in the address: such an address is never printed.

use std::fmt;

use model::{Capabilities, Feature};

use crate::{BaseUrl, Request, Token};

/// The address of a socket, token included.
#[derive(Clone, PartialEq, Eq)]
pub struct SocketAddress {
    target: String,
    url: String,
}

impl SocketAddress {
    fn new(base: &BaseUrl, token: &Token, request: Request) -> Option<Self> {
        if request.unaddressable.is_some() {
            return None;
        }
        let target = request.target();
        let url = base.join_socket(&request.query("token", token.expose()).target());
        Some(Self { target, url })
    }

    /// The full address, for opening the socket and nothing else.
    pub fn expose(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for SocketAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SocketAddress({}, token hidden)", self.target)
    }
}

/// Whose logs or shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of<'a> {
    /// A microservice of a user's application, by its uuid.
    Microservice(&'a str),
    /// One of the system's microservices, by its uuid; a node's shell is its `debug` microservice.
    SystemMicroservice(&'a str),
    /// An agent's own log, by its uuid; it has no shell of its own.
    Agent(&'a str),
}

/// Which lines of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// How many of the last lines, 1 to 10,000; 100 when absent.
    pub tail: Option<u32>,
    /// Ends after the lines that are there, instead of waiting for more.
    pub no_follow: bool,
    /// ISO time with a zone.
    pub since: Option<String>,
    /// ISO time with a zone.
    pub until: Option<String>,
}

/// Why there is neither log nor shell on this kind of Controller; `None` where there are (Controller contract 22).
pub fn missing_on(capabilities: &Capabilities) -> Option<String> {
    (!capabilities.has(Feature::Logs)).then(|| {
        let title = capabilities.title();
        format!("{title} hands out neither logs nor shells: that came with later Controllers. They can be had on the agent's own machine.")
    })
}

/// The address of a log stream; `None` for an empty uuid.
pub fn logs(base: &BaseUrl, token: &Token, of: Of<'_>, query: &LogQuery) -> Option<SocketAddress> {
    let mut request = match of {
        Of::Microservice(uuid) => Request::get(&["microservices", uuid, "logs"]),
        Of::SystemMicroservice(uuid) => Request::get(&["microservices", "system", uuid, "logs"]),
        Of::Agent(uuid) => Request::get(&["iofog", uuid, "logs"]),
    };
    if let Some(tail) = query.tail {
        // Anything outside the range counts as 100 without a word.
        request = request.query("tail", tail.clamp(1, 10_000).to_string());
    }
    if query.no_follow {
        request = request.query("follow", "false");
    }
    for (key, value) in [("since", &query.since), ("until", &query.until)] {
        if let Some(value) = value {
            request = request.query(key, value);
        }
    }
    SocketAddress::new(base, token, request)
}

/// The address of a shell, after `start_exec` has prepared it; `None` for an agent, which has none of its own.
pub fn exec(base: &BaseUrl, token: &Token, of: Of<'_>) -> Option<SocketAddress> {
    let request = match of {
        Of::Microservice(uuid) => Request::get(&["microservices", "exec", uuid]),
        Of::SystemMicroservice(uuid) => Request::get(&["microservices", "system", "exec", uuid]),
        Of::Agent(_) => return None,
    };
    SocketAddress::new(base, token, request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> BaseUrl {
        BaseUrl::parse("https://edge.example:51121").unwrap()
    }

    #[test]
    fn a_socket_address_holds_the_token_but_does_not_print_it() {
        let address = exec(&base(), &Token::new("a.b+c"), Of::SystemMicroservice("u-1")).unwrap();
        assert_eq!(
            address.expose(),
            "wss://edge.example:51121/api/v3/microservices/system/exec/u-1?token=a.b%2Bc"
        );
        assert!(!format!("{address:?}").contains("a.b"));
    }

    #[test]
    fn a_log_query_stays_within_what_the_controller_reads() {
        let query = LogQuery {
            tail: Some(50_000),
            no_follow: true,
            since: Some("2026-11-21T00:00:00+01:00".into()),
            until: None,
        };
        let address = logs(&base(), &Token::new("t"), Of::Agent("u-1"), &query).unwrap();
        assert_eq!(
            address.expose(),
            "wss://edge.example:51121/api/v3/iofog/u-1/logs?tail=10000&follow=false\
             &since=2026-11-21T00%3A00%3A00%2B01%3A00&token=t"
        );
    }

    #[test]
    fn a_log_query_says_until_when_and_asks_for_one_line_at_least() {
        let query =
            LogQuery { tail: Some(0), until: Some("2026-11-21T00:00:00Z".into()), ..LogQuery::default() };
        for (of, path) in [
            (Of::Microservice("u-1"), "microservices/u-1"),
            (Of::SystemMicroservice("u-1"), "microservices/system/u-1"),
        ] {
            let address = logs(&base(), &Token::new("t"), of, &query).unwrap();
            let start = "wss://edge.example:51121/api/v3";
            let rest = "logs?tail=1&until=2026-11-21T00%3A00%3A00Z&token=t";
            assert_eq!(address.expose(), format!("{start}/{path}/{rest}"));
        }
    }

    #[test]
    fn the_older_controller_is_known_to_have_neither() {
        assert_eq!(missing_on(&Capabilities::of_version("3.7.3")), None);
        let why = missing_on(&Capabilities::of_version("3.0.4")).unwrap();
        assert!(why.starts_with("Eclipse ioFog Controller 3.0.4 hands out neither"), "{why}");
    }

    #[test]
    fn an_agent_has_logs_but_no_shell() {
        assert_eq!(exec(&base(), &Token::new("t"), Of::Agent("u-1")), None);
        assert_eq!(logs(&base(), &Token::new("t"), Of::Agent(""), &LogQuery::default()), None);
    }
}
