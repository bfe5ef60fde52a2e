//! Volume mounts: a secret or config map as files on agents (Controller contract 15).

api_object! {
    /// A volume mount.
    pub struct VolumeMount known by name {
        /// RFC 4122; addressed by name.
        pub uuid: String,
        /// Unique.
        pub name: String,
        /// Its source, if a config map.
        pub config_map_name: Option<String>,
        /// Its source, if a secret. Both may be set after a change from one to the other.
        pub secret_name: Option<String>,
        /// Counts its changes.
        pub version: i64,
    }
}
