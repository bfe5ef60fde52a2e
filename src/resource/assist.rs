//! What an editor offers at the caret of a draft: proposals and help from the fields' declarations and the live lists.

use leptos::prelude::*;
use manifest::{complete, hover};

use super::draft::Draft;
use crate::ui::editor::{About, Assist, Proposal};

/// The answers to what an editor of `draft` asks.
pub fn assist(draft: Draft) -> Assist {
    let propose = move |at: usize| {
        let world = draft.world_untracked();
        let found = draft.with_untracked(|manifest| complete(manifest, at, world.as_deref()));
        let proposals = found.into_iter().map(|one| Proposal {
            label: one.label,
            detail: one.detail,
            help: one.help,
            range: one.edit.range,
            text: one.edit.text,
        });
        proposals.collect()
    };
    let about = move |at: usize| {
        let world = draft.world_untracked();
        let found = draft.with_untracked(|manifest| hover(manifest, at, world.as_deref()))?;
        Some(About { title: found.title, lines: found.lines })
    };
    let step = move |way| draft.step(way);
    Assist { propose: Callback::new(propose), about: Callback::new(about), step: Callback::new(step) }
}
