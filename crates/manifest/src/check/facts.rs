//! What one document tells about the file as a whole: names it declares, ports it takes, neighbours it needs.

use std::ops::Range;

use super::variables::{MadeTemplate, TemplateUse};

/// Everything of a document that other documents may clash with or depend on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) declares: Vec<Declared>,
    pub(crate) ports: Vec<PortUse>,
    pub(crate) placed: Vec<Placed>,
    pub(crate) neighbours: Vec<Neighbour>,
    /// For an Application: its name, whether it has NATS access, whether it lists microservices and where.
    pub(crate) application: Option<ApplicationFacts>,
    /// For an Application that is made from a template.
    pub(crate) template_use: Option<Box<TemplateUse>>,
    /// For an ApplicationTemplate.
    pub(crate) template: Option<Box<MadeTemplate>>,
    /// Where its metadata puts it.
    pub(crate) namespace: Option<(String, Range<usize>)>,
    /// For a Registry without id: address and user name.
    pub(crate) new_registry: Option<(String, Range<usize>)>,
}

/// A resource that a document makes or changes.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    pub(crate) kind: &'static str,
    /// `application/name` for a microservice, `id 3` where only an id counts.
    pub(crate) name: String,
    pub(crate) range: Range<usize>,
    /// An item of an Application's list.
    pub(crate) listed: bool,
}

/// A port of an agent that a microservice of the file takes.
#[derive(Clone, Debug)]
pub(crate) struct PortUse {
    pub(crate) agent: String,
    pub(crate) port: i64,
    pub(crate) owner: String,
    pub(crate) range: Range<usize>,
}

/// A microservice of the file and its agent.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) name: String,
    pub(crate) agent: Option<String>,
}

/// An extra host that points at a microservice.
#[derive(Clone, Debug)]
pub(crate) struct Neighbour {
    pub(crate) name: String,
    /// The agent of the microservice that points; none if it cannot be known.
    pub(crate) agent: Option<String>,
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct ApplicationFacts {
    pub(crate) name: String,
    pub(crate) nats_access: Option<bool>,
    /// The list of microservices, where it is one that other documents add to.
    pub(crate) list: Option<Range<usize>>,
}
