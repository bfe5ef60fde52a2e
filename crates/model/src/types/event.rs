//! The audit log (Controller contract 18).

api_object! {
    /// One entry: who did what, and how it ended.
    pub struct Event {
        /// Counts up.
        pub id: i64,
        /// Milliseconds since 1970.
        pub timestamp: i64,
        /// `HTTP`, `WS_CONNECT` or `WS_DISCONNECT`.
        pub event_type: String,
        /// `user` or `agent`.
        pub endpoint_type: String,
        /// The user's name; the e-mail address for sign-ins.
        pub actor_id: Option<String>,
        /// The verb.
        pub method: Option<String>,
        /// The kind of object, where the Controller knows it.
        pub resource_type: Option<String>,
        /// The object.
        pub resource_id: Option<String>,
        /// The path.
        pub endpoint_path: String,
        /// Where it came from.
        pub ip_address: Option<String>,
        /// `SUCCESS` or `FAILED`.
        pub status: String,
        /// The status code.
        pub status_code: Option<i64>,
        /// A few words.
        pub status_message: Option<String>,
        /// The `request-id` header.
        pub request_id: Option<String>,
    }
}

api_object! {
    /// One page of the audit log, newest first.
    pub struct EventPage {
        /// The entries.
        pub events: Vec<Event>,
        /// How many fit the filter.
        pub total: i64,
        /// How many a page holds.
        pub limit: i64,
        /// How many come before this page.
        pub offset: i64,
    }
}
