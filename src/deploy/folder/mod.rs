//! A folder of this machine that is worked in, where the browser can do that: its files are in the workspace, what changes
//! on the disk is followed, and what is changed here is saved there. Nothing that somebody wrote is written over unseen.

mod panel;
mod standing;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Uint8Array};

pub use self::panel::{FolderPanel, OpenFolder};
use self::standing::{Disk, Standing, path_in};
use crate::deploy::arrange::Met;
use crate::deploy::drop::text_of;
use crate::deploy::files::ask;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::{Lookup, is_hidden, sleep};
use crate::ui::js::{get, object};
use crate::ui::toast::Toasts;

/// How often it is looked at while somebody looks at the page.
const PACE: Duration = Duration::from_secs(2);

/// The handle to the folder of a workspace.
#[derive(Clone, Copy)]
pub struct Folder {
    /// What the browser gave for it.
    root: StoredValue<JsValue, LocalStorage>,
    /// What it is called; empty while none is open.
    name: RwSignal<String>,
    /// Its files by their paths.
    disk: RwSignal<BTreeMap<String, Disk>>,
    /// Files that are no texts, with their stamps: they are refused once.
    refused: StoredValue<BTreeMap<String, String>>,
    saving: RwSignal<bool>,
    /// Counts the folders that were opened: what was asked of one is nothing to the next.
    round: StoredValue<u32>,
}

/// What the work with a folder needs.
#[derive(Clone, Copy)]
struct Hands {
    workspace: Workspace,
    lookup: Lookup,
    toasts: Toasts,
}

impl Hands {
    fn here() -> Self {
        Self { workspace: expect_context(), lookup: expect_context(), toasts: expect_context() }
    }
}

impl Folder {
    pub fn new() -> Self {
        Self {
            root: StoredValue::new_local(JsValue::NULL),
            name: RwSignal::new(String::new()),
            disk: RwSignal::new(BTreeMap::new()),
            refused: StoredValue::new(BTreeMap::new()),
            saving: RwSignal::new(false),
            round: StoredValue::new(0),
        }
    }

    fn is_open(self) -> bool {
        self.name.with(|name| !name.is_empty())
    }

    /// Lets go of it. Its files stay in the workspace.
    pub fn close(self) {
        self.round.update_value(|round| *round += 1);
        self.root.set_value(JsValue::NULL);
        self.name.set(String::new());
        self.disk.set(BTreeMap::new());
        self.refused.set_value(BTreeMap::new());
    }

    /// Has somebody choose a folder, takes its files in, and keeps looking at it.
    fn open(self, hands: Hands) {
        spawn_local(async move {
            let root = match ask("openFolder", &JsValue::UNDEFINED).await {
                Ok(root) if root.is_null() => return,
                Ok(root) => root,
                Err(why) => return hands.toasts.warn(why),
            };
            if self.round.is_disposed() {
                return;
            }
            self.close();
            let round = self.round.get_value();
            let name = get(&root, "name").as_string().filter(|name| !name.is_empty());
            self.name.set(name.unwrap_or_else(|| "folder".to_owned()));
            self.root.set_value(root);
            if let Err(why) = self.look(hands, round).await {
                if self.is_at(round) {
                    let name = self.name.get_untracked();
                    hands.workspace.refuse(name, why);
                    self.close();
                }
                return;
            }
            self.watch(hands, round).await;
        });
    }

    /// Whether the same folder is open still.
    fn is_at(self, round: u32) -> bool {
        self.round.try_get_value() == Some(round)
    }

    async fn watch(self, hands: Hands, round: u32) {
        let mut was_lost = false;
        loop {
            sleep(PACE).await;
            if !self.is_at(round) {
                return;
            }
            if is_hidden() || self.saving.get_untracked() {
                continue;
            }
            let looked = self.look(hands, round).await;
            if let (Err(why), false) = (&looked, was_lost)
                && self.is_at(round)
            {
                hands.toasts.warn(format!("{}: {why}", self.name.get_untracked()));
            }
            was_lost = looked.is_err();
        }
    }

