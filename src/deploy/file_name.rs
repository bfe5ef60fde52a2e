//! What a file of the workspace is called: a path as in a folder or an archive.

use leptos::prelude::*;

/// Files of manifests end like this; others would be left out when a folder with them is chosen.
const ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// The longest name that every system takes.
const LONGEST: usize = 200;

/// The name of a file.
#[derive(Clone, Copy)]
pub struct FileName(RwSignal<String>);

impl FileName {
    pub fn new(name: &str) -> Self {
        Self(RwSignal::new(name.to_owned()))
    }

    /// For those who follow it.
    pub fn get(self) -> String {
        self.0.get()
    }

    /// As it is now.
    pub fn get_value(self) -> String {
        self.0.get_untracked()
    }

    pub fn set(self, name: String) {
        self.0.set(name);
    }
}

/// The name that is meant by what was typed: one without an ending is a YAML file.
pub fn meant(typed: &str) -> String {
    let typed = typed.trim();
    let lower = typed.to_lowercase();
    let is_named = typed.is_empty() || ENDINGS.iter().any(|ending| lower.ends_with(ending));
    if is_named { typed.to_owned() } else { format!("{typed}.yaml") }
}

/// Why a file cannot be called so.
pub fn trouble(name: &str, others: &[String]) -> Option<&'static str> {
    let strange = |char: char| char.is_control() || "\\:*?\"<>|".contains(char);
    let is_no_place = |part: &str| matches!(part.trim(), "" | "." | "..");
    if name.is_empty() {
        Some("A file needs a name.")
    } else if others.iter().any(|other| other == name) {
        Some("Another file is called so already.")
    } else if name.len() > LONGEST {
        Some("The name is too long.")
    } else if name.chars().any(strange) {
        Some("A name cannot hold \\ : * ? \" < > or |, because not every system could save it.")
    } else if name.split('/').any(is_no_place) {
        Some("A slash stands between the name of a folder and what is in it.")
    } else {
        None
    }
}

/// This name, or the first of its kind that is not taken: `shop.yaml`, `shop-2.yaml`.
pub fn free(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(name) {
        return name.to_owned();
    }
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    let dot = name.rfind('.').filter(|dot| *dot > file).unwrap_or(name.len());
    let (stem, ending) = name.split_at(dot);
    (2..)
        .map(|number: u32| format!("{stem}-{number}{ending}"))
        .find(|name| !is_taken(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Result<&str, &str>) {
        let name = meant(typed);
        let trouble = trouble(&name, &["a.yaml".to_owned()]);
        match expected {
            Ok(expected) => assert_eq!((name.as_str(), trouble), (expected, None), "{typed:?}"),
            Err(part) => assert!(trouble.is_some_and(|why| why.contains(part)), "{typed:?}: {trouble:?}"),
        }
    }

    #[test]
    fn a_name_is_taken_where_every_system_could_save_it() {
        check(" shop.yaml ", Ok("shop.yaml"));
        check("shop", Ok("shop.yaml"));
        check("shop.v2", Ok("shop.v2.yaml"));
        check("shop.YML", Ok("shop.YML"));
        check("one/two.json", Ok("one/two.json"));
        check("  ", Err("needs a name"));
        check("a", Err("called so already"));
        check("a.yaml", Err("called so already"));
        check("/a.yaml", Err("slash"));
        check("a//b.yaml", Err("slash"));
        check("../b.yaml", Err("slash"));
        check("a:b.yaml", Err("cannot hold"));
        check("a\nb.yaml", Err("cannot hold"));
        check(&"x".repeat(300), Err("too long"));
    }

    #[test]
    fn a_second_file_of_a_name_gets_a_number() {
        let taken = ["a.yaml", "a-2.yaml", "b/c.d/e"];
        let free = |name: &str| free(name, |name| taken.contains(&name));
        assert_eq!(free("a.yaml"), "a-3.yaml");
        assert_eq!(free("b.yaml"), "b.yaml");
        assert_eq!(free("b/c.d/e"), "b/c.d/e-2");
    }
}
