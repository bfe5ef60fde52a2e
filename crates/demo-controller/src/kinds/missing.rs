//! Endpoints of the real Controller that the demo does not imitate: they answer 501 and their name.

use crate::api::{Call, Refusal, Reply, Route, delete, get, patch, post, put};

fn answer(_: &mut Call<'_>) -> Result<Reply, Refusal> {
    Err(Refusal::NotImitated)
}

pub(crate) const ROUTES: &[Route] = &[
    put("/router", answer).of("router"),
    get("/config/:key", answer).of("config"),
    put("/config", answer).of("config"),
    get("/cluster/controllers", answer).of("cluster"),
    get("/cluster/controllers/:uuid", answer).of("cluster"),
    post("/microservices/:uuid/image-snapshot", answer).of("diagnostics"),
    get("/microservices/:uuid/image-snapshot", answer).of("diagnostics"),
    patch("/microservices/:uuid/strace", answer).of("diagnostics"),
    get("/microservices/:uuid/strace", answer).of("diagnostics"),
    put("/microservices/:uuid/strace", answer).of("diagnostics"),
    get("/nats/operator", answer).of("natsOperator"),
    post("/nats/operator/rotate", answer).of("natsOperator"),
    get("/nats/bootstrap", answer).of("natsBootstrap"),
    put("/nats/hub", answer).of("natsHub"),
    get("/nats/accounts", answer).of("natsAccounts"),
    get("/nats/accounts/:application", answer).of("natsAccounts"),
    post("/nats/accounts/:application", answer).of("natsAccounts"),
    get("/nats/users", answer).of("natsUsers"),
    get("/nats/accounts/:application/users", answer).of("natsUsers"),
    post("/nats/accounts/:application/users", answer).of("natsUsers"),
    delete("/nats/accounts/:application/users/:name", answer).of("natsUsers"),
    get("/nats/accounts/:application/users/:name/creds", answer).of("natsUsers"),
    post("/nats/accounts/:application/mqtt-bearer", answer).of("natsUsers"),
    delete("/nats/accounts/:application/mqtt-bearer/:name", answer).of("natsUsers"),
    post("/nats/user-rules", answer).of("natsUserRules"),
    patch("/nats/user-rules/:name", answer).of("natsUserRules"),
    delete("/nats/user-rules/:name", answer).of("natsUserRules"),
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
