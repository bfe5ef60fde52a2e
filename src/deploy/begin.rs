//! What a new document begins with in the workspace: an empty text, or the sample of a kind.

use std::sync::Arc;

use leptos::prelude::*;
use manifest::kinds::sample;
use model::Kind;

use crate::deploy::workspace::Workspace;
use crate::live::{Live, Loaded, Lookup};
use crate::routes::capitalized;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::Menu;

/// The file that begins a text of no kind.
const UNTITLED: &str = "untitled.yaml";

/// Begins documents.
#[derive(Clone, Copy)]
pub struct Beginner {
    workspace: Workspace,
    lookup: Lookup,
}

impl Beginner {
    pub fn here() -> Self {
        Self { workspace: expect_context(), lookup: expect_context() }
    }

    /// Begins an empty text.
    pub fn empty(self) {
        self.add(UNTITLED, String::new());
    }

    /// Begins a document of a kind, with the names that the Controller has.
    pub fn sample(self, kind: Kind) {
        let world = self.lookup.for_checks().get_untracked();
        let name = format!("{}.yaml", kind.noun().replace(' ', "-"));
        self.add(&name, sample(kind, world.as_deref()));
    }

    /// Begins what the word of a kind asks for, however that is written.
    pub fn word(self, word: &str) {
        match kinds().find(|kind| plain(kind.word()) == plain(word)) {
            Some(kind) => self.sample(kind),
            None => self.empty(),
        }
    }

    fn add(self, name: &str, text: String) {
        self.workspace.add(&self.workspace.free_name(name), text, self.lookup);
    }
}

/// Whether samples would have the Controller's names, or none will come.
pub fn is_ready(live: Live) -> bool {
    live.plan_state() != Loaded::Waiting
}

/// What can be begun; what is made most comes first.
fn kinds() -> impl Iterator<Item = Kind> {
    Kind::deployed().rev()
}

fn plain(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// The menu of what can be begun.
#[component]
pub fn NewMenu() -> impl IntoView {
    let beginner = Beginner::here();
    let entry = move |kind: Kind| {
        view! {
            <li>
                <button type="button" class="it" on:click=move |_| beginner.sample(kind)>
                    {capitalized(kind.noun())}
                </button>
            </li>
        }
    };
    let face = || {
        view! {
            "New"
            <Glyph icon=Icon::Down after=true />
        }
        .into_any()
    };
    view! {
        <Menu
            label="New"
            button="btn"
            face=Arc::new(face)
        >
            <li>
                <button type="button" class="it" on:click=move |_| beginner.empty()>
                    "Empty text"
                </button>
            </li>
            <li class="apart">
                <p class="hd">"From a sample"</p>
            </li>
            {kinds().map(entry).collect_view()}
        </Menu>
    }
}

/// The same as buttons, where there is room for them.
#[component]
pub fn Samples() -> impl IntoView {
    let beginner = Beginner::here();
    let entry = move |kind: Kind| {
        view! {
            <button type="button" class="btn small" on:click=move |_| beginner.sample(kind)>
                {capitalized(kind.noun())}
            </button>
        }
    };
    view! {
        <div class="samples" role="group" aria-label="New from a sample">
            <span class="sub">"Or begin with a sample:"</span>
            {kinds().map(entry).collect_view()}
        </div>
    }
}
