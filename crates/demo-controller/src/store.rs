//! Keeping the state in a file across restarts.

use std::io;
use std::path::{Path, PathBuf};

use crate::state::State;

/// The state in a file; `None` when there is no such file yet.
///
/// # Errors
/// When the file cannot be read or holds something else.
pub(crate) fn load(file: &Path) -> io::Result<Option<State>> {
    let text = match std::fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    serde_json::from_slice(&text).map(Some).map_err(|error| {
        let message = format!("{} holds no state of a demo Controller: {error}", file.display());
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}

/// The bytes to keep.
pub(crate) fn bytes(state: &State) -> io::Result<Vec<u8>> {
    serde_json::to_vec(state).map_err(io::Error::other)
}

/// Writes the bytes beside the file first, so that a crash leaves the old state.
pub(crate) fn save(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, file)
}
