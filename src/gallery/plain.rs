//! The widgets that only show something, and those that are typed into.

use leptos::prelude::*;

use super::{Theme, shown};
use crate::ui::choice::Segments;
use crate::ui::code::{Code, Ink, Piece};
use crate::ui::field::{Field, FieldProblem, Input, area, choice};
use crate::ui::icon::{Glyph, Icon, Mark};
use crate::ui::line::Named;
use crate::ui::notice::{Empty, Notice};
use crate::ui::sign::{PlanSign, Sign};
use crate::ui::skeleton::Skeleton;
use crate::ui::state::{State, StateMark, Tone};

pub fn all(theme: Theme) -> Vec<AnyView> {
    vec![
        shown("Mark", view! { <Mark /> }.into_any()),
        shown("Type", kinds_of_type()),
        shown("Buttons", buttons()),
        shown("Segments", segments(theme)),
        shown("Fields", fields(theme)),
        shown("States", states()),
        shown("Badges", badges()),
        shown("Plan signs", signs()),
        shown("Tabs", tabs(theme)),
        shown("Facts", facts()),
        shown("Notices", notices()),
        shown(
            "Skeleton",
            view! { <div class="panel gallery__wide"><Skeleton text="Loading something" /></div> }.into_any(),
        ),
        shown("Empty", empty()),
        shown("Code", code()),
        shown("Icons", icons()),
    ]
}

fn kinds_of_type() -> AnyView {
    view! {
        <div class="stack">
            <p class="gallery__title">"Title of a page"</p>
            <p class="strong">"A name"</p>
            <p>"Body, with a link " <a href="gallery">"in a sentence"</a> "."</p>
            <p class="soft">"What explains"</p>
            <p class="faint small">"Heads, units, times"</p>
            <p class="mono">"registry.example.com/shop/web:3.1"</p>
            <a href="gallery">"A link alone"</a>
        </div>
    }
    .into_any()
}

fn buttons() -> AnyView {
    let kind = |(class, text): (&'static str, &'static str)| {
        view! {
            <button type="button" class=format!("btn {class}")>
                <Glyph icon=Icon::Again />
                {text}
            </button>
            <button type="button" class=format!("btn {class}") aria-disabled="true">
                {text}
            </button>
        }
    };
    let kinds = [("main", "Apply"), ("", "Rebuild"), ("quiet", "Discard"), ("danger", "Delete")];
    view! {
        {kinds.map(kind).collect_view()}
        <button type="button" class="btn icon" aria-label="Copy">
            <Glyph icon=Icon::Copy />
        </button>
        <button type="button" class="btn small">"Small"</button>
        <button type="button" class="chip">"Use edge-1"</button>
    }
    .into_any()
}

fn segments(theme: Theme) -> AnyView {
    const OPTIONS: &[(&str, &str)] = &[("form", "Form"), ("both", "Both"), ("yaml", "YAML")];
    let value = RwSignal::new("both".to_owned());
    let on_choice = Callback::new(move |chosen| value.set(chosen));
    view! { <Segments label="Shown" name=theme.id("shown") options=OPTIONS value on_choice /> }.into_any()
}

fn fields(theme: Theme) -> AnyView {
    let field = |name: &str, input: Input, label: &str, value: &str, problem: Option<FieldProblem>| {
        let value = RwSignal::new(value.to_owned());
        let on_input = Callback::new(move |text| value.set(text));
        let problem = Signal::stored(problem);
        view! { <Field id=theme.id(name) label hint="What the label cannot say." input value on_input problem /> }
    };
    let problem = |severe: bool, text: &str| Some(FieldProblem { severe, text: text.to_owned() });
    let named = |label: &str| Named { label: Some(Signal::stored(label.to_owned())), ..Named::default() };
    let choices = ["edge-1", "edge-2"].map(|name| (name.to_owned(), name.to_owned())).to_vec();
    view! {
        <div class="gallery__fields">
            {field("line", Input::Line, "Name", "web", None)}
            {field("secret", Input::NewSecret, "Password", "nothing", None)}
            {choice(named("Agent"), choices, RwSignal::new("edge-1".to_owned()).into(), Callback::new(|_| ()))}
            {field("number", Input::Number, "Outside port", "80800", problem(true, "Ports end at 65535."))}
            {field("warned", Input::Line, "Image", "web:latest", problem(false, "The tag may change."))}
            {area(named("Configuration"), RwSignal::new("{\"a\": 1}".to_owned()).into(), Callback::new(|_| ()))}
            <label class="check">
                <input type="checkbox" checked />
                "Delete these microservices"
            </label>
        </div>
    }
    .into_any()
}

