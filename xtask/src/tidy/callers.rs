//! What nobody calls goes: every public function of the crates has a caller that ships.
//!
//! Sources are read, not compiled: a method is told by its name and the number of its arguments only, so one that shares
//! both with a method of another type that is called passes unseen.

use std::collections::{HashMap, HashSet};
use std::iter::repeat;

use super::calls::{Function, Mention, Source};
use super::code::is_test_file;
use super::{none, texts};

/// Whose public functions are asked for their callers. In a module that is private to a crate the compiler asks.
const CRATES: [&str; 4] = ["crates/client/src", "crates/model/src", "crates/manifest/src", "crates/plan/src"];

/// Who counts as a caller: the console and the crates with their programs (`check-manifest` ships). Tests, benchmarks
/// and fuzz targets only ask whether a function works, the probe and the commands of `xtask` ship nothing, and the demo
/// Controller knows none of these crates.
const CALLERS: [&str; 5] = [CRATES[0], CRATES[1], CRATES[2], CRATES[3], "src"];

/// Functions without a caller that stay, as (place, reason). This list may only shrink.
const KEPT: &[(&str, &str)] = &[
    ("crates/client/src/client.rs::Client::with_retry", "tests of refusals do not want them asked for again"),
    (
        "crates/manifest/src/read/manifest.rs::Manifest::heap_size",
        "how much a hostile text may hold is measured by it",
    ),
    (
        "crates/manifest/src/read/simple/compare.rs::documents",
        "two readers are compared, by tests and fuzzing only",
    ),
    (
        "crates/manifest/src/reference/mod.rs::page",
        "a test writes and holds current what it makes: docs/manifests.md",
    ),
    ("crates/manifest/src/schema.rs::all", "a test writes and holds current what it makes: public/schemas"),
];

/// The public functions of `sources` that nobody calls, nor anybody whom somebody calls.
fn without_caller(sources: &[(String, String)], asked: impl Fn(&str) -> bool) -> Vec<String> {
    let mut functions: HashMap<String, Vec<Function>> = HashMap::new();
    let (mut mentions, mut aliases) = (Vec::new(), Vec::new());
    for (file, text) in sources {
        let source = Source::read(file, text);
        mentions.extend(source.mentions);
        aliases.extend(source.aliases);
        for function in source.functions.into_iter().filter(|_| asked(file)) {
            functions.entry(function.name.clone()).or_default().push(function);
        }
    }
    for function in functions.values_mut().flatten() {
        aliases.iter().for_each(|(alias, own)| function.know_as(alias, own));
    }
    // Whoever is called lets live whom he calls, until nobody is added.
    loop {
        let dead: HashSet<&String> = functions.values().flatten().map(|function| &function.place).collect();
        let counts = |mention: &&Mention| mention.within.as_ref().is_none_or(|place| !dead.contains(place));
        let called: HashSet<String> = mentions
            .iter()
            .filter(counts)
            .flat_map(|mention| functions.get(&mention.name).into_iter().flatten().zip(repeat(mention)))
            .filter(|(function, mention)| function.is_called_by(&mention.before))
            .map(|(function, _)| function.place.clone())
            .collect();
        if called.is_empty() {
            let public = functions.into_values().flatten().filter(|function| function.public);
            let mut dead: Vec<String> = public.map(|function| function.place).collect();
            dead.sort();
            return dead;
        }
        functions.values_mut().for_each(|same| same.retain(|function| !called.contains(&function.place)));
    }
}

#[test]
fn every_public_function_has_a_caller_that_ships() {
    let shipped = CALLERS.iter().flat_map(|folder| texts(folder, &[".rs"]));
    let sources: Vec<_> = shipped.filter(|(file, _)| !is_test_file(file)).collect();
    let asked = |file: &str| CRATES.iter().any(|folder| file.starts_with(folder)) && !file.contains("/bin/");
    let dead = without_caller(&sources, asked);
    let kept = |place: &String| KEPT.iter().any(|(kept, _)| kept == place);
    let mut broken: Vec<String> = dead.iter().filter(|place| !kept(place)).cloned().collect();
    let idle = KEPT.iter().filter(|(kept, _)| !dead.iter().any(|place| place == kept));
    broken.extend(idle.map(|(kept, _)| format!("{kept} needs no exception any more")));
    none("nobody calls it but tests: it goes, with its tests", &broken);
}

#[test]
fn callers_are_told_from_names_that_are_alike() {
    let library = r#"
        pub fn called() {} pub fn renamed() {} pub fn handed() {} pub fn in_a_macro() {} pub fn imported() {}
        pub fn tested() {} pub fn alone() { alone() } pub fn by_the_dead() {} pub fn elsewhere() {}
        pub fn only_reexported() {} pub fn commented() { by_the_dead() } pub fn private_caller() {}
        fn inner() { private_caller() }
        pub struct Thing; pub type Other = Thing;
        impl Thing { pub fn new() -> Self { Self } pub fn aliased() {} pub fn method(&self) {} pub fn field(&self) {} pub fn set(&self, _: u8, _: u8) {} }
        impl Clone for Thing { fn clone(&self) -> Self { inner(); Self::new() } }
        #[cfg(test)] mod tests { fn f() { super::tested() } }
    "#;
    let app = r#"
        use library::things::{self as other, imported as here}; pub use library::things::only_reexported;
        /// Calls [`commented`].
        fn main() {
            other::called(); things::renamed(); here(); list.map(library::things::handed); thing.field; signal.set(1); Other::aliased();
            view! { <p>{crate::things::in_a_macro()} {thing.method()}</p> }
            others::elsewhere();
        }
    "#;
    let sources = [("crates/library/src/things.rs", library), ("src/main.rs", app)];
    let dead = without_caller(&sources.map(|(file, text)| (file.to_owned(), text.to_owned())), |file| {
        file.starts_with("crates")
    });
    let names: Vec<&str> = dead.iter().filter_map(|place| place.rsplit("::").next()).collect();
    assert_eq!(
        names,
        ["field", "set", "alone", "by_the_dead", "commented", "elsewhere", "only_reexported", "tested"]
    );
}
