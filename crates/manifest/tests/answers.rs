//! Answers of a Controller as the manifests of what they are about: of the Controller at hand, and of another one.

#![expect(clippy::unwrap_used, reason = "the helpers of these tests read their own fixtures")]

use manifest::{Manifest, Severity, apply, check, controller_answers};
use model::{Lists, World};
use serde_json::json;

fn world() -> World {
    World::new(Lists::read(&json!({
        "agents": [{"uuid": "u-1", "name": "edge-1", "fogTypeId": 1}],
        "registries": [{"id": 1, "url": "hub"}, {"id": 3, "url": "ghcr.io/acme", "isPublic": false, "username": "robot"}],
        "catalogItems": [{"id": 9, "name": "probe", "category": "USER", "images": []}],
        "applications": [{"id": 2, "name": "shop"}],
        "microservices": [{"uuid": "m-1", "name": "web", "application": "shop", "iofogUuid": "u-1", "registryId": 3,
            "images": [{"containerImage": "web:2", "fogTypeId": 1}],
            "serviceAccount": {"name": "web", "roleRef": {"kind": "Role", "name": "viewer"}}}],
        "systemMicroservices": [], "applicationTemplates": [], "secrets": [], "configMaps": [], "volumeMounts": [],
        "roles": [{"name": "viewer"}],
    })))
}

/// Turns an answer into manifests: what is said of it, parts of the text, and what errors there are then.
#[track_caller]
fn turned(answer: &str, what: &str, parts: &[&str], errors: &[&str]) -> String {
    let world = world();
    let found = controller_answers(&Manifest::parse(answer), &world);
    assert_eq!(found.len(), 1, "{found:?}");
    let one = &found[0];
    assert_eq!(one.what, what);
    let text = apply(answer, std::slice::from_ref(one.edit.as_ref().unwrap()));
    for part in parts {
        assert!(text.contains(part), "{part} in {text}");
    }
    let problems = check(&Manifest::parse(&*text), Some(&world));
    let codes = problems.iter().filter(|one| one.severity == Severity::Error).map(|one| one.code);
    assert_eq!(codes.collect::<Vec<_>>(), errors, "{text}\n{problems:?}");
    text
}

#[test]
fn a_registry_keeps_its_id_where_it_is_ours_and_loses_it_where_it_is_not() {
    let ours = r#"{"id": 3, "url": "ghcr.io/acme", "isPublic": false, "username": "robot", "userEmail": "ops@example.com", "password": "hush"}"#;
    let text = turned(ours, "a registry", &["  id: 3", "private: true"], &[]);
    assert!(!text.contains("hush"), "{text}");
    let theirs = ours.replace("ghcr.io/acme", "ghcr.io/other");
    let text = turned(&theirs, "a registry", &["Add it here", "username: robot"], &["missing-field"]);
    assert!(!text.contains("hush") && !text.contains("id: 3"), "{text}");
}

#[test]
fn what_belongs_to_the_controller_is_left_out() {
    let list = r#"{"registries": [{"id": 1, "url": "hub", "isPublic": true, "username": "", "userEmail": ""},
        {"id": 3, "url": "ghcr.io/acme", "isPublic": false, "username": "robot", "userEmail": "ops@example.com"}]}"#;
    let text = turned(list, "registries", &["url: ghcr.io/acme"], &[]);
    assert!(!text.contains("hub"), "{text}");
    let found = controller_answers(&Manifest::parse(list), &world());
    assert_eq!(found[0].left_out, 1);
    let own = r#"{"id": 1, "url": "hub", "isPublic": true}"#;
    assert_eq!(controller_answers(&Manifest::parse(own), &world())[0].edit, None);
}

#[test]
fn a_catalog_item_of_another_controller_is_a_new_one() {
    let ours = r#"{"catalogItems": [{"id": 9, "name": "probe", "category": "USER", "publisher": "Acme", "registryId": 3,
        "images": [{"containerImage": "probe:1", "fogTypeId": 1}]}]}"#;
    turned(ours, "catalog items", &["id: 9", "registry: 3", "x86: probe:1"], &[]);
    let theirs = ours.replace("probe", "tool");
    let text = turned(&theirs, "catalog items", &["registry: \"?\"", "# Registry 3"], &["bad-registry"]);
    assert!(!text.contains("id: 9"), "{text}");
}

