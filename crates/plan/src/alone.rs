//! Members of an application that are sent one by one. In the templates of an Application document `self` is the
//! application; in a request of its own a microservice would read itself (manifest rules 1.9).

use manifest::wire::liquid::{Own, rewritten};
use serde_json::{Map, Value};

/// What an application has that can go along with a microservice, because a microservice has nothing of that name.
const ALONG: [&str; 2] = ["description", "microservices"];

/// Makes the body of a member mean the same in a request of its own. Gives what has to go along with it, for its templates;
/// an error says in a sentence why it cannot be sent alone. `application`: the whole that the templates were written for.
pub(crate) fn alone(
    member: &mut Map<String, Value>,
    application: impl FnOnce() -> Map<String, Value>,
) -> Result<Map<String, Value>, String> {
    let own = Own::of(member.values());
    let others = |field: &&str| !ALONG.contains(field) && *field != "name";
    if own == Own::default() {
        return Ok(Map::new());
    }
    let mut application = application();
    let other = own.fields().filter(others).find(|field| application.contains_key(*field));
    if let Some(what) =
        other.map(|field| format!("self.{field}")).or(own.is_whole().then(|| "self".to_owned()))
    {
        return Err(format!(
            "A template reads {what} of the application, and this microservice is sent alone, where that is another thing. \
             Write the value itself."
        ));
    }
    if let Some(name) = application.get("name").and_then(Value::as_str) {
        let literal = format!("'{name}'");
        member.values_mut().for_each(|value| name_itself(value, &literal));
    }
    application.retain(|field, _| ALONG.contains(&field.as_str()) && own.reads(field));
    Ok(application)
}

/// Puts the name of the application in the place of `self.name`. Names hold no quotes.
fn name_itself(value: &mut Value, literal: &str) {
    match value {
        Value::String(text) => {
            *text = rewritten(text, |field| (field == Some("name")).then(|| literal.to_owned()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| name_itself(item, literal)),
        Value::Object(fields) => fields.values_mut().for_each(|value| name_itself(value, literal)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
