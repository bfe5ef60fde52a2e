//! Who may do what: the built-in roles and those made through the API (Controller contract 3).

use serde_json::{Value, json};

use super::call::Caller;
use super::route::Verb;
use crate::state::State;

/// A rule of a built-in role: API group, resources, verbs.
type Rule = (&'static str, &'static [&'static str], &'static [&'static str]);

const AGENT: &str = "agent.datasance.com/v3";
const ALL: &[&str] = &["get", "list", "create", "update", "patch", "delete"];
const READ: &[&str] = &["get", "list"];
const ANY: &[&str] = &["*"];

const DEVELOPER_WRITES: &[&str] = &[
    "microservices",
    "applications",
    "applicationTemplates",
    "services",
    "natsAccounts",
    "natsUsers",
    "natsAccountRules",
    "natsUserRules",
    "flows",
    "catalog",
    "registries",
    "secrets",
    "configMaps",
    "volumeMounts",
    "certificates",
    "edgeResources",
    "capabilities",
    "diagnostics",
    "serviceAccounts",
    "controller",
    "execSessions",
    "logs",
];

const DEVELOPER_READS: &[&str] = &[
    "fogs",
    "router",
    "tunnels",
    "users",
    "config",
    "roles",
    "roleBindings",
    "systemMicroservices",
    "systemApplications",
    "natsOperator",
    "natsHub",
];

const VIEWER_READS: &[&str] = &[
    "microservices",
    "fogs",
    "applications",
    "systemMicroservices",
    "systemApplications",
    "applicationTemplates",
    "services",
    "router",
    "natsOperator",
    "natsHub",
    "natsAccounts",
    "natsUsers",
    "natsAccountRules",
    "natsUserRules",
    "flows",
    "catalog",
    "registries",
    "secrets",
    "configMaps",
    "volumeMounts",
    "certificates",
    "edgeResources",
    "capabilities",
    "diagnostics",
    "serviceAccounts",
    "config",
    "controller",
    "roles",
    "roleBindings",
];

const SRE_WRITES: &[&str] = &[
    "microservices",
    "systemMicroservices",
    "fogs",
    "applications",
    "systemApplications",
    "applicationTemplates",
    "services",
    "router",
    "natsAccounts",
    "natsUsers",
    "natsAccountRules",
    "natsUserRules",
    "flows",
    "catalog",
    "registries",
    "secrets",
    "configMaps",
    "volumeMounts",
    "tunnels",
    "certificates",
    "edgeResources",
    "capabilities",
    "diagnostics",
    "serviceAccounts",
    "events",
    "users",
    "config",
    "controller",
    "execSessions",
    "systemExecSessions",
    "logs",
    "systemLogs",
];

/// The built-in roles, in the order in which they are listed.
const BUILT_IN: &[(&str, &[Rule])] = &[
    (
        "microservice",
        &[
            (AGENT, &["gps"], &["get", "patch"]),
            (AGENT, &["config"], &["get"]),
            (AGENT, &["log"], &["post"]),
            (AGENT, &["control"], &["get"]),
        ],
    ),
    ("agent-admin", &[(AGENT, ANY, ANY)]),
    ("viewer", &[("", VIEWER_READS, READ)]),
    ("developer", &[("", DEVELOPER_WRITES, ALL), ("", DEVELOPER_READS, READ)]),
    ("sre", &[("", SRE_WRITES, ANY), ("", &["roles", "roleBindings", "natsOperator", "natsHub"], READ)]),
    ("admin", &[("", ANY, ANY)]),
];

pub(crate) fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// A built-in role as `GET /roles` shows it.
pub(crate) fn built_in(name: &str) -> Option<Value> {
    let (name, rules) = BUILT_IN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let rules = rules
        .iter()
        .map(
            |(group, resources, verbs)| json!({"apiGroups": [group], "resources": resources, "verbs": verbs}),
        )
        .collect::<Vec<_>>();
    Some(json!({"name": name, "kind": "Role", "rules": rules}))
}

pub(crate) fn all_built_in() -> impl Iterator<Item = Value> {
    BUILT_IN.iter().filter_map(|(name, _)| built_in(name))
}

/// Whether one of the caller's roles allows the verb on the resource. `names` are the parameters of the path, for
/// roles that are limited to some objects: a service account stands behind its application, all others in front.
pub(crate) fn allows(state: &State, caller: &Caller, resource: &str, verb: Verb, names: &[String]) -> bool {
    let name = if resource == "serviceAccounts" { names.last() } else { names.first() };
    let word = verb.word(!names.is_empty());
    let built_in = BUILT_IN
        .iter()
        .filter(|(name, _)| caller.roles.iter().any(|role| role == name) || state.binds(caller, name))
        .flat_map(|(_, rules)| rules.iter())
        .any(|(group, resources, verbs)| group.is_empty() && has(resources, resource) && has(verbs, word));
    built_in
        || state.bound_rules(caller).any(|rule| {
            let only = rule.resource_names.as_deref().unwrap_or_default();
            has(&rule.api_groups, "")
                && has(&rule.resources, resource)
                && has(&rule.verbs, word)
                && (only.is_empty() || name.is_some_and(|name| has(only, name)))
        })
}

/// Whether a list has a word, or a pattern for it in which `*` stands for anything.
fn has<T: AsRef<str>>(list: &[T], word: &str) -> bool {
    list.iter().any(|item| fits(item.as_ref(), word))
}

fn fits(pattern: &str, word: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == word,
        Some((start, rest)) => word.strip_prefix(start).is_some_and(|left| {
            left.char_indices()
                .map(|(place, _)| place)
                .chain([left.len()])
                .any(|place| left.get(place..).is_some_and(|left| fits(rest, left)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, word, expected) in [
            ("*", "", true),
            ("micro*", "microservices", true),
            ("*s*", "secrets", true),
            ("*x", "secrets", false),
            ("secrets", "secret", false),
        ] {
            assert_eq!(fits(pattern, word), expected, "{pattern} {word}");
        }
    }

    #[test]
    fn built_in_roles_allow_what_the_table_of_the_contract_says() {
        use Verb::{Create, Delete, Patch, Read};
        let state = State::default();
        // resource, verb, then whether admin, sre, developer and viewer may
        for (resource, verb, expected) in [
            ("registries", Create, [true, true, true, false]),
            ("registries", Read, [true, true, true, true]),
            ("fogs", Patch, [true, true, false, false]),
            ("fogs", Read, [true, true, true, true]),
            ("roles", Delete, [true, false, false, false]),
            ("execSessions", Patch, [true, true, true, false]),
            ("systemExecSessions", Patch, [true, true, false, false]),
            ("logs", Read, [true, true, true, false]),
            ("events", Read, [true, true, false, false]),
            ("tunnels", Read, [true, true, true, false]),
            ("cluster", Read, [true, false, false, false]),
            ("natsBootstrap", Read, [true, false, false, false]),
        ] {
            for (role, expected) in ["admin", "sre", "developer", "viewer"].into_iter().zip(expected) {
                let caller = Caller { name: role.into(), email: String::new(), roles: vec![role.to_owned()] };
                assert_eq!(
                    allows(&state, &caller, resource, verb, &[]),
                    expected,
                    "{role} {verb:?} {resource}"
                );
            }
        }
    }
}
