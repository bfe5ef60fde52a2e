//! What is said of an act before it is done, and what it comes to.

use client::{BaseUrl, Client, ErrorKind, Retry};
use model::{Capabilities, Microservice};
use serde_json::{Value, json};

use crate::act::{Act, Outcome};
use crate::tests::scripted::{Answer, Line, Scripted, no_time, now};

fn microservice(fields: &Value) -> Microservice {
    model::from_value(fields).unwrap()
}

fn web() -> Microservice {
    microservice(&json!({ "uuid": "u1", "name": "web", "application": "shop",
        "volumeMappings": [{ "hostDestination": "data", "containerDestination": "/d", "type": "volume" }] }))
}

#[test]
fn a_preview_says_where_it_happens_and_what_is_lost() {
    let agent = model::from_value(&json!({ "name": "gate-2", "daemonStatus": "RUNNING" }));
    let said = |act: Act| act.preview(&web(), agent.as_ref(), Ok([])).effects;
    assert_eq!(said(Act::Start), ["Its container on gate-2 starts."]);
    assert_eq!(
        said(Act::Stop),
        ["Its container on gate-2 stops, and stays stopped until somebody starts it."]
    );
    assert_eq!(
        said(Act::Delete),
        [
            "It is deleted at once and for good, and its container on gate-2 removed.",
            "What it wrote elsewhere than to its volumes is lost. The data in data stays on the agent.",
        ]
    );
    let bare = Microservice { volume_mappings: Vec::new(), ..web() };
    assert_eq!(
        Act::Rebuild.preview(&bare, None, Ok([])).effects.last().unwrap(),
        "It has no volumes, so all that it wrote is lost."
    );
}

#[test]
fn an_agent_that_is_away_does_it_later() {
    let agent = model::from_value(&json!({ "name": "gate-2", "daemonStatus": "UNKNOWN" }));
    let effects = Act::Stop.preview(&web(), agent.as_ref(), Ok([])).effects;
    assert_eq!(effects.last().unwrap(), "gate-2 is not reporting; this happens once it reports again.");
}

#[test]
fn those_that_reach_it_by_its_name_are_named() {
    let reaching = |uuid: &str, name: &str, address: &str| {
        microservice(&json!({ "uuid": uuid, "name": name, "application": "line-a",
            "extraHosts": [{ "name": "h", "address": address }] }))
    };
    let all = [
        web(),
        reaching("u2", "gateway", "${Apps.shop.web.local}"),
        reaching("u3", "other", "${Apps.shop.website.local}"),
        reaching("u4", "away", "${Agents.web}"),
    ];
    let dependents = |act: Act| act.preview(&web(), None, Ok(&all)).dependents;
    assert_eq!(
        dependents(Act::Delete).unwrap(),
        "These reach it by its name and will lose it: line-a/gateway."
    );
    assert_eq!(dependents(Act::Stop), None);
}

#[test]
fn only_a_deletion_asks_who_loses_by_it_and_says_when_that_is_not_known() {
    let unknown = |act: Act| {
        let all = Err::<[&Microservice; 0], _>("Your role does not allow this.".to_owned());
        act.preview(&web(), None, all).unknown
    };
    assert_eq!(
        unknown(Act::Delete).unwrap(),
        "Who reaches it by its name is not known: Your role does not allow this."
    );
    assert_eq!([Act::Start, Act::Stop, Act::Rebuild].map(unknown), [None, None, None]);
}

#[test]
fn every_act_has_its_command() {
    for (act, command) in [
        (Act::Start, "start microservice shop/web"),
        (Act::Stop, "stop microservice shop/web"),
        (Act::Rebuild, "rebuild microservice shop/web"),
        (Act::Delete, "delete microservice shop/web"),
    ] {
        assert_eq!(act.preview(&web(), None, Ok([])).command, command);
    }
}

#[test]
fn the_older_controller_only_deletes_and_rebuilds() {
    let older = Capabilities::of_version("3.0.4");
    let missing =
        [Act::Start, Act::Stop, Act::Rebuild, Act::Delete].map(|act| act.missing_on(&older).is_some());
    assert_eq!(missing, [true, true, false, false]);
    assert_eq!(
        Act::Stop.missing_on(&older).unwrap(),
        "Starting and stopping single microservices came with later Controllers; this is Eclipse ioFog Controller \
         3.0.4."
    );
    assert_eq!(Act::Rebuild.missing_on(&Capabilities::of_version("3.7.3")), None);
}

