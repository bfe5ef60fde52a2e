//! What a large file occupies, counted where memory is given out. Alone in its file: the count is of the whole process.

#[path = "../benches/corpus.rs"]
mod corpus;

use manifest::{Checker, Manifest};
use model::{Lists, World};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn reading_and_checking_takes_at_most_twelve_times_the_text() {
    let text = corpus::microservices(550);
    let world = World::new(Lists::read(&corpus::lists(550)));
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let times = |bytes: usize| (bytes - before) as f64 / text.len() as f64;

    let manifest = Manifest::parse(&*text);
    let read = times(MEMORY.current_usage());
    let mut checker = Checker::new();
    assert!(checker.problems(&manifest, Some(&world)).is_empty());
    let checked = times(MEMORY.current_usage());
    let most = times(MEMORY.peak_usage());
    println!("{} bytes; read {read:.2}, checked {checked:.2}, at most {most:.2} times as much", text.len());

    let said = manifest.heap_size() as f64 / text.len() as f64;
    assert!((said - read).abs() < 0.5, "heap_size says {said:.2}, {read:.2} are held");
    assert!(most <= 12.0, "{most:.2}");
}
