//! Microservices: by application and name; moved, never renamed (manifest rules 4.1, 4.3, 4.5).

use manifest::fields::{Restarts, Type};
use manifest::wire::{Json, LONGEST_JSON, Spec, body};
use model::{Kind, Microservice};
use serde_json::{Map, Value, json};

use super::creation::length;
use super::{images, public};
use crate::alone::alone;
use crate::diff::{self, Mode};
use crate::identity::StepId;
use crate::planner::{Blocked, Outcome, Planning, application_of};
use crate::step::Consequence;
use crate::write::{Fields, Object, Patch, Write};

impl<'a> Planning<'a> {
    pub(super) fn microservice(&self, spec: &Spec) -> Result<Outcome, Blocked> {
        let Some(application) = application_of(spec, self.world) else {
            return Blocked::because(match spec.application.as_deref() {
                None | Some("") => "The microservice names no application.",
                Some(_) => {
                    "The application is a template, so nobody can tell which one it comes to. Write its name itself."
                }
            });
        };
        let mut outcome = Outcome::default();
        match self.world.application(&application) {
            Some(live) => {
                if !live.is_activated {
                    outcome.consequences.push(Consequence::StaysStopped { application: application.clone() });
                }
                // NATS for a microservice needs NATS of its application.
                let document = self.document_of(Kind::Application, &application);
                let nats = |spec: &Spec| spec.get("natsConfig").is_some();
                if nats(spec) && document.and_then(|it| it.spec_of(Kind::Application)).is_some_and(nats) {
                    outcome.depends_on.extend(document.map(|document| document.id.clone()));
                }
            }
            None => match self.document_of(Kind::Application, &application) {
                Some(document) => outcome.depends_on.push(document.id.clone()),
                None => {
                    return Blocked::because(format!(
                        "There is no application {application} on this Controller, and no document creates it."
                    ));
                }
            },
        }
        match self.world.microservice(&application, &spec.name) {
            Some(live) => {
                let restarts = self.change(spec, live, None, &mut outcome)?;
                if restarts {
                    outcome
                        .consequences
                        .insert(0, Consequence::Restarts { microservices: vec![live.full_name()] });
                }
            }
            None => {
                outcome.creates = true;
                outcome.writes.push(self.create(spec, &application, None)?);
            }
        }
        if outcome.writes.is_empty() {
            outcome.consequences.clear();
        }
        outcome.depends_on.extend(self.sources(spec));
        outcome.stays(self.kept(spec, &application));
        Ok(outcome)
    }

    /// The steps that make what the microservice takes values and files from.
    pub(crate) fn sources(&self, spec: &Spec) -> Vec<StepId> {
        let items = |path: &str| spec.get(path).and_then(Json::as_array).unwrap_or_default();
        let of = |item: &Json, key: &str| {
            let reference = item.get(key).and_then(Json::as_str)?;
            Some(reference.split('/').next().unwrap_or_default().to_owned())
        };
        let variables = items("container.env").iter().flat_map(|variable| {
            let secret = self.declares(Kind::Secret, of(variable, "valueFromSecret").as_deref());
            let map = self.declares(Kind::ConfigMap, of(variable, "valueFromConfigMap").as_deref());
            secret.into_iter().chain(map)
        });
        let mounts = items("container.volumes").iter().filter_map(|volume| {
            let is_mount = volume.get("type").and_then(Json::as_str) == Some("volumeMount");
            self.declares(Kind::VolumeMount, of(volume, "hostDestination").as_deref().filter(|_| is_mount))
        });
        let mut steps: Vec<StepId> = variables.chain(mounts).collect();
        steps.sort();
        steps.dedup();
        steps
    }

    /// What the document does not mention of a microservice that is there, and that stays.
    pub(crate) fn kept(&self, spec: &Spec, application: &str) -> Vec<String> {
        let Some(live) = self.world.microservice(application, &spec.name) else { return Vec::new() };
        let seen = self.seen(live);
        // Images belong together: one that is mentioned replaces all.
        let mut apart = manifest::wire::IMAGES.to_vec();
        apart.push("agent.name");
        let mut kept = diff::kept(spec, &seen, &apart);
        if !spec.has_images() && seen.has_images() {
            kept.insert(0, spec.path("images"));
        }
        kept
    }

    /// Adds what an update sends and shows; tells whether the container is made anew. `within`: the Application document
    /// that it is a member of.
    pub(crate) fn change(
        &self,
        spec: &Spec,
        live: &'a Microservice,
        within: Option<&Spec>,
        outcome: &mut Outcome,
    ) -> Result<bool, Blocked> {
        let seen = self.seen(live);
        let open = public::stay_open(spec, &seen);
        let spec = open.as_ref().unwrap_or(spec);
        let mut patch = Map::new();
        let mut apart = manifest::wire::IMAGES.to_vec();
        // A spec without an agent stays where it is.
        if spec.text("agent.name").is_none() {
            apart.push("agent.name");
        }
        let image_changes = images::compare(spec, &seen, &mut patch);
        let mut restarts = !image_changes.is_empty();
        let mut changes = Vec::new();
        for difference in diff::differences(spec, &seen, Mode::Update, &apart) {
            restarts |= difference.row.field.restarts != Restarts::No;
            difference.send(&mut patch);
            changes.extend(difference.changes);
        }
        changes.extend(image_changes);
        if patch.is_empty() {
            return Ok(false);
        }
        self.not_system(live)?;
        self.references(spec)?;
        self.moves(&mut patch, live, outcome)?;
        let along = match within {
            Some(within) => alone(&mut patch, || body::whole(within)).map_err(Blocked)?,
            None => Map::new(),
        };
        let mut patch = Patch::of(spec, patch);
        patch.beside.0.extend(along);
        restarts |= patch.beside.0.iter().any(|(api, value)| restarts_anyway(spec, api, value));
        if restarts || self.waits_for_rebuild(live) {
            // The Controller sets it for some fields only, and takes a waiting one back for the others.
            patch.body.0.insert("rebuild".to_owned(), Value::Bool(true));
        }
        if self.keeps_nats(spec, live, within) {
            [&mut patch.body, &mut patch.beside].into_iter().for_each(|fields| inject(fields, live));
        }
        if length(&patch.sent()) > LONGEST_JSON {
            return Blocked::because("The change is longer than the 100 kB that the Controller takes.");
        }
        outcome.changes.extend(changes);
        outcome.writes.push(Write::change(Kind::Microservice, Object::microservice(live), patch));
        Ok(restarts)
    }

