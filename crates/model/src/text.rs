//! From a JSON text to objects of the contract.

use serde_json::Value;

use crate::lenient::Lenient;
use crate::reader::{Reader, Unfit};

/// Reads one value from its JSON text.
pub fn from_text<T: Lenient>(text: &str) -> Result<T, Unfit> {
    below(text, "")
}

/// Reads an object of the contract from a JSON value; `None` when it is none.
pub fn from_value<T: Lenient>(value: &Value) -> Option<T> {
    from_text(&serde_json::to_string(value).ok()?).ok()
}

/// Reads what stands below `key`; the whole document when `key` is empty or the document is a bare list.
pub fn below<T: Lenient>(text: &str, key: &str) -> Result<T, Unfit> {
    let (mut reader, mut value) = (Reader::new(text), T::default());
    if key.is_empty() || reader.peek() == b'[' {
        value.read(&mut reader)?;
    } else {
        let mut found = false;
        reader.entries(*b"{}", |reader| {
            let hit = reader.key()? == key && !found;
            found |= hit;
            if hit { value.read(reader) } else { reader.skip() }
        })?;
        if !found {
            return Err(Unfit);
        }
    }
    reader.end()?;
    Ok(value)
}
