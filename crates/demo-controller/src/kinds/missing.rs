//! Endpoints of the real Controller that the demo does not imitate: they answer 501 and their name.

use crate::api::{Call, Refusal, Reply, Route, Verb, delete, expects, get, patch, post, put};

fn answer(_: &mut Call<'_>) -> Result<Reply, Refusal> {
    Err(Refusal::NotImitated)
}

/// A listing that fails in every release of this line.
fn cluster(_: &mut Call<'_>) -> Result<Reply, Refusal> {
    Err(Refusal::unexpected("TransactionError", "Transaction not provided"))
}

fn bootstrap(_: &mut Call<'_>) -> Result<Reply, Refusal> {
    let message = "NATS bootstrap is only available when the Controller runs on the Kubernetes control plane";
    Err(Refusal::unexpected("ForbiddenError", message))
}

/// Accounts themselves are not imitated, but an application that does not exist has none.
fn of_application(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    match call.state.application_named(name) {
        Some(_) => Err(Refusal::NotImitated),
        None => Err(Refusal::not_found(format!("Invalid application name '{name}'"))),
    }
}

/// The same for what needs the account to be there.
fn of_account(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    match call.state.application_named(call.param(0)) {
        Some(application) if !application.nats_access && !application.is_system => {
            Err(Refusal::not_found(format!("Invalid application id '{}'", application.id)))
        }
        _ => of_application(call),
    }
}

pub(crate) const ROUTES: &[Route] = &[
    get("/cluster/controllers", cluster).of("cluster"),
    get("/cluster/controllers/:uuid", answer).of("cluster"),
    post("/microservices/:uuid/image-snapshot", answer).of("diagnostics"),
    get("/microservices/:uuid/image-snapshot", answer).of("diagnostics"),
    get("/microservices/:uuid/strace", answer).of("diagnostics"),
    patch("/microservices/:uuid/strace", answer).of("diagnostics"),
    put("/microservices/:uuid/strace", answer).of("diagnostics"),
    get("/edgeResources", answer).of("edgeResources"),
    post("/edgeResource", answer).of("edgeResources"),
    get("/edgeResource/:name", answer).of("edgeResources"),
    get("/edgeResource/:name/:version", answer).of("edgeResources"),
    put("/edgeResource/:name/:version", answer).of("edgeResources"),
    delete("/edgeResource/:name/:version", answer).of("edgeResources"),
    post("/edgeResource/:name/:version/link", answer).of("edgeResources").counts_as(Verb::Patch),
    delete("/edgeResource/:name/:version/link", answer).of("edgeResources").counts_as(Verb::Patch),
    get("/nats/operator", answer).of("natsOperator"),
    post("/nats/operator/rotate", answer).of("natsOperator"),
    get("/nats/bootstrap", bootstrap).of("natsBootstrap").expects(expects::FORBIDDEN),
    put("/nats/hub", answer).of("natsHub"),
    get("/nats/accounts", answer).of("natsAccounts"),
    get("/nats/accounts/:application", of_account).of("natsAccounts"),
    post("/nats/accounts/:application", of_application).of("natsAccounts"),
    get("/nats/users", answer).of("natsUsers"),
    get("/nats/accounts/:application/users", of_account).of("natsUsers"),
    post("/nats/accounts/:application/users", of_application).of("natsUsers"),
    delete("/nats/accounts/:application/users/:name", of_account).of("natsUsers"),
    get("/nats/accounts/:application/users/:name/creds", of_account).of("natsUsers"),
    post("/nats/accounts/:application/mqtt-bearer", of_application).of("natsUsers"),
    delete("/nats/accounts/:application/mqtt-bearer/:name", of_account).of("natsUsers"),
    post("/nats/account-rules/yaml", answer).of("natsAccountRules").upload("natsAccountRule"),
    patch("/nats/account-rules/yaml/:name", answer).of("natsAccountRules").upload("natsAccountRule"),
    post("/nats/user-rules/yaml", answer).of("natsUserRules").upload("natsUserRule"),
    patch("/nats/user-rules/yaml/:name", answer).of("natsUserRules").upload("natsUserRule"),
    post("/certificates/yaml", answer).of("certificates").upload("certificate"),
    get("/certificates", answer).of("certificates"),
    post("/certificates", answer).of("certificates"),
    get("/certificates/ca", answer).of("certificates"),
    post("/certificates/ca", answer).of("certificates"),
    get("/certificates/ca/:name", answer).of("certificates"),
    delete("/certificates/ca/:name", answer).of("certificates"),
    get("/certificates/expiring", answer).of("certificates"),
    get("/certificates/:name", answer).of("certificates"),
    post("/certificates/:name/renew", answer).of("certificates"),
    delete("/certificates/:name", answer).of("certificates"),
    get("/agent/:call", answer),
    post("/agent/:call", answer),
    patch("/agent/:call", answer),
    put("/agent/:call", answer),
    delete("/agent/:call", answer),
];
