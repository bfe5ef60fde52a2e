//! Files that come under the name of an open one, with another text: it is asked once for all that come together which
//! take that one's place. The others are kept beside it, and so are all when somebody leaves the question: nothing is lost.

use std::collections::BTreeSet;

use leptos::{html, prelude::*};

use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::Lookup;
use crate::ui::alive::alive;
use crate::ui::dialog::Dialog;
use crate::ui::toast::{Offer, Toasts};

/// A file that waits for the answer.
#[derive(Clone)]
pub struct Incoming {
    pub name: String,
    pub text: String,
    /// The open file of that name.
    pub open: FileDraft,
    /// Both are about the same objects.
    pub is_newer: bool,
}

/// The question, while there is one.
#[component]
pub fn SameNames() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let open = Memo::new(move |_| workspace.incoming.with(|all| !all.is_empty()));
    let answer = answerer();
    let leave = Callback::new(move |()| answer.run(BTreeSet::new()));
    view! {
        <Dialog open title="Files with the same name" on_close=leave>
            <Question answer />
        </Dialog>
    }
}

#[component]
fn Question(answer: Callback<BTreeSet<usize>>) -> impl IntoView {
    let incoming = expect_context::<Workspace>().incoming;
    let count = Memo::new(move |_| incoming.with(Vec::len));
    let ticked = RwSignal::new(BTreeSet::new());
    let title = move || match count.get() {
        1 => "A file with this name is already open".to_owned(),
        many => format!("{many} files with these names are already open"),
    };
    // A single one needs no tick: there are two buttons.
    let replaced = move || if count.get() == 1 { BTreeSet::from([0]) } else { ticked.get() };
    let go = move |_| {
        let replaced = untrack(replaced);
        if !replaced.is_empty() {
            answer.run(replaced);
        }
    };
    let says = move || match (replaced().len(), count.get()) {
        (_, 1) => "Replace".to_owned(),
        (all, count) if all == count => format!("Replace all {all}"),
        (0, _) => "Replace ticked".to_owned(),
        (some, count) => format!("Replace {some}, keep {}", count - some),
    };
    view! {
        <h2>{title}</h2>
        <p>"The texts differ. Replacing can be undone. If you keep both, the new file gets a number."</p>
        <Show when=move || count.get() != 1>
            <TickAll ticked count />
        </Show>
        <ul class="same" aria-label="Files with the same name">
            {move || {
                let rows = incoming.get().into_iter().enumerate();
                rows.map(|(at, one)| row(at, &one, ticked, count)).collect_view()
            }}
        </ul>
        <div class="ends">
            <KeepBoth answer count />
            <button
                type="button"
                class="btn main"
                aria-disabled=move || replaced().is_empty().to_string()
                on:click=go
            >
                {says}
            </button>
        </div>
    }
}

/// What loses nothing has the focus.
#[component]
fn KeepBoth(answer: Callback<BTreeSet<usize>>, count: Memo<usize>) -> impl IntoView {
    let element = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = element.get() {
            // An element that has just come can always be focused.
            let _ = button.focus();
        }
    });
    view! {
        <button type="button" class="btn" node_ref=element autofocus on:click=move |_| answer.run(BTreeSet::new())>
            {move || if count.get() == 1 { "Keep both" } else { "Keep all" }}
        </button>
    }
}

#[component]
fn TickAll(ticked: RwSignal<BTreeSet<usize>>, count: Memo<usize>) -> impl IntoView {
    let all = move || ticked.with(BTreeSet::len) == count.get();
    let turn = move |_| {
        ticked.set(if untrack(all) { BTreeSet::new() } else { (0..count.get_untracked()).collect() });
    };
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=all on:change=alive(turn) />
            "Replace all"
        </label>
    }
}

fn row(
    at: usize,
    one: &Incoming,
    ticked: RwSignal<BTreeSet<usize>>,
    count: Memo<usize>,
) -> impl IntoView + use<> {
    let about = if one.is_newer { "about the same objects" } else { "about other objects" };
    let (name, label) = (one.name.clone(), format!("Replace {}", one.name));
    let turn = move |_| {
        ticked.update(|ticked| {
            if !ticked.remove(&at) {
                ticked.insert(at);
            }
        });
    };
    view! {
        <li>
            <label class="tick">
                <Show when=move || count.get() != 1>
                    <input
                        type="checkbox"
                        aria-label=label.clone()
                        prop:checked=move || ticked.with(|ticked| ticked.contains(&at))
                        on:change=alive(turn)
                    />
                </Show>
                <b>{name}</b>
                <span class="sub">{about}</span>
            </label>
        </li>
    }
}

/// Takes in what waits: the files at these places take the place of open ones.
fn answerer() -> Callback<BTreeSet<usize>> {
    let (workspace, lookup) = (expect_context::<Workspace>(), expect_context::<Lookup>());
    let toasts = expect_context::<Toasts>();
    Callback::new(move |replace: BTreeSet<usize>| {
        let incoming = workspace.incoming.try_update(std::mem::take).unwrap_or_default();
        let mut before = Vec::new();
        for (at, one) in incoming.into_iter().enumerate() {
            let is_open = workspace.files.with_untracked(|files| files.contains(&one.open));
            if is_open && replace.contains(&at) {
                before.push((one.open, one.open.draft.with_untracked(|old| old.text().to_owned())));
                one.open.draft.become_text(&one.text);
                workspace.selected.set(Some(one.open.id));
            } else {
                workspace.add(&workspace.free_name(&one.name), one.text, lookup);
            }
        }
        let said = match &before[..] {
            [] => return,
            [(file, _)] => format!("{} took the place of its older state.", file.name.get_value()),
            more => format!("{} files took the place of their older states.", more.len()),
        };
        let back = move || before.iter().rev().for_each(|(file, text)| file.draft.become_text(text));
        toasts.offer(said, Offer::undo(back, || ()));
    })
}
