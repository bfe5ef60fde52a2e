//! What is fuzzed: each target reads any bytes and panics when something does not hold.

mod edits;
mod frames;
mod json;
mod liquid;
mod yaml;

use std::io::Error;
use std::path::Path;

/// One of them.
pub(crate) struct Target {
    name: &'static str,
    /// What the inputs are made from.
    pub(crate) corpus: fn() -> Result<Vec<Vec<u8>>, Error>,
    /// Pieces that mean something in such inputs.
    pub(crate) words: &'static [&'static str],
    pub(crate) run: fn(&[u8]),
}

const TARGETS: &[Target] = &[
    Target { name: "yaml", corpus: manifests, words: YAML, run: yaml::run },
    Target { name: "edits", corpus: manifests, words: YAML, run: edits::run },
    Target { name: "json", corpus: json::corpus, words: json::WORDS, run: json::run },
    Target { name: "frames", corpus: frames::corpus, words: &[], run: frames::run },
    Target { name: "liquid", corpus: liquid::corpus, words: liquid::WORDS, run: liquid::run },
];

pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TARGETS.iter().map(|target| target.name)
}

pub(crate) fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// The example manifests, and each text of the tables of rules.
fn manifests() -> Result<Vec<Vec<u8>>, Error> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/manifest/tests/fixtures");
    let mut found = Vec::new();
    for folder in ["examples/valid", "examples/invalid", "rules"] {
        for file in std::fs::read_dir(fixtures.join(folder))? {
            found.push(std::fs::read(file?.path())?);
        }
    }
    // The order of a folder is the file system's own.
    found.sort();
    Ok(found)
}

const YAML: &[&str] = &[
    "? ",
    "?",
    ": ",
    "- ",
    "-",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!str ",
    "!",
    "|",
    ">-\n",
    "|+\n",
    "'",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    "---\n",
    "...\n",
    "--- # c\n",
    "%YAML 1.2\n",
    "# c\n",
    "\t",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "ä",
    "😀",
    "{{ x }}",
    "{% raw %}",
    "kind: Registry\n",
    "password: p\n",
    "data:\n  k: v\n",
    "a: 1\n",
    "  b:\n",
    "- c: d\n",
    "~",
    "null",
    "0x1F",
    "1.10",
    "2024-01-01",
    "echo \"---\n",
    "```yaml\n",
    "EOF\n",
    "cat <<EOF\n",
];
