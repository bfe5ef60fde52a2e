//! A comparison of two files (`git diff`) in the place of the newer one.

use super::super::Finding;
use super::rows::Row;
use super::{Dirt, holds_manifest};
use crate::position::Edit;

/// How the lines begin that tell which files are compared.
const HEADS: &[&str] = &[
    "diff ",
    "index ",
    "new file mode ",
    "deleted file mode ",
    "old mode ",
    "new mode ",
    "similarity index ",
    "rename from ",
    "rename to ",
    "Index: ",
    "--- ",
    "+++ ",
];

/// Looks for a comparison, and gives the newer file.
pub(super) fn find(rows: &[Row]) -> Option<Dirt> {
    let mut newer = Newer::default();
    let first = match rows.iter().position(|row| is_hunk(row.line.text)) {
        Some(hunk) => newer.headed(rows, hunk)?,
        None => newer.marked(rows)?,
    };
    if !holds_manifest(&newer.text) {
        return None;
    }
    let range = first.line.start..first.line.start + first.line.text.trim_end().len();
    let advice = match newer.left_out {
        true => "and lines of the file are missing in it. Take the whole file.",
        false => "and not the file itself. Keep the lines of the newer one, without the marks before them.",
    };
    let message = format!("This is a comparison of two files, as \"git diff\" prints it, {advice}");
    let mut finding = Finding::error("copied-text", range, message);
    if !newer.left_out {
        finding = finding.with_fix("Keep the newer file", newer.edits.clone());
    }
    Some(Dirt { findings: vec![finding], edits: newer.edits, left_out: newer.left_out, ..Dirt::default() })
}

/// The newer file of a comparison.
#[derive(Default)]
struct Newer {
    text: String,
    edits: Vec<Edit>,
    left_out: bool,
}

impl Newer {
    /// Reads a comparison with its heads; `hunk` is the first row with `@@`. Gives the row in which it begins.
    fn headed<'r, 't>(&mut self, rows: &'r [Row<'t>], hunk: usize) -> Option<&'r Row<'t>> {
        let before = rows.get(..hunk)?;
        // What stands before is about it, unless it is a manifest.
        let begin = match before.iter().any(Row::is_manifest) {
            true => before.iter().rposition(|row| !is_head(row)).map_or(0, |last| last + 1),
            false => 0,
        };
        let rows = rows.get(begin..)?;
        let mut within = false;
        for (number, row) in rows.iter().enumerate() {
            let text = row.line.text;
            let named = text.starts_with("--- ")
                && rows.get(number + 1).is_some_and(|row| row.line.text.starts_with("+++ "));
            match text.chars().next() {
                Some('@') if is_hunk(text) => {
                    self.left_out |= begins_further_down(text);
                    within = true;
                    self.gone(row);
                }
                _ if within && named || text.starts_with("diff --git ") => {
                    within = false;
                    self.part(row);
                }
                None | Some('+' | ' ') if within => self.kept(row),
                _ if row.is_manifest() => return None,
                _ => self.gone(row),
            }
        }
        rows.iter().find(|row| !row.is_idle())
    }

    /// Reads lines with marks before them and nothing else, as pages show a change.
    fn marked<'r, 't>(&mut self, rows: &'r [Row<'t>]) -> Option<&'r Row<'t>> {
        let marked = |row: &&Row| !row.line.text.trim().is_empty();
        let has = |mark: char| rows.iter().any(|row| row.line.text.starts_with(mark));
        if !(has('+')
            && has(' ')
            && rows.iter().filter(marked).all(|row| row.line.text.starts_with(['+', '-', ' '])))
        {
            return None;
        }
        for row in rows {
            if row.line.text.starts_with('-') { self.gone(row) } else { self.kept(row) }
        }
        let at_margin =
            ["kind:", "apiVersion:"].iter().all(|key| self.text.lines().any(|line| line.starts_with(key)));
        rows.iter().find(marked).filter(|_| at_margin)
    }

    fn kept(&mut self, row: &Row) {
        let rest = row.line.text.get(1..).unwrap_or_default();
        self.text.push_str(rest);
        self.text.push('\n');
        self.edits.push(Edit::delete(row.line.start..row.line.start + row.line.text.len() - rest.len()));
    }

    fn gone(&mut self, row: &Row) {
        self.edits.push(Edit::delete(row.line.start..row.line.end));
    }

    /// The comparison of another file begins.
    fn part(&mut self, row: &Row) {
        if self.text.is_empty() {
            return self.gone(row);
        }
        self.text.push_str("---\n");
        self.edits.push(Edit::replace(row.line.start..row.line.start + row.line.text.len(), "---"));
    }
}

/// `@@ -1,3 +1,4 @@`
fn is_hunk(text: &str) -> bool {
    text.strip_prefix("@@ -").is_some_and(|rest| rest.contains(" +") && rest.contains(" @@"))
}

/// Whether lines of the newer file are missing before these.
fn begins_further_down(hunk: &str) -> bool {
    let newer = hunk.split(" +").nth(1).unwrap_or_default();
    !matches!(newer.split([',', ' ']).next(), Some("0" | "1"))
}

fn is_head(row: &Row) -> bool {
    HEADS.iter().any(|head| row.line.text.starts_with(head))
}
