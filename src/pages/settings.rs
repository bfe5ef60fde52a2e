//! What this browser remembers: the Controllers, a person's taste, and who is signed in.

use leptos::prelude::*;

use crate::prefs::Prefs;
use crate::session::Session;
use crate::turn::manage::ManageControllers;
use crate::turn::switch::leaver;
use crate::ui::alive::alive_value;
use crate::ui::choice::Segments;
use crate::ui::field::options;
use crate::ui::panel::Panel;

const THEMES: &[(&str, &str)] = &[("", "System"), ("light", "Light"), ("dark", "Dark")];

/// Seconds, and how they are read.
const PACES: [(&str, &str); 5] = [
    ("2", "every 2 seconds"),
    ("5", "every 5 seconds"),
    ("15", "every 15 seconds"),
    ("60", "every minute"),
    ("300", "every 5 minutes"),
];

#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <div class="head">
            <h1>"Settings"</h1>
        </div>
        <div class="measure">
            <ManageControllers />
            <Taste />
            <Account />
        </div>
    }
}

#[component]
fn Taste() -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    let paces = PACES.map(|(value, shown)| (value.to_owned(), shown.to_owned())).to_vec();
    let pace = Signal::derive(move || prefs.pace().to_string());
    view! {
        <Panel title="This browser">
            <ul class="set">
                <li>
                    "Theme"
                    <small>"System follows your device."</small>
                    <span class="act">
                        <Segments
                            label="Theme"
                            name="theme"
                            options=THEMES
                            value=Signal::derive(move || prefs.theme())
                            on_choice=Callback::new(move |theme| prefs.set_theme(theme))
                        />
                    </span>
                </li>
                <li>
                    <label for="pace">"Refresh the lists"</label>
                    <small>"Nothing is refreshed while the tab is hidden."</small>
                    <span class="act">
                        <select
                            id="pace"
                            class="in"
                            on:change=alive_value(move |pace: String| prefs.set_pace(pace.parse().unwrap_or(5)))
                        >
                            {options(paces, pace)}
                        </select>
                    </span>
                </li>
            </ul>
        </Panel>
    }
}

#[component]
fn Account() -> impl IntoView {
    let session = expect_context::<Session>();
    let leave = leaver();
    view! {
        <Panel title="Account">
            <ul class="set">
                <li>
                    {move || session.user().unwrap_or_else(|| "Not reported by this Controller".to_owned())}
                    <small>"Signed in to the Controller of this tab."</small>
                    <span class="act">
                        <button type="button" class="btn" on:click=move |_| leave.run(())>
                            "Sign out"
                        </button>
                    </span>
                </li>
            </ul>
        </Panel>
    }
}
