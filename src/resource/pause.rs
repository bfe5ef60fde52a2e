//! The moment at which typing pauses: what takes longer than a key is done then.

use std::time::Duration;

use leptos::prelude::*;

use crate::resource::draft::Draft;

/// So long without a key is a pause.
const PAUSE: Duration = Duration::from_millis(120);
/// Who types on without a pause is looked after nevertheless, every so many pauses.
const MOST: u8 = 5;

/// Whether something was typed that those who follow the text have not seen.
#[derive(Clone, Copy, Default)]
pub struct Pause {
    /// Keys since the timer was set; `None` while everything is seen.
    keys: StoredValue<Option<u32>>,
}

impl Pause {
    /// A key was pressed in a draft.
    pub fn wait(self, draft: Draft) {
        let is_first = self.keys.get_value().is_none();
        self.keys.update_value(|keys| *keys = Some(keys.map_or(0, |keys| keys + 1)));
        if is_first {
            self.look_later(draft, 0);
        }
    }

    fn look_later(self, draft: Draft, waited: u8) {
        let look = move || match self.keys.try_get_value().flatten() {
            None => {}
            Some(0) => draft.rest(),
            Some(_) if waited >= MOST => draft.rest(),
            Some(_) => {
                self.keys.set_value(Some(0));
                self.look_later(draft, waited + 1);
            }
        };
        set_timeout(look, PAUSE);
    }

    /// Everything is seen from now on; whether it was not.
    pub fn ends(self) -> bool {
        self.keys.try_update_value(Option::take).flatten().is_some()
    }
}
