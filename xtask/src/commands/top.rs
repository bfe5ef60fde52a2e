//! What is large in the wasm: its crates and its functions by the bytes of their code.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::{build, say};

/// Shows the `count` largest crates and functions of the release build.
pub(super) fn show(count: usize) -> Result<()> {
    let path = build::optimised_with_names()?;
    let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let Code { functions, other } = read(&bytes)?;
    let mut crates: HashMap<String, u64> = HashMap::new();
    for (name, size) in &functions {
        *crates.entry(owner(name)).or_default() += size;
    }
    crates.extend(other);
    table("crate", crates.into_iter().collect(), count);
    table("function", functions, count);
    Ok(())
}

fn table(title: &str, mut rows: Vec<(String, u64)>, count: usize) {
    let sum: u64 = rows.iter().map(|(_, size)| size).sum();
    rows.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let row = |(name, size): &(String, u64)| {
        let share = format!("{:.1} %", *size as f64 * 100.0 / sum.max(1) as f64);
        vec![name.chars().take(100).collect(), size.to_string(), share]
    };
    let head = vec![title.to_owned(), "bytes".to_owned(), "share".to_owned()];
    say::line("");
    say::table(&std::iter::once(head).chain(rows.iter().take(count).map(row)).collect::<Vec<_>>());
}

/// Bytes by function name, and the bytes that are no code.
struct Code {
    functions: Vec<(String, u64)>,
    other: Vec<(String, u64)>,
}

fn read(bytes: &[u8]) -> Result<Code> {
    let (mut imports, mut sizes, mut names) = (0, Vec::new(), HashMap::new());
    let mut other = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    imports += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(length(body.range())),
            Payload::DataSection(reader) => {
                other.push(("(data: texts and tables)".to_owned(), length(reader.range())));
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(reader) = section.as_known() {
                    for part in reader {
                        let Name::Function(functions) = part? else { continue };
                        for naming in functions {
                            let naming = naming?;
                            names.insert(naming.index as usize, naming.name.to_owned());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let name = |at: usize| names.get(&(at + imports)).cloned().unwrap_or_else(|| "(no name)".to_owned());
    let functions = sizes.into_iter().enumerate().map(|(at, size)| (name(at), size)).collect();
    Ok(Code { functions, other })
}

fn length(range: Range<u64>) -> u64 {
    range.end - range.start
}

/// The crate that a function's name starts with, through generics and trait implementations.
fn owner(name: &str) -> String {
    let start = name.trim_start_matches(['<', '&', '(', '*', '[']);
    let start = ["mut ", "dyn ", "alloc::boxed::Box<"]
        .iter()
        .fold(start, |s, word| s.strip_prefix(word).unwrap_or(s));
    let end = start.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(start.len());
    let owner = start.get(..end).unwrap_or_default();
    if owner.is_empty() { "(other)".to_owned() } else { owner.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_its_name_starts_with() {
        for (name, expected) in [
            ("leptos::mount::mount_to_body::h12", "leptos"),
            ("<manifest::tree::Node as core::fmt::Debug>::fmt::h12", "manifest"),
            ("<&mut serde_json::de::Deserializer<R> as serde::Deserializer>::x", "serde_json"),
            ("{closure}", "(other)"),
        ] {
            assert_eq!(owner(name), expected, "{name}");
        }
    }
}
