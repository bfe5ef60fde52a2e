//! A run that outlives its tab: what is noted of it has no value of any field, and what was under way is read back before
//! anything else is done.

use serde_json::{Value, json};

use super::applied::{
    IN_LINE_A, REGISTRY, check, made, no_registries, none, one, registries, registry, run_of, web,
};
use super::scripted::Answer::{Json, Lost};
use super::support::{plan_of, recorded};
use crate::apply::{Noted, Run, StepState};
use crate::{Choices, StepId};

const LIST: &str = "GET /microservices?application=line-a";

/// The run as it comes back from where it was stored.
fn stored(run: &Run) -> Run {
    let text = serde_json::to_string(&run.noted()).unwrap();
    for secret in ["web:1", "hunter2"] {
        assert!(!text.contains(secret), "{text}");
    }
    Run::of_noted(serde_json::from_str::<Vec<Noted>>(&text).unwrap())
}

fn states(run: &Run) -> Vec<&'static str> {
    let word = |(_, state): (&StepId, &StepState)| match state {
        StepState::Waiting => "waiting",
        StepState::Running => "running",
        StepState::Done { .. } => "done",
        StepState::Failed(_) => "failed",
        StepState::Skipped { .. } => "skipped",
        StepState::LeftOut => "left out",
    };
    run.steps().map(word).collect()
}

#[test]
fn a_registry_whose_creation_was_cut_off_is_found_and_not_made_twice() {
    let text = REGISTRY.replace("password: p", "password: hunter2");
    let mut run = run_of(&text);
    check(
        &mut run,
        [("GET /registries", no_registries()), ("POST /registries", Lost)],
        &["start 0", "interrupted 0: Unreachable"],
    );
    let mut back = stored(&run);
    back.look_back();
    check(&mut back, [("GET /registries", registries(&[registry(10)]))], &["done 0"]);
    // The plan knows which one the document made.
    let mut choices = Choices::default();
    let ids = back.steps().map(|(id, _)| id.clone()).collect();
    choices.remember(&back, &ids);
    let mut live = recorded();
    live.registries.push(model::from_value(&registry(10)).unwrap());
    let plan = plan_of(&text, &live, &choices);
    assert_eq!(plan.steps[0].twins, [], "it is not asked which one is meant");
    let again = back.replanned(&plan, &choices, &live.world());
    assert_eq!(states(&again), ["done"]);
}

#[test]
fn a_microservice_whose_creation_was_cut_off_is_read_back() {
    let mut run = run_of(IN_LINE_A);
    check(
        &mut run,
        [(LIST, none()), ("POST /microservices", Lost)],
        &["start 0", "interrupted 0: Unreachable"],
    );
    let mut there = stored(&run);
    there.look_back();
    check(&mut there, [(LIST, one(&web()))], &["done 0"]);
    // What is not there stays to be done, and nothing is sent by looking.
    let mut absent = stored(&run);
    absent.look_back();
    check(&mut absent, [(LIST, none()), (LIST, none())], &["wait 0"]);
    assert_eq!(states(&absent), ["waiting"]);
    // A half of it is removed.
    let mut half = stored(&run);
    half.look_back();
    let mut unfinished = web();
    unfinished.as_object_mut().unwrap().remove("serviceAccount");
    check(
        &mut half,
        [
            (LIST, one(&unfinished)),
            (LIST, one(&unfinished)),
            ("DELETE /microservices/m-9", Json(204, Value::Null)),
        ],
        &["wait 0"],
    );
    assert_eq!(states(&half), ["waiting"]);
}

#[test]
fn what_was_done_and_what_failed_is_told_again_and_nothing_of_it_is_sent() {
    let mut run = run_of(&format!("{REGISTRY}{IN_LINE_A}"));
    check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(7)),
            ("GET /registries", no_registries()),
            (LIST, none()),
            ("POST /microservices", Json(400, json!({ "name": "ValidationError", "message": "No." }))),
            (LIST, none()),
        ],
        &["start 0", "done 0", "start 1", "failed 1: No."],
    );
    let mut back = stored(&run);
    assert_eq!(states(&back), ["done", "failed"]);
    back.look_back();
    check(&mut back, [], &[]);
    let notes = run.noted();
    assert_eq!(
        notes.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        ["r.example.com", "line-a/web"]
    );
}

#[test]
fn the_address_of_a_registry_is_noted_without_its_password() {
    let text = REGISTRY.replace("url: r.example.com", "url: 'https://bob:hunter2@r.example.com'");
    let back = stored(&run_of(&text));
    assert_eq!(back.noted()[0].name, "https://r.example.com");
}

#[test]
fn only_what_has_changed_is_noted_anew() {
    let mut run = run_of(&format!("{REGISTRY}{IN_LINE_A}"));
    assert_eq!(run.newly_noted(), []);
    check(
        &mut run,
        [("GET /registries", no_registries()), ("POST /registries", Lost)],
        &["start 0", "interrupted 0: Unreachable"],
    );
    assert_eq!(run.newly_noted().iter().map(|one| one.at).collect::<Vec<_>>(), [0]);
    assert_eq!(run.newly_noted(), []);
}
