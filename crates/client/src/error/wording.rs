//! Words for people where the Controller's own hide the cause, in one table.

use super::{Details, ErrorKind};
use crate::Method;

/// One known answer: when all conditions hold, its kind and words replace the Controller's.
struct Rule {
    /// Part of the Controller's message.
    says: &'static str,
    /// Start of the path, below `/api/v3`.
    path: &'static str,
    method: Option<Method>,
    kind: ErrorKind,
    /// What to show; empty keeps the Controller's words.
    message: &'static str,
    advice: &'static str,
}

const fn rule(says: &'static str, path: &'static str, kind: ErrorKind, message: &'static str) -> Rule {
    Rule { says, path, method: None, kind, message, advice: "" }
}

impl Rule {
    const fn only(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    const fn advice(mut self, advice: &'static str) -> Self {
        self.advice = advice;
        self
    }

    fn fits(&self, details: &Details) -> bool {
        details.message.contains(self.says)
            && details.path.starts_with(self.path)
            && self.method.is_none_or(|method| method == details.method)
    }
}

use ErrorKind::{Garbled, Invalid, NotFound, Server, Unauthorized};

/// The first rule that fits wins. Each was measured on a Controller 3.7.3 or 3.0.4 (Controller contract 1, 9, 10, 22).
const RULES: &[Rule] = &[
    rule("(reading 'isSystem')", "/application/", NotFound, "There is no such application.")
        .only(Method::Delete),
    rule("Invalid application id '{}'", "/application/", NotFound, "There is no such application."),
    rule(
        "Could not find Application Template {}",
        "/application",
        NotFound,
        "There is no such application template.",
    ),
    rule("(reading 'catalogItem')", "/microservices/", NotFound, "There is no such microservice."),
    rule("(reading 'id')", "/microservices", Invalid, "The microservice names no application.")
        .only(Method::Post)
        .advice("Name an application that exists."),
    rule(
        "images is not iterable",
        "/microservices",
        Invalid,
        "The microservice has neither images nor a catalog item.",
    )
    .advice("Give an image for the agent's architecture, or the id of a catalog item."),
    rule(
        "images is not iterable",
        "/application",
        Invalid,
        "A microservice has neither images nor a catalog item.",
    )
    .advice("Give an image for the agent's architecture, or the id of a catalog item."),
    rule(
        "WHERE parameter \"name\" has invalid",
        "/microservices",
        Invalid,
        "The microservice names no agent.",
    )
    .advice("Name an agent of this Controller."),
    rule("WHERE parameter \"name\" has invalid", "/application", Invalid, "A microservice names no agent.")
        .advice("Name an agent of this Controller."),
    rule("WHERE parameter \"token\"", "/", Unauthorized, "The request was sent without a token.")
        .advice("Sign in again."),
    rule(
        "WHERE parameter \"iofog_uuid\"",
        "/services",
        Server,
        "The Controller cannot change an external service.",
    )
    .advice("Delete the service and create it again."),
    rule("(reading 'buffer')", "/", Invalid, "The request holds no file.").only(Method::Post),
    rule("no such column: NaN", "/", NotFound, "There is no object with this id.")
        .advice("The id must be a number."),
    rule(
        "FOREIGN KEY constraint failed",
        "/catalog/",
        NotFound,
        "The catalog item or its registry does not exist.",
    ),
    rule("Validation error", "/services", ErrorKind::Conflict, "A service of this name exists already.")
        .only(Method::Post),
    rule(
        "ConfigMap.immutable cannot be null",
        "/configmaps/",
        Invalid,
        "The change does not say `immutable`.",
    ),
    rule(
        "is not exactly one from",
        "/volumeMounts",
        Invalid,
        "A volume mount needs a secret or a config map, not both.",
    ),
    rule(
        "is not exactly one from",
        "/microservices",
        Invalid,
        "An environment variable needs exactly one source.",
    )
    .advice("Give it a value, a secret's value or a config map's value."),
    rule(
        "is not exactly one from",
        "/application",
        Invalid,
        "An environment variable needs exactly one source.",
    )
    .advice("Give it a value, a secret's value or a config map's value."),
    rule("is not any of", "/iofog", Invalid, "The router mode lacks its settings.")
        .advice("Edge needs a host; interior needs a host, an inter-router port and an edge router port."),
    rule("Invalid router mode '", "/iofog", Invalid, "The system agent needs an interior router.")
        .advice("Give it the router mode interior, a host and the router's ports."),
    rule("Invalid NATS mode '", "/iofog", Invalid, "The system agent needs a NATS server.")
        .advice("Give it the NATS mode server."),
    rule("Invalid router 'default-router'", "/iofog", NotFound, "This Controller has no default router yet.")
        .advice("Create the system agent first: interior router and NATS server."),
    rule(
        "Can't update catalog item images",
        "/catalog/",
        ErrorKind::Conflict,
        "Microservices use this catalog item.",
    )
    .only(Method::Delete)
    .advice("Give them another catalog item or images of their own first."),
    rule("Registry is in use by microservices", "/registries/", ErrorKind::Conflict, "")
        .advice("Give these microservices another registry first."),
    rule("Agent Resource Name is immutable", "/", Invalid, "The name of an agent cannot be changed.")
        .advice("Create an agent with the new name instead."),
    rule(
        "Application Resource Name is immutable",
        "/",
        Invalid,
        "The name of an application cannot be changed.",
    )
    .advice("Create an application with the new name instead."),
    rule(
        "Microservice Resource Name is immutable",
        "/",
        Invalid,
        "The name of a microservice cannot be changed.",
    )
    .advice("Create a microservice with the new name instead."),
    rule(
        "Microservice undefined does not have a valid image",
        "/",
        Invalid,
        "The microservice has no image for the architecture of its agent.",
    )
    .advice("Give an image for the architecture of its agent."),
    rule("does not have a valid image", "/", Invalid, "")
        .advice("Give an image for the architecture of its agent."),
    rule("is reserved for internal use", "/", Invalid, "").advice("Choose another external port."),
    rule("is not available", "/", ErrorKind::Conflict, "").advice("Choose another external port."),
    rule("There are no backups on agent", "/", Invalid, "")
        .advice("An agent can go back only after an upgrade."),
    rule("Secret type mismatch", "/secrets/", Invalid, "The type of a secret cannot be changed.")
        .advice("Create another secret instead."),
    rule("port mapping not exists", "/microservices/", NotFound, "There is no such port mapping."),
    rule("Invalid microservice user or UUID", "/", NotFound, "There is no such microservice."),
    rule("Unexpected field", "/", Server, "The Controller expects the file under another name."),
];

/// Replaces words (and the kind they hide) where a rule fits, and never leaves an empty message.
pub(super) fn reword(details: &mut Details, foreign: bool) {
    let config = details.path.ends_with("/config") && details.name.as_deref() == Some("SyntaxError");
    if config {
        let advice = "Write the configuration again; the Controller spoils quotes and backslashes in it.";
        replace(details, Garbled, "The stored configuration is not JSON.", advice);
    } else if let Some(rule) = RULES.iter().find(|rule| rule.fits(details)) {
        replace(details, rule.kind, rule.message, rule.advice);
    } else if let Some(missing) = missing(&details.message) {
        replace(details, NotFound, &missing, "");
    } else if let Some((subject, words)) = alternatives(&details.message) {
        let message = format!("{subject} has {words} of the forms that are allowed.");
        replace(details, Invalid, &message, "");
    } else if details.status == Some(413) && details.name.is_none() {
        let advice = "Whoever runs the proxy can raise its limit (nginx: client_max_body_size); or send it in several parts.";
        let message = "A proxy in front of the Controller refuses a request of this size.";
        replace(details, Invalid, message, advice);
    } else if details.status == Some(413) {
        let advice = "Take something out of it, or send it in several parts.";
        replace(details, Invalid, "The request is larger than the Controller takes (100 kB).", advice);
    } else if (details.status == Some(429) && !foreign) || details.retry_after_s.is_some() {
        let advice = match details.retry_after_s {
            Some(1) => "It asks you to wait for a second.".to_owned(),
            Some(seconds) => format!("It asks you to wait for {seconds} seconds."),
            None => "Try again later.".to_owned(),
        };
        let message = match details.status {
            Some(429) => "The Controller accepts no more requests for the moment.",
            _ => "The Controller is not ready.",
        };
        replace(details, details.kind, message, &advice);
    } else if let Some(words) = of_the_database(details.name.as_deref()) {
        replace(details, details.kind, words, "");
    }
    general(details);
}

/// How the Controller says that something it looked up is not there, and what that is.
const LOOKED_UP: [(&str, &str); 7] = [
    ("Invalid volume mapping id '", "volume mapping"),
    ("Invalid ioFog UUID '", "agent"),
    ("Invalid microservice UUID '", "microservice"),
    ("Invalid registry id '", "registry"),
    ("Invalid catalog item id '", "catalog item"),
    ("Invalid application id '", "application"),
    ("Invalid router '", "router"),
];

/// "Invalid id" is said where nothing is wrong with the id: there is no such object.
fn missing(message: &str) -> Option<String> {
    LOOKED_UP.iter().find_map(|(start, what)| {
        let name = message.strip_prefix(start)?.strip_suffix('\'')?;
        Some(format!("There is no {what} `{name}`."))
    })
}

/// Which alternatives of a schema something does not fit is said by their numbers only.
fn alternatives(message: &str) -> Option<(&str, &'static str)> {
    let one =
        message.split_once(" is not exactly one from [").map(|(subject, _)| (subject, "none, or several,"));
    one.or_else(|| message.split_once(" is not any of [").map(|(subject, _)| (subject, "none")))
}

/// A database speaks of tables and constraints, each in words of its own.
fn of_the_database(name: Option<&str>) -> Option<&'static str> {
    match name? {
        "SequelizeForeignKeyConstraintError" => Some("Something that the request names does not exist."),
        "SequelizeUniqueConstraintError" => Some("Something of this name exists already."),
        "SequelizeValidationError" => {
            Some("The Controller could not store this: a value is missing or does not fit.")
        }
        _ => None,
    }
}

