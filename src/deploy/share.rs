//! Sharing texts by a link that carries them. Secrets never go along, and nothing is stored anywhere.

use leptos::prelude::*;
use manifest::without_secrets_of;

use crate::controllers::Controllers;
use crate::controllers::address::link_to;
use crate::deploy::link::{Shared, pack};
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::routes::Page;
use crate::ui::alive::alive;
use crate::ui::copy::CopyButton;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notice;
use crate::ui::state::Tone;

/// Longer links are cut by some chats and mails.
const LONG: usize = 8_000;
/// Longer ones are taken by nothing.
const LONGEST: usize = 100_000;

/// What is being shared; the dialog is open while there is something.
#[derive(Clone, Copy)]
pub struct Sharing(RwSignal<Option<What>>);

#[derive(Clone, Copy, PartialEq)]
enum What {
    /// The file of this number.
    One(u32),
    All,
}

impl Sharing {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    pub fn share(self, file: FileDraft) {
        self.0.set(Some(What::One(file.id)));
    }
}

/// Shares the file that is looked at, or all of them.
#[component]
pub fn ShareButton() -> impl IntoView {
    let (workspace, sharing) = (expect_context::<Workspace>(), expect_context::<Sharing>());
    let press = move |_| {
        sharing.0.set(Some(untrack(|| workspace.current()).map_or(What::All, |file| What::One(file.id))));
    };
    view! {
        <button type="button" class="btn" on:click=press>
            <Glyph icon=Icon::Link />
            "Share"
        </button>
    }
}

#[component]
pub fn ShareDialog() -> impl IntoView {
    let sharing = expect_context::<Sharing>().0;
    let open = Memo::new(move |_| sharing.with(Option::is_some));
    view! {
        <Dialog open title="Share as a link" on_close=Callback::new(move |()| sharing.set(None))>
            {move || sharing.get().map(|what| view! { <Offer what /> })}
        </Dialog>
    }
}

/// A link, and what is to be known about it.
struct Link {
    address: String,
    /// Secrets were left out of it.
    lacks: bool,
}

fn link(workspace: Workspace, what: What, controllers: Controllers) -> Result<Link, String> {
    workspace.settle();
    let mut files = workspace.files.get_untracked();
    if let What::One(id) = what {
        files.retain(|file| file.id == id);
    }
    let shared = files.iter().map(|file| {
        let (text, lacks) = file.draft.with_untracked(without_secrets_of);
        Shared { name: file.name.get_value(), text, lacks: lacks || untrack(|| file.draft.lacks_secrets()) }
    });
    let shared = shared.collect::<Vec<_>>();
    let lacks = shared.iter().any(|one| one.lacks);
    Ok(Link { address: link_to(&Page::Deploy, controllers) + &pack(&shared)?, lacks })
}

#[component]
fn Offer(what: What) -> impl IntoView {
    let (workspace, sharing) = (expect_context::<Workspace>(), expect_context::<Sharing>().0);
    let made = link(workspace, what, expect_context::<Controllers>());
    let several = workspace.files.with_untracked(Vec::len) > 1;
    let choice = several.then(|| view! { <Choice what /> });
    let close = move |_| sharing.set(None);
    view! {
        <h2>"Share as a link"</h2>
        <p>
            "The link holds the text itself. Whoever opens it and signs in gets it as a draft; nothing is applied, and nothing is stored elsewhere."
        </p>
        {choice}
        {match made {
            Ok(link) => shown(link).into_any(),
            Err(why) => view! { <Notice tone=Tone::Bad title="There is no link"><p>{why}</p></Notice> }.into_any(),
        }}
        <div class="ends">
            <button type="button" class="btn" on:click=close>
                "Close"
            </button>
        </div>
    }
}

/// The file that is looked at, or all.
#[component]
fn Choice(what: What) -> impl IntoView {
    let (workspace, sharing) = (expect_context::<Workspace>(), expect_context::<Sharing>().0);
    let files = workspace.files.get_untracked();
    let id = match what {
        What::One(id) => Some(id),
        What::All => workspace.selected.get_untracked(),
    };
    let file = files.iter().find(|file| Some(file.id) == id);
    let one = file.map(|file| {
        let own = What::One(file.id);
        option(what == own, file.name.get_value(), own, sharing)
    });
    let count = files.len();
    view! {
        <span class="seg" role="radiogroup" aria-label="What to share">
            {one}
            {option(what == What::All, format!("All {count} files"), What::All, sharing)}
        </span>
    }
}

fn option(chosen: bool, text: String, what: What, sharing: RwSignal<Option<What>>) -> impl IntoView + use<> {
    view! {
        <label>
            <input
                type="radio"
                name="share"
                prop:checked=chosen
                on:change=alive(move |_| sharing.set(Some(what)))
            />
            {text}
        </label>
    }
}

fn shown(link: Link) -> impl IntoView {
    let length = link.address.len();
    let spaced = thousands(length);
    let lacks = link.lacks.then(|| view! { <p>"Passwords and secret values were left out."</p> });
    if length > LONGEST {
        let text = format!(
            "It would have {spaced} characters, which hardly anything takes. Download the files instead, and send them."
        );
        return view! {
            {lacks}
            <Notice tone=Tone::Bad title="Too long for a link">
                <p>{text}</p>
            </Notice>
        }
        .into_any();
    }
    let warning = (length > LONG).then(|| {
        view! {
            <Notice tone=Tone::Warn title="A long link">
                <p>"Some chats and mails cut links of more than 8,000 characters. A file that is downloaded and sent stays whole."</p>
            </Notice>
        }
    });
    let copied = Signal::stored(link.address.clone());
    view! {
        {lacks}
        {warning}
        <textarea class="in mono link" aria-label="Link" readonly rows="4" prop:value=link.address></textarea>
        <div class="row">
            <CopyButton label="Copy link" text=copied done="Link copied" icon=Icon::Copy at_once=true />
            <span class="sub">{format!("{spaced} characters")}</span>
        </div>
    }
    .into_any()
}

/// A number as it is read most easily: 12,345.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let (first, rest) = digits.split_at(head);
    let groups = (0..rest.len() / 3).filter_map(|at| rest.get(at * 3..at * 3 + 3));
    let parts = Some(first).filter(|first| !first.is_empty()).into_iter().chain(groups);
    parts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn long_numbers_have_their_thousands_apart() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345, "12,345"), (100_000, "100,000")]
        {
            assert_eq!(thousands(number), expected);
        }
    }
}
