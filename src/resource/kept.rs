//! What of a draft is kept outside of the tab: its text and what it began from, both without secrets, and what is safe of
//! it. And the way back into a draft, where what the object itself still knows is filled in again.

use manifest::{Manifest, Path, Problem, Severity, Span, without_secrets, without_secrets_of};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::resource::compare::text_of;
use crate::resource::draft::Draft;

/// A draft as it may be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub text: String,
    /// Something secret stood in it that nothing but the person can bring back.
    pub left_out: bool,
    /// What it began from, as a manifest; `None` for a text that is about no object yet.
    pub base: Option<String>,
    /// Which of the documents are safe elsewhere.
    pub safe: Vec<usize>,
    /// What the objects of a file were when it was opened, without secrets, by what the documents call them.
    #[serde(default)]
    pub begun: Vec<(String, String)>,
}

impl Kept {
    /// A text that is about nothing yet.
    pub fn of(text: &str) -> Self {
        let (text, left_out) = without_secrets(text);
        Self { text, left_out, ..Self::default() }
    }
}

impl Draft {
    /// The draft as it may be stored; `None` where closing it loses nothing.
    pub fn kept(&self) -> Option<Kept> {
        if !self.is_unsaved() {
            return None;
        }
        let base = self.begun_from().map(|base| spared_text(&base));
        self.with_untracked(|manifest| {
            let (text, found) = without_secrets_of(manifest);
            let safe = manifest.documents().iter().enumerate();
            let safe = safe.filter(|(_, one)| self.is_safe_text(one.text())).map(|(at, _)| at).collect();
            let left_out = (found && self.is_lost(manifest, &text)) || self.lacks_untracked();
            Some(Kept { text, left_out, base, safe, begun: Vec::new() })
        })
    }

    /// Whether something stands in the text that may not be stored, and that the object does not know either.
    pub fn holds_secrets(&self) -> bool {
        self.with_untracked(|manifest| {
            let (text, found) = without_secrets_of(manifest);
            found && self.is_lost(manifest, &text)
        })
    }

    /// Whether the object does not know what was taken out of `spared`.
    fn is_lost(&self, manifest: &Manifest, spared: &str) -> bool {
        let back = self.begun_from().map(|base| Manifest::parse(filled_in(spared, &base)));
        back.is_none_or(|back| values_of(&back) != values_of(manifest))
    }

    /// Becomes what was kept. `now`: the text of the object as it is, where it is about one.
    pub fn take_up(&self, kept: &Kept, now: Option<&str>) {
        let now = now.and_then(value_of);
        let safe = Manifest::parse(kept.text.clone());
        let safe =
            kept.safe.iter().filter_map(|at| safe.documents().get(*at).map(|one| one.text().to_owned()));
        self.is_safe(safe);
        if let Some(base) = kept.base.as_deref() {
            let full = value_of(base).map(|base| match &now {
                Some(now) => filled(&base, &spared(now), now),
                None => base,
            });
            self.is_safe([base.to_owned()]);
            self.begins_from(full);
        }
        let lost = kept.left_out.then(|| self.with_untracked(Lack::of));
        self.lacks_since(lost);
    }
}

/// A kept text as it comes back: with the secrets that its object still has. Those that were typed are gone.
pub fn restored(kept: &Kept, now: Option<&str>) -> String {
    match now.filter(|_| kept.base.is_some()).and_then(value_of) {
        Some(now) => filled_in(&kept.text, &now),
        None => kept.text.clone(),
    }
}

/// A text that came back without some of its secrets, as it was then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// How much of it is secret: typing one changes that.
    bytes: usize,
    /// Its documents tell that they lack something.
    is_told: bool,
}

impl Lack {
    pub fn of(manifest: &Manifest) -> Self {
        let bytes = manifest.text().len().saturating_sub(without_secrets_of(manifest).0.len());
        Self { bytes, is_told: manifest.documents().iter().any(manifest::lacks_secrets) }
    }

    /// Whether nobody has typed what is lacking, or taken out what lacks it.
    pub fn stays(self, manifest: &Manifest) -> bool {
        let now = Self::of(manifest);
        now.bytes == self.bytes && (now.is_told || !self.is_told)
    }
}

/// The code of the problem below.
pub const LEFT_OUT: &str = "secrets-left-out";