    /// Looks what has changed on the disk.
    async fn look(self, hands: Hands, round: u32) -> Result<(), String> {
        let seen = ask("lookInto", &self.root.get_value()).await?;
        let seen = get(&seen, "files").dyn_into::<Array>().unwrap_or_default();
        let text = |file: &JsValue, name| get(file, name).as_string().unwrap_or_default();
        let seen = seen.iter().map(|file| (text(&file, "name"), text(&file, "stamp")));
        let seen = seen.collect::<BTreeMap<_, _>>();
        if !self.is_at(round) {
            return Ok(());
        }
        self.forget_missing(&seen);
        let is_new = self.disk.with_untracked(BTreeMap::is_empty);
        let (mut came, mut followed) = (0, 0);
        for (path, stamp) in seen {
            let is_known = self.disk.with_untracked(|disk| {
                disk.get(&path).is_some_and(|disk| disk.stamp == stamp && disk.now.is_some())
            });
            if is_known || self.refused.with_value(|refused| refused.get(&path) == Some(&stamp)) {
                continue;
            }
            let read = self.read(&path).await;
            if !self.is_at(round) {
                return Ok(());
            }
            match read {
                Ok(Some((text, stamp))) => match self.arrives(hands, &path, &text, stamp) {
                    Arrived::New => came += 1,
                    Arrived::Followed => followed += 1,
                    Arrived::Known => {}
                },
                Ok(None) => {}
                Err(why) => {
                    hands.workspace.refuse(self.called(&path), why);
                    self.refused.update_value(|refused| _ = refused.insert(path, stamp));
                }
            }
        }
        self.agree(hands.workspace);
        say(hands.toasts, &self.name.get_untracked(), if is_new { 0 } else { came }, followed);
        Ok(())
    }

    /// Notes which files were deleted.
    fn forget_missing(self, seen: &BTreeMap<String, String>) {
        let is_missing = |(path, disk): (&String, &Disk)| disk.now.is_some() && !seen.contains_key(path);
        if self.disk.with_untracked(|disk| disk.iter().any(is_missing)) {
            self.disk.update(|disk| {
                let missing = disk.iter_mut().filter(|(path, _)| !seen.contains_key(*path));
                missing.for_each(|(_, disk)| disk.now = None);
            });
        }
    }

    /// What a file of the folder is called in the workspace.
    fn called(self, path: &str) -> String {
        format!("{}/{path}", self.name.get_untracked())
    }

    /// A file as it is on the disk, with its stamp; `None` where there is none.
    async fn read(self, path: &str) -> Result<Option<(String, String)>, String> {
        let file = ask("readFrom", &self.place(path, None)).await?;
        let Ok(bytes) = get(&file, "bytes").dyn_into::<Uint8Array>() else { return Ok(None) };
        let stamp = get(&file, "stamp").as_string().unwrap_or_default();
        Ok(Some((text_of(bytes.to_vec())?, stamp)))
    }

    fn place(self, path: &str, text: Option<&str>) -> JsValue {
        let text = text.map_or(JsValue::UNDEFINED, JsValue::from);
        object(&[("root", self.root.get_value()), ("path", path.into()), ("text", text)])
    }

    /// Takes in a file that was read from the disk. A text that nobody changed here follows.
    fn arrives(self, hands: Hands, path: &str, text: &str, stamp: String) -> Arrived {
        let workspace = hands.workspace;
        let known = self.disk.with_untracked(|disk| disk.get(path).cloned());
        let Some(mut known) = known else {
            self.put(path, Disk::new(text, stamp));
            let name = self.called(path);
            return match workspace.meet(&name, text) {
                Met::Nothing => {
                    workspace.add(&name, text.to_owned(), hands.lookup);
                    Arrived::New
                }
                Met::Lacking(file) => {
                    file.draft.become_text(text);
                    Arrived::Known
                }
                // A draft of that name is what was written here before.
                Met::Same(_) | Met::Other { .. } => Arrived::Known,
            };
        };
        known.stamp = stamp;
        known.now = Some(Arc::from(text));
        let file = self.file(workspace, path);
        let follows = file.filter(|file| standing(&known, *file) == Standing::Theirs);
        if let Some(file) = follows {
            file.draft.become_text(text);
            known.agree();
        }
        self.put(path, known);
        if follows.is_some() { Arrived::Followed } else { Arrived::Known }
    }

    fn put(self, path: &str, disk: Disk) {
        self.disk.update(|all| _ = all.insert(path.to_owned(), disk));
    }

