//! Says of a text that it is an answer of a Controller, and turns it into the manifests of what it is about.

use leptos::prelude::*;
use manifest::{ControllerAnswer, Edit, controller_answers};

use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::resource::draft::Draft;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// The problem of such a text.
const CODE: &str = "controller-answer";

/// Nothing where the text is none, or where no manifest stands for it: that is among the problems.
#[component]
pub fn AnswerNote(draft: Draft) -> impl IntoView {
    let world = expect_context::<Lookup>().for_checks();
    let found = Memo::new(move |_| {
        let is_there = draft.problems().with(|all| all.iter().any(|problem| problem.code == CODE));
        match world.get().filter(|_| is_there) {
            Some(world) => draft.with(|manifest| controller_answers(manifest, &world)),
            None => Vec::new(),
        }
    });
    move || {
        let found = found.get();
        let edits = found.iter().filter_map(|answer| answer.edit.clone()).collect::<Vec<_>>();
        (!edits.is_empty()).then(|| note(draft, &found, edits))
    }
}

fn note(draft: Draft, found: &[ControllerAnswer], edits: Vec<Edit>) -> impl IntoView + use<> {
    let jump = expect_context::<Workspace>().jump;
    let about = found.iter().map(|answer| answer.what).collect::<Vec<_>>().join(", ");
    let own = match found.iter().map(|answer| answer.left_out).sum::<usize>() {
        0 => None,
        1 => Some("1 object belongs to the Controller itself and is left out.".to_owned()),
        many => Some(format!("{many} objects belong to the Controller itself and are left out.")),
    };
    let place = edits.first().map(|edit| edit.range.start);
    let turn = move |_| {
        draft.apply(&edits);
        // The button goes; who pressed it is in the text then, where it can be taken back.
        jump.set(place);
    };
    view! {
        <Notice tone=Tone::Busy title="This is an answer of a Controller, not a manifest">
            <p>
                {format!(
                    "It is about {about}. As manifests it can be planned and applied; what an answer does not tell, like \
                     passwords, is asked for there.",
                )}
            </p>
            {own.map(|own| view! { <p>{own}</p> })}
            <div>
                <button type="button" class="btn" on:click=turn>
                    "Turn into manifests"
                </button>
            </div>
        </Notice>
    }
}
