//! Where the secret values of a document stand, so that nobody shows them unasked: passwords, and what a Secret holds.
//!
//! A text with errors holds secrets too, so lines that look like one count as well as values that could be read.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use crate::kinds::{self, KindSpec};
use crate::loose::loose;
use crate::path::{Path, Segment};
use crate::problem::{Fix, Fixes, Problem};
use crate::read::{LineAt, lines};
use crate::remembered::Remembered;
use crate::tree::Document;

/// Keys of a Secret that hold its values.
pub(crate) const DATA: [&str; 2] = ["data", "stringData"];

/// What is shown in the place of each line of a secret; how long it is does not show.
pub(crate) const DOTS: &str = "••••••••";

/// The secret values of a document, as bytes of the whole text, in order and apart from each other. Empty ones are none.
pub fn secrets(document: &Document) -> Vec<Range<usize>> {
    let start = document.range().start;
    local(document).into_iter().map(|range| range.start + start..range.end + start).collect()
}

/// What has to be covered in a text that somebody writes. Documents that have not changed are not looked at again.
#[derive(Default)]
pub struct Covers {
    /// In bytes of each document's own text.
    known: Remembered<Vec<Range<usize>>>,
}

impl Covers {
    /// As bytes of the whole text, in order and apart from each other. A secret of several lines is covered line by line,
    /// without what it is indented by: the text keeps its shape.
    pub fn of(&mut self, documents: &[Document]) -> Vec<Range<usize>> {
        self.known.look(documents, covered, || true);
        let of = |document: &Document| {
            let (start, own) = (document.range().start, self.known.get(document));
            own.into_iter().flatten().map(move |range| range.start + start..range.end + start)
        };
        documents.iter().flat_map(of).collect()
    }
}

/// The text of these documents with dots for what is secret, line for line; `None` when nothing is.
pub fn masked<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Option<String> {
    let (mut out, mut any) = (String::new(), false);
    for document in documents {
        let (text, mut done) = (document.text(), 0);
        for range in covered(document) {
            any = true;
            out.push_str(text.get(done..range.start).unwrap_or_default());
            out.push_str(DOTS);
            done = range.end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
    }
    any.then_some(out)
}

/// In bytes of the document's own text.
fn covered(document: &Document) -> Vec<Range<usize>> {
    let text = document.text();
    let of_line = |secret: &Range<usize>, line: LineAt<'_>| {
        let content = line.text.trim_start();
        let end = secret.start + line.start + line.text.len();
        (!content.is_empty()).then(|| end - content.len()..end)
    };
    let of_secret = |secret: Range<usize>| {
        let ranges = lines(text.get(secret.clone()).unwrap_or_default());
        ranges.filter_map(|line| of_line(&secret, line)).collect::<Vec<_>>()
    };
    local(document).into_iter().flat_map(of_secret).collect()
}

/// In bytes of the document's own text.
fn local(document: &Document) -> Vec<Range<usize>> {
    let text = document.text();
    // Most documents hold none, and this is asked at every keystroke.
    let hidden = kinds::deployed().filter(|kind| kind.hides_data()).map(|kind| kind.name);
    let is_named = ["assword", "ASSWORD"].into_iter().chain(hidden).any(|word| text.contains(word));
    let loose = loose(document);
    if !is_named && loose.is_empty() {
        return loose;
    }
    let (mut found, mut read) = values(document);
    read.extend(loose.iter().map(|range| range.start));
    found.extend(loose);
    read.sort_unstable();
    let unread = |line: &RangeInclusive<usize>| {
        read.get(read.partition_point(|at| at < line.start())).is_none_or(|at| at > line.end())
    };
    found.extend(looks(text).into_iter().filter(|(line, _)| unread(line)).map(|it| it.1));
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found.into_iter().filter(|range| !range.is_empty()) {
        match apart.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => apart.push(range),
        }
    }
    apart
}

/// The secrets that could be read, and where all values stand that could be one, empty ones too.
fn values(document: &Document) -> (Vec<Range<usize>>, Vec<usize>) {
    let (mut found, mut read) = (Vec::new(), Vec::new());
    let Some(root) = document.root() else { return (found, read) };
    let is_secret = document.kind().is_some_and(hides_data);
    root.walk(&mut |path, node, is_key| {
        if is_key
            || node.is_mapping()
            || node.is_sequence()
            || !(is_password(path) || is_secret && is_data(path))
        {
            return;
        }
        // What an alias stands for is as secret where it is written. A tag is most likely a password without quotes.
        let value = node.resolved();
        let range =
            if value.tag().is_some() { value.local_range_with_properties() } else { value.local_range() };
        read.extend([node.local_range().start, range.start]);
        if !node.is_null() && node.scalar_text() != Some("") {
            found.push(range);
        }
    });
    (found, read)
}

fn is_password(path: &Path) -> bool {
    matches!(path.last(), Some(Segment::Key(key)) if is_password_key(key))
}