#[test]
fn a_microservice_is_written_as_it_is_and_ids_of_another_controller_are_asked_for() {
    let ours = r#"{"microservices": [{"uuid": "m-1", "name": "web", "application": "shop", "iofogUuid": "u-1", "registryId": 3,
        "images": [{"containerImage": "web:2", "fogTypeId": 1}], "env": [{"key": "A", "value": "told", "valueFromSecret": "db/a"}]}]}"#;
    let text = turned(
        ours,
        "microservices",
        &["name: edge-1", "registry: 3", "valueFromSecret: db/a"],
        &["unknown-name"],
    );
    assert!(!text.contains("told"), "{text}");
    let theirs = ours.replace("u-1", "u-9").replace("m-1", "m-9").replace(r#""catalogItemId": null"#, "");
    turned(
        &theirs,
        "microservices",
        &["# This is of another Controller", "registry: \"?\""],
        &["missing-field", "bad-registry", "unknown-name"],
    );
}

#[test]
fn an_application_has_its_microservices_whole_where_they_are_known() {
    let answer = r#"{"id": 2, "name": "shop", "description": "d", "isActivated": true, "isSystem": false, "microservices": [
        {"uuid": "m-1", "name": "web", "iofogUuid": "u-1", "registryId": 3, "images": [{"containerImage": "old:1", "fogTypeId": 1}]}]}"#;
    turned(answer, "an application", &["x86: web:2", "roleRef"], &[]);
    let theirs = answer.replace("m-1", "m-9");
    turned(
        &theirs,
        "an application",
        &["x86: old:1", "# The answer does not tell the service accounts"],
        &[],
    );
    for key in ["flows", "applications"] {
        turned(&format!(r#"{{"{key}": [{answer}]}}"#), "applications", &["x86: web:2"], &[]);
    }
}

#[test]
fn what_a_list_does_not_tell_is_missing_and_not_empty() {
    turned(
        r#"{"secrets": [{"id": 1, "name": "db", "type": "Opaque"}]}"#,
        "secrets",
        &["type: Opaque", "# The answer does not tell the data"],
        &["missing-field"],
    );
    turned(
        r#"{"configMaps": [{"id": 1, "name": "cm", "immutable": true, "useVault": true}]}"#,
        "config maps",
        &["immutable: true"],
        &["missing-field"],
    );
    turned(
        r#"{"id": 1, "name": "db", "type": "Opaque", "data": {"user": "bob"}}"#,
        "a secret",
        &["user: bob"],
        &[],
    );
    turned(
        r#"{"volumeMounts": [{"uuid": "v", "name": "vm", "configMapName": null, "secretName": "db", "version": 1}]}"#,
        "volume mounts",
        &["secretName: db"],
        &["unknown-name"],
    );
}

#[test]
fn nothing_is_made_of_what_cannot_be_judged() {
    let registry = r#"{"id": 3, "url": "ghcr.io/acme", "isPublic": false}"#;
    let unknown = controller_answers(&Manifest::parse(registry), &World::default());
    assert_eq!((unknown[0].what, &unknown[0].edit), ("a registry", &None));
    let events = r#"{"events": [], "total": 0, "limit": 200, "offset": 0}"#;
    assert_eq!(controller_answers(&Manifest::parse(events), &world())[0].edit, None);
    for none in ["", "kind: Registry\nspec: {url: a}\n", "[1, 2]", "{\"a\": 1}"] {
        assert_eq!(controller_answers(&Manifest::parse(none), &world()), [], "{none}");
    }
}

#[test]
fn answers_between_manifests_are_turned_where_they_stand() {
    let answer = r#"{"volumeMounts": [{"uuid": "v", "name": "vm", "configMapName": null, "secretName": "db", "version": 1}]}"#;
    let text = format!("kind: A\n---\n{answer}\n---\nkind: B\n");
    let found = controller_answers(&Manifest::parse(&*text), &world());
    let turned = apply(&text, std::slice::from_ref(found[0].edit.as_ref().unwrap()));
    assert!(
        turned.starts_with("kind: A\n---\napiVersion") && turned.ends_with("secretName: db\n---\nkind: B\n"),
        "{turned}"
    );
}
