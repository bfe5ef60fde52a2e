//! Addresses that come from outside, in `?next=` and `?controller=`: a link must not lead out of the app, nor make it
//! talk to a Controller that the user has not agreed to.

use percent_encoding::percent_decode_str;

use crate::BaseUrl;

/// The page to go to after signing in: a path of this app with query and fragment, or `None` for anything that a
/// browser could read as another address.
pub fn safe_next(next: &str) -> Option<&str> {
    let odd = |text: &str| text.contains(|character: char| character.is_control() || character == '\\');
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let safe = |path: &str| {
        let dots = |segment: &str| segment == "." || segment == "..";
        path.starts_with('/') && !path.contains("//") && !path.split('/').any(dots) && !odd(path)
    };
    (safe(path) && safe(&decoded) && !odd(next) && !next.contains(char::is_whitespace)).then_some(next)
}

/// What a `controller=` in a link means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControllerLink {
    /// One that this browser knows: switch to it.
    Known(BaseUrl),
    /// One that is new here: name it and ask before anything is sent to it.
    New(BaseUrl),
    /// No address of a Controller, with the reason.
    Refused(&'static str),
}

/// Reads a `controller=` against the Controllers that the user has added.
pub fn controller_link(text: &str, known: &[BaseUrl]) -> ControllerLink {
    match BaseUrl::parse(text) {
        Ok(url) if known.contains(&url) => ControllerLink::Known(url),
        Ok(url) => ControllerLink::New(url),
        Err(reason) => ControllerLink::Refused(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_app_are_followed_after_signing_in() {
        for next in ["/", "/microservices/shop/web", "/agents?filter=a%2Fb&sort=-name#top", "/secrets/a%20b"]
        {
            assert_eq!(safe_next(next), Some(next));
        }
        let foreign = [
            "",
            "agents",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            " //evil.example",
            "/..//evil.example",
            "/./x",
            "/%2e%2e/x",
            "/%2f/evil.example",
            "/%5cevil.example",
            "/a\u{0}",
            "/%00",
            "/a b",
            "data:text/html,x",
            "/a//b",
        ];
        for next in foreign {
            assert_eq!(safe_next(next), None, "{next:?}");
        }
    }

    #[test]
    fn a_controller_that_is_new_to_this_browser_is_not_just_switched_to() {
        let known = [BaseUrl::parse("https://edge.example:51121").unwrap()];
        assert_eq!(
            controller_link("edge.example:51121", &known),
            ControllerLink::New(BaseUrl::parse("http://edge.example:51121").unwrap())
        );
        assert_eq!(
            controller_link("https://EDGE.example:51121/", &known),
            ControllerLink::Known(known[0].clone())
        );
        assert!(matches!(controller_link("javascript:alert(1)", &known), ControllerLink::Refused(_)));
        assert!(matches!(controller_link("", &known), ControllerLink::Refused(_)));
    }
}
