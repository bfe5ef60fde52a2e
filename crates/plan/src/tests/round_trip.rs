//! Describing what is live, reading that back and planning it must come to nothing, whatever the values are.

use manifest::Manifest;
use manifest::describe::Options;
use manifest::kinds::{application, application_template, catalog_item, microservice, registry};
use manifest::wire::{self, Spec};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::{Live, changes, list, outline, plan_of, recorded};
use crate::Choices;

/// Texts that some reader of YAML, JSON or Liquid takes for something else.
const NASTY: &[&str] = &[
    "",
    " ",
    "yes",
    "No",
    "on",
    "null",
    "~",
    "1.10",
    "012",
    "0o17",
    "0x1F",
    "1_000",
    "2024-01-01",
    "1e3",
    ".5",
    "-",
    "- a",
    "a: b",
    "a #b",
    "#c",
    "{{ x }}",
    "{% if %}",
    "{% endraw %} {{",
    "}}",
    "{a",
    "[b",
    "'q'",
    "\"q\"",
    "C:\\",
    "a\nb",
    "a\nb\n",
    "\n",
    " lead",
    "trail ",
    "a\n\n b\n\n\n",
    "\ttab",
    "é\u{2028}x",
    "\u{feff}bom",
    "<<",
    "=",
    "---",
    "...",
    "%x",
    "@y",
    "`z",
    "!t",
    "&a",
    "*a",
    "|",
    ">",
    "12:30:45",
    "+1",
    "\u{1f600}",
    "a\r\nb",
    "\u{85}",
    "\u{7f}",
    "? k",
    ": v",
    "# not a comment\nx",
    "9007199254740993",
    "true",
    "-.inf",
    "0b1",
    "08",
    "1,000",
    "x:",
];

const EXAMPLES: &[&str] = &[
    include_str!("fixtures/valid/11-microservice-full.yaml"),
    include_str!("fixtures/valid/20-application-two-microservices.yaml"),
    include_str!("fixtures/valid/24-application-template.yaml"),
    include_str!("fixtures/valid/33-registry-update.yaml"),
    include_str!("fixtures/valid/40-many-documents.yaml"),
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(NASTY).prop_map(str::to_owned),
        "[a-z][a-z0-9:/._-]{0,12}",
        "\\PC{0,12}",
        any::<String>(),
    ]
}

/// JSON text, numbers written in ways that doubles do not keep.
fn json_text() -> impl Strategy<Value = String> {
    let number = prop_oneof!["-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,5})?([eE][+-]?[0-9]{1,3})?"];
    let quoted = text().prop_map(|text| serde_json::to_string(&text).unwrap()).boxed();
    let leaf = prop_oneof![number, quoted.clone(), Just("null".to_owned()), Just("true".to_owned())];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let field = (quoted.clone(), inner.clone()).prop_map(|(key, value)| format!("{key}:{value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(field, 0..4).prop_map(|fields| format!("{{{}}}", fields.join(","))),
        ]
    })
}

fn env() -> impl Strategy<Value = Value> {
    let source = prop_oneof![
        text()
            .prop_map(|value| json!({ "value": value, "valueFromSecret": null, "valueFromConfigMap": null })),
        text().prop_map(|value| json!({ "value": value, "valueFromSecret": "db/password" })),
        Just(json!({ "value": "7", "valueFromConfigMap": "line-settings/threshold" })),
    ];
    ("[A-Z]{1,6}", source).prop_map(|(key, mut entry)| {
        entry["key"] = key.into();
        entry
    })
}

fn container() -> impl Strategy<Value = Value> {
    let lists = (
        prop::collection::vec(text(), 0..3),
        prop::collection::vec(env(), 0..4),
        prop::collection::vec((1..70_000_i64, 1..70_000_i64, any::<bool>()), 0..3),
        prop::collection::vec((text(), text()), 0..3),
    );
    (lists, any::<bool>(), text(), text(), prop::option::of(0..4096_i64)).prop_map(
        |((cmd, env, ports, volumes), flag, user, cpus, memory)| {
            let port = |(internal, external, udp): (i64, i64, bool)| {
                json!({ "internal": internal, "external": external, "protocol": if udp { "udp" } else { "tcp" } })
            };
            let volume = |(host, container): (String, String)| {
                json!({ "id": 1, "hostDestination": host, "containerDestination": container, "accessMode": "rw", "type": "volume" })
            };
            json!({
                "cmd": cmd, "env": env, "ports": ports.into_iter().map(port).collect::<Vec<_>>(),
                "volumeMappings": volumes.into_iter().map(volume).collect::<Vec<_>>(),
                "hostNetworkMode": flag, "runAsUser": user, "cpuSetCpus": cpus, "memoryLimit": memory,
                "healthCheck": if flag { json!({ "test": ["CMD", "true"], "interval": 5, "retries": 2 }) } else { json!({}) },
                "serviceAccount": { "name": "x", "roleRef": { "kind": "Role", "name": if flag { "viewer" } else { "microservice" } } },
            })
        },
    )
}

