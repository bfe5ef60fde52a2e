//! What agents have to do when a step is done: the microservices that get a container by it, or another one.

use std::collections::BTreeSet;

use model::Kind;

use crate::step::{Action, Consequence, Step};

/// The microservices that get a container by a step, or another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollOut {
    /// By full name (`application/name`).
    pub microservices: BTreeSet<String>,
    /// An application whose new members do, too.
    pub application: Option<String>,
}

impl RollOut {
    /// Whether no container is made.
    pub fn is_empty(&self) -> bool {
        self.microservices.is_empty() && self.application.is_none()
    }
}

impl Step {
    /// What it sets off on agents, once it is done.
    pub fn roll_out(&self) -> RollOut {
        if !self.writes() {
            return RollOut::default();
        }
        let anew = self.consequences.iter().flat_map(|consequence| match consequence {
            Consequence::Restarts { microservices } | Consequence::Rebuilds { microservices, .. } => {
                microservices.as_slice()
            }
            _ => &[],
        });
        let mut microservices: BTreeSet<String> = anew.cloned().collect();
        if self.kind == Some(Kind::Microservice) && self.action == Action::Create {
            microservices.insert(self.name.clone());
        }
        let application = (self.kind == Some(Kind::Application)).then(|| self.name.clone());
        RollOut { microservices, application }
    }
}
