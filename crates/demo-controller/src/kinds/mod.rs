//! One module per kind of object: what is stored, how it is shown, and its routes.

pub(crate) mod agents;
pub(crate) mod applications;
pub(crate) mod auth;
pub(crate) mod catalog;
mod complaint;
pub(crate) mod config;
pub(crate) mod config_maps;
pub(crate) mod events;
pub(crate) mod microservices;
pub(crate) mod missing;
pub(crate) mod nats;
pub(crate) mod public;
pub(crate) mod registries;
pub(crate) mod roles;
pub(crate) mod routes;
pub(crate) mod secrets;
pub(crate) mod service_accounts;
pub(crate) mod services;
pub(crate) mod templates;
pub(crate) mod volume_mounts;
pub(crate) mod yaml;
