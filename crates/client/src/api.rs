//! Every call of the contract that the product uses, one file per kind of object. Only here are REST paths known.
//!
//! Bodies that come from a manifest are passed as JSON; where the Controller sets a trap, the function asks for what
//! is needed to step around it.

pub mod agents;
pub mod application_templates;
pub mod applications;
pub mod auth;
pub mod catalog;
pub mod config_maps;
pub mod events;
pub mod microservices;
pub mod nats_rules;
pub mod registries;
pub mod roles;
pub mod secrets;
pub mod status;
pub mod system_microservices;
pub mod volume_mounts;
