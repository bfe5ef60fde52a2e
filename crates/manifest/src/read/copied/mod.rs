//! What comes along when a manifest is copied: the command that wrote it, prompts, frames, line numbers, escapes; and
//! what is lost on the way, like indentation and the `---` between documents.
//!
//! Each pass looks for one such thing and says how the text would be without it. The clean text is read as a manifest of
//! its own, with the passes that are left, and its problems are told at their places in the text as it is. So a fix
//! always leaves less to mend: what it uncovers was told before.

mod closing;
mod command;
mod diff;
mod echoes;
mod flat;
mod half;
mod join;
mod label;
mod marks;
mod markup;
mod middle;
mod output;
mod prefix;
mod request;
mod rows;
mod shell;
mod string;
mod suspects;
mod tabs;
mod tags;
mod typography;
mod words;

use std::ops::Range;
use std::sync::Arc;

pub(super) use command::is_command;
pub(super) use marks::is_left_out;
pub(super) use request::without_manifest;
pub(crate) use rows::ROOT_KEYS;
pub(super) use rows::rows;
pub(crate) use suspects::{Suspects, Suspicion};

use self::rows::Row;
use super::{FOREIGN, Finding, Manifest, split};
use crate::limits::Limits;
use crate::position::{Edit, Span};
use crate::problem::{Fix, Fixes, Problem};
use crate::tree::Document;

/// What a pass found: at least one finding, and the edits that give the clean text.
#[derive(Default)]
struct Dirt {
    /// With ranges and edits of the whole text.
    findings: Vec<Finding>,
    edits: Vec<Edit>,
    /// Something was left out of the text, so nothing can be said to be missing.
    left_out: bool,
    /// The clean text has its lines elsewhere, so its fixes do not fit this one.
    moved: bool,
}

impl Dirt {
    /// One finding for all edits, with a fix that makes them.
    fn one(finding: Finding, title: &'static str, edits: Vec<Edit>) -> Option<Dirt> {
        let any = !edits.is_empty();
        any.then(|| Dirt { findings: vec![finding.with_fix(title, edits.clone())], edits, ..Dirt::default() })
    }
}

type Pass = fn(&Suspects) -> Option<Dirt>;

/// The passes, in the order in which one uncovers what the next looks for, each with what it could find.
const PASSES: &[(Suspicion, Pass)] = &[
    (Suspicion::TAGS, markup::find),
    (Suspicion::LINES, |it| diff::find(it.all_rows())),
    (Suspicion::LINES, |it| prefix::find(it.all_rows())),
    (Suspicion::LINES, |it| string::find(it.text)),
    (Suspicion::SIGNS, typography::blanks),
    (Suspicion::LINES, |it| label::find(it.text)),
    (Suspicion::LINES, |it| request::find(it.text)),
    (Suspicion::LINES, |it| echoes::find(it.text, it.all_rows())),
    (Suspicion::LINES, |it| shell::find(it.all_rows())),
    (Suspicion::LINES, |it| prefix::alike(it.all_rows())),
    (Suspicion::SIGNS, typography::find),
    (Suspicion::LINES, |it| tabs::find(it.all_rows())),
    (Suspicion::SHIFTED, middle::find),
    (Suspicion::LINES, |it| marks::find(it.all_rows())),
    (Suspicion::JOINED, join::find),
    (Suspicion::FLAT, flat::find),
];

/// Passes that one text may need; the guard against two that undo each other.
const MOST_PASSES: usize = 12;

/// A text that holds more than its manifest.
pub(super) struct Copied {
    findings: Vec<Finding>,
    edits: Vec<Edit>,
    /// The stretches of the clean text and of this one that were replaced by each other, in order.
    replaced: Vec<(Range<usize>, Range<usize>)>,
    left_out: bool,
    moved: bool,
    clean: Box<Manifest>,
}

/// Looks for what was copied along; `depth` counts the texts around this one. Documents of the clean text that `like`
/// has are not read again.
pub(super) fn find(
    suspects: &Suspects,
    limits: &Limits,
    depth: usize,
    like: &mut Option<Manifest>,
) -> Option<Copied> {
    if depth >= MOST_PASSES {
        return None;
    }
    let passes = PASSES.iter().filter(|(what, _)| suspects.any(*what));
    let dirt = passes.into_iter().find_map(|(_, pass)| pass(suspects))?;
    Some(cleaned(suspects.text, dirt, limits, depth, like.take()))
}

