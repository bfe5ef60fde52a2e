//! A microservice as the API shows it (Controller contract 10.1). Written straight from the stored rows: lists of
//! thousands are asked for every few seconds.

use std::collections::HashMap;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::{Account, Microservice};
use crate::clock::iso;
use crate::kinds::agents::Agent;
use crate::kinds::applications::Application;
use crate::kinds::routes::receivers;
use crate::state::life::{self, Status};
use crate::state::{Api, State};

/// Finds the application and the agent of many microservices.
pub(crate) struct Lookup<'a> {
    state: &'a State,
    now: i64,
    applications: HashMap<i64, &'a Application>,
    agents: HashMap<&'a str, &'a Agent>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(state: &'a State, now: i64) -> Self {
        let applications =
            state.applications.iter().map(|application| (application.id, application)).collect();
        let agents = state.agents.iter().map(|agent| (agent.uuid.as_str(), agent)).collect();
        Self { state, now, applications, agents }
    }

    pub(super) fn is_system(&self, microservice: &Microservice) -> bool {
        self.applications.get(&microservice.application_id).is_some_and(|application| application.is_system)
    }

    /// Whether it belongs to who asks.
    pub(super) fn is_own(&self, microservice: &Microservice) -> bool {
        let application = self.applications.get(&microservice.application_id);
        application.is_none_or(|application| self.state.owns(application.user_id))
    }

    /// The object of `GET /microservices/:uuid`.
    pub(crate) fn view(&self, microservice: &'a Microservice) -> View<'a> {
        self.view_in(microservice, false)
    }

    /// The object inside an application, which has other keys.
    pub(crate) fn embedded(&self, microservice: &'a Microservice) -> View<'a> {
        self.view_in(microservice, true)
    }

    fn view_in(&self, row: &'a Microservice, embedded: bool) -> View<'a> {
        let application = self.applications.get(&row.application_id).copied();
        let agent = self.agents.get(row.iofog_uuid.as_str()).copied();
        let mut status = life::status(self.state, row, application, agent, self.now);
        let old = self.state.api == Api::V30;
        if old {
            (status.exec_session_ids, status.health_status, status.ip_address) = (None, None, None);
        }
        // The agent clears the flag when the container runs again.
        let rebuild =
            row.rebuild && (status.status != "RUNNING" || agent.is_none_or(|agent| !agent.is_alive()));
        let routes = application.filter(|_| old);
        let routes = routes.map(|application| receivers(self.state, application, &row.name));
        View { row, application, status, embedded, rebuild, old, routes: routes.unwrap_or_default() }
    }

    /// The status word and numbers of one microservice.
    pub(crate) fn status(&self, microservice: &'a Microservice) -> Status {
        self.view(microservice).status
    }
}

#[derive(serde::Serialize)]
pub(super) struct List<'a> {
    pub(super) microservices: &'a [View<'a>],
}

pub(crate) struct View<'a> {
    row: &'a Microservice,
    application: Option<&'a Application>,
    status: Status,
    embedded: bool,
    rebuild: bool,
    old: bool,
    /// Whom it sends to.
    routes: Vec<String>,
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.identity(&mut map)?;
        if self.old {
            self.old_settings(&mut map)?;
        } else {
            self.settings(&mut map)?;
        }
        self.lists(&mut map)?;
        if !self.old {
            self.extras(&mut map)?;
        }
        map.end()
    }
}

/// Writes several entries of an object.
macro_rules! entries {
    ($map:expr, $($key:literal: $value:expr),* $(,)?) => {
        $($map.serialize_entry($key, &$value)?;)*
    };
}

