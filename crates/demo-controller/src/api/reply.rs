//! What a handler gives back: a body, or a refusal with the Controller's error name.

use serde::Serialize;

use super::route::expects;

/// A successful answer; the status comes from the route.
#[derive(Debug)]
pub(crate) enum Reply {
    Empty,
    Json(Vec<u8>),
}

impl Reply {
    /// Writes the body at once, while the state is at hand.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Refusal> {
        serde_json::to_vec(value)
            .map(Self::Json)
            .map_err(|error| Refusal::unexpected("Error", error.to_string()))
    }
}

/// An unsuccessful answer (Controller contract 1, "Error bodies").
#[derive(Debug)]
pub(crate) enum Refusal {
    /// An error with a name; its status depends on whether the route expects it.
    Named {
        name: &'static str,
        message: String,
    },
    Unauthorized,
    Forbidden,
    /// A bare status without a body.
    Bare(u16),
    /// An endpoint of the API that is not imitated.
    NotImitated,
}

impl Refusal {
    /// The same as Controller 3.0 says it: its checks of bodies come from an older library.
    pub(crate) fn in_older_words(self) -> Self {
        let Self::Named { name, message } = self else { return self };
        let message = message
            .replace("must be less than or equal to", "must have a maximum value of")
            .replace("must be greater than or equal to", "must have a minimum value of");
        let path = message.strip_prefix("{\"path\":").and_then(|rest| rest.split_once("],"));
        let message = path.map_or(message.clone(), |(_, rest)| format!("{{{rest}"));
        Self::Named { name, message }
    }

    fn named(name: &'static str, message: impl Into<String>) -> Self {
        Self::Named { name, message: message.into() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::named("ValidationError", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::named("NotFoundError", message)
    }

    pub(crate) fn duplicate(name: &str) -> Self {
        Self::named("DuplicatePropertyError", format!("Duplicate name '{name}'"))
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::named("ConflictError", message)
    }

    /// An error of the server's own making: always 500.
    pub(crate) fn unexpected(name: &'static str, message: impl Into<String>) -> Self {
        Self::named(name, message)
    }

    /// The JavaScript slip of reading a property of nothing.
    pub(crate) fn null_property(property: &str) -> Self {
        Self::named("TypeError", format!("Cannot read properties of null (reading '{property}')"))
    }

    pub(crate) fn status(&self, expected: u8) -> u16 {
        let known = |flag, status| if expected & flag == 0 { 500 } else { status };
        match self {
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::Bare(status) => *status,
            Self::NotImitated => 501,
            Self::Named { name, .. } => match *name {
                "ValidationError" => known(expects::VALIDATION, 400),
                "NotFoundError" => known(expects::NOT_FOUND, 404),
                "DuplicatePropertyError" => known(expects::DUPLICATE, 409),
                "InvalidCredentialsError" => known(expects::CREDENTIALS, 401),
                "AuthenticationError" => 401,
                "ForbiddenError" => known(expects::FORBIDDEN, 403),
                _ => 500,
            },
        }
    }
}
