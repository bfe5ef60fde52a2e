//! Where each list comes from. A page names the lists that it needs by these; what asks for a list and reads it is part
//! of the app only where a page names it, so the first load carries no reader of lists that it does not show.

use std::sync::Arc;

use client::{Call, Ending, Error, ErrorKind, List, Object, api};
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use model::{Application, Lists};

use super::trouble::Trouble;
use super::{Live, LiveList, Which};

pub use super::lists::*;
use crate::api::Api;
use crate::session::{now_ms, steady_ms};
use crate::ui::slice::breathe;

/// Asks for a list and takes the answer. Gives the error when the Controller did not answer at all; a refusal is an
/// answer, and the list's own matter.
pub type Fetch = fn(Live) -> LocalBoxFuture<'static, Option<Error>>;

/// Reads a list into others apart from what is on screen; only what belongs to an application, where one is named and that
/// can be asked.
pub type Read = fn(Api, Option<String>, Lists) -> LocalBoxFuture<'static, Result<Lists, Error>>;

/// A list and how to bring it up to date.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub which: Which,
    pub(super) fetch: Fetch,
    pub read: Read,
}

/// A list as it is on the Controller. One that this role may not read is not known, and that is an answer; one that did
/// not come is none.
pub(super) async fn read<T>(api: Api, call: Call<List<T>>) -> Result<model::List<T>, Error> {
    match api.send(call).await {
        Ok(list) => Ok(match list.unreadable.first() {
            None => list.items.into_iter().collect(),
            Some(entry) => {
                model::List::unknown(&format!("an entry of the list cannot be read: {}.", entry.problem))
            }
        }),
        Err(error) if matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotSupported) => {
            Ok(model::List::unknown(&error.message))
        }
        Err(error) => Err(error),
    }
}

/// The same of what belongs to an application; one that is gone has nothing.
pub(super) async fn read_part<T>(api: Api, call: Call<List<T>>) -> Result<model::List<T>, Error> {
    match read(api, call).await {
        Err(error) if error.is_not_found() => Ok(model::List::whole(Arc::default())),
        answer => answer,
    }
}

pub(super) async fn update<T>(
    live: Live,
    which: Which,
    list: LiveList<T>,
    call: Call<List<T>>,
) -> Option<Error>
where
    T: PartialEq + Send + Sync + 'static,
{
    ask(live, which, list, call, |answer| answer, || true).await
}

/// One that is not there is a list without it.
pub(super) async fn update_named(live: Live) -> Option<Error> {
    let name = live.scope.with_untracked(|scope| scope.application().map(str::to_owned))?;
    let read = |answer: Result<Object<Application>, Error>| match answer {
        Ok(application) => Ok(List { items: vec![application.value], unreadable: Vec::new() }),
        Err(error) if error.is_not_found() => Ok(List::default()),
        Err(error) => Err(error),
    };
    let call = api::applications::get(&name);
    let still = move || live.scope.with_untracked(|scope| scope.application() == Some(&name));
    ask(live, Which::NamedApplication, live.named_application, call, read, still).await
}

/// Asks once, waits as long as this list deserves, and takes the answer unless a newer one is there.
async fn ask<A, T>(
    live: Live,
    which: Which,
    list: LiveList<T>,
    call: Call<A>,
    read: impl FnOnce(Result<A, Error>) -> Result<List<T>, Error>,
    still_wanted: impl Fn() -> bool,
) -> Option<Error>
where
    T: PartialEq + Send + Sync + 'static,
{
    let age = live.age.get_value();
    let question = live.asking.try_update_value(|asking| asking.ask(which, steady_ms()))?;
    let call = call.map_request(|request| request.timeout(question.patience_ms));
    let answer = read(live.api.send(call).await);
    let answered_ms = steady_ms();
    // A long list was just read; drawing what changed is work of the same length, and both at once would be felt.
    breathe().await;
    if age != live.age.get_value() {
        return None;
    }
    let ending = match &answer {
        Ok(_) => Ending::Answered,
        Err(error) if error.kind == ErrorKind::Timeout => Ending::TimedOut,
        Err(_) => Ending::Failed,
    };
    let counts = live.asking.try_update_value(|asking| asking.end(which, question, ending, answered_ms));
    if counts != Some(true) || !still_wanted() {
        return None;
    }
    match answer {
        Ok(answer) => {
            live.note(which, Some(now_ms()), Trouble::of_entries(&answer.unreadable));
            list.take(answer.items);
            live.note_asked();
            None
        }
        Err(error) => {
            live.note(which, None, Some(Trouble::of_error(&error)));
            list.fail(&error);
            lost(&error).then_some(error)
        }
    }
}

/// A refusal is an answer; these are none.
fn lost(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::Unreachable | ErrorKind::Timeout)
}
