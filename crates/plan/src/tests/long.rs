//! Creations that are too long for JSON: what their way as YAML loses follows, and nothing is made twice.

use serde_json::{Value, json};

use super::applied::{check, list, made_uuid, no_application, none, one, refusal, run_of, web_but};
use super::scripted::Answer::{Json, Late};
use super::support::{outline, plan_of, recorded};
use crate::Choices;
use crate::write::{Body, Deed};

const LIST: &str = "GET /microservices?application=line-a";
const POST: &str = "POST /microservices/yaml";
const GET: &str = "GET /microservices/m-9";
const PATCH: &str = "PATCH /microservices/m-9";

/// A microservice whose environment alone is longer than a request may be.
fn long(more: &str) -> String {
    let value = "x".repeat(120_000);
    format!(
        "kind: Microservice\nmetadata: {{name: line-a/web}}\nspec:\n  agent: {{name: edge-1}}\n  images: {{x86: 'web:1'}}\n  \
         container: {{env: [{{key: LONG, value: {value}}}]}}\n{more}"
    )
}

/// What the Controller makes of it.
fn there(change: impl FnOnce(&mut Value)) -> Value {
    web_but(|web| {
        web["env"] = json!([{ "key": "LONG", "value": "x".repeat(120_000) }]);
        change(web);
    })
}

#[test]
fn the_log_size_follows_when_the_microservice_is_there() {
    let bodies = check(
        &mut run_of(&long("  logSize: 50\n")),
        [
            (LIST, none()),
            (POST, made_uuid()),
            (GET, Json(200, there(|_| ()))),
            (PATCH, Json(204, Value::Null)),
            (GET, Json(200, there(|web| web["logSize"] = json!(50)))),
        ],
        &["start 0", "progress 0 1/2", "done 0"],
    );
    assert!(!bodies[0].contains("logSize"));
    let patch: Value = serde_json::from_str(&bodies[1]).unwrap();
    assert_eq!(
        patch,
        json!({ "logSize": 50, "iofogUuid": there(|_| ())["iofogUuid"],
            "serviceAccount": { "roleRef": { "kind": "Role", "name": "microservice" } } })
    );
}

#[test]
fn without_anything_that_gets_lost_one_request_is_enough() {
    check(
        &mut run_of(&long("  config: {mode: auto, big: 4096}\n")),
        [(LIST, none()), (POST, made_uuid())],
        &["start 0", "done 0"],
    );
}

#[test]
fn a_retry_sends_only_what_follows() {
    let mut run = run_of(&long("  logSize: 50\n"));
    let failed = refusal(500, "TypeError", "x");
    check(
        &mut run,
        [
            (LIST, none()),
            (POST, made_uuid()),
            (GET, Json(200, there(|_| ()))),
            (PATCH, failed),
            (GET, Json(200, there(|_| ()))),
        ],
        &["start 0", "progress 0 1/2", "failed 0: The Controller failed while it handled the request."],
    );
    let lines = || {
        [
            (GET, Json(200, there(|_| ()))),
            (PATCH, Json(204, Value::Null)),
            (GET, Json(200, there(|web| web["logSize"] = json!(50)))),
        ]
    };
    let mut replanned = {
        let mut live = recorded();
        live.microservices
            .push(model::from_value(&there(|web| web["application"] = json!("line-a"))).unwrap());
        let plan = plan_of(&long("  logSize: 50\n"), &live, &Choices::default());
        assert_eq!(outline(&plan), ["update Microservice line-a/web"]);
        let new = run.replanned(&plan, &Choices::default(), &live.world());
        assert!(run.differing(&new).steps.is_empty(), "nothing that was not seen is sent");
        new
    };
    check(&mut replanned, lines(), &["start 0", "done 0"]);
}

#[test]
fn a_creation_whose_answer_was_lost_is_found_without_what_follows() {
    let mut run = run_of(&long("  logSize: 50\n"));
    check(&mut run, [(LIST, none()), (POST, Late)], &["start 0", "interrupted 0: Timeout"]);
    run.resume();
    check(
        &mut run,
        [
            (LIST, one(&there(|_| ()))),
            (GET, Json(200, there(|_| ()))),
            (PATCH, Json(204, Value::Null)),
            (GET, Json(200, there(|web| web["logSize"] = json!(50)))),
        ],
        &["progress 0 1/2", "done 0"],
    );
}

