//! Which files of a build the browser loads at once, before anyone asks for more.

use std::collections::BTreeMap;

use super::html;

/// The page, what it links, and what the scripts among that import in turn. A script loaded on demand, by
/// `import(…)`, does not count.
pub(crate) fn first_load<'a>(files: &BTreeMap<&'a str, &[u8]>) -> Vec<&'a str> {
    let mut found: Vec<&str> = files.keys().copied().filter(|name| *name == "index.html").collect();
    let mut next = 0;
    while let Some(name) = found.get(next).copied() {
        next += 1;
        let text = files.get(name).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let named = match name.rsplit('.').next() {
            Some("html") => linked(&text),
            Some("js") => imported(&text),
            _ => Vec::new(),
        };
        for address in named {
            let wanted = address.rsplit("./").next().unwrap_or_default().trim_start_matches('/');
            let file = files.keys().copied().find(|file| !wanted.is_empty() && wanted.ends_with(file));
            let file = file.or_else(|| files.keys().copied().find(|f| f.ends_with(&format!("/{wanted}"))));
            found.extend(file.filter(|file| !found.contains(file)));
        }
    }
    found
}

/// What the page makes the browser load.
fn linked(page: &str) -> Vec<String> {
    let loaded = ["stylesheet", "modulepreload", "preload", "icon", "manifest"];
    let links = html::tags(page, "link")
        .into_iter()
        .filter(|tag| tag.get("rel").is_some_and(|r| loaded.contains(&r)));
    let links = links.filter_map(|tag| tag.get("href").map(str::to_owned));
    let scripts = html::tags(page, "script").into_iter().filter_map(|tag| tag.get("src").map(str::to_owned));
    links.chain(scripts).collect()
}

/// The quoted names after `from` and `import` in a script.
fn imported(script: &str) -> Vec<String> {
    let mut found = Vec::new();
    for keyword in ["from", "import"] {
        for (at, _) in script.match_indices(keyword) {
            let rest = script.get(at + keyword.len()..).unwrap_or_default().trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inside = quote.and_then(|quote| rest.get(1..)?.split_once(quote));
            found.extend(inside.map(|(name, _)| name.to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_loaded_on_demand_does_not_count() {
        let files = BTreeMap::from([
            (
                "index.html",
                r#"<link rel="preload" href="/a/app-1.wasm"><script type="module" src="/a/start-1.js"></script>"#,
            ),
            ("app-1.js", "import{x}from'./snippets/one/inline0.js';const editor=()=>import('./editor-1.js')"),
            ("app-1.wasm", ""),
            ("editor-1.js", ""),
            ("snippets/one/inline0.js", ""),
            ("start-1.js", "import init from '/a/app-1.js'"),
        ]);
        let files = files.into_iter().map(|(name, text)| (name, text.as_bytes())).collect();
        let mut found = first_load(&files);
        found.sort_unstable();
        assert_eq!(found, ["app-1.js", "app-1.wasm", "index.html", "snippets/one/inline0.js", "start-1.js"]);
    }
}
