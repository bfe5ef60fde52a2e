//! What the client sends, repeats, waits for and keeps to itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use client::{BoxFuture, Credentials, ErrorKind, FixedToken, Token, TransportError, api};
use model::Hidden;
use serde_json::json;
use std::sync::{Arc, Mutex};
use support::{Script, block_on, empty, json, text};

/// A session that has another token when the first is refused.
struct Renewing(Mutex<Vec<&'static str>>);

impl Credentials for Renewing {
    fn token(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(async { self.0.lock().unwrap().first().map(|token| Token::new(*token)) })
    }

    fn refused(&self, _: &Token) -> BoxFuture<'_, bool> {
        Box::pin(async {
            let mut tokens = self.0.lock().unwrap();
            tokens.remove(0);
            !tokens.is_empty()
        })
    }
}

#[test]
fn a_lost_answer_is_asked_for_again_after_growing_pauses() {
    let script = Script::new([
        Err(TransportError::Unreachable),
        text(503, "text/html", "<h1>gateway</h1>"),
        json(200, json!({ "registries": [] })),
    ]);
    block_on(script.client().send(api::registries::list())).unwrap();
    assert_eq!(*script.pauses.borrow(), [300, 900]);
}

#[test]
fn a_page_of_somebody_else_is_no_answer_to_a_write() {
    let script =
        Script::new([text(200, "text/html", "\n<!doctype html><title>Sign in to the network</title>")]);
    let error = block_on(script.client().send(api::microservices::delete("u"))).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Garbled);
    assert_eq!(error.advice, "The change may have been made: check before you try again.");
    for body in ["done", "{\"cut\": "] {
        let script = Script::new([text(200, "", body)]);
        let error = block_on(script.client().send(api::microservices::delete("u"))).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Garbled, "{body}");
    }
    for body in ["", "{}"] {
        let script = Script::new([text(200, "", body)]);
        block_on(script.client().send(api::microservices::delete("u"))).unwrap();
    }
}

#[test]
fn only_what_is_safe_to_repeat_is_repeated() {
    // A write and a timeout are each tried once.
    let check =
        |result: Result<(), client::Error>, kind: ErrorKind| assert_eq!(result.unwrap_err().kind, kind);
    let lost = || Script::new([Err(TransportError::CutShort)]);
    check(block_on(lost().client().send(api::microservices::delete("u"))), ErrorKind::Unreachable);
    let late = Script::new([Err(TransportError::Timeout)]);
    check(block_on(late.client().send(api::registries::list())).map(drop), ErrorKind::Timeout);
}

#[test]
fn an_error_of_a_write_says_that_it_may_have_happened() {
    let script = Script::new([Err(TransportError::Timeout)]);
    let error = block_on(script.client().send(api::microservices::delete("u"))).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Timeout);
    assert_eq!(error.advice, "The change may have been made: check before you try again.");
}

#[test]
fn a_sign_in_without_an_answer_speaks_of_no_change() {
    // what failed, the advice
    let failures = [
        (TransportError::Unreachable, "Check the address, the network and that the Controller runs."),
        (TransportError::CutShort, "Try again."),
        (TransportError::Timeout, "Try again."),
    ];
    for (failure, advice) in failures {
        let script = Script::new([Err(failure)]);
        let login = api::auth::login("a@example.com", &Hidden::from("p"), None);
        assert_eq!(block_on(script.client().send(login)).unwrap_err().advice, advice);
    }
}

#[test]
fn the_page_of_a_network_that_wants_a_sign_in_is_not_blamed_on_the_controllers_version() {
    let page = "<!doctype html><html><body><form>Please sign in to the network</form></body></html>";
    let script = Script::new([text(200, "text/html", page)]);
    let error = block_on(script.client().send(api::registries::list())).unwrap_err();
    assert_eq!(error.message, "The Controller's answer cannot be read: it is a web page.");
    assert!(error.advice.starts_with("Something in front of the Controller answered"), "{}", error.advice);
}

#[test]
fn a_redirect_is_not_followed_nor_asked_for_again_and_is_told_as_what_it_is() {
    let script = Script::new([Err(TransportError::Redirected)]);
    let error = block_on(script.client().send(api::registries::list())).unwrap_err();
    assert!(error.message.contains("sends requests on to another address"), "{error}");
    assert!(error.advice.contains("the address that answers itself"), "{}", error.advice);
    let script = Script::new([Err(TransportError::Redirected)]);
    let error = block_on(script.client().send(api::microservices::delete("u"))).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreachable, "a write is read back");
}

#[test]
fn a_gateway_without_a_controller_leaves_open_whether_a_change_was_made() {
    for status in [408, 502, 503, 504] {
        let script = Script::new([empty(status), empty(status)]);
        let client = script.client().with_retry(client::Retry::NEVER);
        let written = block_on(client.send(api::microservices::delete("u"))).unwrap_err();
        assert_eq!(written.advice, "The change may have been made: check before you try again.", "{status}");
        let read = block_on(client.send(api::registries::list())).unwrap_err();
        assert_eq!(read.advice, "Try again later.", "{status}");
    }
}

