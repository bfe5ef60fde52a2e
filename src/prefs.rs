//! What this browser remembers of a person's taste: theme and pace of the refresh. Nothing of the Controller.

use leptos::prelude::*;

use crate::storage::Keep;

const THEME: &str = "ecn-console.theme";
const PACE: &str = "ecn-console.refresh-seconds";

#[derive(Clone, Copy)]
pub struct Prefs {
    theme: RwSignal<String>,
    pace: RwSignal<u32>,
}

impl Prefs {
    pub fn provide() -> Self {
        let theme = Keep::Browser
            .read(THEME)
            .filter(|theme| ["light", "dark"].contains(&theme.as_str()))
            .unwrap_or_default();
        let pace = Keep::Browser.read(PACE).and_then(|pace| pace.parse().ok()).unwrap_or(5);
        let prefs = Self { theme: RwSignal::new(theme), pace: RwSignal::new(pace.clamp(2, 300)) };
        provide_context(prefs);
        Effect::new(move |_| {
            let theme = prefs.theme.get();
            if let Some(root) = document().document_element() {
                // Refused only for names that are no attribute names.
                let _ = root.set_attribute("data-theme", &theme);
            }
        });
        prefs
    }

    /// `light`, `dark`, or empty for the system's choice.
    pub fn theme(self) -> String {
        self.theme.get()
    }

    pub fn set_theme(self, theme: String) {
        Keep::Browser.write(THEME, &theme);
        self.theme.set(theme);
    }

    /// Seconds between two refreshes.
    pub fn pace(self) -> u32 {
        self.pace.get()
    }

    pub fn pace_untracked(self) -> u32 {
        self.pace.get_untracked()
    }

    pub fn set_pace(self, pace: u32) {
        let pace = pace.clamp(2, 300);
        Keep::Browser.write(PACE, &pace.to_string());
        self.pace.set(pace);
    }
}
