//! Turning a run back leads to where it began, in the shape in which plans compare; what does not come back is said.

use manifest::describe::Options;
use manifest::kinds;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::following::document;
use super::played::{Controller, differing, recorded};
use super::round_trip::microservice;
use crate::apply::Made;
use crate::undo::{Before, Memory, Turn, remember, undo};

/// Applies a text and turns it back. Gives what is lost by that.
fn there_and_back(controller: &mut Controller, text: &str) -> Vec<String> {
    let (plan, _) = controller.plan(text);
    let memories = remember(&plan, &controller.world());
    let applied = controller.apply(text);
    // As it is when it was stored.
    let memories: Vec<(Memory, Option<Made>)> = memories
        .into_iter()
        .filter_map(|(id, memory)| {
            let (_, made) = applied.iter().find(|(applied, _)| *applied == id)?;
            let stored = serde_json::to_string(&memory).unwrap();
            Some((serde_json::from_str(&stored).unwrap(), made.clone()))
        })
        .collect();
    let mut left = &memories[..];
    let mut lost = Vec::new();
    while let Some(((memory, made), rest)) = left.split_last() {
        let back = undo([(memory, made.as_ref())], &controller.world());
        lost.extend(back.lost);
        for turn in back.turns {
            match turn {
                Turn::Restore { manifest, .. } => _ = controller.apply(&manifest),
                Turn::Delete { removal, .. } => _ = controller.carry_out(&removal.target.0),
            }
        }
        left = rest;
    }
    lost
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mut controller = recorded();
    let before = controller.shape();
    assert_eq!(there_and_back(&mut controller, text), expected);
    assert_eq!(differing(&before, &controller.shape()), [""; 0], "{text}");
}

#[test]
fn what_was_made_is_deleted_and_what_was_changed_is_as_before() {
    check(
        "kind: Application\nmetadata: {name: shop}\nspec: {microservices: [{name: web, agent: {name: edge-1}, images: {x86: 'a:1'}}]}\n",
        &[],
    );
    check(
        "kind: ConfigMap\nmetadata: {name: new}\ndata: {a: b}\n---\nkind: VolumeMount\nmetadata: {name: mount}\nspec: {configMapName: new}\n",
        &[],
    );
    check(
        "kind: Registry\nspec: {url: r.example.com, username: u, password: p, private: true, email: a@b.cd}\n",
        &[],
    );
    check("kind: CatalogItem\nmetadata: {name: new}\nspec: {images: {x86: 'a:1'}}\n", &[]);
    check(
        "kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {agent: {name: edge-2}, images: {x86: 'b:1'}, container: {annotations: {a: b}, runAsUser: me}}\n",
        &[],
    );
    check("kind: Application\nmetadata: {name: line-a}\nspec: {description: another}\n", &[]);
}

#[test]
fn what_is_deleted_is_made_anew_and_that_is_said() {
    check(
        "kind: Application\nmetadata: {name: line-a}\nspec: {microservices: [{name: web, agent: {name: edge-1}, images: {x86: 'a:1'}}]}\n",
        &["line-a/gateway will be made anew, with another id, and without what its container had written."],
    );
}

#[test]
fn a_rule_that_nobody_can_take_away_is_said_to_stay() {
    let mut controller = recorded();
    controller.lists["microservices"][0]["natsConfig"] = json!({ "natsAccess": true });
    let text = "kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {natsConfig: {natsAccess: true, natsRule: mine}}\n";
    let lost = there_and_back(&mut controller, text);
    assert_eq!(lost, ["Of the microservice line-a/gateway stays as it is now: spec.natsConfig.natsRule."]);
}

#[test]
fn what_cannot_be_read_is_said_to_stay() {
    check(
        "kind: Registry\nspec: {id: 3, url: ghcr.io/other, password: new}\n",
        &[
            "The registry ghcr.io/other keeps its new password: the one before cannot be read. Type it in to have it back.",
        ],
    );
    check(
        "kind: ConfigMap\nmetadata: {name: line-settings}\ndata: {a: b}\n",
        &["What the config map line-settings held before is not known, so it stays as it is now."],
    );
    let controller = recorded();
    let (plan, _) =
        controller.plan("kind: Secret\nmetadata: {name: one}\nspec: {type: Opaque}\ndata: {a: b}\n");
    let memories = remember(&plan, &controller.world());
    assert_eq!(memories[0].1.before, Before::Nothing);
    let gone = undo([(&memories[0].1, None)], &controller.world());
    assert_eq!((gone.turns.len(), gone.lost), (0, vec!["The secret one is not there any more.".to_owned()]));
}