#[test]
fn a_refused_token_is_replaced_once_and_the_work_goes_on() {
    let refusal = || json(401, json!({ "error": "Unauthorized: No authentication information found" }));
    let script = Script::new([refusal(), json(200, json!({ "registries": [] }))]);
    let client = script.client().with_credentials(Arc::new(Renewing(Mutex::new(vec!["old", "new"]))));
    block_on(client.send(api::registries::list())).unwrap();
    assert_eq!(script.header(0, "authorization").as_deref(), Some("Bearer old"));
    assert_eq!(script.header(1, "authorization").as_deref(), Some("Bearer new"));

    let script = Script::new([refusal(), refusal()]);
    let client = script.client().with_credentials(Arc::new(Renewing(Mutex::new(vec!["old", "new"]))));
    let error = block_on(client.send(api::registries::list())).unwrap_err();
    assert!(error.is_unauthorized());
}

/// A session that is told to wait and then has nothing but the token that was refused.
struct Stubborn;

impl Credentials for Stubborn {
    fn token(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(async { Some(Token::new("same")) })
    }

    fn refused(&self, _: &Token) -> BoxFuture<'_, bool> {
        Box::pin(async { true })
    }
}

#[test]
fn work_goes_on_when_the_renewed_token_is_refused_as_well_and_somebody_signs_in() {
    let refusal = || json(401, json!({ "error": "Unauthorized: No authentication information found" }));
    let script = Script::new([refusal(), refusal(), empty(204)]);
    let tokens = Renewing(Mutex::new(vec!["old", "renewed", "signed in"]));
    let client = script.client().with_credentials(Arc::new(tokens));
    block_on(client.send(api::microservices::delete("u"))).unwrap();
    assert_eq!(script.header(2, "authorization").as_deref(), Some("Bearer signed in"));

    let script = Script::new([refusal()]);
    let client = script.client().with_credentials(Arc::new(Stubborn));
    let error = block_on(client.send(api::registries::list())).unwrap_err();
    assert!(error.is_unauthorized(), "a token that was refused is not sent again");
}

#[test]
fn public_endpoints_get_no_token() {
    let script = Script::new([json(200, json!({ "status": "online" }))]);
    let client = script.client().with_credentials(Arc::new(FixedToken(Token::new("t"))));
    block_on(client.send(api::status::get())).unwrap();
    assert_eq!(script.header(0, "authorization"), None);
}

#[test]
fn a_list_keeps_its_good_entries_and_names_what_is_wrong_with_the_others() {
    let agents = json!({ "fogs": [
        { "uuid": "a", "name": "one", "lastActive": "1795291866947", "cpuViolation": "1", "tags": null, "new": {} },
        { "uuid": "b", "name": "two", "tags": "hunter2" },
        7,
        { "uuid": "c", "name": "three", "latitude": "47.5" },
    ] });
    let script = Script::new([json(200, agents)]);
    let list = block_on(script.client().send(api::agents::list())).unwrap();
    let names: Vec<_> = list.iter().map(|agent| agent.name.as_str()).collect();
    assert_eq!(names, ["one", "three"]);
    assert_eq!(
        (list[0].last_active, list[0].cpu_violation, list[1].latitude),
        (1_795_291_866_947, Some(true), Some(47.5))
    );
    let problems: Vec<_> =
        list.unreadable.iter().map(|entry| (entry.index, entry.problem.as_str())).collect();
    let expected = [
        (1, "`fogs[1].tags` is not as expected (it is text)"),
        (2, "`fogs[2]` is not as expected (it is a number)"),
    ];
    assert_eq!(problems, expected);
}

#[test]
fn an_answer_that_is_not_as_the_contract_says_is_an_error_that_says_where() {
    // body, the problem
    let bodies = [
        ("", "the answer is empty"),
        ("{\"registries\":[{\"id\":1,\"url\":\"hun", "the answer ends too early (line 1, column 33)"),
        ("<html>", "the answer is not JSON (line 1, column 1)"),
        ("{}", "`registries` is missing in the answer"),
        ("{\"registries\":\"hunter2\"}", "`registries` is text, not a list"),
        ("[] []", "the answer is not JSON (line 1, column 4)"),
    ];
    for (body, problem) in bodies {
        let script = Script::new([text(200, "application/json", body)]);
        let error = block_on(script.client().send(api::registries::list())).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Garbled);
        assert_eq!(error.message, format!("The Controller's answer cannot be read: {problem}."));
    }
    let script = Script::new([json(201, json!({}))]);
    let error = block_on(script.client().send(api::microservices::create(json!({})))).unwrap_err();
    assert_eq!(error.message, "The Controller's answer cannot be read: the answer says no uuid.");
    let script = Script::new([json(200, json!({ "uuid": { "secret": "hunter2" } }))]);
    let error = block_on(script.client().send(api::microservices::get("u"))).unwrap_err();
    assert_eq!(
        error.message,
        "The Controller's answer cannot be read: `uuid` is not as expected (it is an object)."
    );
}

