//! All documents of all files as one set: which object each of them is about, and which of them get in each other's way.
//!
//! The key of an object is what is found on the Controller, not how a document calls it: an application by its id and by
//! its name is one application. Documents with mistakes belong to the set too, as far as they say what they are about.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use manifest::wire::Spec;
use model::{Kind, Microservice, World};

use super::{Blocked, Planning};
use crate::documents::Draft;
use crate::kinds;

/// An object, or a name that only one object can have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Claim {
    Object(Kind, String),
    ItemName(String),
}

/// What the documents are about, by their places among the drafts.
#[derive(Default)]
pub(super) struct Set {
    about: Vec<Arc<About>>,
    /// Which document was the first to be about what, in the order in which steps are applied.
    first: HashMap<Claim, usize>,
    /// Applications that only the Controller can make from their template.
    opaque: BTreeSet<String>,
}

/// What one document is about.
#[derive(Default)]
pub(crate) struct About {
    pub(crate) claims: Vec<Claim>,
    /// The application of a Microservice document, if it can be told.
    pub(crate) application: Option<String>,
    /// The names in the list of an Application document.
    pub(crate) members: Vec<String>,
    /// An application that only the Controller can make from its template.
    pub(crate) opaque: Option<String>,
}

impl About {
    /// About these objects of a kind.
    pub(crate) fn objects(kind: Kind, keys: impl IntoIterator<Item = String>) -> About {
        let claims = keys.into_iter().map(|key| Claim::Object(kind, key)).collect();
        About { claims, ..About::default() }
    }

    /// About the one object of its name, if that is certain.
    pub(crate) fn named(kind: Kind, spec: &Spec) -> About {
        About::objects(kind, is_certain(&spec.name).then(|| spec.name.clone()))
    }
}

/// Why a microservice that a list lacks is not deleted.
pub(crate) enum Wanted {
    /// It has a document of its own.
    Plainly,
    /// It may have; the sentence says which document that is.
    Perhaps(String),
}

/// Whether a name is the name itself: not missing, and no template that comes to something else.
pub(crate) fn is_certain(name: &str) -> bool {
    !name.is_empty() && !name.contains("{{") && !name.contains("{%")
}

/// The application of a microservice, by its name or id; `None` when that cannot be told.
pub(crate) fn application_of(spec: &Spec, world: &World) -> Option<String> {
    let written = spec.application.as_deref().filter(|name| is_certain(name))?;
    let known = world.application_by_name_or_id(written);
    Some(known.map_or_else(|| written.to_owned(), |application| application.name.clone()))
}

impl Planning<'_> {
    /// Takes down who is about what.
    pub(super) fn take_down(&self, about: Vec<Arc<About>>) -> Set {
        let mut places: Vec<usize> = (0..about.len()).collect();
        places.sort_by_key(|place| self.drafts.get(*place).and_then(|draft| draft.kind));
        let mut first = HashMap::new();
        for place in places {
            for claim in about.get(place).into_iter().flat_map(|about| &about.claims) {
                first.entry(claim.clone()).or_insert(place);
            }
        }
        let opaque = about.iter().filter_map(|about| about.opaque.clone()).collect();
        Set { about, first, opaque }
    }

    /// What a document is about.
    pub(super) fn about(&self, draft: &Draft<'_>) -> About {
        let Some((kind, spec)) = draft.kind.zip(draft.read) else { return About::default() };
        let opaque = draft.read(Kind::Application).filter(|spec| self.is_opaque(spec));
        About { opaque: opaque.map(|spec| spec.name.clone()), ..kinds::about(kind, self, draft, spec) }
    }

    fn is_opaque(&self, spec: &Spec) -> bool {
        spec.text("template.name").is_some_and(|template| self.made_from(template, spec).is_none())
    }

    /// Refuses a document that would undo an earlier one, or be undone by it.
    pub(super) fn alone(&self, place: usize) -> Result<(), Blocked> {
        let (Some(draft), Some(about)) = (self.drafts.get(place), self.set.about.get(place)) else {
            return Ok(());
        };
        for claim in &about.claims {
            let first = self.set.first.get(claim).copied().filter(|first| *first != place);
            if let Some(first) = first.and_then(|first| self.drafts.get(first)) {
                return Blocked::because(clash(claim, draft, first));
            }
        }
        match &about.application {
            Some(application) if self.set.opaque.contains(application) => Blocked::because(format!(
                "The application {application} is made from a template here, and that deletes what the template does not \
                 make. Put this microservice into the template, or take the Application document out."
            )),
            _ => Ok(()),
        }
    }

    /// Whether a document is about a microservice that the list of its application lacks, or may be. As long as a name
    /// is not certain, it may be any name.
    pub(crate) fn wanted(&self, live: &Microservice) -> Option<Wanted> {
        self.asks_all();
        let mut doubt = None;
        for (draft, about) in self.drafts.iter().zip(&self.set.about) {
            match wants(draft, about, live) {
                Some(Wanted::Plainly) => return Some(Wanted::Plainly),
                other => doubt = doubt.or(other),
            }
        }
        doubt
    }
}

