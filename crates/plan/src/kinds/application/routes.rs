//! Routes between the microservices of an application: on Controllers that have them each is made and taken away by
//! itself, because a change of the application drops what it says of them (Controller contract 22).

use client::Call;
use client::api::applications;
use manifest::wire::{Json, Spec};
use model::{Application, Kind};
use serde_json::{Map, Value, json};

use crate::apply::compare::Comparison;
use crate::planner::Blocked;
use crate::write::{Fields, Object, Patch, Write};

/// Where the routes are in a spec, and what a comparison calls them.
pub(super) const ROUTES: &str = "routes";
const ADD: &str = "addRoute";
const REMOVE: &str = "removeRoute";

/// What brings the routes of an application to those of a document: first what goes, then what comes.
pub(super) fn writes(spec: &Spec, seen: &Spec, name: &str) -> Result<[Vec<Write>; 2], Blocked> {
    let list = |spec: &Spec| spec.get(ROUTES).and_then(Json::as_array).map(<[Json]>::to_vec);
    let Some(wanted) = list(spec) else { return Ok([Vec::new(), Vec::new()]) };
    let now = list(seen).unwrap_or_default();
    for route in wanted.iter().filter(|route| !now.contains(route)) {
        let says = |key: &str| route.get(key).is_some_and(|value| !value.is_empty() && !value.has_template());
        if !["name", "from", "to"].iter().all(|key| says(key)) {
            return Blocked::because(
                "A route of an application that is there needs a name, from and to, each written out: the Controller \
                 takes it by itself and evaluates nothing in it.",
            );
        }
    }
    let change = |key: &str, value: Value| {
        let body = Fields(Map::from_iter([(key.to_owned(), value)]));
        Write::change(Kind::Application, Object::named(name), Patch { body, beside: Fields::default() })
    };
    let gone = now.iter().filter(|route| !wanted.contains(route));
    let gone = gone.map(|route| change(REMOVE, route.get("name").map_or(Value::Null, Json::to_value)));
    let new = wanted.iter().filter(|route| !now.contains(route));
    let new = new.map(|route| change(ADD, route.to_value()));
    Ok([gone.collect(), new.collect()])
}

/// The request of such a change; `None` for every other one.
pub(super) fn call(application: &str, body: &Map<String, Value>) -> Option<Call<()>> {
    if let Some(name) = body.get(REMOVE) {
        return Some(applications::remove_route(application, name.as_str().unwrap_or_default()));
    }
    let mut route = body.get(ADD)?.clone();
    if let Value::Object(fields) = &mut route {
        fields.insert("application".to_owned(), json!(application));
    }
    Some(applications::add_route(route))
}

/// How an application stands against such a change.
pub(super) fn compare(body: &Map<String, Value>, live: &Application, found: &mut Comparison) {
    if let Some(name) = body.get(REMOVE) {
        found.note(ROUTES, live.routes.iter().all(|route| *name != *route.name));
    }
    if let Some(route) = body.get(ADD) {
        let is_it = |live: &&model::Route| {
            let text = |key: &str| route.get(key).and_then(Value::as_str).unwrap_or_default();
            (text("name"), text("from"), text("to")) == (&*live.name, &*live.from, &*live.to)
        };
        found.note(ROUTES, live.routes.iter().any(|live| is_it(&live)));
    }
}
