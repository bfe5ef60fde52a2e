//! Catalog items: images and their description, to make microservices from (Controller contract 7).

api_object! {
    /// A catalog item.
    pub struct CatalogItem known by id, name {
        /// Counts up from the built-in items.
        pub id: i64,
        /// Unique.
        pub name: String,
        /// May be empty.
        pub description: String,
        /// `SYSTEM` marks the built-in items.
        pub category: Option<String>,
        /// Who made it.
        pub publisher: Option<String>,
        /// An address or file name.
        pub picture: String,
        /// Whether other users of an Eclipse Controller see it.
        pub is_public: bool,
        /// The registry of the images; null when that was deleted.
        pub registry_id: Option<i64>,
        /// Text that should be JSON; nobody checks.
        pub config_example: Option<String>,
        /// MB of disk, as the author says.
        pub disk_required: i64,
        /// MB of memory, as the author says.
        pub ram_required: i64,
        /// One per architecture; the image is null when not given.
        pub images: Vec<Image>,
        /// What it reads.
        pub input_type: Option<InfoType>,
        /// What it writes.
        pub output_type: Option<InfoType>,
        /// Eclipse Controllers 3.0 only: the owner.
        pub user_id: Option<i64>,
    }
}

api_object! {
    /// A container image for one architecture.
    pub struct Image {
        /// The image without its registry; null or empty when there is none.
        pub container_image: Option<String>,
        /// 1 x86, 2 ARM.
        pub fog_type_id: i64,
    }
}

api_object! {
    /// A kind of messages.
    pub struct InfoType {
        /// Free text.
        pub info_type: Option<String>,
        /// Free text.
        pub info_format: Option<String>,
    }
}

impl CatalogItem {
    /// True for the Controller's own items, which it does not let anybody use or change.
    pub fn is_system(&self) -> bool {
        self.category.as_deref() == Some("SYSTEM")
    }
}