fn replace(details: &mut Details, kind: ErrorKind, message: &str, advice: &str) {
    details.kind = kind;
    advice.clone_into(&mut details.advice);
    if !message.is_empty() {
        details.said = Some(std::mem::replace(&mut details.message, message.to_owned()));
    }
}

/// Words by kind: a defect's own message ("Cannot read properties of null") helps nobody, an empty one neither.
fn general(details: &mut Details) {
    let defect = details.kind == Server && details.said.is_none() && is_internal(details.name.as_deref());
    let message = match details.kind {
        Unauthorized if details.path == "/user/login" => {
            "The e-mail, the password or the one-time code is wrong."
        }
        Unauthorized => "You are not signed in, or your session has ended.",
        ErrorKind::Forbidden => "Your role does not allow this.",
        ErrorKind::NotSupported => "This Controller has no such endpoint.",
        ErrorKind::Unreachable if details.status.is_some_and(|status| status < 500) => {
            "Something in front of the Controller answered in its place: a proxy, or a network that wants a sign-in."
        }
        ErrorKind::Unreachable => "A gateway answered, but no Controller behind it.",
        ErrorKind::Timeout => "The Controller did not answer in time.",
        Server if defect || details.message.is_empty() => {
            "The Controller failed while it handled the request."
        }
        _ if details.message.is_empty() => "The Controller refused the request without saying why.",
        _ => "",
    };
    if !message.is_empty() && details.said.is_none() {
        let own = std::mem::replace(&mut details.message, message.to_owned());
        details.said = Some(own).filter(|own| !own.is_empty());
    }
    if details.advice.is_empty() {
        details.advice = advice(details).to_owned();
    }
}

fn is_internal(name: Option<&str>) -> bool {
    let name = name.unwrap_or_default();
    matches!(name, "TypeError" | "Error" | "SyntaxError" | "ReferenceError" | "TransactionError")
        || name.starts_with("Sequelize")
}

fn advice(details: &Details) -> &'static str {
    // Signing in and out changes nothing that somebody could look at.
    let changes = details.method != Method::Get && !details.path.starts_with("/user/");
    match details.kind {
        Unauthorized if details.path == "/user/login" => "Check them and try again.",
        Unauthorized => "Sign in again.",
        ErrorKind::Forbidden => "Ask an administrator of this Controller for permission.",
        Server if changes => "The change may have been made in part: check before you try again.",
        ErrorKind::Unreachable | ErrorKind::Timeout if changes => {
            "The change may have been made: check before you try again."
        }
        Server | ErrorKind::Unreachable | ErrorKind::Timeout => "Try again later.",
        _ => "",
    }
}
