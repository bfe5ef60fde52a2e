//! What stands where a plan is going to write.

use manifest::Manifest;
use manifest::describe::{self, Options};
use manifest::kinds::{application, application_template, catalog_item, microservice, registry};
use model::{Application, Kind, World};

use super::{Before, Memory};
use crate::step::{Change, Consequence, Plan, Step};
use crate::write::{Deed, Object, Write};

/// What stands in `world` where the steps of a plan write, in their order.
pub fn remember(plan: &Plan, world: &World) -> Vec<(crate::StepId, Memory)> {
    let steps = plan.steps.iter().filter(|step| step.writes());
    steps.filter_map(|step| Some((step.id.clone(), memory(step, world)?))).collect()
}

fn memory(step: &Step, world: &World) -> Option<Memory> {
    let kind = step.kind?;
    let write = step.writes.iter().find(|write| write.kind == kind);
    // An application may stay as it is while its microservices change.
    let object = write.map_or_else(|| Object::named(&step.name), |write| write.object.clone());
    let before = match write.filter(|write| write.creates()) {
        Some(_) => Before::Nothing,
        None => stood(kind, &object, step, world),
    };
    let lost = if before == Before::Nothing { Vec::new() } else { lost(kind, step) };
    Some(Memory { kind: kind.word().to_owned(), name: step.name.clone(), object, before, lost })
}

fn stood(kind: Kind, object: &Object, step: &Step, world: &World) -> Before {
    let options = Options::of(&world.capabilities);
    let text = match kind {
        Kind::Application => {
            world.application(&object.name).map(|live| application_as_far(live, step, world))
        }
        Kind::Microservice => {
            let live = world.microservice(&object.application, &object.name);
            live.map(|live| microservice::describe(live, world, &options))
        }
        Kind::CatalogItem => world.catalog_item(object.id).map(|live| catalog_item::describe(live, &options)),
        Kind::Registry => world.registry(object.id).map(|live| registry::describe(live, &options)),
        Kind::ApplicationTemplate => {
            let live = world.application_templates.rows().find(|live| live.name == object.name);
            match live {
                Some(live) => Some(application_template::describe(live, true, world, &options)),
                // The same request makes and replaces.
                None => return Before::Nothing,
            }
        }
        Kind::VolumeMount => {
            let live = world.volume_mounts.rows().find(|live| live.name == object.name);
            live.map(|live| describe::named(kind, live, &options))
        }
        // What no list holds whole, and what is not deployed.
        _ => None,
    };
    text.map_or(Before::Unknown, Before::Described)
}

/// An application with its microservices if the step changes any of them: a list deletes what it lacks.
fn application_as_far(live: &Application, step: &Step, world: &World) -> String {
    let members = world.microservices_of(&live.name);
    let text = application::describe(live, members, world, &Options::of(&world.capabilities));
    let touches =
        |write: &Write| write.kind == Kind::Microservice || matches!(write.deed, Deed::Replace { .. });
    if step.writes.iter().any(touches) {
        return text;
    }
    let described = Manifest::parse(&*text);
    let list = "spec.microservices".parse().ok();
    let without = list.and_then(|list| described.documents().first()?.remove(&list).ok());
    without.map_or(text, |edits| manifest::apply(described.text(), &edits))
}

/// What a step does that nothing brings back.
fn lost(kind: Kind, step: &Step) -> Vec<String> {
    let mut lost = Vec::new();
    let what = format!("{} {}", kind.noun(), step.name);
    if kind == Kind::Registry && step.changes.iter().any(|change| change.change == Change::Secret) {
        lost.push(format!(
            "The {what} keeps its new password: the one before cannot be read. Type it in to have it back."
        ));
    }
    for consequence in &step.consequences {
        match consequence {
            Consequence::Deletes { microservices } => lost.push(format!(
                "{} will be made anew, with another id, and without what its container had written.",
                microservices.join(", ")
            )),
            Consequence::VolumesStayBehind { agent, .. } => lost.push(format!(
                "The {what} goes back to {agent}; what it wrote to its volumes since stays where it is now."
            )),
            _ => {}
        }
    }
    lost
}
