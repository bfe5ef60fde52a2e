//! Proposals at the caret: a list that opens while something is typed, or when it is asked for. It never takes a key
//! that was meant for the text: Enter and Tab accept a proposal only after one was chosen.

use leptos::{ev, html, prelude::*};

use crate::ui::editor::caret::{self, LINE};
use crate::ui::editor::{About, Assist, Proposal};
use crate::ui::reveal::reveal;

/// The list while it is open.
#[derive(Clone, PartialEq)]
struct Open {
    proposals: Vec<Proposal>,
    chosen: Option<usize>,
    /// Line and column, from 0, where the text would be written.
    place: (usize, usize),
}

/// Why proposals are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// A letter of a word was typed.
    Typed,
    /// The person asked, so the first is chosen.
    Asked,
    /// A proposal was accepted, and its value comes next.
    Next,
}

/// The state of the list, and what it follows.
#[derive(Clone, Copy)]
pub(super) struct Suggest {
    area: NodeRef<html::Textarea>,
    text: Signal<String>,
    assist: Assist,
    open: RwSignal<Option<Open>>,
    /// What stands at the caret.
    here: RwSignal<Option<About>>,
    /// A proposal is being written, which is no typing.
    writing: StoredValue<bool>,
}

/// More would not be read; typing on narrows them down.
const SHOWN: usize = 50;

impl Suggest {
    pub(super) fn new(area: NodeRef<html::Textarea>, text: Signal<String>, assist: Assist) -> Self {
        let (open, here) = (RwSignal::new(None), RwSignal::new(None));
        Self { area, text, assist, open, here, writing: StoredValue::new(false) }
    }

    pub(super) fn is_open(self) -> bool {
        self.open.with(Option::is_some)
    }

    pub(super) fn close(self) {
        if self.open.with_untracked(Option::is_some) {
            self.open.set(None);
        }
    }

    /// The id of the chosen proposal's element.
    pub(super) fn active_id(self, prefix: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.open.with(|open| Some(option_id(prefix, open.as_ref()?.chosen?))))
    }

    /// What the line of help says: of the chosen proposal, else of what stands at the caret.
    pub(super) fn about(self) -> Option<About> {
        let chosen = self.open.with(|open| {
            let open = open.as_ref()?;
            let proposal = open.proposals.get(open.chosen?)?;
            let detail = match (proposal.help.as_str(), proposal.detail.as_str()) {
                ("", detail) => detail.to_owned(),
                (_, "") => String::new(),
                (_, detail) => format!("({detail})"),
            };
            Some(About { title: proposal.label.clone(), lines: vec![proposal.help.clone(), detail] })
        });
        chosen.or_else(|| self.here.get())
    }

    /// The caret was put somewhere else.
    pub(super) fn moved(self) {
        self.close();
        self.look();
    }

    /// Looks up what stands at the caret.
    pub(super) fn look(self) {
        let Some(area) = self.area.get_untracked() else { return };
        let place = self.text.with_untracked(|text| caret::place(&area, text));
        let about = place.and_then(|at| self.assist.about.run(at));
        if self.here.with_untracked(|here| *here != about) {
            self.here.set(about);
        }
    }

    pub(super) fn typed(self) {
        if !self.writing.get_value() {
            self.propose(Why::Typed);
        }
    }

    fn propose(self, why: Why) {
        let found = self.area.get_untracked().and_then(|area| {
            let text = self.text.get_untracked();
            let at = caret::place(&area, &text)?;
            let before = text.get(..at).unwrap_or_default();
            let in_word = before.ends_with(|char: char| char.is_alphanumeric() || "-_./".contains(char));
            if why == Why::Typed && !in_word {
                return None;
            }
            let mut proposals = self.assist.propose.run(at);
            proposals.truncate(SHOWN);
            let first = proposals.first()?;
            // Nothing would change.
            if why != Why::Asked
                && text.get(first.range.clone()) == Some(first.text.trim_end_matches([':', ' ']))
            {
                return None;
            }
            let place = caret::line_and_column(&text, first.range.start);
            Some(Open { chosen: (why == Why::Asked).then_some(0), proposals, place })
        });
        self.open.set(found);
    }

    pub(super) fn key(self, event: &ev::KeyboardEvent) {
        let key = event.key();
        if key == " " && event.ctrl_key() {
            event.prevent_default();
            self.propose(Why::Asked);
            return;
        }
        let Some((count, chosen)) =
            self.open.with_untracked(|open| open.as_ref().map(|open| (open.proposals.len(), open.chosen)))
        else {
            return;
        };
        match (key.as_str(), chosen) {
            ("ArrowDown", _) => self.choose(chosen.map_or(0, |at| (at + 1) % count)),
            ("ArrowUp", _) => self.choose(chosen.map_or(count - 1, |at| (at + count - 1) % count)),
            ("Enter" | "Tab", Some(at)) => self.accept(at),
            // A dialog around the editor stays open.
            ("Escape", _) => event.stop_propagation(),
            ("Enter" | "Tab" | "ArrowLeft" | "ArrowRight" | "Home" | "End" | "PageUp" | "PageDown", _) => {
                return self.close();
            }
            _ => return,
        }
        event.prevent_default();
        if key == "Escape" {
            self.close();
        }
    }

    fn choose(self, at: usize) {
        self.open.update(|open| {
            if let Some(open) = open {
                open.chosen = Some(at);
            }
        });
    }

    fn accept(self, at: usize) {
        let chosen = self.open.with_untracked(|open| open.as_ref()?.proposals.get(at).cloned());
        let (Some(proposal), Some(area)) = (chosen, self.area.get_untracked()) else { return };
        self.close();
        self.writing.set_value(true);
        caret::write(&area, &self.text.get_untracked(), proposal.range, &proposal.text);
        self.writing.set_value(false);
        if proposal.text.ends_with(' ') {
            self.propose(Why::Next);
        }
        self.look();
    }
}

