//! The two storages of the browser. A private window may refuse them; then nothing outlives the page.

use leptos::prelude::window;
use web_sys::Storage;

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// As long as the tab, and seen by no other tab.
    Tab,
    /// As long as the browser keeps it. Nothing secret belongs here.
    Browser,
}

impl Keep {
    pub fn read(self, key: &str) -> Option<String> {
        self.storage()?.get_item(key).ok().flatten()
    }

    /// False when the browser did not take it.
    pub fn write(self, key: &str, value: &str) -> bool {
        self.storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
    }

    pub fn forget(self, key: &str) {
        if let Some(storage) = self.storage() {
            // A storage that cannot be changed holds nothing that could be forgotten.
            let _ = storage.remove_item(key);
        }
    }

    fn storage(self) -> Option<Storage> {
        match self {
            Self::Tab => window().session_storage(),
            Self::Browser => window().local_storage(),
        }
        .ok()
        .flatten()
    }
}
