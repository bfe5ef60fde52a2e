//! What a Controller says about itself, and the architectures it knows (Controller contract 5).

api_object! {
    /// The answer to `GET /status`.
    pub struct Status known by status {
        /// `online` or `offline`.
        pub status: String,
        /// The Controller's clock, in milliseconds since 1970.
        pub timestamp: i64,
        /// Seconds since it started.
        pub uptime_sec: f64,
        /// The versions of its parts.
        pub versions: Box<Versions>,
    }
}

api_object! {
    /// Versions of a Controller's parts.
    pub struct Versions {
        /// The Controller itself, `3.7.3`.
        pub controller: String,
        /// The web page it ships; absent when it ships none.
        pub ecn_viewer: Option<String>,
    }
}
