//! Documents to request bodies, in every layout.
#![expect(clippy::needless_pass_by_value, reason = "a table of json! reads better without ampersands")]

use model::Kind;
use serde_json::{Value, json};

use super::{Spec, cleared, read};
use crate::{Manifest, kinds};

fn spec(text: &str) -> Spec {
    read(&Manifest::parse(text).documents()[0]).unwrap().unwrap()
}

#[track_caller]
fn check(text: &str, expected: Value) {
    let spec = spec(text);
    let body = match spec.kind {
        Kind::Registry => kinds::registry::body(&spec),
        Kind::CatalogItem => kinds::catalog_item::body(&spec),
        Kind::Application => kinds::application::body(&spec),
        Kind::ApplicationTemplate => kinds::application_template::body(&spec),
        _ => kinds::microservice::body(&spec),
    };
    assert_eq!(Value::Object(body), expected);
}

/// A microservice whose spec has `lines` beside an agent and an image.
fn microservice(lines: &str) -> String {
    format!(
        "kind: Microservice\nmetadata: {{name: a/m}}\nspec:\n  agent: {{name: e}}\n  images: {{x86: 'i:1'}}\n{lines}"
    )
}

/// The body of [`microservice`] with `more` in it.
fn body_with(more: Value) -> Value {
    let mut body =
        json!({ "name": "m", "agentName": "e", "images": [{ "containerImage": "i:1", "fogTypeId": 1 }] });
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

#[test]
fn version_1_has_its_container_directly_below_spec() {
    let text = "apiVersion: iofog.org/v1\nkind: Microservice\nmetadata: {name: m}\nspec:\n  application: a\n  agent: {name: e}\n  \
                images: {x86: 'i:1', arm: '', registry: local, catalogId: 0}\n  config: {maxWindowSize: 40}\n  rootHostAccess: false\n  \
                ports: [{internal: 80, external: 10103, publicMode: false}]\n  env: [{key: TZ, value: Europe/Istanbul}]\n  routes: [rest-api]\n";
    check(
        text,
        body_with(json!({
            "registryId": 2, "config": "{\"maxWindowSize\":40}",
            "ports": [{ "internal": 80, "external": 10103, "protocol": "tcp" }],
            "env": [{ "key": "TZ", "value": "Europe/Istanbul" }],
        })),
    );
    assert_eq!(spec(text).application.as_deref(), Some("a"));
    assert_eq!(spec(text).path("container.ports"), "spec.ports");
    let newer = text.replace("iofog.org/v1", "iofog.org/v3");
    assert!(spec(&newer).get("container.ports").is_none(), "other versions have no such place");
}

#[test]
fn version_1_keeps_what_stands_beside_a_container() {
    let text = "apiVersion: iofog.org/v1\nkind: Microservice\nmetadata: {name: a/m}\nspec:\n  agent: {name: e}\n  \
                images: {x86: 'i:1'}\n  ports: [{internal: 80, external: 10103}]\n  env: []\n  \
                container: {env: [{key: A, value: b}]}\n";
    check(
        text,
        body_with(json!({
            "ports": [{ "internal": 80, "external": 10103, "protocol": "tcp" }],
            "env": [{ "key": "A", "value": "b" }],
        })),
    );
}

#[test]
fn the_application_is_found_wherever_it_is_written() {
    for (names, application) in [
        ("metadata: {name: a/m}\nspec: {name: m}", "a"),
        ("metadata: {name: a/m}\nspec: {name: b/m, application: c}", "b"),
        ("metadata: {name: a/m}\nspec: {application: c}", "a"),
        ("metadata: {name: m}\nspec: {application: 0x5}", "5"),
        ("metadata: {name: m}\nspec: {application: '5'}", "5"),
    ] {
        let text = format!("apiVersion: datasance.com/v3\nkind: Microservice\n{names}\n");
        assert_eq!(spec(&text).application.as_deref(), Some(application), "{names}");
    }
}

#[test]
fn a_registry_is_read_whatever_its_name_is() {
    let text = "apiVersion: datasance.com/v3\nkind: Registry\nmetadata: {name: 3}\nspec: {id: 3, url: a}\n";
    assert_eq!(spec(text).id, Some(3));
}

#[test]
fn version_2_ports_lose_what_newer_controllers_do_not_know() {
    let lines =
        "  container: {ports: [{internal: 80, external: 15001, public: 5001, host: r, protocol: http}]}\n";
    check(
        &format!("apiVersion: iofog.org/v2\n{}", microservice(lines)),
        body_with(json!({ "ports": [{ "internal": 80, "external": 15001, "protocol": "tcp" }] })),
    );
}

#[test]
fn texts_keep_their_source_and_null_is_absent() {
    let lines = "  schedule:\n  container:\n    ports:\n    runAsUser: 1000\n    cpuSetCpus: 0\n    commands: [25, 1.10, yes]\n    \
                 env: [{key: V, value: 1.10}, {key: D, value: 2024-01-01}, {key: L, value: 0123}, {key: E, value: ''}, {key: Y, value: yes}]\n    \
                 memoryLimit: 64.0\n    healthCheck: {interval: 5}\n  natsConfig: {natsAccess: true, natsRule: ''}\n";
    check(
        &microservice(lines),
        body_with(json!({
            "runAsUser": "1000", "cpuSetCpus": "0", "cmd": ["25", "1.10", "yes"], "memoryLimit": 64,
            "env": [{ "key": "V", "value": "1.10" }, { "key": "D", "value": "2024-01-01" }, { "key": "L", "value": "0123" },
                { "key": "E", "value": "" }, { "key": "Y", "value": "yes" }],
            "natsConfig": { "natsAccess": true },
        })),
    );
}

#[test]
fn config_becomes_json_text_that_the_controller_stores_unharmed() {
    let lines = "  config:\n    one: 1.0\n    big: 12345678901234567890123\n    hex: 0x1F\n    old: 012\n    day: 2024-01-01\n    \
                 say: 'say \"hi\"\\'\n    raw: '{% raw %}{{ x }}{% endraw %}'\n    made: '{{ x }}'\n    none: ~\n    nan: .nan\n";
    check(
        &microservice(lines),
        body_with(json!({
            "config": r#"{"one":1.0,"big":12345678901234567890123,"hex":31,"old":12,"day":"2024-01-01","say":"say \u0022hi\u0022\u005c","raw":"{\u007b x }}","made":"{{ x }}","none":null,"nan":null}"#,
        })),
    );
}

#[test]
fn a_catalog_item_brings_its_own_images_and_registry() {
    let text = microservice("").replace("x86:", "catalogId: 6, registry: 3, x86:");
    check(&text, json!({ "name": "m", "agentName": "e", "catalogItemId": 6 }));
}

#[test]
fn registries_are_words_numbers_or_numbers_as_text() {
    for (written, id) in [("remote", 1), ("local", 2), ("7", 7), ("'7'", 7)] {
        let text = microservice("").replace("x86:", &format!("registry: {written}, x86:"));
        check(&text, body_with(json!({ "registryId": id })));
    }
}

#[test]
fn registry_and_catalog_item_bodies_have_the_names_of_requests() {
    check(
        "kind: Registry\nspec: {url: r, private: true, username: u, password: 0123, email: a@b.cd, requiresCert: false}\n",
        json!({ "url": "r", "isPublic": false, "username": "u", "password": "0123", "email": "a@b.cd" }),
    );
    check(
        "kind: CatalogItem\nmetadata: {name: c}\nspec: {arm: 'a:1', description: 1.10}\n",
        json!({ "name": "c", "registryId": 1, "description": "1.10", "images": [{ "containerImage": "a:1", "fogTypeId": 2 }] }),
    );
}

#[test]
fn an_application_carries_its_members_or_its_template() {
    check(
        "kind: Application\nmetadata: {name: x}\nspec: {name: a, microservices: [{name: m, agent: {name: e}, images: {x86: 'i:1'}}]}\n",
        json!({ "name": "a", "isActivated": true, "microservices": [body_with(json!({}))] }),
    );
    check(
        "kind: Application\nmetadata: {name: a}\nspec: {template: {name: t, variables: [{key: k, value: {w: 5}}]}, microservices: []}\n",
        json!({ "name": "a", "isActivated": true, "template": { "name": "t", "variables": [{ "key": "k", "value": { "w": 5 } }] } }),
    );
    check("kind: Application\nmetadata: {name: a}\nspec:\n", json!({ "name": "a", "isActivated": true }));
}

#[test]
fn a_template_keeps_its_braces_and_numbers_may_be_variables() {
    check(
        "kind: ApplicationTemplate\nmetadata: {name: t}\nspec:\n  variables: [{key: p, defaultValue: 80}]\n  application:\n    \
         microservices: [{name: m, agent: {name: '{{a}}'}, images: {x86: 'i:{{v}}'}, container: {ports: [{internal: 80, external: '{{p}}'}]}}]\n",
        json!({
            "name": "t", "description": "", "variables": [{ "key": "p", "defaultValue": 80 }],
            "application": { "microservices": [{ "name": "m", "agentName": "{{a}}",
                "images": [{ "containerImage": "i:{{v}}", "fogTypeId": 1 }],
                "ports": [{ "internal": 80, "external": "{{p}}", "protocol": "tcp" }] }] },
        }),
    );
}

#[test]
fn a_value_without_a_place_makes_the_whole_document_unusable() {
    for (lines, path) in [
        ("  schedule: soon\n", "spec.schedule"),
        ("  container: [1]\n", "spec.container"),
        ("  serviceAccount: admin\n", "spec.serviceAccount"),
        ("  container: {ports: 80}\n", "spec.container.ports"),
        ("  container: {ports: [80]}\n", "spec.container.ports[0]"),
        ("  container: {ports: [{internal: '80', external: 1}]}\n", "spec.container.ports[0].internal"),
        ("  container: {env: {A: 1}}\n", "spec.container.env"),
        ("  container: {env: [{key: A, value: [1]}]}\n", "spec.container.env[0].value"),
        ("  container: {env: [{key: A, value: 1, valueFromSecret: s/k}]}\n", "spec.container.env[0]"),
        ("  container: {hostNetworkMode: 'true'}\n", "spec.container.hostNetworkMode"),
        ("  images: {registry: docker.io}\n", "spec.images.registry"),
    ] {
        let text = if lines.contains("images") {
            microservice("").replace("{x86: 'i:1'}", "{registry: docker.io}")
        } else {
            microservice(lines)
        };
        let manifest = Manifest::parse(text);
        let misfits = read(&manifest.documents()[0]).unwrap().unwrap_err();
        assert!(misfits.iter().any(|misfit| misfit.path == path), "{lines}: {misfits:?}");
    }
}

/// What requests carry of each kind, by its place and its name there. A field that is declared anew shows up here.
#[test]
fn every_field_has_one_place_in_requests() {
    for kind in Kind::deployed() {
        let rows = kinds::of(kind).rows();
        let mut names: Vec<&str> = rows.iter().filter_map(super::Row::request).collect();
        names.sort_unstable();
        assert!(!names.is_empty() && names.is_sorted_by(|one, next| one != next), "{kind}: {names:?}");
        for row in rows {
            let field = kinds::of(kind).field(&format!("spec.{}", row.path)).unwrap();
            assert!(std::ptr::eq(field, row.field), "{kind} {}", row.path);
            // Items of a list are compared by what tells them apart.
            assert!(
                row.field.ty.items().is_none_or(|items| items.identity().is_some()),
                "{kind} {}",
                row.path
            );
        }
    }
    let rows = kinds::of(Kind::Microservice).rows();
    let paths: Vec<&str> = rows.iter().map(|row| row.path.as_str()).take(8).collect();
    assert_eq!(
        paths,
        [
            "agent.name",
            "images.catalogId",
            "images.x86",
            "images.arm",
            "images.registry",
            "container.commands",
            "container.volumes",
            "container.env"
        ]
    );
}

#[test]
fn a_template_of_private_is_turned_round_for_is_public() {
    let text = |private: &str| {
        format!(
            "kind: Registry\nspec: {{url: u, username: n, password: p, email: e@f.g, private: {private}}}\n"
        )
    };
    let turned = |expression: &str| {
        format!(
            "{{{{ {expression} | toString | replace: 'true', 'no' | replace: 'false', 'true' | replace: 'no', 'false' | toBoolean }}}}"
        )
    };
    for (private, public) in [
        ("true", json!(false)),
        ("false", json!(true)),
        ("'{{ a }}'", json!(turned("a"))),
        ("'{{- a | upcase -}}'", json!(turned("a | upcase"))),
    ] {
        let body = kinds::registry::body(&spec(&text(private)));
        assert_eq!(body["isPublic"], public, "{private}");
    }
    // Text is no boolean, and cannot be turned round.
    for private in ["'x{{ a }}'", "'{{ a }}{{ b }}'", "'{% if a %}true{% endif %}'"] {
        let manifest = Manifest::parse(text(private));
        assert!(read(&manifest.documents()[0]).unwrap().is_err(), "{private}");
    }
}

#[test]
fn false_and_0_are_configurations() {
    for (config, sent) in [
        ("{a: false, b: 0, c: ''}", r#"{"a":false,"b":0,"c":""}"#),
        ("false", "false"),
        ("0", "0"),
        ("[]", "[]"),
    ] {
        let text = microservice(&format!("  config: {config}\n  container: {{annotations: {config}}}\n"));
        check(&text, body_with(json!({ "config": sent, "annotations": sent })));
    }
    check(&microservice("  config: {}\n"), body_with(json!({})));
}

#[test]
fn a_field_that_is_kept_when_absent_is_cleared_by_an_empty_value() {
    for (kind, path, expected) in [
        (Kind::CatalogItem, "spec.description", Some(json!(""))),
        (Kind::CatalogItem, "spec.x86", None),
        (Kind::Application, "spec.description", Some(json!(""))),
        (Kind::Registry, "spec.email", Some(json!(""))),
        (Kind::Registry, "spec.password", None),
        (Kind::Registry, "spec.url", None),
        (Kind::Microservice, "spec.container.runtime", Some(json!(""))),
        (Kind::Microservice, "spec.container.memoryLimit", Some(json!(0))),
        (Kind::Microservice, "spec.container.cpuSetCpus", None),
        (Kind::Microservice, "spec.agent.name", None),
        (Kind::Microservice, "spec.schedule", None),
    ] {
        assert_eq!(cleared(kind, path), expected, "{kind} {path}");
    }
    let text = "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata: {name: a/b}\nspec: {agent: {name: e}, images: {x86: i}, container: {runtime: '', platform: '', runAsUser: '', memoryLimit: 0}}\n";
    let found = crate::check(&Manifest::parse(text), None);
    assert!(found.iter().all(|problem| problem.severity != crate::Severity::Error), "{found:?}");
}
