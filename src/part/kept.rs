//! How many drafts are kept, for the mark in the navigation. The workbench tells; before it is loaded nobody knows, so on a
//! visit that writes nothing there is no mark.

use leptos::prelude::*;

/// The handle to that number.
#[derive(Clone, Copy)]
pub struct KeptDrafts(RwSignal<usize>);

impl KeptDrafts {
    pub fn provide() {
        provide_context(Self(RwSignal::new(0)));
    }

    pub fn count(self) -> usize {
        self.0.get()
    }

    pub fn tell(self, count: usize) {
        if self.0.get_untracked() != count {
            self.0.set(count);
        }
    }
}
