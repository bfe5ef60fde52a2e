//! The documents of some files, read as far as a plan needs.

use std::collections::HashMap;

use manifest::wire::{self, Misfit, Spec};
use manifest::{Document, Manifest, Problem, Remembered, Severity};
use model::{Kind, Release};

use crate::identity::{Counter, StepId};
use crate::kinds;

/// A file to plan for.
#[derive(Clone, Copy)]
pub struct File<'a> {
    pub name: &'a str,
    pub manifest: &'a Manifest,
    /// What reading and checking found. A document with an error is not planned.
    pub problems: &'a [Problem],
}

/// What a document says, which depends on nothing but its text and on which fields the Controller knows.
struct Said {
    kind_word: String,
    kind: Option<Kind>,
    written_name: String,
    /// What it calls its object.
    key: String,
    read: Option<(Spec, Vec<Misfit>)>,
}

impl Said {
    fn by(document: &Document, release: Release) -> Said {
        let kind_word = document.kind().unwrap_or_default().to_owned();
        let kind = Kind::from_word(&kind_word);
        let read = wire::read_for(document, release);
        let written_name = document.name().unwrap_or_default().to_owned();
        let key = kind.zip(read.as_ref()).map(|(kind, (spec, _))| kinds::key(kind, spec));
        Said { key: key.unwrap_or_else(|| written_name.clone()), kind_word, kind, written_name, read }
    }
}

/// Documents that were read. One that has not changed is not read again.
pub(crate) struct Documents {
    /// Of the Controller that the documents are for.
    release: Release,
    said: Remembered<Said>,
}

/// One document, understood or not.
pub(crate) struct Draft<'a> {
    pub(crate) id: StepId,
    /// Tells readings of documents apart.
    pub(crate) revision: u64,
    pub(crate) file: &'a str,
    /// The word in `kind:`; empty when there is none.
    pub(crate) kind_word: &'a str,
    pub(crate) kind: Option<Kind>,
    /// What `metadata.name` says, for documents that are not understood.
    pub(crate) written_name: &'a str,
    /// The document as far as it could be understood.
    pub(crate) read: Option<&'a Spec>,
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
        self.read.filter(|_| self.kind == Some(kind))
    }

    /// The object's name for people.
    pub(crate) fn name(&self) -> String {
        match (self.kind, self.read) {
            (Some(Kind::Registry), Some(spec)) => {
                model::Registry::shown(spec.text("url").unwrap_or_default())
            }
            (Some(_), Some(spec)) if !spec.name.is_empty() => spec.full_name(),
            _ => self.written_name.to_owned(),
        }
    }
}

impl Default for Documents {
    fn default() -> Self {
        // What is planned of a file may be another text than its own.
        Documents { release: Release::NEWEST, said: Remembered::keeping(2) }
    }
}

impl Documents {
    /// Reads for a Controller of this release from now on.
    pub(crate) fn read_for(&mut self, release: Release) {
        if self.release != release {
            *self = Documents { release, ..Documents::default() };
        }
    }

    /// Reads what has changed of these texts as long as `goes_on` says so, at least one document, and forgets the others
    /// as soon as they are many. The answer is how many are left.
    pub(crate) fn look<'m>(
        &mut self,
        manifests: impl Iterator<Item = &'m Manifest>,
        goes_on: impl FnMut() -> bool,
    ) -> usize {
        let release = self.release;
        let documents = manifests.flat_map(Manifest::documents);
        self.said.look(documents, |document| Said::by(document, release), goes_on)
    }

    /// The identities of all documents of some files, in their order.
    pub(crate) fn identities(&mut self, manifests: &[&Manifest]) -> Vec<Vec<StepId>> {
        self.look(manifests.iter().copied(), || true);
        let mut counter = Counter::default();
        let mut of_document = |document: &Document| {
            let said = self.said.get(document);
            let (kind, key) = said.map_or(("", ""), |said| (&said.kind_word, &said.key));
            counter.next(kind, key)
        };
        manifests.iter().map(|manifest| manifest.documents().iter().map(&mut of_document).collect()).collect()
    }

    /// All documents that hold anything, in the order of the files.
    pub(crate) fn gather<'a>(&'a mut self, files: &[File<'a>]) -> Vec<Draft<'a>> {
        self.look(files.iter().map(|file| file.manifest), || true);
        let mut drafts = Vec::new();
        let mut counter = Counter::default();
        for file in files {
            let errors = errors(file.problems);
            for document in file.manifest.documents() {
                let Some(said) = self.said.get(document) else { continue };
                let id = counter.next(&said.kind_word, &said.key);
                if document.is_empty() {
                    continue;
                }
                let misfits = said.read.as_ref().map(|(_, misfits)| misfits.as_slice());
                let error = errors.get(&document.index());
                let error = error.map(|(first, more)| and_more(first_error(first), *more));
                drafts.push(Draft {
                    id,
                    revision: document.revision(),
                    file: file.name,
                    kind: said.kind,
                    kind_word: &said.kind_word,
                    written_name: &said.written_name,
                    is_complete: document.is_complete(),
                    problem: error.or_else(|| misfit(misfits)),
                    read: said.read.as_ref().map(|(spec, _)| spec),
                });
            }
        }
        drafts
    }
}

/// By its document, the first error and how many more there are.
fn errors(problems: &[Problem]) -> HashMap<usize, (&Problem, usize)> {
    let mut errors = HashMap::new();
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        let Some(document) = problem.document else { continue };
        errors.entry(document).and_modify(|(_, more)| *more += 1).or_insert((problem, 0));
    }
    errors
}

fn first_error(problem: &Problem) -> String {
    format!("Line {}: {}", problem.span.start.line, problem.message)
}

/// Why a document cannot be deployed that checks find nothing wrong with.
fn misfit(misfits: Option<&[Misfit]>) -> Option<String> {
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
