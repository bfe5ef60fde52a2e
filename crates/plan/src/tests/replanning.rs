//! Going on after a pause: what became of what was sent, what a new plan makes of the rest, and what of it is new.

use serde_json::json;

use super::applied::{
    APPLICATION, GATEWAY, REGISTRY, WEB, check, list, made, no_application, no_registries, refusal,
    registries, registry, run_of, web,
};
use super::scripted::Answer::{Json, Late};
use super::support::{Live, outline, plan_of, recorded};
use crate::Choices;
use crate::apply::{Run, StepState};

/// Plans anew against `live`, and gives the run and the lines of the steps that differ.
fn again(run: &Run, text: &str, live: &Live) -> (Run, Vec<String>) {
    let choices = Choices::default();
    let new = run.replanned(&plan_of(text, live, &choices), &choices, &live.world());
    let differing = outline(&run.differing(&new));
    (new, differing)
}

/// The lists that the plan saw, with an application.
fn with_shop() -> Live {
    let mut live = recorded();
    let shop = json!({ "id": 8, "name": "shop", "isActivated": true });
    live.applications.push(model::from_value(&shop).unwrap());
    live
}

fn no_template() -> super::scripted::Answer {
    refusal(400, "ValidationError", "Invalid template")
}

/// A run that made a registry and an application and then failed.
fn failed() -> (Run, String) {
    let text = format!("{REGISTRY}{APPLICATION}{WEB}");
    let mut run = run_of(&text);
    check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(7)),
            ("GET /registries", registries(&[registry(7)])),
            ("GET /application/shop", no_application()),
            ("POST /application", made(8)),
            ("GET /microservices?application=shop", list(&json!([]))),
            ("POST /microservices", no_template()),
            ("GET /microservices?application=shop", list(&json!([]))),
        ],
        &["start 0", "done 0", "start 1", "done 1", "start 2", "failed 2: Invalid template"],
    );
    (run, text)
}

fn with_registry(live: &mut Live) {
    live.registries.push(model::from_value(&registry(7)).unwrap());
}

#[test]
fn the_rest_of_a_run_goes_on_without_a_question_when_nothing_has_changed() {
    let (run, text) = failed();
    let mut live = with_shop();
    with_registry(&mut live);
    let (mut run, differing) = again(&run, &text, &live);
    assert_eq!(differing, [""; 0]);
    check(
        &mut run,
        [
            ("GET /microservices?application=shop", list(&json!([]))),
            ("POST /microservices", Json(201, json!({ "uuid": "m-9" }))),
        ],
        &["start 2", "done 2"],
    );
    assert!(run.rows().all(|(_, state)| matches!(state, Some(StepState::Done { .. }))));
}

#[test]
fn what_a_run_made_and_is_gone_again_is_made_again_and_shown_first() {
    let (run, text) = failed();
    let (mut run, differing) = again(&run, &text, &recorded());
    assert_eq!(differing, ["create Registry r.example.com", "create Application shop"]);
    check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(9)),
            ("GET /registries", registries(&[registry(9)])),
            ("GET /application/shop", no_application()),
            ("POST /application", made(10)),
            ("GET /microservices?application=shop", list(&json!([]))),
            ("POST /microservices", Json(201, json!({ "uuid": "m-9" }))),
        ],
        &["start 0", "done 0", "start 1", "done 1", "start 2", "done 2"],
    );
}

#[test]
fn what_came_to_its_end_meanwhile_is_done() {
    let (run, text) = failed();
    let mut live = with_shop();
    with_registry(&mut live);
    live.microservices.push(model::from_value(&web()).unwrap());
    let (mut run, differing) = again(&run, &text, &live);
    assert_eq!(differing, [""; 0]);
    check(&mut run, [], &[]);
    assert!(run.is_finished() && run.rows().all(|(_, state)| matches!(state, Some(StepState::Done { .. }))));
}

#[test]
fn what_somebody_else_changed_during_a_pause_is_shown() {
    let (run, text) = failed();
    let mut live = with_shop();
    with_registry(&mut live);
    let mut other = web();
    other["images"][0]["containerImage"] = json!("web:0");
    live.microservices.push(model::from_value(&other).unwrap());
    let (_, differing) = again(&run, &text, &live);
    assert_eq!(differing, ["update Microservice shop/web"]);
}

#[test]
fn a_microservice_that_moved_during_a_pause_is_not_shown_when_the_document_moves_it_anyway() {
    let run = run_of(GATEWAY);
    let (_, differing) = again(&run, GATEWAY, &recorded());
    assert_eq!(differing, [""; 0]);
    let mut live = recorded();
    live.microservices[0].iofog_uuid = Some("elsewhere".to_owned());
    let (_, differing) = again(&run, GATEWAY, &live);
    assert_eq!(differing, ["update Microservice line-a/gateway"]);
}

#[test]
fn looking_back_finds_out_what_became_of_a_request_and_sends_nothing() {
    let text = format!("{REGISTRY}{APPLICATION}");
    let mut run = run_of(&text);
    check(
        &mut run,
        [("GET /registries", no_registries()), ("POST /registries", Late)],
        &["start 0", "interrupted 0: Timeout"],
    );
    let mut lost = run.clone();
    lost.look_back();
    check(&mut lost, std::iter::repeat_with(|| ("GET /registries", no_registries())).take(7), &["wait 0"; 6]);
    assert!(!lost.is_finished());
    lost.resume();
    check(
        &mut lost,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(7)),
            ("GET /registries", no_registries()),
            ("GET /application/shop", no_application()),
            ("POST /application", Json(201, json!({ "id": 8, "name": "shop" }))),
        ],
        &["start 0", "done 0", "start 1", "done 1"],
    );
    run.look_back();
    check(&mut run, [("GET /registries", registries(&[registry(7)]))], &["done 0"]);
    assert!(!run.is_finished());
    let state = |run: &Run| run.steps().map(|(_, state)| format!("{state:?}")).collect::<Vec<_>>();
    assert_eq!(state(&run), ["Done { made: Some(Id(7)), remark: None }", "Waiting"]);
}
