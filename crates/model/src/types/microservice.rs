//! Microservices: the largest objects and the longest lists, so these stay small in memory (Controller contract 10).

use super::{Image, NatsConfig};
use crate::{Bytes, Hidden, Kind};

api_object! {
    /// A microservice, its fields in the order in which the Controller writes them: lists of thousands are read.
    /// `flowId` and the snake-case twins of keys are not kept: they repeat other fields.
    pub struct Microservice known by uuid, name {
        /// RFC 4122, or 32 letters and digits on Eclipse Controllers 3.0.
        pub uuid: String,
        /// JSON inside text; not guaranteed to parse.
        pub config: String,
        /// JSON inside text; not guaranteed to parse.
        pub annotations: String,
        /// Unique in the application.
        pub name: String,
        /// Container option.
        pub host_network_mode: bool,
        /// Container option.
        pub is_privileged: bool,
        /// Eclipse Controllers 3.0 only: both options above in one.
        pub root_host_access: Option<bool>,
        /// Container option.
        pub run_as_user: String,
        /// Container option.
        pub platform: String,
        /// Container option.
        pub runtime: String,
        /// MB of log that are kept.
        pub log_size: i64,
        /// Container option.
        pub pid_mode: String,
        /// Container option.
        pub ipc_mode: String,
        /// Order of start, 0 to 100; below 6 is for the system.
        pub schedule: i64,
        /// Container option.
        pub cpu_set_cpus: String,
        /// MB.
        pub memory_limit: Option<i64>,
        /// Whether an exec session is prepared.
        pub exec_enabled: bool,
        /// Marked to be deleted.
        pub delete: bool,
        /// Marked to be deleted with its image.
        pub delete_with_cleanup: bool,
        /// Marked to be built again; only seen inside applications.
        pub rebuild: Option<bool>,
        /// Its own switch, where it has one; it runs only if its application is active too.
        pub is_activated: Option<bool>,
        /// The number of its NATS account.
        pub nats_account_id: Option<i64>,
        /// The number of its NATS user.
        pub nats_user_id: Option<i64>,
        /// The secret with its NATS credentials.
        pub nats_creds_secret_name: Option<String>,
        /// Eclipse Controllers 3.0 only: the owner.
        pub user_id: Option<i64>,
        /// The application's number.
        pub application_id: Option<i64>,
        /// The catalog item that its images come from.
        pub catalog_item_id: Option<i64>,
        /// Where its images are pulled from.
        pub registry_id: Option<i64>,
        /// The agent it runs on; the name is in the list of agents.
        pub iofog_uuid: Option<String>,
        /// Absent for system and half-created microservices, and inside applications.
        pub service_account: Option<Box<ServiceAccount>>,
        /// Open ports.
        pub ports: Vec<Port>,
        /// Mounted volumes.
        pub volume_mappings: Vec<VolumeMapping>,
        /// Environment variables.
        pub env: Vec<EnvVar>,
        /// The command's words.
        pub cmd: Vec<String>,
        /// Devices.
        pub cdi_devices: Vec<String>,
        /// Capabilities given.
        pub cap_add: Vec<String>,
        /// Capabilities taken.
        pub cap_drop: Vec<String>,
        /// Names in the container's hosts file.
        pub extra_hosts: Vec<ExtraHost>,
        /// Its own images; empty when they come from a catalog item.
        pub images: Vec<Image>,
        /// What it does; absent for half-created microservices.
        pub status: Option<MicroserviceStatus>,
        /// The exec session; absent for half-created microservices.
        pub exec_status: Option<Box<ExecStatus>>,
        /// How the container's health is tested.
        pub health_check: Option<Box<HealthCheck>>,
        /// The application's name.
        pub application: String,
        /// Use of NATS.
        pub nats_config: Option<NatsConfig>,
    }
}

api_object! {
    /// What a microservice does, as its agent last reported it.
    pub struct MicroserviceStatus {
        /// Milliseconds of running.
        pub operating_duration: i64,
        /// Milliseconds since 1970; 0 when it never started.
        pub start_time: i64,
        /// Of its container.
        pub memory_usage: Bytes,
        /// Open exec sessions.
        pub exec_session_ids: Vec<String>,
        /// The state.
        pub status: MicroserviceState,
        /// Percent.
        pub cpu_usage: f64,
        /// The container's id.
        pub container_id: String,
        /// Percent of the pull.
        pub percentage: f64,
        /// Why it failed.
        pub error_message: String,
        /// The container's address.
        pub ip_address: String,
        /// The container's health.
        pub health_status: String,
    }
}

