//! Everything that is wrong with a manifest, and what would be right: reading, fields, live lists, and documents
//! among themselves.
//!
//! Each document is checked alone first ([`envelope`] and what it calls); what that says depends on its own text and
//! the lists only, and is kept as long as neither changes. What documents mean for each other ([`across`]) is cheap and
//! done anew each time.

mod across;
mod answer;
mod checker;
mod context;
mod covered;
mod dialect;
mod envelope;
mod facts;
mod found;
mod image;
mod keys;
mod lookup;
mod nearest;
mod rename;
mod shape;
mod strange;
mod template;
mod values;
mod variables;
mod walk;

pub(crate) use answer::{Answer, Told, Written};
pub use answer::{ControllerAnswer, controller_answers};
pub use checker::Checker;
pub(crate) use context::{Context, Layout, plain_text, text};
pub(crate) use facts::{ApplicationFacts, Declared, Neighbour, Placed, PortUse};
pub(crate) use found::{LINE, Trail, Unless, quote, replace};
pub use image::CAPABILITIES;
pub(crate) use nearest::{listed, nearest};
pub(crate) use template::{images_of, is_evaluated, keep_as_text, own_fields, own_name, text_of};
pub(crate) use values::{change_to, choices, choose, set_fix, written};
pub(crate) use variables::{Given, MadeTemplate, TemplateUse, Usage};

use crate::fields::Mapping;
use crate::problem::Problem;
use crate::read::Manifest;
use crate::tree::Node;
use model::World;

/// All problems of a manifest, sorted by place: from reading it, from its text alone, from the live lists if there are
/// any, and across its documents.
pub fn check(manifest: &Manifest, world: Option<&World>) -> Vec<Problem> {
    Checker::new().problems(manifest, world)
}

/// The same for several files that are deployed together: what one declares, another may refer to. The problems are in
/// the order of the files.
pub fn check_all(manifests: &[&Manifest], world: Option<&World>) -> Vec<Vec<Problem>> {
    checker::check_files(manifests, world)
}

/// Notes that the document makes or changes a resource.
pub(crate) fn declare(cx: &mut Context, kind: &'static str, name: String, node: Node, listed: bool) {
    cx.facts.declares.push(Declared { kind, name, range: node.local_range(), listed });
}

/// Runs `check` with the right idea of whether the microservice at hand would be created.
fn with_listed(cx: &mut Context, spec: &'static Mapping, node: Node, check: impl FnOnce(&mut Context)) {
    let before = cx.creates;
    if let Some(creates) = crate::kinds::creates_listed(cx, spec, node) {
        cx.creates = creates;
    }
    check(cx);
    cx.creates = before;
}
