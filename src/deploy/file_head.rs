//! The head of a file in the outline: its name, which shows its text, and what can be done with it: renaming, moving among
//! the others, taking it home, closing it. The keys are those of every list of files: F2, and Alt with the arrows.

use leptos::ev::{DragEvent, KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::deploy::file_name::{meant, trouble};
use crate::deploy::files;
use crate::deploy::outline::close;
use crate::deploy::share::Sharing;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FieldProblem, Input};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Popup, PopupList};
use crate::ui::toast::Toasts;

/// What a file is called while it is dragged; nothing but the outline takes it.
const DRAGGED: &str = "application/x-ecn-console-file";

/// What is done with a file from its head.
#[derive(Clone, Copy)]
struct Acts {
    workspace: Workspace,
    file: FileDraft,
    toasts: Toasts,
    renaming: RwSignal<bool>,
}

impl Acts {
    /// Moves it among the others. The focus stays: the browser takes it from an element that moves.
    fn step(self, by: isize) {
        let Some(place) = untrack(|| self.workspace.place_of(self.file)) else { return };
        let Some(place) = place.checked_add_signed(by) else { return };
        let focus = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        self.workspace.move_to(self.file, place);
        request_animation_frame(move || {
            if let Some(element) = focus {
                // One that is gone by then leaves the focus where it is.
                let _ = element.focus();
            }
        });
    }

    fn download(self) {
        let text = self.file.draft.with_untracked(|manifest| manifest.text().to_owned());
        if let Err(why) = files::save(&[(self.file.name.get_value(), text)]) {
            self.toasts.warn(why);
        }
    }

    fn close(self) {
        close(self.workspace, self.file, &self.file.name.get_value(), self.toasts);
    }

    fn key(self, event: &KeyboardEvent) {
        let is_plain = !event.ctrl_key() && !event.meta_key() && !event.shift_key();
        match event.key().as_str() {
            "F2" if is_plain && !event.alt_key() => self.renaming.set(true),
            "ArrowUp" if is_plain && event.alt_key() => self.step(-1),
            "ArrowDown" if is_plain && event.alt_key() => self.step(1),
            _ => return,
        }
        event.prevent_default();
    }
}

/// A file with all of its documents: it can be dragged by its head to the place of another one, and moved by keys.
#[component]
pub fn Movable(file: FileDraft, children: Children) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let acts = Acts { workspace, file, toasts: expect_context::<Toasts>(), renaming: RwSignal::new(false) };
    provide_context(acts);
    let over = RwSignal::new(false);
    let comes = move |event: DragEvent| {
        if dragged(&event) {
            event.prevent_default();
            over.set(true);
        }
    };
    let drop = move |event: DragEvent| {
        over.set(false);
        let id = event.data_transfer().and_then(|data| data.get_data(DRAGGED).ok());
        let id = id.and_then(|id| id.parse::<u32>().ok());
        let moved = |files: &Vec<FileDraft>| files.iter().find(|other| Some(other.id) == id).copied();
        if let (Some(moved), Some(place)) =
            (workspace.files.with_untracked(moved), untrack(|| workspace.place_of(file)))
        {
            event.prevent_default();
            workspace.move_to(moved, place);
        }
    };
    view! {
        <div
            class="file"
            class:is-over=move || over.get()
            on:keydown=move |event| acts.key(&event)
            on:dragover=comes
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            {children()}
        </div>
        <Rename acts />
    }
}

/// Whether a drag is that of a file of the outline.
fn dragged(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind == DRAGGED))
}

