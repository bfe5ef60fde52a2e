//! What is said before a catalog item, a registry or an application is deleted or switched, and what it comes to.

use client::{BaseUrl, Client, Retry};
use model::{Application, CatalogItem, Kind, Microservice, Registry};
use serde_json::{Value, json};

use crate::act::{Preview, Removal, Switch, Target, Undone};
use crate::tests::scripted::{Answer, Line, Scripted, no_time, now};

fn microservices() -> Vec<Microservice> {
    model::from_value(&json!([
        { "uuid": "u1", "name": "web", "application": "shop", "catalogItemId": 6, "registryId": 3, "isActivated": true },
        { "uuid": "u2", "name": "db", "application": "shop", "registryId": 1, "isActivated": false },
        { "uuid": "u3", "name": "gateway", "application": "line-a", "registryId": 3, "isActivated": true },
    ]))
    .unwrap()
}

fn item(id: i64, registry: i64) -> CatalogItem {
    model::from_value(&json!({ "id": id, "name": format!("item-{id}"), "registryId": registry })).unwrap()
}

fn registry(id: i64) -> Registry {
    model::from_value(&json!({ "id": id, "url": "hub.example.com" })).unwrap()
}

fn shop() -> Application {
    model::from_value(&json!({ "name": "shop", "isActivated": true })).unwrap()
}

/// What stands in the way, who loses by it, and the command.
fn check(removal: &Removal, obstacle: Option<&str>, dependents: Option<&str>, command: &str) {
    let preview = &removal.preview;
    let said = (removal.obstacle.as_deref(), preview.dependents.as_deref(), preview.command.as_str());
    assert_eq!(said, (obstacle, dependents, command));
}

#[test]
fn what_is_in_use_stands_in_the_way() {
    let all = microservices();
    let in_use = "In use by shop/web. What uses it has to be changed or deleted first.";
    check(&Removal::of_catalog_item(&item(6, 1), Ok(&all)), Some(in_use), None, "delete catalogitem item-6");
    check(&Removal::of_catalog_item(&item(7, 1), Ok(&all)), None, None, "delete catalogitem item-7");
    let in_use = "In use by shop/web, line-a/gateway. What uses it has to be changed or deleted first.";
    check(&Removal::of_registry(&registry(3), Ok([]), Ok(&all)), Some(in_use), None, "delete registry 3");
}

#[test]
fn what_belongs_to_the_controller_stays() {
    let system: CatalogItem =
        model::from_value(&json!({ "id": 1, "name": "Router", "category": "SYSTEM" })).unwrap();
    let own = Some("Router belongs to the Controller and cannot be deleted.");
    check(&Removal::of_catalog_item(&system, Ok([])), own, None, "delete catalogitem Router");
    let own = Some("The registries 1 and 2 belong to the Controller and cannot be deleted.");
    check(&Removal::of_registry(&registry(2), Ok([]), Ok([])), own, None, "delete registry 2");
}

#[test]
fn those_that_lose_by_it_are_named() {
    let items = [item(6, 4), item(7, 1), item(8, 4)];
    let losing = Some("These catalog items will be left without a registry: item-6, item-8.");
    check(
        &Removal::of_registry(&registry(4), Ok(&items), Ok(&microservices())),
        None,
        losing,
        "delete registry 4",
    );
    let members = Some("These microservices are deleted with it: web, db.");
    check(&Removal::of_application(&shop(), Ok(&microservices())), None, members, "delete application shop");
    check(&Removal::of_application(&shop(), Ok([])), None, None, "delete application shop");
}

#[test]
fn a_switch_names_the_containers_that_it_turns() {
    let said = |switch: Switch| switch.preview(&shop(), Ok(&microservices()));
    assert_eq!(
        said(Switch::Stop).effects,
        ["Stops the containers of web, until somebody starts the application."]
    );
    assert_eq!(
        said(Switch::Start).effects,
        ["Starts the containers of web.", "Stopped individually, and left stopped: db."]
    );
    assert_eq!(said(Switch::Start).command, "start application shop");
    let none = Switch::Stop.preview(&shop(), Ok([])).effects;
    assert_eq!(none, ["No container changes: none of its microservices is switched on."]);
}

/// Deletes or stops something against a script, and says what came of it in a word.
fn finish(target: Option<&Target>, lines: impl IntoIterator<Item = Line>, expected: &str) {
    let script = Scripted::new(lines);
    let client = Client::new(&script, BaseUrl::parse("http://c:51121").unwrap()).with_retry(Retry::NEVER);
    let came = now(async {
        match target {
            Some(target) => target.carry_out(&client, no_time).await,
            None => Switch::Stop.carry_out(&client, "shop", no_time).await,
        }
    });
    let word = came.map_or_else(|Undone { outcome, .. }| format!("{outcome:?}"), |()| "done".to_owned());
    assert_eq!(word, expected);
    script.assert_used_up();
}

fn answer(status: u16, body: Value) -> Answer {
    Answer::Json(status, body)
}

