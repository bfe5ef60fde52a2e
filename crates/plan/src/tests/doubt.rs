//! Sending plans when the answer leaves open what became of a request: nothing is made twice, and nothing is called done
//! that was not seen to be done.

use serde_json::{Value, json};

use super::applied::{
    APPLICATION, IN_LINE_A, REGISTRY, check, made, no_application, no_registries, none, one, refusal,
    registries, registry, run_of, web, web_but,
};
use super::scripted::Answer::{self, Json, Late, Lost};

const LIST: &str = "GET /microservices?application=line-a";

fn server() -> Answer {
    refusal(500, "TypeError", "Cannot read properties of undefined (reading 'x')")
}

fn duplicate() -> Answer {
    refusal(500, "DuplicatePropertyError", "Duplicate name 'x'")
}

fn ok() -> Answer {
    Json(200, json!({ "message": "ok" }))
}

/// So often a registry is looked for before a lost request is sent again.
const LOOKS: usize = 7;

/// Looks that find no registry.
fn looked_for(times: usize) -> Vec<(&'static str, Answer)> {
    std::iter::repeat_with(|| ("GET /registries", no_registries())).take(times).collect()
}

#[test]
fn a_registry_that_was_made_in_spite_of_the_answer_is_found_by_its_new_id() {
    for answer in [server(), duplicate(), ok(), Json(502, json!("bad gateway"))] {
        let gateway = matches!(&answer, Json(502, _));
        let mut run = run_of(REGISTRY);
        let before = [("GET /registries", registries(&[registry(9)])), ("POST /registries", answer)];
        let after = ("GET /registries", registries(&[registry(9), registry(10)]));
        if gateway {
            check(&mut run, before, &["start 0", "interrupted 0: Unreachable"]);
            run.resume();
            check(&mut run, [after], &["done 0"]);
        } else {
            check(&mut run, before.into_iter().chain([after]), &["start 0", "done 0"]);
        }
    }
}

#[test]
fn a_request_that_came_twice_leaves_a_registry_too_many_which_is_named() {
    let surplus = "done 0 (Registry 10 appeared at the same time and is equal: the request reached the Controller more than \
                   once. Delete what is not needed.)";
    let mut run = run_of(REGISTRY);
    check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(11)),
            ("GET /registries", registries(&[registry(10), registry(11)])),
        ],
        &["start 0", surplus],
    );
    let mut run = run_of(REGISTRY);
    let surplus = surplus.replace("10", "11");
    check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", server()),
            ("GET /registries", registries(&[registry(10), registry(11)])),
        ],
        &["start 0", &surplus],
    );
}

#[test]
fn two_equal_documents_make_two_registries_and_neither_is_taken_for_the_other() {
    let mut run = run_of(&format!("{REGISTRY}{}", REGISTRY.replace("username: u", "username: '{{ u }}'")));
    check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", made(10)),
            ("GET /registries", registries(&[registry(10)])),
            ("GET /registries", registries(&[registry(10)])),
            ("POST /registries", server()),
            ("GET /registries", registries(&[registry(10)])),
        ],
        &["start 0", "done 0", "start 1", "failed 1: The Controller failed while it handled the request."],
    );
}

#[test]
fn an_item_with_the_number_of_a_new_registry_does_not_hide_it() {
    let item = "kind: CatalogItem\nmetadata: {name: sensor}\nspec: {x86: 'a:1', registry: 1}\n";
    let catalog = || Json(200, json!({ "catalogItems": [] }));
    let mut run = run_of(&format!("{REGISTRY}---\n{item}"));
    check(
        &mut run,
        [
            ("GET /registries", no_registries()),
            ("POST /registries", server()),
            ("GET /registries", no_registries()),
            ("GET /catalog/microservices", catalog()),
            ("POST /catalog/microservices", made(9)),
        ],
        &["start 0", "failed 0: The Controller failed while it handled the request.", "start 1", "done 1"],
    );
}