/// Says of a text that came back that something was left out of it, at each document that lacks it.
pub fn left_out_problems(manifest: &Manifest) -> Vec<Problem> {
    let documents = manifest.documents().iter().enumerate();
    let lacking = documents.filter(|(_, document)| manifest::lacks_secrets(document)).map(|(at, _)| at);
    let mut lacking = lacking.collect::<Vec<_>>();
    // It may have been taken out of a place that nothing tells.
    if lacking.is_empty() {
        lacking.push(0);
    }
    lacking.into_iter().map(|document| left_out_problem(manifest, document)).collect()
}

fn left_out_problem(manifest: &Manifest, document: usize) -> Problem {
    let root = manifest.documents().get(document).and_then(|it| Some(it.span_of(it.root()?).start));
    let start = root.unwrap_or(manifest::Position { offset: 0, line: 1, column: 1 });
    Problem {
        // What is empty now would be sent so.
        severity: Severity::Error,
        code: LEFT_OUT,
        span: Span { start, end: start },
        message: "Passwords and other secrets were left out when this draft was kept. Type them again."
            .into(),
        fixes: manifest::Fixes::default(),
        document: Some(document),
    }
}

/// A value as a manifest without its secrets.
fn spared_text(value: &Value) -> String {
    without_secrets(&text_of(value)).0
}

/// A value without its secrets.
fn spared(value: &Value) -> Value {
    value_of(&spared_text(value)).unwrap_or_default()
}

/// What was kept of an object's description, with the secrets that it still has `now`.
pub fn filled_text(kept: &str, now: &str) -> String {
    value_of(now).map_or_else(|| kept.to_owned(), |now| filled_in(kept, &now))
}

/// A text without secrets with those of `now` in their places.
fn filled_in(text: &str, now: &Value) -> String {
    let fill = |text: &str| {
        let manifest = Manifest::parse(text.to_owned());
        let (document, value) = manifest.documents().first().zip(value_of(text))?;
        let full = filled(&value, &spared(now), now);
        let edits = document.set(&Path::root(), &full).ok().filter(|edits| !edits.is_empty())?;
        Some(manifest::apply(text, &edits))
    };
    match fill(text) {
        // The blank that stood before a secret would stand behind it.
        Some(full) => fill(&without_blanks(text)).unwrap_or(full),
        None => text.to_owned(),
    }
}

fn without_blanks(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let content = line.trim_end();
        let end = line.get(line.trim_end_matches(['\n', '\r']).len()..).unwrap_or_default();
        if content.ends_with(':') { format!("{content}{end}") } else { line.to_owned() }
    });
    lines.collect()
}

/// The first document as a value.
fn value_of(text: &str) -> Option<Value> {
    let manifest = Manifest::parse(text.to_owned());
    let document = manifest.documents().first().filter(|document| document.is_complete())?;
    document.root().map(manifest::Node::to_json)
}

/// All documents as values; `None` for a text that cannot be read to its end.
fn values_of(manifest: &Manifest) -> Option<Vec<Value>> {
    let whole = |one: &manifest::Document| one.is_complete().then(|| one.root().map(manifest::Node::to_json));
    manifest.documents().iter().map(|one| whole(one).map(Option::unwrap_or_default)).collect()
}

