//! The refresh loop: one round asks for each list that something on screen needs, all at once. The number of requests
//! depends on the lists in use, never on how many rows they have.

use std::collections::BTreeMap;
use std::time::Duration;

use client::Error;
use futures::future::join_all;
use leptos::prelude::*;

use super::{Live, Loaded, Pulse, Which, pace};
use crate::session::{Phase, now_ms, steady_ms};

/// Pauses before what is needed at once, and did not come, is asked for again.
const TRIED_AGAIN_MS: [u64; 2] = [700, 2_000];

/// How old the lists may be that texts are compared with, and those that they are checked against. Before anything is
/// applied all of them are read again. A little less than a multiple of the usual pause between two rounds.
const COMPARED_MS: f64 = 9_000.0;
const LOOKED_UP_MS: f64 = 59_000.0;

impl Live {
    pub(super) async fn keep_fresh(self) {
        let bell = self.bell.get_value();
        loop {
            let wanted = untrack(|| self.wanted());
            let idle = wanted.is_empty() || pace::is_hidden() || self.phase() != Phase::In;
            if idle {
                bell.wait(None).await;
                continue;
            }
            let began = steady_ms();
            let due = wanted.into_iter().filter(|which| untrack(|| self.is_due(*which)));
            self.round(&self.unasked(&due.collect::<Vec<_>>())).await;
            let failures = self.pulse.with_untracked(|pulse| pulse.failures);
            let pause = Duration::from_secs(pace::pause(self.prefs.pace_untracked(), failures).into());
            bell.wait(Some(pace::rest(pause, steady_ms() - began))).await;
        }
    }

    /// Whether a list has to be asked for now. Those that only texts are compared with may be older than what a page shows.
    fn is_due(self, which: Which) -> bool {
        let count = |counts: RwSignal<BTreeMap<Which, usize>>| {
            counts.with(|all| all.get(&which).copied().unwrap_or(0))
        };
        let is_shown = count(self.wanted) > count(self.patient);
        // Told by number: what knows how to ask for each of them is not loaded at first.
        let oldest_ms = if count(self.compared) > 0 { COMPARED_MS } else { LOOKED_UP_MS };
        let is_fresh = |asked: f64| asked >= self.written.get() && steady_ms() - asked < oldest_ms;
        let asked = self.asking.with_value(|asking| asking.asked_ms(which));
        let waits = matches!(self.state_of(which), Loaded::Waiting | Loaded::Failed(_));
        is_shown || waits || !asked.is_some_and(is_fresh)
    }

    /// One round outside the rhythm. The error names the first of the `vital` lists that did not come.
    pub async fn refresh(self, vital: &[Which], others: &[Which]) -> Result<(), String> {
        self.round(&[vital, others].concat()).await;
        for pause in TRIED_AGAIN_MS {
            let again = self.to_ask_again(vital);
            if again.is_empty() {
                break;
            }
            pace::sleep(Duration::from_millis(pause)).await;
            self.round(&again).await;
        }
        self.missed(vital).map_or(Ok(()), Err)
    }

    /// Those of these lists that nobody waits for at the moment: no round begins before the last one has ended.
    pub(super) fn unasked(self, lists: &[Which]) -> Vec<Which> {
        let open = |which: Which| self.asking.with_value(|asking| asking.is_open(which));
        lists.iter().copied().filter(|which| !open(*which)).collect()
    }

    pub(super) async fn round(self, lists: &[Which]) {
        if lists.is_empty() {
            return;
        }
        let age = self.age.get_value();
        let lost = join_all(lists.iter().map(|which| self.fetch(*which))).await;
        if age != self.age.get_value() {
            return;
        }
        let answered = lost.iter().any(Option::is_none);
        self.pulse.update(|pulse| {
            if answered {
                *pulse = Pulse { last_answer: Some(now_ms()), failures: 0, error: None };
            } else {
                pulse.failures += 1;
                pulse.error = lost.into_iter().flatten().next();
            }
        });
    }

    async fn fetch(self, which: Which) -> Option<Error> {
        let fetch = self.fetchers.with_value(|fetchers| fetchers.get(&which).copied())?;
        fetch(self).await
    }

    pub(super) fn wanted(self) -> Vec<Which> {
        self.wanted
            .with(|wanted| wanted.iter().filter(|(_, count)| **count > 0).map(|(which, _)| *which).collect())
    }

    fn phase(self) -> Phase {
        self.session.phase_untracked()
    }
}
