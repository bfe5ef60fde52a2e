//! Request schemas of roles, bindings, service accounts, events and services.

use serde_json::{Value, json};

use super::shape::{Shape, filled, list, matching, number, see, text, whole, word};
use super::tables::{NAME, PLAIN_NAME, Table};

pub(super) fn tables() -> Table {
    let mut tables = roles();
    tables.extend(accounts());
    tables.extend(others());
    tables
}

fn long_name() -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": 255, "pattern": NAME})
}

fn roles() -> Table {
    let filled_list = |items| json!({"type": "array", "items": items, "minItems": 1});
    let verbs = word(&["get", "list", "create", "update", "patch", "delete", "*"]);
    let rule = Shape::new("rbacRule")
        .required(&["apiGroups", "resources", "verbs"])
        .fields(&["apiGroups", "resources"], &filled_list(text()))
        .field("verbs", filled_list(verbs))
        .field("resourceNames", list(text()))
        .closed();
    let reference = |id, kinds: &[&str]| {
        Shape::new(id)
            .required(&["kind", "name"])
            .field("kind", word(kinds))
            .field("name", filled())
            .field("apiGroup", text())
            .closed()
            .build()
    };
    let some = |id: &str| json!({"type": "array", "minItems": 1, "items": see(id)});
    let role = |id, required: &[&str]| {
        Shape::new(id)
            .required(required)
            .field("name", long_name())
            .field("kind", word(&["Role"]))
            .field("rules", some("rbacRule"))
            .closed()
            .build()
    };
    let binding = |id, required: &[&str]| {
        Shape::new(id)
            .required(required)
            .field("name", long_name())
            .field("kind", word(&["RoleBinding"]))
            .field("roleRef", see("roleRef"))
            .field("subjects", some("subject"))
            .closed()
            .build()
    };
    vec![
        ("rbacRule", rule.build()),
        ("roleRef", reference("roleRef", &["Role"])),
        ("subject", reference("subject", &["User", "Group", "ServiceAccount"])),
        ("roleCreate", role("roleCreate", &["name", "rules"])),
        ("roleUpdate", role("roleUpdate", &["rules"])),
        ("roleBindingCreate", binding("roleBindingCreate", &["name", "roleRef", "subjects"])),
        ("roleBindingUpdate", binding("roleBindingUpdate", &["roleRef", "subjects"])),
    ]
}

fn accounts() -> Table {
    let account = Shape::new("serviceAccountCreate")
        .required(&["name", "applicationName", "roleRef"])
        .fields(&["name", "applicationName"], &long_name())
        .field("roleRef", see("roleRef"))
        .closed();
    let account_update = Shape::new("serviceAccountUpdate")
        .required(&["name", "roleRef"])
        .field("name", long_name())
        .field("roleRef", see("roleRef"))
        .closed();
    vec![("serviceAccountCreate", account.build()), ("serviceAccountUpdate", account_update.build())]
}

fn others() -> Table {
    vec![
        ("eventQuery", event_query()),
        (
            "eventDelete",
            Shape::new("eventDeleteRequest")
                .field("days", number(0, 365))
                .required(&["days"])
                .closed()
                .build(),
        ),
        ("serviceCreate", service(true)),
        ("serviceUpdate", service(false)),
    ]
}

fn event_query() -> Value {
    let texts = json!({"anyOf": [filled(), {"type": "array", "items": filled()}]});
    let count = |minimum| json!({"anyOf": [{"type": "number", "minimum": minimum}, matching("^\\d+$")]});
    let time = json!({"anyOf": [{"type": "number"}, text()]});
    Shape::new("eventListQuery")
        .fields(&["startTime", "endTime"], &time)
        .fields(&["endpointType", "resourceType", "status"], &filled())
        .field("method", texts)
        .fields(&["actorId", "eventType"], &filled())
        .field("limit", count(1))
        .field("offset", count(0))
        .closed()
        .build()
}

fn service(create: bool) -> Value {
    let required: &[&str] = if create { &["name", "type", "resource", "targetPort"] } else { &["name"] };
    Shape::new(if create { "serviceCreate" } else { "serviceUpdate" })
        .required(required)
        .field("name", matching(PLAIN_NAME))
        .field("type", word(&["microservice", "k8s", "agent", "external"]))
        .field("resource", text())
        .field("targetPort", whole())
        .field("defaultBridge", text())
        .field("servicePort", whole())
        .field("k8sType", word(&["LoadBalancer", "ClusterIP", "NodePort"]))
        .field("tags", list(text()))
        .build()
}
