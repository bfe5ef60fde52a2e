//! Plans that follow each other: whatever was changed, a planner that is used again gives the plan that a new one gives.

use manifest::Manifest;
use model::{Lists, World};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::{Live, live, recorded};
use crate::{Choices, File, Plan, Planner, RegistryChoice, identities, plan};

const NAMES: [&str; 3] = ["web", "db", "gateway"];
const APPLICATIONS: [&str; 3] = ["shop", "line-a", "fresh"];

fn agent(n: usize, m: usize) -> &'static str {
    ["edge-1", "edge-2", "nowhere"][(n / 3 + m) % 3]
}

fn head(kind: &str, name: &str) -> String {
    format!("---\nkind: {kind}\nmetadata: {{name: {name}}}\n")
}

/// Some documents that have to do with each other. `n` and `m` choose names and values.
pub(crate) fn document(what: usize, n: usize, m: usize) -> String {
    let named = format!("{}/{}", APPLICATIONS[m % 3], NAMES[n % 3]);
    match what {
        0..=4 => microservice(what, n, m),
        5..=9 => application(what, n, m),
        10..=16 => other(what, n, m),
        17 => head("Microservise", &named),
        18 => format!("{}spec: [\n", head("Microservice", &named)),
        19 => head("Microservice", "'{{ name }}'"),
        20 => head("Route", NAMES[n % 3]),
        // What of it restarts the container stays as it is.
        _ => format!(
            "{}spec: {{config: {{a: {n}}}, container: {{ports: [{{internal: 8080, external: 18080}}]}}}}\n",
            head("Microservice", "line-a/gateway")
        ),
    }
}

fn microservice(what: usize, n: usize, m: usize) -> String {
    let more = match what {
        0 => String::new(),
        1 => format!(", container: {{ports: [{{internal: 80, external: 500{}}}]}}", n % 4),
        2 => ", container: {env: [{key: A, valueFromSecret: one/a}, {key: B, valueFromConfigMap: two/b}]}"
            .to_owned(),
        3 => {
            ", container: {volumes: [{type: volumeMount, hostDestination: three, containerDestination: /x}]}"
                .to_owned()
        }
        _ => format!(", natsConfig: {{natsAccess: {}}}", n.is_multiple_of(2)),
    };
    let (head, agent) =
        (head("Microservice", &format!("{}/{}", APPLICATIONS[m % 3], NAMES[n % 3])), agent(n, m));
    format!(
        "{head}spec: {{agent: {{name: {agent}}}, images: {{x86: 'a:1', registry: {}}}{more}}}\n",
        1 + n % 5
    )
}

fn application(what: usize, n: usize, m: usize) -> String {
    let (name, agent) = (NAMES[n % 3], agent(n, m));
    let member = |name: &str, more: &str| {
        format!("{{name: {name}, agent: {{name: {agent}}}, images: {{x86: 'a:{n}'}}{more}}}")
    };
    let port = |number: usize| format!(", container: {{ports: [{{internal: 80, external: {number}}}]}}");
    let spec = match what {
        5 => format!("microservices: [{}]", member(name, "")),
        6 => format!(
            "natsConfig: {{natsAccess: {}}}, microservices: [{}, {}]",
            m.is_multiple_of(2),
            member("web", &port(5001)),
            member("db", &port(5002))
        ),
        7 => format!("description: about {n}"),
        8 => format!("template: {{name: made, variables: [{{key: agent, value: {agent}}}]}}"),
        _ => {
            let member =
                format!("{{name: {name}, agent: {{name: '{{{{ agent }}}}'}}, images: {{x86: 'a:1'}}}}");
            let spec = format!("application: {{microservices: [{member}]}}, variables: [{{key: agent}}]");
            return format!("{}spec: {{{spec}}}\n", head("ApplicationTemplate", "made"));
        }
    };
    format!("{}spec: {{{spec}}}\n", head("Application", APPLICATIONS[m % 3]))
}

