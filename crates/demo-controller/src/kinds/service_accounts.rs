//! Service accounts: one per microservice, and those made by hand (Controller contract 19).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::microservices::view::account_view;
use super::yaml;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post};
use crate::clock::iso;
use crate::state::State;

const OF: &str = "serviceAccounts";

pub(crate) const ROUTES: &[Route] = &[
    get("/serviceaccounts", list).of(OF),
    post("/serviceaccounts", create).of(OF).expects(expects::VALIDATION),
    post("/serviceaccounts/yaml", create_yaml).of(OF).expects(expects::VALIDATION).upload("serviceaccount"),
    patch("/serviceaccounts/yaml/:application/:name", update_yaml)
        .of(OF)
        .answers(200)
        .upload("serviceaccount"),
    get("/serviceaccounts/:application/:name", show).of(OF),
    patch("/serviceaccounts/:application/:name", update).of(OF).answers(200),
    delete("/serviceaccounts/:application/:name", remove).of(OF),
];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ServiceAccount {
    id: i64,
    name: String,
    pub(crate) application_id: i64,
    role: String,
    created_at: i64,
    updated_at: i64,
}

fn view(account: &ServiceAccount) -> Value {
    json!({
        "roleRef": {"kind": "Role", "name": account.role},
        "id": account.id,
        "name": account.name,
        "microserviceUuid": null,
        "applicationId": account.application_id,
        "roleId": null,
        "createdAt": iso(account.created_at),
        "updatedAt": iso(account.updated_at),
        "microservice_uuid": null,
    })
}

/// All accounts of user applications, by name, with the name of their application.
fn all(state: &State) -> Vec<Value> {
    let of_microservices =
        state.microservices.iter().filter_map(|row| Some(json!(account_view(row, row.account.as_ref()?))));
    let named = |mut account: Value| {
        let id = account.int("applicationId")?;
        let name = &state.application(id)?.name;
        account["application"] = json!({"name": name});
        account["applicationName"] = json!(name);
        Some(account)
    };
    let mut all =
        of_microservices.chain(state.service_accounts.iter().map(view)).filter_map(named).collect::<Vec<_>>();
    all.sort_by_key(|account| account.text("name"));
    all
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let mut accounts = all(call.state);
    if let Some(application) = call.query("applicationName") {
        accounts.retain(|account| account.text("applicationName").as_deref() == Some(application));
    }
    Reply::json(&json!({"serviceAccounts": accounts}))
}

fn found(call: &Call<'_>) -> Result<Value, Refusal> {
    let (application, name) = (call.param(0), call.param(1));
    let is = |account: &Value, key: &str, wanted: &str| account.text(key).as_deref() == Some(wanted);
    all(call.state)
        .into_iter()
        .find(|account| is(account, "applicationName", application) && is(account, "name", name))
        .ok_or_else(|| Refusal::not_found(format!("ServiceAccount '{name}' not found")))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"serviceAccount": found(call)?}))
}

fn role(call: &Call<'_>) -> Result<String, Refusal> {
    let role = call.body.get("roleRef").and_then(|role| role.text("name")).unwrap_or_default();
    match call.state.has_role(&role) {
        true => Ok(role),
        false => Err(Refusal::invalid(format!("Referenced role '{role}' does not exist"))),
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("serviceAccountCreate")?;
    let name = call.body.text("name").unwrap_or_default();
    let asked = call.body.text("applicationName").unwrap_or_default();
    let Some(application_id) = call.state.application_named(&asked).map(|known| known.id) else {
        return Err(Refusal::not_found(format!("Application '{asked}' not found")));
    };
    let role = role(call)?;
    let taken = all(call.state).iter().any(|account| {
        account.int("applicationId") == Some(application_id) && account.text("name").as_ref() == Some(&name)
    });
    if taken {
        return Err(Refusal::conflict(format!("ServiceAccount '{name}' already exists")));
    }
    let id = call.state.next_id("serviceAccount");
    let account =
        ServiceAccount { id, name, application_id, role, created_at: call.now, updated_at: call.now };
    let mut answer = view(&account);
    if let Some(answer) = answer.as_object_mut() {
        answer.shift_remove("microserviceUuid");
        answer.shift_remove("microservice_uuid");
    }
    call.state.service_accounts.push(account);
    Reply::json(&json!({"serviceAccount": answer}))
}

fn create_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let text = yaml::uploaded(&mut call.file)?;
    let mut document = yaml::flat_document(&text, "ServiceAccount")?;
    let application = document.get("metadata").and_then(|metadata| metadata.get("applicationName")).cloned();
    if let Some(application) = application {
        document["applicationName"] = application;
    }
    call.body = yaml::picked(&document, &["name", "applicationName", "roleRef"]);
    create(call)
}

fn update_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let text = yaml::uploaded(&mut call.file)?;
    call.body = yaml::picked(&yaml::flat_document(&text, "ServiceAccount")?, &["name", "roleRef"]);
    update(call)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("serviceAccountUpdate")?;
    let id = found(call)?.int("id");
    let (role, now) = (role(call)?, call.now);
    if let Some(account) = call.state.service_accounts.iter_mut().find(|account| Some(account.id) == id) {
        account.role = role;
        account.updated_at = now;
    } else if let Some(account) =
        call.state.microservices.iter_mut().filter_map(|row| row.account.as_mut()).find(|a| Some(a.id) == id)
    {
        account.role = role;
        account.updated_at = now;
    }
    show(call)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let account = found(call)?;
    if let Some(uuid) = account.text("microserviceUuid") {
        let name = call.param(1);
        return Err(Refusal::conflict(format!(
            "Cannot delete ServiceAccount '{name}' because it is referenced by microservice '{name}' (uuid: {uuid}). \
             Please delete or update the microservice first."
        )));
    }
    let id = account.int("id");
    call.state.service_accounts.retain(|account| Some(account.id) != id);
    Ok(Reply::Empty)
}
