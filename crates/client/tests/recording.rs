//! Every answer of the recording of a real Controller 3.7.3 that a typed call exists for is decoded by that call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{Call, List, Object, api};
use model::Hidden;
use serde_json::{Value, json};
use support::{Script, Step, block_on, not_sent, recording};

/// Sends a call against the recorded answer: the request must be the recorded one, the answer must decode, and
/// what was decoded must say what the answer says.
fn check<T: Plain>(step: &Step, call: Call<T>) -> bool {
    let script = Script::new([step.answer()]);
    let result = block_on(script.client().with_retry(client::Retry::NEVER).send(call));
    let query = step.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    let target = format!("{}{query}", step.path);
    assert_eq!(
        script.lines(),
        [format!("{} {}", step.method, target.trim_end_matches('/'))],
        "{}",
        step.name
    );
    match result {
        Ok(value) => {
            assert!(step.succeeded(), "{}: an error answer was taken for success", step.name);
            if let Some(plain) = value.plain() {
                is_part_of(&plain, &step.body, &step.name);
            }
        }
        Err(error) => assert!(!step.succeeded(), "{}: {error:?}", step.name),
    }
    true
}

/// What was decoded, as JSON with the API's names, to compare with the answer; `None` where nothing is answered.
trait Plain {
    fn plain(&self) -> Option<Value>;
}

impl Plain for () {
    fn plain(&self) -> Option<Value> {
        None
    }
}

impl<T: serde::Serialize> Plain for Object<T> {
    fn plain(&self) -> Option<Value> {
        Some(serde_json::to_value(&self.value).unwrap())
    }
}

impl<T: serde::Serialize> Plain for List<T> {
    fn plain(&self) -> Option<Value> {
        assert_eq!(self.unreadable, []);
        Some(serde_json::to_value(&self.items).unwrap())
    }
}

macro_rules! plain {
    ($($type:ident),*) => { $( impl Plain for model::$type {
        fn plain(&self) -> Option<Value> {
            Some(serde_json::to_value(self).unwrap())
        }
    } )* };
}

plain!(ConfigMap, Created, CreatedUuid, EventPage, ExecSwitch, LoginTokens, Secret, Status, VolumeMount);

/// Times that nothing shows.
const TIMES: [&str; 2] = ["createdAt", "updatedAt"];

/// Other keys that are not kept: twins of other keys and inner numbers; below which key or in the answers of which group
/// of steps.
const LEFT_OUT: [(&str, &[&str]); 4] = [
    ("serviceAccount", &["roleId", "applicationId", "microserviceUuid", "microservice_uuid"]),
    ("variables", &["id", "applicationTemplateId"]),
    ("microservices", &["natsAccess", "flowId", "iofog_uuid", "imageSnapshot"]),
    ("applications/put-yaml-microservices", &["natsAccess", "flowId"]),
];

/// Whether the answer's `key` at this place is known not to be kept.
fn is_left_out(place: &str, key: &str) -> bool {
    let parent = place.rsplit('.').next().unwrap_or_default();
    let step = parent.split('[').next().unwrap_or_default();
    let group = step.split('/').next().unwrap_or_default();
    TIMES.contains(&key)
        || LEFT_OUT.iter().any(|(known, keys)| (*known == step || *known == group) && keys.contains(&key))
}

/// Every decoded value stands in the answer under the same key. Defaults of keys that the answer lacks are skipped.
fn is_part_of(decoded: &Value, answer: &Value, place: &str) {
    match (decoded, answer) {
        (Value::Object(_), Value::Object(answer))
            if ["role", "binding"].iter().any(|key| answer.contains_key(*key)) =>
        {
            is_part_of(decoded, &answer.values().next().unwrap().clone(), place);
        }
        (Value::Object(decoded), Value::Object(answer)) => {
            for key in answer.keys().filter(|key| !answer[*key].is_null() && !decoded.contains_key(*key)) {
                assert!(is_left_out(place, key), "{place}: `{key}` is lost");
            }
            for (key, value) in decoded {
                if let Some(answer) = answer.get(key) {
                    is_part_of(value, answer, &format!("{place}.{key}"));
                }
            }
        }
        (Value::Array(decoded), Value::Array(answer)) => {
            assert_eq!(decoded.len(), answer.len(), "{place}");
            for (index, (decoded, answer)) in decoded.iter().zip(answer).enumerate() {
                is_part_of(decoded, answer, &format!("{place}[{index}]"));
            }
        }
        // A list stands below one key of the answer.
        (Value::Array(_), Value::Object(answer)) => {
            let lists: Vec<_> = answer.values().filter(|value| value.is_array()).collect();
            assert_eq!(lists.len(), 1, "{place}");
            is_part_of(decoded, lists[0], place);
        }
        (Value::Number(decoded), Value::Number(answer)) => {
            assert_eq!(decoded.as_f64(), answer.as_f64(), "{place}");
        }
        // Null is an absent value: the type's empty one.
        (decoded, Value::Null) => {
            assert!(*decoded == json!(0) || *decoded == "" || *decoded == false, "{place}");
        }
        (decoded, answer) => assert_eq!(decoded, answer, "{place}"),
    }
}

