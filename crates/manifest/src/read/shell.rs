//! Manifests pasted together with the shell command that wrote them, as documentation shows it:
//! `echo "---` … `" > FILE`, or `cat <<EOF > FILE` … `EOF`; or with the lines that frame a code block there.

use std::borrow::Cow;
use std::ops::Range;

use super::finding::Finding;
use super::split::{LineAt, Lines};
use crate::position::Edit;
use crate::tree::Document;

/// The stretches of a text that are shell, in order.
pub(crate) struct Shell {
    pieces: Vec<Piece>,
}

struct Piece {
    range: Range<usize>,
    /// Opens a command: a document begins here.
    opens: bool,
}

enum Closing {
    Quote(char),
    Word(String),
}

/// Cheap look at the start: could the text be wrapped in a command?
pub(crate) fn may_begin(text: &str) -> bool {
    let text = text.strip_prefix(super::split::BOM).unwrap_or(text);
    Lines::new(text, 0).find(|line| !is_idle(line.text)).is_some_and(|line| opening(line.text).is_some())
}

/// Finds the commands; `None` if the text does not begin with one (blank lines and comments aside).
pub(crate) fn find(text: &str, start: usize) -> Option<Shell> {
    let mut pieces = Vec::new();
    let mut open: Option<Closing> = None;
    for line in Lines::new(text, start) {
        match &open {
            None if is_idle(line.text) => {}
            None => {
                let Some((closing, length)) = opening(line.text) else {
                    // Ordinary text behind the last command.
                    break;
                };
                pieces.push(Piece { range: line.start..line.start + length, opens: true });
                open = Some(closing);
            }
            Some(closing) => {
                if let Some(range) = closing_range(closing, line) {
                    pieces.push(Piece { range, opens: false });
                    open = None;
                }
            }
        }
    }
    (!pieces.is_empty()).then_some(Shell { pieces })
}

/// What is said of a command, and its fix.
const COMMAND: (&str, &str) = (
    "This is a shell command that writes a manifest, not the manifest itself. Keep only what stands between its first and its \
     last line.",
    "Take the shell command away",
);
/// The same of the frame around a code block.
const FRAME: (&str, &str) = (
    "This line frames a manifest in a text of Markdown, and does not belong to it. Keep only what stands between the two \
     lines of the frame.",
    "Take the frame away",
);
/// Frames a code block in Markdown.
const FENCE: &str = "```";

fn is_idle(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// How a command that begins in this line will end, and how much of the line is shell.
fn opening(line: &str) -> Option<(Closing, usize)> {
    let command = line.trim_start().trim_start_matches("$ ").trim_start();
    if let Some(rest) = command.strip_prefix("echo ") {
        let rest = rest.trim_start().trim_start_matches("-e ").trim_start();
        let quote = rest.chars().next().filter(|char| matches!(char, '"' | '\''))?;
        let inner = rest.get(1..)?.trim_end();
        return (inner.is_empty() || inner == "---").then_some((Closing::Quote(quote), line.len()));
    }
    if let Some(language) = command.strip_prefix(FENCE) {
        let word = language.trim();
        let fence = word.chars().all(char::is_alphanumeric);
        return fence.then(|| (Closing::Word(FENCE.to_owned()), line.len()));
    }
    let rest = command.strip_prefix("cat ")?;
    let (_, word) = rest.split_once("<<")?;
    let word =
        word.trim_start_matches('-').trim_start().split([' ', '>', '|']).next()?.trim_matches(['"', '\'']);
    (!word.is_empty()).then(|| (Closing::Word(word.to_owned()), line.len()))
}

fn closing_range(closing: &Closing, line: LineAt<'_>) -> Option<Range<usize>> {
    let end = line.start + line.text.len();
    match closing {
        Closing::Word(word) => (line.text.trim() == word).then_some(line.start..end),
        Closing::Quote(quote) => {
            // `" > FILE` alone or behind the last value.
            let at = line.text.rfind(*quote)?;
            let behind = line.text.get(at + 1..)?.trim_start();
            let file = behind
                .strip_prefix(">>")
                .or_else(|| behind.strip_prefix('>'))
                .or_else(|| behind.strip_prefix('|'));
            let alone = at == 0 && behind.is_empty();
            (alone || file.is_some_and(|file| !file.trim().is_empty())).then_some(line.start + at..end)
        }
    }
}

impl Shell {
    /// The text with the commands blanked out, byte for byte as long as before; an opening reads as `---`.
    pub(crate) fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for piece in &self.pieces {
            masked.push_str(text.get(done..piece.range.start).unwrap_or_default());
            let mark = if piece.opens { "---" } else { "" };
            masked.push_str(mark);
            masked.extend(std::iter::repeat_n(' ', piece.range.len().saturating_sub(mark.len())));
            done = piece.range.end;
        }
        masked.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(masked)
    }

    /// Tells about each command in the document that holds its beginning. The fix takes all commands away.
    pub(crate) fn report(&self, documents: &mut [Document]) {
        for (at, piece) in self.pieces.iter().enumerate().filter(|(_, piece)| piece.opens) {
            let holder = documents.partition_point(|document| document.start.offset <= piece.range.start);
            let Some(document) = holder.checked_sub(1).and_then(|at| documents.get_mut(at)) else { continue };
            let base = document.start.offset;
            let close = self.pieces.get(at + 1).filter(|next| !next.opens);
            let mut edits = vec![Edit::replace(piece.range.start - base..piece.range.end - base, "---")];
            edits.extend(close.map(|close| Edit::delete(close.range.start - base..close.range.end - base)));
            let place = piece.range.start - base..piece.range.end - base;
            let fence =
                document.text.get(place.clone()).is_some_and(|line| line.trim_start().starts_with(FENCE));
            let (message, title) = if fence { FRAME } else { COMMAND };
            document.findings.push(Finding::error("shell-command", place, message).with_fix(title, edits));
            document.findings.sort_by_key(|finding| finding.range.start);
        }
    }
}
