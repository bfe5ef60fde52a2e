//! Several files are one set: what their documents mean for each other, and for objects that only one of them names.

use serde_json::json;

use super::support::{Live, bodies, outline, plan_of_files, recorded, sentences};
use crate::Choices;

const EMPTY_LINE: &str = "kind: Application\nmetadata: {name: line-a}\nspec: {microservices: []}\n";
const UNDO: &str = "The Application document of shop has this microservice too; deployed one after the other, they would undo \
                    each other. Keep it in one of them.";

fn check(files: &[&str], expected: &[&str]) {
    check_on(&recorded(), files, expected);
}

#[track_caller]
fn check_on(live: &Live, files: &[&str], expected: &[&str]) {
    assert_eq!(outline(&plan_of_files(files, live, &Choices::default())), expected);
}

fn microservice(name: &str, more: &str) -> String {
    format!(
        "kind: Microservice\nmetadata: {{name: {name}}}\nspec: {{agent: {{name: edge-1}}, images: {{x86: 'a:1'}}{more}}}\n"
    )
}

fn application(name: &str, members: &[&str]) -> String {
    let member = |name: &&str| format!("{{name: {name}, agent: {{name: edge-1}}, images: {{x86: 'a:1'}}}}");
    let members: Vec<String> = members.iter().map(member).collect();
    format!(
        "kind: Application\nmetadata: {{name: {name}}}\nspec: {{microservices: [{}]}}\n",
        members.join(", ")
    )
}

#[test]
fn a_microservice_finds_its_application_in_another_file() {
    let (web, shop) = (microservice("shop/web", ""), application("shop", &["db"]));
    check(&[&web, &shop], &["create Application shop", "create Microservice shop/web"]);
    let plan = plan_of_files(&[&web, &shop], &recorded(), &Choices::default());
    assert_eq!(plan.steps[1].depends_on, [plan.steps[0].id.clone()]);
}

#[test]
fn two_documents_about_one_object_do_not_undo_each_other() {
    let (web, shop) = (microservice("shop/web", ""), application("shop", &["web"]));
    let blocked = format!("blocked Microservice shop/web: {UNDO}");
    check(&[&shop, &web], &["create Application shop", &blocked]);
    check(&[&web, &shop], &["create Application shop", &blocked]);
    check(&[&format!("{web}---\n{shop}")], &["create Application shop", &blocked]);
    let beside = microservice("web", ", application: shop");
    check(&[&shop, &beside], &["create Application shop", &blocked]);
    let id = recorded().world().application("line-a").unwrap().id;
    for other in [format!("{id}/new"), "line-a/new".to_owned()] {
        check(
            &[&microservice("line-a/new", ""), &microservice(&other, "")],
            &[
                "create Microservice line-a/new",
                &format!("blocked Microservice {other}: An earlier document is about the same Microservice."),
            ],
        );
    }
    check(
        &[&shop, &shop],
        &[
            "create Application shop",
            "blocked Application shop: An earlier document is about the same Application.",
        ],
    );
}

#[test]
fn a_microservice_beside_an_application_that_only_the_controller_can_make_is_blocked() {
    let template = "kind: ApplicationTemplate\nmetadata: {name: t}\nspec: {application: {microservices: [{name: '{{ n | downcase }}', agent: {name: edge-1}, images: {x86: 'a:1'}}]}}\n";
    let made = "kind: Application\nmetadata: {name: shop}\nspec: {template: {name: t}}\n";
    let lines = outline(&plan_of_files(
        &[template, made, &microservice("shop/web", "")],
        &recorded(),
        &Choices::default(),
    ));
    assert!(lines[1].starts_with("create Application"), "{lines:?}");
    assert!(lines[2].contains("is made from a template here"), "{lines:?}");
}

/// What would be deleted of line-a, and why the rest is kept.
#[track_caller]
fn check_deletion(files: &[&str], expected: &[&str]) {
    let plan = plan_of_files(files, &recorded(), &Choices::default());
    let all = sentences(&plan);
    let about: Vec<&str> = all
        .iter()
        .map(String::as_str)
        .filter(|it| it.starts_with("Deletes") || it.starts_with("Keeps"))
        .collect();
    assert_eq!(about, expected, "{files:?}");
    let deletes = plan.steps.iter().any(|step| step.deletion.is_some());
    assert_eq!(deletes, expected.iter().any(|it| it.starts_with("Deletes")), "{files:?}");
}

