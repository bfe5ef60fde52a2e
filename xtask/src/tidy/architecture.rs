//! What may know what. Dependencies point one way: app -> plan -> client, manifest -> model.

use super::code::{Named, is_test_file, named};
use super::{none, texts};
use crate::project;

/// Sources below `folder` that ship, with what they name.
fn shipped(folder: &str) -> Vec<(String, Named)> {
    let sources = texts(folder, &[".rs"]).into_iter().filter(|(file, _)| !is_test_file(file));
    sources
        .map(|(file, text)| {
            let named = named(&file, &text);
            (file, named)
        })
        .collect()
}

/// Every place below `folder` that names a path starting with one of `starts`.
fn naming(folder: &str, starts: &[&str], may: impl Fn(&str) -> bool) -> Vec<String> {
    let mut broken = Vec::new();
    for (file, named) in shipped(folder).into_iter().filter(|(file, _)| !may(file)) {
        for (line, path) in named.paths {
            let hit = |start: &&str| path == **start || path.starts_with(&format!("{start}::"));
            if starts.iter().any(hit) {
                broken.push(format!("{file}:{line} names {path}"));
            }
        }
    }
    broken
}

/// The names of a crate's dependencies, whatever the table or target.
fn dependencies(folder: &str) -> Vec<String> {
    let cargo = project::read_toml(&format!("{folder}/Cargo.toml")).unwrap();
    let targets = cargo.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let tables = targets.filter_map(|(_, table)| table.as_table()).chain([&cargo]);
    let names = tables
        .filter_map(|table| table.get("dependencies")?.as_table())
        .flat_map(|table| table.keys().cloned());
    names.collect()
}

fn only_without(folder: &str, forbidden: &[&str]) -> Vec<String> {
    let hits =
        dependencies(folder).into_iter().filter(|name| forbidden.iter().any(|start| name.starts_with(start)));
    hits.map(|name| format!("{folder} depends on {name}")).collect()
}

const BROWSER: &[&str] = &["leptos", "reactive", "web_sys", "js_sys", "wasm_bindgen", "gloo", "gloo_net"];
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::io::stdin",
    "std::io::stdout",
    "std::time::SystemTime",
    "std::time::Instant",
    "tokio",
    "reqwest",
    "chrono::Utc::now",
    "chrono::Local",
];

/// Programs of a crate and the client's transports are where the outside begins.
fn at_the_edge(file: &str) -> bool {
    file.contains("/src/bin/")
        || file.ends_with("/src/main.rs")
        || file.contains("/build.rs")
        || (file.starts_with("crates/client/") && file.contains("transport"))
}

#[test]
fn the_pure_crates_know_no_browser_no_clock_and_no_io() {
    for folder in ["crates/model", "crates/manifest", "crates/plan", "crates/client"] {
        none("a pure crate", &naming(folder, &[BROWSER, OUTSIDE].concat(), at_the_edge));
    }
}

#[test]
fn the_crates_depend_only_downwards() {
    let above = ["leptos", "reactive", "demo-controller", "ecn-console"];
    let browser = ["web-sys", "js-sys", "wasm-bindgen", "gloo"];
    let manifest = only_without("crates/manifest", &[&above[..], &browser, &["client", "plan"]].concat());
    let plan = only_without("crates/plan", &[&above[..], &browser].concat());
    let client = only_without("crates/client", &[&above[..], &["manifest", "plan"]].concat());
    let model =
        only_without("crates/model", &[&above[..], &browser, &["client", "manifest", "plan"]].concat());
    none("dependencies point one way", &[manifest, plan, client, model].concat());
}

#[test]
fn the_demo_controller_shares_nothing_with_what_it_is_the_witness_for() {
    let mut broken =
        only_without("crates/demo-controller", &["manifest", "plan", "client", "model", "leptos"]);
    for folder in ["crates/model", "crates/manifest", "crates/plan", "crates/client"] {
        broken.extend(only_without(folder, &["demo-controller"]));
    }
    none("both would be wrong together", &broken);
}

#[test]
fn only_the_client_and_the_demo_controller_know_rest_paths() {
    let mut broken = Vec::new();
    for folder in ["src", "crates/model", "crates/manifest", "crates/plan"] {
        for (file, named) in shipped(folder) {
            let hits = named.texts.into_iter().filter(|(_, text)| text.contains("/api/v3"));
            broken.extend(hits.map(|(line, text)| format!("{file}:{line} says {text:?}")));
        }
    }
    none("REST paths belong to crates/client", &broken);
}

#[test]
fn only_routes_knows_page_paths() {
    let kinds = project::read("crates/model/src/kind.rs").unwrap();
    let slugs = kinds.split("slug: \"").skip(1).filter_map(|rest| rest.split('"').next());
    let others = ["deploy", "activity", "settings", "sign-in"];
    let pages: Vec<String> = slugs.chain(others).map(|slug| format!("/{slug}")).collect();
    assert!(pages.len() > others.len(), "the kinds have no addresses");
    let mut broken = Vec::new();
    for (file, named) in shipped("src").into_iter().filter(|(file, _)| !file.starts_with("src/routes")) {
        let hits = named
            .texts
            .into_iter()
            .filter(|(_, text)| pages.iter().any(|page| text.starts_with(page.as_str())));
        broken.extend(hits.map(|(line, text)| format!("{file}:{line} says {text:?}")));
    }
    none("page paths belong to src/routes.rs", &broken);
}

