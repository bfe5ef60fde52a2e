//! A request as a plain value: it can be built, compared and tested without a server.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::fmt;

use model::{Capabilities, Feature};

/// Everything but the characters that no URL parser and no server gives a meaning to.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Milliseconds that a read may take before it counts as lost.
pub(crate) const READ_TIMEOUT_MS: u32 = 20_000;
/// Milliseconds that a write may take; the Controller does much of its work before it answers.
pub(crate) const WRITE_TIMEOUT_MS: u32 = 45_000;

/// The HTTP verbs of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads; safe to repeat.
    Get,
    /// Creates or starts something; never repeated by itself.
    Post,
    /// Replaces.
    Put,
    /// Changes.
    Patch,
    /// Deletes.
    Delete,
}

impl Method {
    /// The verb as HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A file sent as `multipart/form-data`; the Controller's YAML endpoints want one under a name of their own.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// The form field that the endpoint reads (`microservice`, `application` ...).
    pub field: &'static str,
    /// The file's name; the Controller ignores it.
    pub file_name: &'static str,
    /// The file's text.
    pub text: String,
}

impl fmt::Debug for Upload {
    /// Without the text: a manifest may hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.field, self.text.len())
    }
}

/// What a request carries.
#[derive(Clone, Default, PartialEq)]
pub enum Body {
    /// Nothing.
    #[default]
    None,
    /// A JSON document.
    Json(Value),
    /// One file.
    Multipart(Upload),
}

impl fmt::Debug for Body {
    /// Without the contents: they may hold passwords, tokens and secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Json(_) => f.write_str("JSON [hidden]"),
            Self::Multipart(upload) => write!(f, "file {upload:?}"),
        }
    }
}

/// One request of the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The verb.
    pub method: Method,
    /// The path below `/api/v3`, starting with a slash, its names percent-encoded.
    pub path: String,
    /// Query parameters, not yet encoded.
    pub query: Vec<(String, String)>,
    /// What is sent.
    pub body: Body,
    /// False for the few endpoints that need no token.
    pub signed_in: bool,
    /// True when sending it twice does no harm, so that a lost answer may be asked for again.
    pub repeatable: bool,
    /// Milliseconds until the request counts as lost; some requests never get an answer (Controller contract 1).
    pub timeout_ms: u32,
    /// What a Controller must have for this endpoint to be there (Controller contract 22).
    pub(crate) needs: Option<Feature>,
    /// A name that cannot stand in an address, with the reason; such a request is never sent.
    pub(crate) unaddressable: Option<&'static str>,
    /// The same for a name that means something else in an address, on a Controller with lists of the system's own.
    pub(crate) taken: Option<&'static str>,
    /// The question that gives what some Controllers leave out of this list.
    pub(crate) apart: Option<Box<Request>>,
}

impl Request {
    /// A request to the path made of `segments`; each is percent-encoded, so names may hold any character.
    pub fn new(method: Method, segments: &[&str]) -> Self {
        let read = method == Method::Get;
        let mut path = String::new();
        for segment in segments {
            path.push('/');
            path.extend(utf8_percent_encode(segment, ENCODED));
        }
        Self {
            method,
            path,
            query: Vec::new(),
            body: Body::None,
            signed_in: true,
            repeatable: read,
            timeout_ms: if read { READ_TIMEOUT_MS } else { WRITE_TIMEOUT_MS },
            needs: None,
            unaddressable: segments.iter().find_map(|segment| unaddressable(segment)),
            taken: None,
            apart: None,
        }
    }

    /// A reading request.
    pub fn get(segments: &[&str]) -> Self {
        Self::new(Method::Get, segments)
    }

    /// A creating request without a body; see [`Request::json`].
    pub fn post(segments: &[&str]) -> Self {
        Self::new(Method::Post, segments)
    }

    /// A replacing request without a body.
    pub fn put(segments: &[&str]) -> Self {
        Self::new(Method::Put, segments)
    }

    /// A changing request without a body.
    pub fn patch(segments: &[&str]) -> Self {
        Self::new(Method::Patch, segments)
    }

    /// A deleting request.
    pub fn delete(segments: &[&str]) -> Self {
        Self::new(Method::Delete, segments)
    }

    /// The same request with a JSON body.
    pub fn json(mut self, body: impl Into<Value>) -> Self {
        self.body = Body::Json(body.into());
        self
    }

    /// The same request with one YAML file under the form field that the endpoint reads.
    pub fn file(mut self, field: &'static str, text: impl Into<String>) -> Self {
        self.body = Body::Multipart(Upload { field, file_name: "manifest.yaml", text: text.into() });
        self
    }

    /// The same request with one more query parameter.
    pub fn query(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((key.into(), value.into()));
        self
    }

    /// The same request without a token.
    pub fn public(mut self) -> Self {
        self.signed_in = false;
        self
    }

    /// The same request, which only Controllers with this feature know.
    pub(crate) fn needs(mut self, feature: Feature) -> Self {
        self.needs = Some(feature);
        self
    }

    /// The same request with another time limit in milliseconds.
    pub fn timeout(mut self, ms: u32) -> Self {
        self.timeout_ms = ms;
        self
    }

    /// Why this request must not be sent to this kind of Controller.
    pub(crate) fn forbidden_on(&self, capabilities: &Capabilities) -> Option<&'static str> {
        self.unaddressable.or(self.taken.filter(|_| capabilities.has(Feature::SystemApplications)))
    }

    /// What the endpoint belongs to when this kind of Controller has no such endpoint.
    pub fn missing_on(&self, capabilities: &Capabilities) -> Option<Feature> {
        self.needs.filter(|needed| !capabilities.has(*needed))
    }

    /// The same as a sentence for people.
    pub fn why_missing_on(&self, capabilities: &Capabilities) -> Option<String> {
        capabilities.why_not(self.needs?)
    }

    /// Path and query as they go over the wire.
    pub fn target(&self) -> String {
        let mut target = self.path.clone();
        for (index, (key, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.extend(utf8_percent_encode(key, ENCODED));
            target.push('=');
            target.extend(utf8_percent_encode(value, ENCODED));
        }
        target
    }
}

/// A dot segment is resolved away by every URL parser, even percent-encoded, and an empty one turns
/// "delete this" into "delete the list": both would reach another address than the one meant.
fn unaddressable(segment: &str) -> Option<&'static str> {
    match segment {
        "" => Some("an empty name cannot be addressed"),
        "." | ".." => Some("a name that consists of dots cannot be addressed"),
        _ => None,
    }
}
