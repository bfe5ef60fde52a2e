//! Filters of the list of agents (Controller contract 8.3).

use serde_json::{Map, Value, json};

use crate::api::{Fields as _, Refusal, blank};
use crate::schema;

/// What an agent does not have yet, or not as a text, when the filters are applied.
const UNFILTERED: [&str; 12] = [
    "tags",
    "edgeResources",
    "volumeMounts",
    "routerMode",
    "networkRouter",
    "upstreamRouters",
    "messagingPort",
    "interRouterPort",
    "edgeRouterPort",
    "natsMode",
    "upstreamNatsServers",
    "fogType",
];

/// `filters[0][key]=name&filters[0][value]=x` as a list of objects.
pub(super) fn read(query: &[(String, String)]) -> Result<Value, Refusal> {
    let filters = nested(query);
    schema::check("iofogFilters", &filters)?;
    Ok(filters)
}

fn nested(query: &[(String, String)]) -> Value {
    let mut filters: Vec<(String, Map<String, Value>)> = Vec::new();
    for (name, value) in query {
        // What is no list of objects fails the check for one.
        match name.strip_prefix("filters") {
            Some("") => return Value::from(value.as_str()),
            Some(index) if !index.contains("][") && index.starts_with('[') => {
                return json!([value]);
            }
            _ => {}
        }
        let Some((index, key)) = name.strip_prefix("filters[").and_then(|rest| rest.split_once("][")) else {
            continue;
        };
        let key = key.trim_end_matches(']').to_owned();
        let value = Value::from(value.as_str());
        match filters.iter_mut().find(|(known, _)| known == index) {
            Some((_, filter)) => {
                filter.insert(key, value);
            }
            None => filters.push((index.to_owned(), Map::from_iter([(key, value)]))),
        }
    }
    filters.into_iter().map(|(_, filter)| Value::Object(filter)).collect()
}

/// Every filter is tried, also when one before it has already failed.
pub(super) fn pass(agent: &Value, filters: &Value) -> Result<bool, Refusal> {
    let mut passed = true;
    for filter in filters.as_array().into_iter().flatten() {
        passed &= fits(agent, filter)?;
    }
    Ok(passed)
}

/// Filters know texts only: no number, flag or time equals one, and neither can be searched.
fn fits(agent: &Value, filter: &Value) -> Result<bool, Refusal> {
    let (key, wanted) = (filter.text("key").unwrap_or_default(), filter.text("value").unwrap_or_default());
    let Some(found) = agent.get(&key).filter(|found| !blank(found) && !UNFILTERED.contains(&key.as_str()))
    else {
        return Ok(false);
    };
    let text = found.as_str().filter(|_| !key.ends_with("edAt"));
    match (text, filter.text("condition").as_deref()) {
        (Some(text), Some("has")) => Ok(text.contains(&wanted)),
        (None, Some("has")) => Err(Refusal::unexpected("TypeError", "fog[fld].includes is not a function")),
        (text, _) => Ok(text == Some(&wanted)),
    }
}
