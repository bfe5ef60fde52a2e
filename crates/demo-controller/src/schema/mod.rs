//! Checking request bodies: a small JSON Schema validator that reports the first violation in the Controller's words
//! (Controller contract 1, "Validation"). Checks run in the order of a schema's keys.

mod access;
mod nats;
mod shape;
mod tables;

use regex::Regex;
use serde_json::{Map, Value, json};

use crate::api::reply::Refusal;

/// Checks a value against the schema of that name.
///
/// # Errors
/// `ValidationError` with the first violation.
pub(crate) fn check(schema: &str, value: &Value) -> Result<(), Refusal> {
    let Some(schema) = tables::find(schema) else {
        return Err(Refusal::unexpected("Error", format!("no schema called {schema}")));
    };
    match first_violation(schema, Some(value), &Place::default()) {
        None => Ok(()),
        Some(violation) => Err(Refusal::invalid(violation.message())),
    }
}

/// Where in the body a value stands.
#[derive(Clone, Default)]
struct Place {
    path: Vec<Value>,
    property: String,
}

impl Place {
    fn key(&self, key: &str) -> Self {
        let mut place = self.clone();
        place.path.push(Value::from(key));
        place.property = format!("{}.{key}", self.property);
        place
    }

    fn index(&self, index: usize) -> Self {
        let mut place = self.clone();
        place.path.push(Value::from(index));
        place.property = format!("{}[{index}]", self.property);
        place
    }
}

/// What the validator library reports about one check that failed.
struct Violation {
    place: Place,
    message: String,
    schema: Value,
    instance: Value,
    name: &'static str,
    argument: Value,
}

impl Violation {
    /// The Controller's wording; kinds it does not know are dumped as JSON text.
    fn message(&self) -> String {
        let property = format!("instance{}", self.place.property);
        let field = property.strip_prefix("instance.").unwrap_or(&property);
        let said = &self.message;
        match self.name {
            "required" => format!("Required field '{}' is missing", plain(&self.argument)),
            "type" => format!("Field '{field}' {said}"),
            "pattern" => format!("Invalid format for field '{field}'"),
            "minLength" | "maxLength" | "enum" => format!("Field {field} {said}"),
            "minimum" => format!("{field} {said}"),
            "additionalProperties" => format!("Field '{}' not allowed", plain(&self.argument)),
            _ => self.dump().to_string(),
        }
    }

    fn dump(&self) -> Value {
        let property = format!("instance{}", self.place.property);
        json!({
            "path": self.place.path,
            "property": property,
            "message": self.message,
            "schema": self.schema,
            "instance": self.instance,
            "name": self.name,
            "argument": self.argument,
            "stack": format!("{property} {}", self.message),
        })
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One value against one schema, and what is needed to report about it.
struct Check<'a> {
    schema: &'a Map<String, Value>,
    value: &'a Value,
    place: &'a Place,
}

impl Check<'_> {
    fn fail(&self, name: &'static str, argument: &Value, message: String) -> Option<Violation> {
        let schema = self.schema.get("id").cloned().unwrap_or_else(|| Value::Object(self.schema.clone()));
        Some(Violation {
            place: self.place.clone(),
            message,
            schema,
            instance: self.value.clone(),
            name,
            argument: argument.clone(),
        })
    }
}

fn first_violation(schema: &Value, value: Option<&Value>, place: &Place) -> Option<Violation> {
    violations(schema, value, place).into_iter().next()
}

fn violations(schema: &Value, value: Option<&Value>, place: &Place) -> Vec<Violation> {
    let Some(schema) = resolved(schema).as_object() else { return Vec::new() };
    // Nothing is checked about a key that is absent; `required` of the object around it reports that.
    let Some(value) = value else { return Vec::new() };
    let check = Check { schema, value, place };
    let keyword = |(keyword, argument): (&String, &Value)| match keyword.as_str() {
        "properties" => properties(&check, argument),
        "items" => items(&check, argument),
        "required" => required(&check, argument),
        "additionalProperties" => additional(&check, argument),
        "type" => kind(&check, argument).into_iter().collect(),
        "enum" => choice(&check, argument).into_iter().collect(),
        "const" => constant(&check, argument).into_iter().collect(),
        "anyOf" | "oneOf" => alternatives(&check, keyword, argument).into_iter().collect(),
        "pattern" => pattern(&check, argument).into_iter().collect(),
        _ => limits(&check, keyword, argument).into_iter().collect::<Vec<_>>(),
    };
    schema.iter().flat_map(keyword).collect()
}

/// The schema that a reference stands for.
fn resolved(schema: &Value) -> &Value {
    let reference = schema.get("$ref").and_then(Value::as_str);
    reference.and_then(|reference| tables::find(reference.trim_start_matches('/'))).unwrap_or(schema)
}

