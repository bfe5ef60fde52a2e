//! Image snapshots and traces of microservices: they can be asked for, but no agent ever delivers them (Controller
//! contract 10.4).

use serde_json::json;

use super::microservices::missing;
use crate::api::expects::NOT_FOUND;
use crate::api::{Call, Refusal, Reply, Route, get, patch, post};
use crate::schema;

pub(crate) const ROUTES: &[Route] = &[
    post("/microservices/:uuid/image-snapshot", ask).of("diagnostics"),
    get("/microservices/:uuid/image-snapshot", snapshot).of("diagnostics").expects(NOT_FOUND),
    patch("/microservices/:uuid/strace", trace).of("diagnostics"),
    get("/microservices/:uuid/strace", traced).of("diagnostics").expects(NOT_FOUND),
];

fn known(call: &Call<'_>) -> Result<(), Refusal> {
    let uuid = call.param(0);
    call.state.microservice(uuid).map(|_| ()).ok_or_else(|| missing(uuid))
}

fn ask(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    known(call)?;
    let uuid = call.param(0).to_owned();
    if let Some(row) = call.state.microservice_mut(&uuid) {
        row.snapshot_asked = true;
    }
    Ok(Reply::Empty)
}

fn snapshot(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    known(call)?;
    Err(Refusal::invalid("Image snapshot is not available for this microservice."))
}

fn trace(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("straceStateUpdate")?;
    // The microservice is read as its own page is, which has other words for one that is not there.
    match known(call) {
        Ok(()) => Ok(Reply::Empty),
        Err(_) => Err(Refusal::not_found("Invalid microservice user or UUID")),
    }
}

fn traced(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let query = call.query("format").map_or(json!({}), |format| json!({"format": format}));
    schema::check("straceGetData", &query)?;
    known(call)?;
    Err(Refusal::not_found("Strace data for this microservice not found"))
}
