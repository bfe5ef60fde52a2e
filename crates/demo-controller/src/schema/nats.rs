//! Request schemas of NATS rules and of stored settings.

use serde_json::{Value, json};

use super::shape::{Shape, at_least, boolean, filled, list, short, text, word};
use super::tables::Table;

pub(super) fn tables() -> Table {
    let element = Shape::new("configElement").field("key", filled()).field("value", text());
    vec![
        ("natsAccountRulePayload", account_rule()),
        ("natsUserRulePayload", user_rule()),
        ("configElement", element.required(&["key", "value"]).build()),
    ]
}

/// A number of bytes, or a text with a unit.
fn size() -> Value {
    json!({"oneOf": [
        {"type": "integer", "minimum": -1},
        {"type": "string", "pattern": "^(-1|[0-9]+[kmgtKMGT]?)$"},
    ]})
}

fn texts() -> Value {
    list(text())
}

fn account_rule() -> Value {
    let limit = at_least(-1);
    let response = json!({
        "type": "object",
        "properties": {"maxMsgs": at_least(0), "expires": at_least(0)},
        "additionalProperties": false,
    });
    Shape::new("natsAccountRulePayload")
        .field("name", short())
        .fields(&["description", "infoUrl"], &text())
        .fields(&["maxConnections", "maxLeafNodeConnections"], &limit)
        .field("maxData", size())
        .fields(&["maxExports", "maxImports"], &limit)
        .field("maxMsgPayload", size())
        .field("maxSubscriptions", limit.clone())
        .fields(&["exportsAllowWildcards", "disallowBearer"], &boolean())
        .field("responsePermissions", response)
        .fields(&["respMax", "respTtl"], &at_least(0))
        .field("imports", list(transfer(&[])))
        .field("exports", list(transfer(&["Singleton", "Stream", "Chunked"])))
        .fields(&["memStorage", "diskStorage"], &size())
        .fields(&["streams", "consumer", "maxAckPending"], &limit)
        .fields(&["memMaxStreamBytes", "diskMaxStreamBytes"], &size())
        .field("maxBytesRequired", boolean())
        .field("tieredLimits", json!({"type": "object"}))
        .fields(&["pubAllow", "pubDeny", "subAllow", "subDeny"], &texts())
        .required(&[])
        .closed()
        .build()
}

/// An import, or, with the words for its answers, an export.
fn transfer(responses: &[&str]) -> Value {
    let kind = word(&["stream", "service"]);
    let fields = if responses.is_empty() {
        json!({"name": text(), "subject": text(), "type": kind, "account": text(), "token": text(), "to": text(),
            "local_subject": text(), "share": boolean()})
    } else {
        json!({"name": text(), "subject": text(), "type": kind, "description": text(), "info_url": text(),
            "token_req": boolean(), "response_type": word(responses), "account_token_position": {"type": "integer"}})
    };
    json!({"type": "object", "properties": fields})
}

fn user_rule() -> Value {
    let ways = ["STANDARD", "WEBSOCKET", "LEAFNODE", "LEAFNODE_WS", "MQTT", "MQTT_WS", "IN_PROCESS"];
    let times = json!({
        "type": "object",
        "properties": {"start": text(), "end": text()},
        "additionalProperties": false,
    });
    Shape::new("natsUserRulePayload")
        .field("name", short())
        .field("description", text())
        .field("maxSubscriptions", at_least(-1))
        .fields(&["maxPayload", "maxData"], &size())
        .fields(&["bearerToken", "proxyRequired"], &boolean())
        .field("allowedConnectionTypes", list(word(&ways)))
        .field("src", texts())
        .field("times", list(times))
        .field("timesLocation", text())
        .fields(&["respMax", "respTtl"], &at_least(0))
        .fields(&["pubAllow", "pubDeny", "subAllow", "subDeny", "tags"], &texts())
        .required(&[])
        .closed()
        .build()
}