    fn moves(
        &self,
        patch: &mut Map<String, Value>,
        live: &Microservice,
        outcome: &mut Outcome,
    ) -> Result<(), Blocked> {
        let Some(agent) = patch.get("agentName").and_then(Value::as_str).map(str::to_owned) else {
            return Ok(());
        };
        if let Some(uuid) = self.agent_uuid(&agent)? {
            patch.remove("agentName");
            patch.insert("iofogUuid".to_owned(), Value::String(uuid));
        }
        let volumes =
            live.volume_mappings.iter().filter(|volume| volume.kind.as_deref() != Some("volumeMount"));
        let volumes: Vec<String> = volumes.map(|volume| volume.host_destination.clone()).collect();
        if !volumes.is_empty() {
            let uuid = live.iofog_uuid.as_deref().unwrap_or_default();
            let agent = self.world.agent_name(uuid).unwrap_or_default().to_owned();
            outcome.consequences.push(Consequence::VolumesStayBehind { agent, volumes });
        }
        Ok(())
    }

    /// `None` for a template: the Controller evaluates it. An unknown name would be ignored by an update.
    pub(super) fn agent_uuid(&self, name: &str) -> Result<Option<String>, Blocked> {
        if manifest::wire::liquid::is_template(name) {
            return Ok(None);
        }
        match self.world.agent(name) {
            Some(agent) => Ok(Some(agent.uuid.clone())),
            None => Blocked::because(format!("There is no agent {name} on this Controller.")),
        }
    }

    /// What the answer would only tell after half of the work is done, or never.
    pub(super) fn references(&self, spec: &Spec) -> Result<(), Blocked> {
        let item = spec.get("images.catalogId").and_then(Json::as_i64);
        match item.map(|id| (id, self.world.catalog_item(id))) {
            Some((id, None)) => {
                Blocked::because(format!("There is no catalog item {id} on this Controller."))
            }
            Some((id, Some(item))) if item.is_system() => Blocked::because(format!(
                "Catalog item {id} is {} of the Controller itself; a microservice of it could not be changed again.",
                item.name
            )),
            Some(_) => Ok(()),
            None => self.registry_exists(spec.get("images.registry")),
        }
    }

    /// Whether the microservice has NATS and goes on having it: it ends with that of its application, too.
    fn keeps_nats(&self, spec: &Spec, live: &Microservice, within: Option<&Spec>) -> bool {
        let ends = |spec: &Spec| {
            let access = spec.get("natsConfig").and_then(|nats| nats.get("natsAccess"));
            access.is_some_and(|access| access.as_bool() == Some(false))
        };
        let document = || self.document_of(Kind::Application, &live.application);
        let application = within.or_else(|| document()?.spec_of(Kind::Application));
        let has = live.nats_config.as_ref().is_some_and(|nats| nats.nats_access);
        has && !ends(spec) && !application.is_some_and(ends)
    }

    fn not_system(&self, live: &Microservice) -> Result<(), Blocked> {
        let item = live.catalog_item_id.and_then(|id| self.world.catalog_item(id));
        match item.filter(|item| item.is_system()) {
            Some(item) => Blocked::because(format!(
                "It runs the system item {}; the Controller changes it only together with its application.",
                item.name
            )),
            None => Ok(()),
        }
    }
}

/// Whether the Controller builds a container anew when it is sent this field, changed or not.
fn restarts_anyway(spec: &Spec, api: &str, value: &Value) -> bool {
    let row = spec.rows().iter().find(|row| row.request() == Some(api));
    row.is_some_and(|row| {
        let list = matches!(row.field.ty, Type::List(_));
        row.field.restarts == Restarts::WhenSent && (list || *value != "" && *value != 0)
    })
}

/// The variable that the Controller adds for NATS.
const NATS_PATH: &str = "NATS_CREDS_PATH";

/// Lists are replaced whole, so what the Controller added for NATS goes back with them.
fn inject(fields: &mut Fields, live: &Microservice) {
    if let Some(Value::Array(env)) = fields.0.get_mut("env") {
        let has = env.iter().any(|entry| entry["key"] == NATS_PATH);
        let added = live.env.iter().filter(|entry| entry.key == NATS_PATH && !has);
        env.extend(
            added.filter_map(|it| Some(json!({ "key": it.key, "value": it.value.as_ref()?.expose() }))),
        );
    }
    if let Some(Value::Array(volumes)) = fields.0.get_mut("volumeMappings") {
        let added = live.volume_mappings.iter().filter(|it| it.host_destination.starts_with("nats-creds-"));
        volumes.extend(added.map(|it| Value::from(model::VolumeMapping { id: None, ..it.clone() })));
    }
}