#[test]
fn a_named_object_that_was_free_before_and_is_there_as_asked_is_ours() {
    let item =
        "kind: CatalogItem\nmetadata: {name: sensor}\nspec: {description: d, x86: 'a:1', registry: 1}\n";
    let sensor = json!({ "id": 9, "name": "sensor", "description": "d", "registryId": 1,
        "images": [{ "containerImage": "a:1", "fogTypeId": 1 }, { "containerImage": null, "fogTypeId": 2 }] });
    let catalog = |items: Value| Json(200, json!({ "catalogItems": items }));
    let shop = json!({ "id": 8, "name": "shop", "isActivated": true });
    for answer in [server, duplicate, ok] {
        check(
            &mut run_of(item),
            [
                ("GET /catalog/microservices", catalog(json!([]))),
                ("POST /catalog/microservices", answer()),
                ("GET /catalog/microservices", catalog(json!([sensor]))),
            ],
            &["start 0", "done 0"],
        );
        check(
            &mut run_of(APPLICATION),
            [
                ("GET /application/shop", no_application()),
                ("POST /application", answer()),
                ("GET /application/shop", Json(200, shop.clone())),
                ("GET /microservices?application=shop", none()),
            ],
            &["start 0", "done 0"],
        );
        check(
            &mut run_of(IN_LINE_A),
            [(LIST, none()), ("POST /microservices", answer()), (LIST, one(&web()))],
            &["start 0", "done 0"],
        );
    }
    // A port that the first of two equal requests has taken is refused to the second.
    let port = || refusal(400, "ValidationError", "Port '8080' is not available");
    check(
        &mut run_of(IN_LINE_A),
        [(LIST, none()), ("POST /microservices", port()), (LIST, one(&web()))],
        &["start 0", "done 0"],
    );
}

#[test]
fn an_object_that_is_there_otherwise_than_asked_is_not_called_made() {
    let item =
        "kind: CatalogItem\nmetadata: {name: sensor}\nspec: {description: d, x86: 'a:1', registry: 1}\n";
    let other = json!({ "id": 9, "name": "sensor", "description": "another", "registryId": 1,
        "images": [{ "containerImage": "a:2", "fogTypeId": 1 }] });
    let catalog = |items: Value| Json(200, json!({ "catalogItems": items }));
    check(
        &mut run_of(item),
        [
            ("GET /catalog/microservices", catalog(json!([]))),
            ("POST /catalog/microservices", duplicate()),
            ("GET /catalog/microservices", catalog(json!([other]))),
            ("GET /catalog/microservices", catalog(json!([other]))),
        ],
        &[
            "start 0",
            "wait 0",
            "failed 0: Duplicate name 'x' (It exists now, but differs from what was requested: description, x86. Go back to the plan to \
             compare.)",
        ],
    );
    for (field, value, place) in [
        ("images", json!([{ "containerImage": "web:2", "fogTypeId": 1 }]), "images.x86"),
        ("iofogUuid", json!("another"), "agent.name"),
        ("registryId", json!(3), "images.registry"),
    ] {
        let other = || one(&web_but(|web| web[field] = value.clone()));
        let text = IN_LINE_A.replace("x86: 'web:1'", "x86: 'web:1', registry: 1");
        let said = format!(
            "failed 0: Duplicate name 'x' (It exists now, but differs from what was requested: {place}. Go back to the plan to compare.)"
        );
        check(
            &mut run_of(&text),
            [(LIST, none()), ("POST /microservices", duplicate()), (LIST, other()), (LIST, other())],
            &["start 0", "wait 0", &said],
        );
    }
}

#[test]
fn success_without_an_id_that_made_nothing_fails() {
    check(
        &mut run_of(IN_LINE_A),
        [(LIST, none()), ("POST /microservices", ok()), (LIST, none()), (LIST, none())],
        &["start 0", "wait 0", "failed 0: The Controller's answer cannot be read: the answer says no uuid."],
    );
}

