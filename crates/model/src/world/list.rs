//! One list of a Controller at one moment: all of it, some of it, or nothing, and then why.

use std::sync::Arc;

/// The rows of a list as far as they are known. What is missing in one that is not whole may exist all the same.
#[derive(Debug)]
pub struct List<T> {
    rows: Arc<Vec<Arc<T>>>,
    /// Why there may be more than these.
    unknown: Option<Arc<str>>,
}

impl<T> List<T> {
    /// All that there is.
    pub fn whole(rows: Arc<Vec<Arc<T>>>) -> List<T> {
        List { rows, unknown: None }
    }

    /// Some of what there is, and why not all.
    pub fn part(rows: Vec<Arc<T>>, why: &str) -> List<T> {
        List { rows: Arc::new(rows), unknown: Some(why.into()) }
    }

    /// Nothing is known, for this reason.
    pub fn unknown(why: &str) -> List<T> {
        List::part(Vec::new(), why)
    }

    /// All rows, or nothing when there may be more.
    pub fn all(&self) -> Option<&[Arc<T>]> {
        self.unknown.is_none().then_some(&self.rows)
    }

    /// The rows that are known.
    pub fn iter(&self) -> std::slice::Iter<'_, Arc<T>> {
        self.rows.iter()
    }

    /// The known rows as plain references.
    pub fn rows(&self) -> impl Iterator<Item = &T> + Clone {
        self.rows.iter().map(Arc::as_ref)
    }

    /// The known row at this place.
    pub(super) fn at(&self, place: usize) -> Option<&T> {
        self.rows.get(place).map(Arc::as_ref)
    }

    /// All rows as plain references, or why there may be more.
    pub fn known(&self) -> Result<impl Iterator<Item = &T>, String> {
        self.why().map_or_else(|| Ok(self.rows()), |why| Err(why.to_owned()))
    }

    /// Why there may be more than the known rows.
    pub fn why(&self) -> Option<&str> {
        self.unknown.as_deref()
    }
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List::unknown("It was not asked for.")
    }
}

// Derived, they would ask the same of the rows.
impl<T> Clone for List<T> {
    fn clone(&self) -> List<T> {
        List { rows: Arc::clone(&self.rows), unknown: self.unknown.clone() }
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> List<T> {
        List::whole(Arc::new(rows.into_iter().map(Arc::new).collect()))
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a Arc<T>;
    type IntoIter = std::slice::Iter<'a, Arc<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