fn other(what: usize, n: usize, m: usize) -> String {
    let one_of = |kind: &str, names: [&str; 2], at: usize| head(kind, names[at % 2]);
    match what {
        10 => format!(
            "---\nkind: Registry\nspec: {{url: ghcr.io/acme, username: u{n}, password: p, private: true, email: a@b.c}}\n"
        ),
        11 => format!("---\nkind: Registry\nspec: {{id: {}, url: hub{m}, email: a@b.c}}\n", 2 + n % 3),
        12 => {
            let head = one_of("CatalogItem", ["probe", "other"], n);
            format!("{head}spec: {{id: {}, images: {{x86: 'b:1'}}}}\n", 6 + m % 3)
        }
        13 => format!("{}spec: {{images: {{x86: 'b:{n}'}}}}\n", one_of("CatalogItem", ["probe", "new"], m)),
        14 => {
            let head = one_of("Secret", ["one", "db-credentials"], m);
            format!("{head}data: {{a: '{n}'}}\nspec: {{type: Opaque}}\n")
        }
        15 => format!("{}data: {{b: '{n}'}}\n", one_of("ConfigMap", ["two", "line-settings"], m)),
        _ => format!("{}spec: {{secretName: one}}\n", one_of("VolumeMount", ["three", "line-conf"], m)),
    }
}

/// The lists, somewhat otherwise.
fn change_world(lists: &mut Value, what: usize, n: usize) {
    let first = |lists: &mut Value, list: &str, field: &str, value: Value| {
        if let Some(row) = lists[list].as_array_mut().and_then(|rows| rows.first_mut()) {
            row[field] = value;
        }
    };
    match what {
        0 => first(lists, "applications", "isActivated", json!(n.is_multiple_of(2))),
        1 => first(
            lists,
            "applications",
            "microservices",
            json!([{ "uuid": lists["microservices"][0]["uuid"], "rebuild": n.is_multiple_of(2) }]),
        ),
        2 => first(
            lists,
            "microservices",
            "status",
            json!({ "status": (["RUNNING", "PULLING"][n % 2]), "percentage": n }),
        ),
        3 => first(lists, "microservices", "runAsUser", json!(n.to_string())),
        4 => first(lists, "microservices", "ports", json!([{ "internal": 80, "external": 5000 + n % 4 }])),
        5 => first(lists, "agents", "name", json!(["edge-1", "nowhere"][n % 2])),
        6 => first(lists, "agents", "cpuUsage", json!(n)),
        7 => first(lists, "secrets", "type", json!(["Opaque", "tls"][n % 2])),
        8 => {
            let web = json!({
                "uuid": format!("web-{n}"), "name": "web", "application": (["shop", "fresh"][n % 2]), "iofogUuid": "x",
                "images": [{ "fogTypeId": 1, "containerImage": "a:1" }],
            });
            let application =
                json!({ "id": 40 + n, "name": (["shop", "fresh"][n % 2]), "isActivated": true });
            if let Some(rows) = lists["microservices"].as_array_mut() {
                rows.push(web);
            }
            if let Some(rows) = lists["applications"].as_array_mut() {
                rows.push(application);
            }
        }
        9 => lists["microservices"].as_array_mut().into_iter().for_each(|rows| _ = rows.pop()),
        10 => lists["catalogItems"].as_array_mut().into_iter().for_each(|rows| rows.rotate_left(n % 3)),
        _ => first(lists, "registries", "url", json!(format!("hub{n}"))),
    }
}

/// What somebody works on.
struct Desk {
    files: Vec<Manifest>,
    lists: Value,
    world: World,
    choices: Choices,
    planner: Planner,
    /// So many documents are compared at a time.
    at_once: usize,
    /// A plan that is not whole after that is left.
    leaves: bool,
}

