//! Registries have no name: those that a run has made are known to the plans that follow.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::applied::{REGISTRY, check, made, no_registries, registries, registry};
use super::scripted::Line;
use super::support::{Live, changes, outline, plan_of, plan_of_files, recorded};
use crate::apply::Run;
use crate::write::Deed;
use crate::{Choices, Plan, RegistryChoice};

/// The lists after the last write.
fn with(registries: &[Value]) -> Live {
    let mut live = recorded();
    live.registries.extend(registries.iter().map(|it| model::from_value(it).unwrap()));
    live
}

/// Applies the document with these choices, and remembers what was made.
fn applied(text: &str, live: &Live, choices: &mut Choices, lines: impl IntoIterator<Item = Line>) {
    let mut run = Run::new(&plan_of(text, live, choices), choices);
    check(&mut run, lines, &["start 0", "done 0"]);
    choices.remember(&run, &BTreeSet::from_iter(run.steps().map(|(id, _)| id.clone())));
}

fn made_as_seven() -> Choices {
    let mut choices = Choices::default();
    applied(
        REGISTRY,
        &recorded(),
        &mut choices,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(7)),
            ("GET /registries", registries(&[registry(7)])),
        ],
    );
    choices
}

/// The ids of the registries that a plan changes.
fn changed(plan: &Plan) -> Vec<i64> {
    let writes = plan.steps.iter().flat_map(|step| &step.writes);
    writes.filter(|write| matches!(write.deed, Deed::Change(_))).map(|write| write.object.id).collect()
}

#[test]
fn applying_the_same_registry_again_makes_no_second_one_and_asks_nothing() {
    let choices = made_as_seven();
    let live = with(&[registry(7)]);
    let plan = plan_of(REGISTRY, &live, &choices);
    assert_eq!(outline(&plan), ["no change Registry r.example.com"]);
    assert!(plan.steps[0].twins.is_empty());
    let moved = plan_of_files(&["kind: Service\nmetadata: {name: s}\n", REGISTRY], &live, &choices);
    assert_eq!(outline(&moved)[0], "no change Registry r.example.com", "wherever the document stands");
    assert!(!format!("{choices:?}").contains("\"p\""), "the password must not be printed");
    // Without the memory the person is asked.
    assert!(outline(&plan_of(REGISTRY, &live, &Choices::default()))[0].starts_with("blocked"));
}

#[test]
fn another_password_or_address_changes_the_one_that_was_made() {
    let choices = made_as_seven();
    let live = with(&[registry(7)]);
    for (text, expected) in [
        (REGISTRY.replace("password: p", "password: q"), "spec.password: secret [SentAgain]"),
        (REGISTRY.replace("password: p", "password: ''"), "spec.password: secret [Cleared]"),
        (REGISTRY.replace("a@b.cd", "b@b.cd"), "spec.email: a@b.cd -> b@b.cd"),
        (
            REGISTRY.replace("r.example.com", "'https://R.example.com/'"),
            "spec.url: r.example.com -> https://R.example.com/",
        ),
    ] {
        let plan = plan_of(&text, &live, &choices);
        assert_eq!(changes(&plan), [expected], "{text}");
        assert_eq!(changed(&plan), [7], "{text}");
    }
    let other = REGISTRY.replace("username: u", "username: v");
    assert!(
        outline(&plan_of(&other, &live, &choices))[0].starts_with("blocked"),
        "another user is asked about"
    );
}

#[test]
fn the_one_that_was_made_beside_others_is_the_one() {
    let mut choices = Choices::default();
    let live = with(&[registry(5)]);
    choices.choose(&plan_of(REGISTRY, &live, &choices).steps[0], Some(RegistryChoice::CreateAnother));
    applied(
        REGISTRY,
        &live,
        &mut choices,
        [
            ("GET /registries", registries(&[registry(5)])),
            ("POST /registries", made(7)),
            ("GET /registries", registries(&[registry(5), registry(7)])),
        ],
    );
    let live = with(&[registry(5), registry(7)]);
    assert_eq!(outline(&plan_of(REGISTRY, &live, &choices)), ["no change Registry r.example.com"]);
    let by_id = REGISTRY.replace("{url", "{id: 7, url");
    assert_eq!(
        outline(&plan_of_files(&[REGISTRY, &by_id], &live, &choices))[1],
        "blocked Registry r.example.com: An earlier document is about the same Registry."
    );
}

#[test]
fn what_was_made_and_is_gone_is_made_again() {
    let mut choices = made_as_seven();
    assert_eq!(outline(&plan_of(REGISTRY, &recorded(), &choices)), ["create Registry r.example.com"]);
    applied(
        REGISTRY,
        &recorded(),
        &mut choices,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(9)),
            ("GET /registries", registries(&[registry(9)])),
        ],
    );
    let live = with(&[registry(9)]);
    assert_eq!(outline(&plan_of(REGISTRY, &live, &choices)), ["no change Registry r.example.com"]);
}

#[test]
fn another_registry_that_got_the_id_is_not_touched() {
    let choices = made_as_seven();
    for (field, value) in [("url", "other.example.com"), ("username", "v")] {
        let mut other = registry(7);
        other[field] = json!(value);
        let plan = plan_of(REGISTRY, &with(&[other]), &choices);
        assert!(changed(&plan).is_empty(), "{:?}", outline(&plan));
        assert_eq!(plan.steps[0].twins.is_empty(), field == "url");
    }
}

#[test]
fn a_file_that_is_closed_takes_its_password_along() {
    let mut choices = made_as_seven();
    choices.keep_only(&BTreeSet::new());
    let id = plan_of(REGISTRY, &recorded(), &choices).steps[0].id.clone();
    assert_eq!(choices.made(&id).map(|made| (made.id, made.password.clone())), Some((7, None)));
    let plan = plan_of(REGISTRY, &with(&[registry(7)]), &choices);
    assert_eq!(changes(&plan), ["spec.password: secret [SentAgain]"]);
}

#[test]
fn a_registry_found_after_a_refusal_is_remembered_like_one_that_was_answered() {
    let mut choices = Choices::default();
    let refused = super::applied::refusal(500, "DuplicatePropertyError", "Duplicate name 'x'");
    applied(
        REGISTRY,
        &recorded(),
        &mut choices,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", refused),
            ("GET /registries", registries(&[registry(7)])),
        ],
    );
    let live = with(&[registry(7), json!({ "id": 8, "url": "other.example.com", "username": "u" })]);
    assert_eq!(outline(&plan_of(REGISTRY, &live, &choices)), ["no change Registry r.example.com"]);
}
