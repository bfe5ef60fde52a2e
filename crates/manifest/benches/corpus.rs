//! A large file for measuring: full microservice documents with comments, quotes and every kind of field.

#![allow(dead_code, reason = "each user takes its own part")]

/// Text of `count` microservice documents, alike in shape and different in their values; 550 make about 1 MB.
pub(crate) fn microservices(count: usize) -> String {
    let template = include_str!("microservice.yaml");
    let fill = |number: usize| {
        [
            ("<n>", number),
            ("<app>", number / 25),
            ("<agent>", number % 40),
            ("<schedule>", 6 + number % 90),
            ("<web>", 10_000 + number),
            ("<metrics>", 30_000 + number),
        ]
        .iter()
        .fold(template.to_owned(), |text, (mark, value)| text.replace(mark, &value.to_string()))
    };
    (0..count).map(fill).collect()
}

/// The live lists that such a file belongs to: it has no problems with them.
pub(crate) fn lists(count: usize) -> serde_json::Value {
    let named = |prefix: &str, count: usize| {
        let named = |number| serde_json::json!({ "name": format!("{prefix}{number}"), "uuid": format!("{prefix}{number}"), "fogTypeId": 1 });
        (0..count).map(named).collect::<Vec<_>>()
    };
    let keys: Vec<_> = (0..count).map(|number| format!("password-{number}")).collect();
    serde_json::json!({
        "agents": named("edge-", 40),
        "applications": named("line-", count / 25 + 1),
        "microservices": [],
        "systemMicroservices": [],
        "secrets": [{ "name": "reader" }],
        "secretKeys": { "reader": keys },
    })
}
