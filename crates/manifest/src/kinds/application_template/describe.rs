//! A live application template as the manifest that would make it so.

use model::{ApplicationTemplate, Kind, World};

use super::wire::listed;
use crate::check::{Told, Written};
use crate::describe::{Escape, Map, Options, document, put_fields};
use crate::kinds::microservice;
use crate::wire::live;

/// An application template; `is_listed` when it comes from the list, where defaults are JSON text.
pub fn describe(live: &ApplicationTemplate, is_listed: bool, world: &World, options: &Options) -> String {
    let read =
        if is_listed { listed(live, world) } else { live::read(Kind::ApplicationTemplate, live, world) };
    let mut spec = Map::default();
    put_fields(&mut spec, &read, Escape::Yes);
    let mut made = Map::default();
    if let Some(application) = &read.template {
        // Its braces are what a template is for.
        put_fields(&mut made, application, Escape::No);
        microservice::put_templates(&mut made, application);
    }
    spec.put("application", made);
    document(&read, &read.name, spec, options)
}

/// The same from an answer of a Controller.
pub(super) fn told(told: &Told) -> Written {
    match model::from_value::<ApplicationTemplate>(told.object) {
        Some(live) if live.application.is_object() => {
            Written::As(describe(&live, told.is_listed, told.world, &Options::default()))
        }
        _ => Written::Unknown,
    }
}
