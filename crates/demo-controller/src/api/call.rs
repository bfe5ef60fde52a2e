//! A request as a handler sees it: path parameters, query, body, caller, and the state to work on.

use serde_json::{Map, Value};

use super::reply::Refusal;
use crate::schema;
use crate::state::State;

/// Who is calling, from the bearer token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) roles: Vec<String>,
}

/// The state of the Controller while one request is answered.
pub(crate) struct Call<'a> {
    pub(crate) state: &'a mut State,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    pub(crate) params: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Value,
    /// The text of an uploaded file.
    pub(crate) file: Option<String>,
    /// The credential as sent, without its scheme.
    pub(crate) token: Option<String>,
    pub(crate) caller: Option<Caller>,
}

impl Call<'_> {
    /// The n-th `:parameter` of the route, decoded.
    pub(crate) fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", String::as_str)
    }

    pub(crate) fn query(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Checks the body against a request schema.
    pub(crate) fn check(&self, schema: &str) -> Result<(), Refusal> {
        schema::check(schema, &self.body)
    }
}

/// What JavaScript takes for false.
pub(crate) fn blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(_) | Value::Object(_) => false,
    }
}

/// Reading a checked body: every getter is `None` when the key is absent or of another type.
pub(crate) trait Fields {
    fn text(&self, key: &str) -> Option<String>;
    fn int(&self, key: &str) -> Option<i64>;
    fn num(&self, key: &str) -> Option<f64>;
    fn flag(&self, key: &str) -> Option<bool>;
    fn list(&self, key: &str) -> Option<&Vec<Value>>;
    fn object(&self, key: &str) -> Option<&Map<String, Value>>;
    fn texts(&self, key: &str) -> Option<Vec<String>>;
}

impl Fields for Value {
    fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.as_str().map(str::to_owned)
    }

    fn int(&self, key: &str) -> Option<i64> {
        let value = self.get(key)?;
        #[expect(clippy::cast_possible_truncation, reason = "JavaScript writes 3 as 3.0 too")]
        value.as_i64().or_else(|| value.as_f64().map(|number| number as i64))
    }

    fn num(&self, key: &str) -> Option<f64> {
        self.get(key)?.as_f64()
    }

    fn flag(&self, key: &str) -> Option<bool> {
        self.get(key)?.as_bool()
    }

    fn list(&self, key: &str) -> Option<&Vec<Value>> {
        self.get(key)?.as_array()
    }

    fn object(&self, key: &str) -> Option<&Map<String, Value>> {
        self.get(key)?.as_object()
    }

    fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(self.list(key)?.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
    }
}
