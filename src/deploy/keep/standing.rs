//! How a kept draft stands to what the Controller has, and how old it is, in words.

use manifest::Manifest;
use model::World;
use plan::{Action, Choices, File};

use super::record::Record;

/// How a draft stands to its objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It would change something.
    Differs,
    Same,
    /// What it was about is not there any more.
    Gone,
    /// It makes something new.
    New,
}

impl Standing {
    pub fn said(self) -> &'static str {
        match self {
            Self::Differs => "differs from live",
            Self::Same => "same as live",
            Self::Gone => "object is gone",
            Self::New => "new",
        }
    }

    /// What the lists tell of a draft; `None` where they do not tell.
    pub fn of(record: &Record, world: &World) -> Option<Self> {
        let manifest = Manifest::parse(record.kept.text.clone());
        let file = File { name: &record.name, manifest: &manifest, problems: &[] };
        let plan = plan::plan(&[file], world, &Choices::default());
        let any = |is: fn(&Action) -> bool| plan.steps.iter().any(|step| is(&step.action));
        let all = |is: fn(&Action) -> bool| {
            !plan.steps.is_empty() && plan.steps.iter().all(|step| is(&step.action))
        };
        if any(|action| matches!(action, Action::Blocked(_) | Action::Skipped(_))) {
            return None;
        }
        if all(|action| matches!(action, Action::Create)) {
            return Some(if record.kept.base.is_some() { Self::Gone } else { Self::New });
        }
        if all(|action| matches!(action, Action::NoChange)) {
            return Some(Self::Same);
        }
        (!plan.steps.is_empty()).then_some(Self::Differs)
    }
}

/// How long ago something was, as one says it.
pub fn ago(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    match (minutes / 1_440, minutes / 60, minutes) {
        (0, 0, 0) => "just now".to_owned(),
        (0, 0, 1) => "1 minute ago".to_owned(),
        (0, 0, minutes) => format!("{minutes} minutes ago"),
        (0, 1, _) => "1 hour ago".to_owned(),
        (0, hours, _) => format!("{hours} hours ago"),
        (1, ..) => "yesterday".to_owned(),
        (days, ..) => format!("{days} days ago"),
    }
}

#[cfg(test)]
mod tests {
    use model::Lists;

    use super::*;
    use crate::deploy::keep::record::Place;
    use crate::resource::kept::Kept;

    fn check(text: &str, base: bool, expected: Option<Standing>) {
        let lists = serde_json::json!({"registries": [{"id": 3, "url": "a", "username": "u", "userEmail": "e", "isPublic": true}]});
        let world = World::new(Lists::read(&lists));
        let record = Record {
            id: "1".to_owned(),
            owner: "o".to_owned(),
            place: Place::Workspace(0),
            name: "a.yaml".to_owned(),
            kept: Kept { base: base.then(String::new), ..Kept::of(text) },
            changed: 0,
            revision: 1,
            by: "page".to_owned(),
        };
        assert_eq!(Standing::of(&record, &world), expected, "{text}");
    }

    #[test]
    fn a_draft_says_how_it_stands_to_what_is_there() {
        let registry = |id: &str, url: &str| {
            format!(
                "apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  {id}url: {url}\n  username: u\n  email: e\n  private: false\n"
            )
        };
        check(&registry("id: 3\n  ", "a"), true, Some(Standing::Same));
        check(&registry("id: 3\n  ", "b"), true, Some(Standing::Differs));
        check(&registry("", "c"), false, Some(Standing::New));
        check(&registry("", "c"), true, Some(Standing::Gone));
        check("", false, None);
    }

    #[test]
    fn ages_are_said_in_their_largest_unit() {
        for (ms, expected) in [
            (-5, "just now"),
            (59_000, "just now"),
            (60_000, "1 minute ago"),
            (3_600_000, "1 hour ago"),
            (86_400_000, "yesterday"),
            (3 * 86_400_000, "3 days ago"),
        ] {
            assert_eq!(ago(ms), expected);
        }
    }
}
