//! The plain text editor: a textarea with numbered lines beside it. A richer editor may take its place; this one
//! always works.

use leptos::{html, prelude::*};

/// A line with a problem, marked in the margin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub line: u32,
    pub severe: bool,
}

/// Where the caret shall go: a byte offset in the text.
pub type Jump = RwSignal<Option<usize>>;

#[component]
pub fn Editor(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] text: Signal<String>,
    on_input: Callback<String>,
    #[prop(into)] marks: Signal<Vec<Mark>>,
    jump: Jump,
) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let margin = NodeRef::<html::Div>::new();
    let lines = Memo::new(move |_| text.with(|text| text.bytes().filter(|byte| *byte == b'\n').count() + 1));
    let follow = move || {
        if let (Some(area), Some(margin)) = (area.get_untracked(), margin.get_untracked()) {
            margin.set_scroll_top(area.scroll_top());
        }
    };
    Effect::new(move |_| {
        let (Some(offset), Some(area)) = (jump.get(), area.get()) else { return };
        place_caret(&area, &text.get_untracked(), offset);
        follow();
        jump.set(None);
    });
    view! {
        <div class="editor">
            <div class="editor__lines" aria-hidden="true" node_ref=margin>
                {move || numbered(lines.get(), &marks.get())}
            </div>
            <textarea
                id=id
                node_ref=area
                class="editor__text"
                aria-label=label
                spellcheck="false"
                autocomplete="off"
                wrap="off"
                prop:value=move || text.get()
                on:scroll=move |_| follow()
                on:input:target=move |event| on_input.run(event.target().value())
            />
        </div>
    }
}

/// The numbers from 1 on, with marked lines as elements of their own: few elements however long the text is.
fn numbered(lines: usize, marks: &[Mark]) -> Vec<AnyView> {
    let mut worst = std::collections::BTreeMap::new();
    for mark in marks {
        *worst.entry(mark.line as usize).or_insert(false) |= mark.severe;
    }
    let mut parts = Vec::new();
    let mut next = 1;
    for (line, severe) in worst {
        if line < next || line > lines {
            continue;
        }
        parts.push(numbers(next, line).into_any());
        let severity = if severe { "error" } else { "warning" };
        let mark = view! {
            <span class="editor__mark" data-severity=severity>
                {line.to_string()}
            </span>
            "\n"
        };
        parts.push(mark.into_any());
        next = line + 1;
    }
    parts.push(numbers(next, lines + 1).into_any());
    parts
}

fn numbers(from: usize, to: usize) -> String {
    use std::fmt::Write;
    (from..to).fold(String::new(), |mut text, line| {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{line}");
        text
    })
}

/// Selects the rest of the line at a byte offset and scrolls it into view. The browser counts in UTF-16.
fn place_caret(area: &web_sys::HtmlTextAreaElement, text: &str, offset: usize) {
    let before = text.get(..offset).unwrap_or(text);
    let rest = text.get(before.len()..).unwrap_or_default();
    let end = before.len() + rest.find('\n').unwrap_or(rest.len());
    let utf16 = |part: &str| u32::try_from(part.encode_utf16().count()).unwrap_or(u32::MAX);
    let start = utf16(before);
    let stop = start + text.get(before.len()..end).map_or(0, utf16);
    // Refused only for types of input that have no selection; a textarea has one.
    let _ = area.focus();
    let _ = area.set_selection_range(start, stop);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let middle = i32::try_from(line * 20).unwrap_or(i32::MAX) - area.client_height() / 2;
    area.set_scroll_top(middle.max(0));
}