fn constant(check: &Check<'_>, argument: &Value) -> Option<Violation> {
    if check.value == argument {
        return None;
    }
    check.fail("const", argument, format!("does not exactly match expected constant: {argument}"))
}

fn kind(check: &Check<'_>, argument: &Value) -> Option<Violation> {
    let value = check.value;
    let fits = match argument.as_str()? {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => true,
    };
    if fits {
        None
    } else {
        check.fail("type", &json!([argument]), format!("is not of a type(s) {}", plain(argument)))
    }
}

fn choice(check: &Check<'_>, argument: &Value) -> Option<Violation> {
    let words = argument.as_array()?;
    if words.contains(check.value) {
        return None;
    }
    let list = words.iter().map(plain).collect::<Vec<_>>().join(",");
    check.fail("enum", argument, format!("is not one of enum values: {list}"))
}

fn properties(check: &Check<'_>, argument: &Value) -> Vec<Violation> {
    let (Some(object), Some(schemas)) = (check.value.as_object(), argument.as_object()) else {
        return Vec::new();
    };
    let each =
        schemas.iter().flat_map(|(key, schema)| violations(schema, object.get(key), &check.place.key(key)));
    each.collect()
}

fn items(check: &Check<'_>, argument: &Value) -> Vec<Violation> {
    let items = check.value.as_array().into_iter().flatten().enumerate();
    items.flat_map(|(index, item)| violations(argument, Some(item), &check.place.index(index))).collect()
}

fn required(check: &Check<'_>, argument: &Value) -> Vec<Violation> {
    let Some(object) = check.value.as_object() else { return Vec::new() };
    let missing = argument.as_array().into_iter().flatten().filter(|key| !object.contains_key(&plain(key)));
    missing.filter_map(|key| check.fail("required", key, format!("requires property {key}"))).collect()
}

fn additional(check: &Check<'_>, argument: &Value) -> Vec<Violation> {
    let known = check.schema.get("properties").and_then(Value::as_object);
    let (Some(known), Some(object), Value::Bool(false)) = (known, check.value.as_object(), argument) else {
        return Vec::new();
    };
    let extra = object.keys().filter(|key| !known.contains_key(*key));
    extra
        .filter_map(|key| {
            let said = format!("is not allowed to have the additional property \"{key}\"");
            check.fail("additionalProperties", &Value::from(key.as_str()), said)
        })
        .collect()
}

fn alternatives(check: &Check<'_>, keyword: &str, argument: &Value) -> Option<Violation> {
    let branches = argument.as_array()?;
    let fitting = branches
        .iter()
        .filter(|branch| first_violation(branch, Some(check.value), check.place).is_none())
        .count();
    let names = (0..branches.len()).map(|index| format!("[subschema {index}]")).collect::<Vec<_>>();
    match keyword {
        "anyOf" if fitting == 0 => {
            check.fail("anyOf", &json!(names), format!("is not any of {}", names.join(",")))
        }
        "oneOf" if fitting != 1 => {
            check.fail("oneOf", &json!(names), format!("is not exactly one from {}", names.join(",")))
        }
        _ => None,
    }
}

fn pattern(check: &Check<'_>, argument: &Value) -> Option<Violation> {
    let text = check.value.as_str()?;
    let regex = Regex::new(argument.as_str()?).ok()?;
    if regex.is_match(text) {
        None
    } else {
        check.fail("pattern", argument, format!("does not match pattern {argument}"))
    }
}

fn limits(check: &Check<'_>, keyword: &str, argument: &Value) -> Option<Violation> {
    let limit = argument.as_f64()?;
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    let length = |count: usize| Some(count as f64);
    let number = check.value.as_f64();
    // The library counts characters, not the halves of those beyond the first plane.
    let text = check.value.as_str().and_then(|text| length(text.chars().count()));
    let list = check.value.as_array().and_then(|list| length(list.len()));
    let (name, broken, words) = match keyword {
        "minimum" => ("minimum", number? < limit, "must be greater than or equal to"),
        "maximum" => ("maximum", number? > limit, "must be less than or equal to"),
        "minLength" => ("minLength", text? < limit, "does not meet minimum length of"),
        "maxLength" => ("maxLength", text? > limit, "does not meet maximum length of"),
        "minItems" => ("minItems", list? < limit, "does not meet minimum length of"),
        "maxItems" => ("maxItems", list? > limit, "does not meet maximum length of"),
        _ => return None,
    };
    if broken { check.fail(name, argument, format!("{words} {argument}")) } else { None }
}

#[cfg(test)]
mod tests;
