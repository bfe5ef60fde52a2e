//! Reading, checking, typing and editing in a file of about 1 MB with 550 documents, and how they compare.
//! Run: `cargo bench -p manifest`.

#![expect(clippy::unwrap_used, reason = "a measurement may stop at what must not happen")]
#![expect(clippy::print_stdout, reason = "the ratios are what this is for")]

mod corpus;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use manifest::{Checker, Manifest, Path, check};
use model::{Lists, World};
use serde_json::json;

const DOCUMENTS: usize = 550;

fn world() -> World {
    World::new(Lists::read(&corpus::lists(DOCUMENTS)))
}

/// A place in the middle of the text where a letter may be typed.
fn middle(text: &str) -> usize {
    let half = text.len() / 2;
    text[half..].find("line-").unwrap() + half
}

/// A text that is checked after every keystroke, as an editor does.
struct Typing {
    manifest: Manifest,
    checker: Checker,
    world: World,
    at: usize,
    typed: bool,
}

impl Typing {
    fn new(text: &str) -> Typing {
        let mut typing = Typing {
            manifest: Manifest::parse(text),
            checker: Checker::new(),
            world: world(),
            at: middle(text),
            typed: false,
        };
        typing.key();
        typing
    }

    fn key(&mut self) -> usize {
        let (at, typed) = (self.at, self.typed);
        if typed {
            self.manifest.replace(at..at + 1, "");
        } else {
            self.manifest.replace(at..at, "x");
        }
        self.typed = !typed;
        self.checker.problems(&self.manifest, Some(&self.world)).len()
    }
}

fn external_port() -> Path {
    "spec.container.ports[0].external".parse().unwrap()
}

fn one_megabyte(criterion: &mut Criterion) {
    let text = corpus::microservices(DOCUMENTS);
    let world = world();
    let manifest = Manifest::parse(&*text);
    assert!(check(&manifest, Some(&world)).is_empty());
    let mut group = criterion.benchmark_group("550 documents");
    group.sample_size(20);
    group.bench_function("parse", |bencher| bencher.iter(|| Manifest::parse(black_box(&*text))));
    group.bench_function("check", |bencher| bencher.iter(|| check(black_box(&manifest), Some(&world))));
    group.bench_function("parse and check", |bencher| {
        bencher.iter(|| check(&Manifest::parse(black_box(&*text)), Some(&world)));
    });
    let mut typing = Typing::new(&text);
    group.bench_function("keystroke, checked", |bencher| bencher.iter(|| typing.key()));
    let document = &manifest.documents()[DOCUMENTS / 2];
    let path = external_port();
    group.bench_function("set", |bencher| {
        bencher.iter(|| document.set(black_box(&path), &json!(12_345)).unwrap());
    });
    group.finish();
}

/// The median of some runs.
fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..25)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// What is promised is promised as ratios: criterion prints times only.
fn ratios(_: &mut Criterion) {
    let text = corpus::microservices(DOCUMENTS);
    let world = world();
    let parse = median(|| Manifest::parse(&*text));
    let full = median(|| check(&Manifest::parse(&*text), Some(&world)));
    let mut typing = Typing::new(&text);
    let key = median(|| typing.key());
    let manifest = Manifest::parse(&*text);
    let path = external_port();
    let set = median(|| manifest.documents()[DOCUMENTS / 2].set(&path, &json!(12_345)));
    let against = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
    println!("full check / parse alone: {:.2}", against(full, parse));
    println!("full check / keystroke:   {:.0}", against(full, key));
    println!("full check / set:         {:.0}", against(full, set));
    println!("memory / text:            {:.2}", manifest.heap_size() as f64 / text.len() as f64);
}

criterion_group!(benches, one_megabyte, ratios);
criterion_main!(benches);
