//! What the Controller has of the object that a document is about.

use manifest::{Manifest, written_like};

use super::support::{plan_of, recorded};
use crate::{Action, Choices, RegistryChoice, Standing, identities, standing};

fn stands(text: &str, choices: &Choices) -> Standing {
    let manifest = Manifest::parse(text);
    let ids = identities([&manifest]).concat();
    standing(&manifest.documents()[0], &ids[0], &recorded().world(), choices)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let found = match stands(text, &Choices::default()) {
        Standing::Nothing => "nothing",
        Standing::Undecided => "undecided",
        Standing::Unread => "unread",
        Standing::Described(_) => "described",
    };
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_document_is_about_what_is_there_by_its_name_or_number() {
    check("kind: Application\nmetadata: {name: line-a}\n", "described");
    check("kind: Application\nmetadata: {name: other}\n", "nothing");
    check("kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {}\n", "described");
    check("kind: Microservice\nmetadata: {name: gateway}\nspec: {application: other}\n", "nothing");
    check("kind: CatalogItem\nmetadata: {name: any}\nspec: {id: 1}\n", "described");
    check("kind: Secret\nmetadata: {name: db-credentials}\n", "unread");
    check("kind: Secret\nmetadata: {name: other}\n", "nothing");
    check("kind: VolumeMount\nmetadata: {name: line-conf}\n", "described");
    check("kind: Pod\nmetadata: {name: line-a}\n", "nothing");
    check("kind: Application\nmetadata: {name: line-a\n", "nothing");
}

#[test]
fn a_registry_without_a_number_waits_for_a_choice() {
    let text = "kind: Registry\nspec: {url: ghcr.io/acme, username: robot, email: a@b.cd}\n";
    check(text, "undecided");
    let mut choices = Choices::default();
    let plan = plan_of(text, &recorded(), &choices);
    let twin = plan.steps[0].twins[0].id;
    choices.choose(&plan.steps[0], Some(RegistryChoice::Update(twin)));
    assert!(matches!(stands(text, &choices), Standing::Described(_)));
    choices.choose(&plan.steps[0], Some(RegistryChoice::CreateAnother));
    assert_eq!(stands(text, &choices), Standing::Nothing);
}

#[test]
fn what_changes_nothing_is_the_same_as_what_is_live() {
    for text in [
        "kind: Application\nmetadata: {name: line-a}\n",
        "kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {}\n",
        "kind: CatalogItem\nmetadata: {name: any}\nspec: {id: 6}\n",
    ] {
        let Standing::Described(described) = stands(text, &Choices::default()) else { continue };
        let plan = plan_of(&described, &recorded(), &Choices::default());
        assert_eq!(plan.steps[0].action, Action::NoChange, "{described}");
        let manifest = Manifest::parse(&*described);
        assert_eq!(written_like(&described, &manifest.documents()[0]), described);
    }
}