api_words! {
    /// The states of a microservice.
    pub enum MicroserviceState {
        /// Waits for its agent.
        Queued = "QUEUED",
        /// Its image is being pulled.
        Pulling = "PULLING",
        /// Its container starts.
        Starting = "STARTING",
        /// It runs.
        Running = "RUNNING",
        /// Its container stops.
        Stopping = "STOPPING",
        /// It was stopped.
        Stopped = "STOPPED",
        /// It is being deleted.
        Deleting = "DELETING",
        /// It is gone.
        Deleted = "DELETED",
        /// It will be deleted.
        MarkedForDeletion = "MARKED_FOR_DELETION",
        /// It is being changed.
        Updating = "UPDATING",
        /// It starts again.
        Restarting = "RESTARTING",
        /// It starts again and again.
        StuckInRestart = "STUCK_IN_RESTART",
        /// It failed.
        Failed = "FAILED",
        /// Its container ends.
        Exiting = "EXITING",
        /// Its container is being made.
        Creating = "CREATING",
        /// Its agent has not reported for a while.
        Unknown = "UNKNOWN",
    }
}

api_object! {
    /// An open port.
    pub struct Port known by internal {
        /// In the container.
        pub internal: i64,
        /// On the agent.
        pub external: i64,
        /// `tcp` or `udp`.
        pub protocol: Option<String>,
        /// Where and how a router publishes it, on Controllers that know public ports.
        pub public: Option<Box<PublicPort>>,
    }
}

api_object! {
    /// A port that a router publishes.
    pub struct PublicPort {
        /// Where it can be reached; only answered.
        pub links: Vec<String>,
        /// `http` or `tcp`.
        pub protocol: String,
        /// The schemes of the links.
        pub schemes: Vec<String>,
        /// Which port of which router; the Controller chooses where nothing is said.
        pub router: Option<PublicRouter>,
    }
}

api_object! {
    /// Where a public port opens.
    pub struct PublicRouter {
        /// Its port there.
        pub port: i64,
        /// `default-router`, or the uuid of an agent.
        pub host: String,
    }
}

api_object! {
    /// A mounted volume.
    pub struct VolumeMapping known by container_destination {
        /// A path, a volume's name, or a volume mount's name.
        pub host_destination: String,
        /// A path in the container.
        pub container_destination: String,
        /// `rw` or `ro`; free text for the Controller.
        pub access_mode: String,
        /// Needed to delete it alone; absent in requests.
        pub id: Option<i64>,
        /// `bind`, `volume` or `volumeMount`.
        pub kind as "type": Option<String>,
    }
}

api_object! {
    /// An environment variable, from one of three sources.
    pub struct EnvVar {
        /// Its name.
        pub key: String,
        /// The value; that of a secret comes in clear text, so it is never printed.
        pub value: Option<Hidden<String>>,
        /// `secret/key`.
        pub value_from_secret: Option<String>,
        /// `configmap/key`.
        pub value_from_config_map: Option<String>,
    }
}

api_object! {
    /// A name in the container's hosts file.
    pub struct ExtraHost {
        /// The name.
        pub name: String,
        /// An address, `${Agents.NAME}` or `${Apps.APP.MICROSERVICE.local}`.
        pub address: String,
        /// What the address means now; absent in requests.
        pub value: Option<String>,
    }
}

api_object! {
    /// How a container's health is tested.
    pub struct HealthCheck {
        /// The command's words.
        pub test: Vec<String>,
        /// Seconds between tests.
        pub interval: Option<f64>,
        /// Seconds until a test counts as failed.
        pub timeout: Option<f64>,
        /// Seconds before failures count.
        pub start_period: Option<f64>,
        /// Seconds between tests while it starts.
        pub start_interval: Option<f64>,
        /// Failures until it counts as unhealthy.
        pub retries: Option<i64>,
    }
}

api_object! {
    /// What a microservice may do with its agent's local API.
    pub struct ServiceAccount {
        /// The role.
        pub role_ref: Option<RoleRef>,
        /// Its number.
        pub id: Option<i64>,
        /// The microservice's name.
        pub name: String,
    }
}

