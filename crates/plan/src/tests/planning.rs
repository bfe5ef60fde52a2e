//! What documents come to, against the lists that a Controller 3.7.3 answered.

use super::support::{outline, plan_of, recorded};
use crate::Choices;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let plan = plan_of(text, &recorded(), &Choices::default());
    assert_eq!(outline(&plan), expected);
}

#[test]
fn every_document_gets_one_step_in_the_order_of_deploying() {
    check(
        include_str!("fixtures/valid/40-many-documents.yaml"),
        &[
            "create Registry registry.example.com",
            "create CatalogItem batch-tool",
            "create Application batch",
            "create Microservice batch/second",
        ],
    );
}
