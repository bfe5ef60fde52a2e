//! The Liquid templates that the Controller evaluates in request bodies (Controller contract 1, "Template
//! substitution"). A broken template is never refused: the error text becomes the value, as in the real one.

mod expression;
mod filters;
mod parse;

use serde_json::{Map, Value};

use expression::Scope;
use parse::{Node, parse};

/// What the extra filters can look up. Each answers with the object, or with the message of a render error.
pub(crate) trait Directory {
    fn agents(&self) -> Value;
    fn agent(&self, name: &str) -> Result<Value, String>;
    fn application(&self, name: &str) -> Result<Value, String>;
    fn microservice_agent(&self, microservice: &Value) -> Result<Value, String>;
    fn edge_resource(&self, name: &str, version: &str) -> Result<Value, String>;
}

/// Renders every string value of a body in place, in order, with the body itself as `self`.
pub(crate) fn render_body(body: &mut Value, directory: &dyn Directory) {
    render_with(body, &Map::new(), directory);
}

/// The same with more variables than `self`, as for application templates.
pub(crate) fn render_with(body: &mut Value, variables: &Map<String, Value>, directory: &dyn Directory) {
    let mut found = Vec::new();
    collect(body, &mut Vec::new(), &mut found);
    for path in found {
        let rendered = match at(body, &path).and_then(|value| value.as_str()) {
            Some(text) => render(text, &Scope::new(body, variables, directory)),
            None => continue,
        };
        place(body, &path, rendered);
    }
}

/// A step from a value into a part of it.
#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

fn collect(value: &Value, path: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    let mut inside = |step, part: &Value, found: &mut Vec<Vec<Step>>| {
        path.push(step);
        collect(part, path, found);
        path.pop();
    };
    match value {
        Value::String(text) if text.contains("{{") || text.contains("{%") => found.push(path.clone()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| inside(Step::Index(index), item, found));
        }
        Value::Object(map) => {
            map.iter().for_each(|(key, item)| inside(Step::Key(key.clone()), item, found));
        }
        _ => {}
    }
}

fn at<'a>(value: &'a Value, path: &[Step]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

fn place(body: &mut Value, path: &[Step], rendered: Option<Value>) {
    let Some((last, parents)) = path.split_last() else {
        *body = rendered.unwrap_or(Value::Null);
        return;
    };
    let parent = parents.iter().try_fold(body, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    });
    match (parent, last, rendered) {
        (Some(Value::Object(map)), Step::Key(key), Some(value)) => {
            map.insert(key.clone(), value);
        }
        (Some(Value::Object(map)), Step::Key(key), None) => {
            map.shift_remove(key);
        }
        (Some(Value::Array(items)), Step::Index(index), value) => {
            if let Some(item) = items.get_mut(*index) {
                *item = value.unwrap_or(Value::Null);
            }
        }
        _ => {}
    }
}

/// One text: what is written alone keeps its type, everything else becomes text. `None` stands for `undefined`.
fn render(text: &str, scope: &Scope<'_>) -> Option<Value> {
    let nodes = match parse(text) {
        Ok(nodes) => nodes,
        Err(error) => return Some(Value::from(error)),
    };
    let mut scope = scope.clone();
    let mut written = Written::default();
    match write(&nodes, &mut scope, &mut written) {
        Ok(()) => written.0,
        Err(message) => Some(Value::from(format!("RenderError: {message}"))),
    }
}

/// What a template has written so far. A first value that is no text stays what it is until something follows it.
struct Written(Option<Value>);

impl Default for Written {
    fn default() -> Self {
        Self(Some(Value::from("")))
    }
}

impl Written {
    fn add(&mut self, value: Option<Value>) {
        let nothing_yet = self.0.as_ref().is_some_and(|written| written == "");
        if nothing_yet && !matches!(value, Some(Value::String(_))) {
            self.0 = value;
            return;
        }
        let written = filters::print(self.0.as_ref()) + &filters::print(value.as_ref());
        self.0 = Some(Value::from(written));
    }
}

fn write(nodes: &[Node], scope: &mut Scope<'_>, out: &mut Written) -> Result<(), String> {
    for node in nodes {
        match node {
            Node::Text(text) => out.add(Some(Value::from(text.as_str()))),
            Node::Output(expression, place) => {
                out.add(expression.value(scope).map_err(|message| format!("{message}, {place}"))?);
            }
            Node::Assign(name, expression) => {
                let value = expression.value(scope)?;
                scope.assign(name, value);
            }
            Node::If(branches) => {
                for (condition, body) in branches {
                    if condition.holds(scope)? {
                        write(body, scope, out)?;
                        break;
                    }
                }
            }
            Node::For(name, list, body) => {
                if let Some(Value::Array(items)) = list.value(scope)? {
                    for item in items {
                        scope.assign(name, Some(item));
                        write(body, scope, out)?;
                    }
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
