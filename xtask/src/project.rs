//! Where things are, and which versions the lock files name.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder that holds `Cargo.lock`.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where Cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// A file of the project as text.
pub(crate) fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| format!("{path} cannot be read"))
}

/// A TOML file of the project.
pub(crate) fn read_toml(path: &str) -> Result<toml::Table> {
    read(path)?.parse().with_context(|| format!("{path} is no valid TOML"))
}

/// The version of a crate in `Cargo.lock`.
pub(crate) fn locked_version(name: &str) -> Result<String> {
    let lock = read_toml("Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let package =
        packages.into_iter().flatten().find(|p| p.get("name").and_then(toml::Value::as_str) == Some(name));
    let version = package.and_then(|p| p.get("version")).and_then(toml::Value::as_str);
    version.map(str::to_owned).with_context(|| format!("Cargo.lock names no crate {name}"))
}

/// The version of Trunk that `Trunk.toml` asks for.
pub(crate) fn trunk_version() -> Result<String> {
    let trunk = read_toml("Trunk.toml")?;
    let version = trunk.get("trunk-version").and_then(toml::Value::as_str);
    version.map(|v| v.trim_start_matches('=').to_owned()).context("Trunk.toml names no trunk-version")
}