#[test]
fn what_is_not_known_is_said_and_weighs_as_much_as_a_loss() {
    type None = [&'static Microservice; 0];
    let why = || Err::<None, _>("Your role does not allow this.".to_owned());
    let unknown = |preview: &Preview| {
        assert!(preview.is_grave() && preview.dependents.is_none());
        assert!(!preview.effects.concat().contains("No microservice"), "{:?}", preview.effects);
        preview.unknown.clone().unwrap()
    };
    assert_eq!(
        unknown(&Removal::of_catalog_item(&item(6, 1), why()).preview),
        "Whether a microservice uses it is not known: Your role does not allow this."
    );
    let items = Err::<[&CatalogItem; 0], _>("No answer.".to_owned());
    assert_eq!(
        unknown(&Removal::of_registry(&registry(3), items, why()).preview),
        "Whether a microservice uses it is not known: Your role does not allow this. \
         Which catalog items will have no registry is not known: No answer."
    );
    assert_eq!(
        unknown(&Removal::of_application(&shop(), why()).preview),
        "All its microservices are deleted with it. Which these are is not known: Your role does not allow this."
    );
    assert_eq!(
        unknown(&Switch::Stop.preview(&shop(), why())),
        "Which microservices it has is not known: Your role does not allow this."
    );
    assert!(!Switch::Start.preview(&shop(), why()).is_grave());
}

#[test]
fn a_deletion_is_done_when_it_is_seen_to_be_done() {
    let missing = || answer(404, json!({ "name": "NotFoundError", "message": "Invalid id" }));
    let ok = || answer(200, json!({ "message": "ok" }));
    for (target, delete, get, there) in [
        (
            Target::numbered(Kind::CatalogItem, 6),
            "DELETE /catalog/microservices/6",
            "GET /catalog/microservices/6",
            json!({ "id": 6, "name": "x" }),
        ),
        (
            Target::named(Kind::Application, "shop"),
            "DELETE /application/shop",
            "GET /application/shop",
            json!({ "id": 8, "name": "shop" }),
        ),
    ] {
        finish(Some(&target), [(delete, answer(204, Value::Null))], "done");
        finish(Some(&target), [(delete, ok()), (get, missing())], "done");
        let still = || (get, answer(200, there.clone()));
        finish(Some(&target), [(delete, ok()), still(), still()], "NotDone");
        let system = answer(404, json!({ "name": "NotFoundError", "message": "x is system" }));
        finish(Some(&target), [(delete, system), (get, answer(200, there.clone()))], "NotDone");
        // The Controller is still at it.
        finish(Some(&target), [(delete, Answer::Late), (get, answer(200, there)), (get, missing())], "done");
    }
}

#[test]
fn a_deletion_whose_answer_is_lost_is_looked_up() {
    const ITEM: &str = "DELETE /catalog/microservices/6";
    const ITEM_NOW: &str = "GET /catalog/microservices/6";
    let missing =
        || answer(404, json!({ "name": "NotFoundError", "message": "Invalid catalog item id '6'" }));
    let item = Target::numbered(Kind::CatalogItem, 6);
    finish(Some(&item), [(ITEM, answer(204, Value::Null))], "done");
    finish(Some(&item), [(ITEM, missing()), (ITEM_NOW, missing())], "done");
    let kept =
        json!({ "name": "SequelizeForeignKeyConstraintError", "message": "FOREIGN KEY constraint failed" });
    let there = || (ITEM_NOW, answer(200, json!({ "id": 6, "name": "x" })));
    finish(Some(&item), [(ITEM, answer(500, kept)), there()], "NotDone");
    finish(Some(&item), [(ITEM, Answer::Late), (ITEM_NOW, missing())], "done");
    finish(Some(&item), [(ITEM, Answer::Late), there(), there()], "NotDone");
    finish(Some(&item), [(ITEM, Answer::Late), (ITEM_NOW, Answer::Lost)], "Unknown");
}

#[test]
fn a_registry_is_looked_for_in_the_list_that_holds_no_passwords() {
    const REGISTRY: &str = "DELETE /registries/3";
    let list =
        |id: i64| ("GET /registries", answer(200, json!({ "registries": [{ "id": id, "url": "hub" }] })));
    let registry = Target::numbered(Kind::Registry, 3);
    finish(Some(&registry), [(REGISTRY, Answer::Lost), list(3), list(3)], "NotDone");
    finish(Some(&registry), [(REGISTRY, Answer::Lost), list(4)], "done");
    let spoilt = json!({ "registries": [{ "id": "three", "url": "hub" }] });
    finish(Some(&registry), [(REGISTRY, Answer::Lost), ("GET /registries", answer(200, spoilt))], "Unknown");
    let used = json!({ "name": "ValidationError", "message": "Registry is in use by microservices and can't be deleted" });
    finish(Some(&registry), [(REGISTRY, answer(400, used))], "NotDone");
}

#[test]
fn an_application_is_stopped_once() {
    const STOP: &str = "PATCH /application/shop";
    let now_on =
        |on: bool| ("GET /application/shop", answer(200, json!({ "name": "shop", "isActivated": on })));
    finish(None, [(STOP, answer(204, Value::Null)), now_on(false)], "done");
    finish(None, [(STOP, answer(204, Value::Null)), now_on(true)], "NotDone");
    finish(None, [(STOP, answer(200, json!({ "message": "ok" }))), now_on(true), now_on(true)], "NotDone");
    finish(None, [(STOP, Answer::Lost), now_on(false)], "done");
    finish(None, [(STOP, Answer::Lost), now_on(true), now_on(true)], "NotDone");
    finish(None, [(STOP, Answer::Lost), now_on(true), now_on(false)], "done");
}
