//! NATS rules (Controller contract 20): the default ones, and account and user rules of one's own.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::api::{Call, Fields as _, Refusal, Reply, Route, blank, delete, expects, get, patch, post};
use crate::schema;
use crate::state::State;

pub(crate) const ROUTES: &[Route] = &[
    get("/nats/account-rules", |call| list(call, &ACCOUNT)).of("natsAccountRules"),
    post("/nats/account-rules", |call| create(call, &ACCOUNT))
        .of("natsAccountRules")
        .expects(expects::VALIDATION),
    patch("/nats/account-rules/:name", |call| update(call, &ACCOUNT)).of("natsAccountRules").answers(200),
    delete("/nats/account-rules/:name", |call| remove(call, &ACCOUNT))
        .of("natsAccountRules")
        .expects(expects::NOT_FOUND),
    get("/nats/user-rules", |call| list(call, &USER)).of("natsUserRules"),
    post("/nats/user-rules", |call| create(call, &USER)).of("natsUserRules").expects(expects::VALIDATION),
    patch("/nats/user-rules/:name", |call| update(call, &USER)).of("natsUserRules").answers(200),
    delete("/nats/user-rules/:name", |call| remove(call, &USER))
        .of("natsUserRules")
        .expects(expects::NOT_FOUND),
];

/// What tells account rules and user rules apart.
struct Kind {
    word: &'static str,
    schema: &'static str,
    /// The rules that come with the Controller, as it lists them.
    seeds: &'static str,
    rules: fn(&State) -> &Vec<Rule>,
    rules_mut: fn(&mut State) -> &mut Vec<Rule>,
    /// Plain columns, which are null where nothing was given.
    plain: &'static [&'static str],
    /// Columns that are left out where nothing was given.
    lists: &'static [&'static str],
    /// Sizes, which may be given as texts with a unit.
    sizes: &'static [&'static str],
    /// Columns that the answer to a creation has even when they were not given.
    always: &'static [&'static str],
    defaults: &'static [(&'static str, bool)],
}

const ACCOUNT: Kind = Kind {
    word: "account",
    schema: "natsAccountRulePayload",
    seeds: include_str!("nats_account_rules.json"),
    rules: |state| &state.account_rules,
    rules_mut: |state| &mut state.account_rules,
    plain: &[
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
    ],
    lists: &[
        "responsePermissions",
        "imports",
        "exports",
        "tieredLimits",
        "pubAllow",
        "pubDeny",
        "subAllow",
        "subDeny",
    ],
    sizes: &[
        "maxData",
        "maxMsgPayload",
        "memStorage",
        "diskStorage",
        "memMaxStreamBytes",
        "diskMaxStreamBytes",
    ],
    always: &[
        "maxData",
        "exportsAllowWildcards",
        "respTtl",
        "memStorage",
        "diskStorage",
        "memMaxStreamBytes",
        "diskMaxStreamBytes",
    ],
    defaults: &[("exportsAllowWildcards", true)],
};