fn states() -> AnyView {
    let state = |tone: &Tone| {
        view! {
            <State tone=*tone text=format!("{tone:?}") />
            <StateMark tone=*tone text=format!("{tone:?}") />
        }
    };
    view! {
        {Tone::ALL.iter().map(state).collect_view()}
        <State tone=Tone::Warn text="Agent offline" icon=Icon::Away />
        // In a row, because beside a text it would stand on a fraction of a pixel, which pictures of it show.
        <span class="row">
            <State tone=Tone::Bad text="Failed" />
            <span class="sub">"exit 1"</span>
        </span>
    }
    .into_any()
}

fn badges() -> AnyView {
    view! {
        <span class="badge">"x86-64"</span>
        <span class="badge accent">"Draft"</span>
        <span class="badge warn">"Restarts"</span>
        <span class="badge bad">"Deletes 2"</span>
    }
    .into_any()
}

fn signs() -> AnyView {
    Sign::ALL
        .iter()
        .map(|sign| view! { <PlanSign sign=*sign /> {format!("{sign:?}")} })
        .collect_view()
        .into_any()
}

fn tabs(theme: Theme) -> AnyView {
    view! {
        <nav class="tabs gallery__wide" aria-label=format!("Views, {}", theme.title)>
            <a href="gallery" aria-current="page">"Overview"</a>
            <a href="gallery">"Edit"</a>
            <a href="gallery">"YAML"</a>
        </nav>
    }
    .into_any()
}

fn facts() -> AnyView {
    view! {
        <dl class="facts gallery__wide">
            <dt>"Image"</dt>
            <dd class="mono">"example/shop-web:3.1"</dd>
            <dt>"Agent"</dt>
            <dd><a href="gallery">"edge-1"</a></dd>
        </dl>
    }
    .into_any()
}

fn notices() -> AnyView {
    let notice = |tone: &Tone| {
        view! {
            <Notice tone=*tone title="What happened">
                <p class="soft">"What was not lost, and what helps: " <a href="gallery">"this page"</a> "."</p>
                <div>
                    <button type="button" class="btn">"Try now"</button>
                </div>
            </Notice>
        }
    };
    view! { <div class="stack gallery__wide">{Tone::ALL.iter().map(notice).collect_view()}</div> }.into_any()
}

fn empty() -> AnyView {
    view! {
        <div class="panel gallery__wide">
            <Empty title="No registries yet" icon=Icon::Store>
                <p>"What to do next."</p>
                <button type="button" class="btn main">"New registry"</button>
            </Empty>
        </div>
    }
    .into_any()
}

fn code() -> AnyView {
    view! {
        <div class="panel gallery__wide">
            <Code label="A manifest" lines=Signal::stored(manifest()) />
        </div>
        <div class="output gallery__wide">
            <div class="output__lines gallery__log" role="log" tabindex="0" aria-label="A log">
                "14:26:48 INFO GET / 200"
            </div>
        </div>
    }
    .into_any()
}

/// Every sort of piece that a text has.
fn manifest() -> Vec<Vec<Piece>> {
    let field = |key: &str, ink: Ink, value: &str| {
        vec![(Ink::Key, key.to_owned()), (Ink::Plain, ": ".to_owned()), (ink, value.to_owned())]
    };
    vec![
        field("kind", Ink::Text, "Microservice"),
        vec![(Ink::Note, "# built by the nightly job".to_owned())],
        field("external", Ink::Number, "8080"),
        field("isPrivileged", Ink::Word, "false"),
    ]
}

fn icons() -> AnyView {
    let icon = |icon: &Icon| {
        view! {
            <span class="badge">
                <Glyph icon=*icon />
                {format!("{icon:?}")}
            </span>
        }
    };
    Icon::ALL.iter().map(icon).collect_view().into_any()
}