#[test]
fn widgets_know_no_kind_no_address_and_no_client() {
    let others = [
        "crate::address",
        "crate::kinds",
        "crate::routes",
        "crate::live",
        "crate::resource",
        "crate::session",
        "crate::deploy",
    ];
    let crates = ["client", "manifest", "plan"];
    none("src/ui is for anyone", &naming("src/ui", &[&others[..], &crates].concat(), |_| false));
}

/// The floors of the app, the lowest first. What stands on one knows its own floor and those below.
const FLOORS: &[&[&str]] = &[
    &["ui", "words", "storage", "routes", "panic"],
    &["address", "prefs", "socket", "host", "gallery"],
    &["controllers"],
    &["session"],
    &["api"],
    &["live"],
    &["turn"],
    &["part", "resource"],
    &["deploy"],
    &["kinds"],
    &["navigation"],
    &["palette", "pages", "shell"],
    &["later"],
    &["app", "main"],
];

#[test]
fn each_floor_of_the_app_knows_only_those_below() {
    let floor_of = |module: &str| FLOORS.iter().position(|floor| floor.contains(&module));
    let mut broken = Vec::new();
    for (file, named) in shipped("src") {
        let module = file.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
        let Some(own) = floor_of(module) else {
            broken.push(format!("{file} stands on no floor"));
            continue;
        };
        for (line, path) in named.paths {
            let other = path.strip_prefix("crate::").and_then(|path| path.split("::").next());
            let is_above = other.and_then(floor_of).is_some_and(|other| other > own);
            if is_above {
                broken.push(format!("{file}:{line} names {path}"));
            }
        }
    }
    none("what is below knows nothing of what is above", &broken);
}

/// Kinds whose documents hold another kind's fields: (outer, inner). The format says so, not our convenience.
const NESTED: &[(&str, &str)] = &[
    ("application_template", "application"),
    ("application_template", "microservice"),
    ("application", "microservice"),
];

#[test]
fn a_kind_never_imports_another_kind() {
    let mut broken = Vec::new();
    for root in ["src/kinds", "crates/manifest/src/kinds"] {
        let mut kinds = Vec::new();
        for entry in std::fs::read_dir(project::root().join(root)).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                kinds.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        for kind in &kinds {
            let nested = |other: &String| NESTED.contains(&(kind.as_str(), other.as_str()));
            let others = kinds.iter().filter(|other| *other != kind && !nested(other));
            let paths: Vec<String> = others
                .flat_map(|other| [format!("crate::kinds::{other}"), format!("super::super::{other}")])
                .collect();
            let starts: Vec<&str> = paths.iter().map(String::as_str).collect();
            broken.extend(naming(&format!("{root}/{kind}"), &starts, |_| false));
        }
    }
    none("kinds/a never imports kinds/b", &broken);
}

/// What of `manifest::kinds` is no kind.
const NO_KIND: &[&str] = &["mod", "envelope", "agent_config", "others"];

/// Where a kind's word is something else: (file, why).
const OTHER_WORDS: &[(&str, &str)] =
    &[("crates/manifest/src/wire/place.rs", "they are looked for in the Controller's refusals")];

#[test]
fn inside_manifest_generic_code_names_no_kind() {
    let own = "crates/manifest/src/kinds";
    let entries = std::fs::read_dir(project::root().join(own)).unwrap().flatten();
    let kinds = entries.map(|entry| entry.file_name().to_string_lossy().trim_end_matches(".rs").to_owned());
    let kinds: Vec<String> = kinds.filter(|kind| !NO_KIND.contains(&kind.as_str())).collect();
    let upper = |part: &str| part[..1].to_uppercase() + &part[1..];
    let words: Vec<String> = kinds.iter().map(|kind| kind.split('_').map(upper).collect()).collect();
    let is_variant = |word: &str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    let is_kind = |outer: &str, inner: &str| {
        outer == "Kind" && is_variant(inner) || outer == "kinds" && kinds.iter().any(|kind| kind == inner)
    };
    let mut broken = Vec::new();
    for (file, named) in shipped("crates/manifest/src").into_iter().filter(|(file, _)| !file.starts_with(own))
    {
        for (line, path) in named.paths {
            let parts: Vec<&str> = path.split("::").collect();
            if parts.windows(2).any(|pair| is_kind(pair[0], pair[1])) {
                broken.push(format!("{file}:{line} names {path}"));
            }
        }
        let excused = OTHER_WORDS.iter().any(|(place, _)| *place == file);
        let texts = named.texts.into_iter().filter(|(_, text)| !excused && words.contains(text));
        broken.extend(texts.map(|(line, text)| format!("{file}:{line} says {text:?}")));
    }
    none("what only one kind knows stands in manifest/src/kinds", &broken);
}

/// Events that a browser also fires while their element is taken away, or after: signals are gone before elements are.
const LATE: [&str; 8] =
    ["blur", "focusout", "change", "close", "toggle", "beforetoggle", "scroll", "scrollend"];

#[test]
fn what_may_happen_to_an_element_that_goes_is_heard_only_by_handlers_that_know_it() {
    let mut broken = Vec::new();
    for (file, text) in texts("src", &[".rs"]) {
        for (line, text) in text.lines().enumerate() {
            let mut handlers = text.split("on:").skip(1).filter_map(|rest| rest.split_once('='));
            let late = |(name, handler): (&str, &str)| {
                LATE.contains(&name.trim_end_matches(":target")) && !handler.starts_with("alive")
            };
            if handlers.any(late) {
                broken.push(format!("{file}:{} hears it without `alive`", line + 1));
            }
        }
    }
    none("handlers of these events go through src/ui/alive.rs", &broken);
}
