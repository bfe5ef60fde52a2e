//! NATS rules (Controller contract 20): the default ones, and account rules of one's own.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post};
use crate::state::State;

pub(crate) const ROUTES: &[Route] = &[
    get("/nats/account-rules", list_accounts).of("natsAccountRules"),
    post("/nats/account-rules", create).of("natsAccountRules").expects(expects::VALIDATION),
    patch("/nats/account-rules/:name", update).of("natsAccountRules").answers(200),
    delete("/nats/account-rules/:name", remove).of("natsAccountRules").expects(expects::NOT_FOUND),
    get("/nats/user-rules", list_users).of("natsUserRules"),
];

/// The rules that come with the Controller, as it lists them.
const ACCOUNTS: &str = include_str!("nats_account_rules.json");
const USERS: &str = include_str!("nats_user_rules.json");

/// Limits of an account rule; −1 is unlimited.
const LIMITS: [&str; 20] = [
    "infoUrl",
    "maxConnections",
    "maxLeafNodeConnections",
    "maxData",
    "maxExports",
    "maxImports",
    "maxMsgPayload",
    "maxSubscriptions",
    "exportsAllowWildcards",
    "disallowBearer",
    "respMax",
    "respTtl",
    "memStorage",
    "diskStorage",
    "streams",
    "consumer",
    "maxAckPending",
    "memMaxStreamBytes",
    "diskMaxStreamBytes",
    "maxBytesRequired",
];

/// Of these, the ones that the answer to a creation has even when they were not given.
const ALWAYS: [&str; 7] = [
    "maxData",
    "exportsAllowWildcards",
    "respTtl",
    "memStorage",
    "diskStorage",
    "memMaxStreamBytes",
    "diskMaxStreamBytes",
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AccountRule {
    id: i64,
    name: String,
    /// What was given, under its name in the API.
    fields: Map<String, Value>,
}

fn seeds(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap_or_default()
}

fn is_seed(text: &str, name: &str) -> bool {
    seeds(text).iter().any(|rule| rule.text("name").as_deref() == Some(name))
}

impl State {
    pub(crate) fn has_account_rule(&self, name: &str) -> bool {
        is_seed(ACCOUNTS, name) || self.account_rules.iter().any(|rule| rule.name == name)
    }

    /// Only the default rules can be referred to: others cannot be made here.
    #[expect(clippy::unused_self, reason = "the counterpart of has_account_rule")]
    pub(crate) fn has_user_rule(&self, name: &str) -> bool {
        is_seed(USERS, name)
    }
}

fn view(rule: &AccountRule) -> Value {
    let mut view = Map::from_iter([("id".to_owned(), json!(rule.id)), ("name".to_owned(), json!(rule.name))]);
    view.insert("description".into(), rule.fields.get("description").cloned().unwrap_or_default());
    for key in LIMITS {
        let default = if key == "exportsAllowWildcards" { json!(true) } else { Value::Null };
        view.insert(key.into(), rule.fields.get(key).cloned().unwrap_or(default));
    }
    Value::Object(view)
}

fn list_accounts(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let own = call.state.account_rules.iter().map(view);
    Reply::json(&json!({"rules": seeds(ACCOUNTS).into_iter().chain(own).collect::<Vec<_>>()}))
}

fn list_users(_: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"rules": seeds(USERS)}))
}

fn given(body: &Value) -> Map<String, Value> {
    let known = |key: &str| key == "description" || LIMITS.contains(&key);
    body.as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| known(key))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let Some(name) = call.body.text("name").filter(|name| !name.is_empty()) else {
        return Err(Refusal::invalid("name is required"));
    };
    if call.state.has_account_rule(&name) {
        return Err(Refusal::invalid(format!("NATS account rule {name} already exists")));
    }
    // The default rules have the first ids.
    let id = call.state.next_id("accountRule") + i64::try_from(seeds(ACCOUNTS).len()).unwrap_or_default();
    let rule = AccountRule { id, name, fields: given(&call.body) };
    let mut answer = view(&rule);
    if let Some(answer) = answer.as_object_mut() {
        answer.retain(|key, _| {
            ["id", "name"].contains(&key.as_str())
                || ALWAYS.contains(&key.as_str())
                || rule.fields.contains_key(key)
        });
    }
    call.state.account_rules.push(rule);
    Reply::json(&answer)
}

fn missing(name: &str) -> Refusal {
    Refusal::not_found(format!("NATS account rule {name} not found"))
}

fn refuse_seed(name: &str) -> Result<(), Refusal> {
    match is_seed(ACCOUNTS, name) {
        true => Err(Refusal::invalid(format!("Rule {name} is reserved and immutable"))),
        false => Ok(()),
    }
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    refuse_seed(&name)?;
    let fields = given(&call.body);
    let Some(rule) = call.state.account_rules.iter_mut().find(|rule| rule.name == name) else {
        return Err(missing(&name));
    };
    rule.fields.extend(fields);
    Reply::json(&view(rule))
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    refuse_seed(&name)?;
    let before = call.state.account_rules.len();
    call.state.account_rules.retain(|rule| rule.name != name);
    if call.state.account_rules.len() == before { Err(missing(&name)) } else { Ok(Reply::Empty) }
}
