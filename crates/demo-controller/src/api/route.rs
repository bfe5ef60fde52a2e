//! One row of the route table: what a request has to look like, who may send it, and what answers it.

use super::call::Call;
use super::reply::{Refusal, Reply};

/// Answers a request that passed authorization.
pub(crate) type Run = fn(&mut Call<'_>) -> Result<Reply, Refusal>;

/// What a role must allow (Controller contract 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// `get` where the path names an object, `list` where it does not.
    Read,
    /// Reading the only object of its kind.
    Get,
    Create,
    Update,
    Patch,
    Delete,
}

impl Verb {
    /// The word in the rules of roles.
    pub(crate) fn word(self, names_object: bool) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Read if names_object => "get",
            Self::Read => "list",
            Self::Create => "create",
            Self::Update => "update",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }
}

/// Error names a route answers with their own status. Any other error is a 500 there, as in the real one, where
/// every route lists the errors it expects.
pub(crate) mod expects {
    pub(crate) const VALIDATION: u8 = 1;
    pub(crate) const NOT_FOUND: u8 = 2;
    pub(crate) const DUPLICATE: u8 = 4;
    pub(crate) const CREDENTIALS: u8 = 8;
    pub(crate) const FORBIDDEN: u8 = 16;
    pub(crate) const BOTH: u8 = VALIDATION | NOT_FOUND;
}

/// A row of the table.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// Below `/api/v3`; `:name` matches one segment.
    pub(crate) path: &'static str,
    /// The resource that a role must allow; `None` for routes open to everybody.
    pub(crate) resource: Option<&'static str>,
    pub(crate) verb: Verb,
    pub(crate) status: u16,
    pub(crate) expects: u8,
    /// Whether the strings of a JSON body are Liquid templates.
    pub(crate) templated: bool,
    /// The multipart field of an upload.
    pub(crate) upload: Option<&'static str>,
    pub(crate) run: Run,
}

impl Route {
    const fn new(method: &'static str, verb: Verb, status: u16, path: &'static str, run: Run) -> Self {
        let expects = expects::BOTH;
        Self { method, path, resource: None, verb, status, expects, templated: false, upload: None, run }
    }

    pub(crate) const fn of(mut self, resource: &'static str) -> Self {
        self.resource = Some(resource);
        self
    }

    pub(crate) const fn answers(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) const fn expects(mut self, expects: u8) -> Self {
        self.expects = expects;
        self
    }

    pub(crate) const fn counts_as(mut self, verb: Verb) -> Self {
        self.verb = verb;
        self
    }

    pub(crate) const fn templated(mut self) -> Self {
        self.templated = true;
        self
    }

    pub(crate) const fn upload(mut self, field: &'static str) -> Self {
        self.upload = Some(field);
        self
    }
}

pub(crate) const fn get(path: &'static str, run: Run) -> Route {
    Route::new("GET", Verb::Read, 200, path, run)
}

pub(crate) const fn head(path: &'static str, run: Run) -> Route {
    Route::new("HEAD", Verb::Get, 204, path, run)
}

pub(crate) const fn post(path: &'static str, run: Run) -> Route {
    Route::new("POST", Verb::Create, 201, path, run)
}

pub(crate) const fn put(path: &'static str, run: Run) -> Route {
    Route::new("PUT", Verb::Update, 204, path, run)
}

pub(crate) const fn patch(path: &'static str, run: Run) -> Route {
    Route::new("PATCH", Verb::Patch, 204, path, run)
}

pub(crate) const fn delete(path: &'static str, run: Run) -> Route {
    Route::new("DELETE", Verb::Delete, 204, path, run)
}
