//! Between a manifest and the REST API: what a document means to the Controller, and what a live object would say as a
//! manifest, in one shape that can be compared field by field.

mod json;
pub mod liquid;

pub use json::Json;
