//! What documents come to: actions, changes, consequences and the bodies that would be sent.

use serde_json::json;

use super::support::{Live, bodies, changes, outline, plan_of, recorded, sentences};
use crate::{Choices, RegistryChoice};

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let plan = plan_of(text, &recorded(), &Choices::default());
    assert_eq!(outline(&plan), expected);
}

/// The gateway of the recorded lists, as a manifest that changes nothing, with `more` at its end.
fn gateway(more: &str) -> String {
    format!(
        "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec:\n  \
         agent: {{name: edge-1}}\n  images: {{x86: 'docker.io/acme/gateway:1.0', arm: 'docker.io/acme/gateway:1.0-arm'}}\n  \
         config: {{mode: auto}}\n{more}"
    )
}

const PORT: &str = "  container: {ports: [{internal: 8080, external: 18080}]}\n";

#[test]
fn every_document_gets_one_step_in_the_order_of_deploying() {
    check(
        include_str!("fixtures/valid/40-many-documents.yaml"),
        &[
            "create Registry registry.example.com",
            "create CatalogItem batch-tool",
            "create Application batch",
            "create Microservice batch/second",
        ],
    );
}

#[test]
fn documents_of_other_kinds_are_named_and_left() {
    check(
        include_str!("fixtures/valid/41-route-retired.yaml"),
        &["skipped Route line-a/counter-to-board: Routes are gone since Controller 3.7."],
    );
    check(
        "kind: Service\nmetadata: {name: s}\n",
        &["skipped Service s: This console does not deploy Service."],
    );
    check("metadata: {name: s}\n", &["blocked  s: The document has no kind."]);
}

#[test]
fn a_microservice_as_it_is_needs_nothing() {
    check(&gateway(PORT), &["no change Microservice line-a/gateway"]);
}

