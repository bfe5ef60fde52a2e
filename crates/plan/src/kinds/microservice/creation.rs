//! Microservices that are created: as JSON, or, longer than the Controller takes that, as YAML. What that way loses follows
//! as a change when the microservice is there (manifest rules 0.3, 3.3).

use manifest::kinds::microservice;
use manifest::wire::liquid::{Own, is_template};
use manifest::wire::{Json, LONGEST_JSON, Spec, body};
use model::Kind;
use serde_json::{Map, Value};

use crate::alone::alone;
use crate::planner::{Blocked, Planning};
use crate::write::{Body, Deed, Fields, Object, Patch, Write};

/// The fields that can be sent in a change afterwards, by their paths and their names in requests.
const LATER: [(&str, &str); 3] =
    [("logSize", "logSize"), ("config", "config"), ("container.annotations", "annotations")];

impl Planning<'_> {
    /// The body that creates this microservice, its agent by uuid; without its application.
    pub(crate) fn create_body(&self, spec: &Spec) -> Result<Map<String, Value>, Blocked> {
        let Some(agent) = spec.text("agent.name") else {
            return Blocked::because("The microservice names no agent.");
        };
        if !spec.has_images() {
            return Blocked::because("The microservice has no image and no catalog item.");
        }
        self.references(spec)?;
        let mut body = microservice::body(spec);
        if let Some(uuid) = self.agent_uuid(agent)? {
            body.remove("agentName");
            body.insert("iofogUuid".to_owned(), Value::String(uuid));
        }
        Ok(body)
    }

    /// `within`: the Application document that it is a member of.
    pub(crate) fn create(
        &self,
        spec: &Spec,
        application: &str,
        within: Option<&Spec>,
    ) -> Result<Write, Blocked> {
        let mut body = self.create_body(spec)?;
        let along = match within {
            Some(within) => alone(&mut body, || body::whole(within)).map_err(Blocked)?,
            None => Map::new(),
        };
        body.insert("application".to_owned(), Value::String(application.to_owned()));
        let beside = body::beside(spec, &body);
        let mut whole = body.clone();
        whole.extend(along.clone());
        whole.extend(beside);
        let body = if length(&whole) <= LONGEST_JSON {
            Body::Json(Fields(whole))
        } else if within.is_some() && Own::of(whole.values()) != Own::default() {
            return too_long("evaluates the templates of the application otherwise");
        } else {
            long(spec, application, body)?
        };
        let object = Object { application: application.to_owned(), ..Object::named(&spec.name) };
        Ok(Write { kind: Kind::Microservice, object, deed: Deed::Create(body) })
    }
}

/// The request as YAML, and what has to follow.
fn long(spec: &Spec, application: &str, mut body: Map<String, Value>) -> Result<Body, Blocked> {
    // There they have to be numbers already.
    for path in ["images.catalogId", "images.registry"] {
        if spec.text(path).is_some_and(is_template) {
            return too_long("takes no template for the catalog item and the registry");
        }
    }
    let mut upload = spec.clone();
    let mut later = Map::new();
    for (path, api) in LATER.iter().filter(|(path, _)| is_lost(spec, path)) {
        upload.remove(path);
        later.extend(body.remove(*api).map(|value| ((*api).to_owned(), value)));
    }
    let own = Own::of(body.values());
    if later.keys().any(|api| own.reads(api)) {
        return too_long("loses what templates read of the log size, config and annotations");
    }
    let after = (!later.is_empty()).then(|| Patch::of(spec, later));
    if after.as_ref().is_some_and(|after| length(&after.sent()) > LONGEST_JSON) {
        return too_long(
            "spoils the double quotes and backslashes in config and annotations, and long numbers",
        );
    }
    Ok(Body::Yaml { text: microservice::upload(&upload, application), body: Fields(body), after })
}

fn too_long<T>(otherwise: &str) -> Result<T, Blocked> {
    Blocked::because(format!(
        "The request is longer than 100 kB, and on the way for long ones the Controller {otherwise}. Shorten it."
    ))
}

/// Whether the YAML endpoint would lose this value, or spoil it.
fn is_lost(spec: &Spec, path: &str) -> bool {
    match (path, spec.get(path)) {
        (_, None) => false,
        ("logSize", Some(_)) => true,
        (_, Some(value)) => is_spoilt(value),
    }
}

/// Double quotes and backslashes get lost in it, and numbers become doubles (manifest rules 0.3).
fn is_spoilt(value: &Json) -> bool {
    let text = |text: &str| text.contains('"') || text.ends_with('\\');
    match value {
        Json::String(value) => text(value),
        Json::Number(digits) => {
            let double = digits.parse::<f64>().ok().filter(|number| number.is_finite());
            double.is_none_or(|number| Json::Number(number.to_string()) != *value)
        }
        Json::Array(items) => items.iter().any(is_spoilt),
        Json::Object(fields) => fields.iter().any(|(key, value)| text(key) || is_spoilt(value)),
        Json::Null | Json::Bool(_) => false,
    }
}

pub(crate) fn length(body: &Map<String, Value>) -> usize {
    serde_json::to_string(body).map_or(usize::MAX, |text| text.len())
}
