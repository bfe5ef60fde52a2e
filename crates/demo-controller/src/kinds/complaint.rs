//! What the YAML reader of the Controller says about a broken file: a reason, its place, and the lines around it. The words
//! are those of the demo's own reader, except for what the recording holds.

use serde_norway::Error;

pub(super) fn complaint(text: &str, error: &Error) -> String {
    let said = error.to_string();
    // The reader adds the line break that a last line lacks.
    let whole = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let lines = whole.split('\n').collect::<Vec<_>>();
    let place = error
        .location()
        .filter(|place| text.get(place.index()..).is_some_and(|rest| !rest.trim().is_empty()));
    let in_brackets = said.contains("expected ',' or") || said.contains("flow node");
    let reason = match &place {
        None if in_brackets => "unexpected end of the stream within a flow collection",
        _ => said.split(" at line ").next().unwrap_or_default(),
    };
    let (line, column) = place.as_ref().map_or((lines.len(), 1), |place| (place.line(), place.column()));
    format!("{reason} ({line}:{column})\n\n{}", around(&lines, line, column))
}

/// The lines around a place, with an arrow below it.
fn around(lines: &[&str], line: usize, column: usize) -> String {
    let width = (line + 1).min(lines.len() - 1).max(1).to_string().len();
    let near = lines.iter().enumerate().skip(line.saturating_sub(4)).take_while(|(index, _)| *index < line);
    let mut shown = near.map(|(index, text)| format!(" {:>width$} | {text}", index + 1)).collect::<Vec<_>>();
    shown.push(format!("{}^", "-".repeat(width + 3 + column)));
    shown.join("\n")
}