/// `value` lost its secrets, as `spared` did, which was `now`: what was taken out of both stands in `now`.
fn filled(value: &Value, spared: &Value, now: &Value) -> Value {
    if value == spared {
        return now.clone();
    }
    match (value, spared, now) {
        (Value::Object(value), Value::Object(spared), Value::Object(now)) => {
            let mut out = value.clone();
            for (key, now) in now {
                match (value.get(key), spared.get(key)) {
                    (Some(value), Some(spared)) => _ = out.insert(key.clone(), filled(value, spared, now)),
                    (None, None) => _ = out.insert(key.clone(), now.clone()),
                    _ => {}
                }
            }
            Value::Object(out)
        }
        (Value::Array(value), Value::Array(spared), Value::Array(now)) if spared.len() == now.len() => {
            let pairs = value.iter().enumerate().map(|(at, value)| match spared.get(at).zip(now.get(at)) {
                Some((spared, now)) => filled(value, spared, now),
                None => value.clone(),
            });
            Value::Array(pairs.collect())
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::*;

    const WEB: &str = "kind: Microservice\nmetadata:\n  name: web\nspec:\n  env:\n    - key: TZ\n      value: UTC\n    - key: DB_PASSWORD\n      value: hunter2\n";

    /// A draft of an object that became `text`, under an owner.
    fn check(object: &str, text: &str, test: impl FnOnce(Draft)) {
        Owner::new().with(|| test(draft(object, text)));
    }

    fn draft(object: &str, text: &str) -> Draft {
        let draft = Draft::new("a.yaml", object.to_owned(), Memo::new(|_| None), Memo::new(|_| Vec::new()));
        draft.is_all_safe();
        draft.begin_from_object();
        draft.type_text(text);
        draft
    }

    /// What was kept, as a draft of the object as it is now.
    fn back(kept: &Kept, now: &str) -> Draft {
        let text = restored(kept, Some(now));
        let draft = Draft::new("a.yaml", text, Memo::new(|_| None), Memo::new(|_| Vec::new()));
        draft.take_up(kept, Some(now));
        draft.follow(Some(now.to_owned()), false);
        draft
    }

    #[test]
    fn what_is_like_its_beginning_is_not_kept() {
        check(WEB, WEB, |draft| assert_eq!(draft.kept(), None));
    }

    #[test]
    fn no_secret_is_kept_and_those_of_the_object_come_back() {
        let text = WEB.replace("UTC", "CET");
        check(WEB, &text, |draft| {
            let kept = draft.kept().unwrap_or_default();
            assert!(!format!("{kept:?}").contains("hunter2"), "{kept:?}");
            assert!(!kept.left_out && !draft.holds_secrets(), "the object knows it");
            let back = back(&kept, WEB);
            assert_eq!(back.text(), text);
            assert!(back.is_unsaved() && !back.lacks_untracked());
            assert_eq!(back.origin().meanwhile().get_untracked(), None);
        });
    }

    #[test]
    fn a_secret_that_was_typed_is_missed_until_one_is_typed() {
        let text = WEB.replace("hunter2", "typed");
        check(WEB, &text, |draft| {
            let kept = draft.kept().unwrap_or_default();
            assert!(!format!("{kept:?}").contains("typed"), "{kept:?}");
            assert!(kept.left_out && draft.holds_secrets());
            let back = back(&kept, WEB);
            assert!(back.lacks_untracked());
            assert!(back.kept().is_none_or(|kept| kept.left_out), "still missed when it is kept once more");
            back.type_text(&back.text().replace("UTC", "CET"));
            assert!(back.lacks_untracked());
            back.type_text(&text);
            assert!(!back.lacks_untracked());
        });
    }

    #[test]
    fn what_lacks_its_secrets_and_is_taken_out_is_not_missed() {
        Owner::new().with(|| {
            let registry = "kind: Registry\nspec:\n  url: a\n  private: true\n  password: hunter2\n";
            let other = "kind: Application\nmetadata:\n  name: a\n";
            let back = back(&Kept::of(&format!("{other}---\n{registry}")), "");
            assert!(back.lacks_untracked());
            back.type_text(other);
            assert!(!back.lacks_untracked());
        });
    }

    #[test]
    fn the_three_sides_are_there_after_coming_back() {
        check(WEB, &WEB.replace("UTC", "CET"), |draft| {
            let kept = draft.kept().unwrap_or_default();
            let back = back(&kept, &WEB.replace("name: web", "name: web\n  label: theirs"));
            let found = back.origin().meanwhile().get_untracked();
            let places =
                found.map(|found| found.changes.iter().map(|one| one.place.clone()).collect::<Vec<_>>());
            assert_eq!(places, Some(vec!["metadata.label".to_owned()]));
        });
    }

    #[test]
    fn the_values_of_a_secret_are_never_emptied_by_coming_back() {
        let secret = "kind: Secret\nmetadata:\n  name: db\ndata:\n  user: john\n";
        check(secret, &secret.replace("john", "jane"), |draft| {
            let kept = draft.kept().unwrap_or_default();
            assert!(!format!("{kept:?}").contains("jane") && kept.left_out, "{kept:?}");
            assert_eq!(back(&kept, secret).text(), secret);
        });
    }

    #[test]
    fn documents_that_were_applied_stay_applied() {
        Owner::new().with(|| {
            let text = "kind: A\n---\nkind: B\n";
            let new =
                || Draft::new("a.yaml", text.to_owned(), Memo::new(|_| None), Memo::new(|_| Vec::new()));
            let draft = new();
            draft.is_applied(["kind: A\n".to_owned()]);
            let kept = draft.kept().unwrap_or_default();
            assert_eq!(kept.safe, [0]);
            let back = new();
            back.take_up(&kept, None);
            back.type_text("kind: A\n");
            assert!(!back.is_unsaved());
        });
    }
}
