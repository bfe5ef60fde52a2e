//! One line of an output as elements: its colours, its time and level, and the places where something was found.

use std::ops::Range;

use client::terminal::{Level, Line, Style};
use leptos::prelude::document;
use web_sys::{Element, HtmlElement};

/// So many colours tell who wrote a line.
const WHO: u8 = 6;

/// A piece of a line that looks the same from its start to its end.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    text: &'a str,
    class: String,
    is_found: bool,
}

/// The element of a line. A found place is marked, the chosen line's more than others.
pub fn row(number: u64, line: &Line, found: &[Range<usize>], is_chosen: bool) -> Option<HtmlElement> {
    use wasm_bindgen::JsCast;

    let row = document().create_element("div").ok()?;
    set(&row, "class", class_of(line.head.level));
    set(&row, "data-n", &number.to_string());
    for piece in pieces(line, found) {
        if piece.class.is_empty() && !piece.is_found {
            row.append_with_str_1(piece.text).ok()?;
            continue;
        }
        let element = document().create_element(if piece.is_found { "mark" } else { "span" }).ok()?;
        let class = if piece.is_found && is_chosen { format!("{} is-on", piece.class) } else { piece.class };
        set(&element, "class", class.trim());
        element.set_text_content(Some(piece.text));
        row.append_child(&element).ok()?;
    }
    row.dyn_into().ok()
}

fn set(element: &Element, name: &str, value: &str) {
    // Refused only for names that are no attribute names.
    let _ = element.set_attribute(name, value);
}

fn class_of(level: Level) -> &'static str {
    match level {
        Level::None => "ln",
        Level::Debug => "ln debug",
        Level::Info => "ln info",
        Level::Warn => "ln warn",
        Level::Error => "ln error",
        Level::Mark => "ln seam",
    }
}

/// A line cut wherever its look changes.
fn pieces<'a>(line: &'a Line, found: &[Range<usize>]) -> Vec<Piece<'a>> {
    let (name, time, word) = (line.head.name(), line.head.time(), line.head.word());
    let ends = [name.end, time.end, word.start, word.end, line.text.len()];
    let who = format!(" who who-{}", line.head.source() % WHO);
    let runs = line.runs.iter().map(|run| run.from);
    let mut cuts: Vec<usize> =
        runs.chain(ends).chain(found.iter().flat_map(|at| [at.start, at.end])).chain([0]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |at: &[usize]| {
        let &[start, end] = at else { return None };
        let text = line.text.get(start..end)?;
        let run = line.runs.iter().take_while(|run| run.from <= start).last();
        let mut class = style_class(run.map(|run| run.style).unwrap_or_default());
        for (place, called) in [(&name, who.as_str()), (&time, " when"), (&word, " lv")] {
            class.push_str(if place.contains(&start) { called } else { "" });
        }
        let is_found = found.iter().any(|place| place.contains(&start));
        Some(Piece { text, class: class.trim().to_owned(), is_found })
    };
    cuts.windows(2).filter_map(piece).collect()
}

/// What the style sheet calls a style. Text on a coloured ground is dark, whatever its own colour is: there are grounds on
/// which not every colour could be read.
pub fn style_class(style: Style) -> String {
    let (ink, ground) = match (style.inverted, style.ink, style.ground) {
        (false, ink, ground) => (ink, ground),
        (true, ink, ground) => (ground, Some(ink.unwrap_or(7))),
    };
    // Black is what everything lies on.
    let ground = ground.filter(|ground| !matches!(ground, 0 | 8));
    let mut class = match (ink, ground) {
        (_, Some(ground)) => format!("ground-{ground}"),
        (Some(ink), None) => format!("ink-{ink}"),
        (None, None) => String::new(),
    };
    for (is, name) in [
        (style.bold, " bold"),
        (style.faint, " faint"),
        (style.italic, " italic"),
        (style.underlined, " under"),
        (style.struck, " struck"),
    ] {
        class.push_str(if is { name } else { "" });
    }
    class
}

#[cfg(test)]
mod tests {
    use client::terminal::Lines;

    use super::*;

    fn check(output: &str, found: &[Range<usize>], expected: &[(&str, &str, bool)]) {
        let mut lines = Lines::default();
        lines.push(output);
        let pieces = pieces(lines.get(0).unwrap(), found);
        let pieces = pieces.iter().map(|it| (it.text, it.class.as_str(), it.is_found)).collect::<Vec<_>>();
        assert_eq!(pieces, expected, "{output:?}");
    }

    #[test]
    fn a_line_is_cut_where_its_look_changes() {
        check("plain\n", &[], &[("plain", "", false)]);
        check("\n", &[], &[]);
        check(
            "10:00:00 INFO up\n",
            &[],
            &[("10:00:00 ", "when", false), ("INFO", "lv", false), (" up", "", false)],
        );
        check(
            "a\u{1b}[1;31mred\u{1b}[0m b\n",
            std::slice::from_ref(&(2..5)),
            &[
                ("a", "", false),
                ("r", "ink-1 bold", false),
                ("ed", "ink-1 bold", true),
                (" ", "", true),
                ("b", "", false),
            ],
        );
    }

    #[test]
    fn text_on_a_coloured_ground_has_no_colour_of_its_own() {
        let class_of = |output: &str| {
            let mut lines = Lines::default();
            lines.push(output);
            style_class(lines.get(0).unwrap().runs[0].style)
        };
        for (output, expected) in [
            ("\u{1b}[31;42mx", "ground-2"),
            ("\u{1b}[31;40mx", "ink-1"),
            ("\u{1b}[7mx", "ground-7"),
            ("\u{1b}[7;31mx", "ground-1"),
            ("\u{1b}[7;30mx", ""),
            ("\u{1b}[2;3;4;9mx", " faint italic under struck"),
        ] {
            assert_eq!(class_of(output), expected, "{output:?}");
        }
    }
}
