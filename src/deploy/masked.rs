//! The text of a draft that holds secrets: dots in their place until somebody asks to see them. What is masked cannot be
//! typed into, so no secret is lost to its dots.

use leptos::prelude::*;

use crate::deploy::panes::editor;
use crate::deploy::workspace::Workspace;
use crate::resource::draft::Draft;

/// The editor of a draft, or its masked text. A secret that is typed into the editor stays readable there: whoever types
/// it sees it already.
pub fn text_editor(workspace: Workspace, draft: Draft, label: String) -> impl IntoView {
    let revealed = RwSignal::new(false);
    let masked = Memo::new(move |_| draft.masked());
    let hidden = Memo::new(move |_| !revealed.get() && masked.with(Option::is_some));
    let typed = Callback::new(move |text: String| {
        revealed.set(true);
        draft.type_text(&text);
    });
    let label = StoredValue::new(label);
    move || {
        if hidden.get() {
            return view! { <Masked label=label.get_value() masked revealed /> }.into_any();
        }
        editor(workspace, draft, label.get_value(), typed).into_any()
    }
}

#[component]
fn Masked(label: String, masked: Memo<Option<String>>, revealed: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="masked">
            <div class="masked__head">
                <p>"The text holds secret values; dots stand in their place. To change it here, show them."</p>
                <button type="button" class="btn" on:click=move |_| revealed.set(true)>
                    "Show the text"
                </button>
            </div>
            <textarea
                class="masked__text"
                aria-label=format!("{label}, secret values hidden")
                readonly
                wrap="off"
                spellcheck="false"
                prop:value=move || masked.get().unwrap_or_default()
            />
        </div>
    }
}
