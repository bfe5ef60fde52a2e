//! Which microservices get a container by a plan, or another one.

use super::applied::{APPLICATION, REGISTRY, WEB};
use super::support::{Live, plan_of, recorded};
use crate::Choices;

/// `expected`: one line per step that sets something off.
#[track_caller]
fn check(text: &str, live: &Live, expected: &[&str]) {
    let plan = plan_of(text, live, &Choices::default());
    let lines: Vec<String> = plan
        .steps
        .iter()
        .map(|step| (step.id.kind(), step.roll_out()))
        .filter(|(_, found)| !found.is_empty())
        .map(|(kind, found)| {
            let names: Vec<String> = found.microservices.into_iter().collect();
            let members = found.application.map(|name| format!("new members of {name}"));
            format!("{kind}: {}{}", names.join(", "), members.unwrap_or_default())
        })
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn what_is_made_gets_a_container_and_so_do_the_new_members_of_an_application() {
    let text = format!("{REGISTRY}{APPLICATION}{WEB}");
    check(&text, &recorded(), &["Application: new members of shop", "Microservice: shop/web"]);
}

#[test]
fn a_change_counts_where_it_makes_another_container() {
    let gateway = "kind: Microservice\nmetadata: {name: line-a/gateway}\nspec: {agent: {name: edge-1}, config: {mode: MODE}, \
                   container: {ports: [{internal: 8080, external: PORT}]}}\n";
    let with = |mode: &str, port: &str| gateway.replace("MODE", mode).replace("PORT", port);
    check(&with("manual", "18080"), &recorded(), &[]);
    check(&with("auto", "18081"), &recorded(), &["Microservice: line-a/gateway"]);
}

#[test]
fn a_catalog_item_makes_what_runs_it_anew() {
    let mut live = recorded();
    live.microservices[0].catalog_item_id = Some(6);
    let item = "kind: CatalogItem\nmetadata: {name: probe}\nspec: {x86: 'another:1', registry: 1}\n";
    check(item, &live, &["CatalogItem: line-a/gateway"]);
}
