//! A value that must not be printed: passwords, tokens, secrets' contents.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::lenient::Lenient;
use crate::reader::{Reader, Unfit};

/// Keeps a value out of `Debug` output, so that no log line or error text can repeat it by accident.
/// It serializes as the value itself, because requests must carry it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hidden<T>(T);

impl<T> Hidden<T> {
    /// Hides `value`.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value; the name makes every use easy to find.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

impl From<&str> for Hidden<String> {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Hidden<String> {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl<T: Lenient> Lenient for Hidden<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit> {
        self.0.read(reader)
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}