#[test]
fn no_secret_is_printed_by_any_type_on_its_way() {
    let secret = "hunter2";
    let password = Hidden::from(secret);
    let login = api::auth::login("a@example.com", &password, Some(secret));
    let yaml = api::microservices::create_yaml(format!("env: {secret}"));
    let store = api::secrets::create(json!({ "data": { "k": secret } }));
    let registry: model::Registry = model::from_value(&json!({ "password": secret })).unwrap();
    let env: model::EnvVar =
        model::from_value(&json!({ "value": secret, "valueFromSecret": "db/user" })).unwrap();
    let data: model::Secret = model::from_value(&json!({ "data": { "k": secret } })).unwrap();
    let patch =
        client::MicroservicePatch::of(&model::Microservice::default()).with(json!({ "env": [secret] }));
    let printed = format!(
        "{password:?} {login:?} {yaml:?} {store:?} {registry:?} {env:?} {data:?} {patch:?} {:?}",
        Token::new(secret)
    );
    assert!(!printed.contains(secret), "{printed}");

    let script = Script::new([empty(500), text(200, "application/json", "{\"password\":\"hunter2\"")]);
    let client = script.client().with_credentials(Arc::new(FixedToken(Token::new(secret))));
    let refused = block_on(client.send(login)).unwrap_err();
    let garbled = block_on(client.send(api::catalog::get(3))).unwrap_err();
    let sent = format!("{:?} {refused:?} {refused} {garbled:?} {garbled} {client:?}", script.asked.borrow());
    assert!(!sent.contains(secret), "{sent}");
}

#[test]
fn no_truncated_or_altered_answer_makes_the_client_panic_or_passes_for_whole() {
    let recorded = support::recording();
    let whole = |name: &str| recorded.iter().find(|step| step.name == name).unwrap().body.to_string();
    let (agents, list) = (whole("end/agent-list"), whole("microservices/list"));
    let send = |body: &[u8]| {
        let answer =
            client::HttpResponse { status: 200, body: body.to_vec(), ..client::HttpResponse::default() };
        let script = Script::new([Ok(answer.clone()), Ok(answer)]);
        let client = script.client();
        let agents = block_on(client.send(api::agents::list())).map(drop);
        (agents, block_on(client.send(api::microservices::list())).map(drop))
    };
    // Every place would take half a minute; primes reach all kinds of them.
    for end in (0..list.len()).step_by(13).chain([list.len() - 2, list.len() - 1]) {
        let (_, result) = send(&list.as_bytes()[..end]);
        assert_eq!(result.unwrap_err().kind, ErrorKind::Garbled);
    }
    for text in [agents, list] {
        for at in (0..text.len()).step_by(61) {
            for byte in [0, b'"', b'{', b']', b'-', b'9', 0xff] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] = byte;
                let (one, other) = send(&bytes);
                for result in [one, other] {
                    assert!(result.err().is_none_or(|error| error.kind == ErrorKind::Garbled));
                }
            }
        }
    }
}

fn busy(status: u16, seconds: Option<u32>) -> support::Answer {
    Ok(client::HttpResponse { status, retry_after_s: seconds, ..client::HttpResponse::default() })
}

#[test]
fn who_wants_to_be_left_alone_is_asked_again_when_that_time_is_over() {
    // status, seconds that were asked for, whether a read and a write are sent again, and the pause
    for (status, seconds, read, write, pause) in [
        (429, Some(4), true, true, 4_000),
        (429, None, true, true, 300),
        (503, Some(4), true, false, 4_000),
        (429, Some(600), false, false, 0),
    ] {
        let again = |sent_again: bool, good: support::Answer| {
            let answers = [busy(status, seconds)].into_iter().chain(sent_again.then_some(good));
            Script::new(answers)
        };
        let script = again(read, json(200, json!({ "registries": [] })));
        let answer = block_on(script.client().send(api::registries::list()));
        assert_eq!(answer.is_ok(), read, "{status} {seconds:?}");
        assert_eq!(*script.pauses.borrow(), if read { vec![pause] } else { vec![] }, "{status} {seconds:?}");
        let script = again(write, empty(204));
        let answer = block_on(script.client().send(api::microservices::delete("u")));
        assert_eq!(answer.is_ok(), write, "{status} {seconds:?}");
    }
    let error =
        block_on(Script::new([busy(429, Some(600))]).client().send(api::registries::list())).unwrap_err();
    assert_eq!(error.message, "The Controller accepts no more requests for the moment.");
    assert_eq!(
        (error.advice.as_str(), error.retry_after_s),
        ("It asks you to wait for 600 seconds.", Some(600))
    );
}

/// A session whose person has left while a request waited.
struct Left;

impl Credentials for Left {
    fn token(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(async { None })
    }

    fn refused(&self, _: &Token) -> BoxFuture<'_, bool> {
        Box::pin(async { false })
    }

    fn are_over(&self) -> bool {
        true
    }
}

#[test]
fn nothing_is_sent_in_the_name_of_who_has_left() {
    let script = Script::new([]);
    let client = script.client().with_credentials(Arc::new(Left));
    let error = block_on(client.send(api::microservices::delete("u"))).unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(script.lines(), [""; 0]);
}
