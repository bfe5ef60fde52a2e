//! What of an object matters to checks and plans. States and measurements change at every refresh and matter to neither;
//! without this every refresh would check every open text again.

use std::sync::Arc;

use model::{Agent, Application, Microservice, MicroserviceStatus};

use leptos::prelude::*;

use super::LiveList;

/// The rows that were counted last, with the number they got.
struct Counted<T> {
    rows: Arc<Vec<Arc<T>>>,
    version: u64,
}

impl<T> PartialEq for Counted<T> {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

/// A number that changes when a row does that is not the `same` to checks and plans.
pub(super) fn version<T>(list: LiveList<T>, same: fn(&T, &T) -> bool) -> Memo<u64>
where
    T: PartialEq + Send + Sync + 'static,
{
    let counted = Memo::new(move |before: Option<&Counted<T>>| {
        let rows = list.rows();
        let version = match before {
            Some(before) if all_same(&before.rows, &rows, same) => before.version,
            Some(before) => before.version + 1,
            None => 0,
        };
        Counted { rows, version }
    });
    Memo::new(move |_| counted.with(|counted| counted.version))
}

fn all_same<T>(old: &[Arc<T>], new: &[Arc<T>], same: fn(&T, &T) -> bool) -> bool {
    let pair = |(old, new): (&Arc<T>, &Arc<T>)| Arc::ptr_eq(old, new) || same(old, new);
    old.len() == new.len() && old.iter().zip(new).all(pair)
}

pub(super) fn same_microservice(old: &Microservice, new: &Microservice) -> bool {
    still(old) == still(new)
}

pub(super) fn same_agent(old: &Agent, new: &Agent) -> bool {
    (&old.name, old.fog_type_id, &old.host, old.is_system, &old.daemon_status)
        == (&new.name, new.fog_type_id, &new.host, new.is_system, &new.daemon_status)
}

pub(super) fn same_application(old: &Application, new: &Application) -> bool {
    let members = |row: &Application| row.microservices.iter().map(still).collect::<Vec<_>>();
    let bare = |row: &Application| Application { microservices: Vec::new(), ..row.clone() };
    bare(old) == bare(new) && members(old) == members(new)
}

/// The microservice without what its agent reports. A missing status stays missing: it marks a half-created one.
fn still(row: &Microservice) -> Microservice {
    let status = row.status.as_ref().map(|_| MicroserviceStatus::default());
    Microservice { status, exec_status: None, ..row.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(cpu: f64, image: &str) -> Microservice {
        let status = MicroserviceStatus { cpu_usage: cpu, ..MicroserviceStatus::default() };
        Microservice { runtime: image.into(), status: Some(status), ..Microservice::default() }
    }

    #[test]
    fn load_is_no_change_to_a_plan_and_a_setting_is() {
        assert!(same_microservice(&running(1.0, "a"), &running(2.0, "a")));
        assert!(!same_microservice(&running(1.0, "a"), &running(1.0, "b")));
    }

    #[test]
    fn losing_the_status_is_a_change_to_a_plan() {
        assert!(!same_microservice(&running(1.0, "a"), &Microservice { status: None, ..running(1.0, "a") }));
    }
}
