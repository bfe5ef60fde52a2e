//! Catalog items (Controller contract 7).

use serde_json::Value;

use crate::{Call, List, Object, Request};
use model::{CatalogItem, Created};

const PATH: [&str; 2] = ["catalog", "microservices"];

fn item(id: i64) -> [String; 3] {
    [PATH[0].to_owned(), PATH[1].to_owned(), id.to_string()]
}

/// Lists the catalog, the system's own items included.
pub fn list() -> Call<List<CatalogItem>> {
    Call::list(Request::get(&PATH), "catalogItems")
}

/// Reads one item.
pub fn get(id: i64) -> Call<Object<CatalogItem>> {
    let [a, b, c] = &item(id);
    Call::object(Request::get(&[a, b, c]))
}

/// Creates an item; `name`, `registryId` and one or two `images` are required.
pub fn create(body: impl Into<Value>) -> Call<Created> {
    Call::answer(Request::post(&PATH).json(body))
}

/// Changes the given fields; images are merged per architecture. Microservices of the item are built again when
/// an image changes. The Controller answers success for an unknown id when nothing in the body is recognised.
pub fn update(id: i64, body: impl Into<Value>) -> Call<()> {
    let [a, b, c] = &item(id);
    Call::done(Request::patch(&[a, b, c]).json(body))
}

/// Deletes an item that no microservice uses.
pub fn delete(id: i64) -> Call<()> {
    let [a, b, c] = &item(id);
    Call::done(Request::delete(&[a, b, c]))
}
