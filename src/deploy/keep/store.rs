//! Drafts in the browser's database, and the way to what else is in it. A browser may refuse it, as some do in private windows, and it may be full; neither
//! stops anything but the keeping.

use std::cell::RefCell;

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    EventTarget, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

use super::record::{Record, key, keys_of, late_key, may_write};
use crate::ui::js;

const NAME: &str = "ecn-console";
const DRAFTS: &str = "drafts";
/// What was applied.
pub const RUNS: &str = "runs";

thread_local! {
    /// Kept open, because a page that is about to go has no time to open it.
    static OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// Why something could not be kept, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble(pub String);

impl Trouble {
    fn of(error: &JsValue) -> Self {
        let name = js::get(error, "name").as_string().unwrap_or_default();
        let said = match name.as_str() {
            "QuotaExceededError" => "its storage is full",
            "SecurityError" | "InvalidStateError" | "NotAllowedError" => "it refuses storage to this page",
            _ => "its storage does not work",
        };
        Self(said.to_owned())
    }
}

/// Why a request or a transaction failed.
pub fn trouble_of(failed: &JsValue) -> Trouble {
    Trouble::of(&js::get(failed, "error"))
}

impl From<JsValue> for Trouble {
    fn from(error: JsValue) -> Self {
        Self::of(&error)
    }
}

/// What became of a draft that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It stands there.
    Done,
    /// Somebody else wrote there meanwhile; nothing was changed.
    Taken,
}

/// All drafts of an owner, as they stand.
pub async fn all(owner: &str) -> Result<Vec<Record>, Trouble> {
    let transaction = begin(DRAFTS, IdbTransactionMode::Readonly).await?;
    let drafts = drafts(&transaction)?;
    let (first, last) = keys_of(owner);
    let range = IdbKeyRange::bound(&first.into(), &last.into())?;
    let found = done(&drafts.get_all_with_key(&range)?).await?;
    let found = js_sys::Array::from(&found);
    let found = found.iter().filter_map(|one| Record::read(&one.as_string()?));
    // One of another owner would be a fault of ours, and must not be seen either.
    Ok(found.filter(|one| one.owner == owner).collect())
}

/// Writes a draft where the revision is still `expected`; looking and writing are one step.
pub async fn put(record: &Record, expected: u32) -> Result<Written, Trouble> {
    let key = key(&record.owner, &record.id);
    change(&key, expected, |drafts| {
        drafts.put_with_key(&record.written().unwrap_or_default().into(), &key.clone().into())?;
        drafts.delete(&late_key(&record.owner, &record.id).into())?;
        Ok(())
    })
    .await
}

/// Takes a draft away where the revision is still `expected`.
pub async fn remove(owner: &str, id: &str, expected: u32) -> Result<Written, Trouble> {
    let key = key(owner, id);
    change(&key, expected, |drafts| {
        drafts.delete(&key.clone().into())?;
        drafts.delete(&late_key(owner, id).into())?;
        Ok(())
    })
    .await
}

async fn change(
    key: &str,
    expected: u32,
    change: impl FnOnce(&IdbObjectStore) -> Result<(), JsValue>,
) -> Result<Written, Trouble> {
    let transaction = begin(DRAFTS, IdbTransactionMode::Readwrite).await?;
    let end = end_of(&transaction);
    let drafts = drafts(&transaction)?;
    let found = done(&drafts.get(&key.into())?).await?;
    let found = found.as_string().and_then(|text| Record::read(&text));
    let taken = !may_write(found.map(|one| one.revision), expected);
    if !taken {
        change(&drafts)?;
    }
    end.await.map_err(|_| trouble_of(&transaction))?;
    Ok(if taken { Written::Taken } else { Written::Done })
}

/// Writes without waiting for anything: the page is about to go. Only where the database is open already.
pub fn put_now(record: &Record) {
    let write = |open: &IdbDatabase| -> Result<(), JsValue> {
        let transaction = open.transaction_with_str_and_mode(DRAFTS, IdbTransactionMode::Readwrite)?;
        let text = record.written().unwrap_or_default();
        transaction
            .object_store(DRAFTS)?
            .put_with_key(&text.into(), &key(&record.owner, &record.id).into())?;
        #[expect(deprecated, reason = "the bindings say so of it, browsers do not")]
        transaction.commit()
    };
    OPEN.with_borrow(|open| {
        if let Some(open) = open {
            // Nobody would be there any more to hear that it failed.
            let _ = write(open);
        }
    });
}

/// Begins to read or write one of the stores.
pub async fn begin(store: &str, mode: IdbTransactionMode) -> Result<IdbTransaction, Trouble> {
    let cached = OPEN.with_borrow(Clone::clone);
    if let Some(Ok(begun)) = cached.map(|open| open.transaction_with_str_and_mode(store, mode)) {
        return Ok(begun);
    }
    // Never opened, or closed by the browser meanwhile.
    let open = open().await?;
    let begun = open.transaction_with_str_and_mode(store, mode)?;
    OPEN.set(Some(open));
    Ok(begun)
}

fn drafts(transaction: &IdbTransaction) -> Result<IdbObjectStore, Trouble> {
    Ok(transaction.object_store(DRAFTS)?)
}

async fn open() -> Result<IdbDatabase, Trouble> {
    let factory = window().indexed_db()?.ok_or_else(|| Trouble("it has none".to_owned()))?;
    let request = factory.open_with_u32(NAME, 2)?;
    let asked = request.clone();
    let prepare = Closure::once_into_js(move || {
        if let Ok(new) = asked.result() {
            let new = new.unchecked_into::<IdbDatabase>();
            for store in [DRAFTS, RUNS] {
                // Refused for one that is there already. Should it fail otherwise, opening fails with it.
                let _ = new.create_object_store(store);
            }
        }
    });
    request.add_event_listener_with_callback("upgradeneeded", prepare.unchecked_ref())?;
    let opened = done(request.unchecked_ref::<IdbOpenDbRequest>()).await?;
    let opened = opened.unchecked_into::<IdbDatabase>();
    let own = opened.clone();
    // A newer console in another tab may change the database; whoever holds it open would stop that.
    let let_go = Closure::once_into_js(move || own.close());
    opened.add_event_listener_with_callback("versionchange", let_go.unchecked_ref())?;
    Ok(opened)
}

/// The answer to a request. It comes while its transaction is still open for more.
pub async fn done(request: &IdbRequest) -> Result<JsValue, Trouble> {
    match heard(request, "success", "error").await {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(trouble_of(request)),
    }
}

/// Resolves when everything of a transaction is safely there.
pub fn end_of(transaction: &IdbTransaction) -> JsFuture {
    heard(transaction, "complete", "abort")
}

/// One of two events, the good one and the bad one. It is heard from the start: a bad one that nobody comes to wait for is
/// no complaint of the page. By name, because each handler of the bindings weighs on the first load.
fn heard(of: &EventTarget, good: &str, bad: &str) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        // Refused only for what is no function.
        let _ = of.add_event_listener_with_callback(good, &resolve);
        let _ = of.add_event_listener_with_callback(bad, &reject);
    }))
}
