//! Texts that come with the address: they become drafts in the workspace, and leave the address. Nothing is sent.

use leptos::ev;
use leptos::prelude::*;

use crate::address::{Address, Step};
use crate::deploy::arrange::Met;
use crate::deploy::file_name::trouble;
use crate::deploy::keep::Keeper;
use crate::deploy::link::{Shared, packed_in, unpack};
use crate::deploy::open::LEFT_OUT;
use crate::deploy::workspace::Workspace;
use crate::live::Lookup;
use crate::ui::editor::Rich;
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// What a file is called whose own name no system could save.
const UNNAMED: &str = "shared.yaml";

/// What is said of a link.
#[derive(Clone, PartialEq)]
enum Said {
    Taken {
        new: usize,
        same: usize,
        lacks: bool,
    },
    Broken(String),
    /// What unpacks it did not come.
    Unopened,
}

/// Links that were opened.
#[derive(Clone, Copy)]
pub struct Arrival {
    /// What is still to be unpacked.
    packed: RwSignal<Option<String>>,
    said: RwSignal<Option<Said>>,
    address: Address,
    rich: Rich,
}

impl Arrival {
    /// Takes what the address of the page brings, now and whenever another link is opened while the page stands. The
    /// address must not have been changed before.
    pub fn here() -> Self {
        let (packed, said) = (RwSignal::new(None), RwSignal::new(None));
        let arrival = Self { packed, said, address: expect_context(), rich: expect_context() };
        arrival.read();
        let other = window_event_listener(ev::hashchange, move |_| arrival.read());
        on_cleanup(move || other.remove());
        arrival.unpack_soon();
        arrival
    }

    fn read(self) {
        let fragment = Address::fragment();
        if let Some(packed) = packed_in(&fragment) {
            self.said.set(None);
            self.packed.set(Some(packed.to_owned()));
            // Loading the page again must not bring them again.
            self.address
                .go(&(self.address.path_untracked() + &self.address.query_untracked()), Step::Replace);
        }
    }

    /// Unpacks as soon as that can be done, and what was kept before has come back.
    fn unpack_soon(self) {
        let (workspace, lookup) = (expect_context::<Workspace>(), expect_context::<Lookup>());
        let keeper = expect_context::<Keeper>();
        Effect::new(move |_| {
            let Some(packed) = self.packed.get() else { return };
            if !keeper.is_read() {
                return;
            }
            if self.rich.is_here() {
                self.packed.set(None);
                let files = unpack(&packed);
                self.said.set(Some(untrack(|| match files {
                    Ok(files) => take(workspace, lookup, files),
                    Err(why) => Said::Broken(why),
                })));
            } else if self.rich.has_failed() {
                self.said.set(Some(Said::Unopened));
            }
        });
    }

    pub fn note(self) -> impl IntoView {
        let close = move |_| self.said.set(None);
        let again = move |_| {
            self.said.set(None);
            self.rich.ask();
        };
        move || {
            self.said.get().map(|said| match said {
                Said::Taken { new, same, lacks } => taken(new, same, lacks, close).into_any(),
                Said::Broken(why) => broken(why, close).into_any(),
                Said::Unopened => unopened(again).into_any(),
            })
        }
    }
}

/// Takes the files in beside those that are open.
fn take(workspace: Workspace, lookup: Lookup, files: Vec<Shared>) -> Said {
    let (mut new, mut same) = (0, 0);
    let mut left_out = false;
    for Shared { name, text, lacks } in files {
        let name = if trouble(&name, &[]).is_none() { name } else { UNNAMED.to_owned() };
        match workspace.meet(&name, &text) {
            Met::Same(file) => {
                workspace.selected.set(Some(file.id));
                same += 1;
            }
            _ => {
                workspace.add_shared(&workspace.free_name(&name), text, lacks, lookup);
                new += 1;
                left_out |= lacks;
            }
        }
    }
    Said::Taken { new, same, lacks: left_out }
}

fn taken(
    new: usize,
    same: usize,
    lacks: bool,
    close: impl Fn(ev::MouseEvent) + Send + 'static,
) -> impl IntoView {
    let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let came = match (new, same) {
        (0, same) => format!("{} is here already, exactly so; nothing was applied.", files(same)),
        (new, 0) => format!("{} came with it; nothing was applied.", files(new)),
        (new, same) => {
            format!(
                "{} came with it, {} is here already, exactly so; nothing was applied.",
                files(new),
                files(same)
            )
        }
    };
    view! {
        <Notice tone=Tone::Busy title="From a shared link">
            <p>{came}</p>
            {lacks.then(|| view! { <p>{LEFT_OUT}</p> })}
            {close_button(close)}
        </Notice>
    }
}

fn broken(why: String, close: impl Fn(ev::MouseEvent) + Send + 'static) -> impl IntoView {
    view! {
        <Notice tone=Tone::Bad title="The shared link could not be opened">
            <p>{why}</p>
            <p class="soft">"Copy the whole link and open it again, or ask for the file. Everything that was open is still here."</p>
            {close_button(close)}
        </Notice>
    }
}

fn unopened(again: impl Fn(ev::MouseEvent) + Send + 'static) -> impl IntoView {
    view! {
        <Notice tone=Tone::Bad title="The shared link could not be opened">
            <p>"The part of the console that does this has not loaded."</p>
            <div>
                <button type="button" class="btn" on:click=again>
                    "Try again"
                </button>
            </div>
        </Notice>
    }
}

fn close_button(close: impl Fn(ev::MouseEvent) + Send + 'static) -> impl IntoView {
    view! {
        <div>
            <button type="button" class="btn quiet" on:click=close>
                "Close"
            </button>
        </div>
    }
}