#[test]
fn configuration_that_the_long_way_spoils_follows_too() {
    let config = r#"  config: {say: 'a "b"', big: 12345678901234567890}
"#;
    let bodies = check(
        &mut run_of(&long(config)),
        [
            (LIST, none()),
            (POST, made_uuid()),
            (GET, Json(200, there(|_| ()))),
            (PATCH, Json(204, Value::Null)),
            (
                GET,
                Json(
                    200,
                    there(|web| {
                        web["config"] = json!(r#"{"say":"a \u0022b\u0022","big":12345678901234567890}"#);
                    }),
                ),
            ),
        ],
        &["start 0", "progress 0 1/2", "done 0"],
    );
    assert!(!bodies[0].contains("say"), "the long way does not carry it");
    let patch: Value = serde_json::from_str(&bodies[1]).unwrap();
    assert_eq!(patch["config"], json!(r#"{"say":"a \u0022b\u0022","big":12345678901234567890}"#));
}

#[test]
fn what_neither_way_can_carry_is_refused_before_anything_is_sent() {
    let quotes = format!("  config: {{say: '{}'}}\n", "\"b\" ".repeat(30_000));
    let reads = "  logSize: 50\n  config: {size: '{{ self.logSize }}'}\n".to_owned();
    for (more, why) in [
        (quotes, "spoils the double quotes"),
        (reads, "loses what templates read of the log size"),
        ("  logSize: 5\n".to_owned(), ""),
    ] {
        let line = outline(&plan_of(&long(&more), &recorded(), &Choices::default())).remove(0);
        assert_eq!(
            line.starts_with("blocked") && line.contains("longer than 100 kB"),
            !why.is_empty(),
            "{line}"
        );
        assert!(line.contains(why), "{line}");
    }
    let registry = long("").replace("x86: 'web:1'", "x86: 'web:1', registry: '{{ 1 }}'");
    let line = outline(&plan_of(&registry, &recorded(), &Choices::default())).remove(0);
    assert!(line.contains("takes no template"), "{line}");
}

#[test]
fn members_of_a_long_application_get_what_follows_each_on_its_own() {
    let member = |name: &str, more: &str| {
        format!(
            "{{name: {name}, agent: {{name: edge-1}}, images: {{x86: '{name}:1'}}{more}, container: {{env: [{{key: LONG, value: {}}}]}}}}",
            "x".repeat(120_000)
        )
    };
    let text = format!(
        "kind: Application\nmetadata: {{name: shop}}\nspec: {{microservices: [{}, {}]}}\n",
        member("web", ", logSize: 50"),
        member("db", "")
    );
    let plan = plan_of(&text, &recorded(), &Choices::default());
    let after: Vec<bool> = plan.steps[0]
        .writes
        .iter()
        .filter_map(|write| match &write.deed {
            Deed::Create(Body::Yaml { after, .. }) => Some(after.is_some()),
            _ => None,
        })
        .collect();
    assert_eq!(after, [true, false]);
    let rights = plan.permissions(&Choices::default());
    assert!(rights.contains(&(model::Kind::Microservice.resource(), client::permissions::Verb::Change)));
    check(
        &mut run_of(&text),
        [
            ("GET /application/shop", no_application()),
            ("POST /application", Json(201, json!({ "id": 8, "name": "shop" }))),
            ("GET /microservices?application=shop", none()),
            (POST, made_uuid()),
            (GET, Json(200, there(|_| ()))),
            (PATCH, Json(204, Value::Null)),
            (GET, Json(200, there(|web| web["logSize"] = json!(50)))),
            ("GET /microservices?application=shop", list(&json!([there(|_| ())]))),
            (POST, Json(201, json!({ "uuid": "m-10", "name": "db" }))),
        ],
        &["start 0", "progress 0 1/4", "progress 0 2/4", "progress 0 3/4", "done 0"],
    );
}
