//! What a person decided stays with the object it was decided about, and holds for nothing that was not on screen.

use serde_json::json;

use super::support::{Live, outline, plan_of, plan_of_files, recorded};
use crate::apply::Run;
use crate::{Choices, Plan, RegistryChoice, StepId, identities};

const LINE_A: &str = "kind: Application\nmetadata: {name: line-a}\nspec: {microservices: []}\n";
const LINE_B: &str = "kind: Application\nmetadata: {name: line-b}\nspec: {microservices: []}\n";
const ROBOT: &str =
    "kind: Registry\nspec: {url: ghcr.io/acme, username: robot, email: a@b.cd, password: p, private: true}\n";
const OTHER: &str =
    "kind: Registry\nspec: {url: ghcr.io/acme, username: other, email: a@b.cd, password: p, private: true}\n";

/// Two applications of one microservice each.
fn two_lines() -> Live {
    let mut live = recorded();
    let mut application = live.applications[0].clone();
    (application.id, application.name) = (90, "line-b".to_owned());
    application.microservices.clear();
    live.applications.push(application);
    live.microservices.push(microservice("b-1", "line-b", "pump"));
    live
}

fn microservice(uuid: &str, application: &str, name: &str) -> model::Microservice {
    model::from_value(&json!({ "uuid": uuid, "application": application, "name": name })).unwrap()
}

/// The microservices that a run of the plan would delete.
fn deletes(plan: &Plan, choices: &Choices) -> Vec<String> {
    let steps = plan.steps.iter().filter(|step| choices.ticks(step));
    steps
        .flat_map(|step| step.deletion.iter().flat_map(|it| &it.microservices))
        .map(|it| it.name.clone())
        .collect()
}

#[track_caller]
fn check(before: &str, after: &[&str], live: &Live, expected: &[&str]) {
    let mut choices = Choices::default();
    choices.tick(&plan_of(before, &two_lines(), &choices).steps[0]);
    let plan = plan_of_files(after, live, &choices);
    assert_eq!(deletes(&plan, &choices), expected);
    let sent = Run::new(&plan, &choices)
        .steps()
        .filter(|(_, state)| **state == crate::apply::StepState::Waiting)
        .count();
    assert_eq!(sent, expected.len(), "only what is ticked is sent");
}

#[test]
fn a_ticked_deletion_stays_with_its_document() {
    let live = two_lines();
    let both = [LINE_B, LINE_A].join("---\n");
    let gateway = ["line-a/gateway"];
    check(LINE_A, &[LINE_A], &live, &gateway);
    check(LINE_A, &[&both], &live, &gateway);
    check(LINE_A, &[LINE_B, LINE_A], &live, &gateway);
    check(LINE_A, &[&format!("# nothing yet\n---\n{LINE_A}")], &live, &gateway);
    check(&both, &[LINE_A], &live, &[]);
    check(LINE_A, &[LINE_B], &live, &[]);
}

#[test]
fn a_run_says_how_many_deletions_it_leaves_out() {
    let text = [LINE_A, &LINE_B.replace("{microservices", "{description: x, microservices")].join("---\n");
    let (live, mut choices) = (two_lines(), Choices::default());
    let plan = plan_of(&text, &live, &choices);
    assert_eq!(Run::new(&plan, &choices).left_out(), 2);
    choices.tick(&plan.steps[1]);
    assert_eq!(Run::new(&plan, &choices).left_out(), 1);
    choices.tick(&plan.steps[0]);
    assert_eq!(Run::new(&plan, &choices).left_out(), 0);
}

#[test]
fn a_ticked_deletion_holds_for_the_microservices_it_named_and_no_others() {
    let mut more = two_lines();
    more.microservices.push(microservice("a-9", "line-a", "late"));
    check(LINE_A, &[LINE_A], &more, &[]);
    let mut anew = two_lines();
    anew.microservices[0].uuid = "made-anew".to_owned();
    check(LINE_A, &[LINE_A], &anew, &[]);
    let without = LINE_A.replace("microservices: []", "description: Packing line A");
    check(LINE_A, &[&without], &two_lines(), &[]);
}

#[test]
fn a_ticked_deletion_still_holds_for_what_a_run_that_broke_off_has_left() {
    let mut more = two_lines();
    more.microservices.push(microservice("a-9", "line-a", "late"));
    let mut choices = Choices::default();
    choices.tick(&plan_of(LINE_A, &more, &choices).steps[0]);
    assert_eq!(deletes(&plan_of(LINE_A, &two_lines(), &choices), &choices), ["line-a/gateway"]);
}

