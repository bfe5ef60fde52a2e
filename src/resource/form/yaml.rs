//! A field that holds any YAML: its own lines to write in, read as they are typed, and put into the text as they are
//! written.

use leptos::{ev, prelude::*};
use manifest::fields::Restarts;
use manifest::value;

use super::shape::Spot;
use super::{Drawn, Emptied, Touched, write};
use crate::ui::alive::alive;
use crate::ui::field::{FieldProblem, severity};
use crate::ui::toast::Toasts;

#[component]
pub fn DraftYaml(form: Drawn, spot: Spot) -> impl IntoView {
    let (toasts, touched) = (expect_context::<Toasts>(), expect_context::<Touched>());
    let (id, field, emptied) = (spot.id(), spot.field, Emptied::of(&spot));
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    let path = StoredValue::new(spot.path);
    // Half of a value is none yet: as long as it is worked on, it stays as it is typed.
    let typed = RwSignal::new(None::<String>);
    let own = Memo::new(move |_| path.with_value(|path| form.draft.own_text(path)));
    let shown = move || typed.get().unwrap_or_else(|| own.get());
    let unread = Memo::new(move |_| typed.with(|typed| typed.as_deref().and_then(|text| value(text).err())));
    let problem = Memo::new(move |_| {
        let unread = unread.get().map(|text| FieldProblem { severe: true, text });
        unread.or_else(|| path.with_value(|path| touched.problem(form.draft, path)))
    });
    let changed = Memo::new(move |_| path.with_value(|path| form.draft.is_changed(path)));
    let take = move |text: String| {
        let outcome = path.with_value(|path| match value(&text) {
            // It is said below.
            Err(_) => Ok(()),
            Ok(None) => write(form.draft, path, &"".into(), &emptied)
                .or_else(|_| form.draft.edit(|document| document.remove(path))),
            Ok(Some(_)) => form.draft.edit(|document| document.set_text(path, &text)),
        });
        typed.set(Some(text));
        if let Err(reason) = outcome {
            toasts.warn(reason);
        }
    };
    let left = move |_: ev::FocusEvent| {
        path.with_value(|path| touched.touch(path));
        // It may have other lines then.
        if unread.with_untracked(Option::is_none) {
            touched.after_press(move || _ = typed.try_set(None));
        }
    };
    let rows = move || (shown().lines().count() + 1).clamp(3, 16).to_string();
    view! {
        <div class="fld wide" class:changed=move || changed.get() on:focusout=alive(left)>
            <label class="lab" for=id.clone()>
                {field.label}
            </label>
            <textarea
                id=id
                class="in mono"
                rows=rows
                spellcheck="false"
                aria-describedby=format!("{hint_id} {problem_id}")
                aria-invalid=move || problem.with(|it| it.as_ref().is_some_and(|it| it.severe)).to_string()
                prop:value=shown
                on:input:target=move |event| take(event.target().value())
            />
            <p class="hint" id=hint_id>
                {format!("{} YAML or JSON. {}", field.help, said(field.restarts))}
            </p>
            <p class="err" id=problem_id data-severity=move || severity(problem.into())>
                {move || problem.get().map(|problem| problem.text)}
            </p>
        </div>
    }
}

fn said(restarts: Restarts) -> &'static str {
    match restarts {
        Restarts::No => "A change of it does not restart the container.",
        Restarts::OnChange | Restarts::WhenSent => "A change of it restarts the container.",
    }
}