#[test]
fn what_the_manifest_does_not_mention_is_reset_as_potctl_resets_it() {
    let plan = plan_of(&gateway(""), &recorded(), &Choices::default());
    assert_eq!(outline(&plan), ["update Microservice line-a/gateway"]);
    assert_eq!(
        changes(&plan),
        [r#"spec.container.ports: {"internal":8080,"external":18080,"protocol":"tcp"} -> (none) [Reset]"#]
    );
    assert_eq!(sentences(&plan), ["Restarts the container of line-a/gateway."]);
    assert_eq!(bodies(&plan), [json!({ "ports": [], "rebuild": true })]);
}

#[test]
fn a_change_of_config_alone_sends_config_alone_and_restarts_nothing() {
    let text = gateway(PORT).replace("mode: auto", r#"mode: 'say "auto"'"#);
    let plan = plan_of(&text, &recorded(), &Choices::default());
    assert_eq!(changes(&plan), [r#"spec.config.mode: auto -> say "auto""#]);
    assert!(sentences(&plan).is_empty());
    assert_eq!(bodies(&plan), [json!({ "config": r#"{"mode":"say \u0022auto\u0022"}"# })]);
}

#[test]
fn a_config_change_does_not_cancel_a_waiting_rebuild() {
    let mut live = recorded();
    live.applications[0].microservices[0].rebuild = Some(true);
    let plan = plan_of(&gateway(PORT).replace("auto", "manual"), &live, &Choices::default());
    assert_eq!(bodies(&plan), [json!({ "config": r#"{"mode":"manual"}"#, "rebuild": true })]);
}

#[test]
fn a_move_names_the_agents_and_the_volumes_that_stay_behind() {
    let mut live = recorded();
    live.microservices[0].volume_mappings =
        model::from_value(&json!([{ "hostDestination": "cache", "containerDestination": "/c", "accessMode": "rw", "type": "volume" }]))
            .unwrap();
    let text = gateway(
        "  container: {ports: [{internal: 8080, external: 18080}], volumes: [{hostDestination: cache, containerDestination: /c, accessMode: rw, type: volume}]}\n",
    );
    let plan = plan_of(&text.replace("edge-1", "edge-2"), &live, &Choices::default());
    assert_eq!(changes(&plan), ["spec.agent.name: edge-1 -> edge-2"]);
    assert_eq!(
        sentences(&plan),
        ["Restarts the container of line-a/gateway.", "The data in cache stays on the agent edge-1."]
    );
    assert_eq!(
        bodies(&plan),
        [json!({ "iofogUuid": "d13879c9-d372-497b-a392-ce94e49aca5d", "rebuild": true })]
    );
}

#[test]
fn from_a_catalog_item_to_own_images_the_item_is_taken_off() {
    let mut live = recorded();
    live.microservices[0].catalog_item_id = Some(6);
    live.microservices[0].images = Vec::new();
    let plan = plan_of(&gateway(PORT), &live, &Choices::default());
    assert_eq!(
        changes(&plan),
        [
            "spec.images.x86: (none) -> docker.io/acme/gateway:1.0",
            "spec.images.arm: (none) -> docker.io/acme/gateway:1.0-arm",
            "spec.images.catalogId: 6 -> (none)",
        ]
    );
    let body = bodies(&plan).remove(0);
    assert_eq!(body["catalogItemId"], json!(null));
    assert_eq!(body["registryId"], json!(1));
    assert_eq!(body["images"].as_array().unwrap().len(), 2);
}

#[test]
fn what_cannot_be_deployed_says_why() {
    for (text, reason) in [
        (gateway("").replace("edge-1", "nowhere"), "There is no agent nowhere on this Controller."),
        (
            gateway("").replace("line-a/gateway", "x/y").replace("x86", "x87").replace("arm:", "x:"),
            "There is no application x on this Controller, and no document creates it.",
        ),
        (
            gateway("").replace("line-a/gateway", "line-a/new").replace("x86:", "catalogId: 4, x86:"),
            "Catalog item 4 is Debug of the Controller itself; a microservice of it could not be changed again.",
        ),
        (
            gateway("").replace("line-a/gateway", "line-a/new").replace("x86:", "registry: 9, x86:"),
            "There is no registry 9 on this Controller.",
        ),
        (gateway("  schedule: soon\n"), "spec.schedule: This must be a whole number."),
        (
            gateway("  container: {env: [{key: A}]}\n"),
            "spec.container.env[0]: A variable needs a key and exactly one of value, valueFromSecret and valueFromConfigMap.",
        ),
    ] {
        let plan = plan_of(&text, &recorded(), &Choices::default());
        let line = outline(&plan).remove(0);
        assert!(line.starts_with("blocked") && line.ends_with(reason), "{line}");
        assert!(bodies(&plan).is_empty());
    }
}

#[test]
fn a_registry_without_an_id_waits_for_a_choice_beside_one_of_its_address() {
    let text = "kind: Registry\nspec: {url: 'https://GHCR.io/acme/', username: robot, email: ops@example.com, private: true, password: hush}\n";
    let mut choices = Choices::default();
    let plan = plan_of(text, &recorded(), &choices);
    let waits = "blocked Registry https://GHCR.io/acme/: A registry has no name, and this address is that of registry 3 of robot. \
                 Choose whether it is meant, or give spec.id.";
    assert_eq!(outline(&plan), [waits]);
    assert!(bodies(&plan).is_empty() && plan.steps[0].twins.len() == 1);
    choices.choose(&plan.steps[0], Some(RegistryChoice::CreateAnother));
    let plan = plan_of(text, &recorded(), &choices);
    assert_eq!(outline(&plan), ["create Registry https://GHCR.io/acme/"]);
    assert_eq!(
        sentences(&plan),
        [
            "A registry has no name, so this creates another one for https://GHCR.io/acme/, beside registry 3 of robot."
        ]
    );
    choices.choose(&plan.steps[0], Some(RegistryChoice::Update(3)));
    let plan = plan_of(text, &recorded(), &choices);
    assert_eq!(
        changes(&plan),
        ["spec.url: ghcr.io/acme -> https://GHCR.io/acme/", "spec.password: secret [SentAgain]"]
    );
    assert!(!format!("{plan:?}").contains("hush"), "the password must not be printed");
    assert_eq!(plan.steps[0].choice, Some(RegistryChoice::Update(3)));
    choices.choose(&plan.steps[0], None);
    assert_eq!(outline(&plan_of(text, &recorded(), &choices)), [waits], "a choice can be taken back");
}

#[test]
fn potctl_is_named_only_where_it_would_do_the_same() {
    let new = "kind: CatalogItem\nmetadata: {name: new-one}\nspec: {x86: 'a:1', registry: remote}\n";
    let by_name = new.replace("new-one", "probe");
    let by_id = by_name.replace("{x86", "{id: 6, x86");
    for (text, command) in [
        (new, Some("potctl deploy -f 'my file.yaml'")),
        (&by_name, None),
        (&by_id, Some("potctl deploy -f 'my file.yaml'")),
    ] {
        let manifest = manifest::Manifest::parse(text);
        let file = crate::File { name: "my file.yaml", manifest: &manifest, problems: &[] };
        let plan = crate::plan(&[file], &recorded().world(), &Choices::default());
        assert_eq!(plan.steps[0].potctl.as_deref(), command, "{text}");
    }
}

#[test]
fn the_registries_of_the_controller_are_never_touched() {
    let text = "kind: Registry\nspec: {id: 1, url: x, username: a, email: a@b.cd, password: p}\n";
    check(text, &["blocked Registry x: Registries 1 and 2 belong to the Controller and cannot be changed."]);
}

#[test]
fn a_catalog_item_is_found_by_its_name_and_only_changes_are_sent() {
    let text = "kind: CatalogItem\nmetadata: {name: probe}\nspec: {x86: 'docker.io/acme/probe:2.2', registry: remote}\n";
    let mut live = recorded();
    live.microservices[0].catalog_item_id = Some(6);
    let plan = plan_of(text, &live, &Choices::default());
    assert_eq!(changes(&plan), ["spec.x86: docker.io/acme/probe:2.1-amd64 -> docker.io/acme/probe:2.2"]);
    assert_eq!(
        sentences(&plan),
        [
            "Rebuilds 1 microservice that uses this catalog item: line-a/gateway.",
            "Not in the file, and left as it is: spec.description, spec.arm, spec.configExample."
        ]
    );
    assert_eq!(
        bodies(&plan),
        [json!({ "images": [{ "containerImage": "docker.io/acme/probe:2.2", "fogTypeId": 1 }] })]
    );
}

#[test]
fn an_application_without_a_list_keeps_its_microservices() {
    for spec in ["", " {}", " {description: Packing line A}"] {
        let text = format!("kind: Application\nmetadata: {{name: line-a}}\nspec:{spec}\n");
        let plan = plan_of(&text, &recorded(), &Choices::default());
        assert_eq!(outline(&plan), ["no change Application line-a"]);
    }
}

#[test]
fn the_application_of_an_agent_is_not_for_deploying() {
    check(
        "kind: Application\nmetadata: {name: system-edge-1}\nspec: {microservices: []}\n",
        &["blocked Application system-edge-1: The application system-edge-1 belongs to the Controller."],
    );
}

#[test]
fn a_list_deletes_what_it_lacks_after_a_tick() {
    let text = "kind: Application\nmetadata: {name: line-a}\nspec:\n  microservices:\n    - {name: new, agent: {name: edge-2}, images: {x86: 'a:1'}}\n";
    let plan = plan_of(text, &recorded(), &Choices::default());
    assert!(plan.steps[0].deletion.is_some());
    assert_eq!(
        sentences(&plan),
        [
            "Deletes 1 microservice that the file does not list: line-a/gateway.",
            "Not in the file, and left as it is: spec.description."
        ]
    );
    assert_eq!(
        changes(&plan),
        ["spec.microservices: gateway -> (none)", "spec.microservices[0]: (none) -> new"]
    );
}

#[test]
fn a_microservice_with_its_own_document_is_not_deleted_by_the_list() {
    let text = format!(
        "kind: Application\nmetadata: {{name: line-a}}\nspec: {{microservices: []}}\n---\n{}",
        gateway(PORT)
    );
    check(&text, &["no change Application line-a", "no change Microservice line-a/gateway"]);
}

#[test]
fn what_needs_a_blocked_document_is_blocked() {
    let text = "kind: Application\nmetadata: {name: fresh}\nspec: {microservices: [{name: a, agent: {name: nowhere}, images: {x86: 'a:1'}}]}\n---\n\
                kind: Microservice\nmetadata: {name: fresh/b}\nspec: {agent: {name: edge-1}, images: {x86: 'a:1'}}\n";
    check(
        text,
        &[
            "blocked Application fresh: a: There is no agent nowhere on this Controller.",
            "blocked Microservice fresh/b: It needs Application fresh, which cannot be deployed.",
        ],
    );
}

#[test]
fn a_template_is_compared_as_it_is_written() {
    let text = include_str!("fixtures/valid/24-application-template.yaml");
    let plan = plan_of(text, &recorded(), &Choices::default());
    assert_eq!(outline(&plan), ["create ApplicationTemplate viewer-template"]);
    let mut body = bodies(&plan).remove(0);
    // The list answers defaults as JSON text.
    for variable in body["variables"].as_array_mut().unwrap() {
        variable["defaultValue"] = json!(variable["defaultValue"].to_string());
    }
    let mut live = recorded();
    live.application_templates = model::from_value(&json!([body])).unwrap();
    assert_eq!(
        outline(&plan_of(text, &live, &Choices::default())),
        ["no change ApplicationTemplate viewer-template"]
    );
    let plan = plan_of(&text.replace("viewer:1", "viewer:{{ tag }}"), &live, &Choices::default());
    assert_eq!(
        changes(&plan),
        [
            "spec.application.microservices[0].images.x86: docker.io/acme/viewer:1 -> docker.io/acme/viewer:{{ tag }}"
        ]
    );
}

/// The recorded lists with the example's template and the application that the example makes from it.
fn with_template() -> (String, Live) {
    let template = include_str!("fixtures/valid/24-application-template.yaml");
    let application = include_str!("fixtures/valid/25-application-from-template.yaml");
    let mut live = recorded();
    let mut made = live.microservices[0].clone();
    made.uuid = "made".to_owned();
    made.application = "viewer-north".to_owned();
    let fields = json!({ "name": "viewer", "config": "{\"limits\":{\"warn\":5}}", "hostNetworkMode": true, "iofogUuid": made.iofog_uuid,
        "uuid": "made", "application": "viewer-north", "registryId": 1, "schedule": 50, "logSize": 1,
        "images": [{ "containerImage": "docker.io/acme/viewer:1", "fogTypeId": 1 }],
        "ports": [{ "internal": 80, "external": 15021, "protocol": "tcp" }] });
    live.microservices.push(model::from_value(&fields).unwrap());
    live.applications.push(
        model::from_value(
            &json!({ "id": 9, "name": "viewer-north", "isActivated": true, "microservices": [] }),
        )
        .unwrap(),
    );
    (format!("{template}---\n{application}"), live)
}

#[test]
fn an_application_from_a_plain_template_is_compared_with_what_it_would_be() {
    let (text, live) = with_template();
    let both = ["create ApplicationTemplate viewer-template", "no change Application viewer-north"];
    assert_eq!(outline(&plan_of(&text, &live, &Choices::default())), both);
    let plan = plan_of(&text.replace("15021", "15022"), &live, &Choices::default());
    assert_eq!(
        changes(&plan),
        [
            "spec.template.container.ports[0]: (none) -> {\"internal\":80,\"external\":15022,\"protocol\":\"tcp\"}",
            "spec.template.container.ports: {\"internal\":80,\"external\":15021,\"protocol\":\"tcp\"} -> (none)"
        ]
    );
    assert_eq!(
        bodies(&plan).pop(),
        Some(json!({ "ports": [{ "internal": 80, "external": 15022, "protocol": "tcp" }], "rebuild": true }))
    );
}

#[test]
fn an_application_from_a_cleverer_template_is_left_to_the_controller() {
    let (text, live) = with_template();
    let plan = plan_of(&text.replace("viewer:1", "viewer:{{ tag | downcase }}"), &live, &Choices::default());
    assert_eq!(outline(&plan)[1], "update Application viewer-north");
    assert!(plan.steps[1].deletion.is_some());
    assert_eq!(
        sentences(&plan),
        ["Makes the application from the template viewer-template again; what changes cannot be told. \
          Of viewer-north/viewer it deletes those that the template does not make."]
    );
}
