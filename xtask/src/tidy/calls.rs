//! Reads Rust sources for who calls what: the functions they have, and where names stand that may be a function's.

use std::collections::HashMap;

use syn::visit::{self, Visit};

use super::code::{is_test, is_test_item};

/// A function. Those of traits and their implementations are none: whoever knows the trait calls them.
pub(super) struct Function {
    pub(super) place: String,
    pub(super) name: String,
    pub(super) public: bool,
    /// The words that may stand before its name: the type, or the modules that it is in and that may hand it on.
    owners: Vec<String>,
    kind: Kind,
    /// How many it takes besides the value itself.
    arguments: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Free,
    /// Of a type, called as `Type::name`.
    Associated,
    /// Of a value, called as `value.name` as well.
    Method,
}

/// A place where a name stands that may be a function's.
pub(super) struct Mention {
    pub(super) name: String,
    pub(super) before: Before,
    /// The function that this is a part of: when nobody calls that, this is no caller.
    pub(super) within: Option<String>,
}

pub(super) enum Before {
    /// `value.name(…)`, of whatever type, with so many arguments where they can be counted.
    Dot(Option<usize>),
    /// `Type::name` or `module::name`.
    Word(String),
    /// `name`, of a function in this file.
    File(String),
}

/// Reads one source: the functions it has, and the names it mentions.
pub(super) struct Source<'a> {
    file: &'a str,
    modules: Vec<String>,
    /// By its name here: the module that something is imported from, and its name there.
    imports: HashMap<String, (String, String)>,
    /// Modules of which everything is imported.
    globs: Vec<String>,
    of_type: Option<String>,
    within: Option<String>,
    in_a_trait: bool,
    pub(super) functions: Vec<Function>,
    pub(super) mentions: Vec<Mention>,
    /// Types with another name: the name, and the type.
    pub(super) aliases: Vec<(String, String)>,
}

impl<'a> Source<'a> {
    pub(super) fn read(file: &'a str, text: &str) -> Self {
        let tree = syn::parse_file(text).unwrap_or_else(|error| panic!("{file} does not parse: {error}"));
        let steps = file.trim_end_matches(".rs").split('/');
        let modules =
            steps.filter(|step| !["crates", "src", "mod", "lib"].contains(step)).map(str::to_owned).collect();
        let mut source = Self {
            file,
            modules,
            imports: HashMap::new(),
            globs: Vec::new(),
            of_type: None,
            within: None,
            in_a_trait: false,
            functions: Vec::new(),
            mentions: Vec::new(),
            aliases: Vec::new(),
        };
        source.visit_file(&tree);
        source
    }

    /// Goes through a function.
    fn function(&mut self, public: bool, signature: &syn::Signature, visit: impl FnOnce(&mut Self)) {
        let name = signature.ident.to_string();
        let (owners, kind) = match &self.of_type {
            None => (self.modules.clone(), Kind::Free),
            Some(of_type) if signature.receiver().is_some() => (vec![of_type.clone()], Kind::Method),
            Some(of_type) => (vec![of_type.clone()], Kind::Associated),
        };
        let step = self.of_type.as_ref().map(|of_type| format!("{of_type}::")).unwrap_or_default();
        let place = format!("{}::{step}{name}", self.file);
        let outer = self.within.clone();
        if !self.in_a_trait && outer.is_none() {
            self.within = Some(place.clone());
            let arguments = signature.inputs.len() - usize::from(kind == Kind::Method);
            self.functions.push(Function { place, name, public, owners, kind, arguments });
        }
        visit(self);
        self.within = outer;
    }

    fn mention(&mut self, name: String, before: Before) {
        self.mentions.push(Mention { name, before, within: self.within.clone() });
    }

    /// A path like `a::b::name`, with what is imported under another name called by its own.
    fn path(&mut self, words: &[String]) {
        match words {
            [] => {}
            [name] => match self.imports.get(name) {
                Some((module, name)) => self.mention(name.clone(), Before::Word(module.clone())),
                None => {
                    self.mention(name.clone(), Before::File(self.file.to_owned()));
                    for module in self.globs.clone() {
                        self.mention(name.clone(), Before::Word(module));
                    }
                }
            },
            [modules @ .., name] => self.mention(name.clone(), Before::Word(self.module(modules))),
        }
    }

    /// The own name of the last of some modules, or of a type.
    fn module(&self, words: &[String]) -> String {
        let Some(word) = words.last() else { return String::new() };
        let above = words.iter().filter(|word| *word == "super").count();
        let own = match (word.as_str(), &self.of_type) {
            ("Self", Some(of_type)) => Some(of_type),
            ("crate", _) => self.modules.first(),
            ("self" | "super", _) => self.modules.iter().rev().nth(above),
            _ => self.imports.get(word).map(|(_, own)| own),
        };
        own.unwrap_or(word).clone()
    }

