//! Files dropped anywhere in the app, or chosen: read, judged, put into the workspace. Nothing is sent.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use manifest::{Manifest, Reading};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::address::{Address, Step};
use crate::deploy::arrange::Met;
use crate::deploy::files::{self, Contents};
use crate::deploy::same_name::Incoming;
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::part::{Dropped, Part, Workbench};
use crate::routes::Page;
use crate::ui::js;
use crate::ui::slice::{Slice, breathe};
use crate::ui::toast::Toasts;

/// The largest file that is read; the reader of manifests has the same limit.
const LARGEST_MB: usize = 20;

/// What text is called that was dragged from elsewhere.
const DRAGGED: &str = "dropped.yaml";

/// The whole window as a place to drop files on.
#[component]
pub fn DropTarget() -> impl IntoView {
    let over = RwSignal::new(false);
    let take = taker();
    let handles = [
        window_event_listener(ev::dragover, move |event| {
            let is_text = || carries(&event, "text/plain") && !takes_text(&event);
            if carries_files(&event) || (!event.default_prevented() && is_text()) {
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
            let is_files = carries_files(&event);
            let dropped = event.data_transfer().map(|data| dropped(&data, is_files)).unwrap_or_default();
            if is_files || (!dropped.is_empty() && !event.default_prevented() && !takes_text(&event)) {
                event.prevent_default();
                take.run(dropped);
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

/// What a drop brings. At once: the browser empties it when its event is over.
fn dropped(data: &web_sys::DataTransfer, is_files: bool) -> Vec<Dropped> {
    if !is_files {
        let text = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty());
        return text.map(Dropped::Text).into_iter().collect();
    }
    let items = data.items();
    let items = (0..items.length()).filter_map(|index| items.get(index)).filter(|item| item.kind() == "file");
    let one = |item: web_sys::DataTransferItem| match item.webkit_get_as_entry() {
        Ok(Some(entry)) if entry.is_directory() => Some(Dropped::Folder(entry)),
        _ => item.get_as_file().ok().flatten().map(Dropped::File),
    };
    items.filter_map(one).collect()
}

/// The files of a list, which are chosen.
pub fn chosen(files: Option<web_sys::FileList>) -> Vec<Dropped> {
    let files =
        files.into_iter().flat_map(|files| (0..files.length()).filter_map(move |index| files.get(index)));
    files.map(Dropped::File).collect()
}

/// The way of files into the workspace, and to its page.
pub fn taker() -> Callback<Vec<Dropped>> {
    let workbench = expect_context::<Part<Workbench>>();
    let address = expect_context::<Address>();
    Callback::new(move |dropped: Vec<Dropped>| {
        if dropped.is_empty() {
            return;
        }
        // Files dropped on the workspace itself are no step that Back would take back.
        let here = Page::parse(&address.path_untracked()) == Some(Page::Deploy);
        if !here {
            address.go(&Page::Deploy.path(), Step::Forward);
        }
        workbench.when_here(move |workbench| (workbench.take)(dropped));
    })
}

/// Reads files into the workspace.
pub fn take(dropped: Vec<Dropped>) {
    let (workspace, lookup) = (expect_context::<Workspace>(), expect_context::<Lookup>());
    let toasts = expect_context::<Toasts>();
    workspace.refused.set(Vec::new());
    let Some(age) = workspace.looking.age() else { return };
    spawn_local(async move {
        // All are read first: files of one name that come together lie in different folders.
        let mut read_in = ReadIn::default();
        for one in dropped {
            read_in.take(one).await;
        }
        let texts = read_texts(std::mem::take(&mut read_in.texts), workspace).await;
        // Who signed out meanwhile has taken everything along.
        if workspace.looking.age() != Some(age) {
            return;
        }
        for (name, reason) in read_in.refused {
            workspace.refuse(name, reason);
        }
        if read_in.others > 0 {
            toasts.say(left_out(read_in.others));
        }
        for text in read_in.dragged {
            workspace.add(&workspace.free_name(DRAGGED), text, lookup);
        }
        workspace.looking.takes(true);
        take_in(workspace, texts, age, lookup, toasts).await;
        workspace.looking.takes(false);
    });
}

/// Reads texts in slices, and says which one it is at.
async fn read_texts(texts: Vec<(String, String)>, workspace: Workspace) -> Vec<(String, Manifest)> {
    let (mut slice, mut is_long) = (Slice::begin(), false);
    let mut read = Vec::new();
    for (name, text) in texts {
        let mut reading = Reading::new(text);
        loop {
            let is_read = reading.go_on(|| slice.goes_on());
            if !slice.goes_on() {
                workspace.looking.reads(Some(&name));
                breathe().await;
                (slice, is_long) = (Slice::begin(), true);
            }
            if is_read {
                break;
            }
        }
        read.push((name, reading.done()));
    }
    workspace.looking.reads(None);
    if is_long {
        // What follows from the files is work enough for a slice of its own.
        breathe().await;
    }
    read
}

/// Takes in what was read. What would take the place of an open file waits until somebody says so.
/// `age`: of the workspace that they were dropped on.
async fn take_in(
    workspace: Workspace,
    texts: Vec<(String, Manifest)>,
    age: u32,
    lookup: Lookup,
    toasts: Toasts,
) {
    let mut slice = Slice::begin();
    let names = texts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let (mut asked, mut last) = (Vec::new(), None);
    for (name, manifest) in texts {
        if !slice.goes_on() {
            breathe().await;
            slice = Slice::begin();
            if workspace.looking.age() != Some(age) {
                return;
            }
        }
        let comes_twice = names.iter().filter(|other| **other == name).count() > 1;
        match workspace.meet(&name, manifest.text()) {
            Met::Same(file) => {
                workspace.selected.set(Some(file.id));
                toasts.say(format!("{name} is here already, exactly so."));
            }
            Met::Lacking(file) => {
                workspace.selected.set(Some(file.id));
                file.draft.become_text(manifest.text());
                toasts.say(format!("{name} has its passwords and secret values again."));
            }
            Met::Other { file: open, is_older } if !comes_twice => {
                let text = manifest.text().to_owned();
                asked.push(Incoming { name, text, open, is_newer: is_older });
            }
            _ => last = Some(workspace.add_quietly(&workspace.free_name(&name), manifest, lookup)),
        }
    }
    if let Some(last) = last {
        workspace.tell_of_new(last);
    }
    if !asked.is_empty() {
        workspace.incoming.update(|incoming| incoming.extend(asked));
    }
}

fn left_out(others: usize) -> String {
    match others {
        1 => "1 file is no manifest by its name (.yaml, .yml, .json) and was left out.".to_owned(),
        many => {
            format!("{many} files are no manifests by their names (.yaml, .yml, .json) and were left out.")
        }
    }
}

/// What was dropped, as far as it is read.
#[derive(Default)]
struct ReadIn {
    /// Texts that have no name.
    dragged: Vec<String>,
    texts: Vec<(String, String)>,
    refused: Vec<(String, String)>,
    others: usize,
}

impl ReadIn {
    async fn take(&mut self, dropped: Dropped) {
        match dropped {
            Dropped::Text(text) => self.dragged.push(text),
            Dropped::Folder(folder) => self.contents(folder.name(), files::walk(&folder).await),
            Dropped::File(file) => {
                let name = path_of(&file);
                match read(&file).await {
                    Ok(bytes) if files::is_archive(&bytes) => self.contents(name, files::unpack(&bytes)),
                    Ok(bytes) => self.bytes(name, bytes),
                    Err(reason) => self.refused.push((name, reason)),
                }
            }
        }
    }

    fn contents(&mut self, name: String, contents: Result<Contents, String>) {
        match contents {
            Err(reason) => self.refused.push((name, reason)),
            Ok(contents) if contents.files.is_empty() => {
                self.refused.push((name, "There is no manifest in it (.yaml, .yml or .json).".to_owned()));
            }
            Ok(Contents { files, others }) => {
                self.others += others;
                files.into_iter().for_each(|(name, bytes)| self.bytes(name, bytes));
            }
        }
    }

    fn bytes(&mut self, name: String, bytes: Vec<u8>) {
        match text_of(bytes) {
            Ok(text) => self.texts.push((name, text)),
            Err(reason) => self.refused.push((name, reason)),
        }
    }
}

/// A file's name, with its folders where it was chosen with them.
fn path_of(file: &web_sys::File) -> String {
    js::get(file, "webkitRelativePath")
        .as_string()
        .filter(|path| !path.is_empty())
        .unwrap_or_else(|| file.name())
}

/// Whether what a drop is on takes text itself.
fn takes_text(event: &ev::DragEvent) -> bool {
    let target = event.composed_path().get(0).dyn_into::<web_sys::Element>().ok();
    let inside =
        target.and_then(|target| target.closest("input, textarea, [contenteditable]").ok().flatten());
    inside.is_some()
}

fn carries_files(event: &ev::DragEvent) -> bool {
    carries(event, "Files")
}

fn carries(event: &ev::DragEvent, what: &str) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.iter().any(|kind| kind == what))
}

/// The bytes of a file, or a sentence on why they are not read.
async fn read(file: &web_sys::File) -> Result<Vec<u8>, String> {
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
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Bytes as text. A file with NUL bytes, or that is not UTF-8, is no manifest.
pub fn text_of(bytes: Vec<u8>) -> Result<String, String> {
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
