//! Which contract each Controller speaks, by its own word. Asked once; what is known lasts as long as the tab, so that a
//! reload does not wait for it again.

use std::collections::HashMap;

use client::{BaseUrl, Error, ErrorKind, api};
use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;
use model::Capabilities;

use crate::host::anonymous;
use crate::storage::Keep;

const KEY: &str = "ecn-console.version";

type Asking = Shared<LocalBoxFuture<'static, Result<Capabilities, Error>>>;

#[derive(Clone, Copy)]
pub struct AllCapabilities {
    known: RwSignal<HashMap<BaseUrl, Capabilities>>,
    /// The questions that are under way: who asks meanwhile waits for the same answer.
    asking: StoredValue<HashMap<BaseUrl, Asking>, LocalStorage>,
}

impl Default for AllCapabilities {
    fn default() -> Self {
        Self { known: RwSignal::new(HashMap::new()), asking: StoredValue::new_local(HashMap::new()) }
    }
}

impl AllCapabilities {
    pub fn known(self, address: &BaseUrl) -> Option<Capabilities> {
        self.known.with(|known| known.get(address).cloned())
    }

    pub async fn ask(self, address: &BaseUrl) -> Result<Capabilities, Error> {
        let known = self.known.with_untracked(|known| known.get(address).cloned());
        if let Some(known) = known.or_else(|| remembered(address)) {
            self.know(address, &known);
            return Ok(known);
        }
        let asking = self.asking.try_update_value(|asking| {
            asking.entry(address.clone()).or_insert_with(|| question(address.clone())).clone()
        });
        let answer = match asking {
            Some(asking) => asking.await,
            None => question(address.clone()).await,
        };
        self.asking.try_update_value(|asking| asking.remove(address));
        if let Ok(capabilities) = &answer {
            Keep::Tab.write(&key(address), capabilities.version());
            self.know(address, capabilities);
        }
        answer
    }

    pub fn forget(self, address: &BaseUrl) {
        Keep::Tab.forget(&key(address));
        self.known.update(|known| drop(known.remove(address)));
    }

    fn know(self, address: &BaseUrl, capabilities: &Capabilities) {
        if self.known.with_untracked(|known| known.get(address) != Some(capabilities)) {
            self.known.update(|known| drop(known.insert(address.clone(), capabilities.clone())));
        }
    }
}

fn question(address: BaseUrl) -> Asking {
    async move {
        match anonymous(address).send(api::status::get()).await {
            Ok(status) => Ok(Capabilities::of(&status)),
            // It answers, but not to this: as good as any Controller of the newest contract.
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::NotSupported) => {
                Ok(Capabilities::default())
            }
            Err(error) => Err(error),
        }
    }
    .boxed_local()
    .shared()
}

fn key(address: &BaseUrl) -> String {
    format!("{KEY} {}", address.short())
}

fn remembered(address: &BaseUrl) -> Option<Capabilities> {
    Keep::Tab.read(&key(address)).map(|version| Capabilities::of_version(&version))
}
