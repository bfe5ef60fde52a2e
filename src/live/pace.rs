//! When to ask again: at the chosen pace, slower while nothing answers, never in a hidden tab.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{Either, select};
use leptos::prelude::*;

/// The longest pause between two tries while the Controller does not answer.
const LONGEST: u32 = 60;

/// Seconds until the next try after `failures` rounds without an answer.
pub fn pause(pace: u32, failures: u32) -> u32 {
    if failures == 0 { pace } else { (pace << failures.min(5)).min(LONGEST.max(pace)) }
}

/// Wakes the refresh loop before its pause is over.
#[derive(Clone, Default)]
pub struct Bell(Rc<RefCell<Option<oneshot::Sender<()>>>>);

impl Bell {
    pub fn ring(&self) {
        if let Some(sender) = self.0.borrow_mut().take() {
            // Nobody listening means that a round is under way already.
            let _ = sender.send(());
        }
    }

    /// Waits for the bell, or for the time to pass.
    pub async fn wait(&self, limit: Option<Duration>) {
        let (sender, rung) = oneshot::channel();
        *self.0.borrow_mut() = Some(sender);
        let Some(limit) = limit else {
            let _ = rung.await;
            return;
        };
        let (tell, over) = oneshot::channel::<()>();
        let timer = set_timeout_with_handle(move || drop(tell), limit);
        match select(rung, over).await {
            Either::Left(_) => {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            }
            Either::Right(_) => drop(self.0.borrow_mut().take()),
        }
    }
}

/// How long to leave the Controller alone after a round: at least as long as that took, so that one tab never takes more
/// than half of its time.
pub fn rest(pause: Duration, took_ms: f64) -> Duration {
    pause.max(Duration::from_secs_f64(took_ms.max(0.0) / 1000.0))
}

/// Waits.
pub async fn sleep(time: Duration) {
    let (tell, over) = oneshot::channel::<()>();
    set_timeout(move || drop(tell), time);
    // Only ever dropped, which is the sign.
    let _ = over.await;
}

pub fn is_hidden() -> bool {
    document().hidden()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_while_nothing_answers_and_stay_below_a_minute() {
        let pauses = (0..6).map(|failures| pause(5, failures)).collect::<Vec<_>>();
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60]);
    }

    #[test]
    fn a_slow_controller_is_left_alone_as_long_as_it_took_to_answer() {
        for (took_ms, seconds) in [(30.0, 5.0), (5_000.0, 5.0), (15_500.0, 15.5), (-3.0, 5.0)] {
            let expected = Duration::from_secs_f64(seconds);
            assert_eq!(rest(Duration::from_secs(5), took_ms), expected, "after {took_ms} ms");
        }
    }

    #[test]
    fn a_slow_pace_is_never_made_faster() {
        assert_eq!(pause(300, 3), 300);
    }
}
