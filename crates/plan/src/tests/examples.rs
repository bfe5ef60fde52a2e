//! Every example manifest that is valid can be planned against the recorded Controller.

use std::path::Path;

use super::support::{outline, plan_of, recorded};
use crate::Choices;

/// Documents that are valid as text, but cannot be deployed to the recorded Controller.
const NOT_HERE: &[(&str, &str)] = &[
    // In the official docs catalog item 4 is something else than here.
    ("03-seed-edge-guard.yaml", "Catalog item 4 is Debug of the Controller itself"),
    // The recorded Controller has one of this address.
    ("32-registry-private.yaml", "Choose whether it is meant"),
    // Deployed after 24, whose template the recorded lists lack.
    ("25-application-from-template.yaml", "There is no application template viewer-template."),
];

#[test]
fn every_valid_example_can_be_planned() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/fixtures/valid");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let plan = plan_of(&std::fs::read_to_string(&path).unwrap(), &recorded(), &Choices::default());
        assert!(!plan.steps.is_empty(), "{name}");
        seen += 1;
        for line in outline(&plan).iter().filter(|line| line.starts_with("blocked")) {
            let known = NOT_HERE.iter().any(|(file, reason)| *file == name && line.contains(reason));
            assert!(known, "{name}: {line}");
        }
    }
    assert!(seen > 20);
}