impl View<'_> {
    fn identity<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let row = self.row;
        entries!(map,
            "uuid": row.uuid,
            "config": row.config,
            "name": row.name,
            "logSize": row.log_size,
            "delete": false,
            "deleteWithCleanup": false,
            "createdAt": iso(row.created_at),
            "updatedAt": iso(row.updated_at),
            "applicationId": row.application_id,
            "catalogItemId": row.catalog_item_id,
            "registryId": row.registry_id,
            "iofogUuid": row.iofog_uuid,
            "application": self.application.map(|application| application.name.as_str()),
            "flowId": row.application_id,
        );
        Ok(())
    }

    fn old_settings<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let row = self.row;
        entries!(map,
            "rootHostAccess": row.host_network_mode || row.is_privileged,
            "routes": self.routes,
            "userId": self.application.map_or(1, |application| application.user_id),
        );
        if self.embedded {
            entries!(map,
                "rebuild": self.rebuild,
                "imageSnapshot": "",
                "isNetwork": false,
                "configLastUpdated": (),
                "catalog_item_id": row.catalog_item_id,
                "iofog_uuid": row.iofog_uuid,
            );
        }
        Ok(())
    }

    fn settings<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let row = self.row;
        entries!(map,
            "annotations": row.annotations,
            "hostNetworkMode": row.host_network_mode,
            "isPrivileged": row.is_privileged,
            "runAsUser": row.run_as_user,
            "platform": row.platform,
            "runtime": row.runtime,
            "pidMode": row.pid_mode,
            "ipcMode": row.ipc_mode,
            "schedule": row.schedule,
            "cpuSetCpus": row.cpu_set_cpus,
            "memoryLimit": row.memory_limit,
            "execEnabled": row.exec_enabled,
            "isActivated": row.is_activated,
            "natsAccess": row.nats_access,
            "natsAccountId": (),
            "natsUserId": (),
            "natsCredsSecretName": (),
        );
        if self.embedded {
            entries!(map,
                "rebuild": self.rebuild,
                "imageSnapshot": "",
                "catalog_item_id": row.catalog_item_id,
                "iofog_uuid": row.iofog_uuid,
            );
            if let Some(time) = row.config_updated {
                map.serialize_entry("configLastUpdated", &time)?;
            }
        } else {
            map.serialize_entry("serviceAccount", &self.account())?;
        }
        Ok(())
    }

    fn lists<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let row = self.row;
        if self.old {
            let pairs = row.env.iter().map(|env| Pair { key: &env.key, value: &env.value });
            map.serialize_entry("env", &pairs.collect::<Vec<_>>())?;
        } else {
            map.serialize_entry("env", &row.env)?;
        }
        entries!(map,
            "ports": row.ports,
            "volumeMappings": row.volumes,
            "cmd": row.cmd,
            "extraHosts": row.extra_hosts,
            "images": row.images,
        );
        if row.complete {
            map.serialize_entry("status", &self.status)?;
        }
        Ok(())
    }

    fn extras<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let row = self.row;
        entries!(map,
            "cdiDevices": row.cdi_devices,
            "capAdd": row.cap_add,
            "capDrop": row.cap_drop,
        );
        if row.complete {
            let word = match (&row.exec_session, row.exec_enabled) {
                (Some(_), _) => "ACTIVE",
                (None, true) => "PENDING",
                (None, false) => "INACTIVE",
            };
            let exec = Exec {
                status: word,
                exec_session_id: row.exec_session.as_deref(),
                created_at: iso(row.created_at),
                updated_at: iso(row.updated_at),
            };
            map.serialize_entry("execStatus", &exec)?;
        }
        if let Some(check) = &row.health_check {
            map.serialize_entry("healthCheck", check)?;
        }
        let nats = NatsConfig { nats_access: row.nats_access, nats_rule: row.nats_rule.as_deref() };
        map.serialize_entry("natsConfig", &nats)
    }

    fn account(&self) -> Option<AccountView<'_>> {
        self.row.account.as_ref().map(|account| account_view(self.row, account))
    }
}

/// An environment variable of Controller 3.0, which knows no other sources.
#[derive(serde::Serialize)]
struct Pair<'a> {
    key: &'a str,
    value: &'a str,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Exec<'a> {
    status: &'static str,
    exec_session_id: Option<&'a str>,
    created_at: String,
    updated_at: String,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct NatsConfig<'a> {
    nats_access: bool,
    nats_rule: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct RoleRef<'a> {
    kind: &'static str,
    name: &'a str,
}

/// A microservice's service account as the API shows it.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountView<'a> {
    role_ref: RoleRef<'a>,
    id: i64,
    name: &'a str,
    microservice_uuid: &'a str,
    application_id: i64,
    role_id: Option<i64>,
    created_at: String,
    updated_at: String,
    /// The column shows through beside the field.
    #[serde(rename = "microservice_uuid")]
    column: &'a str,
}

pub(crate) fn account_view<'a>(row: &'a Microservice, account: &'a Account) -> AccountView<'a> {
    AccountView {
        role_ref: RoleRef { kind: "Role", name: &account.role },
        id: account.id,
        name: &row.name,
        microservice_uuid: &row.uuid,
        application_id: row.application_id,
        role_id: account.role_id,
        created_at: iso(account.created_at),
        updated_at: iso(account.updated_at),
        column: &row.uuid,
    }
}
