//! Held against what a Controller 3.7.3's own liquidjs made of each text: `fixtures/liquid.tsv` has a text as JSON, a tab,
//! and the result, measured with the object below as `self`.

use super::{Fault, Scope, Value, parse, run};

const MEASURED: &str = include_str!("../../tests/fixtures/liquid.tsv");

fn object(fields: &[(&str, Value)]) -> Value {
    Value::object(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

/// `self` of an application with one microservice.
fn own() -> Value {
    let number = |number| Value::Number(Some(number));
    let port = object(&[
        ("internal", number(80.0)),
        ("external", number(15300.0)),
        ("protocol", Value::text("tcp")),
    ]);
    let image = object(&[("containerImage", Value::text("acme/meter:1")), ("fogTypeId", number(1.0))]);
    let variable = object(&[("key", Value::text("A")), ("value", Value::text("b"))]);
    let microservice = object(&[
        ("name", Value::text("meter")),
        ("agentName", Value::text("edge-1")),
        ("images", Value::list(vec![image])),
        ("ports", Value::list(vec![port])),
        ("env", Value::list(vec![variable])),
    ]);
    object(&[
        ("name", Value::text("meters")),
        ("isActivated", Value::Bool(Some(true))),
        ("microservices", Value::list(vec![microservice])),
    ])
}

/// The result as the table writes it, with `?` for what nobody can know without the Controller.
fn result(text: &str) -> String {
    let template = match parse(text) {
        Ok(template) => template,
        Err(Fault::TooDeep) => return "?".into(),
        Err(_) => return "unreadable".into(),
    };
    let value = match run(&template, &Scope { own: &own(), open: false }).value {
        Ok(value) => value,
        Err(_) => return "fails".into(),
    };
    let known = value.as_text();
    match value {
        Value::Text(_) => {
            known.map_or("text ?".into(), |text| format!("text {}", serde_json::Value::from(text)))
        }
        Value::Number(_) => format!("number {}", known.unwrap_or("?".into())),
        Value::Bool(_) => format!("bool {}", known.unwrap_or("?".into())),
        Value::List(_) => "list".into(),
        Value::Object(_) => "object".into(),
        Value::Null => "null".into(),
        Value::Missing(_) => "missing".into(),
        Value::Unknown => "?".into(),
    }
}

/// Whether a result with question marks may be that of the Controller, where a failure becomes a text too.
fn agrees(result: &str, measured: &str) -> bool {
    let failed = result == "text ?" && measured == "fails";
    let may_be = |sure: &str| measured.starts_with(sure) && measured != "unreadable";
    failed || result.strip_suffix('?').map_or(result == measured, may_be)
}

#[test]
fn each_text_comes_to_what_the_controller_made_of_it() {
    let mut wrong = Vec::new();
    let mut unknown = 0;
    for line in MEASURED.lines() {
        let (text, measured) = line.split_once('\t').unwrap();
        let text: String = serde_json::from_str(text).unwrap();
        let result = result(&text);
        unknown += usize::from(result == "?");
        if !agrees(&result, measured) {
            wrong.push(format!("{text}\n  measured {measured}, found {result}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(unknown <= 10, "{unknown} results are not known at all");
}

#[test]
fn whatever_is_nested_too_deeply_is_left_alone() {
    let ifs = "{% if x %}".repeat(500);
    assert_eq!(parse(&ifs).err(), Some(Fault::TooDeep));
    let brackets = format!("{{{{ a{} }}}}", "[a".repeat(500));
    assert!(parse(&brackets).is_err());
}

#[test]
fn variables_that_somebody_has_to_give_are_listed() {
    // A text, the variables in it, and those without which it does not work.
    for (text, used, required) in [
        ("{{ a }}", vec!["a"], vec!["a"]),
        ("{{ a.b | append: c }}", vec!["a", "c"], vec!["a", "c"]),
        ("{% assign a = b %}{{ a }}{{ self.name }}", vec!["b"], vec!["b"]),
        (
            "{% for i in list %}{{ i }}{{ forloop.index }}{% endfor %}{{ i }}",
            vec!["i", "list"],
            vec!["i", "list"],
        ),
        ("{% if a == b %}{{ c }}{% else %}{{ d }}{% endif %}", vec!["a", "b", "c", "d"], vec!["c", "d"]),
        ("{% if a %}{{ a }}{% endif %}{{ b }}", vec!["a", "b"], vec!["b"]),
        ("{% if a %}b{% endif %}{{ a }}", vec!["a"], vec!["a"]),
        ("{{ a | default: 5 }}", vec!["a"], vec![]),
        ("{% raw %}{{ a }}{% endraw %}", vec![], vec![]),
        ("{{ true }}{{ 5 }}", vec![], vec![]),
    ] {
        let names = run(&parse(text).ok().unwrap(), &Scope { own: &Value::Unknown, open: true }).names;
        assert_eq!(names.used.iter().map(String::as_str).collect::<Vec<_>>(), used, "{text}");
        assert_eq!(names.required.iter().map(String::as_str).collect::<Vec<_>>(), required, "{text}");
    }
}

#[test]
fn a_variable_alone_is_told_from_an_expression() {
    for (text, name) in [
        ("{{ a }}", Some("a")),
        ("{{agent-name}}", Some("agent-name")),
        ("{{ a | upcase }}", None),
        ("{{ a.b }}", None),
        ("{{ a }}b", None),
    ] {
        assert_eq!(parse(text).ok().unwrap().only_variable(), name, "{text}");
    }
}
