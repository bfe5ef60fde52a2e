//! What ships to the browser: nothing inline, nothing foreign, every style linked and in its layer.

use super::{none, texts};
use crate::build::html::tags;
use crate::project;

#[test]
fn the_page_has_no_inline_script_or_style() {
    let page = project::read("index.html").unwrap();
    let scripts = tags(&page, "script").into_iter().filter(|tag| tag.get("src").is_none());
    let inline = scripts.chain(tags(&page, "style")).map(|tag| page[tag.range].to_owned());
    none("a strict Content-Security-Policy forbids it", &inline.collect::<Vec<_>>());
    for attribute in [" style=", " onclick=", " onload=", " onerror="] {
        assert!(!page.contains(attribute), "index.html has{attribute}");
    }
}

#[test]
fn the_page_and_its_styles_name_no_foreign_host() {
    let sources = [texts("style", &[".css"]), texts("", &["index.html"])].concat();
    let lines = sources.iter().flat_map(|(file, text)| text.lines().map(move |line| (file, line)));
    let foreign =
        lines.filter(|(_, line)| ["http:", "https:", "url(//", "@import"].iter().any(|w| line.contains(w)));
    let broken: Vec<String> = foreign.map(|(file, line)| format!("{file}: {}", line.trim())).collect();
    none("everything ships with the app", &broken);
}

#[test]
fn every_style_sheet_is_linked_and_in_a_layer() {
    let page = project::read("index.html").unwrap();
    let links: Vec<String> =
        tags(&page, "link").iter().filter_map(|tag| tag.get("href").map(str::to_owned)).collect();
    let mut broken = Vec::new();
    for (file, text) in texts("style", &[".css"]) {
        if !links.contains(&file) {
            broken.push(format!("{file} is not linked in index.html"));
        }
        if outside_layers(&text) {
            broken.push(format!("{file} has rules outside an @layer"));
        }
    }
    none("link order must not matter", &broken);
}

/// Whether a rule stands at the top of a style sheet that is not an `@layer`.
fn outside_layers(css: &str) -> bool {
    let mut rest = without_comments(css);
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        rest = rest.split_off(start);
        if !rest.starts_with("@layer") {
            return true;
        }
        let end = match (rest.find(';'), rest.find('{')) {
            (Some(semicolon), brace) if brace.is_none_or(|brace| semicolon < brace) => semicolon + 1,
            (_, Some(_)) => block_end(&rest),
            _ => return true,
        };
        rest = rest.split_off(end);
    }
    false
}

fn block_end(css: &str) -> usize {
    let mut depth = 0;
    for (at, character) in css.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    css.len()
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("*/").map_or("", |(_, after)| after))
}

#[test]
fn a_rule_outside_its_layer_is_seen() {
    for (css, expected) in [
        ("@layer a, b;", false),
        ("/* why */ @layer ui { a { b: c } }\n@layer ui { d {} }", false),
        ("@layer ui { a {} } b {}", true),
        (":root { --a: b }", true),
    ] {
        assert_eq!(outside_layers(css), expected, "{css}");
    }
}
