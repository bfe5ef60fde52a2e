//! Ports that go from one microservice to another: who gives one up goes before who takes it, wherever they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use manifest::wire::{Json, Spec};
use model::{Kind, Microservice};

use super::order::sorted;
use super::{Blocked, Planning, application_of};
use crate::documents::Draft;
use crate::step::{Action, Step};
use crate::write::Write;

/// A port of an agent, which it is known by its uuid.
type Port = (String, i64);

/// The ports that a microservice gives up and takes when its manifest is applied.
#[derive(Default)]
pub(crate) struct Deal {
    gives: BTreeSet<Port>,
    takes: BTreeSet<Port>,
}

/// Who gives a port up.
#[derive(Clone)]
struct Giver {
    place: usize,
    /// The microservice that holds the port until somebody ticks its deletion.
    unticked: Option<String>,
}

impl Planning<'_> {
    /// What applying `spec` does to the ports of its agent.
    pub(crate) fn deal(&self, spec: &Spec, live: Option<&Microservice>) -> Deal {
        let before: BTreeSet<Port> = live.map(ports_of).unwrap_or_default();
        let named =
            spec.text("agent.name").and_then(|name| self.world.agent(name)).map(|agent| agent.uuid.clone());
        let agent = named.or_else(|| live?.iofog_uuid.clone());
        let ports = spec.get("container.ports").and_then(Json::as_array).unwrap_or_default();
        let external = ports.iter().filter_map(|port| port.get("external")?.as_i64());
        let after: BTreeSet<Port> = external.filter_map(|port| Some((agent.clone()?, port))).collect();
        Deal {
            gives: before.difference(&after).cloned().collect(),
            takes: after.difference(&before).cloned().collect(),
        }
    }

    /// Makes the steps that take ports wait for those that give them up. `steps` are in the order of the drafts.
    pub(super) fn hand_over_ports(&self, steps: &mut [Arc<Step>], deals: &[Arc<Vec<Deal>>]) {
        let mut givers: BTreeMap<&Port, Giver> = BTreeMap::new();
        for (place, deals) in deals.iter().enumerate() {
            // Of two documents about one microservice only one can be applied.
            let writes = steps.get(place).is_some_and(|step| step.writes());
            for port in deals.iter().flat_map(|deal| &deal.gives) {
                if writes || !givers.contains_key(port) {
                    givers.insert(port, Giver { place, unticked: None });
                }
            }
        }
        let removed = self.removed(steps);
        for (port, giver) in &removed {
            givers.insert(port, giver.clone());
        }
        for (place, deals) in deals.iter().enumerate() {
            for port in deals.iter().flat_map(|deal| &deal.takes) {
                let Some(giver) = givers.get(port) else { continue };
                let needed = steps.get(giver.place).map(|step| step.id.clone());
                let Some(step) = steps.get_mut(place).filter(|step| step.writes()) else { continue };
                let step = Arc::make_mut(step);
                if let Some(holder) = &giver.unticked {
                    step.action = Action::Blocked(format!(
                        "{holder} holds port {} until its deletion is ticked and applied.",
                        port.1
                    ));
                }
                if giver.place != place {
                    step.depends_on.extend(needed.filter(|id| !step.depends_on.contains(id)));
                }
            }
        }
    }

    /// What a document does to the ports of agents.
    pub(super) fn deals(&self, draft: &Draft<'_>) -> Vec<Deal> {
        if let Some(spec) = draft.read(Kind::Microservice) {
            let application = application_of(spec, self.world).unwrap_or_default();
            return vec![self.deal(spec, self.world.microservice(&application, &spec.name))];
        }
        let Some(spec) = draft.read(Kind::Application) else { return Vec::new() };
        let made = spec.text("template.name").and_then(|template| self.made_from(template, spec));
        let members = made.as_ref().unwrap_or(spec).microservices.iter().flatten();
        members.map(|member| self.deal(member, self.world.microservice(&spec.name, &member.name))).collect()
    }

    /// The ports of microservices that are deleted.
    fn removed(&self, steps: &[Arc<Step>]) -> Vec<(Port, Giver)> {
        let mut removed = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            let ticked = self.choices.ticks(step);
            for doomed in step.deletion.iter().flat_map(|deletion| &deletion.microservices) {
                let Some(live) = self.doomed(doomed) else { continue };
                let unticked = (!ticked).then(|| live.full_name());
                removed.extend(
                    ports_of(live)
                        .into_iter()
                        .map(|port| (port, Giver { place, unticked: unticked.clone() })),
                );
            }
        }
        removed
    }
}

fn ports_of(live: &Microservice) -> BTreeSet<Port> {
    let agent = live.iofog_uuid.clone().unwrap_or_default();
    live.ports.iter().map(|port| (agent.clone(), port.external)).collect()
}

/// The changes of one application's microservices, givers first.
pub(crate) fn givers_first(changes: Vec<(Deal, Write)>) -> Result<Vec<Write>, Blocked> {
    let gives: BTreeMap<&Port, usize> = changes
        .iter()
        .enumerate()
        .flat_map(|(place, (deal, _))| deal.gives.iter().map(move |port| (port, place)))
        .collect();
    let needs =
        |(deal, _): &(Deal, Write)| deal.takes.iter().filter_map(|port| gives.get(port).copied()).collect();
    let needs: Vec<BTreeSet<usize>> = changes.iter().map(needs).collect();
    let (order, circle) = sorted(&needs);
    if !circle.is_empty() {
        return Blocked::because(
            "Its microservices exchange ports, which the Controller refuses. Take the port off one of them, apply that, and \
             give it to the other afterwards.",
        );
    }
    let mut changes: Vec<Option<Write>> = changes.into_iter().map(|(_, write)| Some(write)).collect();
    Ok(order.into_iter().filter_map(|place| changes.get_mut(place)?.take()).collect())
}
