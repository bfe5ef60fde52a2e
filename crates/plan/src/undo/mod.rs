//! Turning a run back: what stood before it, as manifests to deploy and objects to delete.
//!
//! How it is used: when a plan is about to be applied, [`remember`] tells for each step that writes what stands there
//! now. What no list holds (a config map's values) is unknown to a [`Memory`]; who has read it puts its manifest into
//! [`Memory::before`]. A memory may hold passwords, of variables for one: it lives no longer than the run is shown, and
//! what is to be kept for longer is [`Memory::for_keeping`].
//! Later, [`undo`] is asked with the memories of the steps that were carried out, in their order, and with the world as
//! it is by then. It gives turns, the last step's first: manifests, which are planned, shown and applied like any other
//! (those that follow each other as one text, parted by `---`), and deletions, each with its [`Removal`]. Before each
//! deletion it is asked again with the memories that are left, because what stood in its way may be gone. What cannot be
//! brought back is said in [`Undo::lost`].

mod restore;
mod stood;

use model::{Kind, World};
use serde::{Deserialize, Serialize};

pub use stood::remember;

use crate::act::Removal;
use crate::apply::Made;
use crate::write::Object;

/// What stood where a step writes, before it was applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// The word in `kind:`.
    kind: String,
    /// For people, as the step calls it.
    pub name: String,
    object: Object,
    pub before: Before,
    /// What will not come back, in sentences.
    lost: Vec<String>,
}

impl Memory {
    /// As it may be kept. What stood there with something secret in it is unknown from then on: brought back without its
    /// secrets it would not be what it was.
    #[must_use]
    pub fn for_keeping(mut self) -> Memory {
        if let Before::Described(text) = &self.before
            && manifest::without_secrets(text).1
        {
            self.before = Before::Unknown;
        }
        self
    }
}

/// What stood there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Before {
    /// Nothing: the step made it.
    Nothing,
    /// An object, as the manifest that makes it so.
    Described(String),
    /// Something that no list tells.
    Unknown,
}

/// How a run is turned back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Undo {
    /// In the order in which they are to be done.
    pub turns: Vec<Turn>,
    /// What cannot be brought back, in sentences.
    pub lost: Vec<String>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// What stood there before, to be deployed.
    Restore { kind: Kind, name: String, manifest: String },
    /// What the run made, to be deleted.
    Delete { kind: Kind, name: String, removal: Box<Removal> },
}

/// How the steps with these memories are turned back. `applied`: in the order in which they were carried out, with what
/// each made.
pub fn undo<'m>(
    applied: impl IntoIterator<Item = (&'m Memory, Option<&'m Made>), IntoIter: DoubleEndedIterator>,
    world: &World,
) -> Undo {
    let mut undo = Undo::default();
    for (memory, made) in applied.into_iter().rev() {
        undo.lost.extend(memory.lost.iter().cloned());
        let Some(kind) = Kind::from_word(&memory.kind) else { continue };
        let name = memory.name.clone();
        let what = format!("{} {name}", kind.noun());
        match &memory.before {
            Before::Unknown => {
                undo.lost
                    .push(format!("What the {what} held before is not known, so it stays as it is now."));
            }
            Before::Described(manifest) => {
                let (manifest, lost) = restore::restored(kind, &what, manifest, world);
                undo.lost.extend(lost);
                undo.turns.push(Turn::Restore { kind, name, manifest });
            }
            Before::Nothing => match restore::removal(kind, &memory.object, made, world) {
                Some(removal) => undo.turns.push(Turn::Delete { kind, name, removal: Box::new(removal) }),
                None => undo.lost.push(format!("The {what} is not there any more.")),
            },
        }
    }
    undo
}
