//! The documents of a file with what they are compared with, and what is said of each.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use manifest::{Document, kinds, written_like};
use model::Kind;
use plan::{Standing, StepId, standing};

use crate::api::Api;
use crate::deploy::begun::ids_of;
use crate::deploy::form::FormKind;
use crate::deploy::workspace::{FileDraft, Workspace};
use crate::live::Lookup;
use crate::resource::compare::{covered, other_values, text_of};
use crate::routes::Key;
use crate::ui::editor::Texts;

/// The forms that there are: some know how to read what no list holds.
#[derive(Clone, Copy)]
pub struct Forms(pub &'static [&'static FormKind]);

/// Which two of three: what the draft began from, what is live, what the draft says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// The draft against what is live.
    #[default]
    Live,
    /// What became live since the draft began.
    Theirs,
    /// What the draft changed since it began.
    Mine,
}

impl Sides {
    /// Each with its word.
    pub const WORDS: [(&'static str, &'static str); 3] =
        [("live", "Draft against live"), ("theirs", "What changed live"), ("mine", "What I changed")];

    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Theirs => "theirs",
            Self::Mine => "mine",
        }
    }

    pub fn of_word(word: &str) -> Self {
        [Self::Theirs, Self::Mine].into_iter().find(|sides| sides.word() == word).unwrap_or_default()
    }

    /// What the two are called.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Live => ("Live", "Draft"),
            Self::Theirs => ("Live when this was opened", "Live now"),
            Self::Mine => ("Live when this was opened", "Draft"),
        }
    }

    fn same(self) -> &'static str {
        match self {
            Self::Live => "The same as what is live.",
            Self::Theirs => "Nobody changed it since this was opened.",
            Self::Mine => "You changed nothing here.",
        }
    }
}

/// One document with its object.
#[derive(Clone, PartialEq)]
pub struct Pair {
    pub index: usize,
    pub revision: u64,
    title: String,
    line: u32,
    hides: bool,
    text: String,
    object: Object,
    /// What the object was when the draft began, in the words of the document; `None` where it is as it was.
    base: Option<String>,
}

/// What a document is compared with.
#[derive(Clone, PartialEq)]
enum Object {
    /// Nothing, because of this.
    Not(String),
    /// As it is described, and in the words of the document.
    Is { described: String, text: String },
}

/// What is said of a document.
#[derive(Clone, PartialEq)]
pub struct Row {
    pub index: usize,
    pub title: String,
    pub said: Said,
    /// About values that nobody is shown.
    pub hidden: Option<String>,
}

#[derive(Clone, PartialEq)]
pub enum Said {
    Words(String),
    /// The lines are shown.
    Differs,
}

impl Pair {
    /// Whether somebody else changed the object since the draft began.
    pub fn is_moved(&self) -> bool {
        self.base.is_some()
    }

    /// The object in the words of the document, with its secrets.
    pub fn live(&self) -> Option<&str> {
        match &self.object {
            Object::Is { text, .. } => Some(text),
            Object::Not(_) => None,
        }
    }

    fn sides(&self, sides: Sides) -> Option<(&str, &str)> {
        let live = self.live()?;
        let base = self.base.as_deref().unwrap_or(live);
        Some(match sides {
            Sides::Live => (live, &self.text),
            Sides::Theirs => (base, live),
            Sides::Mine => (base, &self.text),
        })
    }

    /// What is shown of the two.
    pub fn texts(&self, sides: Sides) -> Texts {
        let Some((left, right)) = self.sides(sides) else { return Texts::default() };
        let line = if sides == Sides::Theirs { 1 } else { self.line };
        Texts { left: covered(left), right: covered(right), line }
    }

    pub fn row(&self, sides: Sides) -> Row {
        let mut hidden = None;
        let said = match (&self.object, self.sides(sides)) {
            (Object::Not(why), _) => Said::Words(why.clone()),
            (_, None) => Said::Words(String::new()),
            (_, Some((left, right))) => {
                let values = if self.hides { other_values(left, right) } else { Vec::new() };
                hidden = (!values.is_empty())
                    .then(|| format!("Another value, which is not shown: {}.", values.join(", ")));
                match covered(left) == covered(right) {
                    true if hidden.is_some() => Said::Words("Nothing else differs.".to_owned()),
                    true => Said::Words(sides.same().to_owned()),
                    false => Said::Differs,
                }
            }
        };
        Row { index: self.index, title: self.title.clone(), said, hidden }
    }
}

/// What was read of objects that no list holds whole; `None` while the answer is under way.
type Contents = HashMap<(Kind, String), Option<Result<Option<String>, String>>>;

