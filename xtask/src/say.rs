//! What the commands tell the person at the terminal. The only place of xtask that prints; silent in tests.

use std::io::{IsTerminal, Write};

/// One plain line.
pub(crate) fn line(text: &str) {
    if !cfg!(test) {
        // A closed terminal or pipe is no reason to stop the work.
        let _ = writeln!(std::io::stdout(), "{text}");
    }
}

/// What is about to happen, so that a long silence has a name.
pub(crate) fn step(text: &str) {
    line(&paint("1;36", &format!("> {text}")));
}

/// A failure, on the error stream.
pub(crate) fn error(text: &str) {
    if !cfg!(test) {
        let _ = std::io::stdout().flush();
        let _ = writeln!(std::io::stderr(), "{}", paint("1;31", text));
    }
}

/// A table whose columns line up; the first column to the left, the others to the right.
pub(crate) fn table(rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
            if at == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        line(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

fn paint(code: &str, text: &str) -> String {
    let plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stdout().is_terminal();
    if plain { text.to_owned() } else { format!("\x1b[{code}m{text}\x1b[0m") }
}
