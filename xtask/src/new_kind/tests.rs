use std::path::PathBuf;

use super::proof::{WORD, copied};
use super::{Choices, Made, make};

/// A copy of the sources that this is about, which goes with the test.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Copy {
        let root = std::env::temp_dir().join(format!("ecn-console-{}-{name}", std::process::id()));
        copied(&root).unwrap();
        Copy(root)
    }

    fn make(&self, word: &str, choices: &Choices) -> Made {
        make(word, choices, &self.0).unwrap()
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.join(path)).unwrap()
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const NEW: [&str; 6] = [
    "crates/client/src/api/field_samples.rs",
    "crates/manifest/src/kinds/field_sample.rs",
    "crates/model/src/types/field_sample.rs",
    "crates/plan/src/kinds/field_sample.rs",
    "src/kinds/field_sample/mod.rs",
    "tests/field_sample.spec.ts",
];

/// What every Rust source of the house has to be, as far as that is told without compiling it.
fn hold(copy: &Copy, path: &str) {
    let text = copy.read(path);
    assert!(!text.contains('@') || path.ends_with(".ts"), "{path} has a place that nobody filled");
    assert!(text.lines().count() <= 400, "{path} is too long");
    if path.ends_with(".rs") {
        assert!(text.starts_with("//! "), "{path} does not say what it is for");
        assert!(syn::parse_file(&text).is_ok(), "{path} does not parse");
        let long = |line: &&str| line.chars().count() > 120;
        assert_eq!(text.lines().find(long), None, "{path}");
    } else {
        assert!(text.starts_with("// "), "{path} does not say what it is for");
    }
}

#[test]
fn a_new_kind_has_all_its_places() {
    let copy = Copy::new("all");
    let made = copy.make(WORD, &Choices::default());
    assert_eq!(made.new, NEW);
    made.new.iter().for_each(|path| hold(&copy, path));
    for (path, line) in [
        ("crates/model/src/kind.rs", "    FieldSample {"),
        ("crates/model/src/types.rs", "    field_samples: FieldSample = \"fieldSamples\","),
        ("crates/model/src/types.rs", "pub use field_sample::FieldSample;"),
        ("crates/client/src/api.rs", "pub mod field_samples;"),
        ("crates/manifest/src/kinds/mod.rs", "        Kind::FieldSample => &field_sample::KIND,"),
        ("crates/plan/src/kinds/mod.rs", "                use field_sample::FieldSample as $row;"),
        ("src/kinds/mod.rs", "    field_sample with FORM,"),
        ("src/live/lists.rs", "    field_samples: model::FieldSample {"),
        (
            "crates/demo-controller/src/kinds/missing.rs",
            "    post(\"/fieldSamples\", answer).of(\"catalog\"),",
        ),
    ] {
        assert!(copy.read(path).lines().any(|found| found == line), "{path} lacks {line:?}");
        assert!(made.changed.iter().any(|changed| changed == path), "{path}");
    }
}

#[test]
fn a_kind_that_is_known_from_outside_brings_what_is_known() {
    let copy = Copy::new("known");
    let choices = Choices { list: Some("nats/account-rules".into()) };
    let made = copy.make("NatsAccountRule", &choices);
    assert!(!made.new.iter().any(|path| path.contains("model")), "the model has it already: {:?}", made.new);
    let kinds = copy.read("crates/model/src/kind.rs");
    let (_, row) = kinds.split_once("    NatsAccountRule {\n").unwrap();
    for fact in ["noun: \"NATS account rule\"", "order: 110"] {
        assert!(row[..600].contains(fact), "{fact}");
    }
    assert!(!copy.read("crates/manifest/src/kinds/others.rs").contains("\"NatsAccountRule\""));
    let plan = copy.read("crates/plan/src/kinds/nats_account_rule.rs");
    assert!(plan.contains("api::nats_rules::account_rules()") && plan.contains("world.nats_account_rules."));
    let calls = copy.read("crates/client/src/api/nats_account_rules.rs");
    assert!(
        calls.contains("Request::get(&[\"nats\", \"account-rules\", name])") && !calls.contains("fn list")
    );
    assert!(copy.read("src/kinds/nats_account_rule/mod.rs").contains("source::ACCOUNT_RULES"));
}

#[test]
fn what_only_one_kind_needed_goes_with_it() {
    let copy = Copy::new("gone");
    copy.make("Service", &Choices::default());
    let others = copy.read("crates/manifest/src/kinds/others.rs");
    assert!(!others.contains("PLAIN") && others.contains("[KindSpec; 19]"));
    assert!(copy.read("crates/manifest/src/kinds/service.rs").contains("NameRule::Plain"));
}

#[test]
fn calls_that_are_missing_go_beside_those_that_are_there() {
    let copy = Copy::new("calls");
    copy.make("Role", &Choices::default());
    let calls = copy.read("crates/client/src/api/roles.rs");
    let functions: Vec<&str> =
        calls.split("pub fn ").skip(1).filter_map(|rest| rest.split('(').next()).collect();
    assert_eq!(functions, ["list", "get", "create", "update", "delete"]);
    assert!(calls.contains("use crate::{Call, List, Object, Request};"), "{calls}");
}

fn refused(copy: &Copy, word: &str, why: &str) {
    let error = make(word, &Choices::default(), &copy.0).err().unwrap();
    assert!(format!("{error:#}").contains(why), "{word}: {error:#}");
}

#[test]
fn what_cannot_become_a_kind_is_refused_and_nothing_is_written() {
    let copy = Copy::new("refused");
    let before = copy.read("crates/model/src/kind.rs");
    for (word, why) in [
        ("Secret", "There is a kind Secret already"),
        ("secret", "no word for a kind"),
        ("Route", "nothing deploys any more"),
        ("ServiceAccount", "no list of a Controller"),
        ("Setting", "/settings is that of another page"),
        ("Silent", "src/kinds/silent.rs is there already"),
    ] {
        refused(&copy, word, why);
    }
    let odd = Choices { list: Some("nats//rules?".into()) };
    assert!(make(WORD, &odd, &copy.0).err().unwrap().to_string().contains("no path of a list"));
    assert_eq!(copy.read("crates/model/src/kind.rs"), before);
    std::fs::write(copy.0.join("src/kinds/mod.rs"), "pub mod secret;\n").unwrap();
    refused(&copy, WORD, "src/kinds/mod.rs is not as this command knows it");
    assert_eq!(copy.read("crates/model/src/kind.rs"), before);
}
