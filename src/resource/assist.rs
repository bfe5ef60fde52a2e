//! What an editor shows of a draft, and what it offers at the caret: proposals and help from the fields' declarations and
//! the live lists.

use leptos::prelude::*;
use manifest::{Covers, Manifest, Severity, anchor_at, complete, hover, rename_anchor, tidy};

use super::draft::Draft;
use crate::ui::editor::{About, Assist, Proposal, Source, Trouble, Typed, Weight};
use crate::ui::toast::Toasts;

/// The draft as an editor takes it. `typed` is told of a whole text that was typed; the rest goes to the draft.
pub fn source(draft: Draft, typed: Callback<String>) -> Source {
    let troubles = move || draft.problems().with(|problems| problems.iter().map(trouble).collect());
    let covers = StoredValue::new(Covers::default());
    let of = move |manifest: &Manifest| covers.try_update_value(|covers| covers.of(manifest.documents()));
    let secrets = Memo::new(move |_| draft.with(of).unwrap_or_default());
    Source {
        text: Signal::derive(move || draft.text()),
        typed,
        edited: Callback::new(move |typed: Typed| draft.type_edits(&typed.edits, typed.by_hand)),
        troubles: Signal::derive(troubles),
        secrets: secrets.into(),
    }
}

fn trouble(problem: &manifest::Problem) -> Trouble {
    Trouble {
        range: problem.span.range(),
        line: problem.span.start.line,
        weight: match problem.severity {
            Severity::Error => Weight::Error,
            Severity::Warning => Weight::Warning,
            Severity::Info => Weight::Note,
        },
        message: problem.message.to_string(),
        fixes: problem.fixes.titles().map(str::to_owned).collect(),
    }
}

/// Lays a text out evenly: what it says and its comments stay as they are. What cannot be read to its end is left alone.
pub fn lay_out(draft: Draft, toasts: Toasts) {
    let tidied = draft.with_untracked(tidy);
    let is_even = tidied.edits.is_empty();
    draft.apply(&tidied.edits);
    let said = match &tidied.left[..] {
        [] if is_even => "The layout is even already.".to_owned(),
        [] => return,
        [(at, why)] => format!("Document {} keeps its layout: {why}.", at + 1),
        [(at, why), rest @ ..] => {
            format!("{} documents keep their layout. Document {}: {why}.", rest.len() + 1, at + 1)
        }
    };
    toasts.say(said);
}

/// The answers to what an editor of `draft` asks.
pub fn assist(draft: Draft) -> Assist {
    let toasts = expect_context::<Toasts>();
    let propose = move |at: usize| {
        let world = draft.world_untracked();
        let found = draft.with_untracked(|manifest| complete(manifest, at, world.as_deref()));
        let proposals = found.into_iter().map(|one| Proposal {
            label: one.label,
            detail: one.detail,
            help: one.help,
            range: one.edit.range,
            text: one.edit.text,
        });
        proposals.collect()
    };
    let about = move |at: usize| {
        let world = draft.world_untracked();
        let found = draft.with_untracked(|manifest| hover(manifest, at, world.as_deref()))?;
        Some(About { title: found.title, lines: found.lines })
    };
    let fix = move |(problem, fix): (usize, usize)| {
        let edits = draft
            .problems()
            .with_untracked(|problems| problems.get(problem)?.fixes.iter().nth(fix).map(|fix| fix.edits));
        edits.into_iter().for_each(|edits| draft.apply(&edits));
    };
    let rename = move |(at, name): (usize, String)| {
        let edits = draft.with_untracked(|manifest| rename_anchor(manifest, at, &name));
        edits.map(|edits| draft.apply(&edits)).map_err(|error| error.to_string())
    };
    Assist {
        propose: Callback::new(propose),
        about: Callback::new(about),
        step: Callback::new(move |way| draft.step(way)),
        rest: Callback::new(move |()| draft.rest()),
        fix: Callback::new(fix),
        tidy: Callback::new(move |()| lay_out(draft, toasts)),
        anchor: Callback::new(move |at: usize| {
            draft.with_untracked(|manifest| anchor_at(manifest, at)).map(|anchor| anchor.name)
        }),
        rename: Callback::new(rename),
    }
}