fn is_password_key(key: &str) -> bool {
    key.eq_ignore_ascii_case("password")
}

/// Whether what objects of a kind hold is secret.
pub(crate) fn hides_data(kind: &str) -> bool {
    kinds::spec(kind).is_some_and(KindSpec::hides_data)
}

fn is_data(path: &Path) -> bool {
    path.segments().iter().any(|segment| matches!(segment, Segment::Key(key) if DATA.contains(&key.as_str())))
}

/// Values that are secret by the looks of their lines, with the range of the line: in texts that cannot be read to their
/// end, in comments, or where a blank is missing behind the colon.
fn looks(text: &str) -> Vec<(RangeInclusive<usize>, Range<usize>)> {
    let is_secret =
        lines(text).any(|line| line.text.trim_end().strip_prefix("kind: ").is_some_and(hides_data));
    let mut found = Vec::new();
    // The column of a key whose value goes on in the lines below it, and whether these have keys of their own.
    let mut above: Option<(usize, bool)> = None;
    for line in lines(text) {
        let content = line.text.trim_start_matches([' ', '\t', '#']);
        let column = line.text.len() - content.len();
        let whole = line.start..=line.start + line.text.len();
        let end = line.start + line.text.trim_end().len();
        let (key, value) = content.split_once(':').unwrap_or((content, ""));
        let key = key.trim_start_matches("- ").trim().trim_matches(['"', '\'']);
        let at_value = line.start + line.text.len() - value.trim_start().len();
        match above {
            Some((parent, keys)) if column > parent || content.is_empty() => {
                let from = if keys && !value.is_empty() { at_value } else { line.start + column };
                found.push((whole, from..end.max(from)));
            }
            _ => {
                let (password, data) = (is_password_key(key), is_secret && DATA.contains(&key));
                above = (password || data).then_some((column, data));
                // An empty mapping is no value, and nothing stands below it.
                if above.is_some() && value.trim() != "{}" {
                    found.push((whole, at_value..end.max(at_value)));
                }
            }
        }
    }
    found
}

/// A secret with the lines that it stands in, in bytes of the document's own text.
pub(crate) struct Secret {
    lines: RangeInclusive<usize>,
    text: String,
}

/// What one document must not let slip.
pub(crate) fn kept(document: &Document) -> Vec<Secret> {
    let text = document.text();
    let kept = |range: Range<usize>| {
        let start =
            text.get(..range.start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
        let end = text
            .get(range.end..)
            .and_then(|rest| rest.find(['\n', '\r']))
            .map_or(text.len(), |at| range.end + at);
        Secret { lines: start..=end, text: text.get(range).unwrap_or_default().to_owned() }
    };
    local(document).into_iter().map(kept).collect()
}

/// Takes the quoted pieces of secrets out of what is said about their lines. The document begins at `start`.
pub(crate) fn hide(problem: &mut Problem, secrets: &[Secret], start: usize) {
    let local = |offset: usize| offset.saturating_sub(start);
    let (first, last) = (local(problem.span.start.offset), local(problem.span.end.offset));
    let near = |secret: &&Secret| *secret.lines.start() <= last && first <= *secret.lines.end();
    for Secret { text: secret, .. } in secrets.iter().filter(near) {
        if let Some(message) = without(&problem.message, secret) {
            problem.message = message.into();
        }
        if problem.fixes.iter().any(|fix| without(&fix.title, secret).is_some()) {
            let retitled =
                |fix: Fix| Fix { title: without(&fix.title, secret).unwrap_or(fix.title), edits: fix.edits };
            problem.fixes = Fixes::from(0, Some(Arc::new(problem.fixes.iter().map(retitled).collect())));
        }
    }
}

/// How sentences set off what they quote.
const QUOTES: [(&str, &str); 3] = [("\"", "\""), ("{{ ", " }}"), ("{% ", " %}")];

/// The sentence without its quoted pieces of the secret, if it has any.
fn without(sentence: &str, secret: &str) -> Option<String> {
    let inner = secret.trim_matches(|char: char| !char.is_alphanumeric());
    // The lines of a block are indented in the text, and not in what is quoted of it.
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let whole = bare(secret);
    let shows = |piece: &str| {
        let short = bare(piece.trim_end_matches("..."));
        !short.is_empty() && (whole.contains(&short) || inner.len() > 3 && piece.contains(inner))
    };
    let mut said = sentence.to_owned();
    for (open, close) in QUOTES {
        let mut kept = String::new();
        let mut rest = said.as_str();
        while let Some((before, inside)) = rest.split_once(open)
            && let Some((piece, after)) = inside.split_once(close)
        {
            kept.extend([before, open, if shows(piece) { "…" } else { piece }, close]);
            rest = after;
        }
        kept.push_str(rest);
        said = kept;
    }
    if inner.len() > 3 {
        said = said.replace(inner, "…");
    }
    (said != sentence).then_some(said)
}
