//! Ends the program when one input takes too long.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long one input may take; a debug build on a busy machine is slow.
const LIMIT: Duration = Duration::from_secs(5);
/// No input is at work.
const IDLE: u64 = 0;

/// Looks at the clock while an input is tried.
pub(crate) struct Watch {
    born: Instant,
    /// Milliseconds after `born` at which the present input began, and one more.
    began: Arc<AtomicU64>,
}

impl Watch {
    pub(crate) fn start() -> Watch {
        let watch = Watch { born: Instant::now(), began: Arc::new(AtomicU64::new(IDLE)) };
        let (born, began) = (watch.born, Arc::clone(&watch.began));
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_millis(100));
                let at = began.load(Ordering::Relaxed);
                if at != IDLE && born.elapsed() > Duration::from_millis(at) + LIMIT {
                    // Nobody may be left to read it.
                    let _ = writeln!(std::io::stderr(), "took longer than {LIMIT:?}");
                    std::process::exit(3);
                }
            }
        });
        watch
    }

    /// Runs `work` under the watch.
    pub(crate) fn over(&self, work: impl FnOnce()) {
        let now = u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX - 1);
        self.began.store(now + 1, Ordering::Relaxed);
        work();
        self.began.store(IDLE, Ordering::Relaxed);
    }
}