    /// The open file at a path.
    fn file(self, workspace: Workspace, path: &str) -> Option<FileDraft> {
        let name = self.called(path);
        let files = workspace.files.get_untracked();
        files.into_iter().find(|file| file.name.get_value() == name)
    }

    /// Whatever is alike on both sides is what both had last.
    fn agree(self, workspace: Workspace) {
        let mut agreed = Vec::new();
        for file in workspace.files.get_untracked() {
            let name = file.name.get_value();
            let Some(path) = self.name.with_untracked(|folder| path_in(folder, &name).map(str::to_owned))
            else {
                continue;
            };
            let is_new = self.disk.with_untracked(|disk| {
                disk.get(&path).is_some_and(|disk| {
                    disk.now.as_ref() != Some(&disk.base) && standing(disk, file) == Standing::Same
                })
            });
            agreed.extend(is_new.then_some(path));
        }
        if !agreed.is_empty() {
            self.disk.update(|disk| {
                agreed.iter().filter_map(|path| disk.get_mut(path).map(Disk::agree)).for_each(drop);
            });
        }
    }

    /// The open files of the folder with their paths, and how they stand to the disk.
    fn standings(self, workspace: Workspace) -> Vec<(FileDraft, String, Standing)> {
        let folder = self.name.get();
        let files = workspace.files.get().into_iter().filter_map(|file| {
            let name = file.name.get();
            let path = path_in(&folder, &name)?.to_owned();
            file.draft.follow_changes();
            let of = |disk: &BTreeMap<String, Disk>| disk.get(&path).map(|disk| standing(disk, file));
            let standing = self.disk.with(of).unwrap_or(Standing::Ours);
            Some((file, path, standing))
        });
        files.collect()
    }

    /// Saves what was changed here and only here. Texts without their secrets would take them off the disk, and stay.
    fn save(self, hands: Hands) {
        if self.saving.get_untracked() {
            return;
        }
        hands.workspace.settle();
        let all = untrack(|| self.standings(hands.workspace));
        let ours = all.into_iter().filter(|(file, _, standing)| {
            *standing == Standing::Ours && !untrack(|| file.draft.lacks_secrets())
        });
        let ours = ours.map(|(file, path, _)| (file, path)).collect::<Vec<_>>();
        let round = self.round.get_value();
        self.saving.set(true);
        spawn_local(async move {
            let mut saved = 0;
            for (file, path) in ours {
                let text = file.draft.with_untracked(|manifest| manifest.text().to_owned());
                match self.save_one(&path, &text).await {
                    Ok(true) => saved += 1,
                    Ok(false) => {}
                    Err(why) => hands.toasts.warn(format!("{path} was not saved. {why}")),
                }
                if !self.is_at(round) {
                    break;
                }
            }
            if self.saving.try_set(false).is_none() && saved > 0 {
                hands.toasts.say(format!("Saved {}.", files(saved)));
            }
        });
    }

    /// Saves one file, unless the disk has another text than was last seen.
    async fn save_one(self, path: &str, text: &str) -> Result<bool, String> {
        let found = self.read(path).await?;
        let known = self.disk.try_with_untracked(|disk| disk.get(path).cloned()).flatten();
        let seen = known.as_ref().and_then(|disk| disk.now.as_deref());
        if let Some((now, stamp)) = found
            && seen != Some(now.as_str())
        {
            let base = known.map_or_else(|| Arc::from(""), |disk| disk.base);
            self.put(path, Disk { stamp, now: Some(Arc::from(now)), base });
            return Ok(false);
        }
        let stamp = ask("writeInto", &self.place(path, Some(text))).await?;
        if !self.disk.is_disposed() {
            self.put(path, Disk::new(text, stamp.as_string().unwrap_or_default()));
        }
        Ok(true)
    }
}

/// What a file that was read is to the workspace.
enum Arrived {
    New,
    Followed,
    Known,
}

fn standing(disk: &Disk, file: FileDraft) -> Standing {
    file.draft.with_untracked(|manifest| disk.standing(manifest.text()))
}

fn say(toasts: Toasts, folder: &str, came: usize, followed: usize) {
    if came > 0 {
        toasts.say(format!("{} came into {folder}.", files(came)));
    }
    if followed > 0 {
        toasts.say(format!("{} changed in {folder} on the disk and was read again.", files(followed)));
    }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}
