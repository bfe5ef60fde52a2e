//! The refresh loop: one round asks for each list that something on screen needs, all at once. The number of requests
//! depends on the lists in use, never on how many rows they have.

use std::time::Duration;

use client::{Call, Error, ErrorKind, List, api};
use futures::future::join_all;
use leptos::prelude::*;

use super::{Live, LiveList, Pulse, Which, pace};
use crate::session::{Phase, now_ms};

impl Live {
    pub(super) async fn keep_fresh(self) {
        let bell = self.bell.get_value();
        loop {
            let wanted = self.wanted();
            let idle = wanted.is_empty() || pace::is_hidden() || self.phase() != Phase::In;
            if idle {
                bell.wait(None).await;
                continue;
            }
            self.round(&wanted).await;
            let failures = self.pulse.with_untracked(|pulse| pulse.failures);
            let seconds = pace::pause(self.prefs.pace_untracked(), failures);
            bell.wait(Some(Duration::from_secs(seconds.into()))).await;
        }
    }

    /// One round outside the rhythm, for work that must see the present state.
    pub async fn refresh(self, lists: &[Which]) {
        self.round(lists).await;
    }

    async fn round(self, lists: &[Which]) {
        let lost = join_all(lists.iter().map(|which| self.fetch(*which))).await;
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

    /// The error when the Controller did not answer at all; a refusal is an answer, and the list's own matter.
    async fn fetch(self, which: Which) -> Option<Error> {
        match which {
            Which::Microservices => self.update(self.microservices, api::microservices::list()).await,
            Which::SystemMicroservices => {
                self.update(self.system_microservices, api::system_microservices::list()).await
            }
            Which::Agents => self.update(self.agents, api::agents::list()).await,
            Which::Catalog => self.update(self.catalog, api::catalog::list()).await,
            Which::Registries => self.update(self.registries, api::registries::list()).await,
            Which::Applications => self.update(self.applications, api::applications::list()).await,
            Which::Templates => self.update(self.templates, api::application_templates::list()).await,
            Which::Secrets => self.update(self.secrets, api::secrets::list()).await,
            Which::ConfigMaps => self.update(self.config_maps, api::config_maps::list()).await,
            Which::VolumeMounts => self.update(self.volume_mounts, api::volume_mounts::list()).await,
            Which::Roles => self.update(self.roles, api::roles::list()).await,
            Which::AccountRules => self.update(self.account_rules, api::nats_rules::account_rules()).await,
            Which::UserRules => self.update(self.user_rules, api::nats_rules::user_rules()).await,
        }
    }

    async fn update<T>(self, list: LiveList<T>, call: Call<List<T>>) -> Option<Error>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        match self.api.send(call).await {
            Ok(answer) => {
                list.take(answer.items);
                None
            }
            Err(error) => {
                list.fail(&error);
                lost(&error).then_some(error)
            }
        }
    }

    fn wanted(self) -> Vec<Which> {
        let wanted = self.wanted.try_with_value(|wanted| {
            wanted.iter().filter(|(_, count)| **count > 0).map(|(which, _)| *which).collect()
        });
        wanted.unwrap_or_default()
    }

    fn phase(self) -> Phase {
        self.session.phase_untracked()
    }
}

/// A refusal is an answer; these are none.
fn lost(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::Unreachable | ErrorKind::Timeout)
}
