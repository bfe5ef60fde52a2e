//! CatalogItem: a named pair of images, one per architecture, that microservices refer to by id.

mod check;
mod fields;

pub(crate) use fields::KIND;