#[component]
pub fn FileHead(file: FileDraft) -> impl IntoView {
    let acts = expect_context::<Acts>();
    let workspace = acts.workspace;
    let name = move || file.name.get();
    let current = move || (workspace.selected.get() == Some(file.id)).to_string();
    let drag = move |event: DragEvent| {
        if let Some(data) = event.data_transfer() {
            // Refused only outside of the beginning of a drag.
            let _ = data.set_data(DRAGGED, &file.id.to_string());
            data.set_effect_allowed("move");
        }
    };
    view! {
        <h2 class="desk__title" draggable="true" on:dragstart=drag>
            <Glyph icon=Icon::File />
            <button
                type="button"
                class="desk__name"
                aria-current=current
                aria-keyshortcuts="F2 Alt+ArrowUp Alt+ArrowDown"
                on:click=move |_| workspace.selected.set(Some(file.id))
            >
                {name}
            </button>
            <FileMenu acts />
            <button
                type="button"
                class="btn quiet icon small"
                aria-label=move || format!("Remove {} from the workspace", name())
                on:click=move |_| acts.close()
            >
                <Glyph icon=Icon::Bad />
            </button>
        </h2>
    }
}

#[component]
fn FileMenu(acts: Acts) -> impl IntoView {
    let Acts { workspace, file, renaming, .. } = acts;
    let popup = Popup::new();
    let sharing = expect_context::<Sharing>();
    let label = move || format!("Actions for {}", file.name.get());
    let place = move || workspace.place_of(file);
    let step = move |by: isize| {
        // The button has the focus when the file moves, and afterwards.
        popup.close();
        acts.step(by);
    };
    let can_rise = move || place().is_some_and(|place| place > 0);
    let can_sink = move || place().is_some_and(|place| place + 1 < workspace.files.with(Vec::len));
    view! {
        <button
            type="button"
            class="btn quiet icon small"
            aria-label=label
            aria-expanded=move || popup.is_open().to_string()
            on:click=move |event| popup.on_press(&event)
        >
            <Glyph icon=Icon::More />
        </button>
        {move || view! {
            <PopupList popup label=label()>
                {entry("Rename …", "F2", move || renaming.set(true))}
                <Show when=can_rise>{entry("Move up", "Alt ↑", move || step(-1))}</Show>
                <Show when=can_sink>{entry("Move down", "Alt ↓", move || step(1))}</Show>
                {entry("Download", "", move || acts.download())}
                {entry("Share …", "", move || sharing.share(file))}
            </PopupList>
        }}
    }
}

fn entry(text: &'static str, keys: &'static str, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <li>
            <button type="button" class="it" on:click=move |_| act()>
                {text}
                {(!keys.is_empty()).then(|| view! { <kbd aria-hidden="true">{keys}</kbd> })}
            </button>
        </li>
    }
}

#[component]
fn Rename(acts: Acts) -> impl IntoView {
    let open = acts.renaming;
    view! {
        <Dialog open title="Rename the file" on_close=Callback::new(move |()| open.set(false))>
            <NameForm acts />
        </Dialog>
    }
}

#[component]
fn NameForm(acts: Acts) -> impl IntoView {
    let Acts { workspace, file, renaming, .. } = acts;
    let typed = RwSignal::new(file.name.get_value());
    let others = StoredValue::new(workspace.names_but(Some(file)));
    let why = Memo::new(move |_| others.with_value(|others| trouble(&meant(&typed.get()), others)));
    let problem =
        Signal::derive(move || why.get().map(|text| FieldProblem { severe: true, text: text.to_owned() }));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if why.get_untracked().is_none() {
            workspace.rename(file, meant(&typed.get_untracked()));
            renaming.set(false);
        }
    };
    // With the next frame: then the dialog is open, and what is in it can be selected.
    request_animation_frame(|| {
        let field = document().get_element_by_id(FIELD);
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            let _ = field.focus();
            field.select();
        }
    });
    view! {
        <form class="stack" novalidate on:submit=submit>
            <h2>"Rename the file"</h2>
            <Field
                id=FIELD
                label="Name"
                hint="Folders end with a slash, as in shop/web.yaml. Without an ending it gets .yaml."
                input=Input::Line
                value=typed
                on_input=Callback::new(move |text| typed.set(text))
                problem
            />
            <div class="ends">
                <button type="button" class="btn" on:click=move |_| renaming.set(false)>
                    "Cancel"
                </button>
                <button type="submit" class="btn main" aria-disabled=move || why.get().is_some().to_string()>
                    "Rename"
                </button>
            </div>
        </form>
    }
}

const FIELD: &str = "file-name";