/// Whether reading found something that can be mended at once; what lies behind it shows only then.
pub(super) fn is_mendable(finding: &Finding) -> bool {
    finding.code == "syntax" && !finding.fixes.is_empty()
}

/// The text without the first of such findings, whose places count from `start`.
pub(super) fn mended(
    text: &str,
    finding: &Finding,
    start: usize,
    limits: &Limits,
    depth: usize,
    like: impl FnOnce() -> Manifest,
) -> Option<Copied> {
    let moved =
        |edit: &Edit| Edit::replace(edit.range.start + start..edit.range.end + start, edit.text.clone());
    let mut finding = finding.clone();
    finding.range = finding.range.start + start..finding.range.end + start;
    for fix in &mut finding.fixes {
        fix.edits = fix.edits.iter().map(moved).collect();
    }
    let edits = finding.fixes.first()?.edits.clone();
    let dirt = Dirt { findings: vec![finding], edits, ..Dirt::default() };
    (depth < MOST_PASSES).then(|| cleaned(text, dirt, limits, depth, Some(like())))
}

fn cleaned(text: &str, mut dirt: Dirt, limits: &Limits, depth: usize, like: Option<Manifest>) -> Copied {
    dirt.edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let clean = crate::apply(text, &dirt.edits);
    let mut at = 0;
    let mut read_to = 0;
    let mut replaced = Vec::new();
    for edit in &dirt.edits {
        at += edit.range.start - read_to;
        replaced.push((at..at + edit.text.len(), edit.range.clone()));
        at += edit.text.len();
        read_to = edit.range.end;
    }
    let clean = Box::new(Manifest::parse_like(clean, limits, depth + 1, like));
    let Dirt { findings, edits, left_out, moved } = dirt;
    Copied { findings, edits, replaced, left_out, moved, clean }
}

impl Copied {
    pub(super) fn clean(&self) -> &Manifest {
        &self.clean
    }

    pub(super) fn into_clean(self) -> Manifest {
        *self.clean
    }

