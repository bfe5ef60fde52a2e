//! The Liquid templates that the Controller evaluates in request bodies (Controller contract 1, "Template
//! substitution"). A broken template is never refused: the error text becomes the value, as in the real one.

mod expression;
mod filters;
mod parse;

use serde_json::{Map, Value, json};

use expression::Scope;
use parse::{Node, parse};

/// What the extra filters can look up. Each answers with the object, or with the message of a render error.
pub(crate) trait Directory {
    fn agents(&self) -> Value;
    fn agent(&self, name: &str) -> Result<Value, String>;
    fn application(&self, name: &str) -> Result<Value, String>;
    fn microservice_agent(&self, microservice: &Value) -> Result<Value, String>;
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
        Ok(_) => written.0,
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
        let number = |value: Option<&Value>| match value {
            None => Some(f64::NAN),
            Some(Value::Null) => Some(0.0),
            Some(Value::Bool(flag)) => Some(f64::from(u8::from(*flag))),
            Some(other) => other.as_f64(),
        };
        let nothing_yet = self.0.as_ref().is_some_and(|written| written == "");
        if nothing_yet && !matches!(value, Some(Value::String(_))) {
            self.0 = value;
            return;
        }
        // What is no text is added up as JavaScript does it.
        if let (Some(left), Some(right)) = (number(self.0.as_ref()), number(value.as_ref())) {
            self.0 = Some(crate::number::number(left + right));
            return;
        }
        let written = filters::print(self.0.as_ref()) + &filters::print(value.as_ref());
        self.0 = Some(Value::from(written));
    }
}

/// How a block ended: at its end, or at a tag that leaves the loop or its round.
#[derive(PartialEq)]
enum Flow {
    On,
    Break,
    Continue,
}

fn write(nodes: &[Node], scope: &mut Scope<'_>, out: &mut Written) -> Result<Flow, String> {
    for node in nodes {
        let mut flow = Flow::On;
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
                        flow = write(body, scope, out)?;
                        break;
                    }
                }
            }
            Node::For(name, list, body, empty) => {
                let items = list.items(scope);
                if items.is_empty() {
                    flow = write(empty, scope, out)?;
                }
                repeat(name, items, body, scope, out)?;
            }
            Node::Case(subject, branches) => {
                let subject = subject.value(scope)?;
                for (values, body) in branches {
                    let fits = |value: &expression::Expression| {
                        value.value(scope).is_ok_and(|value| value == subject)
                    };
                    if values.as_ref().is_none_or(|values| values.iter().any(fits)) {
                        flow = write(body, scope, out)?;
                        break;
                    }
                }
            }
            Node::Capture(name, body) => {
                let mut inner = Written::default();
                write(body, scope, &mut inner)?;
                scope.assign(name, Some(Value::from(filters::print(inner.0.as_ref()))));
            }
            Node::Break => flow = Flow::Break,
            Node::Continue => flow = Flow::Continue,
        }
        if flow != Flow::On {
            return Ok(flow);
        }
    }
    Ok(Flow::On)
}

fn repeat(
    name: &str,
    items: Vec<Value>,
    body: &[Node],
    scope: &mut Scope<'_>,
    out: &mut Written,
) -> Result<(), String> {
    let length = items.len();
    for (index, item) in items.into_iter().enumerate() {
        let place = json!({
            "index": index + 1, "index0": index, "first": index == 0, "last": index + 1 == length,
            "rindex": length - index, "rindex0": length - index - 1, "length": length,
        });
        let goes_on = scope.enter([(name, item), ("forloop", place)]);
        let flow = write(body, scope, out);
        scope.leave();
        if flow? == Flow::Break || !goes_on {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
