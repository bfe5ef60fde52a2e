//! What of an object matters to checks and plans. States and measurements change at every refresh and matter to neither;
//! without this every refresh would check every open text again.

use client::types::{Agent, Application, Microservice, MicroserviceStatus};

use super::list::Facts;

pub const MICROSERVICE: Facts<Microservice> =
    Facts { key: |row| row.uuid.clone(), same_shape: |old, new| still(old) == still(new) };

pub const AGENT: Facts<Agent> = Facts {
    key: |row| row.uuid.clone(),
    same_shape: |old, new| {
        (&old.name, old.fog_type_id, &old.host, old.is_system, &old.daemon_status)
            == (&new.name, new.fog_type_id, &new.host, new.is_system, &new.daemon_status)
    },
};

pub const APPLICATION: Facts<Application> = Facts {
    key: |row| row.name.clone(),
    same_shape: |old, new| {
        let members = |row: &Application| row.microservices.iter().map(still).collect::<Vec<_>>();
        let bare =
            |row: &Application| Application { microservices: Vec::new(), updated_at: None, ..row.clone() };
        bare(old) == bare(new) && members(old) == members(new)
    },
};

/// The microservice without what its agent reports. A missing status stays missing: it marks a half-created one.
fn still(row: &Microservice) -> Microservice {
    let status = row.status.as_ref().map(|_| MicroserviceStatus::default());
    Microservice { status, exec_status: None, updated_at: None, ..row.clone() }
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
        assert!((MICROSERVICE.same_shape)(&running(1.0, "a"), &running(2.0, "a")));
        assert!(!(MICROSERVICE.same_shape)(&running(1.0, "a"), &running(1.0, "b")));
    }

    #[test]
    fn losing_the_status_is_a_change_to_a_plan() {
        assert!(!(MICROSERVICE.same_shape)(
            &running(1.0, "a"),
            &Microservice { status: None, ..running(1.0, "a") }
        ));
    }
}
