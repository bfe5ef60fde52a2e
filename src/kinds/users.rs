//! The microservices that use an object, as relations.

use model::{Kind, Microservice};

use crate::resource::relation::Relation;
use crate::routes::Page;
use crate::ui::icon::Icon;

/// One of them, with the way to its page.
pub fn user(one: &Microservice) -> Relation {
    Relation {
        icon: Icon::Box,
        page: Some(Page::object(Kind::Microservice, (&*one.application, &*one.name))),
        name: one.full_name(),
        role: "microservice".to_owned(),
    }
}