api_object! {
    /// A reference to a role.
    pub struct RoleRef {
        /// `Role`.
        pub kind: String,
        /// The role's name.
        pub name: String,
        /// Rarely given.
        pub api_group: Option<String>,
    }
}

api_object! {
    /// The exec session of a microservice.
    pub struct ExecStatus {
        /// `PENDING`, `ACTIVE` or `INACTIVE`.
        pub status: String,
        /// The session's id.
        pub exec_session_id: Option<String>,
    }
}

api_object! {
    /// The answer when exec is switched on or off.
    pub struct ExecSwitch known by uuid {
        /// The microservice.
        pub uuid: String,
        /// Whether exec is prepared now.
        pub exec_enabled: bool,
    }
}

impl Microservice {
    /// The agent's part of it is missing: a refused creation left this behind (Controller contract 10.2).
    /// System microservices have no service account either, so only the missing status counts.
    pub fn is_half_created(&self) -> bool {
        self.status.is_none() && self.exec_status.is_none()
    }
}

impl Microservice {
    /// Whether its own switch lets it run; without one its application alone decides.
    pub fn is_switched_on(&self) -> bool {
        self.is_activated.unwrap_or(true)
    }

    /// Whether a variable takes its value from a key of this secret.
    pub fn uses_secret(&self, name: &str) -> bool {
        self.references().any(|(kind, reference)| kind == Kind::Secret && refers(reference, name))
    }

    /// Whether a variable takes its value from a key of this config map.
    pub fn uses_config_map(&self, name: &str) -> bool {
        self.references().any(|(kind, reference)| kind == Kind::ConfigMap && refers(reference, name))
    }

    /// Whether a volume is this volume mount, or one of its keys.
    pub fn uses_volume_mount(&self, name: &str) -> bool {
        self.references().any(|(kind, reference)| {
            kind == Kind::VolumeMount && (reference == name || refers(reference, name))
        })
    }

    /// The secrets, config maps and volume mounts that it takes values or files from, by name, each once.
    pub fn takes_from(&self) -> Vec<(Kind, &str)> {
        let mut found = Vec::new();
        for (kind, reference) in self.references() {
            let one = (kind, reference.split_once('/').map_or(reference, |(name, _)| name));
            if !found.contains(&one) {
                found.push(one);
            }
        }
        found
    }

    /// Where variables and volumes get their values and files from, as it is written: the name, mostly with a key.
    fn references(&self) -> impl Iterator<Item = (Kind, &str)> {
        let variables = self.env.iter().flat_map(|variable| {
            let secret = variable.value_from_secret.as_deref().map(|from| (Kind::Secret, from));
            let map = variable.value_from_config_map.as_deref().map(|from| (Kind::ConfigMap, from));
            secret.into_iter().chain(map)
        });
        let mounts = self.volume_mappings.iter().filter(|it| it.kind.as_deref() == Some("volumeMount"));
        variables.chain(mounts.map(|it| (Kind::VolumeMount, &*it.host_destination)))
    }

    /// `application/name`, the way manifests and pages name it.
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.application, self.name)
    }
}

/// Whether `name/key` refers to this name.
fn refers(reference: &str, name: &str) -> bool {
    reference.split_once('/').is_some_and(|(of, _)| of == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(uses: fn(&Microservice, &str) -> bool, name: &str, expected: bool) {
        let one = r#"{"env": [{"key": "A", "valueFromSecret": "db/password"}, {"key": "B", "valueFromConfigMap": "app/level"}],
            "volumeMappings": [{"hostDestination": "certs/tls.crt", "type": "volumeMount"}, {"hostDestination": "whole", "type": "volumeMount"},
                {"hostDestination": "plain", "type": "volume"}]}"#;
        let one: Microservice = crate::from_text(one).unwrap();
        assert_eq!(uses(&one, name), expected, "{name}");
    }

    #[test]
    fn it_uses_what_its_variables_and_volumes_name() {
        check(Microservice::uses_secret, "db", true);
        check(Microservice::uses_secret, "d", false);
        check(Microservice::uses_secret, "app", false);
        check(Microservice::uses_config_map, "app", true);
        check(Microservice::uses_volume_mount, "certs", true);
        check(Microservice::uses_volume_mount, "whole", true);
        check(Microservice::uses_volume_mount, "plain", false);
    }
}
