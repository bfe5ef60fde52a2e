//! Documents of an earlier reading, for a later one to take over instead of reading the same text again.

use super::copied::Suspicion;
use crate::tree::Document;

/// How many documents on from the last one that was taken the next is looked for.
const NEAR: usize = 64;

/// They are taken in the order in which they stood.
pub(super) struct Stock {
    documents: Vec<Option<Document>>,
    /// The first that may still be taken.
    next: usize,
}

impl Stock {
    pub(super) fn new(documents: Vec<Document>) -> Stock {
        Stock { documents: documents.into_iter().map(Some).collect(), next: 0 }
    }

    /// What was found out about documents of such texts; for texts that are not there, what looking at them gives.
    pub(super) fn suspicions(&self) -> impl FnMut(&str) -> Suspicion + '_ {
        let mut next = 0;
        move |text| {
            let known = self.near(next, |document| *document.text == *text);
            let Some((at, document)) = known else { return Suspicion::of(text) };
            next = at + 1;
            document.suspicion
        }
    }

    /// The document that reading `text` would give, but for its place.
    pub(super) fn take(&mut self, text: &str) -> Option<Document> {
        let (at, _) = self.near(self.next, |document| document.as_written && *document.text == *text)?;
        self.next = at + 1;
        self.documents.get_mut(at)?.take()
    }

    fn near(&self, from: usize, fits: impl Fn(&Document) -> bool) -> Option<(usize, &Document)> {
        let near = self.documents.iter().enumerate().skip(from).take(NEAR);
        near.filter_map(|(at, document)| Some((at, document.as_ref()?))).find(|(_, it)| fits(it))
    }
}
