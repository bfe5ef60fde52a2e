//! Several steps at a time: which go side by side, what waits, and what an interruption leaves in doubt.

use client::{BaseUrl, Client, HttpRequest, HttpResponse, Method, Transport, TransportError};

use super::applied::{APPLICATION, REGISTRY, WEB, run_of};
use super::scripted::now;
use crate::apply::{Event, LANES, Next, Run, StepState, Work};

/// A Controller on which nothing is there yet, and that makes everything.
struct Willing {
    /// Writes whose body has this word are lost on the way.
    loses: Option<&'static str>,
}

impl Transport for Willing {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let text = String::from_utf8_lossy(&request.body);
        if request.method != Method::Get && self.loses.is_some_and(|word| text.contains(word)) {
            return Err(TransportError::Timeout);
        }
        let list = r#"{"microservices": [], "registries": [], "configMaps": [], "catalogItems": []}"#;
        let (status, body) = match request.method {
            Method::Get if request.url.contains("/application/") => (404, r#"{"message": "not there"}"#),
            Method::Get if request.url.contains("/configmaps/") => {
                (200, r#"{"name": "n", "immutable": false, "data": {"a": "b"}}"#)
            }
            Method::Get => (200, list),
            _ => (201, r#"{"id": 7, "uuid": "u-7", "name": "n"}"#),
        };
        let content_type = "application/json".to_owned();
        Ok(HttpResponse { status, content_type, body: body.into(), ..HttpResponse::default() })
    }

    async fn pause(&self, _: u32) {}
}

/// Everything that can be done now, and the names of the steps that it is about.
fn handed_out(run: &mut Run) -> (Vec<String>, Vec<Work>) {
    let (mut names, mut works) = (Vec::new(), Vec::new());
    while let Some(next) = run.go_on() {
        match next {
            Next::Work(work) => {
                names.push(work.id().to_string());
                works.push(*work);
            }
            Next::Event(Event::Skipped { id, .. }) => names.push(format!("skips {id}")),
            Next::Event(_) => {}
        }
    }
    (names, works)
}

/// Lets the run go on until there is nothing more to do. Gives what went side by side, each group once.
fn groups(run: &mut Run, controller: Willing) -> Vec<String> {
    let client = Client::new(controller, BaseUrl::parse("http://c:51121").unwrap());
    let client = client.with_retry(client::Retry::NEVER);
    let mut groups = Vec::new();
    loop {
        let (names, works) = handed_out(run);
        assert!(works.len() <= LANES);
        if names.is_empty() {
            groups.dedup();
            return groups;
        }
        groups.push(names.join(", "));
        for work in works {
            let worked = now(work.go(&client));
            run.absorb(worked);
        }
    }
}

fn map(name: &str) -> String {
    format!("kind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{a: b}}\n---\n")
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mut run = run_of(text);
    assert_eq!(groups(&mut run, Willing { loses: None }), expected);
    assert!(run.is_finished());
}

#[test]
fn steps_of_one_kind_go_side_by_side_and_never_more_than_four() {
    let maps: String = ["a", "b", "c", "d", "e", "f"].map(map).concat();
    check(&maps, &["ConfigMap a, ConfigMap b, ConfigMap c, ConfigMap d", "ConfigMap e, ConfigMap f"]);
}

#[test]
fn a_kind_waits_for_the_kinds_before_it() {
    let other = APPLICATION.replace("shop", "store");
    check(
        &format!("{WEB}{APPLICATION}{other}{}", map("a")),
        &["ConfigMap a", "Application shop, Application store", "Microservice shop/web"],
    );
}

#[test]
fn what_has_no_name_goes_alone() {
    let other = REGISTRY.replace("r.example.com", "s.example.com");
    check(&format!("{REGISTRY}{other}"), &["Registry r.example.com as u", "Registry s.example.com as u"]);
}

#[test]
fn an_interruption_lets_the_others_come_to_their_end_and_is_the_only_doubt() {
    let mut run = run_of(&["a", "b", "c", "d", "e"].map(map).concat());
    let lost = Willing { loses: Some("\"name\":\"b\"") };
    assert_eq!(groups(&mut run, lost), ["ConfigMap a, ConfigMap b, ConfigMap c, ConfigMap d"]);
    let states: Vec<_> = run.steps().map(|(id, state)| (id.key().to_owned(), state.clone())).collect();
    let done =
        |name: &str| states.iter().any(|(key, state)| key == name && matches!(state, StepState::Done { .. }));
    assert!(run.interrupted().is_some());
    assert_eq!(["a", "b", "c", "d", "e"].map(done), [true, false, true, true, false], "{states:?}");
    run.look_back();
    assert_eq!(handed_out(&mut run).0, ["ConfigMap b"]);
}

#[test]
fn what_was_read_and_never_sent_is_read_again() {
    let mut run = run_of(&map("a"));
    let client = Client::new(Willing { loses: None }, BaseUrl::parse("http://c:51121").unwrap());
    let (_, works) = handed_out(&mut run);
    for work in works {
        let worked = now(work.go(&client));
        run.absorb(worked);
    }
    run.look_back();
    assert!(run.go_on().is_none(), "nothing is in doubt");
    run.resume();
    assert_eq!(groups(&mut run, Willing { loses: None }), ["ConfigMap a"]);
    assert!(run.is_finished());
}