fn option_id(prefix: &str, at: usize) -> String {
    format!("{prefix}-proposal-{at}")
}

/// The list itself, at the place where the text would be written.
#[component]
pub(super) fn ProposalList(id: String, prefix: &'static str, suggest: Suggest) -> impl IntoView {
    let id = StoredValue::new(id);
    move || {
        let open = suggest.open.get()?;
        let area = suggest.area.get_untracked()?;
        let (line, column) = open.place;
        let top = i32::try_from(line).unwrap_or(0) * LINE - area.scroll_top();
        // Below the line where there is room, above it where not.
        let above = top > area.client_height() / 2;
        let place = if above {
            format!("{}px", area.client_height() - top - 8)
        } else {
            format!("{}px", top + LINE + 16)
        };
        let left = format!("min(calc({column}ch - {}px + 12px), calc(100% - 280px))", area.scroll_left());
        let (top, bottom) = if above { ("auto".to_owned(), place) } else { (place, "auto".to_owned()) };
        let options = open.proposals.iter().enumerate();
        let options =
            options.map(|(at, one)| option(one, option_id(prefix, at), open.chosen == Some(at), suggest, at));
        let options = options.collect_view();
        Some(view! {
            <ul id=id.get_value() class="proposals" role="listbox" aria-label="Suggestions" style:top=top style:bottom=bottom style:left=left>
                {options}
            </ul>
        })
    }
}

fn option(
    proposal: &Proposal,
    id: String,
    chosen: bool,
    suggest: Suggest,
    at: usize,
) -> impl IntoView + use<> {
    let element = NodeRef::<html::Li>::new();
    if chosen {
        Effect::new(move |_| {
            if let Some(element) = element.get() {
                reveal(&element);
            }
        });
    }
    view! {
        <li
            id=id
            node_ref=element
            role="option"
            aria-selected=if chosen { "true" } else { "false" }
            // The caret stays where it is.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| suggest.accept(at)
        >
            <span class="mono">{proposal.label.clone()}</span>
            <span class="proposals__detail">{proposal.detail.clone()}</span>
        </li>
    }
}
