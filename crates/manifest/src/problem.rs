//! What is wrong with a manifest, where, and how to mend it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::position::{Edit, Span};

/// How much a problem matters. The order is by weight, the heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Deploying would fail or do something else than the text says.
    Error,
    /// Works, but probably not as meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word used in lists and by the command line.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// A change of the text that is certain to mend a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, as a button says it: "Quote the text".
    pub title: String,
    /// Edits of the whole text; they belong together.
    pub edits: Vec<Edit>,
}

/// The changes that would mend a problem. They are kept once, by who found the problem, and moved to where its document
/// stands when somebody looks at them: a keystroke hands out thousands of problems, and nobody reads the fixes of most.
#[derive(Clone, Debug, Default)]
pub struct Fixes {
    found: Option<Arc<Vec<Fix>>>,
    /// Where the document begins that the edits are counted from.
    start: usize,
}

impl Fixes {
    /// Fixes whose edits count from `start`.
    pub(crate) fn from(start: usize, found: Option<Arc<Vec<Fix>>>) -> Fixes {
        Fixes { found, start }
    }

    /// Each fix, with edits of the whole text.
    pub fn iter(&self) -> impl Iterator<Item = Fix> + '_ {
        self.found.iter().flat_map(|found| found.iter()).map(|fix| Fix {
            title: fix.title.clone(),
            edits: fix.edits.iter().map(|edit| self.moved(edit)).collect(),
        })
    }

    /// What each says, without its edits.
    pub fn titles(&self) -> impl Iterator<Item = &str> + '_ {
        self.found.iter().flat_map(|found| found.iter()).map(|fix| &*fix.title)
    }

    pub fn is_empty(&self) -> bool {
        self.found.as_ref().is_none_or(|found| found.is_empty())
    }

    fn moved(&self, edit: &Edit) -> Edit {
        Edit::replace(edit.range.start + self.start..edit.range.end + self.start, edit.text.clone())
    }
}

impl PartialEq for Fixes {
    fn eq(&self, other: &Fixes) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Fixes {}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// Short stable name of the rule, like `duplicate-key`.
    pub code: &'static str,
    /// Where, in the whole text.
    pub span: Span,
    /// One or two sentences for a person: what is wrong and what to do.
    pub message: Arc<str>,
    pub fixes: Fixes,
    /// Index of the document, if the finding belongs to one.
    pub document: Option<usize>,
}

/// Fixes of problems of one sort, to be made with one press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// The first of the problems: where the press is offered.
    pub first: usize,
    /// As a button says it: "Fix all 4 of these".
    pub title: String,
    /// Edits of the whole text; none touches another.
    pub edits: Vec<Edit>,
}

/// The fixes that go together: those of problems with the same code that have one fix each, and the same choice for the
/// same problem in several places.
pub fn together(problems: &[Problem]) -> Vec<Together> {
    let mut groups: Vec<Group> = Vec::new();
    // By code; where there are choices, by message and choice too.
    let mut places: HashMap<(&str, &str, String), usize> = HashMap::new();
    for (at, problem) in problems.iter().enumerate().filter(|(_, problem)| !problem.fixes.is_empty()) {
        let fixes: Vec<Fix> = problem.fixes.iter().collect();
        let single = fixes.len() == 1;
        for fix in fixes {
            let title = (!single).then(|| fix.title.clone());
            let message = if single { "" } else { &*problem.message };
            let key = (problem.code, message, title.clone().unwrap_or_default());
            let place = *places.entry(key).or_insert_with(|| {
                groups.push(Group { first: at, title, count: 0, edits: BTreeMap::new() });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(place) {
                group.add(fix.edits);
            }
        }
    }
    groups.into_iter().filter(|group| group.count > 1).map(Group::finish).collect()
}

/// Problems of one sort, as they are met.
struct Group {
    first: usize,
    /// Of the choice, where there are several.
    title: Option<String>,
    count: usize,
    /// By where they begin.
    edits: BTreeMap<usize, Edit>,
}

impl Group {
    /// Takes a fix in, unless it touches what another one changes.
    fn add(&mut self, edits: Vec<Edit>) {
        let free = |edit: &Edit| {
            let before = self.edits.range(..=edit.range.end).next_back();
            before.is_none_or(|(_, before)| before.range.end < edit.range.start)
        };
        if edits.iter().all(free) {
            self.count += 1;
            self.edits.extend(edits.into_iter().map(|edit| (edit.range.start, edit)));
        }
    }

    fn finish(self) -> Together {
        let title = match self.title {
            Some(title) => format!("{title} in all {} places", self.count),
            None => format!("Fix all {} of these", self.count),
        };
        Together { first: self.first, title, edits: self.edits.into_values().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Manifest, apply};

    #[test]
    fn problems_of_one_sort_are_fixed_with_one_press() {
        for (text, titles, fixed) in [
            (
                "a: \u{1}x\n---\nb: \u{1}y\n---\nc: \u{1}z\n",
                vec!["Fix all 3 of these"],
                "a: x\n---\nb: y\n---\nc: z\n",
            ),
            ("a: \u{1}x\n", vec![], ""),
            (
                "echo \"---\nkind: A\n\" > a\necho \"---\nkind: B\n\" > b\n",
                vec!["Fix all 2 of these"],
                "---\nkind: A\n\n---\nkind: B\n\n",
            ),
        ] {
            let together = together(&Manifest::parse(text).problems());
            let found: Vec<&str> = together.iter().map(|it| it.title.as_str()).collect();
            assert_eq!(found, titles, "{text}");
            for it in together {
                assert_eq!(apply(text, &it.edits), fixed);
            }
        }
    }
}