    /// The text with everything that was copied along blanked out, byte for byte as long as before.
    pub(super) fn mask(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for edit in &self.edits {
            let Some(gone) = text.get(edit.range.clone()) else { continue };
            masked.push_str(text.get(done..edit.range.start).unwrap_or_default());
            let with = if edit.text.len() <= gone.len() { &*edit.text } else { "" };
            masked.push_str(with);
            let rest = gone.bytes().skip(with.len());
            masked
                .extend(rest.map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
            done = edit.range.end;
        }
        masked.push_str(text.get(done..).unwrap_or_default());
        masked
    }

    /// Whether the clean text differs from this one in a part of it, or the one that is cleaner still.
    pub(super) fn touches(&self, part: &Range<usize>) -> bool {
        let from = self.edits.partition_point(|edit| edit.range.end < part.start);
        let own = self.edits.get(from).is_some_and(|edit| edit.range.start <= part.end);
        let inner = || self.inner(part.start)..self.inner(part.end);
        own || self.clean.copied().is_some_and(|copied| copied.touches(&inner()))
    }

    /// The problems of the clean text at their places in this one, and what was copied along.
    pub(super) fn outward(&self, text: &Manifest, clean: Vec<Problem>) -> Vec<Problem> {
        // What is of no use to a Controller with what was copied along is of none without it.
        if self.is_foreign() {
            return clean.into_iter().map(|problem| self.moved_out(text, problem)).collect();
        }
        let missing = |problem: &Problem| matches!(problem.code, "missing-field" | "null-value");
        let kept = clean.into_iter().filter(|problem| !self.left_out || !missing(problem));
        let mut problems: Vec<Problem> = kept.map(|problem| self.moved_out(text, problem)).collect();
        problems.extend(self.findings.iter().map(|finding| Problem {
            severity: finding.severity,
            code: finding.code,
            span: span(text, finding.range.clone()),
            message: finding.message.as_str().into(),
            fixes: finding.fixes(0),
            document: text.document_at(finding.range.start),
        }));
        problems.sort_by(|a, b| {
            (a.span.start.offset, a.severity, a.code).cmp(&(b.span.start.offset, b.severity, b.code))
        });
        problems
    }

    /// Nothing but files of other products.
    fn is_foreign(&self) -> bool {
        let mut documents =
            self.clean.clean().documents().iter().filter(|document| !document.is_empty()).peekable();
        let foreign =
            |document: &Document| document.findings.iter().any(|finding| FOREIGN.contains(&finding.code));
        documents.peek().is_some() && documents.all(foreign)
    }

    fn moved_out(&self, text: &Manifest, problem: Problem) -> Problem {
        let inner = problem.span.range();
        let start = self.outer(inner.start);
        let end = self.outer(inner.end).max(start);
        let fixes = problem.fixes.iter().filter_map(|fix| {
            let edits = fix.edits.iter().map(|edit| self.edit(edit)).collect::<Option<_>>()?;
            Some(Fix { title: fix.title, edits })
        });
        let fixes: Vec<Fix> = if self.moved { Vec::new() } else { fixes.collect() };
        Problem {
            span: span(text, start..end),
            fixes: Fixes::from(0, Some(Arc::new(fixes))),
            document: problem.document.and_then(|_| text.document_at(start)),
            ..problem
        }
    }

    /// The place in this text of a byte of the clean one.
    fn outer(&self, inner: usize) -> usize {
        let behind = self.replaced.partition_point(|(clean, _)| clean.end <= inner);
        if let Some((clean, own)) = self.replaced.get(behind)
            && clean.start <= inner
            && !clean.is_empty()
        {
            return own.start;
        }
        let last = behind.checked_sub(1).and_then(|at| self.replaced.get(at));
        last.map_or(inner, |(clean, own)| own.end + inner - clean.end)
    }

    /// The place in the clean text of a byte of this one.
    fn inner(&self, outer: usize) -> usize {
        let behind = self.replaced.partition_point(|(_, own)| own.end <= outer);
        if let Some((clean, own)) = self.replaced.get(behind)
            && own.start <= outer
        {
            return clean.start;
        }
        let last = behind.checked_sub(1).and_then(|at| self.replaced.get(at));
        last.map_or(outer, |(clean, own)| clean.end + outer - own.end)
    }

    /// An edit of the clean text as one of this text; none where the two differ.
    fn edit(&self, edit: &Edit) -> Option<Edit> {
        let inner = &edit.range;
        let apart = |clean: &Range<usize>| clean.end < inner.start || inner.end < clean.start;
        let near = self.replaced.partition_point(|(clean, _)| clean.end < inner.start);
        if !self.replaced.iter().skip(near).take(1).all(|(clean, _)| apart(clean)) {
            return None;
        }
        Some(Edit::replace(self.outer(inner.start)..self.outer(inner.end), edit.text.clone()))
    }
}

/// A stretch of the whole text with lines and columns.
fn span(text: &Manifest, range: Range<usize>) -> Span {
    let position = |offset: usize| {
        let document = text.document_at(offset).and_then(|at| text.documents().get(at));
        document.map(|document| document.position_at(offset.saturating_sub(document.range().start)))
    };
    let nowhere = crate::position::Position { offset: 0, line: 1, column: 1 };
    let start = position(range.start).unwrap_or(nowhere);
    Span { start, end: position(range.end).unwrap_or(start) }
}

/// Whether the keys around a manifest stand in a text, where YAML has them.
fn holds_manifest(text: &str) -> bool {
    let mut keys =
        rows(text).filter(Row::is_manifest).filter_map(|row| rows::key(row.content)).collect::<Vec<_>>();
    keys.dedup();
    keys.contains(&"kind") && keys.iter().any(|key| *key != "kind")
}

/// Whether a text would be taken for a list item of a word processor or for what a program printed, at the beginning of
/// a line.
pub(super) fn is_sign(text: &str) -> bool {
    text.starts_with(typography::BULLETS)
        || output::is_output(&format!("{text}: some text"))
        || output::is_output(text)
}

/// Whether a text holds what looks like the tag of a web page.
pub(super) fn may_hold_tags(text: &str) -> bool {
    markup::may_hold(text)
}

/// The documents of a text with their places.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = first_start(text);
    std::iter::from_fn(move || {
        let start = at;
        let piece = text.get(start..).filter(|rest| !rest.is_empty())?;
        at = split::piece_end(text, start);
        Some((start, piece.get(..at - start)?))
    })
}

/// Byte-order mark or not, where the first row begins.
fn first_start(text: &str) -> usize {
    if text.starts_with(split::BOM) { split::BOM.len_utf8() } else { 0 }
}