#[test]
fn nothing_is_deleted_while_a_name_is_not_certain() {
    let unsure = "Keeps line-a/gateway, which the list lacks: a document in file.yaml does not say for certain which object it is about.";
    let faulty = |name: &str| {
        format!(
            "Keeps line-a/gateway, which the list lacks: {name} in file.yaml cannot be deployed as it is."
        )
    };
    let deletes = "Deletes 1 microservice that the file does not list: line-a/gateway.";
    let id = recorded().world().application("line-a").unwrap().id;
    check_deletion(&[EMPTY_LINE], &[deletes]);
    check_deletion(&[EMPTY_LINE, &microservice("line-b/gateway", "")], &[deletes]);
    check_deletion(&[EMPTY_LINE, &microservice("line-a/other", ", schedule: soon")], &[deletes]);
    check_deletion(&[EMPTY_LINE, "kind: Secret\nmetadata: {name: s}\n"], &[deletes]);
    check_deletion(&[EMPTY_LINE, &microservice("line-a/gateway", "")], &[]);
    check_deletion(&[EMPTY_LINE, &microservice(&format!("{id}/gateway"), "")], &[]);
    check_deletion(&[EMPTY_LINE, &microservice("gateway", &format!(", application: {id}"))], &[]);
    check_deletion(
        &[EMPTY_LINE, &microservice("line-a/gateway", ", schedule: soon")],
        &[&faulty("Microservice line-a/gateway")],
    );
    for uncertain in [
        &microservice("'line-a/{{ name }}'", ""),
        &microservice("'{{ name }}'", ", application: line-a"),
        &microservice("gateway", ", application: '{{ app }}'"),
        &microservice("''", ", application: line-a"),
        "kind: Microservice\nspec: {application: line-a}\n",
        "kind: Microservice\nmetadata: {name: line-a/gate\n",
        "kind: Microservise\nmetadata: {name: line-a/gateway}\n",
        "metadata: {name: line-a/gateway}\n",
        "kind: [\n",
    ] {
        check_deletion(&[EMPTY_LINE, uncertain], &[unsure]);
        check_deletion(&[&format!("{EMPTY_LINE}---\n{uncertain}")], &[unsure]);
    }
    check_deletion(&[EMPTY_LINE, &application("line-a", &["gateway"])], &[&faulty("Application line-a")]);
}

#[test]
fn a_name_that_is_a_template_makes_nothing() {
    for (text, part) in [
        (microservice("'line-a/{{ n }}'", ""), "The name is a template"),
        (microservice("x", ", application: '{{ a }}'"), "The application is a template"),
        (application("'{{ n }}'", &[]), "The name is a template"),
        (application("shop", &["'{{ n }}'"]), "The name of spec.microservices[0] is a template"),
        (
            application("line-a", &["'{% raw %}web{% endraw %}'"]),
            "The name of spec.microservices[0] is a template",
        ),
        (
            "kind: CatalogItem\nmetadata: {name: '{{ n }}'}\nspec: {x86: a, registry: remote}\n".to_owned(),
            "The name is a template",
        ),
        (
            "kind: Registry\nspec: {url: '{{ u }}', username: u, password: p, email: a@b.cd}\n".to_owned(),
            "The address is a template",
        ),
    ] {
        let plan = plan_of_files(&[&text], &recorded(), &Choices::default());
        assert!(outline(&plan)[0].contains(part), "{:?}", outline(&plan));
        assert!(bodies(&plan).is_empty());
    }
}

/// The recorded lists with one more catalog item.
fn with_items() -> Live {
    let mut live = recorded();
    let mut item = live.catalog_items.iter().find(|item| item.id == 6).unwrap().clone();
    (item.id, item.name) = (7, "tool".to_owned());
    live.catalog_items.push(item);
    live
}

fn item(fields: &str, name: &str) -> String {
    format!("kind: CatalogItem\nmetadata: {{name: {name}}}\nspec: {{{fields}x86: 'a:1', registry: remote}}\n")
}

#[test]
fn a_name_that_a_catalog_item_gives_up_goes_to_a_new_one() {
    let (renamed, new) = (item("id: 6, ", "probe-2"), item("", "probe"));
    for files in [[renamed.as_str(), &new], [&new, &renamed]] {
        check_on(&with_items(), &files, &["update CatalogItem probe-2", "create CatalogItem probe"]);
        let plan = plan_of_files(&files, &with_items(), &Choices::default());
        assert_eq!(plan.steps[1].depends_on, [plan.steps[0].id.clone()]);
    }
    check_on(
        &with_items(),
        &[&item("id: 7, ", "probe"), &renamed],
        &["update CatalogItem probe-2", "update CatalogItem probe"],
    );
    let earlier = "An earlier document";
    for (one, other, why) in [
        (item("id: 6, ", "probe"), item("", "probe"), "is about the same CatalogItem"),
        (item("", "probe"), item("id: 6, ", "probe"), "is about the same CatalogItem"),
        (item("id: 6, ", "same"), item("id: 7, ", "same"), "gives a catalog item this name"),
        (item("id: 6, ", "same"), item("", "same"), "gives a catalog item this name"),
    ] {
        let lines = outline(&plan_of_files(&[&one, &other], &with_items(), &Choices::default()));
        assert!(
            lines[1].starts_with("blocked") && lines[1].contains(&format!("{earlier} {why}")),
            "{lines:?}"
        );
    }
    let swap = plan_of_files(
        &[&item("id: 6, ", "tool"), &item("id: 7, ", "probe")],
        &with_items(),
        &Choices::default(),
    );
    assert!(outline(&swap).iter().all(|line| line.contains("wait for each other")), "{:?}", outline(&swap));
}

