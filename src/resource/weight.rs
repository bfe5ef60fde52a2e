//! How much a problem weighs here, where that is another than for the command-line tools.

use manifest::{Problem, Severity};

/// A catalog item without an id stops the command-line tools when its name is taken. This console finds the item by its
/// name and plans an update of it, so it is worth a warning and no more.
pub fn for_console(problem: Problem) -> Problem {
    let ours = problem.code == "name-taken" && !problem.fixes.is_empty();
    if ours { Problem { severity: Severity::Warning, ..problem } } else { problem }
}

#[cfg(test)]
mod tests {
    use manifest::Manifest;
    use model::{Lists, World};

    use super::*;

    #[test]
    fn a_catalog_item_whose_name_is_taken_can_be_planned() {
        let text = "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata: {name: probe}\nspec: {x86: a, registry: remote}\n";
        let lists = serde_json::json!({"catalogItems": [{"id": 6, "name": "probe"}], "registries": [{"id": 1, "url": "hub"}]});
        let world = World::new(Lists::read(&lists));
        let found = manifest::check(&Manifest::parse(text), Some(&world));
        let (before, after): (Vec<_>, Vec<_>) =
            found.into_iter().map(|problem| (problem.severity, for_console(problem).severity)).unzip();
        assert!(before.contains(&Severity::Error), "the command-line tools stop here");
        assert!(!after.contains(&Severity::Error), "{after:?}");
    }
}
