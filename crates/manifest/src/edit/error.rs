//! Why a value cannot be changed in the text.

use std::fmt;

use crate::path::Path;

/// Why a value cannot be changed in the text. Names paths only, never values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// Reading the document stopped at an error; what it holds beyond is unknown.
    Incomplete,
    /// Nothing stands at this path.
    NotFound(Path),
    /// A list or mapping was expected at this path, and something else is there.
    WrongShape(Path),
    /// The list at this path is shorter than the index asked for.
    OutOfRange(Path),
    /// The value comes from elsewhere (`*alias` or `<<`) and cannot be taken away here.
    Borrowed(Path),
    /// Other places refer to this value through an anchor and would change with it.
    Shared(Path),
    /// No edit was found that changes this value and nothing else.
    Unsafe(Path),
}

impl fmt::Display for EditError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &Path| if path.is_root() { "the document".to_owned() } else { path.to_string() };
        match self {
            EditError::Incomplete => {
                out.write_str("the document has an error that must be corrected in the text first")
            }
            EditError::NotFound(path) => write!(out, "there is nothing at {}", shown(path)),
            EditError::WrongShape(path) => {
                write!(out, "{} is not the list or mapping it should be", shown(path))
            }
            EditError::OutOfRange(path) => write!(out, "the list at {} has fewer items", shown(path)),
            EditError::Borrowed(path) => {
                write!(
                    out,
                    "{} comes from an alias or a merge and can only be changed where it is written",
                    shown(path)
                )
            }
            EditError::Shared(path) => {
                write!(
                    out,
                    "{} is shared with other places through an anchor; change it in the text",
                    shown(path)
                )
            }
            EditError::Unsafe(path) => {
                write!(
                    out,
                    "{} cannot be changed without changing other text; change it in the text",
                    shown(path)
                )
            }
        }
    }
}

impl std::error::Error for EditError {}
