//! What was found out about documents, for as long as they are there: one that has not changed is not looked at again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::tree::Document;

/// What was found out about each document.
pub struct Remembered<T> {
    /// By the revision of the document, with the last look that met it.
    found: HashMap<u64, (T, u64)>,
    looks: u64,
    times: usize,
}

impl<T> Default for Remembered<T> {
    /// Forgets what the last look did not meet.
    fn default() -> Remembered<T> {
        Remembered::keeping(1)
    }
}

impl<T> Remembered<T> {
    /// Keeps what looks do not meet until there is more than `times` as much as the last one met.
    pub fn keeping(times: usize) -> Remembered<T> {
        Remembered { found: HashMap::new(), looks: 0, times }
    }

    /// Finds out about the documents of which nothing is known as long as `goes_on` says so, about one at least. The answer
    /// is how many are left.
    pub fn look<'d>(
        &mut self,
        documents: impl IntoIterator<Item = &'d Document>,
        mut find: impl FnMut(&'d Document) -> T,
        mut goes_on: impl FnMut() -> bool,
    ) -> usize {
        self.looks += 1;
        let (mut count, mut left, mut is_over) = (0, 0, false);
        for document in documents {
            count += 1;
            match self.found.entry(document.revision()) {
                Entry::Occupied(mut found) => found.get_mut().1 = self.looks,
                Entry::Vacant(_) if is_over => left += 1,
                Entry::Vacant(place) => {
                    place.insert((find(document), self.looks));
                    is_over = !goes_on();
                }
            }
        }
        if self.found.len() > count * self.times {
            self.found.retain(|_, (_, look)| *look == self.looks);
        }
        left
    }

    /// What is known of a document.
    pub fn get(&self, document: &Document) -> Option<&T> {
        self.found.get(&document.revision()).map(|(found, _)| found)
    }

    /// Forgets everything: it depended on something else, too.
    pub fn forget(&mut self) {
        self.found.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Manifest;

    /// Looks at the documents of a text, at two at a time. Gives how many it found out about, and how many are left.
    fn check(remembered: &mut Remembered<String>, manifest: &Manifest, expected: (usize, usize)) {
        let mut found = 0;
        let find = |document: &Document| {
            found += 1;
            document.text().to_owned()
        };
        let mut times = 0;
        let left = remembered.look(manifest.documents(), find, || {
            times += 1;
            times < 2
        });
        assert_eq!((found, left), expected);
    }

    #[test]
    fn what_is_known_is_not_found_out_again_and_what_is_gone_is_forgotten() {
        let mut remembered = Remembered::default();
        let mut manifest = Manifest::parse("a: 1\n---\nb: 2\n---\nc: 3\n");
        check(&mut remembered, &manifest, (2, 1));
        check(&mut remembered, &manifest, (1, 0));
        check(&mut remembered, &manifest, (0, 0));
        assert_eq!(remembered.get(&manifest.documents()[1]).map(String::as_str), Some("---\nb: 2\n"));
        manifest.replace(3..4, "4");
        check(&mut remembered, &manifest, (1, 0));
        assert_eq!(remembered.found.len(), 3);
        remembered.forget();
        check(&mut remembered, &manifest, (2, 1));
    }

    #[test]
    fn some_is_kept_of_what_was_not_met() {
        let mut remembered = Remembered::keeping(2);
        let (one, other) = (Manifest::parse("a: 1\n"), Manifest::parse("b: 1\n"));
        check(&mut remembered, &one, (1, 0));
        check(&mut remembered, &other, (1, 0));
        check(&mut remembered, &one, (0, 0));
        check(&mut remembered, &Manifest::parse("c: 1\n"), (1, 0));
        check(&mut remembered, &one, (1, 0));
    }
}
