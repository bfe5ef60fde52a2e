//! All problems of a text in one list: where, what and why, and the fixes that are certain.

use leptos::prelude::*;
use manifest::{Edit, Problem, Severity, together};

use crate::resource::draft::Draft;
use crate::resource::kept::LEFT_OUT;
use crate::ui::editor::Jump;
use crate::ui::icon::Icon;
use crate::ui::long::long;
use crate::ui::state::{StateMark, Tone};

/// How many there are, in words.
pub fn counted(problems: usize) -> String {
    if problems == 1 { "1 problem".to_owned() } else { format!("{problems} problems") }
}

#[component]
pub fn Problems(draft: Draft, jump: Jump) -> impl IntoView {
    let rows = move || draft.problems().with(|all| found(all));
    let key = |found: &Found| (found.problem.code, found.problem.document);
    view! {
        <ul class="desk__problems" aria-label="Problems" tabindex="0">
            {long(rows, key, move |found| row(found, draft, jump))}
        </ul>
    }
}

/// A problem, and the fixes that mend others of its sort too.
#[derive(Clone, PartialEq)]
struct Found {
    problem: Problem,
    together: Vec<(String, Vec<Edit>)>,
}

fn found(all: &[Problem]) -> Vec<Found> {
    let together = together(all);
    let of = |at: usize| together.iter().filter(move |it| it.first == at);
    let found = all.iter().enumerate().map(|(at, problem)| Found {
        problem: problem.clone(),
        together: of(at).map(|it| (it.title.clone(), it.edits.clone())).collect(),
    });
    found.collect()
}

/// A fix as a button.
fn press(title: String, edits: Vec<Edit>, draft: Draft, jump: Jump) -> impl IntoView {
    let place = edits.iter().map(|edit| edit.range.start).min();
    let edits = StoredValue::new(edits);
    let mend = move |_| {
        edits.with_value(|edits| draft.apply(edits));
        // The button goes with its problem; who pressed it is in the text then, where it can be taken back.
        jump.set(place);
    };
    view! {
        <button type="button" class="chip" on:click=mend>
            {title}
        </button>
    }
}

fn row(Found { problem, together }: Found, draft: Draft, jump: Jump) -> impl IntoView {
    let together = together.into_iter().map(|(title, edits)| press(title, edits, draft, jump)).collect_view();
    let (tone, word, icon) = match problem.severity {
        Severity::Error => (Tone::Bad, "error", Icon::Failed),
        Severity::Warning => (Tone::Warn, "warning", Icon::Warn),
        Severity::Info => (Tone::Busy, "note", Icon::Info),
    };
    let start = problem.span.start;
    let at = format!("{}:{}", start.line, start.column);
    let label = format!("{at}, go to line {}, column {}", start.line, start.column);
    let is_left_out = problem.code == LEFT_OUT;
    let fixes = problem.fixes.iter().map(|fix| press(fix.title, fix.edits, draft, jump)).collect_view();
    view! {
        <li class="prob" data-code=problem.code>
            <StateMark tone text=word icon />
            <span>
                <button
                    type="button"
                    class="at"
                    aria-label=label
                    on:click=move |_| jump.set(Some(start.offset))
                >
                    {at}
                </button>
                " "
                {problem.message.to_string()}
            </span>
            <div class="do">
                {fixes} {together}
                {is_left_out.then(|| view! {
                    <button type="button" class="chip" on:click=move |_| draft.is_whole()>
                        "It is complete as it stands"
                    </button>
                })}
            </div>
        </li>
    }
}
