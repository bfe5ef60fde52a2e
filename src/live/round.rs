//! The refresh loop: one round asks for each list that something on screen needs, all at once. The number of requests
//! depends on the lists in use, never on how many rows they have.

use std::time::Duration;

use client::{Call, Error, ErrorKind, List, api};
use futures::future::join_all;
use leptos::prelude::*;

use super::{COMPARED, Live, LiveList, OPTIONAL, Pulse, Trouble, Which, pace};
use crate::resource::loaded::Loaded;
use crate::session::{Phase, now_ms};

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
            self.round(&wanted).await;
            let failures = self.pulse.with_untracked(|pulse| pulse.failures);
            let seconds = pace::pause(self.prefs.pace_untracked(), failures);
            bell.wait(Some(Duration::from_secs(seconds.into()))).await;
        }
    }

    /// One round outside the rhythm, to plan against the present state. The error names a list that plans compare with
    /// and that did not come.
    pub async fn refresh_for_plans(self) -> Result<(), String> {
        self.round(&[&COMPARED[..], &OPTIONAL].concat()).await;
        self.missed(&COMPARED).map_or(Ok(()), Err)
    }

    pub(super) async fn round(self, lists: &[Which]) {
        self.asked.update_value(|asked| asked.extend(lists));
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
            Which::Microservices => self.update(which, self.microservices, api::microservices::list()).await,
            Which::SystemMicroservices => {
                self.update(which, self.system_microservices, api::system_microservices::list()).await
            }
            Which::Agents => self.update(which, self.agents, api::agents::list()).await,
            Which::Catalog => self.update(which, self.catalog, api::catalog::list()).await,
            Which::Registries => self.update(which, self.registries, api::registries::list()).await,
            Which::Applications => self.update(which, self.applications, api::applications::list()).await,
            Which::Templates => self.update(which, self.templates, api::application_templates::list()).await,
            Which::Secrets => self.update(which, self.secrets, api::secrets::list()).await,
            Which::ConfigMaps => self.update(which, self.config_maps, api::config_maps::list()).await,
            Which::VolumeMounts => self.update(which, self.volume_mounts, api::volume_mounts::list()).await,
            Which::Roles => self.update(which, self.roles, api::roles::list()).await,
            Which::AccountRules => {
                self.update(which, self.account_rules, api::nats_rules::account_rules()).await
            }
            Which::UserRules => self.update(which, self.user_rules, api::nats_rules::user_rules()).await,
        }
    }

    pub(super) fn state_of(self, which: Which) -> Loaded {
        match which {
            Which::Microservices => self.microservices.state(),
            Which::SystemMicroservices => self.system_microservices.state(),
            Which::Agents => self.agents.state(),
            Which::Catalog => self.catalog.state(),
            Which::Registries => self.registries.state(),
            Which::Applications => self.applications.state(),
            Which::Templates => self.templates.state(),
            Which::Secrets => self.secrets.state(),
            Which::ConfigMaps => self.config_maps.state(),
            Which::VolumeMounts => self.volume_mounts.state(),
            Which::Roles => self.roles.state(),
            Which::AccountRules => self.account_rules.state(),
            Which::UserRules => self.user_rules.state(),
        }
    }

    async fn update<T>(self, which: Which, list: LiveList<T>, call: Call<List<T>>) -> Option<Error>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let answer = self.api.send(call).await;
        self.asked.update_value(|asked| {
            asked.remove(&which);
        });
        match answer {
            Ok(answer) => {
                self.note(which, Some(now_ms()), Trouble::of_entries(&answer.unreadable));
                list.take(answer.items);
                None
            }
            Err(error) => {
                self.note(which, None, Some(Trouble::of_error(&error)));
                list.fail(&error);
                lost(&error).then_some(error)
            }
        }
    }

    pub(super) fn wanted(self) -> Vec<Which> {
        self.wanted
            .with(|wanted| wanted.iter().filter(|(_, count)| **count > 0).map(|(which, _)| *which).collect())
    }

    fn phase(self) -> Phase {
        self.session.phase_untracked()
    }
}

/// A refusal is an answer; these are none.
fn lost(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::Unreachable | ErrorKind::Timeout)
}
