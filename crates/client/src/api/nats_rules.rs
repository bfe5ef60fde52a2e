//! NATS rules, for reading (Controller contract 20).

use crate::{Call, List, Request};
use model::{Feature, NatsAccountRule, NatsUserRule};

const WHAT: Feature = Feature::NatsRules;

/// Lists the rules for applications.
pub fn account_rules() -> Call<List<NatsAccountRule>> {
    Call::list(Request::get(&["nats", "account-rules"]).needs(WHAT), "rules")
}

/// Lists the rules for microservices.
pub fn user_rules() -> Call<List<NatsUserRule>> {
    Call::list(Request::get(&["nats", "user-rules"]).needs(WHAT), "rules")
}
