//! One fuzz target at work: makes inputs from a seed, tries each, and dies at the first that fails, hangs or eats memory.
//!
//! `cargo xtask fuzz` starts it, and looks after what it leaves behind. The input at work stands in a file, since there is
//! no telling which one it was when the program is gone.

mod mutate;
mod targets;
mod watch;

use std::io::{Error, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use mutate::Maker;
use targets::Target;
use watch::Watch;

/// Bytes that may be in use at once; more ends the program.
const MOST_MEMORY: usize = 512 << 20;

#[global_allocator]
static MEMORY: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, MOST_MEMORY);

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words == ["--names"] {
        return targets::names().try_for_each(|name| writeln!(std::io::stdout(), "{name}"));
    }
    let usage = || {
        Error::other("usage: fuzz TARGET INPUT-FILE | fuzz TARGET SEED SECONDS FILE-FOR-THE-INPUT-AT-WORK")
    };
    let (name, rest) = words.split_first().ok_or_else(usage)?;
    let target = targets::find(name).ok_or_else(usage)?;
    match rest {
        [input] => {
            let input = std::fs::read(input)?;
            Watch::start().over(|| (target.run)(&input));
            Ok(())
        }
        [seed, seconds, slot] => {
            let number = |word: &str| word.parse::<u64>().map_err(|_| usage());
            try_many(target, number(seed)?, Duration::from_secs(number(seconds)?), &PathBuf::from(slot))
        }
        _ => Err(usage()),
    }
}

/// Tries one input after the other until the time is over, and says how many there were.
fn try_many(target: &Target, seed: u64, time: Duration, slot: &PathBuf) -> Result<(), Error> {
    let mut maker = Maker::new((target.corpus)()?, target.words, seed);
    let watch = Watch::start();
    let (start, mut tried) = (Instant::now(), 0_u64);
    while start.elapsed() < time {
        let input = maker.next();
        std::fs::write(slot, &input)?;
        watch.over(|| (target.run)(&input));
        tried += 1;
    }
    writeln!(std::io::stdout(), "{tried}")
}
