//! Reads Rust sources: which paths and texts they name outside their tests, and how long their parts are.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// What a source names, with the line.
#[derive(Default)]
pub(super) struct Named {
    /// Paths like `std::fs::read`, from `use` and from expressions.
    pub(super) paths: Vec<(usize, String)>,
    /// String literals.
    pub(super) texts: Vec<(usize, String)>,
}

/// Reads a source without its `#[cfg(test)]` parts. The tokens of macros count too.
pub(super) fn named(file: &str, source: &str) -> Named {
    let tree = syn::parse_file(source).unwrap_or_else(|error| panic!("{file} does not parse: {error}"));
    let mut named = Named::default();
    named.visit_file(&tree);
    named
}

pub(super) fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let text = attribute.meta.to_token_stream().to_string();
        text == "test" || (text.starts_with("cfg") && text.contains("test") && !text.contains("not (test"))
    })
}

/// Whether a file is only compiled for tests.
pub(super) fn is_test_file(file: &str) -> bool {
    let folders = ["/tests/", "/benches/", "/examples/"];
    folders.iter().any(|folder| file.contains(folder))
        || file.ends_with("/tests.rs")
        || file.ends_with("_tests.rs")
}

/// Whether an item is only compiled for tests.
pub(super) fn is_test_item(item: &syn::Item) -> bool {
    match item {
        syn::Item::Mod(item) => is_test(&item.attrs),
        syn::Item::Fn(item) => is_test(&item.attrs),
        syn::Item::Use(item) => is_test(&item.attrs),
        syn::Item::Impl(item) => is_test(&item.attrs),
        syn::Item::Const(item) => is_test(&item.attrs),
        _ => false,
    }
}

impl Visit<'_> for Named {
    fn visit_item(&mut self, item: &syn::Item) {
        if !is_test_item(item) {
            visit::visit_item(self, item);
        }
    }

    // Comments for readers are attributes to the compiler.
    fn visit_attribute(&mut self, _: &syn::Attribute) {}

    fn visit_item_use(&mut self, item: &syn::ItemUse) {
        flatten(&item.tree, "", &mut |path| self.paths.push((item.span().start().line, path)));
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let words = path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>();
        self.paths.push((path.span().start().line, words.join("::")));
        visit::visit_path(self, path);
    }

    fn visit_lit_str(&mut self, text: &syn::LitStr) {
        self.texts.push((text.span().start().line, text.value()));
    }

    fn visit_macro(&mut self, item: &syn::Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

impl Named {
    /// The tokens of a macro are no tree: joins `a::b` by hand and takes the texts.
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        let mut path = String::new();
        let mut line = 0;
        for token in tokens {
            let continues = match &token {
                proc_macro2::TokenTree::Ident(_) => path.is_empty() || path.ends_with("::"),
                proc_macro2::TokenTree::Punct(punct) => punct.as_char() == ':' && !path.is_empty(),
                _ => false,
            };
            if !continues && !path.is_empty() {
                self.paths.push((line, std::mem::take(&mut path)));
            }
            match token {
                proc_macro2::TokenTree::Ident(word) => {
                    line = word.span().start().line;
                    path.push_str(&word.to_string());
                }
                proc_macro2::TokenTree::Punct(punct) if continues => path.push(punct.as_char()),
                proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                proc_macro2::TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.texts.push((literal.span().start().line, text.value()));
                    }
                }
                proc_macro2::TokenTree::Punct(_) => {}
            }
        }
        if !path.is_empty() {
            self.paths.push((line, path));
        }
    }
}

fn flatten(tree: &syn::UseTree, before: &str, found: &mut impl FnMut(String)) {
    let join = |name: &dyn ToString| {
        let name = name.to_string();
        if before.is_empty() { name } else { format!("{before}::{name}") }
    };
    match tree {
        syn::UseTree::Path(path) => flatten(&path.tree, &join(&path.ident), found),
        syn::UseTree::Name(name) => found(join(&name.ident)),
        syn::UseTree::Rename(name) => found(join(&name.ident)),
        syn::UseTree::Glob(_) => found(join(&"*")),
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, before, found);
            }
        }
    }
}

#[test]
fn paths_and_texts_are_found_in_uses_code_and_macros_but_not_in_tests() {
    let source = r#"
        use std::{fs::{self, read}, io};
        /// "a comment"
        fn f() { crate::kinds::a::g("text"); view! { <A href={crate::routes::home("in a macro")}/> } }
        #[cfg(test)] mod tests { use std::net::TcpStream; const A: &str = "only a test"; }
    "#;
    let named = named("example", source);
    let paths: Vec<&str> = named.paths.iter().map(|(_, path)| path.as_str()).collect();
    for expected in ["std::fs::self", "std::fs::read", "std::io", "crate::kinds::a::g", "crate::routes::home"]
    {
        assert!(paths.contains(&expected), "{expected} in {paths:?}");
    }
    assert!(!paths.iter().any(|path| path.starts_with("std::net")));
    let texts: Vec<&str> = named.texts.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["text", "in a macro"]);
}