impl Desk {
    fn change(&mut self, (what, file, place, n, m): (usize, usize, usize, usize, usize)) {
        let count = self.files.len();
        let manifest = &mut self.files[file % count];
        let document = manifest.documents()[place % manifest.documents().len()].range();
        match what {
            0..=3 => manifest.replace(document, &self::document((n * 5 + m) % 22, n, m)),
            4 => manifest.replace(document.start..document.start, &self::document(n + m, m, n)),
            5 => manifest.replace(document, ""),
            6 => {
                let end = document.end - usize::from(!document.is_empty());
                manifest.replace(end..end, " # more\n");
            }
            7 => {
                let text = manifest.text().replace("edge-1", "edge-2").replace("about", "of");
                *manifest = Manifest::parse(text);
            }
            8 | 9 => {
                change_world(&mut self.lists, n, m);
                self.world = live(&self.lists).world();
            }
            // The same rows and one list that was read anew.
            10 => {
                let lists =
                    Lists { agents: live(&self.lists).agents.into_iter().collect(), ..(*self.world).clone() };
                self.world = World::new(lists);
            }
            _ => {
                let plan = self.fresh();
                let step = plan.steps.get(place % plan.steps.len().max(1));
                if let Some(step) = step {
                    self.choices.tick(step);
                    self.choices.choose(
                        step,
                        [None, Some(RegistryChoice::CreateAnother), Some(RegistryChoice::Update(3))][n % 3],
                    );
                }
            }
        }
    }

    fn fresh(&mut self) -> Plan {
        self.both(false).1
    }

    /// The plan of the planner that is used again, and that of a new one.
    fn both(&mut self, same: bool) -> (Plan, Plan) {
        let manifests: Vec<&Manifest> = self.files.iter().collect();
        // As reading finds them: what checks would refuse is planned too.
        let problems: Vec<_> = self.files.iter().map(Manifest::problems).collect();
        let files = ["a.yaml", "b c.yaml"].iter().zip(self.files.iter().zip(&problems));
        let files: Vec<File> =
            files.map(|(name, (manifest, problems))| File { name, manifest, problems }).collect();
        let fresh = plan(&files, &self.world, &self.choices);
        if same {
            assert_eq!(self.planner.identities(&manifests), identities(manifests.iter().copied()));
        }
        if !same {
            return (fresh.clone(), fresh);
        }
        // Now and then it is made a document at a time, and left in the middle.
        let (mut rounds, at_once) = (0, self.at_once);
        loop {
            let mut left = at_once;
            let mut goes_on = || {
                left = left.wrapping_sub(1);
                left > 0
            };
            let plan = self.planner.plan_on(&files, &self.world, &self.choices, &mut goes_on);
            rounds += 1;
            match plan {
                Ok(plan) => return (plan, fresh),
                Err(left) => assert!(left > 0 && rounds < 100, "{left} left after {rounds} rounds"),
            }
            if self.leaves {
                return (fresh.clone(), fresh);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_planner_that_is_used_again_gives_the_plan_of_a_new_one(
        documents in prop::collection::vec((0..22usize, 0..12usize, 0..12usize), 1..8),
        changes in prop::collection::vec((0..12usize, 0..2usize, 0..8usize, 0..12usize, 0..12usize), 1..14),
        slices in prop::collection::vec((1..6usize, prop::bool::ANY), 14),
    ) {
        let texts = documents.chunks(documents.len().div_ceil(2));
        let text = |some: &[(usize, usize, usize)]| some.iter().map(|&(what, n, m)| document(what, n, m)).collect::<String>();
        let mut files: Vec<Manifest> = texts.map(|some| Manifest::parse(text(some))).collect();
        files.resize_with(2, || Manifest::parse(""));
        let lists: Value = serde_json::from_str(include_str!("fixtures/context-3.7.json")).unwrap();
        let world = Live::world(&recorded());
        let (choices, planner) = (Choices::default(), Planner::new());
        let mut desk = Desk { files, lists, world, choices, planner, at_once: usize::MAX, leaves: false };
        desk.both(true);
        for (change, (at_once, leaves)) in changes.into_iter().zip(slices) {
            (desk.at_once, desk.leaves) = (at_once, leaves);
            desk.change(change);
            let (kept, fresh) = desk.both(true);
            prop_assert_eq!(kept, fresh, "after {:?}:\n{}", change, desk.files[0].text());
        }
    }
}