#[test]
fn what_counts_as_nothing_elsewhere_is_taken_away_too() {
    for falsy in ["0", "false", "[]", "{}"] {
        let mut controller = recorded();
        let before = controller.shape();
        let text = format!(
            "kind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec: {{container: {{annotations: {falsy}}}}}\n"
        );
        let lost = there_and_back(&mut controller, &text);
        assert!(lost.iter().all(|it| is_known_loss(it)), "{falsy}: {lost:?}");
        let differing = differing(&before, &controller.shape());
        assert!(differing.is_empty(), "{falsy}: {differing:?}");
    }
}

#[test]
fn a_port_that_a_member_gave_to_another_comes_back_when_that_one_is_deleted() {
    let ports = "container: {ports: [{internal: 80, external: 5001}]}";
    let mut controller = recorded();
    controller.apply(&format!("kind: Microservice\nmetadata: {{name: line-a/gateway}}\nspec: {{{ports}}}\n"));
    let before = controller.shape();
    let text = format!(
        "kind: Application\nmetadata: {{name: line-a}}\nspec: {{microservices: [{{name: web, agent: {{name: edge-1}}, images: {{x86: 'a:1'}}, {ports}}}]}}\n"
    );
    let lost = there_and_back(&mut controller, &text);
    assert!(lost.iter().all(|it| is_known_loss(it)), "{lost:?}");
    let differing = differing(&before, &controller.shape());
    assert!(differing.is_empty(), "{differing:?}");
}

/// Whether a sentence is about what nobody can bring back.
fn is_known_loss(sentence: &str) -> bool {
    ["made anew", "new password", "held before is not known", "since stays where it is"]
        .iter()
        .any(|words| sentence.contains(words))
}

#[test]
fn what_held_something_secret_is_not_kept_of_what_stood_before() {
    let controller = recorded();
    let (plan, _) =
        controller.plan("kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {config: {a: 1}}\n");
    let (_, memory) = remember(&plan, &controller.world()).into_iter().next().unwrap();
    let before = |text: &str| {
        let mut memory = memory.clone();
        memory.before = Before::Described(text.to_owned());
        memory.for_keeping().before
    };
    let plain = "kind: CatalogItem\nmetadata: {name: a}\nspec: {x86: 'a:1'}\n";
    assert_eq!(before(plain), Before::Described(plain.to_owned()));
    let secret = "kind: Microservice\nspec: {container: {env: [{key: DB_PASSWORD, value: hunter2}]}}\n";
    assert_eq!(before(secret), Before::Unknown);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_that_is_turned_back_leads_to_where_it_began(
        first in prop::collection::vec((0..22usize, 0..12usize, 0..12usize), 0..5),
        then in prop::collection::vec((0..22usize, 0..12usize, 0..12usize), 1..7),
    ) {
        let text = |some: &[(usize, usize, usize)]| some.iter().map(|&(what, n, m)| document(what, n, m)).collect::<String>();
        let mut controller = recorded();
        controller.apply(&text(&first));
        let before = controller.shape();
        let lost = there_and_back(&mut controller, &text(&then));
        let differing = differing(&before, &controller.shape());
        prop_assert!(lost.iter().all(|it| is_known_loss(it)), "{lost:?}");
        prop_assert!(differing.is_empty(), "{}\nthen\n{}\n{:?}\n{:#?}", text(&first), text(&then), lost, differing);
    }

    #[test]
    fn a_microservice_of_any_values_is_as_before(start in microservice(), then in microservice()) {
        let row = |raw: &Value| Value::Object(raw.as_object().unwrap().clone());
        let mut controller = recorded();
        controller.lists["microservices"] = json!([row(&then)]);
        let world = controller.world();
        let text = kinds::microservice::describe(world.microservices.rows().next().unwrap(), &world, &Options::default());
        controller.lists["microservices"] = json!([row(&start)]);
        let before = controller.shape();
        let lost = there_and_back(&mut controller, &text);
        let differing = differing(&before, &controller.shape());
        prop_assert!(lost.iter().all(|it| is_known_loss(it)), "{lost:?}");
        prop_assert!(differing.is_empty(), "{text}\n{lost:?}\n{differing:#?}");
    }
}
