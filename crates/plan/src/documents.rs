//! The documents of some files, read as far as a plan needs.

use manifest::wire::{self, Spec};
use manifest::{Manifest, Problem, Severity};

use crate::identity::{Counter, StepId};
use model::Kind;

/// A file to plan for.
#[derive(Clone, Copy)]
pub struct File<'a> {
    pub name: &'a str,
    pub manifest: &'a Manifest,
    /// What reading and checking found. A document with an error is not planned.
    pub problems: &'a [Problem],
}

/// One document, understood or not.
pub(crate) struct Draft<'a> {
    pub(crate) id: StepId,
    pub(crate) file: &'a str,
    /// The word in `kind:`; empty when there is none.
    pub(crate) kind_word: String,
    pub(crate) kind: Option<Kind>,
    /// What `metadata.name` says, for documents that are not understood.
    pub(crate) written_name: String,
    /// The document as far as it could be understood.
    pub(crate) read: Option<Spec>,
    /// False where reading broke off: more may have been meant.
    pub(crate) is_complete: bool,
    /// Why it cannot be deployed as it is.
    pub(crate) problem: Option<String>,
}

impl Draft<'_> {
    /// The spec of a document of this kind, if it can be used.
    pub(crate) fn spec_of(&self, kind: Kind) -> Option<&Spec> {
        self.read(kind).filter(|_| self.problem.is_none())
    }

    /// The spec of a document of this kind, as far as it could be understood.
    pub(crate) fn read(&self, kind: Kind) -> Option<&Spec> {
        self.read.as_ref().filter(|_| self.kind == Some(kind))
    }

    /// The object's name for people.
    pub(crate) fn name(&self) -> String {
        match (self.kind, &self.read) {
            (Some(Kind::Registry), Some(spec)) => spec.text("url").unwrap_or_default().to_owned(),
            (Some(_), Some(spec)) if !spec.name.is_empty() => spec.full_name(),
            _ => self.written_name.clone(),
        }
    }
}

/// All documents that hold anything, in the order of the files.
pub(crate) fn gather<'a>(files: &[File<'a>]) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    let mut counter = Counter::default();
    for file in files {
        for document in file.manifest.documents() {
            let read = wire::read_what_there_is(document);
            let id = counter.next(document, read.as_ref().map(|(spec, _)| spec));
            if document.is_empty() {
                continue;
            }
            let kind_word = document.kind().unwrap_or_default().to_owned();
            drafts.push(Draft {
                id,
                file: file.name,
                kind: Kind::from_word(&kind_word),
                kind_word,
                written_name: document.name().unwrap_or_default().to_owned(),
                is_complete: document.is_complete(),
                problem: problem(file, document, read.as_ref().map(|(_, misfits)| misfits.as_slice())),
                read: read.map(|(spec, _)| spec),
            });
        }
    }
    drafts
}

fn problem(
    file: &File<'_>,
    document: &manifest::Document,
    misfits: Option<&[wire::Misfit]>,
) -> Option<String> {
    let index = document.index();
    let errors =
        file.problems.iter().filter(|it| it.document == Some(index) && it.severity == Severity::Error);
    let mut errors = errors.map(|problem| format!("Line {}: {}", problem.span.start.line, problem.message));
    if let Some(first) = errors.next() {
        return Some(and_more(first, errors.count()));
    }
    let Some(misfits) = misfits else {
        return Some("This is not a document that the console deploys.".to_owned());
    };
    let first = misfits.first()?;
    Some(and_more(format!("{}: {}", first.path, first.message), misfits.len() - 1))
}

fn and_more(first: String, more: usize) -> String {
    match more {
        0 => first,
        1 => format!("{first} One more problem."),
        _ => format!("{first} {more} more problems."),
    }
}
