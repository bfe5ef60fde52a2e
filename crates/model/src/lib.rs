//! The words of the domain, shared by everything but the demo Controller: the kinds, the objects of the contract, and
//! what reads them from an answer.
//!
//! It knows no request, no manifest and no screen. "Controller contract N" in the docs names a section of
//! `docs/controller-contract.md`.

#![deny(missing_docs)]

// What the macros below write names this crate, also inside it.
extern crate self as model;

#[macro_use]
pub mod object;

mod amount;
mod architecture;
mod capabilities;
mod halves;
mod hidden;
mod kind;
mod lenient;
pub mod reader;
mod resource;
mod text;
mod time;
mod types;
mod world;

pub use amount::{Amount, Bytes, Gigabytes, Megabytes};
pub use architecture::Architecture;
pub use capabilities::{Capabilities, Feature, Release};
pub use halves::mended;
pub use hidden::Hidden;
pub use kind::{ChangedBy, Facts, Keyed, Kind};
pub use lenient::Lenient;
#[doc(hidden)]
pub use lenient::word;
pub use resource::Resource;
pub use text::{below, from_text, from_value};
pub use time::Time;
pub use types::*;
pub use world::{List, Named, World};
