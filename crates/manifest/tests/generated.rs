//! Files that are generated from the declarations are up to date: JSON Schemas and the reference page.
//! `UPDATE=1 cargo test -p manifest` writes them anew.

#![expect(clippy::unwrap_used, reason = "the helpers of these tests read their own fixtures")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use manifest::{Manifest, kinds, reference, schema};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schemas() -> Vec<(String, Value)> {
    let mut all = vec![("manifest".to_owned(), schema::all())];
    all.extend(kinds::deployed().map(|kind| (kind.name.to_lowercase(), schema::kind(kind))));
    all
}

fn is_current(file: &Path, expected: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, expected).unwrap();
    }
    let written = fs::read_to_string(file).unwrap_or_default();
    assert!(written == expected, "{} is out of date: UPDATE=1 cargo test -p manifest", file.display());
}

#[test]
fn the_schemas_in_the_public_folder_are_current() {
    for (name, schema) in schemas() {
        is_current(&root().join(format!("public/schemas/{name}.schema.json")), &format!("{schema:#}\n"));
    }
}

#[test]
fn the_reference_page_is_current() {
    is_current(&root().join("docs/manifests.md"), &reference::page());
}

#[test]
fn every_schema_is_valid_against_the_meta_schema() {
    for (name, schema) in schemas() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
    }
}

fn documents(folder: &str) -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/examples").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let manifest = Manifest::parse(fs::read_to_string(&file).unwrap());
        for document in manifest.documents().iter().filter(|document| document.is_complete()) {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            out.extend(document.root().map(|root| (name, root.to_json())));
        }
    }
    out
}

#[test]
fn valid_examples_are_valid_by_schema() {
    let all = jsonschema::validator_for(&schema::all()).unwrap();
    for (name, document) in documents("valid") {
        if !document["apiVersion"].as_str().unwrap().ends_with("/v3") {
            continue;
        }
        let kind = kinds::spec(document["kind"].as_str().unwrap()).unwrap();
        let one = jsonschema::validator_for(&schema::kind(kind)).unwrap();
        for validator in [&all, &one] {
            let errors: Vec<String> =
                validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
        }
    }
}

#[test]
fn schemas_refuse_what_the_fields_refuse() {
    let all = jsonschema::validator_for(&schema::all()).unwrap();
    let examples = documents("invalid");
    // What a schema can see in the invalid examples.
    for name in [
        "012-kind-missing",
        "013-api-version-missing",
        "014-api-version-unknown",
        "016-spec-missing",
        "020-name-uppercase",
        "023-name-number",
        "030-agent-missing",
        "040-catalog-id-string",
        "043-registry-name-unknown",
        "048-schedule-too-big",
        "055-port-string",
        "056-port-out-of-range",
        "060-volume-access-mode-missing",
        "073-env-secret-format",
        "076-env-mapping",
        "077-env-value-mapping",
        "079-annotation-number",
        "086-memory-limit-string",
        "087-host-network-mode-string",
        "089-commands-integer-item",
        "090-health-check-test-missing",
        "095-service-account-unknown-field",
        "096-service-account-role-kind",
        "098-nats-unknown-field",
        "101-application-microservice-unnamed",
        "102-application-microservice-qualified",
        "112-catalog-name-uppercase",
        "118-catalog-unknown-field",
        "119-catalog-config-example-mapping",
        "131-registry-email",
        "137-registry-private-string",
        "152-unknown-kind-skipped",
    ] {
        let document = examples.iter().find(|(example, _)| example == name);
        let (_, document) = document.unwrap_or_else(|| panic!("{name} is not among the examples"));
        assert!(!all.is_valid(document), "{name}");
    }
}

/// Codes in the sources: the literal behind `error(`, `warning(`, `info(` or `code:`.
fn codes_in_sources(folder: &Path, out: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_in_sources(&path, out);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for opening in ["error(", "warning(", "info(", "code: ", "finding(", "unread("] {
            for (at, _) in text.match_indices(opening) {
                let rest = text[at + opening.len()..].trim_start();
                let literal = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
                out.extend(literal.map(|(code, _)| code.to_owned()));
            }
        }
    }
}

#[test]
fn every_code_is_on_the_reference_page_and_in_use() {
    let mut used = BTreeSet::new();
    for folder in ["check", "kinds", "read"] {
        codes_in_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut used);
    }
    let listed: BTreeSet<String> = reference::CODES.iter().map(|(code, _)| (*code).to_owned()).collect();
    let unlisted: Vec<_> = used.difference(&listed).collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
}
