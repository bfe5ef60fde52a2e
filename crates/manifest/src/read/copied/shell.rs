//! Commands around a manifest, as documentation and terminals show them: `echo "---` … `" > FILE`, here-documents,
//! prompts with what was typed behind them, frames of Markdown, and the sentences around it all.

use std::ops::Range;

use super::super::Finding;
use super::closing::{Closing, closes, here_document, is_lone_end, undone};
use super::rows::{Row, Scan, is_entry, key};
use super::{Dirt, command, output};
use crate::position::Edit;

/// A stretch that is no part of the manifest.
struct Piece {
    what: What,
    /// Number of its row.
    row: usize,
    range: Range<usize>,
    /// What the shell makes of the lines up to the next piece: `\"` gives `"`.
    undone: Vec<Edit>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// A command that goes on below the manifest.
    Opens,
    /// The same of a frame.
    Frame,
    Closes,
    /// The end of a command that begins nowhere.
    LoneEnd,
    /// A line that is a command.
    Command,
    Prose,
    /// What a program printed, which may stand in the middle of a manifest.
    Output,
}

/// Marks of a code block in Markdown.
const FENCES: &[&str] = &["```", "~~~"];

/// A text with more lines that are no YAML was not copied along with a manifest: it is something else.
const MOST_PIECES: usize = 500;
/// Lines in which the next manifest is looked for, and the last one.
const FARTHEST: usize = 1_000;
/// Lines in which the end of a here-document is looked for.
const LONGEST_DOCUMENT: usize = 5_000;

/// Looks for commands in a text that holds a manifest too.
pub(super) fn find(rows: &[Row]) -> Option<Dirt> {
    let pieces = Reader::new(rows)?.pieces();
    if pieces.len() > MOST_PIECES {
        return None;
    }
    let mut dirt = Dirt::default();
    // What stands outside of frames is prose only as long as there are frames, so they go together.
    let framed = pieces.iter().any(|piece| piece.what == What::Frame);
    for group in groups(rows, &pieces) {
        let edits: Vec<Edit> = group.iter().flat_map(|piece| edits(rows, &pieces, group, piece)).collect();
        let Some(first) = group.first() else { continue };
        let (message, title) = words(first.what);
        let prose = matches!(first.what, What::Prose | What::Output);
        let code = if prose { "copied-text" } else { "shell-command" };
        let finding = Finding::error(code, first.range.clone(), message);
        dirt.findings.push(finding.with_fix(title, edits.clone()));
        dirt.edits.extend(edits);
    }
    if framed {
        for fix in dirt.findings.iter_mut().flat_map(|finding| &mut finding.fixes) {
            fix.edits.clone_from(&dirt.edits);
        }
    }
    (!dirt.findings.is_empty()).then_some(dirt)
}

/// What is said of the first line of a group, and its fix.
fn words(what: What) -> (&'static str, &'static str) {
    match what {
        What::Opens | What::Closes => (
            "This is a shell command that writes a manifest, not the manifest itself. Keep only what stands between its \
             first and its last line.",
            "Take the shell command away",
        ),
        What::LoneEnd => (
            "This is the end of a shell command whose beginning was not copied, no part of the manifest. Take it away.",
            "Take the end of the command away",
        ),
        What::Frame => (
            "This line frames a manifest in a text of Markdown, and does not belong to it. Keep only what stands between \
             the two lines of the frame.",
            "Take the frame away",
        ),
        What::Command => (
            "This line is a command for a terminal, not part of the manifest. Take it away.",
            "Take the command away",
        ),
        What::Prose => (
            "This line is neither \"key: value\" nor a list item: it seems to have been copied along with the manifest. \
             Take it away.",
            "Take the line away",
        ),
        What::Output => (
            "This is what a program or a page shows beside the manifest, no part of it. Take it away.",
            "Take it away",
        ),
    }
}

struct Reader<'r, 't> {
    rows: &'r [Row<'t>],
    /// The first row with a key of a manifest, and its indentation.
    first: usize,
    base: usize,
    /// The last row that can be YAML.
    last: usize,
    /// A frame of Markdown begins before the manifest, so what stands outside of frames is prose.
    framed: bool,
    /// The text is a script.
    script: bool,
}

