//! An entry of the audit log in words: the Controller notes verbs, paths and ids.

use std::collections::{HashMap, HashSet};

use model::Event;

/// The kinds that paths name by an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    Microservice,
    Agent,
    CatalogItem,
    Registry,
}

/// What is called how now, as far as the lists were read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    known: HashMap<(Named, String), String>,
    read: HashSet<Named>,
}

impl Names {
    /// Takes in a list that was read: pairs of id and name.
    pub fn add(&mut self, kind: Named, pairs: impl Iterator<Item = (String, String)>) {
        self.read.insert(kind);
        self.known.extend(pairs.map(|(id, name)| ((kind, id), name)));
    }
}

/// How a path begins, what it is about, and who knows the name of the id that follows.
const KINDS: [(&[&str], &str, Option<Named>); 29] = [
    (&["microservices", "system", "exec"], "system microservice", Some(Named::Microservice)),
    (&["microservices", "system"], "system microservice", Some(Named::Microservice)),
    (&["microservices", "exec"], "microservice", Some(Named::Microservice)),
    (&["microservices"], "microservice", Some(Named::Microservice)),
    (&["iofog"], "agent", Some(Named::Agent)),
    (&["application", "system"], "system application", None),
    (&["application"], "application", None),
    (&["flow"], "application", None),
    (&["applicationTemplate"], "application template", None),
    (&["catalog", "microservices"], "catalog item", Some(Named::CatalogItem)),
    (&["registries"], "registry", Some(Named::Registry)),
    (&["secrets"], "secret", None),
    (&["configmaps"], "config map", None),
    (&["volumeMounts"], "volume mount", None),
    (&["services"], "service", None),
    (&["edgeResource"], "edge resource", None),
    (&["roles"], "role", None),
    (&["rolebindings"], "role binding", None),
    (&["serviceaccounts"], "service account", None),
    (&["certificates", "ca"], "certificate authority", None),
    (&["certificates"], "certificate", None),
    (&["nats", "account-rules"], "NATS account rule", None),
    (&["nats", "user-rules"], "NATS user rule", None),
    (&["nats", "accounts"], "NATS account", None),
    (&["nats"], "NATS", None),
    (&["cluster", "controllers"], "Controller", None),
    (&["router"], "default router", None),
    (&["config"], "setting of the Controller", None),
    (&["events"], "audit log", None),
];

/// What the last part of a path does; the verb alone would say "created" or "changed".
const DONE: [(&str, &str); 11] = [
    ("start", "started"),
    ("stop", "stopped"),
    ("rebuild", "rebuilt"),
    ("reboot", "restarted"),
    ("prune", "pruned images on"),
    ("link", "linked"),
    ("renew", "renewed"),
    ("rotate", "rotated the operator of"),
    ("upgrade", "upgraded"),
    ("rollback", "rolled back"),
    ("provisioning-key", "made a provisioning key for"),
];

/// What was done, as far as verb and path tell.
pub fn action(event: &Event) -> String {
    let path = parts(&event.endpoint_path);
    let last = path.last().copied().unwrap_or_default();
    let done = match (event.event_type.as_str(), event.method.as_deref(), path.as_slice()) {
        ("WS_CONNECT", _, [.., "logs"]) => "opened the log of",
        ("WS_DISCONNECT", _, [.., "logs"]) => "closed the log of",
        ("WS_CONNECT", _, [.., "exec", _]) | (_, Some("POST"), [.., "exec"]) => "opened a shell in",
        ("WS_DISCONNECT", _, [.., "exec", _]) | (_, Some("DELETE"), [.., "exec"]) => "closed a shell in",
        ("WS_CONNECT", ..) => "opened a connection to",
        ("WS_DISCONNECT", ..) => "closed a connection to",
        (_, _, ["user", "login"]) => "signed in",
        (_, _, ["user", "logout"]) => "signed out",
        (_, _, ["user", "refresh"]) => "renewed a session",
        (_, method, _) => match (DONE.iter().find(|(end, _)| *end == last), method) {
            (Some((_, done)), _) => done,
            (None, Some("POST")) => "created",
            (None, Some("PUT" | "PATCH")) => "changed",
            (None, Some("DELETE")) => "deleted",
            (None, Some(method)) => method,
            (None, None) => "did something to",
        },
    };
    done.to_owned()
}

