//! Versions that stand in two files agree, and none of them floats.

use super::none;
use crate::project;

#[test]
fn trunk_calls_the_wasm_bindgen_of_the_lock_file() {
    let trunk = project::read_toml("Trunk.toml").unwrap();
    let locked = project::locked_version("wasm-bindgen").unwrap();
    assert_eq!(trunk["tools"]["wasm_bindgen"].as_str(), Some(locked.as_str()));
    let cargo = project::read_toml("Cargo.toml").unwrap();
    let pinned = format!("={locked}");
    assert_eq!(cargo["dependencies"]["wasm-bindgen"].as_str(), Some(pinned.as_str()));
}

#[test]
fn trunk_is_pinned() {
    let trunk = project::read_toml("Trunk.toml").unwrap();
    assert!(trunk["trunk-version"].as_str().unwrap().starts_with('='));
}

#[test]
fn the_toolchain_is_the_one_that_the_crates_ask_for() {
    let toolchain = project::read_toml("rust-toolchain.toml").unwrap();
    let channel = toolchain["toolchain"]["channel"].as_str().unwrap();
    let cargo = project::read_toml("Cargo.toml").unwrap();
    let wanted = cargo["workspace"]["package"]["rust-version"].as_str().unwrap();
    assert!(channel.starts_with(wanted), "{channel} is not {wanted}");
}

#[test]
fn packages_from_npm_are_pinned_and_locked_without_addresses() {
    let package: serde_json::Value = serde_json::from_str(&project::read("package.json").unwrap()).unwrap();
    let floating = package["devDependencies"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, version)| !version.as_str().unwrap().starts_with(|c: char| c.is_ascii_digit()));
    none("an npm version floats", &floating.map(|(name, _)| name.clone()).collect::<Vec<_>>());
    assert!(!project::read("package-lock.json").unwrap().contains("\"resolved\""));
}
