//! The lists that tell who depends on an object: as they are on screen when a question is asked, and read again before
//! anything is done.

use std::sync::Arc;

use client::{Call, Error, ErrorKind, List, api};
use leptos::prelude::*;
use model::{CatalogItem, Microservice, VolumeMount};
use plan::act::Known;

use crate::api::Api;
use crate::live::{Live, LiveList};
use crate::resource::loaded::Loaded;

/// Which lists a question is answered from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub microservices: Microservices,
    pub catalog: bool,
    pub volume_mounts: bool,
}

/// Which microservices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Microservices {
    #[default]
    None,
    /// Those of this application: asking for all of them may take long.
    Of(String),
    All,
}

/// The lists. One that this role may not read is not known, and that is an answer; one that did not come is none.
pub struct Dependents {
    microservices: Known<Vec<Arc<Microservice>>>,
    catalog: Known<Vec<Arc<CatalogItem>>>,
    volume_mounts: Known<Vec<Arc<VolumeMount>>>,
}

impl Dependents {
    pub fn microservices(&self) -> Known<impl Iterator<Item = &Microservice>> {
        each(&self.microservices)
    }

    pub fn catalog(&self) -> Known<impl Iterator<Item = &CatalogItem>> {
        each(&self.catalog)
    }

    pub fn volume_mounts(&self) -> Known<impl Iterator<Item = &VolumeMount>> {
        each(&self.volume_mounts)
    }

    /// As they are on screen; `None` when one is not there yet.
    pub fn on_screen(live: Live, wanted: &Wanted) -> Option<Self> {
        let microservices = match wanted.microservices {
            Microservices::None => Ok(Vec::new()),
            Microservices::Of(_) | Microservices::All => shown(live.microservices)?,
        };
        let catalog = if wanted.catalog { shown(live.catalog)? } else { Ok(Vec::new()) };
        let volume_mounts = if wanted.volume_mounts { shown(live.volume_mounts)? } else { Ok(Vec::new()) };
        Some(Self { microservices, catalog, volume_mounts })
    }

    /// As they are on the Controller. The error says that one did not come.
    pub async fn read(api: Api, wanted: &Wanted) -> Result<Self, Error> {
        let microservices = match &wanted.microservices {
            Microservices::None => Ok(Vec::new()),
            Microservices::All => read(api, api::microservices::list()).await?,
            Microservices::Of(application) => {
                match read(api, api::microservices::list_of(application)).await {
                    // An application that is gone has none.
                    Err(error) if error.is_not_found() => Ok(Vec::new()),
                    answer => answer?,
                }
            }
        };
        let catalog = if wanted.catalog { read(api, api::catalog::list()).await? } else { Ok(Vec::new()) };
        let volume_mounts = match wanted.volume_mounts {
            true => read(api, api::volume_mounts::list()).await?,
            false => Ok(Vec::new()),
        };
        Ok(Self { microservices, catalog, volume_mounts })
    }
}

fn each<T>(list: &Known<Vec<Arc<T>>>) -> Known<impl Iterator<Item = &T>> {
    match list {
        Ok(rows) => Ok(rows.iter().map(AsRef::as_ref)),
        Err(why) => Err(why.clone()),
    }
}

fn shown<T: PartialEq + Send + Sync>(list: LiveList<T>) -> Option<Known<Vec<Arc<T>>>> {
    match untrack(|| list.state()) {
        Loaded::Ready => Some(Ok(list.rows_untracked().to_vec())),
        Loaded::Missing(why) => Some(Err(why)),
        Loaded::Waiting | Loaded::Failed(_) => None,
    }
}

async fn read<T>(api: Api, call: Call<List<T>>) -> Result<Known<Vec<Arc<T>>>, Error> {
    match api.send(call).await {
        Ok(list) => Ok(match list.unreadable.first() {
            None => Ok(list.items.into_iter().map(Arc::new).collect()),
            Some(entry) => Err(format!("an entry of the list cannot be read: {}.", entry.problem)),
        }),
        Err(error) if matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotSupported) => {
            Ok(Err(error.message.clone()))
        }
        Err(error) => Err(error),
    }
}
