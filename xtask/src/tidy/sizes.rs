//! How large things may grow before there is a better cut. Exceptions stand in `xtask/allowed-sizes.toml`.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::{none, texts};
use crate::project;

const FILE: usize = 400;
const FUNCTION: usize = 60;
const COMPONENT: usize = 80;
const VIEW: usize = 45;
const PROPS: usize = 7;

/// One thing that is larger than its rule: what, where, how large, and the rule.
struct Large {
    place: String,
    what: &'static str,
    size: usize,
    limit: usize,
}

#[test]
fn files_functions_and_components_keep_their_size() {
    let allowed = allowed();
    let mut used = vec![false; allowed.len()];
    let mut broken = Vec::new();
    for Large { place, what, size, limit } in all() {
        let exception = allowed.iter().position(|(name, most)| *name == place && size <= *most);
        match exception.and_then(|at| used.get_mut(at)) {
            Some(used) => *used = true,
            None => broken.push(format!("{place}: {what} of {size}, {limit} are allowed")),
        }
    }
    let idle = allowed.iter().zip(&used).filter(|(_, used)| !**used);
    broken.extend(
        idle.map(|((name, _), _)| format!("xtask/allowed-sizes.toml: {name} needs no exception any more")),
    );
    none("past this size there is usually a better cut", &broken);
}

/// The exceptions as (place, largest size), each with its reason in the file.
fn allowed() -> Vec<(String, usize)> {
    let list = project::read_toml("xtask/allowed-sizes.toml").unwrap();
    let entry = |(place, entry): (&String, &toml::Value)| {
        let most = entry.get("most").and_then(toml::Value::as_integer).unwrap();
        let reason = entry.get("reason").and_then(toml::Value::as_str).unwrap_or_default();
        assert!(reason.len() > 20, "{place} needs a reason in xtask/allowed-sizes.toml");
        (place.clone(), usize::try_from(most).unwrap())
    };
    list.iter().map(entry).collect()
}

fn all() -> Vec<Large> {
    let mut large = Vec::new();
    for (file, text) in texts("", &[".rs", ".ts", ".css"]) {
        let size = text.lines().count();
        if size > FILE {
            large.push(Large { place: file.clone(), what: "a file", size, limit: FILE });
        }
        if file.ends_with(".rs") {
            let tree =
                syn::parse_file(&text).unwrap_or_else(|error| panic!("{file} does not parse: {error}"));
            Measure { file: &file, large: &mut large }.visit_file(&tree);
        }
    }
    large
}

struct Measure<'a> {
    file: &'a str,
    large: &'a mut Vec<Large>,
}

impl Measure<'_> {
    fn hold(&mut self, name: &str, what: &'static str, size: usize, limit: usize) {
        if size > limit {
            self.large.push(Large { place: format!("{}::{name}", self.file), what, size, limit });
        }
    }
}

fn lines(span: Span) -> usize {
    span.end().line + 1 - span.start().line
}

impl<'ast> Visit<'ast> for Measure<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let name = item.sig.ident.to_string();
        let component = item.attrs.iter().any(|attribute| attribute.path().is_ident("component"));
        if component {
            self.hold(&name, "a component", lines(item.block.span()), COMPONENT);
            self.hold(&name, "props", item.sig.inputs.len(), PROPS);
        } else {
            self.hold(&name, "a function", lines(item.block.span()), FUNCTION);
        }
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.hold(&item.sig.ident.to_string(), "a function", lines(item.block.span()), FUNCTION);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        if item.path.is_ident("view") {
            self.hold("view!", "a view!", lines(item.delimiter.span().join()), VIEW);
        }
        visit::visit_macro(self, item);
    }
}

#[test]
fn a_long_view_and_many_props_are_seen() {
    let view = format!("view! {{ {} }}", "<p/>\n".repeat(50));
    let props = (0..8).map(|at| format!("p{at}: u8")).collect::<Vec<_>>().join(", ");
    let tree = syn::parse_file(&format!("#[component] fn Page({props}) {{ {view} }}")).unwrap();
    let mut large = Vec::new();
    Measure { file: "example", large: &mut large }.visit_file(&tree);
    let seen: Vec<(&str, &str, usize)> = large.iter().map(|l| (l.place.as_str(), l.what, l.size)).collect();
    assert_eq!(seen, [("example::Page", "props", 8), ("example::view!", "a view!", 51)]);
}
