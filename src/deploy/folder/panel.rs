//! The folder that is open, above the workspace: what differs between here and the disk, and saving.

use leptos::ev;
use leptos::prelude::*;

use super::standing::{Disk, Standing};
use super::{Folder, Hands, files};
use crate::deploy::files::has;
use crate::deploy::outline::close;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::ui::editor::Rich;
use crate::ui::icon::{Glyph, Icon};

/// Opens a folder, where the browser can do that.
#[component]
pub fn OpenFolder() -> impl IntoView {
    let hands = Hands::here();
    let folder = hands.workspace.folder;
    let rich = expect_context::<Rich>();
    let can = Memo::new(move |_| rich.is_here() && has("showDirectoryPicker"));
    view! {
        <Show when=move || can.get()>
            <button type="button" class="btn desk-only" on:click=move |_| folder.open(hands)>
                <Glyph icon=Icon::Edit />
                "Work in a folder"
            </button>
        </Show>
    }
}

#[component]
pub fn FolderPanel() -> impl IntoView {
    let folder = expect_context::<Workspace>().folder;
    let open = Memo::new(move |_| folder.is_open());
    view! {
        <Show when=move || open.get()>
            <Panel />
        </Show>
    }
}

/// A file that needs a decision, or that cannot be saved.
#[derive(Clone, PartialEq)]
struct Question {
    file: FileDraft,
    path: String,
    standing: Standing,
    lacks: bool,
}

#[component]
fn Panel() -> impl IntoView {
    let hands = Hands::here();
    let (workspace, folder) = (hands.workspace, hands.workspace.folder);
    let all = Memo::new(move |_| {
        let question = |(file, path, standing): (FileDraft, String, Standing)| Question {
            lacks: standing == Standing::Ours && file.draft.lacks_secrets(),
            file,
            path,
            standing,
        };
        folder.standings(workspace).into_iter().map(question).collect::<Vec<_>>()
    });
    let ours =
        move || all.with(|all| all.iter().filter(|one| one.standing == Standing::Ours && !one.lacks).count());
    let asked = move || {
        let mut all = all.get();
        all.retain(|one| one.lacks || matches!(one.standing, Standing::Both | Standing::Gone));
        all
    };
    let said = move || match (ours(), asked().len()) {
        (0, 0) => "as on the disk".to_owned(),
        (0, asked) => format!("{} to decide on", files(asked)),
        (ours, 0) => format!("{} not saved", files(ours)),
        (ours, asked) => format!("{} not saved, {asked} to decide on", files(ours)),
    };
    let keys = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key() == "s" {
            event.prevent_default();
            folder.save(hands);
        }
    });
    on_cleanup(move || keys.remove());
    let is_idle = move || folder.saving.get() || ours() == 0;
    let save = move |_| {
        if !untrack(is_idle) {
            folder.save(hands);
        }
    };
    view! {
        <section class="panel folder" aria-label="Folder">
            <header>
                <h2>{move || folder.name.get()}</h2>
                <span class="sub" role="status">{said}</span>
                <span class="push row">
                    <button
                        type="button"
                        class="btn small"
                        aria-keyshortcuts="Control+S"
                        aria-disabled=move || is_idle().to_string()
                        on:click=save
                    >
                        "Save"
                    </button>
                    <button type="button" class="btn quiet small" on:click=move |_| folder.close()>
                        "Close folder"
                    </button>
                </span>
            </header>
            <ul class="drafts" aria-label="To decide on">
                <For each=asked key=|one| (one.path.clone(), one.standing as u8, one.lacks) let(one)>
                    <Row one folder />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Row(one: Question, folder: Folder) -> impl IntoView {
    let hands = Hands::here();
    let Question { file, path, standing, lacks } = one;
    let why = match standing {
        Standing::Gone => "was deleted on the disk",
        _ if lacks => "has lost its passwords here; saving would take them off the disk",
        _ => "was changed here and on the disk",
    };
    let (name, path) = (file.name.get_value(), StoredValue::new(path));
    let on_disk = move |change: fn(&mut Disk)| {
        folder.disk.update(|disk| {
            if let Some(one) = path.with_value(|path| disk.get_mut(path)) {
                change(one);
            }
        });
    };
    let take = move |_| {
        let now = folder
            .disk
            .with_untracked(|disk| path.with_value(|path| disk.get(path).and_then(|disk| disk.now.clone())));
        if let Some(now) = now {
            file.draft.become_text(&now);
            file.draft.is_whole();
            on_disk(Disk::agree);
        }
    };
    let closed = name.clone();
    let close = move |_| close(hands.workspace, file, &closed, hands.toasts);
    let keep = move |_| folder.disk.update(|disk| _ = path.with_value(|path| disk.remove(path)));
    view! {
        <li>
            <Glyph icon=Icon::File />
            <span class="drafts__name">{name}</span>
            <span class="sub">{why}</span>
            <span class="push row">
                {if standing == Standing::Gone {
                    view! {
                        <button type="button" class="btn small" on:click=keep>"Keep it"</button>
                        <button type="button" class="btn quiet small" on:click=close>"Close it"</button>
                    }
                    .into_any()
                } else {
                    view! {
                        <button type="button" class="btn small" on:click=take>"Take the one on the disk"</button>
                        {(!lacks).then(|| view! {
                            <button type="button" class="btn quiet small" on:click=move |_| on_disk(Disk::agree)>
                                "Keep this one"
                            </button>
                        })}
                    }
                    .into_any()
                }}
            </span>
        </li>
    }
}
