//! How long an answer takes. The real Controller works on one request at a time, and a list costs it about 13 milliseconds
//! for each microservice in it, whoever still waits for the answer.

use std::time::Duration;

use tokio::sync::Mutex;

use crate::api::dispatch::{Content, Outgoing};
use crate::server::Controller;

/// The turn that requests take, and what they cost.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    turn: Mutex<()>,
    cost: Duration,
}

impl Pace {
    /// `cost` is that of one microservice, milliseconds; without it every answer is ready at once.
    pub(crate) fn new(cost: f64) -> Self {
        Self { turn: Mutex::new(()), cost: Duration::from_secs_f64(cost.max(0.0) / 1000.0) }
    }
}

/// Works on a request when its turn comes, to the end: who has stopped waiting does not save the Controller the work.
pub(crate) async fn take_turn(
    controller: &Controller,
    work: impl FnOnce(&Controller) -> Outgoing + Send + 'static,
) -> Option<Outgoing> {
    if controller.inner.pace.cost.is_zero() {
        return Some(work(controller));
    }
    let controller = controller.clone();
    let turn = async move {
        let pace = &controller.inner.pace;
        let _turn = pace.turn.lock().await;
        let outgoing = work(&controller);
        tokio::time::sleep(pace.cost * count(&outgoing)).await;
        outgoing
    };
    tokio::spawn(turn).await.ok()
}

/// How many microservices an answer shows: each has this list, and nothing else has.
fn count(outgoing: &Outgoing) -> u32 {
    const LIST: &[u8] = b"\"volumeMappings\":";
    let Content::Json(body) = &outgoing.body else { return 0 };
    let found = body.windows(LIST.len()).filter(|window| *window == LIST).count();
    u32::try_from(found).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_costs_by_the_microservices_in_it() {
        let answer = |text: &str| Outgoing { status: 200, body: Content::Json(text.as_bytes().to_vec()) };
        assert_eq!(count(&answer(r#"{"fogs":[{"volumeMounts":[]}]}"#)), 0);
        assert_eq!(count(&answer(r#"{"microservices":[{"volumeMappings":[]},{"volumeMappings":[]}]}"#)), 2);
    }
}
