//! The numbers beside the lines, those with problems marked.

use leptos::prelude::*;

/// A line with a problem, marked in the margin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub line: u32,
    pub severe: bool,
}

/// The numbers from 1 on, with marked lines as elements of their own: few elements however long the text is.
pub(super) fn numbered(lines: usize, marks: &[Mark]) -> Vec<AnyView> {
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
