//! Files dropped anywhere in the app, or chosen: read, judged, put into the workspace. Nothing is sent.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::address::{Address, Step};
use crate::deploy::workspace::{Taken, Workspace};
use crate::live::Lookup;
use crate::part::{Part, Workbench};
use crate::routes::Page;
use crate::ui::toast::{Offer, Toasts};

/// The largest file that is read; the reader of manifests has the same limit.
const LARGEST_MB: usize = 20;

/// The whole window as a place to drop files on.
#[component]
pub fn DropTarget() -> impl IntoView {
    let over = RwSignal::new(false);
    let take = taker();
    let handles = [
        window_event_listener(ev::dragover, move |event| {
            if carries_files(&event) {
                event.prevent_default();
                over.set(true);
            }
        }),
        window_event_listener(ev::dragleave, move |event| {
            // Leaving an element is not leaving the window; only then there is nothing to go to.
            if event.related_target().is_none() {
                over.set(false);
            }
        }),
        window_event_listener(ev::drop, move |event| {
            over.set(false);
            if carries_files(&event) {
                event.prevent_default();
                take.run(event.data_transfer().and_then(|data| data.files()));
            }
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    view! {
        <Show when=move || over.get()>
            <div class="dropzone">"Drop to check and plan. Nothing is applied."</div>
        </Show>
    }
}

/// The way of files into the workspace, and to its page.
pub fn taker() -> Callback<Option<web_sys::FileList>> {
    let workbench = expect_context::<Part<Workbench>>();
    let address = expect_context::<Address>();
    Callback::new(move |files: Option<web_sys::FileList>| {
        let Some(files) = files else { return };
        // At once: the browser empties the list when its event is over.
        let files = (0..files.length()).filter_map(|index| files.get(index)).collect::<Vec<_>>();
        // Files dropped on the workspace itself are no step that Back would take back.
        let here = Page::parse(&address.path_untracked()) == Some(Page::Deploy);
        if !here {
            address.go(&Page::Deploy.path(), Step::Forward);
        }
        workbench.when_here(move |workbench| (workbench.take)(files));
    })
}

/// Reads files into the workspace.
pub fn take(files: Vec<web_sys::File>) {
    let (workspace, lookup) = (expect_context::<Workspace>(), expect_context::<Lookup>());
    let toasts = expect_context::<Toasts>();
    workspace.refused.set(Vec::new());
    spawn_local(async move {
        // All are read first: files of one name that come together lie in different folders.
        let mut read_in = Vec::new();
        for file in files {
            let name = file.name();
            match read(&file).await {
                Ok(text) => read_in.push((name, text)),
                Err(reason) => workspace.refuse(name, reason),
            }
        }
        let names = read_in.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        for (name, text) in read_in {
            if names.iter().filter(|other| **other == name).count() > 1 {
                workspace.add(&name, text, lookup);
                continue;
            }
            match workspace.take_in(&name, text, lookup) {
                Taken::New => {}
                Taken::Same => toasts.say(format!("{name} is here already, exactly so.")),
                Taken::Replaced(back) => toasts.offer(
                    format!("{name} took the place of its older state."),
                    Offer { label: "Undo", take: Arc::new(move || back.run(())), lapse: Arc::new(|| ()) },
                ),
            }
        }
    });
}

fn carries_files(event: &ev::DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.iter().any(|kind| kind == "Files"))
}

/// The text of a file, or a sentence on why it is none.
async fn read(file: &web_sys::File) -> Result<String, String> {
    let megabytes = file.size() / 1e6;
    #[expect(clippy::cast_precision_loss, reason = "a small constant")]
    if megabytes > LARGEST_MB as f64 {
        return Err(format!(
            "It has {megabytes:.1} MB; more than {LARGEST_MB} MB are not read. Split it and drop the parts."
        ));
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer =
        buffer.map_err(|_| "The browser could not read it. Is it a folder, or was it moved?".to_owned())?;
    text_of(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Bytes as text. A file with NUL bytes, or that is not UTF-8, is no manifest.
fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if wide {
        return Err("It is UTF-16 text. Save it as UTF-8 and drop it again.".into());
    }
    if bytes.contains(&0) {
        return Err("It is not a text file. Manifests are YAML text.".into());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("It is not UTF-8 text (byte {at}). Manifests are YAML text in UTF-8.")
    })
}

#[cfg(test)]
mod tests {
    use super::text_of;

    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let text = text_of(bytes.to_vec());
        match expected {
            Ok(expected) => assert_eq!(text.as_deref(), Ok(expected)),
            Err(part) => assert!(text.as_ref().is_err_and(|error| error.contains(part)), "{text:?}"),
        }
    }

    #[test]
    fn only_utf_8_text_is_taken() {
        check("kind: Registry # für".as_bytes(), Ok("kind: Registry # für"));
        check(b"\x89PNG\r\n\x1a\n\0\0", Err("not a text file"));
        check(b"caf\xe9", Err("byte 3"));
        check(b"\xff\xfek\0i\0", Err("UTF-16"));
    }
}