#[test]
fn what_has_no_name_is_looked_for_a_while_before_it_is_sent_once_more() {
    let mut run = run_of(REGISTRY);
    check(
        &mut run,
        [("GET /registries", no_registries()), ("POST /registries", Late)],
        &["start 0", "interrupted 0: Timeout"],
    );
    run.resume();
    let other = json!({ "id": 9, "url": "other", "isPublic": true, "username": "u", "userEmail": "a@b.cd" });
    let mut late = run.clone();
    let mut lines = vec![("GET /registries", registries(&[other]))];
    lines.extend(looked_for(LOOKS));
    lines.push(("POST /registries", Late));
    check(&mut run, lines, &[&["wait 0"; LOOKS - 1][..], &["interrupted 0: Timeout"]].concat());
    run.resume();
    check(&mut run, [("GET /registries", registries(&[registry(10)]))], &["done 0"]);
    let mut lines = looked_for(LOOKS - 1);
    lines.push(("GET /registries", registries(&[registry(10)])));
    check(&mut late, lines, &[&["wait 0"; LOOKS - 1][..], &["done 0"]].concat());
}

#[test]
fn without_looking_nothing_is_sent_again() {
    let mut run = run_of(REGISTRY);
    check(
        &mut run,
        [("GET /registries", no_registries()), ("POST /registries", Lost)],
        &["start 0", "interrupted 0: Unreachable"],
    );
    run.resume();
    check(&mut run, [("GET /registries", Lost)], &["interrupted 0: Unreachable"]);
}

#[test]
fn a_template_whose_answer_is_lost_is_compared_whole() {
    const PUT: &str = "PUT /applicationTemplate/t";
    const GET: &str = "GET /applicationTemplate/t";
    let text = "kind: ApplicationTemplate\nmetadata: {name: t}\nspec: {description: d, application: {microservices: []}}\n";
    let there = |description: &str| {
        let body = json!({ "id": 3, "name": "t", "description": description, "variables": [],
            "application": { "microservices": [] } });
        Json(200, body)
    };
    check(&mut run_of(text), [(PUT, server()), (GET, there("d"))], &["start 0", "done 0"]);
    check(&mut run_of(text), [(PUT, ok()), (GET, there("d"))], &["start 0", "done 0"]);
    check(
        &mut run_of(text),
        [(PUT, server()), (GET, there("old"))],
        &["start 0", "failed 0: The Controller failed while it handled the request."],
    );
    let mut run = run_of(text);
    check(&mut run, [(PUT, Lost)], &["start 0", "interrupted 0: Unreachable"]);
    run.resume();
    check(
        &mut run,
        [(GET, there("old")), (GET, there("old")), (PUT, Json(200, json!({ "id": 3, "name": "t" })))],
        &["wait 0", "done 0"],
    );
}

#[test]
fn a_run_dropped_in_the_middle_of_a_request_looks_first() {
    let mut run = run_of(REGISTRY);
    {
        let script = super::scripted::Scripted::new([("GET /registries", no_registries())]);
        let waiting = std::pin::pin!(async {
            let client =
                client::Client::new(Silent(&script), client::BaseUrl::parse("http://c:51121").unwrap());
            run.advance(&client).await;
            run.advance(&client).await;
        });
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(waiting.poll(&mut context).is_pending());
    }
    let mut lines = looked_for(LOOKS + 1);
    lines.extend([("POST /registries", made(7)), ("GET /registries", no_registries())]);
    check(&mut run, lines, &[&["wait 0"; LOOKS - 1][..], &["done 0"]].concat());
}

/// A connection on which reads are answered and writes never.
struct Silent<'s>(&'s super::scripted::Scripted);

impl client::Transport for Silent<'_> {
    async fn send(
        &self,
        request: client::HttpRequest,
    ) -> Result<client::HttpResponse, client::TransportError> {
        if request.method != client::Method::Get {
            return std::future::pending().await;
        }
        self.0.send(request).await
    }

    async fn pause(&self, _: u32) {}
}
