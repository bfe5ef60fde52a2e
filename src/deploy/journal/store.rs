//! Runs in the browser's database, beside the drafts.

use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use wasm_bindgen::JsValue;
use web_sys::{IdbKeyRange, IdbObjectStore, IdbTransactionMode};

use super::record::{Entry, entries, keys_of_steps};
use crate::deploy::keep::record::{key, keys_of};
use crate::deploy::keep::store::{RUNS, Trouble, begin, done, end_of, trouble_of};
use crate::live::sleep;

/// How long a write may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// All runs of an owner.
pub async fn all(owner: &str) -> Result<Vec<Entry>, Trouble> {
    let transaction = begin(RUNS, IdbTransactionMode::Readonly).await?;
    let runs = transaction.object_store(RUNS)?;
    let (first, last) = keys_of(owner);
    let range = IdbKeyRange::bound(&first.into(), &last.into())?;
    // Both are asked for before either is waited for, so that they are of one moment.
    let (keys, values) = (runs.get_all_keys_with_key(&range)?, runs.get_all_with_key(&range)?);
    let (keys, values) = futures::try_join!(done(&keys), done(&values))?;
    let (keys, values) = (js_sys::Array::from(&keys), js_sys::Array::from(&values));
    let pairs = keys.iter().zip(values.iter());
    let found = pairs.filter_map(|(key, value)| Some((key.as_string()?, value.as_string()?)));
    Ok(entries(owner, found.collect()))
}

/// Writes texts under their keys.
pub async fn put(pairs: Vec<(String, String)>) -> Result<(), Trouble> {
    change(|runs| put_all(runs, pairs)).await
}

/// The same in place of all steps of a run.
pub async fn put_in_place(owner: &str, id: &str, pairs: Vec<(String, String)>) -> Result<(), Trouble> {
    change(|runs| {
        delete_steps(runs, owner, id)?;
        put_all(runs, pairs)
    })
    .await
}

/// Takes a run away.
pub async fn remove(owner: &str, id: &str) -> Result<(), Trouble> {
    change(|runs| {
        delete_steps(runs, owner, id)?;
        runs.delete(&key(owner, id).into())?;
        Ok(())
    })
    .await
}

fn delete_steps(runs: &IdbObjectStore, owner: &str, id: &str) -> Result<(), JsValue> {
    let (first, last) = keys_of_steps(owner, id);
    runs.delete(&IdbKeyRange::bound(&first.into(), &last.into())?.into())?;
    Ok(())
}

fn put_all(runs: &IdbObjectStore, pairs: Vec<(String, String)>) -> Result<(), JsValue> {
    for (key, text) in pairs {
        runs.put_with_key(&text.into(), &key.into())?;
    }
    Ok(())
}

/// A database that does not answer keeps nobody from applying.
async fn change(change: impl FnOnce(&IdbObjectStore) -> Result<(), JsValue>) -> Result<(), Trouble> {
    match select(pin!(changed(change)), pin!(sleep(PATIENCE))).await {
        Either::Left((changed, _)) => changed,
        Either::Right(_) => Err(Trouble("its storage does not answer".to_owned())),
    }
}

async fn changed(change: impl FnOnce(&IdbObjectStore) -> Result<(), JsValue>) -> Result<(), Trouble> {
    let transaction = begin(RUNS, IdbTransactionMode::Readwrite).await?;
    let end = end_of(&transaction);
    change(&transaction.object_store(RUNS)?)?;
    end.await.map_err(|_| trouble_of(&transaction))?;
    Ok(())
}