/// Two microservices on edge-1 with the ports 9001 and 9002, in the applications line-a and line-b.
fn with_ports() -> Live {
    let mut live = recorded();
    let agent = live.world().agent("edge-1").unwrap().uuid.clone();
    let mut other = live.applications[0].clone();
    (other.id, other.name) = (90, "line-b".to_owned());
    live.applications.push(other);
    for (application, name, port) in [("line-a", "one", 9001), ("line-b", "two", 9002)] {
        let fields = json!({ "uuid": name, "name": name, "application": application, "iofogUuid": agent, "registryId": 1,
            "images": [{ "containerImage": "a:1", "fogTypeId": 1 }], "schedule": 50, "logSize": 1,
            "ports": [{ "internal": 80, "external": port, "protocol": "tcp" }] });
        live.microservices.push(model::from_value(&fields).unwrap());
    }
    live
}

fn with_port(name: &str, port: i64) -> String {
    microservice(name, &format!(", container: {{ports: [{{internal: 80, external: {port}}}]}}"))
}

#[test]
fn who_gives_a_port_up_goes_before_who_takes_it() {
    let live = with_ports();
    let (gives, takes) = (with_port("line-a/one", 9009), with_port("line-b/two", 9001));
    let expected = ["update Microservice line-a/one", "update Microservice line-b/two"];
    check_on(&live, &[&gives, &takes], &expected);
    check_on(&live, &[&takes, &gives], &expected);
    check_on(&live, &[&format!("{takes}---\n{gives}")], &expected);
    let moved = gives.replace("edge-1", "edge-2").replace("9009", "9001");
    check_on(&live, &[&takes, &moved], &expected);
    let in_list = "kind: Application\nmetadata: {name: shop}\nspec: {microservices: [{name: web, agent: {name: edge-1}, images: {x86: 'a:1'}, container: {ports: [{internal: 1, external: 9001}]}}]}\n";
    check_on(&live, &[in_list, &gives], &["update Microservice line-a/one", "create Application shop"]);
    let swap = plan_of_files(&[&with_port("line-a/one", 9002), &takes], &live, &Choices::default());
    assert!(outline(&swap).iter().all(|line| line.contains("wait for each other")), "{:?}", outline(&swap));
}

#[test]
fn within_one_list_the_giver_goes_first_too() {
    let mut live = with_ports();
    live.microservices.retain(|it| it.application != "line-a" || it.name == "one");
    live.microservices
        .iter_mut()
        .filter(|it| it.name == "two")
        .for_each(|it| it.application = "line-a".to_owned());
    let member = |name: &str, port: i64| {
        format!(
            "{{name: {name}, agent: {{name: edge-1}}, images: {{x86: 'a:1'}}, container: {{ports: [{{internal: 80, external: {port}}}]}}}}"
        )
    };
    let list = |members: [String; 2]| {
        format!(
            "kind: Application\nmetadata: {{name: line-a}}\nspec: {{microservices: [{}]}}\n",
            members.join(", ")
        )
    };
    let ports = |text: &str| {
        let sent = bodies(&plan_of_files(&[text], &live, &Choices::default()));
        sent.iter().map(|body| body["ports"][0]["external"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ports(&list([member("two", 9001), member("one", 9009)])), [9009, 9001]);
    assert_eq!(ports(&list([member("one", 9009), member("two", 9001)])), [9009, 9001]);
    let swap =
        plan_of_files(&[&list([member("one", 9002), member("two", 9001)])], &live, &Choices::default());
    assert!(outline(&swap)[0].contains("exchange ports"), "{:?}", outline(&swap));
}

#[test]
fn a_port_of_a_microservice_whose_deletion_is_not_ticked_is_not_free() {
    let live = with_ports();
    let emptied = "kind: Application\nmetadata: {name: line-b}\nspec: {microservices: []}\n";
    let takes = with_port("line-a/one", 9002);
    let mut choices = Choices::default();
    let plan = plan_of_files(&[emptied, &takes], &live, &choices);
    assert_eq!(
        outline(&plan)[1],
        "blocked Microservice line-a/one: line-b/two holds port 9002 until its deletion is ticked and applied."
    );
    choices.tick(&plan.steps[0]);
    let plan = plan_of_files(&[emptied, &takes], &live, &choices);
    assert_eq!(outline(&plan)[1], "update Microservice line-a/one");
    assert_eq!(plan.steps[1].depends_on, [plan.steps[0].id.clone()]);
}
