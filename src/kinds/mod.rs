//! What is particular to each kind: columns, facts, forms. A kind never uses another kind's pages.

pub mod agent;
pub mod application;
pub mod catalog_item;
pub mod event;
pub mod microservice;
pub mod registry;
pub mod state;

mod format;
mod manifest_card;
mod members;
mod registries;
mod silent;
