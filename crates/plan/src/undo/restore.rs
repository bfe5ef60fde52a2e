//! One step turned back: the manifest that brings back what stood there, or the deletion of what was made.

use manifest::fields::Type;
use manifest::kinds;
use manifest::wire::{self, Spec, cleared, live};
use manifest::{Manifest, Path};
use model::{Kind, Microservice, World};
use serde_json::Value;

use crate::act::{Act, Known, Removal, Target};
use crate::apply::Made;
use crate::choices::Choices;
use crate::documents::File;
use crate::planner::{application_of, plan};
use crate::step::{Action, Consequence};
use crate::write::Object;

/// Looks after which what still stays cannot be taken away.
const PASSES: usize = 3;

/// The manifest, with an empty value for what was not set before and would stay as it is now; and what it does not bring back.
pub(super) fn restored(kind: Kind, what: &str, described: &str, world: &World) -> (String, Vec<String>) {
    let mut manifest = Manifest::parse(described);
    for _ in 0..PASSES {
        let stays = comes_to(&manifest, world).1;
        if !empty_out(kind, &mut manifest, &stays) {
            break;
        }
    }
    let (action, mut stays) = comes_to(&manifest, world);
    stays.extend(rule_that_stays(&manifest, world));
    let mut lost = Vec::new();
    if !stays.is_empty() {
        lost.push(format!("Of the {what} stays as it is now: {}.", stays.join(", ")));
    }
    if let Action::Blocked(why) = action {
        lost.push(format!("The {what} cannot be brought back as things are. {why}"));
    }
    (manifest.text().to_owned(), lost)
}

/// What deploying a manifest does by itself, with the deletions that it asks for, and which fields that it does not mention
/// stay.
fn comes_to(manifest: &Manifest, world: &World) -> (Action, Vec<String>) {
    let planned = |choices: &Choices| plan(&[File { name: "", manifest, problems: &[] }], world, choices);
    let mut choices = Choices::default();
    // A port that is held by what it deletes is free when that is agreed to.
    planned(&choices).steps.iter().for_each(|step| choices.tick(step));
    let plan = planned(&choices);
    let Some(step) = plan.steps.first() else { return (Action::NoChange, Vec::new()) };
    let stays = step.consequences.iter().filter_map(|consequence| match consequence {
        Consequence::Stays { fields } => Some(fields.clone()),
        _ => None,
    });
    (step.action.clone(), stays.flatten().collect())
}

/// What a document does not say of NATS stays: a rule goes only when another one is named.
fn rule_that_stays(manifest: &Manifest, world: &World) -> Option<String> {
    let (spec, _) = wire::read_of_any(manifest.documents().first()?)?;
    let live = match spec.kind {
        Kind::Application => live::read(spec.kind, world.application(&spec.name)?, world),
        Kind::Microservice => {
            let live = world.microservice(&application_of(&spec, world)?, &spec.name)?;
            live::read(spec.kind, live, world)
        }
        _ => return None,
    };
    let of = |spec: &Spec, key: &str| spec.get("natsConfig")?.get(key).filter(|it| !it.is_empty()).cloned();
    let stays = of(&spec, "natsAccess").is_some()
        && of(&spec, "natsRule").is_none()
        && of(&live, "natsRule").is_some();
    stays.then(|| spec.path("natsConfig.natsRule"))
}

/// Gives these fields an empty value; whether that changed anything.
fn empty_out(kind: Kind, manifest: &mut Manifest, fields: &[String]) -> bool {
    let mut changed = false;
    for field in fields {
        let (Some(value), Ok(path)) = (empty(kind, field), field.parse::<Path>()) else { continue };
        let document = manifest.documents().iter().find(|document| !document.is_empty());
        let edits = document.and_then(|document| document.set(&path, &value).ok()).unwrap_or_default();
        changed |= !edits.is_empty();
        manifest.edit(&edits);
    }
    changed
}

/// The value that takes a field away.
fn empty(kind: Kind, field: &str) -> Option<Value> {
    let member = field.strip_prefix("spec.microservices[").and_then(|rest| rest.split_once("]."));
    let (kind, below) = match member {
        Some((_, below)) => (Kind::Microservice, below),
        None => (kind, field.strip_prefix("spec.")?),
    };
    let row = kinds::of(kind).rows().iter().find(|row| row.path == below)?;
    cleared(kind, &format!("spec.{below}")).or_else(|| {
        let mut value = row.default().to_value();
        // What an object does not say of a switch stays, too.
        if let (Type::Mapping(inside), Some(parts)) = (&row.field.ty, value.as_object_mut()) {
            let switches = inside.sent().filter(|part| matches!(part.ty, Type::Boolean));
            parts.extend(switches.map(|part| (part.key.to_owned(), Value::Bool(false))));
        }
        Some(value)
    })
}

/// The deletion of what a step made; none if it is not there.
pub(super) fn removal(kind: Kind, object: &Object, made: Option<&Made>, world: &World) -> Option<Removal> {
    let microservices = || world.microservices.known();
    let name = object.name.as_str();
    Some(match kind {
        Kind::Application => Removal::of_application(world.application(name)?, microservices()),
        Kind::Microservice => {
            let live = world.microservice(&object.application, name)?;
            let agent = live.iofog_uuid.as_deref().and_then(|uuid| world.agent_by_uuid(uuid));
            let preview = Act::Delete.preview(live, agent, microservices());
            Removal { target: Target::microservice(live), obstacle: None, preview }
        }
        Kind::CatalogItem => {
            let item = world.catalog_items.rows().find(|item| item.name == name)?;
            Removal::of_catalog_item(item, microservices()).unless(world.why_fixed_item(item))
        }
        Kind::Registry => {
            let Some(Made::Id(id)) = made else { return None };
            Removal::of_registry(world.registry(*id)?, world.catalog_items.known(), microservices())
        }
        Kind::ApplicationTemplate => {
            world.application_templates.rows().find(|live| live.name == name)?;
            Removal::of_named(kind, name, Ok(Vec::new()), "")
        }
        Kind::Secret => {
            world.secrets.rows().find(|live| live.name == name)?;
            Removal::of_named(kind, name, names(world, world.users_of_secret(name)), "")
        }
        Kind::ConfigMap => {
            world.config_maps.rows().find(|live| live.name == name)?;
            Removal::of_named(kind, name, names(world, world.users_of_config_map(name)), "")
        }
        Kind::VolumeMount => {
            world.volume_mounts.rows().find(|live| live.name == name)?;
            Removal::of_named(kind, name, names(world, world.users_of_volume_mount(name)), "")
        }
        // What is not deployed, or not known how to take away: it stays, and that is said.
        _ => return None,
    })
}

fn names<'m>(world: &World, users: impl Iterator<Item = &'m Microservice>) -> Known<Vec<String>> {
    match world.microservices.why() {
        Some(why) => Err(why.to_owned()),
        None => Ok(users.map(Microservice::full_name).collect()),
    }
}
