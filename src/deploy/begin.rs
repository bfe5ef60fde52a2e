//! What a new document of a kind begins with in the workspace.

use leptos::prelude::*;

use crate::deploy::form::FormKind;

/// The forms that there are: each knows how a document of its kind begins.
#[derive(Clone, Copy)]
pub struct Beginnings(pub &'static [&'static FormKind]);

impl Beginnings {
    /// Those that the app has.
    pub fn here() -> Self {
        expect_context()
    }

    /// The file that begins a document of a kind, however its word is written; of an unknown kind an empty text.
    pub fn file(self, kind: &str) -> (String, String) {
        let wanted = plain(kind);
        let found = self.0.iter().find(|form| plain(form.kind.word()) == wanted);
        found.map_or_else(
            || ("untitled.yaml".to_owned(), String::new()),
            |form| (form.file(), (form.begin)("")),
        )
    }
}

fn plain(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}
