//! The editor of a draft. Values that are secret are covered until somebody asks to see them: one by one in the rich
//! editor; the plain one shows the whole text with dots, and none of it can be typed into, so that no secret is lost to
//! its dots.

use leptos::prelude::*;

use crate::deploy::workspace::Workspace;
use crate::resource::assist::{assist, source};
use crate::resource::draft::Draft;
use crate::ui::editor::{PlainEditor, Rich, RichEditor, Source};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// Text above this is checked, planned and applied like any other, but not shown in the plain editor, which would
/// stop answering. The rich one draws only what is in view.
const PLAIN_BYTES: usize = 1_000_000;

/// The editor of a draft. A secret that is typed stays readable there: whoever types it sees it already.
pub fn text_editor(workspace: Workspace, draft: Draft, label: String) -> impl IntoView {
    let rich = expect_context::<Rich>();
    rich.ask();
    let revealed = RwSignal::new(false);
    let typed = Callback::new(move |text: String| {
        revealed.set(true);
        draft.type_text(&text);
    });
    let source = source(draft, typed);
    let (is_rich, label) = (Memo::new(move |_| rich.is_here()), StoredValue::new(label));
    move || {
        let (label, jump) = (label.get_value(), workspace.jump);
        if is_rich.get() {
            return view! {
                <div class="masked">
                    <Covered source revealed />
                    <RichEditor label source jump assist=assist(draft) revealed />
                </div>
            }
            .into_any();
        }
        if draft.with_untracked(|manifest| manifest.text().len() > PLAIN_BYTES) {
            return too_large().into_any();
        }
        let masked = Memo::new(move |_| draft.masked());
        let hidden = Memo::new(move |_| !revealed.get() && masked.with(Option::is_some));
        (move || {
            if hidden.get() {
                return view! { <Masked label=label.clone() masked revealed /> }.into_any();
            }
            view! { <PlainEditor id="text" label=label.clone() source jump assist=assist(draft) /> }
                .into_any()
        })
        .into_any()
    }
}

fn too_large() -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title="Too large for the plain editor">
            <p>
                "The file is checked, planned and applied like any other. The full editor shows it as soon as it has loaded."
            </p>
        </Notice>
    }
}

/// Says that there are covered values, and shows all of them or none.
#[component]
fn Covered(source: Source, revealed: RwSignal<bool>) -> impl IntoView {
    let any = Memo::new(move |_| source.secrets.with(|secrets| !secrets.is_empty()));
    let said = move || match revealed.get() {
        true => "Secret values are readable.",
        false => "Secret values are covered. Press one to see it.",
    };
    let way = move || if revealed.get() { "Cover them" } else { "Show all" };
    view! {
        <Show when=move || any.get()>
            <div class="masked__head">
                <p>{said}</p>
                <button type="button" class="btn quiet" on:click=move |_| revealed.update(|revealed| *revealed = !*revealed)>
                    {way}
                </button>
            </div>
        </Show>
    }
}

#[component]
fn Masked(label: String, masked: Memo<Option<String>>, revealed: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="masked">
            <div class="masked__head">
                <p>"The text holds secret values; dots stand in their place. To change it here, show them."</p>
                <button type="button" class="btn" on:click=move |_| revealed.set(true)>
                    "Show all"
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
