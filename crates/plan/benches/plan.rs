//! Plans of many documents beside many live objects, and one keystroke in them. Run: `cargo bench -p plan`.

#![expect(clippy::print_stdout, reason = "the ratios are what this is for")]

#[path = "../../manifest/benches/corpus.rs"]
mod corpus;

use std::hint::black_box;
use std::time::{Duration, Instant};

use manifest::{Checker, Manifest, Problem};
use model::{Lists, World};
use plan::{Choices, File, Planner, plan};
use serde_json::{Value, json};

/// The fastest of some runs.
fn fastest(runs: usize, mut work: impl FnMut()) -> Duration {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..runs).map(|_| time(&mut work)).min().unwrap_or_default()
}

/// `count` live microservices; the first `same` of them are those of the documents, with other values.
fn live(documents: usize, count: usize, same: usize) -> World {
    let microservice = |number: usize| {
        let (application, name) = match number < same {
            true => (format!("line-{}", number / 25), format!("reader-{number}")),
            false => (format!("other-{}", number / 25), format!("writer-{number}")),
        };
        let env: Vec<Value> =
            (0..15).map(|at| json!({ "key": format!("SETTING_{at}"), "value": "x" })).collect();
        json!({
            "uuid": format!("uuid-{number}"), "name": name, "application": application, "iofogUuid": format!("edge-{}", number % 40),
            "images": [{ "fogTypeId": 1, "containerImage": "registry.example/acme/reader:1" }], "registryId": 1,
            "env": env, "ports": [{ "internal": 80, "external": 40_000 + number, "protocol": "tcp" }],
            "config": "{\"interval\":100}", "volumeMappings": [], "cmd": ["--verbose"],
        })
    };
    let mut lists = corpus::lists(documents);
    let all: Vec<Value> = (0..count).map(microservice).collect();
    let applications: Vec<Value> = (0..count / 25)
        .map(|number| {
            let members: Vec<Value> =
                all.iter().skip(number * 25).take(25).map(|one| json!({ "uuid": one["uuid"], "name": one["name"] })).collect();
            json!({ "id": number + 1, "name": format!("line-{number}"), "isActivated": true, "microservices": members })
        })
        .collect();
    lists["microservices"] = Value::Array(all);
    lists["applications"] = Value::Array(applications);
    lists["registries"] = json!([{ "id": 1, "url": "x" }, { "id": 2, "url": "from_cache" }]);
    lists["catalogItems"] = json!([]);
    World::new(Lists::read(&lists))
}

struct Desk {
    manifest: Manifest,
    problems: Vec<Problem>,
}

impl Desk {
    fn new(text: &str, world: &World) -> Desk {
        let manifest = Manifest::parse(text);
        let problems = Checker::new().problems(&manifest, Some(world));
        Desk { manifest, problems }
    }

    fn files(&self) -> [File<'_>; 1] {
        [File { name: "file.yaml", manifest: &self.manifest, problems: &self.problems }]
    }
}

fn measure(what: &str, text: &str, world: &World) {
    let mut desk = Desk::new(text, world);
    let choices = Choices::default();
    let read = fastest(3, || drop(black_box(Manifest::parse(text))));
    let mut checker = Checker::new();
    let checked = fastest(1, || drop(black_box(checker.problems(&desk.manifest, Some(world)))));
    let whole = fastest(3, || drop(black_box(plan(&desk.files(), world, &choices))));
    println!(
        "{what}: {} problems; reading {read:?}, first check {checked:?}, plan {whole:?}",
        desk.problems.len()
    );
    let at = text.len() / 2 + text[text.len() / 2..].find("value: \"value").unwrap_or_default() + 8;
    let key = fastest(5, || {
        desk.manifest.replace(at..at, "x");
        desk.problems = black_box(checker.problems(&desk.manifest, Some(world)));
    });
    let mut planner = Planner::new();
    let first = fastest(1, || drop(black_box(planner.plan(&desk.files(), world, &choices))));
    let again = fastest(5, || drop(black_box(planner.plan(&desk.files(), world, &choices))));
    let both = fastest(5, || {
        desk.manifest.replace(at..at, "x");
        desk.problems = checker.problems(&desk.manifest, Some(world));
        drop(black_box(planner.plan(&desk.files(), world, &choices)));
    });
    let against = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
    println!("  a key: to problems {key:?}, to problems and plan {both:?}");
    println!(
        "  a planner: first {first:?}, again {again:?}; plan against plan again: {:.0}",
        against(whole, again)
    );
}

fn main() {
    measure("1,000 documents beside 5,000", &corpus::microservices(1_000), &live(1_000, 5_000, 500));
    let small = |number: usize| {
        format!(
            "---\napiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: line-{}/small-{number}\nspec:\n  agent:\n    name: edge-{}\n  \
             images:\n    x86: registry.example/acme/small:1\n    registry: 1\n  container:\n    env:\n      - key: A\n        value: \"value of \
             a variable that has some length\"\n      - key: B\n        value: \"value of another variable that has some length\"\n    ports:\n      \
             - internal: 80\n        external: {}\n  config:\n    interval: 100\n    name: \"something of some length, too\"\n",
            number / 25,
            number % 40,
            10_000 + number
        )
    };
    let text: String = (0..10_000).map(small).collect();
    measure("10,000 documents alone", &text, &live(10_000, 10_000, 0));
}
