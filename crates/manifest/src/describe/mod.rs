//! Live objects as manifests: what one would deploy to get them again.
//!
//! The frame is that of `potctl describe` (manifest rules 5); what breaks when its output is deployed again is done
//! differently (5.6): secrets appear as references only, empty values, roles, log sizes and registry numbers are
//! printed, what the Controller added by itself is not, and literal braces are protected. Passwords are never printed.
//!
//! Fields at their default are left out. What a manifest cannot say stands in comments.

mod objects;
mod scalar;
mod yaml;

pub use objects::{application, catalog_item, microservice, named, registry, template, upload};

use crate::wire::live::Names;
use model::World;

/// Which tools the manifest is for: they refuse each other's version (manifest rules 1.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApiVersion {
    /// `datasance.com/v3`, for potctl.
    #[default]
    Datasance,
    /// `iofog.org/v3`, for iofogctl.
    Iofog,
}

impl ApiVersion {
    /// The text of `apiVersion:`.
    pub fn as_str(self) -> &'static str {
        match self {
            ApiVersion::Datasance => "datasance.com/v3",
            ApiVersion::Iofog => "iofog.org/v3",
        }
    }
}

/// How a manifest is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub api_version: ApiVersion,
    /// `metadata.namespace`; the command-line tools want their current one, or none.
    pub namespace: Option<String>,
}

impl Names for World {
    fn agent_name(&self, uuid: &str) -> Option<String> {
        self.agent_by_uuid(uuid).map(|agent| agent.name.clone())
    }
}

#[cfg(test)]
mod tests;
