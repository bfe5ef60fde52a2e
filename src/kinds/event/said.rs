//! An entry of the audit log in words: the Controller notes verbs and paths.

use model::Event;

/// What was done, as far as verb and path tell.
pub fn action(event: &Event) -> String {
    let path = below(&event.endpoint_path);
    let done = match (event.event_type.as_str(), event.method.as_deref(), path) {
        ("WS_CONNECT", ..) => "opened a connection",
        ("WS_DISCONNECT", ..) => "closed a connection",
        (_, _, path) if path.ends_with("user/login") => "signed in",
        (_, _, path) if path.ends_with("user/logout") => "signed out",
        (_, _, path) if path.ends_with("user/refresh") => "renewed a session",
        (_, _, path) if path.ends_with("/start") => "started",
        (_, _, path) if path.ends_with("/stop") => "stopped",
        (_, _, path) if path.ends_with("/rebuild") => "rebuilt",
        (_, Some("POST"), _) => "created",
        (_, Some("PUT" | "PATCH"), _) => "changed",
        (_, Some("DELETE"), _) => "deleted",
        (_, Some(method), _) => return method.to_owned(),
        (_, None, _) => "did something",
    };
    done.to_owned()
}

/// What it was done to: the path below the version, which names the object where the Controller does not.
pub fn object(event: &Event) -> String {
    below(&event.endpoint_path).to_owned()
}

/// Who did it.
pub fn actor(event: &Event) -> String {
    match (event.actor_id.as_deref(), event.endpoint_type.as_str()) {
        (Some(actor), _) if !actor.is_empty() => actor.to_owned(),
        (_, "agent") => "an agent".to_owned(),
        _ => "nobody signed in".to_owned(),
    }
}

/// The path without what all paths begin with.
fn below(path: &str) -> &str {
    path.split_once("/v3/").map_or(path, |(_, below)| below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &str, path: &str, expected: &str) {
        let event = Event {
            method: Some(method.to_owned()),
            endpoint_path: format!("/some/v3/{path}"),
            event_type: "HTTP".to_owned(),
            ..Event::default()
        };
        assert_eq!(format!("{} {}", action(&event), object(&event)), expected);
    }

    #[test]
    fn verbs_and_paths_are_put_into_words() {
        check("POST", "registries", "created registries");
        check("PATCH", "microservices/u1", "changed microservices/u1");
        check("PATCH", "microservices/u1/stop", "stopped microservices/u1/stop");
        check("DELETE", "application/shop", "deleted application/shop");
        check("POST", "user/login", "signed in user/login");
        check("HEAD", "microservices", "HEAD microservices");
    }

    #[test]
    fn who_did_it_is_said_even_where_the_controller_does_not_know() {
        for (id, kind, expected) in [
            (Some("admin"), "user", "admin"),
            (None, "agent", "an agent"),
            (Some(""), "user", "nobody signed in"),
        ] {
            let event =
                Event { actor_id: id.map(str::to_owned), endpoint_type: kind.to_owned(), ..Event::default() };
            assert_eq!(actor(&event), expected);
        }
    }
}