impl<'r, 't> Reader<'r, 't> {
    fn new(rows: &'r [Row<'t>]) -> Option<Reader<'r, 't>> {
        let first = rows.iter().position(Row::is_manifest)?;
        let base = rows.get(first)?.indent();
        let entry = |row: &Row| {
            let text = row.content.trim_end();
            !row.is_idle() && is_entry(text) && !(row.indent() <= base && output::is_output(text))
        };
        let last = rows.iter().rposition(entry).unwrap_or(first);
        let framed = rows.iter().take(first).any(|row| fence(row.content).is_some());
        let script = rows.first().is_some_and(|row| row.line.text.starts_with("#!"));
        Some(Reader { rows, first, base, last, framed, script })
    }

    fn pieces(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut scan = Scan::default();
        let mut open: Option<Closing> = None;
        let mut fenced = false;
        let mut continued = false;
        let mut table = false;
        for (number, row) in self.rows.iter().enumerate() {
            let more = !pieces.is_empty();
            let beside = pieces.last().is_some_and(|piece| piece.row + 1 == number);
            let mut push = |what, range| pieces.push(Piece { what, row: number, range, undone: Vec::new() });
            let whole = row.line.start..row.line.start + row.line.text.len();
            if let Some(closing) = &open {
                if let Some(range) = closes(closing, row.line) {
                    push(What::Closes, range);
                    open = None;
                } else if let Some(last) = pieces.last_mut() {
                    last.undone.extend(undone(closing, row.line));
                }
                continue;
            }
            let text = row.content.trim_end();
            if continued && !text.is_empty() && !text.contains("<<") {
                push(What::Command, whole);
                continued = text.ends_with('\\');
                continue;
            }
            continued = false;
            // Behind its first key, the manifest has all that is indented more than that; but not what goes on with
            // lines that are none of it.
            let own = number > self.first && row.indent() > self.base && !(beside && number > self.last);
            if scan.feed(row.line.text) || own {
                continue;
            }
            if fence(text).is_some_and(|bare| bare || !fenced) {
                push(if fenced { What::Closes } else { What::Frame }, whole);
                fenced = !fenced;
                scan = Scan::default();
                continue;
            }
            if let Some((closing, length)) = self.opening(number, row) {
                push(What::Opens, row.line.start..row.line.start + length);
                open = Some(closing);
                scan = Scan::default();
                continue;
            }
            table = output::header(text) || table && !row.is_idle() && !row.is_manifest();
            if row.is_idle() {
                continue;
            }
            let printed =
                table || row.indent() <= self.base && output::is_output(text) && !self.is_value(number, text);
            let prose = || self.is_prose(number, text, fenced, more);
            let Some(what) = self.what(number, text, printed, prose) else { continue };
            push(what, whole);
            continued = what == What::Command && text.ends_with('\\');
            scan = Scan::default();
        }
        pieces
    }

    /// What a line is that the manifest does not own.
    fn what(
        &self,
        number: usize,
        text: &str,
        printed: bool,
        is_prose: impl FnOnce() -> bool,
    ) -> Option<What> {
        if number > self.first && is_lone_end(text) {
            return Some(What::LoneEnd);
        }
        if self.script || command::is_command(text) {
            return Some(What::Command);
        }
        if printed { Some(What::Output) } else { is_prose().then_some(What::Prose) }
    }

    fn is_prose(&self, number: usize, text: &str, fenced: bool, more: bool) -> bool {
        if self.framed && !fenced {
            return true;
        }
        // Behind the manifest, a single word is a key that is being typed, unless more was copied along.
        let behind = number > self.last && (more || text.contains(' '));
        let outside = || number < self.first || behind || self.is_between(number, text);
        !is_entry(text)
            && !text.starts_with('\t')
            && outside()
            && !self.is_value(number, text)
            && !self.is_below(number)
    }

    /// Whether a line with a colon is indented below a key or dash: a key of several words.
    fn is_below(&self, number: usize) -> bool {
        let Some(row) = self.rows.get(number).filter(|row| row.indent() > 0 && row.content.contains(':'))
        else {
            return false;
        };
        let mut above = self.rows.iter().take(number).rev().take(FARTHEST);
        let opens = above.find(|above| !above.is_idle() && above.indent() < row.indent());
        opens.is_some_and(|opens| {
            let text = opens.content.trim_end();
            is_entry(text) && (text.ends_with(':') || text.starts_with('-'))
        })
    }

    /// Whether a line is a whole document: `null` or a number.
    fn is_value(&self, number: usize, text: &str) -> bool {
        let next = self.rows.iter().skip(number + 1).find(|row| !row.is_idle());
        next.is_some_and(|next| ["---", "..."].iter().any(|mark| next.line.text.starts_with(mark)))
            && crate::scalar::meaning_of_plain(text) != crate::scalar::Meaning::String
    }

    /// Whether a line that is no YAML stands between two manifests.
    fn is_between(&self, number: usize, text: &str) -> bool {
        let mut below = self.rows.iter().enumerate().skip(number + 1).take(FARTHEST);
        let next = below.find(|(_, row)| !row.is_idle() && is_entry(row.content.trim_end()));
        next.is_some_and(|(next, row)| {
            row.line.text.starts_with("---") && text.contains(' ') || begins_anew(self.rows, next)
        })
    }

    /// How a command that begins in this row will end, and how much of the line is shell.
    fn opening(&self, number: usize, row: &Row) -> Option<(Closing, usize)> {
        let length = row.line.text.len();
        let prompted = command::typed(row.content).or_else(|| row.content.strip_prefix("# "));
        let text = prompted.unwrap_or(row.content).trim_end();
        if is_entry(text) {
            return None;
        }
        if let Some(closing) = here_document(text) {
            let ends = || {
                self.rows
                    .iter()
                    .skip(number + 1)
                    .take(LONGEST_DOCUMENT)
                    .any(|row| closes(&closing, row.line).is_some())
            };
            return (ends() || command::is_command(text)).then_some((closing, length));
        }
        if let Some(quote @ ('"' | '\'')) = text
            .strip_suffix(['"', '\''])
            .and_then(|head| head.ends_with('@').then(|| text.chars().last())?)
        {
            return Some((Closing::HereString(quote), length));
        }
        let rest = text.strip_prefix("sudo ").unwrap_or(text);
        let rest = ["echo ", "printf "].iter().find_map(|word| rest.strip_prefix(word))?.trim_start();
        let rest = rest.trim_start_matches("-e ").trim_start_matches("-n ").trim_start();
        let quote = rest.chars().next().filter(|char| matches!(char, '"' | '\''))?;
        let inner = rest.get(1..)?.trim_end();
        if inner.is_empty() || inner == "---" {
            return Some((Closing::Quote(quote), length));
        }
        let begins = is_entry(inner) && !inner.contains(quote);
        begins.then(|| (Closing::Quote(quote), row.line.text.trim_end().len() - inner.len()))
    }
}

