//! From a failed step back to the line of the text that the Controller does not accept.

use leptos::prelude::*;
use plan::StepId;
use plan::apply::{Blame, Failure};

use crate::deploy::workspace::{FileDraft, Workspace};

/// The field in the words of the manifest, and the way to its line; nothing when the refusal is about no field.
pub fn blamed(workspace: Workspace, id: &StepId, failure: &Failure) -> Option<impl IntoView + use<>> {
    let (_, Blame { field, position, .. }) = find(workspace, id, failure)?;
    let (id, failure) = (id.clone(), failure.clone());
    // Looked for once more: lines move while somebody types.
    let go = move |_| {
        if let Some((file, blame)) = find(workspace, &id, &failure) {
            workspace.selected.set(Some(file.id));
            workspace.jump.set(Some(blame.position.offset));
        }
    };
    let line = format!("line {}", position.line);
    let label = format!("{field}, go to line {}", position.line);
    Some(view! {
        <p class="step__why">
            <button type="button" class="at" aria-label=label on:click=go>
                {line}
            </button>
            " "
            {field}
        </p>
    })
}

fn find(workspace: Workspace, id: &StepId, failure: &Failure) -> Option<(FileDraft, Blame)> {
    untrack(|| {
        let files = workspace.files.get();
        let texts = files.iter().map(|file| file.draft.read()).collect::<Vec<_>>();
        let ids = plan::identities(texts.iter().map(|text| &**text));
        files.iter().zip(&texts).zip(&ids).find_map(|((file, text), ids)| {
            let index = ids.iter().position(|other| other == id)?;
            Some((*file, failure.blame(text.documents().get(index)?)?))
        })
    })
}
