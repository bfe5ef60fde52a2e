//! From an answer to a kind of error: by the error's name first, because many client mistakes come as 500.

use super::{Details, Error, ErrorKind, body, wording};
use crate::{HttpResponse, Request};

/// Classifies an answer that is not a success.
pub(super) fn classify(request: &Request, response: &HttpResponse) -> Error {
    let said = body::read(response);
    let kind = kind(&said, response.status);
    let mut details = Details {
        kind,
        method: request.method,
        path: request.path.clone(),
        status: Some(response.status),
        name: said.name,
        field: said.field,
        message: said.message,
        said: None,
        retry_after_s: response.retry_after_s,
        advice: String::new(),
    };
    wording::reword(&mut details, said.foreign);
    details.into()
}

fn kind(said: &body::Said, status: u16) -> ErrorKind {
    let message = said.message.as_str();
    let taken = ["Duplicate name", "already exists", "is in use", "used for running"];
    match said.name.as_deref().unwrap_or_default() {
        "InvalidCredentialsError" | "AuthenticationError" | "Unauthorized" => ErrorKind::Unauthorized,
        "Forbidden" | "ForbiddenError" => ErrorKind::Forbidden,
        "NotFoundError" | "SequelizeForeignKeyConstraintError" => ErrorKind::NotFound,
        "DuplicatePropertyError" | "ConflictError" | "SequelizeUniqueConstraintError" => ErrorKind::Conflict,
        "ValidationError" if taken.iter().any(|words| message.contains(words)) => ErrorKind::Conflict,
        "ValidationError" | "InvalidArgumentError" | "YAMLException" | "SequelizeValidationError" => {
            ErrorKind::Invalid
        }
        "PayloadTooLargeError" | "MulterError" => ErrorKind::Invalid,
        // Whatever its status says, it is not the Controller that says it; the request was only too much for whom it met.
        _ if said.foreign && !matches!(status, 408 | 413) => ErrorKind::Unreachable,
        _ => by_status(status, said.html),
    }
}

fn by_status(status: u16, html: bool) -> ErrorKind {
    match status {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        // A page instead of JSON comes from before any route: this Controller does not know the path.
        404 | 405 if html => ErrorKind::NotSupported,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        // Who has too much to do, or has counted too many requests, is as good as not there for a while.
        429 => ErrorKind::Unreachable,
        409 => ErrorKind::Conflict,
        501 => ErrorKind::NotSupported,
        502..=504 => ErrorKind::Unreachable,
        400..=499 => ErrorKind::Invalid,
        _ => ErrorKind::Server,
    }
}
