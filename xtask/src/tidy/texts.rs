//! What every text of the project says or must not say.

use super::{files, none, texts};

#[test]
fn every_module_starts_with_what_it_is_for() {
    // A file of tests says by its name what it is for.
    let silent = |(file, text): &(String, String)| !file.ends_with("/tests.rs") && !text.starts_with("//! ");
    let broken = texts("", &[".rs"]).into_iter().filter(silent).map(|(file, _)| file);
    none("a module starts with a //! sentence", &broken.collect::<Vec<_>>());
}

#[test]
fn every_browser_test_starts_with_what_it_is_for() {
    let broken = texts("tests", &[".ts"])
        .into_iter()
        .filter(|(_, text)| !text.starts_with("// "))
        .map(|(file, _)| file);
    none("a browser test starts with a sentence in a comment", &broken.collect::<Vec<_>>());
}

#[test]
fn no_file_names_a_package_registry_or_a_machine() {
    // Put together here, so that this file does not say them either.
    let hosts = [
        ["registry.", "npmjs"],
        ["static.", "crates.io"],
        ["index.", "crates.io"],
        ["files.python", "hosted"],
    ];
    let paths =
        [["/work", "/shared"], ["/work", "/main"], ["/tmp", "/wt"], ["/root/", "."], ["/home/", "runner"]];
    let forbidden: Vec<String> = hosts.iter().chain(&paths).map(|parts| parts.concat()).collect();
    let mut broken = Vec::new();
    for (file, path) in files("") {
        // What is no text has no line to show.
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        for (at, line) in text.lines().enumerate() {
            let hits = forbidden.iter().filter(|word| line.contains(word.as_str()));
            broken.extend(hits.map(|word| format!("{file}:{} says {word}", at + 1)));
        }
    }
    none("the project names no registry and no machine", &broken);
}

#[test]
fn nothing_is_tracked_without_being_read() {
    // A memo that is only tracked follows nothing until somebody reads it, and then stays as it was drawn first.
    let word = [".tra", "ck()"].concat();
    let mut broken = Vec::new();
    for (file, text) in texts("src", &[".rs"]) {
        let hits = text.lines().enumerate().filter(|(_, line)| line.contains(&word));
        broken.extend(hits.map(|(at, _)| format!("{file}:{}", at + 1)));
    }
    none("read what you follow: `.get()` or `.with(|_| …)`", &broken);
}

#[test]
fn the_first_run_compiles_in_the_open() {
    let alias = crate::project::read(".cargo/config.toml").unwrap();
    assert!(!alias.contains("--quiet") && !alias.contains("-q "), "a first run takes minutes, and says so");
}

#[test]
fn every_command_is_in_the_contributors_guide() {
    let guide = crate::project::read("docs/contributing.md").unwrap();
    let commands = crate::commands::names().filter(|name| !guide.contains(&format!("cargo xtask {name}")));
    none("docs/contributing.md names every command", &commands.map(str::to_owned).collect::<Vec<_>>());
}
