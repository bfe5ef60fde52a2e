//! A document of each kind to begin from, with comments, and with the names of the Controller at hand where it has some.

use model::{Kind, World};

use super::{envelope, of};
use crate::scalar::ambiguous_as_string;

/// A manifest of a kind to begin from. Where nothing is known of the Controller, made-up names stand in it.
pub fn sample(kind: Kind, world: Option<&World>) -> String {
    let text = of(kind).reading.map_or("", |reading| reading.sample);
    if text.is_empty() {
        return plain(kind);
    }
    let mut out = String::new();
    let mut rest = text;
    // `<<what|otherwise>>` is what the Controller has of that, or what stands there otherwise.
    while let Some((before, hole)) = rest.split_once("<<") {
        let Some((hole, after)) = hole.split_once(">>") else { break };
        let (what, otherwise) = hole.split_once('|').unwrap_or((hole, ""));
        out.push_str(before);
        out.push_str(&filled(kind, what, otherwise, world));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A kind that has no sample of its own.
fn plain(kind: Kind) -> String {
    let (version, word) = (envelope::API_VERSION, kind.word());
    let name = kind.noun().replace(' ', "-");
    format!("apiVersion: {version}\nkind: {word}\nmetadata:\n  name: my-{name}\nspec: {{}}\n")
}

fn filled(kind: Kind, what: &str, otherwise: &str, world: Option<&World>) -> String {
    let found = world.and_then(|world| match what {
        "new" => Some(free(kind, otherwise, world)),
        "agent" => agent(world).map(str::to_owned),
        "application" => world.applications.rows().find(|one| !one.is_system).map(|one| one.name.clone()),
        "secret" => world.secrets.rows().next().map(|one| one.name.clone()),
        "registry" => world.registries.rows().find(|one| !one.is_system()).map(|one| one.id.to_string()),
        "item" => world.catalog_items.rows().find(|one| !one.is_system()).map(|one| one.id.to_string()),
        "port" => otherwise.parse().ok().map(|first| port(world, first).to_string()),
        _ => None,
    });
    let is_text = !matches!(what, "registry" | "item" | "port");
    match found {
        Some(found) if is_text && ambiguous_as_string(&found) => format!("\"{found}\""),
        Some(found) => found,
        None => otherwise.to_owned(),
    }
}

/// Where something can be placed, if possible.
fn agent(world: &World) -> Option<&str> {
    let can = world.agents.rows().find(|agent| agent.architecture().is_some());
    can.or_else(|| world.agents.rows().next()).map(|agent| agent.name.as_str())
}

/// The first port from there on that nothing uses on that agent.
fn port(world: &World, first: i64) -> i64 {
    let agent = agent(world).unwrap_or_default();
    (first..first + 1_000).find(|port| world.port_owner(agent, *port).is_none()).unwrap_or(first)
}

/// A name that no object of the kind has: a new document is not meant to change one.
fn free(kind: Kind, name: &str, world: &World) -> String {
    let is_taken = |name: &str| match kind {
        Kind::Secret => world.secrets.rows().any(|one| one.name == name),
        Kind::ConfigMap => world.config_maps.rows().any(|one| one.name == name),
        Kind::VolumeMount => world.volume_mounts.rows().any(|one| one.name == name),
        Kind::ApplicationTemplate => world.application_templates.rows().any(|one| one.name == name),
        Kind::CatalogItem => world.catalog_items.rows().any(|one| one.name == name),
        Kind::Application => world.applications.rows().any(|one| one.name == name),
        Kind::Microservice => world.microservices.rows().any(|one| one.name == name),
        _ => false,
    };
    let mut names = (2..).map(|number: u32| format!("{name}-{number}"));
    if is_taken(name) { names.find(|name| !is_taken(name)).unwrap_or_default() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use model::Lists;
    use serde_json::json;

    use super::*;
    use crate::{Manifest, Severity, check};

    /// What a Controller without any of the names would say.
    const UNRESOLVED: [&str; 4] =
        ["unknown-agent", "unknown-application", "unknown-name", "unknown-registry"];

    fn errors(text: &str, world: Option<&World>) -> Vec<(&'static str, String)> {
        let problems = check(&Manifest::parse(text), world);
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
        errors.map(|problem| (problem.code, problem.message.to_string())).collect()
    }

    #[test]
    fn every_sample_is_one_whole_document_of_its_kind_without_errors() {
        for kind in Kind::deployed() {
            let manifest = Manifest::parse(sample(kind, None));
            let kinds = manifest.documents().iter().map(|one| one.kind()).collect::<Vec<_>>();
            assert_eq!(kinds, [Some(kind.word())]);
            assert!(manifest.documents().iter().all(crate::Document::is_complete), "{kind}");
            assert!(!manifest.text().contains("<<"), "{kind}");
            assert_eq!(errors(manifest.text(), None), [], "{kind}");
        }
    }

    #[test]
    fn where_a_controller_has_nothing_only_names_are_missing() {
        let empty = World::new(Lists::read(&json!({
            "agents": [], "registries": [], "catalogItems": [], "applications": [], "microservices": [],
            "systemMicroservices": [], "applicationTemplates": [], "secrets": [], "configMaps": [], "volumeMounts": [],
        })));
        for kind in Kind::deployed() {
            let errors = errors(&sample(kind, Some(&empty)), Some(&empty));
            assert!(errors.iter().all(|(code, _)| UNRESOLVED.contains(code)), "{kind}: {errors:?}");
        }
    }

    #[test]
    fn names_of_the_controller_are_filled_in_and_new_ones_are_free() {
        let world = World::new(Lists::read(&json!({
            "agents": [{"uuid": "u-0", "name": "new", "fogTypeId": 0}, {"uuid": "u-1", "name": "1", "fogTypeId": 1}],
            "registries": [{"id": 1, "url": "hub"}, {"id": 7, "url": "mine"}],
            "catalogItems": [{"id": 9, "name": "my-item", "category": "USER"}],
            "applications": [{"id": 2, "name": "shop"}], "systemMicroservices": [], "applicationTemplates": [],
            "microservices": [{"uuid": "m-1", "name": "my-microservice", "application": "shop", "iofogUuid": "u-1",
                "ports": [{"internal": 1, "external": 15000}]}],
            "secrets": [{"id": 1, "name": "db", "type": "Opaque"}], "configMaps": [], "volumeMounts": [],
        })));
        for (kind, part) in [
            (Kind::Microservice, "name: \"1\""),
            (Kind::Microservice, "name: my-microservice-2"),
            (Kind::Microservice, "application: shop"),
            (Kind::Microservice, "external: 15001"),
            (Kind::Microservice, "catalogId: 9"),
            (Kind::Application, "name: my-application"),
            (Kind::CatalogItem, "name: my-item-2"),
            (Kind::CatalogItem, "registry: 7"),
            (Kind::VolumeMount, "secretName: db"),
        ] {
            let text = sample(kind, Some(&world));
            assert!(text.contains(part), "{part} in {text}");
        }
        for kind in Kind::deployed() {
            assert_eq!(errors(&sample(kind, Some(&world)), Some(&world)), [], "{kind}");
        }
    }
}
