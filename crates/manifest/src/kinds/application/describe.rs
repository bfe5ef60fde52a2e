//! A live application as the manifest that would make it so.

use model::{Application, Kind, Microservice, World};

use crate::check::{Told, Written};
use crate::describe::{Escape, Map, Options, Yaml, document, put_fields};
use crate::kinds::microservice::{self, Whose};
use crate::wire::live;

/// An application with its microservices: those of the list of all have fields that the ones inside it lack.
pub fn describe<'m>(
    live: &Application,
    microservices: impl IntoIterator<Item = &'m Microservice>,
    world: &World,
    options: &Options,
) -> String {
    let members =
        microservices.into_iter().map(|live| microservice::member(live, world, Whose::Ours)).collect();
    described(live, Map::default(), members, world, options)
}

fn described(
    live: &Application,
    mut spec: Map,
    members: Vec<Yaml>,
    world: &World,
    options: &Options,
) -> String {
    let read = live::read(Kind::Application, live, world);
    if !live.is_activated {
        spec.note("This application is stopped. potctl starts an application whenever it deploys it.");
    }
    put_fields(&mut spec, &read, Escape::Yes);
    spec.put("microservices", Yaml::List(members));
    document(&read, &read.name, spec, options)
}

/// The same from an answer of a Controller. The microservices in it lack fields; those that are known here do not.
pub(super) fn told(told: &Told) -> Written {
    let world = told.world;
    let (Some(live), Some(_)) = (model::from_value::<Application>(told.object), world.agents.all()) else {
        return Written::Unknown;
    };
    if live.is_system {
        return Written::System;
    }
    let (mut spec, mut lacks) = (Map::default(), false);
    let members = live.microservices.iter().map(|inside| {
        let whole = world.microservices.rows().find(|one| one.uuid == inside.uuid);
        lacks |= whole.is_none();
        microservice::member(whole.unwrap_or(inside), world, Whose::of(inside, world))
    });
    let members = members.collect();
    if lacks {
        spec.note("The answer does not tell the service accounts of the microservices.");
    }
    Written::As(described(&live, spec, members, world, &Options::default()))
}