pub(crate) fn microservice() -> impl Strategy<Value = Value> {
    let images = prop_oneof![
        (text(), 1..4_i64).prop_map(|(image, registry)| json!({
            "images": [{ "containerImage": image, "fogTypeId": 1 }, { "containerImage": "arm:1", "fogTypeId": 2 }],
            "registryId": registry, "catalogItemId": null
        })),
        Just(json!({ "images": [], "registryId": 3, "catalogItemId": 7 })),
    ];
    (container(), images, json_text(), json_text(), 6..100_i64, 0..20_i64).prop_map(
        |(container, images, config, annotations, schedule, log_size)| {
            let mut all = serde_json::to_value(&recorded().microservices[0]).unwrap();
            let rest =
                json!({ "config": config, "annotations": annotations, "schedule": schedule, "logSize": log_size });
            for part in [container, images, rest] {
                for (key, value) in part.as_object().unwrap() {
                    all[key] = value.clone();
                }
            }
            all
        },
    )
}

fn live_with(microservice: &Value) -> Live {
    let mut live = recorded();
    live.microservices = list(&json!({ "microservices": [microservice] }), "microservices");
    live
}

#[track_caller]
fn check(text: &str, live: &Live) -> Result<(), TestCaseError> {
    let plan = plan_of(text, live, &Choices::default());
    let words: Vec<String> = outline(&plan).iter().map(|line| line.chars().take(200).collect()).collect();
    let expected = words.len() == 1 && words[0].starts_with("no change");
    prop_assert!(expected, "{words:?}\n{:?}\n{text}", changes(&plan));
    Ok(())
}

/// "No change" alone would not show a field that is lost: many are kept when a manifest does not mention them.
fn same_shape(text: &str, live: &Spec) -> Result<(), TestCaseError> {
    let manifest = Manifest::parse(text);
    let read = wire::read(&manifest.documents()[0]).unwrap().unwrap();
    for row in live.rows() {
        // The item's own registry is not deployed with it.
        if live.get("images.catalogId").is_some() && row.path == "images.registry" {
            continue;
        }
        let (read, live) = (read.get_or_default(row).evaluated(), live.get_or_default(row));
        prop_assert_eq!(read, live, "{}\n{}", row.path, text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_described_microservice_changes_nothing(raw in microservice()) {
        let live = live_with(&raw);
        let seen = &live.microservices[0];
        let text = microservice::describe(seen, &live.world(), &Options::default());
        check(&text, &live)?;
        same_shape(&text, &wire::live::read(model::Kind::Microservice, seen, &live.world()))?;
    }

    #[test]
    fn a_described_application_changes_nothing(raw in microservice(), description in text()) {
        let mut live = live_with(&raw);
        live.applications[0].description = description;
        let application = &live.applications[0];
        check(&application::describe(application, &live.microservices, &live.world(), &Options::default()), &live)?;
    }

    #[test]
    fn a_described_catalog_item_changes_nothing(
        description in text(), example in text(), image in text(), category in "[A-RT-Z]{0,5}"
    ) {
        let mut live = recorded();
        let item = live.catalog_items.iter_mut().find(|item| item.id == 7).unwrap();
        item.description = description;
        item.config_example = Some(example);
        item.images[0].container_image = Some(image);
        item.category = Some(category);
        let seen = item.clone();
        check(&catalog_item::describe(&seen, &Options::default()), &live)?;
    }

    #[test]
    fn a_described_registry_changes_nothing(url in text(), username in text(), public in any::<bool>()) {
        let mut live = recorded();
        live.registries[2].url = url;
        live.registries[2].username = username;
        live.registries[2].is_public = public;
        check(&registry::describe(&live.registries[2], &Options::default()), &live)?;
    }

    #[test]
    fn a_described_template_changes_nothing(
        raw in microservice(), description in text(), default in json_text(), image in text()
    ) {
        let mut live = recorded();
        let mut member = raw;
        member["agentName"] = "{{ agent }}".into();
        member["iofogUuid"] = Value::Null;
        member["images"] = json!([{ "containerImage": image, "fogTypeId": 1 }]);
        let template = json!({ "name": "made", "description": description,
            "variables": [{ "key": "agent", "description": "d", "defaultValue": default }],
            "application": { "microservices": [member] } });
        live.application_templates = list(&json!({ "t": [template] }), "t");
        check(&application_template::describe(&live.application_templates[0], true, &live.world(), &Options::default()), &live)?;
    }

    /// Whatever is left of a manifest while somebody types: planned or blocked, but every document has its step.
    #[test]
    fn every_torn_text_can_be_planned(
        example in prop::sample::select(EXAMPLES), cut in any::<prop::sample::Index>(), length in 0..40_usize, put in text()
    ) {
        let mut torn: Vec<char> = example.chars().collect();
        let start = cut.index(torn.len());
        let end = (start + length).min(torn.len());
        torn.splice(start..end, put.chars());
        let torn: String = torn.into_iter().collect();
        let plan = plan_of(&torn, &recorded(), &Choices::default());
        let documents = Manifest::parse(torn.as_str()).documents().iter().filter(|document| !document.is_empty()).count();
        prop_assert_eq!(plan.steps.len(), documents);
    }
}