/// Whether a line is a mark of a code block; false in it if it names a language, so that it can only begin one.
fn fence(text: &str) -> Option<bool> {
    let rest = FENCES.iter().find_map(|fence| text.strip_prefix(fence))?.trim();
    (!rest.contains('`')).then_some(rest.is_empty())
}

/// Pieces that belong together: a command with its end and the lines around it that are no manifest either.
fn groups<'p>(rows: &[Row], pieces: &'p [Piece]) -> Vec<&'p [Piece]> {
    let of_manifest = |number: usize| pieces.binary_search_by_key(&number, |piece| piece.row).is_err();
    let last =
        rows.iter().enumerate().rposition(|(number, row)| !row.is_idle() && of_manifest(number)).unwrap_or(0);
    let mut groups = Vec::new();
    let mut begin = 0;
    // The group holds lines of a manifest already.
    let mut full = false;
    for (at, pair) in pieces.windows(2).enumerate() {
        let [before, piece] = pair else { continue };
        full |= rows
            .get(before.row + 1..piece.row)
            .is_some_and(|between| between.iter().any(|row| !row.is_idle()));
        let opens = matches!(piece.what, What::Opens | What::Frame);
        let goes_on =
            matches!(piece.what, What::Closes | What::LoneEnd | What::Output) || before.what == What::Closes;
        let begins = opens || !goes_on;
        if full && begins && piece.row < last {
            groups.push(pieces.get(begin..=at).unwrap_or_default());
            begin = at + 1;
            full = false;
        }
    }
    groups.push(pieces.get(begin..).unwrap_or_default());
    groups
}

/// Whether a key of a row says that another manifest begins, because the one above has it.
fn begins_anew(rows: &[Row], number: usize) -> bool {
    let head_of = |row: &Row| {
        ["apiVersion", "kind"].iter().position(|head| row.is_manifest() && key(row.content) == Some(*head))
    };
    let Some(row) = rows.get(number) else { return false };
    let above =
        rows.iter().take(number).rev().take(FARTHEST).take_while(|row| !row.line.text.starts_with("---"));
    head_of(row).is_some_and(|head| {
        above.into_iter().any(|other| other.indent() == row.indent() && head_of(other) == Some(head))
    })
}

/// How a piece goes away; where it parts two manifests, `---` takes its place.
fn edits(rows: &[Row], pieces: &[Piece], group: &[Piece], piece: &Piece) -> Vec<Edit> {
    let Some(row) = rows.get(piece.row) else { return Vec::new() };
    let next = rows.iter().enumerate().skip(piece.row + 1).find(|(_, row)| !row.is_idle());
    let joined = next.is_none_or(|(number, next)| {
        pieces.iter().any(|piece| piece.row == number) || next.line.text.starts_with("---")
    });
    let whole = Edit::delete(row.line.start..row.line.end);
    let partial = piece.range.end < row.line.start + row.line.text.len();
    let above = || {
        let own = |number: usize| pieces.iter().any(|piece| piece.row == number);
        rows.iter().enumerate().take(piece.row).any(|(number, row)| !row.is_idle() && !own(number))
    };
    let own = match piece.what {
        What::Closes => Edit::delete(piece.range.clone()),
        What::Opens if partial => Edit::replace(piece.range.clone(), if above() { "---\n" } else { "" }),
        What::Opens | What::Frame if !joined => Edit::replace(piece.range.clone(), "---"),
        What::Output if next.is_some_and(|(next, _)| !joined && begins_anew(rows, next)) => {
            Edit::replace(piece.range.clone(), "---")
        }
        What::Command | What::LoneEnd | What::Prose
            if !joined
                && above()
                && !group.iter().any(|piece| matches!(piece.what, What::Opens | What::Frame)) =>
        {
            Edit::replace(piece.range.clone(), "---")
        }
        _ => whole,
    };
    std::iter::once(own).chain(piece.undone.iter().cloned()).collect()
}
