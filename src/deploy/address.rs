//! The address of a file in the workspace: a link for oneself to its draft. Choosing a file replaces the address, and the
//! address chooses the file.

use leptos::prelude::*;

use crate::address::{Address, Step};
use crate::deploy::keep::Keeper;
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::routes::{Page, draft_address, draft_in};

/// Keeps address and selection together; the answer is whether the address names a draft that is not here.
pub fn follow(workspace: Workspace, lookup: Lookup) -> Signal<bool> {
    let (address, keeper) = (expect_context::<Address>(), expect_context::<Keeper>());
    let missing = RwSignal::new(false);
    let wanted = Memo::new(move |_| draft_in(&address.path()));
    Effect::new(move |_| {
        let wanted = wanted.get();
        if !keeper.is_read() {
            return;
        }
        missing.set(untrack(|| wanted.is_some_and(|draft| !shown(workspace, keeper, lookup, &draft))));
    });
    // Only what is kept can be come back to.
    let named = Memo::new(move |_| {
        let file = workspace.current()?;
        file.draft.follow_changes();
        file.draft.is_unsaved().then(|| file.kept_as.get_value())
    });
    Effect::new(move |before: Option<Option<Option<String>>>| {
        if !keeper.is_read() {
            return None;
        }
        let (named, path) = (named.get(), address.path_untracked());
        // At the beginning the address is what counts, if it says anything.
        let counts = before.flatten().map_or(draft_in(&path).is_none(), |before| before != named);
        if counts && Page::parse(&path) == Some(Page::Deploy) {
            let to = named.as_deref().map_or_else(|| Page::Deploy.path(), draft_address);
            if to != path {
                address.go(&(to + &address.query_untracked()), Step::Replace);
            }
        }
        Some(named)
    });
    missing.into()
}

/// Shows the file of a draft; one that is open nowhere comes into the workspace.
fn shown(workspace: Workspace, keeper: Keeper, lookup: Lookup, draft: &str) -> bool {
    if workspace.select(draft) {
        return true;
    }
    let Some(record) = keeper.take_file(draft) else { return false };
    workspace.bring_back(&[record], lookup);
    workspace.select(draft)
}
