//! Completion and hover, on finished and unfinished texts, with the lists of the example Controller.

#![expect(clippy::unwrap_used, reason = "the helpers of these tests read their own fixtures")]

use manifest::{Manifest, apply, complete, hover};
use model::{List, Lists, World};

fn world() -> World {
    let context = include_str!("fixtures/examples/context/context-3.7.json");
    World::new(Lists::read(&serde_json::from_str(context).unwrap()))
}

/// The labels offered where `|` stands.
fn offered(marked: &str) -> Vec<String> {
    let offset = marked.find('|').unwrap();
    let manifest = Manifest::parse(marked.replacen('|', "", 1));
    complete(&manifest, offset, Some(&world())).into_iter().map(|completion| completion.label).collect()
}

/// The text after accepting a proposal where `|` stands.
fn accepted(marked: &str, label: &str) -> String {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let found = complete(&Manifest::parse(text.clone()), offset, Some(&world()));
    let completion = found.iter().find(|completion| completion.label == label).unwrap();
    apply(&text, std::slice::from_ref(&completion.edit))
}

const MS: &str = "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: line-a/x\nspec:\n";

#[test]
fn values_come_from_declarations_and_lists() {
    // text behind the envelope, all that is offered
    for (text, expected) in [
        ("  agent:\n    name: |", &["edge-1", "edge-2", "edge-arm", "my-agent-name", "edge-auto"][..]),
        ("  agent:\n    name: edge-a|", &["edge-arm", "edge-auto"]),
        ("  agent: {name: my|", &["my-agent-name"]),
        ("  application: |", &["line-a"]),
        ("  images:\n    catalogId: |", &["6", "7"]),
        ("  images:\n    registry: |", &["remote", "local", "3"]),
        ("  container:\n    hostNetworkMode: |", &["true", "false"]),
        ("  container:\n    env:\n      - key: A\n        valueFromSecret: |", &["db-credentials/password"]),
        (
            "  container:\n    env:\n      - valueFromConfigMap: line|",
            &["line-settings/threshold", "line-settings/conf/main.ini"],
        ),
        ("  container:\n    ports:\n      - protocol: |", &["tcp", "udp"]),
        ("  container:\n    volumes:\n      - type: volumeMount\n        hostDestination: |", &["line-conf"]),
        ("  container:\n    volumes:\n      - type: bind\n        hostDestination: |", &[]),
        ("  container:\n    capAdd:\n      - NET_B|", &["NET_BIND_SERVICE", "NET_BROADCAST"]),
        ("  container:\n    capAdd: [NET_A|", &["NET_ADMIN"]),
        ("  serviceAccount:\n    roleRef:\n      name: s|", &["sre", "microservice"]),
        ("  natsConfig:\n    natsRule: |", &["default-user", "default-mqtt-user", "default-leaf-user"]),
    ] {
        assert_eq!(offered(&format!("{MS}{text}\n")), expected, "{text}");
    }
}

#[test]
fn keys_are_those_of_the_place_without_those_that_are_there() {
    for (text, expected) in [
        ("  agent:\n    |", &["name"][..]),
        (
            "  container:\n    healthCheck:\n      interval: 3\n      st|\n",
            &["startPeriod", "startInterval", "test"],
        ),
        ("  container:\n    ports:\n      - internal: 80\n        |\n", &["external", "protocol"]),
        ("  container:\n    ports:\n      - |\n        internal: 80\n", &["external", "protocol"]),
        ("  container:\n    ports:\n      |\n", &["internal", "external", "protocol"]),
        ("  container: {cap|", &["capAdd", "capDrop"]),
    ] {
        assert_eq!(offered(&format!("{MS}{text}")), expected, "{text}");
    }
    assert_eq!(
        offered("|"),
        ["apiVersion", "kind", "metadata", "spec", "data", "rules", "roleRef", "subjects"]
    );
    assert_eq!(offered("kind: Micro|"), ["Microservice"]);
    assert_eq!(offered("kind: Registry\nspec:\n  ur|\n"), ["url"]);
}

#[test]
fn a_broken_text_elsewhere_does_not_stop_completion() {
    assert_eq!(offered(&format!("{MS}  config: \"open\n  agent:\n    name: edge-2|")), ["edge-2"]);
    assert_eq!(offered(&format!("{MS}  agent:\n\tname: x\n    name: edge-2|")), ["edge-2"]);
}