/// What it was done to: kind and name. An id stands only where nobody knows the name.
pub fn object(event: &Event, names: &Names) -> String {
    let path = parts(&event.endpoint_path);
    if path.first() == Some(&"user") {
        return String::new();
    }
    let kind = KINDS.iter().find(|(start, ..)| path.starts_with(start));
    let Some((start, noun, named)) = kind else { return path.join("/") };
    let mut rest = path.get(start.len()..).unwrap_or_default().iter().copied();
    // Of what is made, the path does not tell which it is.
    let id = rest.next().map(str::to_owned).or_else(|| event.resource_id.clone()).unwrap_or_default();
    let mut words = vec![match named {
        _ if id.is_empty() => (*noun).to_owned(),
        Some(named) => called(*named, noun, id, names),
        None => format!("{noun} {id}"),
    }];
    let is_told = |part: &&str| *part == "exec" || *part == "logs" || DONE.iter().any(|(end, _)| end == part);
    words.extend(rest.filter(|part| !is_told(part) && *part != "version").map(|part| part.replace('-', " ")));
    words.join(", ")
}

fn called(named: Named, noun: &str, id: String, names: &Names) -> String {
    let key = (named, id);
    match names.known.get(&key) {
        Some(name) => format!("{noun} {name}"),
        None if names.read.contains(&named) => format!("{noun} that is gone, id {}", key.1),
        None => format!("{noun} with id {}", key.1),
    }
}

/// Who did it.
pub fn actor(event: &Event) -> String {
    match (event.actor_id.as_deref(), event.endpoint_type.as_str()) {
        (Some(actor), _) if !actor.is_empty() => actor.to_owned(),
        (_, "agent") => "an agent".to_owned(),
        _ => "nobody signed in".to_owned(),
    }
}

/// The parts of a path without what all paths begin with, and without in which form something was sent. A query is left
/// out: that of a socket holds a token.
fn parts(path: &str) -> Vec<&str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let below = path.split_once("/v3/").map_or(path, |(_, below)| below);
    below.split('/').filter(|part| !part.is_empty() && *part != "yaml").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, method: &str, path: &str) -> Event {
        Event {
            method: Some(method.to_owned()),
            endpoint_path: format!("/api/v3/{path}"),
            event_type: kind.to_owned(),
            ..Event::default()
        }
    }

    fn names() -> Names {
        let pair = |id: &str, name: &str| std::iter::once((id.to_owned(), name.to_owned()));
        let mut names = Names::default();
        names.add(Named::Microservice, pair("u1", "shop/web"));
        names.add(Named::Agent, pair("a1", "edge-1"));
        names.add(Named::Registry, pair("3", "registry.example"));
        names
    }

    fn check(kind: &str, method: &str, path: &str, expected: &str) {
        let event = event(kind, method, path);
        let said = format!("{} {}", action(&event), object(&event, &names()));
        assert_eq!(said.trim(), expected, "{path}");
    }

    #[test]
    fn verbs_and_paths_are_put_into_words_and_ids_into_names() {
        for (method, path, expected) in [
            ("POST", "registries", "created registry"),
            ("DELETE", "registries/3", "deleted registry registry.example"),
            ("PATCH", "microservices/u1", "changed microservice shop/web"),
            ("PATCH", "microservices/yaml/u1", "changed microservice shop/web"),
            ("PATCH", "microservices/u1/stop", "stopped microservice shop/web"),
            ("PATCH", "microservices/system/u1/rebuild", "rebuilt system microservice shop/web"),
            ("POST", "microservices/u1/exec", "opened a shell in microservice shop/web"),
            ("POST", "microservices/u1/port-mapping", "created microservice shop/web, port mapping"),
            ("DELETE", "microservices/u9", "deleted microservice that is gone, id u9"),
            ("POST", "iofog/a1/reboot", "restarted agent edge-1"),
            ("POST", "iofog/a1/version/upgrade", "upgraded agent edge-1"),
            ("PATCH", "catalog/microservices/7", "changed catalog item with id 7"),
            ("DELETE", "application/shop", "deleted application shop"),
            ("PUT", "application/yaml/shop", "changed application shop"),
            ("DELETE", "nats/user-rules/mqtt", "deleted NATS user rule mqtt"),
            ("POST", "user/login", "signed in"),
            ("HEAD", "microservices", "HEAD microservice"),
            ("PUT", "something/new", "changed something/new"),
        ] {
            check("HTTP", method, path, expected);
        }
    }

    #[test]
    fn sockets_say_what_they_were_for_and_never_their_token() {
        check(
            "WS_CONNECT",
            "GET",
            "microservices/u1/logs?token=abc",
            "opened the log of microservice shop/web",
        );
        check(
            "WS_DISCONNECT",
            "GET",
            "microservices/exec/u1?token=abc",
            "closed a shell in microservice shop/web",
        );
        check("WS_CONNECT", "GET", "iofog/a1/logs?tail=5&token=abc", "opened the log of agent edge-1");
        check("WS_CONNECT", "GET", "new?token=abc", "opened a connection to new");
    }

    #[test]
    fn what_was_made_is_named_where_the_controller_says_its_id() {
        let event = Event { resource_id: Some("u1".to_owned()), ..event("HTTP", "POST", "microservices") };
        assert_eq!(object(&event, &names()), "microservice shop/web");
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