const USER: Kind = Kind {
    word: "user",
    schema: "natsUserRulePayload",
    seeds: include_str!("nats_user_rules.json"),
    rules: |state| &state.user_rules,
    rules_mut: |state| &mut state.user_rules,
    plain: &[
        "maxData",
        "maxSubscriptions",
        "respMax",
        "respTtl",
        "maxPayload",
        "bearerToken",
        "proxyRequired",
        "timesLocation",
    ],
    lists: &["allowedConnectionTypes", "src", "times", "pubAllow", "pubDeny", "subAllow", "subDeny", "tags"],
    sizes: &["maxData", "maxPayload"],
    always: &["maxData", "respTtl", "bearerToken"],
    defaults: &[("bearerToken", false)],
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Rule {
    id: i64,
    name: String,
    /// What was given, under its name in the API.
    fields: Map<String, Value>,
}

fn seeds(kind: &Kind) -> Vec<Value> {
    serde_json::from_str(kind.seeds).unwrap_or_default()
}

/// The names of the default rules of both kinds cannot be taken by either.
fn is_reserved(name: &str) -> bool {
    [ACCOUNT, USER].iter().any(|kind| is_seed(kind, name))
}

fn is_seed(kind: &Kind, name: &str) -> bool {
    seeds(kind).iter().any(|rule| rule.text("name").as_deref() == Some(name))
}

impl State {
    pub(crate) fn has_account_rule(&self, name: &str) -> bool {
        self.has_rule(&ACCOUNT, name)
    }

    pub(crate) fn has_user_rule(&self, name: &str) -> bool {
        self.has_rule(&USER, name)
    }

    /// The default rules are made when rules are first listed, or when NATS is set up.
    fn has_rule(&self, kind: &Kind, name: &str) -> bool {
        let seeded = self.rules_listed || self.agents.iter().any(|agent| agent.nats.mode != "none");
        (seeded && is_seed(kind, name)) || (kind.rules)(self).iter().any(|rule| rule.name == name)
    }
}

fn view(kind: &Kind, rule: &Rule) -> Map<String, Value> {
    let mut view = Map::from_iter([("id".to_owned(), json!(rule.id)), ("name".to_owned(), json!(rule.name))]);
    view.insert("description".into(), rule.fields.get("description").cloned().unwrap_or_default());
    for key in kind.plain {
        let default = kind.defaults.iter().find(|(known, _)| known == key);
        let default = default.map_or(Value::Null, |(_, value)| json!(value));
        view.insert((*key).into(), rule.fields.get(*key).cloned().unwrap_or(default));
    }
    for key in kind.lists {
        if let Some(value) = rule.fields.get(*key) {
            view.insert((*key).into(), value.clone());
        }
    }
    view
}

fn list(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, Refusal> {
    call.state.rules_listed = true;
    let own = (kind.rules)(call.state).iter().map(|rule| {
        let mut view = view(kind, rule);
        view.insert("isSystem".into(), json!(false));
        Value::Object(view)
    });
    Reply::json(&json!({"rules": seeds(kind).into_iter().chain(own).collect::<Vec<_>>()}))
}

fn given(kind: &Kind, body: &Value) -> Map<String, Value> {
    let mut given = Map::new();
    for key in kind.plain.iter().chain(kind.lists).chain(&["description"]) {
        if let Some(value) = body.get(*key) {
            let value = if kind.sizes.contains(key) { size(value) } else { value.clone() };
            given.insert((*key).into(), value);
        }
    }
    given
}

/// `"1k"` as a number of bytes.
fn size(value: &Value) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    let text = text.trim().to_lowercase();
    let shift = match text.chars().last() {
        Some('k') => 10,
        Some('m') => 20,
        Some('g') => 30,
        Some('t') => 40,
        _ => 0,
    };
    let number = text.trim_end_matches(['k', 'm', 'g', 't']).parse::<i64>().unwrap_or(-1);
    json!(number << shift)
}

fn create(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, Refusal> {
    schema::check(kind.schema, &call.body)?;
    let Some(name) = call.body.get("name").filter(|name| !blank(name)).and_then(Value::as_str) else {
        return Err(Refusal::invalid("name is required"));
    };
    let name = name.to_owned();
    refuse_reserved(&name)?;
    if (kind.rules)(call.state).iter().any(|rule| rule.name == name) {
        return Err(Refusal::invalid(format!("NATS {} rule {name} already exists", kind.word)));
    }
    // The default rules have the first ids.
    let id = call.state.next_id(kind.schema) + i64::try_from(seeds(kind).len()).unwrap_or_default();
    let rule = Rule { id, name, fields: given(kind, &call.body) };
    let mut answer = view(kind, &rule);
    answer.retain(|key, _| {
        ["id", "name"].contains(&key.as_str())
            || kind.always.contains(&key.as_str())
            || rule.fields.contains_key(key)
    });
    (kind.rules_mut)(call.state).push(rule);
    Reply::json(&answer)
}

fn missing(kind: &Kind, name: &str) -> Refusal {
    Refusal::not_found(format!("NATS {} rule {name} not found", kind.word))
}

fn refuse_reserved(name: &str) -> Result<(), Refusal> {
    match is_reserved(name) {
        true => Err(Refusal::invalid(format!("Rule {name} is reserved and immutable"))),
        false => Ok(()),
    }
}

fn update(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, Refusal> {
    schema::check(kind.schema, &call.body)?;
    let name = call.param(0).to_owned();
    refuse_reserved(&name)?;
    let fields = given(kind, &call.body);
    let Some(rule) = (kind.rules_mut)(call.state).iter_mut().find(|rule| rule.name == name) else {
        return Err(missing(kind, &name));
    };
    rule.fields.extend(fields);
    Reply::json(&view(kind, rule))
}

fn remove(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    refuse_reserved(&name)?;
    let Some(place) = (kind.rules)(call.state).iter().position(|rule| rule.name == name) else {
        return Err(missing(kind, &name));
    };
    let uses = |rule: &Option<String>| rule.as_ref() == Some(&name);
    if kind.word == "account" && call.state.applications.iter().any(|known| uses(&known.nats_rule)) {
        return Err(Refusal::invalid(
            "Cannot delete NATS account rule that is attached to one or more applications. Detach or change the rule \
             on each application first.",
        ));
    }
    if kind.word == "user" && call.state.microservices.iter().any(|known| uses(&known.nats_rule)) {
        return Err(Refusal::invalid(
            "Cannot delete NATS user rule that is attached to one or more users/microservices. Detach or change the \
             rule on each microservice first.",
        ));
    }
    (kind.rules_mut)(call.state).remove(place);
    Ok(Reply::Empty)
}
