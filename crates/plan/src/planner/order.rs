//! The order of steps: by kind and file, but what a step needs goes before it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::identity::StepId;
use crate::step::{Action, Step};

/// Puts steps behind those that they need. Steps that wait for each other are blocked.
pub(super) fn needed_first(steps: Vec<Arc<Step>>) -> Vec<Arc<Step>> {
    let places: HashMap<&StepId, usize> = steps.iter().enumerate().map(|(at, step)| (&step.id, at)).collect();
    let needs: Vec<BTreeSet<usize>> = steps
        .iter()
        .map(|step| step.depends_on.iter().filter_map(|id| places.get(id).copied()).collect())
        .collect();
    let (order, circle) = sorted(&needs);
    let names: Vec<String> = steps.iter().map(|step| format!("{} {}", step.id.kind(), step.name)).collect();
    let mut steps: Vec<Option<Arc<Step>>> = steps.into_iter().map(Some).collect();
    for at in &circle {
        let others = needs.get(*at).into_iter().flatten().filter(|other| circle.contains(other));
        let others: Vec<&str> = others.filter_map(|other| names.get(*other)).map(String::as_str).collect();
        if let Some(Some(step)) = steps.get_mut(*at) {
            Arc::make_mut(step).action = Action::Blocked(format!(
                "This and {} wait for each other: each takes a port or a name that the other gives up. Give it up in one \
                 of them, apply that, and take it afterwards.",
                others.join(", ")
            ));
        }
    }
    order.into_iter().chain(circle).filter_map(|at| steps.get_mut(at)?.take()).collect()
}

/// Places so that what each needs comes before it, else in their order; then those that go round in a circle, and those
/// that need one of them.
pub(super) fn sorted(needs: &[BTreeSet<usize>]) -> (Vec<usize>, BTreeSet<usize>) {
    let mut missing: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (at, needs) in needs.iter().enumerate() {
        for needed in needs {
            if let Some(needed_by) = needed_by.get_mut(*needed) {
                needed_by.push(at);
            }
        }
    }
    let mut ready: BTreeSet<usize> = (0..needs.len()).filter(|at| missing.get(*at) == Some(&0)).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(at) = ready.pop_first() {
        order.push(at);
        for next in needed_by.get(at).into_iter().flatten() {
            let Some(missing) = missing.get_mut(*next) else { continue };
            *missing -= 1;
            if *missing == 0 {
                ready.insert(*next);
            }
        }
    }
    let done: BTreeSet<usize> = order.iter().copied().collect();
    (order, (0..needs.len()).filter(|at| !done.contains(at)).collect())
}