    /// The tokens of a macro are no tree: what looks like a path or a call of a method counts.
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        use proc_macro2::TokenTree::{Group, Ident, Punct};
        let (mut path, mut colons, mut after_dot) = (Vec::new(), 0, false);
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                Ident(word) if colons == 2 => {
                    path.push(word.to_string());
                    colons = 0;
                }
                Ident(word) => {
                    self.path(&std::mem::take(&mut path));
                    let is_field = !matches!(tokens.peek(), Some(Group(_) | Punct(_)));
                    if after_dot && !is_field {
                        self.mention(word.to_string(), Before::Dot(None));
                    } else if !after_dot {
                        path.push(word.to_string());
                    }
                    (colons, after_dot) = (0, false);
                }
                Punct(sign) if sign.as_char() == ':' && !path.is_empty() => colons += 1,
                other => {
                    self.path(&std::mem::take(&mut path));
                    (colons, after_dot) = (0, matches!(&other, Punct(sign) if sign.as_char() == '.'));
                    if let Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.path(&path);
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

fn words(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

fn last_word(of: &syn::Type) -> Option<String> {
    match of {
        syn::Type::Path(path) => words(&path.path).pop(),
        syn::Type::Reference(reference) => last_word(&reference.elem),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Source<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test_item(item) {
            visit::visit_item(self, item);
        }
    }

    /// `serde` is told by texts what to call; comments, which are attributes to the compiler, call nothing.
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let syn::Meta::List(list) = &attribute.meta else { return };
        for token in list.tokens.clone() {
            let text = syn::parse_str::<syn::LitStr>(&token.to_string());
            if let Ok(path) = text.and_then(|text| text.parse::<syn::Path>()) {
                self.path(&words(&path));
            }
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for (modules, own, here) in imported(&item.tree, &[]) {
            let module = self.module(&modules);
            if own == "*" {
                self.globs.push(module);
            } else {
                self.imports.insert(here, (module, own));
            }
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.modules.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.modules.pop();
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.of_type = last_word(&item.self_ty);
        self.in_a_trait = item.trait_.is_some();
        visit::visit_item_impl(self, item);
        (self.of_type, self.in_a_trait) = (None, false);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.aliases.extend(last_word(&item.ty).map(|own| (item.ident.to_string(), own)));
        visit::visit_item_type(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(is_public(&item.vis), &item.sig, |it| visit::visit_item_fn(it, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            self.function(is_public(&item.vis), &item.sig, |it| visit::visit_impl_item_fn(it, item));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.path(&words(path));
        visit::visit_path(self, path);
    }

    fn visit_expr_path(&mut self, item: &'ast syn::ExprPath) {
        match item.qself.as_ref().and_then(|of| last_word(&of.ty)) {
            Some(of) => self.path(&[of].into_iter().chain(words(&item.path).pop()).collect::<Vec<_>>()),
            None => visit::visit_expr_path(self, item),
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.mention(call.method.to_string(), Before::Dot(Some(call.args.len())));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
    }
}

/// The modules, the own name and the name here of everything that is imported.
fn imported(tree: &syn::UseTree, modules: &[String]) -> Vec<(Vec<String>, String, String)> {
    let (own, here) = match tree {
        syn::UseTree::Path(path) => {
            return imported(&path.tree, &[modules, &[path.ident.to_string()]].concat());
        }
        syn::UseTree::Group(group) => {
            return group.items.iter().flat_map(|tree| imported(tree, modules)).collect();
        }
        syn::UseTree::Glob(_) => ("*".to_owned(), String::new()),
        syn::UseTree::Name(name) => (name.ident.to_string(), name.ident.to_string()),
        syn::UseTree::Rename(name) => (name.ident.to_string(), name.rename.to_string()),
    };
    match modules.split_last() {
        Some((module, outer)) if own == "self" => {
            let here = if here == "self" { module.clone() } else { here };
            vec![(outer.to_vec(), module.clone(), here)]
        }
        _ => vec![(modules.to_vec(), own, here)],
    }
}

impl Function {
    /// Lets a type's functions be called by another name of the type, too.
    pub(super) fn know_as(&mut self, alias: &str, own: &str) {
        if self.owners.iter().any(|owner| owner == own) {
            self.owners.push(alias.to_owned());
        }
    }

    /// Whether a name with this before it may be this function's.
    pub(super) fn is_called_by(&self, before: &Before) -> bool {
        match before {
            Before::Dot(arguments) => {
                self.kind == Kind::Method && arguments.is_none_or(|count| count == self.arguments)
            }
            Before::Word(word) => self.owners.contains(word),
            Before::File(file) => self.kind == Kind::Free && self.place == format!("{file}::{}", self.name),
        }
    }
}
