use serde_json::{Value, json};

use super::check;

/// The message that a body is refused with, or an empty text.
fn message(schema: &str, body: &Value) -> String {
    match check(schema, body) {
        Ok(()) => String::new(),
        Err(crate::api::reply::Refusal::Named { message, .. }) => message,
        Err(other) => format!("{other:?}"),
    }
}

#[test]
fn the_first_violation_is_reported_in_the_controllers_words() {
    for (schema, body, expected) in [
        ("registryCreate", json!({}), "Required field 'url' is missing"),
        ("registryCreate", json!({"url": ""}), "Field url does not meet minimum length of 1"),
        ("registryCreate", json!({"url": 5}), "Field 'url' is not of a type(s) string"),
        ("registryCreate", json!([]), "Field 'instance' is not of a type(s) object"),
        ("login", json!({"email": "ci@localhost", "password": ""}), "Invalid format for field 'email'"),
        ("secretCreate", json!({"type": "foo"}), "Field type is not one of enum values: Opaque,tls"),
        (
            "secretCreate",
            json!({"name": "x", "type": "tls", "data": {}, "foo": 1}),
            "Field 'foo' not allowed",
        ),
        ("iofogUpdate", json!({"uuid": "u", "cpuLimit": -1}), "cpuLimit must be greater than or equal to 0"),
        (
            "microserviceCreate",
            json!({"name": "a", "images": [{"containerImage": "x", "fogTypeId": 0}]}),
            "images[0].fogTypeId must be greater than or equal to 1",
        ),
        ("microserviceCreate", json!({"name": "a", "ports": [{"internal": 1.0, "external": 2}]}), ""),
        ("registryUpdate", json!({"foo": null}), ""),
        ("registryUpdate", json!({"url": null}), "Field 'url' is not of a type(s) string"),
    ] {
        assert_eq!(message(schema, &body), expected, "{schema} {body}");
    }
}

#[test]
fn violations_without_words_of_their_own_are_dumped_as_json() {
    let dump: Value =
        serde_json::from_str(&message("iofogCreate", &json!({"name": "a", "latitude": 91}))).unwrap();
    assert_eq!(dump["stack"], "instance.latitude must be less than or equal to 90");
    assert_eq!(dump["schema"], json!({"type": "number", "minimum": -90, "maximum": 90}));
    let dump: Value = serde_json::from_str(&message("volumeMountCreate", &json!({"name": "x"}))).unwrap();
    assert_eq!(dump["schema"], "/volumeMountCreate");
    assert_eq!(dump["argument"], json!(["[subschema 0]", "[subschema 1]"]));
}
