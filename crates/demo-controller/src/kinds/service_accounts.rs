//! Service accounts: one per microservice, and those made by hand (Controller contract 19).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::microservices::view::account_view;
use super::public::keep;
use super::yaml;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, blank, delete, expects, get, patch, post};
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
    /// The reference as it was given.
    #[serde(default)]
    reference: Value,
    pub(crate) role_id: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

fn view(account: &ServiceAccount) -> Value {
    json!({
        "roleRef": account.reference,
        "id": account.id,
        "name": account.name,
        "microserviceUuid": null,
        "applicationId": account.application_id,
        "roleId": account.role_id,
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
    if let Some(application) = call.query("applicationName").filter(|application| !application.is_empty()) {
        accounts.retain(|account| account.text("applicationName").as_deref() == Some(application));
    }
    Reply::json(&json!({"serviceAccounts": accounts}))
}

fn found(call: &Call<'_>) -> Result<Value, Refusal> {
    let (application, name) = (call.param(0), call.param(1));
    if call.state.application_named(application).is_none() {
        return Err(no_application(application));
    }
    let is = |account: &Value, key: &str, wanted: &str| account.text(key).as_deref() == Some(wanted);
    all(call.state)
        .into_iter()
        .find(|account| is(account, "applicationName", application) && is(account, "name", name))
        .ok_or_else(|| {
            Refusal::not_found(format!("ServiceAccount '{name}' not found in application '{application}'"))
        })
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"serviceAccount": found(call)?}))
}

fn no_application(name: &str) -> Refusal {
    Refusal::not_found(format!("Application '{name}' not found"))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("serviceAccountCreate")?;
    let name = call.body.text("name").unwrap_or_default();
    let asked = call.body.text("applicationName").unwrap_or_default();
    let (_, role_id) = call.state.referenced(&call.body)?;
    let Some(application_id) = call.state.application_named(&asked).map(|known| known.id) else {
        return Err(no_application(&asked));
    };
    let taken = all(call.state).iter().any(|account| {
        account.int("applicationId") == Some(application_id) && account.text("name").as_ref() == Some(&name)
    });
    if taken {
        let message = format!("ServiceAccount '{name}' already exists in application '{asked}'");
        return Err(Refusal::conflict(message));
    }
    let id = call.state.next_id("serviceAccount");
    let account = ServiceAccount {
        id,
        name,
        application_id,
        reference: call.body.get("roleRef").cloned().unwrap_or_default(),
        role_id,
        created_at: call.now,
        updated_at: call.now,
    };
    let mut answer = view(&account);
    if let Some(answer) = answer.as_object_mut() {
        answer.shift_remove("microserviceUuid");
        answer.shift_remove("microservice_uuid");
    }
    call.state.service_accounts.push(account);
    Reply::json(&json!({"serviceAccount": answer}))
}

/// The request body of an uploaded file.
fn uploaded(call: &mut Call<'_>) -> Result<(), Refusal> {
    let text = yaml::uploaded(&mut call.file)?;
    let read = || {
        let document = yaml::flat(&text, "ServiceAccount", &["metadata"])?;
        let application = document.get("metadata").and_then(|metadata| metadata.get("applicationName"));
        if application.is_none_or(blank) {
            return Err(Refusal::invalid("ServiceAccount YAML must have metadata.applicationName"));
        }
        let role = document.get("roleRef");
        if role.and_then(|role| role.get("name")).is_none_or(blank) {
            return Err(Refusal::invalid("ServiceAccount must have a roleRef with a name"));
        }
        Ok(yaml::body(&[("name", document.get("name")), ("applicationName", application), ("roleRef", role)]))
    };
    call.body = yaml::caught("ServiceAccount YAML", read())?;
    Ok(())
}

fn create_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    uploaded(call)?;
    create(call)
}

/// The real one forgets to leave the application out, which an update does not allow.
fn update_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    uploaded(call)?;
    update(call)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("serviceAccountUpdate")?;
    let id = found(call)?.int("id");
    let (role, role_id) = call.state.referenced(&call.body)?;
    let (reference, name, now) = (call.body.get("roleRef").cloned(), call.body.text("name"), call.now);
    if let Some(account) = call.state.service_accounts.iter_mut().find(|account| Some(account.id) == id) {
        keep(&mut account.reference, reference);
        keep(&mut account.role_id, role_id.map(Some));
        keep(&mut account.name, name);
        account.updated_at = now;
    } else if let Some(account) =
        call.state.microservices.iter_mut().filter_map(|row| row.account.as_mut()).find(|a| Some(a.id) == id)
    {
        // It keeps the name of its microservice here.
        account.role = role;
        keep(&mut account.role_id, role_id.map(Some));
        account.updated_at = now;
    }
    let changed = all(call.state).into_iter().find(|account| account.int("id") == id);
    Reply::json(&json!({"serviceAccount": changed}))
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
