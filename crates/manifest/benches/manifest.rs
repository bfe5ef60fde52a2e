//! Reading, typing and editing in a file of about 1 MB with 550 documents. Run: `cargo bench -p manifest`.

#![expect(clippy::unwrap_used, reason = "a measurement may stop at what must not happen")]

mod corpus;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use manifest::Manifest;
use serde_json::json;

fn reading(criterion: &mut Criterion) {
    let text = corpus::microservices(550);
    let mut group = criterion.benchmark_group("550 documents");
    group.sample_size(20);
    group.bench_function("parse", |bencher| bencher.iter(|| Manifest::parse(black_box(&*text))));

    let mut manifest = Manifest::parse(&*text);
    let middle = text.len() / 2;
    let at = text[middle..].find("line-").unwrap() + middle;
    group.bench_function("keystroke", |bencher| {
        let mut typed = false;
        bencher.iter(|| {
            if typed {
                manifest.replace(at..at + 1, "");
            } else {
                manifest.replace(at..at, "x");
            }
            typed = !typed;
        });
    });

    let manifest = Manifest::parse(&*text);
    let document = &manifest.documents()[275];
    let path = "spec.container.ports[0].external".parse().unwrap();
    group.bench_function("set", |bencher| {
        bencher.iter(|| document.set(black_box(&path), &json!(12_345)).unwrap());
    });
    group.bench_function("format one document", |bencher| {
        bencher.iter(|| black_box(document).format().unwrap());
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
