//! The lists that tell who depends on an object: as they are on screen when a question is asked, and read again before
//! anything is done.

use client::Error;
use leptos::prelude::*;
use model::Lists;

use crate::api::Api;
use crate::live::Live;
use crate::live::source::Source;
use crate::resource::loaded::Loaded;

/// Which lists a question is answered from.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub lists: &'static [Source],
    /// The application that it is about: asking for what belongs to others, too, may take long.
    pub within: Option<String>,
}

impl Wanted {
    pub fn all(lists: &'static [Source]) -> Self {
        Self { lists, within: None }
    }

    /// As they are on screen; `None` when one is not there yet.
    pub fn on_screen(&self, live: Live, api: Api) -> Option<Lists> {
        untrack(|| {
            let is_answered =
                |source: &Source| matches!(live.state_of(source.which), Loaded::Ready | Loaded::Missing(_));
            let known = || Lists { capabilities: api.capabilities(), ..live.known(self.lists) };
            self.lists.iter().all(is_answered).then(known)
        })
    }

    /// As they are on the Controller. The error says that one did not come.
    pub async fn read(&self, api: Api) -> Result<Lists, Error> {
        let mut lists = Lists { capabilities: api.capabilities(), ..Lists::default() };
        for source in self.lists {
            lists = (source.read)(api, self.within.clone(), lists).await?;
        }
        Ok(lists)
    }
}
