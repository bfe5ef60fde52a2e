//! What a Controller holds at one moment, and every question that goes across its lists: who runs where, which image is
//! meant, who uses what. Checks, plans, descriptions and pages read the same rows.

pub(crate) mod context;
mod index;
mod joins;
mod list;
mod named;
mod rights;

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};

pub use list::List;
pub use named::Named;

use index::Index;

use crate::Lists;

/// The state of one Controller at one moment. It does not change; another moment is another world.
#[derive(Debug)]
pub struct World {
    version: u64,
    lists: Lists,
    index: Index,
}

impl World {
    /// The world of these lists.
    pub fn new(lists: Lists) -> World {
        static MADE: AtomicU64 = AtomicU64::new(1);
        let index = Index::new(&lists);
        World { version: MADE.fetch_add(1, Ordering::Relaxed), lists, index }
    }

    /// Tells worlds apart: no two that were made have the same one.
    pub fn version(&self) -> u64 {
        self.version
    }
}

impl PartialEq for World {
    fn eq(&self, other: &World) -> bool {
        self.version == other.version
    }
}

impl Eq for World {}

impl Default for World {
    /// Of nothing is anything known.
    fn default() -> World {
        World::new(Lists::default())
    }
}

impl Deref for World {
    type Target = Lists;

    fn deref(&self) -> &Lists {
        &self.lists
    }
}