/// Carries an act out against a script, and says what came of it in a word.
fn check(act: Act, lines: impl IntoIterator<Item = Line>, expected: &str) {
    let script = Scripted::new(lines);
    let client = Client::new(&script, BaseUrl::parse("http://c:51121").unwrap()).with_retry(Retry::NEVER);
    let outcome = match now(act.carry_out(&client, "u1", no_time)) {
        Ok(()) => "done".to_owned(),
        Err(undone) => format!("{:?} {:?}", undone.outcome, undone.error.kind),
    };
    assert_eq!(outcome, expected, "{act:?}");
    script.assert_used_up();
}

const fn done() -> Answer {
    Answer::Json(204, Value::Null)
}

fn refused(status: u16, name: &str) -> Answer {
    Answer::Json(status, json!({ "name": name, "message": "Application shop is not activated" }))
}

fn found(is_activated: bool) -> Answer {
    Answer::Json(200, json!({ "uuid": "u1", "name": "web", "isActivated": is_activated }))
}

const READ: &str = "GET /microservices/u1";

#[test]
fn each_act_is_one_request_and_a_look_where_that_tells_more() {
    check(Act::Start, [("PATCH /microservices/u1/start", done()), (READ, found(true))], "done");
    check(Act::Stop, [("PATCH /microservices/u1/stop", done()), (READ, found(false))], "done");
    // Nothing on a microservice tells that it will be made again.
    check(Act::Rebuild, [("PATCH /microservices/u1/rebuild", done())], "done");
    check(Act::Delete, [("DELETE /microservices/u1", done())], "done");
}

#[test]
fn success_that_changed_nothing_is_none() {
    // Whether the answer says nothing, or something that says nothing of it.
    let ok = || Answer::Json(200, json!({ "message": "ok" }));
    for (act, request, there) in [
        (Act::Start, "PATCH /microservices/u1/start", false),
        (Act::Stop, "PATCH /microservices/u1/stop", true),
        (Act::Delete, "DELETE /microservices/u1", true),
    ] {
        if act != Act::Delete {
            check(act, [(request, done()), (READ, found(there))], "NotDone Garbled");
        }
        check(act, [(request, ok()), (READ, found(there)), (READ, found(there))], "NotDone Garbled");
    }
    check(Act::Stop, [("PATCH /microservices/u1/stop", ok()), (READ, found(false))], "done");
    // It said so, and nothing speaks against it.
    check(Act::Stop, [("PATCH /microservices/u1/stop", done()), (READ, Answer::Late)], "done");
}

#[test]
fn a_refusal_is_final() {
    let kind = ErrorKind::Invalid;
    let refusal = ("PATCH /microservices/u1/start", refused(400, "ValidationError"));
    check(Act::Start, [refusal], &format!("{:?} {kind:?}", Outcome::NotDone));
}

#[test]
fn what_somebody_else_has_deleted_is_deleted_but_only_if_it_is_gone() {
    const DELETE: &str = "DELETE /microservices/u1";
    let missing = || refused(404, "NotFoundError");
    check(Act::Delete, [(DELETE, missing()), (READ, missing())], "done");
    check(Act::Delete, [(DELETE, missing()), (READ, found(true))], "NotDone NotFound");
    check(Act::Delete, [(DELETE, missing()), (READ, Answer::Late)], "NotDone NotFound");
}

#[test]
fn a_lost_answer_is_looked_up_twice_before_it_counts_as_not_done() {
    const STOP: &str = "PATCH /microservices/u1/stop";
    const DELETE: &str = "DELETE /microservices/u1";
    let gone = || refused(404, "NotFoundError");
    check(Act::Stop, [(STOP, Answer::Lost), (READ, found(false))], "done");
    check(Act::Stop, [(STOP, Answer::Lost), (READ, found(true)), (READ, found(true))], "NotDone Unreachable");
    check(Act::Stop, [(STOP, Answer::Lost), (READ, found(true)), (READ, found(false))], "done");
    check(Act::Stop, [(STOP, Answer::Late), (READ, Answer::Late)], "Unknown Timeout");
    check(Act::Stop, [(STOP, Answer::Late), (READ, gone()), (READ, gone())], "NotDone Timeout");
    check(Act::Delete, [(DELETE, Answer::Late), (READ, gone())], "done");
    check(Act::Delete, [(DELETE, Answer::Late), (READ, found(true)), (READ, gone())], "done");
    check(Act::Delete, [(DELETE, Answer::Late), (READ, found(true)), (READ, found(true))], "NotDone Timeout");
    check(Act::Rebuild, [("PATCH /microservices/u1/rebuild", Answer::Late)], "Unknown Timeout");
}
