//! A new kind: what is written for it where, so that all of it compiles and one story fails. The places and what is put
//! there are [`places`]; the texts are in `templates`.

mod insert;
mod known;
mod names;
mod places;
pub(crate) mod proof;
mod sources;
mod template;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::Result;

use names::Names;
pub(crate) use places::Choices;
use sources::Sources;

/// What was written, and what is to be done now.
pub(crate) struct Made {
    pub(crate) new: Vec<String>,
    pub(crate) changed: Vec<String>,
    pub(crate) next: Vec<String>,
}

/// Writes the kind with this word into the sources below `root`; all of it or nothing.
pub(crate) fn make(word: &str, choices: &Choices, root: &Path) -> Result<Made> {
    let names = Names::of(word)?;
    let mut sources = Sources::new(root);
    places::add(&names, choices, &mut sources)?;
    sources.format()?;
    sources.write()?;
    let paths = |is_new| sources.pending(is_new).map(str::to_owned).collect();
    Ok(Made { new: paths(true), changed: paths(false), next: next(&names) })
}

fn next(names: &Names) -> Vec<String> {
    let (snake, snakes) = (names.snake(), names.snakes());
    vec![
        "Now:".to_owned(),
        "  1. UPDATE=1 cargo test -p manifest     writes reference page, schemas and expectations anew"
            .to_owned(),
        format!(
            "  2. cargo xtask e2e {snake}     fails: the demo Controller answers 501 to all but the list"
        ),
        "  3. Fill in, from the Controller's contract and the manifest rules:".to_owned(),
        format!("     - crates/model/src/kind.rs: noun, title, place in the order of {}", names.word),
        "     - crates/model/src/types: the fields of its object".to_owned(),
        format!(
            "     - crates/manifest/src/kinds/{snake}.rs: fields and checks, with cases in tests/fixtures/rules"
        ),
        format!("     - crates/client/src/api/{snakes}.rs: what the Controller answers, and its traps"),
        format!(
            "     - crates/plan/src/kinds/{snake}.rs: who loses by a change, what is compared after doubt"
        ),
        format!("     - src/kinds/{snake}: icon, group, columns, facts, fields of the form"),
        "     - crates/demo-controller/src/kinds: how a Controller has it, in place of the lines in missing.rs"
            .to_owned(),
        format!("     - tests/{snake}.spec.ts: its story, until it passes"),
    ]
}
