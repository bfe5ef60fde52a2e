//! Where what the Controller says leads to.

use super::*;
use crate::Manifest;
use crate::wire::read_what_there_is;

const MICROSERVICE: &str = "kind: Microservice
metadata: {name: a/m}
spec:
  agent: {name: e}
  images: {arm: 'i:1', registry: 7}
  container:
    commands: [a, b]
    ports: [{internal: 1, external: 8080}, {internal: 2, external: 8081}]
    volumes: [{hostDestination: certs/tls, containerDestination: /c, accessMode: ro, type: volumeMount}, {hostDestination: data, containerDestination: /d}]
    env: [{key: A, value: '1'}, {key: B, valueFromSecret: db/user}, {key: C, valueFromSecret: db/word}]
    extraHosts: [{name: h, address: '${Apps.shop.web.local}'}]
  serviceAccount: {roleRef: {kind: Role, name: x}}
";

const APPLICATION: &str = "kind: Application
metadata: {name: a}
spec:
  natsConfig: {natsAccess: true, natsRule: r}
  microservices:
  - {name: one, agent: {name: e}, images: {x86: 'i:1'}}
  - {name: two, agent: {name: e}, images: {x86: 'i:1', arm: 'i:2'}, container: {env: [{key: A, value: '1'}], ports: [{internal: 1, external: 9000}]}}
";

fn word(blamed: Option<Blamed>) -> String {
    blamed.map_or_else(String::new, |Blamed { path, item }| match item {
        Some(item) => format!("{path} ({item})"),
        None => path.to_string(),
    })
}

fn spec(text: &str) -> Spec {
    read_what_there_is(&Manifest::parse(text).documents()[0]).unwrap().0
}

#[track_caller]
fn check(text: &str, cases: &[(&str, &str)]) {
    let spec = spec(text);
    for (api, place) in cases {
        assert_eq!(word(spec.blame(None, Some(api), &[])), *place, "{api}");
    }
}

#[track_caller]
fn check_words(text: &str, cases: &[(&str, &str)]) {
    let spec = spec(text);
    for (said, place) in cases {
        assert_eq!(word(spec.blame(None, None, &[said])), *place, "{said}");
    }
}

#[test]
fn a_path_of_the_controller_leads_to_the_field_of_a_microservice() {
    check(
        MICROSERVICE,
        &[
            ("env[1].key", "spec.container.env[1].key (B)"),
            ("instance.env[1]", "spec.container.env[1] (B)"),
            ("[\"env\",1]", "spec.container.env[1] (B)"),
            ("ports[0].protocol", "spec.container.ports[0].protocol (8080)"),
            ("volumeMappings[0].accessMode", "spec.container.volumes[0].accessMode (/c)"),
            ("cmd[1]", "spec.container.commands[1]"),
            ("images[0].containerImage", "spec.images.arm"),
            ("images", "spec.images.arm"),
            ("registryId", "spec.images.registry"),
            ("agentName", "spec.agent.name"),
            ("iofogUuid", "spec.agent.name"),
            ("serviceAccount.roleRef.name", "spec.serviceAccount.roleRef.name"),
            ("name", "metadata.name"),
            ("accessMode", "spec.container.volumes[1] (/d)"),
            ("internals", ""),
            ("", ""),
        ],
    );
    check(
        "apiVersion: iofog.org/v1\nkind: Microservice\nmetadata: {name: a/m}\nspec: {env: [{key: A, value: '1'}]}",
        &[("env[0].value", "spec.env[0].value (A)")],
    );
}

#[test]
fn a_path_of_the_controller_leads_into_an_application_and_a_template() {
    check(
        APPLICATION,
        &[
            ("microservices[1].env[0].value", "spec.microservices[1].container.env[0].value (two, A)"),
            ("microservices[1].images[1].fogTypeId", "spec.microservices[1].images.arm (two)"),
            ("microservices[0].name", "spec.microservices[0].name (one)"),
            ("microservices[0]", "spec.microservices[0] (one)"),
            ("microservices", "spec.microservices"),
            ("natsConfig.natsRule", "spec.natsConfig.natsRule"),
            ("name", "metadata.name"),
        ],
    );
    let text = "kind: ApplicationTemplate\nmetadata: {name: t}\nspec: {variables: [{key: v}], application: {microservices: [{name: m, schedule: 7}]}}";
    check(
        text,
        &[
            ("variables[0].key", "spec.variables[0].key (v)"),
            ("application.microservices[0].schedule", "spec.application.microservices[0].schedule (m)"),
        ],
    );
    let made = "kind: Application\nmetadata: {name: a}\nspec: {template: {name: t, variables: [{key: v, value: 1}]}}";
    check(made, &[("template.variables[0].value", "spec.template.variables[0].value (v)")]);
}

#[test]
fn a_path_of_the_controller_leads_to_the_field_of_a_registry_and_a_catalog_item() {
    check(
        "kind: Registry\nspec: {url: u, email: x, private: true}",
        &[("email", "spec.email"), ("isPublic", "spec.private"), ("url", "spec.url")],
    );
    check(
        "kind: CatalogItem\nmetadata: {name: n}\nspec: {arm: 'i:1'}",
        &[
            ("images[0].containerImage", "spec.arm"),
            ("registryId", "spec.registry"),
            ("name", "metadata.name"),
        ],
    );
}

#[test]
fn a_quoted_value_is_found_where_the_words_name_no_field() {
    check_words(
        MICROSERVICE,
        &[
            ("Port '8081' is not available", "spec.container.ports[1].external (8081)"),
            ("Secret with name \"db\" not found", "spec.container.env[1].valueFromSecret (B)"),
            ("Secret key word not found in secret db", "spec.container.env[2].valueFromSecret (C)"),
            ("Environment variable 'A' must have either value", "spec.container.env[0].key (A)"),
            ("Volume mount with name certs not found", "spec.container.volumes[0].hostDestination (/c)"),
            ("Could not find web host template", "spec.container.extraHosts[0].address (h)"),
            ("Referenced role 'x' does not exist", "spec.serviceAccount.roleRef"),
            ("Invalid registry id '7'", "spec.images.registry"),
            ("Invalid ioFog UUID 'e'", "spec.agent.name"),
            ("Microservice m does not have a valid image for its Agent type", "spec.images.arm"),
            ("Duplicate name 'm'", "metadata.name"),
            ("Port '1' is not available", ""),
            ("Something else", ""),
        ],
    );
    check_words(
        APPLICATION,
        &[
            ("Port '9000' is not available", "spec.microservices[1].container.ports[0].external (two, 9000)"),
            ("NATS account rule r does not exist", "spec.natsConfig"),
        ],
    );
}

#[test]
fn a_request_about_one_microservice_of_an_application_leads_to_its_place_in_the_list() {
    let spec = spec(APPLICATION);
    let blamed = spec.blame(Some("two"), Some("env[0].value"), &[]);
    assert_eq!(word(blamed), "spec.microservices[1].container.env[0].value (two, A)");
    let blamed = spec.blame(Some("two"), None, &["Duplicate name 'two'"]);
    assert_eq!(word(blamed), "spec.microservices[1].name (two)");
}
