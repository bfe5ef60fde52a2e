//! All problems of a text in one list: where, what and why, and the fixes that are certain.

use leptos::prelude::*;
use manifest::{Edit, Problem, Severity, together};

use crate::resource::draft::Draft;
use crate::ui::editor::Jump;
use crate::ui::icon::Icon;
use crate::ui::state::{StateMark, Tone};

/// More than this are counted, not drawn: the first ones are worth fixing first.
const SHOWN: usize = 200;

/// How many there are, in words.
pub fn counted(problems: usize) -> String {
    if problems == 1 { "1 problem".to_owned() } else { format!("{problems} problems") }
}

#[component]
pub fn Problems(draft: Draft, jump: Jump) -> impl IntoView {
    let problems = draft.problems();
    let list = move || {
        let all = problems.get();
        let more = all.len().saturating_sub(SHOWN);
        let together = together(&all);
        let rows = all.into_iter().take(SHOWN).enumerate().map(|(at, problem)| {
            let here = together.iter().filter(|it| it.first == at);
            let presses = here.map(|it| press(it.title.clone(), it.edits.clone(), draft)).collect_view();
            row(problem, presses, draft, jump)
        });
        let rows = rows.collect_view();
        view! {
            {rows}
            {(more > 0).then(|| view! { <li class="prob">{format!("and {more} more")}</li> })}
        }
    };
    view! {
        <ul class="desk__problems" aria-label="Problems" tabindex="0">
            {list}
        </ul>
    }
}

/// A fix as a button.
fn press(title: String, edits: Vec<Edit>, draft: Draft) -> impl IntoView {
    let edits = StoredValue::new(edits);
    view! {
        <button type="button" class="chip" on:click=move |_| edits.with_value(|edits| draft.apply(edits))>
            {title}
        </button>
    }
}

/// One problem with its fixes; `together` are those that mend others of its sort too.
fn row(problem: Problem, together: impl IntoView, draft: Draft, jump: Jump) -> impl IntoView {
    let (tone, word, icon) = match problem.severity {
        Severity::Error => (Tone::Bad, "error", Icon::Failed),
        Severity::Warning => (Tone::Warn, "warning", Icon::Warn),
        Severity::Info => (Tone::Busy, "note", Icon::Info),
    };
    let start = problem.span.start;
    let at = format!("{}:{}", start.line, start.column);
    let label = format!("{at}, go to line {}, column {}", start.line, start.column);
    let fixes = problem.fixes.iter().map(|fix| press(fix.title, fix.edits, draft)).collect_view();
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
            <div class="do">{fixes} {together}</div>
        </li>
    }
}
