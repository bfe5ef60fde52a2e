//! How a command ends that goes on below the manifest, and what the shell does to the lines in between.

use std::ops::Range;

use super::super::split::LineAt;
use super::rows::key;
use crate::position::Edit;

/// How a command ends that goes on below the manifest.
pub(super) enum Closing {
    /// The quote of `echo "`.
    Quote(char),
    /// The word of a here-document; without quotes around it, the shell looks at what is inside. `<<-` takes the tabs
    /// away with which lines begin.
    Word { word: String, literal: bool, tabs: bool },
    /// The quote of PowerShell's `@"` … `"@`.
    HereString(char),
}

/// `cat > FILE <<EOF` and the like.
pub(super) fn here_document(text: &str) -> Option<Closing> {
    let (_, word) = text.split_once("<<").filter(|(_, rest)| !rest.starts_with('<'))?;
    let tabs = word.starts_with('-');
    let word = word.trim_start_matches('-').trim_start();
    let word = word.split([' ', '>', '|', ';', ')']).next()?;
    let bare = word.trim_matches(['"', '\'', '\\']);
    let named = bare.chars().all(|char| char.is_alphanumeric() || "_-".contains(char)) && !bare.is_empty();
    named.then(|| Closing::Word { word: bare.to_owned(), literal: bare.len() < word.len(), tabs })
}

/// What of a line ends the command.
pub(super) fn closes(closing: &Closing, line: LineAt<'_>) -> Option<Range<usize>> {
    let end = line.start + line.text.len();
    match closing {
        Closing::Word { word, .. } => (line.text.trim() == word).then_some(line.start..end),
        Closing::HereString(quote) => {
            let ends = line.text.strip_prefix(*quote).is_some_and(|rest| rest.starts_with('@'));
            ends.then_some(line.start..end)
        }
        Closing::Quote(quote) => {
            // `" > FILE` alone or behind the last value.
            let at = line
                .text
                .rfind(*quote)
                .filter(|at| !line.text.get(..*at).unwrap_or_default().ends_with('\\'))?;
            let behind = line.text.get(at + 1..)?.trim_start();
            let alone = at == 0 && behind.is_empty();
            (alone || goes_onward(behind)).then_some(line.start + at..end)
        }
    }
}

/// `> FILE`, `| tee FILE` and the like.
fn goes_onward(behind: &str) -> bool {
    [">", "|", "&&", ";"].iter().any(|mark| {
        behind.strip_prefix(mark).is_some_and(|rest| !rest.trim_start_matches('>').trim().is_empty())
    })
}

/// Words with which people end here-documents.
const WORDS: &[&str] = &["EOF", "EOL", "EOT", "_EOF_", "HERE"];

/// Whether a line at the margin ends a command that begins nowhere in the text: `" > FILE`, `EOF`.
pub(super) fn is_lone_end(text: &str) -> bool {
    let quoted = text.strip_prefix(['"', '\'']);
    WORDS.contains(&text)
        || quoted.is_some_and(|behind| goes_onward(behind.trim_start())) && key(text).is_none()
}

/// The backslashes of a line that the shell takes away.
pub(super) fn undone(closing: &Closing, line: LineAt<'_>) -> Vec<Edit> {
    let escaped: &[char] = match closing {
        Closing::Quote('"') => &['"', '$', '`', '\\'],
        Closing::Word { literal: false, .. } => &['$', '`', '\\'],
        Closing::Quote(_) => {
            // 'it'\''s'
            let quotes = line.text.match_indices("'\\''");
            return quotes.map(|(at, _)| Edit::replace(line.start + at..line.start + at + 4, "'")).collect();
        }
        _ => return leading_tabs(closing, line),
    };
    let mut edits = leading_tabs(closing, line);
    let mut chars = line.text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if char == '\\' && chars.next_if(|(_, next)| escaped.contains(next)).is_some() {
            edits.push(Edit::delete(line.start + at..line.start + at + 1));
        }
    }
    edits
}

fn leading_tabs(closing: &Closing, line: LineAt<'_>) -> Vec<Edit> {
    let tabs = line.text.len() - line.text.trim_start_matches('\t').len();
    let taken = tabs > 0 && matches!(closing, Closing::Word { tabs: true, .. });
    if taken { vec![Edit::delete(line.start..line.start + tabs)] } else { Vec::new() }
}