#[test]
fn the_choice_for_a_registry_stays_with_its_document() {
    let mut choices = Choices::default();
    choices.choose(&plan_of(ROBOT, &recorded(), &choices).steps[0], Some(RegistryChoice::Update(3)));
    let words = |files: &[&str], live: &Live| {
        let words = outline(&plan_of_files(files, live, &choices));
        words.iter().map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (waits, taken) = ("blocked Registry ghcr.io/acme", "update Registry ghcr.io/acme");
    assert_eq!(words(&[ROBOT], &recorded()), [taken]);
    assert_eq!(words(&[OTHER, ROBOT], &recorded()), [waits, taken]);
    assert_eq!(words(&[&format!("{OTHER}---\n{ROBOT}")], &recorded()), [waits, taken]);
    let mut more = recorded();
    let mut twin = more.registries.iter().find(|it| it.id == 3).unwrap().clone();
    twin.id = 12;
    more.registries.push(twin);
    assert_eq!(words(&[ROBOT], &more), [waits], "another twin asks anew");
}

#[test]
fn a_registry_of_the_controller_is_no_twin_to_choose() {
    let hub = ROBOT.replace("ghcr.io/acme", "https://registry.hub.docker.com/");
    let plan = plan_of(&hub, &recorded(), &Choices::default());
    assert_eq!(outline(&plan), ["create Registry https://registry.hub.docker.com/"]);
    assert!(plan.steps[0].twins.is_empty() && plan.steps[0].consequences.len() == 1);
}

#[test]
fn the_same_new_registry_is_made_once() {
    let new = ROBOT.replace("ghcr.io", "quay.io");
    let plan = plan_of_files(
        &[&new, &new.replace("quay.io/acme", "'https://Quay.io/acme/'")],
        &recorded(),
        &Choices::default(),
    );
    assert_eq!(
        outline(&plan),
        [
            "create Registry quay.io/acme",
            "blocked Registry https://Quay.io/acme/: An earlier document is about the same Registry."
        ]
    );
}

#[test]
fn an_application_from_a_template_asks_for_its_tick_only_when_it_could_delete() {
    let text = "kind: ApplicationTemplate\nmetadata: {name: t}\nspec: {application: {microservices: [{name: 'x-{{ self.name | downcase }}', agent: {name: edge-1}, images: {x86: 'a:1'}}]}}\n---\n\
                kind: Application\nmetadata: {name: line-b}\nspec: {template: {name: t}}\n";
    let mut live = two_lines();
    let mut choices = Choices::default();
    let plan = plan_of(text, &live, &choices);
    assert!(plan.steps[1].deletion.is_some() && !choices.ticks(&plan.steps[1]));
    choices.tick(&plan.steps[1]);
    assert_eq!(deletes(&plan, &choices), ["line-b/pump"]);
    live.microservices.retain(|it| it.application != "line-b");
    let plan = plan_of(text, &live, &choices);
    assert!(plan.steps[1].deletion.is_none() && plan.steps[1].writes());
}

#[test]
fn documents_are_told_apart_by_what_they_are_about() {
    for (text, ids) in [
        (LINE_A, "Application line-a"),
        ("kind: Microservice\nmetadata: {name: line-a/web}\nspec: {}\n", "Microservice line-a/web"),
        (
            "kind: Microservice\nmetadata: {name: web}\nspec: {application: line-a}\n",
            "Microservice line-a/web",
        ),
        (
            "kind: Microservice\nmetadata: {name: web}\nspec: {application: line-a, schedule: soon}\n",
            "Microservice line-a/web",
        ),
        ("kind: CatalogItem\nmetadata: {name: probe}\nspec: {id: 6}\n", "CatalogItem #6"),
        ("kind: CatalogItem\nmetadata: {name: probe}\nspec: {x86: a}\n", "CatalogItem probe"),
        ("kind: Registry\nspec: {id: 3, url: x}\n", "Registry #3"),
        (ROBOT, "Registry ghcr.io/acme as robot"),
        ("kind: Secret\nmetadata: {name: s}\n", "Secret s"),
        ("kind: Registry\n", "Registry "),
    ] {
        let manifests = [manifest::Manifest::parse(text)];
        let found: Vec<StepId> = identities(&manifests).concat();
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), [ids], "{text}");
        let plan = plan_of(text, &recorded(), &Choices::default());
        assert_eq!(plan.steps[0].id, found[0], "a plan uses the same identities");
    }
    let manifests = [manifest::Manifest::parse(LINE_A), manifest::Manifest::parse(LINE_A)];
    let ids = identities(&manifests).concat();
    assert_ne!(ids[0], ids[1]);
}
