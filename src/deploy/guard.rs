//! What keeps the form of one object from writing over what it was not shown: an object of a name that is taken, and what
//! no list holds and somebody else changed.

use futures::future::LocalBoxFuture;
use leptos::prelude::*;

use crate::deploy::workspace::Workspace;

/// Reads the object of a form once more; whether it is another one now. The error says that the answer did not come.
pub type ReadAgain = LocalBoxFuture<'static, Result<bool, String>>;

impl Workspace {
    /// Keeps what is there already from being changed, until something was made here.
    pub fn only_makes(self, makes: bool) {
        self.makes.set(makes && self.sent.with_value(Vec::is_empty));
    }

    /// What is read before a run, because no list holds it.
    pub fn read_before_runs(self, again: Option<Callback<(), ReadAgain>>) {
        // The form may be gone with its Controller.
        self.again.try_update_value(|slot| *slot = again);
    }

    /// Reads that; whether it is another one than the plan was made with.
    pub async fn read_again(self) -> Result<bool, String> {
        match self.again.try_get_value().flatten() {
            Some(again) => again.run(()).await,
            None => Ok(false),
        }
    }
}
