//! Comments that name a section of the contract or of the manifest rules, and documents that name a file, lead to one
//! that exists.

use super::{none, texts};
use crate::project;

/// How comments name a paper, and where it is.
const PAPERS: &[(&str, &str)] = &[
    ("controller contract ", "docs/controller-contract.md"),
    ("manifest rules ", "docs/manifest-rules.md"),
    ("manifest rule ", "docs/manifest-rules.md"),
];

/// The numbers behind every mention of `paper` in `text`: `2.3`, `1.1 to 1.3`, `0.3, 0.4 and 1.9`.
fn mentioned<'a>(text: &'a str, paper: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(paper).flat_map(move |(at, _)| numbers(&text[at + paper.len()..]))
}

fn numbers(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches('.');
        if number.is_empty() {
            return found;
        }
        found.push(number);
        let more = [", ", " and ", " to "].iter().find_map(|word| rest[end..].strip_prefix(word));
        let Some(more) = more else { return found };
        rest = more;
    }
}

/// The numbers of a paper's headings.
fn sections(paper: &str) -> Vec<String> {
    let text = project::read(paper).unwrap();
    let headings = text
        .lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')));
    headings.filter_map(|heading| numbers(heading).first().map(|number| (*number).to_owned())).collect()
}

#[test]
fn every_section_that_a_comment_names_exists() {
    let mut broken = Vec::new();
    for (paper, file) in PAPERS {
        let sections = sections(file);
        for (source, text) in texts("", &[".rs", ".ts", ".md"]) {
            let text = text.to_lowercase();
            let lost = mentioned(&text, paper).filter(|number| !sections.iter().any(|it| it == number));
            broken.extend(lost.map(|number| format!("{source} names {paper}{number}, which {file} has not")));
        }
    }
    none("references lead somewhere", &broken);
}

#[test]
fn numbers_are_read_one_by_one_and_in_rows() {
    let table: [(&str, &[&str]); 4] = [
        ("manifest rules 2.3) and 5 more", &["2.3"]),
        ("manifest rules 1.1 to 1.3.", &["1.1", "1.3"]),
        ("manifest rules 0.3, 0.4 and 1.9", &["0.3", "0.4", "1.9"]),
        ("manifest rules say", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(mentioned(text, "manifest rules ").collect::<Vec<_>>(), expected, "{text}");
    }
}

/// The files that a document names: between backticks, in a folder, with an ending of ours.
fn files_named(text: &str) -> impl Iterator<Item = &str> {
    const ENDINGS: [&str; 6] = [".rs", ".ts", ".toml", ".md", ".css", ".json"];
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| {
        let plain = !name.contains(|sign: char| sign.is_whitespace() || "<*{".contains(sign));
        plain && name.contains('/') && ENDINGS.iter().any(|ending| name.ends_with(ending))
    })
}

#[test]
fn every_file_that_a_document_names_exists() {
    let all = super::files("");
    let exists =
        |name: &str| all.iter().any(|(path, _)| *path == name || path.ends_with(&format!("/{name}")));
    let mut broken = Vec::new();
    for (document, text) in texts("", &[".md"]) {
        // The name that stands for any other.
        let lost = files_named(&text).filter(|name| !name.contains("NAME") && !exists(name));
        broken.extend(lost.map(|name| format!("{document} names {name}")));
    }
    none("documents name files that exist", &broken);
}

#[test]
fn files_are_named_between_backticks() {
    let text = "see `src/a.rs`, `a.rs`, `src/<kind>/a.rs` and `cargo test src/b.rs`, `docs/c.md`";
    assert_eq!(files_named(text).collect::<Vec<_>>(), ["src/a.rs", "docs/c.md"]);
}
