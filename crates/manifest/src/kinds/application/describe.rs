//! A live application as the manifest that would make it so.

use model::{Application, Kind, Microservice, World};

use crate::describe::{Escape, Map, Options, Yaml, document, put_fields};
use crate::kinds::microservice;
use crate::wire::live;

/// An application with its microservices: those of the list of all have fields that the ones inside it lack.
pub fn describe<'m>(
    live: &Application,
    microservices: impl IntoIterator<Item = &'m Microservice>,
    world: &World,
    options: &Options,
) -> String {
    let read = live::read(Kind::Application, live, world);
    let mut spec = Map::default();
    if !live.is_activated {
        spec.note("This application is stopped. potctl starts an application whenever it deploys it.");
    }
    put_fields(&mut spec, &read, Escape::Yes);
    let members = microservices.into_iter().map(|live| microservice::member(live, world)).collect();
    spec.put("microservices", Yaml::List(members));
    document(&read, &read.name, spec, options)
}
