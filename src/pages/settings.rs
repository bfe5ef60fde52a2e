//! What this browser remembers: a person's taste, and the Controllers.

use leptos::prelude::*;

use crate::controllers::manage::ManageControllers;
use crate::prefs::Prefs;
use crate::session::Session;
use crate::ui::field::{Field, Input};

#[component]
pub fn SettingsPage() -> impl IntoView {
    let prefs = expect_context::<Prefs>();
    let session = expect_context::<Session>();
    let none = Signal::derive(|| None);
    let themes = [("", "As the system"), ("light", "Light"), ("dark", "Dark")];
    let paces = [
        ("2", "2 seconds"),
        ("5", "5 seconds"),
        ("15", "15 seconds"),
        ("60", "1 minute"),
        ("300", "5 minutes"),
    ];
    let options = |pairs: &[(&str, &str)]| {
        Input::Choice(pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect())
    };
    view! {
        <h1>"Settings"</h1>
        <section class="card">
            <div class="card__in settings">
                <Field
                    id="theme"
                    label="Theme"
                    hint="Kept in this browser."
                    input=options(&themes)
                    value=Signal::derive(move || prefs.theme())
                    on_input=Callback::new(move |theme| prefs.set_theme(theme))
                    problem=none
                />
                <Field
                    id="pace"
                    label="Refresh every"
                    hint="Nothing is asked while the tab is hidden."
                    input=options(&paces)
                    value=Signal::derive(move || prefs.pace().to_string())
                    on_input=Callback::new(move |pace: String| prefs.set_pace(pace.parse().unwrap_or(5)))
                    problem=none
                />
                <dl class="facts">
                    <dt>"Signed in as"</dt>
                    <dd>{move || session.user().unwrap_or_else(|| "not said by this Controller".to_owned())}</dd>
                </dl>
            </div>
        </section>
        <ManageControllers />
    }
}