fn body(step: &Step) -> Value {
    step.request_body.clone().unwrap_or_default()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The typed call for a recorded request; false when there is none.
fn replay(step: &Step) -> bool {
    if step.query.as_deref().is_some_and(|query| query.contains("foo=") || query.contains("filters")) {
        return false;
    }
    let segments = step.segments();
    let group = segments.first().copied().unwrap_or_default();
    match group {
        "status" | "user" => public(step, &segments),
        "registries" | "catalog" => images(step, &segments),
        "application" | "applicationTemplates" | "applicationTemplate" => applications(step, &segments),
        "microservices" => microservices(step, &segments),
        "secrets" | "configmaps" | "volumeMounts" => stores(step, &segments),
        _ => others(step, &segments),
    }
}

fn public(step: &Step, segments: &[&str]) -> bool {
    let sent = body(step);
    match (step.method.as_str(), segments) {
        ("GET", ["status"]) => check(step, api::status::get()),
        ("POST", ["user", "login"]) if sent.is_object() => {
            let password = Hidden::new(text(&sent, "password").to_owned());
            check(step, api::auth::login(text(&sent, "email"), &password, sent["totp"].as_str()))
        }
        ("POST", ["user", "refresh"]) => {
            check(step, api::auth::refresh(&Hidden::new(text(&sent, "refreshToken").to_owned())))
        }
        ("POST", ["user", "logout"]) => check(step, api::auth::logout()),
        _ => false,
    }
}

fn images(step: &Step, segments: &[&str]) -> bool {
    let sent = body(step);
    let id = segments.last().and_then(|id| id.parse::<i64>().ok());
    match (step.method.as_str(), segments, id) {
        ("GET", ["registries"], _) => check(step, api::registries::list()),
        ("POST", ["registries"], _) => check(step, api::registries::create(sent)),
        ("PATCH", ["registries", _], Some(id)) => check(step, api::registries::update(id, sent)),
        ("DELETE", ["registries", _], Some(id)) => check(step, api::registries::delete(id)),
        ("GET", ["catalog", _], _) => check(step, api::catalog::list()),
        ("POST", ["catalog", _], _) => check(step, api::catalog::create(sent)),
        ("GET", ["catalog", _, _], Some(id)) => check(step, api::catalog::get(id)),
        ("PATCH", ["catalog", _, _], Some(id)) => check(step, api::catalog::update(id, sent)),
        ("DELETE", ["catalog", _, _], Some(id)) => check(step, api::catalog::delete(id)),
        _ => false,
    }
}

fn applications(step: &Step, segments: &[&str]) -> bool {
    use api::{application_templates as templates, applications};
    let sent = body(step);
    match (step.method.as_str(), segments) {
        // An application of that name cannot be asked for.
        ("GET", ["application", "system"]) => false,
        ("GET", ["application"]) => check(step, applications::list()),
        ("POST", ["application"]) => check(step, applications::create(sent)),
        ("GET", ["application", name]) => check(step, applications::get(name)),
        ("PATCH", ["application", name]) => check(step, applications::update(name, sent)),
        ("PUT", ["application", name]) => check(step, applications::replace(name, sent)),
        ("DELETE", ["application", name]) => check(step, applications::delete(name)),
        ("GET", ["applicationTemplates"]) => check(step, templates::list()),
        ("GET", ["applicationTemplate", name]) => check(step, templates::get(name)),
        ("PUT", ["applicationTemplate", name]) => check(step, templates::replace(name, sent)),
        _ => false,
    }
}

fn microservices(step: &Step, segments: &[&str]) -> bool {
    use api::microservices as ms;
    let patch = || client::MicroservicePatch::of(&model::Microservice::default());
    let of = step.query.as_deref().and_then(|query| query.strip_prefix("application="));
    match (step.method.as_str(), segments) {
        ("GET", ["microservices"]) => check(step, of.map_or_else(ms::list, ms::list_of)),
        ("GET", ["microservices", "system"]) => check(step, api::system_microservices::list()),
        ("POST", ["microservices"]) => check(step, ms::create(body(step))),
        ("POST", ["microservices", "yaml"]) => check(step, ms::create_yaml("")),
        ("GET", ["microservices", uuid]) => check(step, ms::get(uuid)),
        ("PATCH", ["microservices", uuid]) => check(step, ms::update(uuid, patch())),
        ("DELETE", ["microservices", uuid]) => check(step, ms::delete(uuid)),
        ("PATCH", ["microservices", uuid, "start"]) => check(step, ms::start(uuid)),
        ("PATCH", ["microservices", uuid, "stop"]) => check(step, ms::stop(uuid)),
        ("PATCH", ["microservices", uuid, "rebuild"]) => check(step, ms::rebuild(uuid)),
        ("POST", ["microservices", uuid, "exec"]) => check(step, ms::start_exec(uuid)),
        ("DELETE", ["microservices", uuid, "exec"]) => check(step, ms::stop_exec(uuid)),
        _ => false,
    }
}

fn stores(step: &Step, segments: &[&str]) -> bool {
    use api::{config_maps, secrets, volume_mounts};
    match (step.method.as_str(), segments) {
        ("GET", ["secrets"]) => check(step, secrets::list()),
        ("POST", ["secrets"]) => check(step, secrets::create(json!({}))),
        ("GET", ["secrets", name]) => check(step, secrets::get(name)),
        ("PATCH", ["secrets", name]) => check(step, secrets::update(name, json!({}))),
        ("DELETE", ["secrets", name]) => check(step, secrets::delete(name)),
        ("GET", ["configmaps"]) => check(step, config_maps::list()),
        ("POST", ["configmaps"]) => check(step, config_maps::create(json!({}))),
        ("GET", ["configmaps", name]) => check(step, config_maps::get(name)),
        ("PATCH", ["configmaps", name]) => check(step, config_maps::update(name, json!({}))),
        ("DELETE", ["configmaps", name]) => check(step, config_maps::delete(name)),
        ("GET", ["volumeMounts"]) => check(step, volume_mounts::list()),
        ("POST", ["volumeMounts"]) => check(step, volume_mounts::create(json!({}))),
        ("GET", ["volumeMounts", name]) => check(step, volume_mounts::get(name)),
        ("PATCH", ["volumeMounts", name]) => check(step, volume_mounts::update(name, json!({}))),
        ("DELETE", ["volumeMounts", name]) => check(step, volume_mounts::delete(name)),
        _ => false,
    }
}

fn others(step: &Step, segments: &[&str]) -> bool {
    match (step.method.as_str(), segments, step.name.as_str()) {
        ("GET", ["iofog-list"], _) => check(step, api::agents::list()),
        ("GET", ["roles"], _) => check(step, api::roles::list()),
        ("GET", ["nats", "account-rules"], _) => check(step, api::nats_rules::account_rules()),
        ("GET", ["nats", "user-rules"], _) => check(step, api::nats_rules::user_rules()),
        ("GET", ["events"], "events/list") => {
            check(step, api::events::list(&api::events::Filter { limit: Some(1), ..Default::default() }))
        }
        ("GET", ["events"], "auth/viewer-reads-events") => {
            check(step, api::events::list(&Default::default()))
        }
        _ => false,
    }
}

#[test]
fn every_recorded_answer_is_understood_by_its_typed_call() {
    let steps = recording();
    for step in steps.iter().filter(|step| step.status.is_some()) {
        let (sent, reason) = (replay(step), not_sent(step));
        assert_ne!(sent, reason.is_some(), "{} {} ({}): {reason:?}", step.method, step.path, step.name);
    }
}