#[test]
fn accepting_a_proposal_replaces_the_word_and_opens_what_follows() {
    for (marked, label, after) in [
        ("kind: Registry\nsp|", "spec", "kind: Registry\nspec:\n  "),
        ("kind: Registry\nspec:\n  u|\n", "url", "kind: Registry\nspec:\n  url: \n"),
        ("kind: Reg|isty\n", "Registry", "kind: Registry\n"),
        (
            "kind: Microservice\nspec:\n  agent:\n    n|am: x\n",
            "name",
            "kind: Microservice\nspec:\n  agent:\n    name: x\n",
        ),
        (
            "kind: Microservice\nspec:\n  container:\n    po|",
            "ports",
            "kind: Microservice\nspec:\n  container:\n    ports:\n      - ",
        ),
    ] {
        assert_eq!(accepted(marked, label), after, "{marked}");
    }
}

#[test]
fn completion_of_the_second_document_counts_from_its_own_place() {
    let marked = "kind: Registry\n---\nkind: Microservice\nspec:\n  agent:\n    name: edge-a|";
    assert!(accepted(marked, "edge-arm").ends_with("\n    name: edge-arm"));
}

/// Title and lines for what `|` stands on.
fn shown(marked: &str) -> Option<(String, String)> {
    let offset = marked.find('|').unwrap();
    let manifest = Manifest::parse(marked.replacen('|', "", 1));
    hover(&manifest, offset, Some(&world())).map(|hover| (hover.title, hover.lines.join("\n")))
}

#[test]
fn hovering_tells_about_the_field_and_what_is_behind_the_value() {
    // text behind the envelope, path, a piece of what is shown
    for (text, title, piece) in [
        ("  agent:\n    na|me: edge-1", "spec.agent.name", "Another name moves the microservice"),
        ("  agent:\n    name: edge|-1", "spec.agent.name", "Agent edge-1: x86, 192.0.2.11"),
        ("  images:\n    catalogId: |4", "spec.images.catalogId", "Catalog item 4 (Debug), a system item"),
        ("  images:\n    registry: rem|ote", "spec.images.registry", "registry.hub.docker.com, public"),
        (
            "  container:\n    ports:\n      - {internal: 80, ext|ernal: 1}",
            "spec.container.ports[0].external",
            "Port on the agent",
        ),
        ("  container:\n    rootHost|Access: true", "spec.container.rootHostAccess", "Retired"),
        ("  sched|ule: 50", "spec.schedule", "Since Controller 3.5.0"),
    ] {
        let (path, lines) = shown(&format!("{MS}{text}\n")).unwrap();
        assert_eq!(path, title);
        assert!(lines.contains(piece), "{text}: {lines}");
    }
    assert_eq!(shown(&format!("{MS}  config:\n    my|Key: 1\n")), None);
    assert_eq!(shown("|"), None);
}

#[test]
fn hovering_tells_why_nothing_is_known_of_a_name() {
    let text = format!("{MS}  agent:\n    name: edge-1\n");
    let refused = Lists { agents: List::unknown("Your role may not read agents."), ..Lists::default() };
    let found = hover(&Manifest::parse(&*text), text.len() - 2, Some(&World::new(refused))).unwrap();
    let said = "Whether it exists is not known. Your role may not read agents.";
    assert_eq!(found.lines.first().map(AsRef::as_ref), Some(said));
}

#[test]
fn brackets_over_several_lines_are_read_as_one() {
    for (text, expected) in [
        ("  container: {\n    cap|", &["capAdd", "capDrop"][..]),
        ("  container: { # c\n    hostNetworkMode: |\n  }\n", &["true", "false"]),
        ("  agent: {\n    name: edge-a|\n  }\n", &["edge-arm", "edge-auto"]),
        ("  container:\n    capAdd: [\n      ALL,\n      NET_B|\n", &["NET_BIND_SERVICE", "NET_BROADCAST"]),
        // Closed above, or only text: the lines below are ordinary ones.
        ("  container: {\n    capAdd: [ALL] }\n  agent:\n    na|\n", &["name"]),
        ("  config: {a: \"[\"}\n  agent:\n    na|\n", &["name"]),
        ("  config:\n    a: x[{\n  agent:\n    na|\n", &["name"]),
    ] {
        assert_eq!(offered(&format!("{MS}{text}")), expected, "{text}");
    }
}

#[test]
fn inside_a_block_text_nothing_is_offered() {
    for text in [
        "  config:\n    script: |\n      na|",
        "  config: |\n    {\"a\": |1}\n",
        "  config: >-\n    agent:\n\n      |\n",
        "  container:\n    commands:\n      - |\n        hostNet@\n",
    ] {
        let mark = if text.contains('@') { '@' } else { '|' };
        let offset = text.rfind(mark).unwrap();
        let plain = format!("{}{}", &text[..offset], &text[offset + 1..]);
        let manifest = Manifest::parse(format!("{MS}{plain}"));
        assert!(complete(&manifest, MS.len() + offset, Some(&world())).is_empty(), "{text}");
    }
    // And behind it the keys are back.
    assert_eq!(offered(&format!("{MS}  config:\n    script: >\n      x\n  agent:\n    na|\n")), ["name"]);
}