fn wants(draft: &Draft<'_>, about: &About, live: &Microservice) -> Option<Wanted> {
    match draft.kind {
        Some(Kind::Microservice) => {
            let name = draft.read.map_or("", |spec| spec.name.as_str());
            if about.application.as_ref().is_some_and(|application| *application != live.application) {
                return None;
            }
            let certain = is_certain(name) && draft.is_complete;
            match (certain, name == live.name, &about.application) {
                (true, false, _) => None,
                (true, true, Some(_)) if draft.problem.is_none() => Some(Wanted::Plainly),
                (true, true, Some(_)) => Some(faulty(draft)),
                (false, ..) | (true, true, None) => Some(unsure(draft)),
            }
        }
        Some(Kind::Application) => {
            let name = draft.read.map_or("", |spec| spec.name.as_str());
            if is_certain(name) && name != live.application {
                return None;
            }
            if about.members.contains(&live.name) {
                return Some(faulty(draft));
            }
            let certain = draft.is_complete && about.members.iter().all(|member| is_certain(member));
            (!certain).then(|| unsure(draft))
        }
        // Nothing in it is a microservice.
        Some(_) => None,
        // A kind that nobody knows may be a kind with a mistake in it.
        None if manifest::kinds::spec(draft.kind_word).is_some() => None,
        None => {
            let (application, name) = match draft.written_name.split_once('/') {
                Some((application, name)) => (Some(application), name),
                None => (None, draft.written_name),
            };
            let elsewhere = application.is_some_and(|it| is_certain(it) && it != live.application);
            let other = is_certain(name) && name != live.name;
            (!elsewhere && !other).then(|| unsure(draft))
        }
    }
}

fn clash(claim: &Claim, draft: &Draft<'_>, first: &Draft<'_>) -> String {
    let place = if first.file == draft.file { String::new() } else { format!(" ({})", first.file) };
    match (claim, first.kind) {
        (Claim::Object(Kind::Microservice, _), Some(Kind::Application)) => format!(
            "The Application document of {}{place} has this microservice too; deployed one after the other, they would undo \
             each other. Keep it in one of them.",
            first.name()
        ),
        (Claim::ItemName(_), _) => format!("An earlier document{place} gives a catalog item this name."),
        (Claim::Object(kind, _), _) => format!("An earlier document{place} is about the same {kind}."),
    }
}

fn faulty(draft: &Draft<'_>) -> Wanted {
    Wanted::Perhaps(format!(
        "{} {} in {} cannot be deployed as it is",
        draft.kind_word,
        draft.name(),
        draft.file
    ))
}

fn unsure(draft: &Draft<'_>) -> Wanted {
    Wanted::Perhaps(format!("a document in {} does not say for certain which object it is about", draft.file))
}
