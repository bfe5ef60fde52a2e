//! A kept draft as it is written down, and how what was found comes together. Nothing here knows the browser.

use serde::{Deserialize, Serialize};

use crate::resource::kept::Kept;
use crate::resource::spare::Spare;

/// Marks what was written in the last moment of a page, beside the draft that it is of: nobody can look then whether
/// another tab wrote to that one meanwhile.
const LATE: &str = "~";

/// Where a draft belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// A file of the workspace, at this position.
    Workspace(usize),
    /// The form at this address.
    Form(String),
}

/// One draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub id: String,
    /// Whose it is: the Controller and the user there.
    pub owner: String,
    pub place: Place,
    pub name: String,
    pub kept: Kept,
    /// When it was last changed, in milliseconds since 1970.
    pub changed: i64,
    /// Counts how often it was written.
    pub revision: u32,
    /// The page that wrote it last.
    pub by: String,
}

impl Record {
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub fn written(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    pub fn form(&self) -> Option<&str> {
        match &self.place {
            Place::Form(address) => Some(address),
            Place::Workspace(_) => None,
        }
    }

    /// Whether it is what a page wrote in its last moment, and not in the place of its draft.
    pub fn is_late(&self) -> bool {
        self.id.ends_with(LATE)
    }

    /// The same as what a page writes in its last moment.
    pub fn late(mut self) -> Self {
        self.id.push_str(LATE);
        self
    }
}

/// Whose drafts they are.
pub fn owner(controller: &str, user: Option<&str>) -> String {
    format!("{controller} {}", user.unwrap_or_default())
}

/// What a draft is written under. What comes before the line's end keeps those of others out of a look at one's own.
pub fn key(owner: &str, id: &str) -> String {
    format!("{owner}\n{id}")
}

/// The first key of an owner, and one behind all of them.
pub fn keys_of(owner: &str) -> (String, String) {
    (format!("{owner}\n"), format!("{owner}\n\u{10FFFF}"))
}

/// The key of what was written in the last moment.
pub fn late_key(owner: &str, id: &str) -> String {
    key(owner, id) + LATE
}

/// Whether a draft may be written where `found` is the revision that stands there, and `expected` the one that was read or
/// written last. Of one that somebody discarded meanwhile nothing is there that could be lost.
pub fn may_write(found: Option<u32>, expected: u32) -> bool {
    found.is_none_or(|found| found == expected)
}

/// Drafts as they were found, with what was written in a last moment in its place: over the draft that it is of, when
/// nobody else wrote to that one since, else beside it. Those of the workspace in order.
pub fn together(found: Vec<Record>) -> Vec<Record> {
    let (late, mut records): (Vec<_>, Vec<_>) = found.into_iter().partition(Record::is_late);
    for late in late {
        let own = late.id.strip_suffix(LATE).unwrap_or_default();
        match records.iter_mut().find(|one| one.id == own) {
            Some(main) if main.revision == late.revision || main.by == late.by => {
                if late.changed >= main.changed {
                    *main = Record { id: main.id.clone(), revision: main.revision, ..late };
                }
            }
            Some(_) => records.push(late),
            None => records.push(Record { id: own.to_owned(), revision: 0, ..late }),
        }
    }
    records.sort_by_key(place);
    records
}

fn place(record: &Record) -> (usize, i64) {
    match record.place {
        Place::Workspace(at) => (at, record.changed),
        Place::Form(_) => (usize::MAX, record.changed),
    }
}

/// Gives what was rescued when the console stopped to the drafts that it is of. The answer: the drafts that it changed, and
/// what belongs to none.
pub fn rescued(records: &mut [Record], spares: Vec<Spare>) -> (Vec<Record>, Vec<Spare>) {
    let (mut changed, mut left) = (Vec::new(), Vec::new());
    for spare in spares {
        match records.iter_mut().find(|one| one.id == spare.id) {
            Some(record) => {
                // Which documents are safe was noted of the other text.
                if record.kept.text != spare.text {
                    record.kept.left_out |= spare.without_secrets;
                    record.kept.safe = Vec::new();
                    record.kept.text = spare.text;
                    changed.push(record.clone());
                }
            }
            None => left.push(spare),
        }
    }
    (changed, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, text: &str, revision: u32, by: &str) -> Record {
        Record {
            id: id.to_owned(),
            owner: owner("http://a", Some("admin")),
            place: Place::Workspace(0),
            name: "a.yaml".to_owned(),
            kept: Kept::of(text),
            changed: i64::from(revision),
            revision,
            by: by.to_owned(),
        }
    }

    fn check(found: &[Record], expected: &[(&str, &str)]) {
        let came = together(found.to_vec());
        let came = came.iter().map(|one| (one.id.as_str(), one.kept.text.as_str())).collect::<Vec<_>>();
        assert_eq!(came, expected);
    }

    #[test]
    fn what_was_written_last_is_not_lost_and_writes_over_nobody() {
        let (main, late) = (record("1", "a", 3, "one"), record("1", "b", 3, "one").late());
        check(&[main.clone(), late.clone()], &[("1", "b")]);
        check(std::slice::from_ref(&late), &[("1", "b")]);
        let theirs = record("1", "c", 4, "two");
        check(&[theirs, late.clone()], &[("1~", "b"), ("1", "c")]);
        let ours = record("1", "d", 4, "one");
        check(&[ours, late], &[("1", "d")]);
        check(&[main], &[("1", "a")]);
    }

    #[test]
    fn files_come_back_in_order() {
        let at = |id: &str, at| Record { place: Place::Workspace(at), ..record(id, id, 1, "one") };
        check(&[at("c", 2), at("a", 0), at("b", 1)], &[("a", "a"), ("b", "b"), ("c", "c")]);
    }

    #[test]
    fn what_was_rescued_goes_back_to_its_draft() {
        let spare = |id: &str, text: &str| Spare {
            id: id.to_owned(),
            name: "a.yaml".to_owned(),
            text: text.to_owned(),
            without_secrets: false,
        };
        let mut records = vec![record("1", "a", 1, "one")];
        let (changed, left) = rescued(&mut records, vec![spare("1", "ab"), spare("2", "x")]);
        assert_eq!(records.first().map(|one| one.kept.text.as_str()), Some("ab"));
        assert_eq!(changed, records);
        assert_eq!(rescued(&mut records, vec![spare("1", "ab")]), (Vec::new(), Vec::new()));
        assert_eq!(left, [spare("2", "x")]);
    }

    #[test]
    fn a_draft_is_written_only_over_what_was_read() {
        for (found, expected, may) in
            [(None, 0, true), (None, 3, true), (Some(3), 3, true), (Some(4), 3, false), (Some(1), 0, false)]
        {
            assert_eq!(may_write(found, expected), may, "{found:?} {expected}");
        }
    }

    #[test]
    fn a_record_reads_as_it_was_written_and_lies_among_those_of_its_owner_only() {
        let one =
            Record { place: Place::Form("/registries/3/edit".to_owned()), ..record("1", "a", 1, "one") };
        assert_eq!(one.written().as_deref().and_then(Record::read), Some(one.clone()));
        let (first, last) = keys_of(&one.owner);
        let inside = |key: String| first < key && key < last;
        assert!(inside(key(&one.owner, "1")) && inside(late_key(&one.owner, "1")));
        for other in
            [owner("http://a", Some("admin2")), owner("http://a", None), owner("http://a:1", Some("admin"))]
        {
            assert!(!inside(key(&other, "1")), "{other}");
        }
    }
}
