//! What reading, checking and recognising the objects of a kind takes beyond the declaration of its fields.

use super::document::Reader;
use super::json::Json;
use super::live::Names;
use super::spec::Spec;
use crate::check::{Answer, Context};
use crate::liquid::Value;
use crate::tree::Node;

/// What only a kind knows.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) name: NameIn,
    /// Whether deploying would create the resource rather than update it, as far as anybody can tell.
    pub(crate) creates: Option<fn(&Context, Node) -> bool>,
    /// What the declaration of the fields cannot say.
    pub(crate) check: fn(&mut Context, Node),
    /// Reads a document whose name is read already.
    pub(crate) document: fn(&mut Reader, &mut Spec, Node),
    /// Adds to the fields of a live object, or takes from them, what an answer says in another way than a document.
    pub(crate) live: fn(&mut Spec, &Json, &dyn Names),
    /// What `self` is in the templates of a document: the object that the Controller makes of it (manifest rules 1.9).
    /// What such an object may have, and the document does not mention, is not known: each way to the Controller fills in
    /// its own defaults.
    pub(crate) own: fn(Node) -> Value,
    /// The key below `spec` of what the Controller makes of its variables, the only part that is evaluated.
    pub(crate) made: Option<&'static str>,
    /// What to do in the place of a variable.
    pub(crate) instead: &'static str,
    /// Whether the values below `data` are shown only to those who ask.
    pub(crate) hides_data: bool,
    /// A document to begin from, with holes for the names of a Controller; none where the plain one does.
    pub(crate) sample: &'static str,
    /// How answers about it look.
    pub(crate) answers: &'static [Answer],
}

/// Which name counts when a document has two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameIn {
    Spec,
    Metadata,
    /// Nobody looks at the name.
    None,
}

/// A kind whose documents say nothing but names and values; nothing in them is evaluated.
pub(crate) const NAMED: Reading = Reading {
    name: NameIn::Metadata,
    creates: None,
    check: |_, _| {},
    document: Reader::plain,
    live: |_, _, _| {},
    own: |_| Value::Unknown,
    made: None,
    instead: " Write the value itself.",
    hides_data: false,
    sample: "",
    answers: &[],
};
