//! Parts of the app that most visits do not need at once: how each is asked for, and the functions that it brings. In the
//! release build each is a file of its own, loaded when somebody first goes there; in other builds it is there from the
//! start. What fills them stands above all pages, in `later`.

mod kept;
mod tables;

use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::js;
use crate::ui::notice::Notice;
use crate::ui::skeleton::Skeleton;
use crate::ui::state::Tone;

pub use kept::KeptDrafts;
pub use tables::{Dropped, Pages, SignIn, Workbench};

/// A part could not be loaded. The loader has told the browser's console why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Loads a part, under the owner that it belongs to.
pub type Load<T> = fn(Owner) -> LocalBoxFuture<'static, Result<T, NotLoaded>>;

/// The handle to a part: a table of functions, once it is there.
pub struct Part<T: Send + Sync + 'static> {
    stage: RwSignal<Stage<T>>,
    load: Load<T>,
    /// What a part brings along lives as long as the app, not as long as the page that asked for it first.
    owner: StoredValue<Owner>,
    /// What is to be done when the part is there.
    waiting: StoredValue<Vec<Act<T>>, LocalStorage>,
}

type Act<T> = Box<dyn FnOnce(T)>;

#[derive(Clone, Copy)]
enum Stage<T> {
    Unasked,
    Loading,
    Here(T),
    Failed,
}

impl<T: Send + Sync + 'static> Clone for Part<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Part<T> {}

impl<T: Copy + Send + Sync + 'static> Part<T> {
    /// A part that belongs to the present owner; `load` runs when it is first asked for.
    pub fn provide(load: Load<T>) {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        let stage = RwSignal::new(Stage::Unasked);
        provide_context(Self { stage, load, owner, waiting: StoredValue::new_local(Vec::new()) });
    }

    /// Begins to load the part, if that was not done yet. A load that failed is tried again.
    pub fn ask(self) {
        if matches!(self.stage.get_untracked(), Stage::Loading | Stage::Here(_)) {
            return;
        }
        self.stage.set(Stage::Loading);
        let owner = self.owner.get_value();
        spawn_local(async move {
            let part = (self.load)(owner).await;
            self.stage.set(part.map_or(Stage::Failed, Stage::Here));
            if let Ok(part) = part {
                self.work_off(part);
            }
        });
    }

    /// Does something with the part as soon as it is there, loading it for that if need be.
    pub fn when_here(self, act: impl FnOnce(T) + 'static) {
        self.waiting.update_value(|waiting| waiting.push(Box::new(act)));
        match self.stage.get_untracked() {
            Stage::Here(part) => self.work_off(part),
            _ => self.ask(),
        }
    }

    fn work_off(self, part: T) {
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        self.owner.get_value().with(|| waiting.into_iter().for_each(|act| act(part)));
    }

    /// What `view` makes of the part, and until then that it is on its way, or that it did not come.
    pub fn show(self, view: impl Fn(T) -> AnyView + Send + 'static) -> AnyView {
        self.ask();
        (move || match self.stage.get() {
            Stage::Here(part) => view(part),
            Stage::Failed => self.failed(),
            Stage::Unasked | Stage::Loading => waiting(),
        })
        .into_any()
    }

    fn failed(self) -> AnyView {
        let why = match trouble().as_str() {
            "gone" => {
                "The console was updated since this page was opened, and its old files are gone: reload to continue."
            }
            "broken" => {
                "The host of the console sent something else in its place. Whoever runs it finds the file in the developer \
                 tools of the browser."
            }
            _ => "The server that the console comes from did not answer.",
        };
        view! {
            <Notice tone=Tone::Bad title="A part of the console could not be loaded">
                <p>{why}</p>
                <p class="soft">
                    "Nothing you typed is lost as long as this page stays open; nothing was sent to the Controller."
                </p>
                <div>
                    <button type="button" class="btn" on:click=move |_| self.ask()>
                        "Try again"
                    </button>
                    <button type="button" class="btn quiet" on:click=|_| reload()>
                        "Reload the page"
                    </button>
                </div>
            </Notice>
        }
        .into_any()
    }
}

/// Why the last part did not come, as the script noted that loads them.
fn trouble() -> String {
    js::console("part").as_string().unwrap_or_default()
}

fn waiting() -> AnyView {
    view! {
        <Skeleton text="Loading this page" />
    }
    .into_any()
}

fn reload() {
    let _ = window().location().reload();
}