/// The first documents of a file that say something.
pub fn pairs(workspace: Workspace, file: FileDraft, most: RwSignal<usize>) -> Memo<Vec<Pair>> {
    let lookup = expect_context::<Lookup>();
    let contents = RwSignal::new(Contents::new());
    let ids = Memo::new(move |_| ids_of(workspace, file.id));
    let pairs = Memo::new(move |before: Option<&Vec<Pair>>| {
        let world = lookup.for_plans();
        let draft = file.draft.read();
        ids.with(|ids| {
            let documents = draft.documents().iter().zip(ids);
            let worth =
                documents.filter(|(document, _)| document.root().is_some() || !document.is_complete());
            let one = |(document, id): (&Document, &StepId)| {
                let known = before.and_then(|before| at(before, document.index()));
                let object = match &world {
                    None => {
                        known.map_or_else(|| Object::Not(WAITING.to_owned()), |known| known.object.clone())
                    }
                    Some(world) => {
                        let stands = workspace.choices.with(|choices| standing(document, id, world, choices));
                        contents.with(|contents| object(document, stands, contents, known))
                    }
                };
                pair(document, object, base(workspace, file, document, id), id)
            };
            worth.take(most.get()).map(one).collect::<Vec<_>>()
        })
    });
    read_contents(workspace, file, pairs, ids, lookup, contents);
    pairs
}

/// The pair of a document.
pub fn at(pairs: &[Pair], index: usize) -> Option<&Pair> {
    pairs.binary_search_by_key(&index, |pair| pair.index).ok().and_then(|place| pairs.get(place))
}

const WAITING: &str = "Reading what is live…";

fn object(document: &Document, stands: Standing, contents: &Contents, known: Option<&Pair>) -> Object {
    if !document.is_complete() {
        return Object::Not("It cannot be read to its end, so it cannot be compared.".to_owned());
    }
    let is = |described: String| {
        let known = known.filter(|known| known.revision == document.revision());
        match known.map(|known| &known.object) {
            Some(Object::Is { described: before, .. }) if *before == described => {}
            _ => return Object::Is { text: written_like(&described, document), described },
        }
        known.map_or(Object::Not(String::new()), |known| known.object.clone())
    };
    match stands {
        Standing::Nothing => Object::Not(NEW.to_owned()),
        Standing::Undecided => {
            Object::Not("Choose in the plan which registry is meant; then it is compared.".to_owned())
        }
        Standing::Described(text) => is(text),
        Standing::Unread => match key_of(document).and_then(|key| contents.get(&key).cloned().flatten()) {
            None => Object::Not(WAITING.to_owned()),
            Some(Ok(Some(text))) => is(text),
            Some(Ok(None)) => Object::Not(NEW.to_owned()),
            Some(Err(why)) => Object::Not(format!("What is live could not be read: {why}")),
        },
    }
}

const NEW: &str = "New: nothing to compare with.";

fn key_of(document: &Document) -> Option<(Kind, String)> {
    Some((Kind::from_word(document.kind()?)?, document.name()?.to_owned()))
}

/// What the object was when the draft began.
fn base(workspace: Workspace, file: FileDraft, document: &Document, id: &StepId) -> Option<String> {
    if workspace.form.with_value(Option::is_some) {
        return file.draft.origin().base().filter(|_| document.index() == 0).map(|base| text_of(&base));
    }
    file.begun.base(id)
}

fn pair(document: &Document, object: Object, base: Option<String>, id: &StepId) -> Pair {
    let called = document.name().filter(|name| !name.is_empty()).unwrap_or(id.key());
    let kind = document.kind().unwrap_or("Document");
    let live = if let Object::Is { text, .. } = &object { Some(text) } else { None };
    let base = base.map(|base| written_like(&base, document));
    Pair {
        index: document.index(),
        revision: document.revision(),
        title: format!("{kind} {called}").trim_end().to_owned(),
        line: document.position_at(0).line,
        hides: document.kind().and_then(Kind::from_word).is_some_and(|kind| kinds::of(kind).hides_data()),
        text: document.text().to_owned(),
        base: base.filter(|base| live.is_some_and(|live| live != base)),
        object,
    }
}

/// Reads what no list holds, as long as the comparison is on the screen. A run makes something else of it.
fn read_contents(
    workspace: Workspace,
    file: FileDraft,
    pairs: Memo<Vec<Pair>>,
    ids: Memo<Vec<StepId>>,
    lookup: Lookup,
    contents: RwSignal<Contents>,
) {
    let (forms, api) = (expect_context::<Forms>(), expect_context::<Api>());
    Effect::new(move |before: Option<()>| {
        workspace.run.with(|_| ());
        if before.is_some() {
            contents.set(Contents::new());
        }
    });
    Effect::new(move |_| {
        pairs.with(|_| ());
        let Some(world) = lookup.for_plans() else { return };
        let choices = workspace.choices.get_untracked();
        let unread = ids.with(|ids| {
            file.draft.with_untracked(|manifest| {
                let documents = manifest.documents().iter().zip(ids);
                let unread =
                    documents.filter(|(it, id)| standing(it, id, &world, &choices) == Standing::Unread);
                unread.filter_map(|(document, _)| key_of(document)).collect::<Vec<_>>()
            })
        });
        for key in unread {
            let form = forms.0.iter().find(|form| form.kind == key.0);
            let Some(read) = form.and_then(|form| form.read) else { continue };
            if contents.with_untracked(|contents| contents.contains_key(&key)) {
                continue;
            }
            contents.update_untracked(|contents| _ = contents.insert(key.clone(), None));
            spawn_local(async move {
                let answer = read(api, Key::from(&*key.1)).await;
                let text = answer.map(|found| found.map(|it| it.text)).map_err(|error| error.to_string());
                // The comparison may be gone.
                let _ = contents.try_update(|contents| contents.insert(key, Some(text)));
            });
        }
    });
}
