//! Registries: they have no name, only an id (manifest rules 4.1, 4.7).

use manifest::wire::{Json, Spec, body, live};
use model::Registry;
use serde_json::{Map, Value};

use super::{Blocked, Outcome, Planner};
use crate::diff::{self, Mode};
use crate::live::full_name;
use crate::step::{Change, Consequence, FieldChange, Kind, Note, RegistryChoice, RegistryTwin, StepId};
use crate::write::{Fields, Write};

impl Planner<'_> {
    pub(super) fn registry(&self, spec: &Spec, id: StepId) -> Result<Outcome, Blocked> {
        let target = match (spec.id, self.choices.registries.get(&id)) {
            (Some(id), _) | (None, Some(&RegistryChoice::Update(id))) => id,
            (None, _) => return Ok(self.new_registry(spec)),
        };
        if target <= 2 {
            return Blocked::because("Registries 1 and 2 belong to the Controller and cannot be changed.");
        }
        match self.live.registry(target) {
            Some(registry) => {
                Ok(Outcome { not_by_potctl: spec.id.is_none(), ..self.changed_registry(spec, registry) })
            }
            None => Blocked::because(format!(
                "There is no registry {target} on this Controller. Without spec.id a new one is created."
            )),
        }
    }

    fn new_registry(&self, spec: &Spec) -> Outcome {
        let url = spec.text("url").unwrap_or_default();
        let twins: Vec<RegistryTwin> = self
            .live
            .registries
            .iter()
            .filter(|it| same_place(&it.url, url))
            .map(|it| twin(it, spec))
            .collect();
        let mut outcome = Outcome { creates: true, ..Outcome::default() };
        if !twins.is_empty() {
            outcome.consequences.push(Consequence::SecondRegistry { url: url.to_owned(), twins });
        }
        let known = self.live.registries.iter().map(|registry| registry.id).collect();
        outcome.writes.push(Write::CreateRegistry { body: Fields(body::create_registry(spec)), known });
        outcome
    }

    fn changed_registry(&self, spec: &Spec, registry: &Registry) -> Outcome {
        let live = live::registry(&serde_json::to_value(registry).unwrap_or_default());
        let mut outcome = Outcome::default();
        let mut patch: Map<String, Value> = Map::new();
        for difference in diff::differences(spec, &live, Mode::Update, &["password"]) {
            patch.insert(difference.field.api.to_owned(), body::value(difference.field, &difference.wanted));
            outcome.changes.extend(difference.changes);
        }
        if let Some(password) = spec.get("password") {
            patch.insert("password".to_owned(), password.to_value());
            let path = spec.path("password");
            outcome.changes.push(FieldChange { path, change: Change::Secret, note: Note::SentAgain });
        }
        if patch.is_empty() {
            return outcome;
        }
        let users = self.live.microservices.iter().filter(|it| it.registry_id == Some(registry.id));
        let microservices: Vec<String> = users.map(full_name).collect();
        if !microservices.is_empty() {
            outcome.consequences.push(Consequence::Rebuilds { because: Kind::Registry, microservices });
        }
        outcome.writes.push(Write::PatchRegistry { id: registry.id, body: Fields(patch) });
        outcome
    }
}

fn twin(registry: &Registry, spec: &Spec) -> RegistryTwin {
    RegistryTwin {
        id: registry.id,
        url: registry.url.clone(),
        username: registry.username.clone(),
        same_username: spec.get("username").and_then(Json::as_str) == Some(registry.username.as_str()),
        is_system: registry.is_system(),
    }
}

/// Scheme, letter case of the host and a slash at the end do not make another registry.
fn same_place(a: &str, b: &str) -> bool {
    let place = |url: &str| {
        let url = url.trim();
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
        rest.trim_end_matches('/').to_ascii_lowercase()
    };
    place(a) == place(b)
}
