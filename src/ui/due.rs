//! Something that will be done soon, and only once however often it is wished for until then.

use leptos::prelude::*;

/// Whether it is due; it lives as long as the present owner.
#[derive(Clone, Copy)]
pub struct Due(StoredValue<bool>);

impl Due {
    /// Nothing is due yet.
    pub fn new() -> Self {
        Self(StoredValue::new(false))
    }

    /// Makes it due. True for the one who has to see to it: it was not due yet, and its owner is there.
    pub fn begins(self) -> bool {
        self.0.try_update_value(|due| std::mem::replace(due, true)) == Some(false)
    }

    /// It is being done, and may become due again. False when its owner is gone.
    pub fn ends(self) -> bool {
        self.0.try_update_value(|due| *due = false).is_some()
    }

    /// Whether its owner is there.
    pub fn is_there(self) -> bool {
        self.0.try_get_value().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_due_once_until_it_is_done() {
        let owner = Owner::new();
        let due = owner.with(Due::new);
        assert!(due.begins() && !due.begins());
        assert!(due.ends() && due.begins());
        owner.cleanup();
        assert!(!due.begins() && !due.ends() && !due.is_there());
    }
}
