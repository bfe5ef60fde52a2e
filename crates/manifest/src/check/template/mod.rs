//! Liquid templates in values: what the Controller cannot evaluate, and what comes to something else than is asked for
//! (manifest rules 1.9).

mod converted;
mod fixes;
mod wording;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use super::context::Context;
use super::found::Unless;
use super::nearest::{listed, nearest};
use super::values;
use crate::fields::{Field, Source, Type};
use crate::kinds;
use crate::liquid::{FILTERS, Failure, Fault, Gap, Names, Note, Scope, Value, parse, run};
use crate::problem::Severity;
use crate::tree::Node;
use crate::wire::NAMED;
use crate::wire::liquid::literal;
pub(crate) use converted::{images_of, own_fields, own_name, text_of};
use wording::Asked;
pub(crate) use wording::NEEDED;

/// Texts beyond this are not looked into: what is read of them takes many times their size.
const LONGEST: usize = 1_000_000;

/// Whether the Controller puts anything else in the place of a text; what is wrapped in `{% raw %}` stays.
pub(crate) fn is_evaluated(text: &str) -> bool {
    literal(text).is_none()
}

/// Offers to keep the braces of a value as text.
pub(crate) fn keep_as_text(found: &mut super::found::Found, node: Node) {
    fixes::raw(found, node);
}

/// Judges the templates of one document.
pub(super) struct Judge<'a> {
    kind: &'a str,
    instead: &'static str,
    /// `self`
    own: Value,
    /// The variables that an application template declares; in other documents there are none.
    variables: Option<HashSet<&'a str>>,
    /// Names of which something has been said.
    said: RefCell<HashSet<String>>,
    /// How many values are evaluated, and the first of them; rather one of which nothing else is said.
    evaluated: Cell<usize>,
    first: Cell<Option<(Node<'a>, bool)>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(root: Node<'a>, text: &str) -> Judge<'a> {
        let kind = root.get("kind").and_then(Node::as_str).unwrap_or_default();
        let reading = kinds::spec(kind).and_then(|kind| kind.reading).unwrap_or(&NAMED);
        let variables = reading.made.map(|_| {
            let list = root.get("spec").and_then(|spec| spec.get("variables"));
            list.into_iter().flat_map(Node::items).filter_map(|item| item.get("key")?.as_str()).collect()
        });
        // Most documents never ask.
        let own =
            if text.contains("{{") || text.contains("{%") { (reading.own)(root) } else { Value::Unknown };
        Judge {
            kind,
            instead: reading.instead,
            own,
            variables,
            said: RefCell::default(),
            evaluated: Cell::new(0),
            first: Cell::new(None),
        }
    }

    /// Whether this is a document whose variables somebody else gives.
    pub(super) fn is_open(&self) -> bool {
        self.variables.is_some()
    }

    /// Judges one text that the Controller evaluates, or would but for its raw tags. `part_of` names the long JSON text that
    /// it is a piece of when it is evaluated, with its double quotes escaped.
    pub(super) fn check(&self, cx: &mut Context, node: Node<'a>, part_of: Option<&'static str>) {
        let Some(text) = node.scalar_text() else { return };
        let place = cx.asked.get(&node.local_range().start).copied();
        let asked = Asked { place: place.filter(|_| part_of.is_none()), part_of };
        let before = cx.found.len();
        if asked.is_secret() {
            return;
        }
        if let Some(plain) = literal(text) {
            return known_text(cx, asked, &plain, node);
        }
        if text.len() > LONGEST {
            return;
        }
        let sent = if part_of.is_some() { json_escaped(text) } else { text.to_owned() };
        let template = match parse(&sent) {
            Ok(template) => template,
            Err(Fault::TooDeep) => return,
            Err(_) if part_of.is_some() && parse(text).is_ok() => return quotes(cx, asked, node),
            Err(fault) => return self.fault(cx, asked, node, &fault),
        };
        let outcome = run(&template, &Scope { own: &self.own, open: self.is_open() });
        // What is missing in the end needs no word about the filters that it went through.
        let said = |note: &Note| matches!((note, &outcome.value), (Note::Filtered(gap), Ok(Value::Missing(end))) if gap == end);
        let notes: Vec<Note> = outcome.notes.iter().filter(|note| !said(note)).cloned().collect();
        self.notes(cx, asked, node, &notes);
        self.undeclared(cx, node, &outcome.names);
        match outcome.value {
            Err(failure) => self.failure(cx, asked, node, &failure),
            Ok(value) if part_of.is_some() => self.in_text(cx, asked, node, &value),
            Ok(value) => self.value(cx, asked, node, &value, outcome.notes.is_empty()),
        }
        self.evaluated.set(self.evaluated.get() + 1);
        let quiet = cx.found.len() == before;
        if self.first.get().is_none_or(|(_, clean)| quiet && !clean) {
            self.first.set(Some((node, quiet)));
        }
    }

    fn fault(&self, cx: &mut Context, asked: Asked, node: Node, fault: &Fault) {
        let (code, mut message) = wording::fault(fault);
        message.push_str(&asked.error_text());
        let message =
            format!("{message}.{}{}", wording::way_out(fault, asked.is_strict()), asked.raw_advice());
        let found = asked.report(cx, code, node, message);
        if matches!(fault, Fault::NotEnded { name } if name == "raw") {
            fixes::append(found, node, "Add {% endraw %}", "{% endraw %}");
        }
        if asked.is_free() {
            fixes::raw(found, node);
        }
    }

    fn failure(&self, cx: &mut Context, asked: Asked, node: Node, failure: &Failure) {
        let Failure(clause) = failure;
        let mut chars = clause.chars();
        let clause: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        let advice = if asked.source() == Some(Source::Agents) { " Name the agent." } else { "" };
        let message = format!("{clause}:{}.{advice}", asked.error_text());
        let found = asked.report(cx, "template-fails", node, message);
        if asked.is_free() {
            fixes::raw(found, node);
        }
    }

    fn notes(&self, cx: &mut Context, asked: Asked, node: Node, notes: &[Note]) {
        for note in notes {
            match note {
                Note::Printed(gap) => {
                    let effect = "the word \"undefined\" would stand in its place";
                    let severity = asked.severity();
                    self.missing(cx, asked, node, gap, severity, effect);
                }
                Note::Filtered(gap) => {
                    let severity = asked.severity();
                    self.missing(cx, asked, node, gap, severity, "the filter behind it would get nothing");
                }
                Note::Object => {
                    let message = "An object in a text is printed as [object Object]. Take one of its properties, as in \
                                   {{ value.name }}.";
                    asked.report(cx, "template-type", node, message.to_owned());
                }
                Note::Filter(name) => {
                    let near = nearest(name, FILTERS.iter().copied());
                    let meant = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
                    let message =
                        format!("Liquid knows no filter \"{name}\", and leaves the value as it is.{meant}");
                    let found = cx.warning("template-filter", node, message);
                    if let Some(near) = near {
                        fixes::change(found, node, name, near);
                    }
                }
                Note::Agent(name) => agent(cx, asked, node, name),
            }
        }
    }

    /// Variables of an application template that every application has to give, because no default is declared.
    fn undeclared(&self, cx: &mut Context, node: Node, names: &Names) {
        let Some(variables) = &self.variables else { return };
        for name in &names.used {
            if variables.contains(name.as_str()) || !self.said.borrow_mut().insert(name.clone()) {
                continue;
            }
            let dotted = variables.iter().find(|variable| {
                variable.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('.'))
            });
            if let Some(dotted) = dotted {
                let message = format!(
                    "Liquid reads \"{dotted}\" as a property of \"{name}\", so this variable is never found. Write \
                     {{{{ [\"{dotted}\"] }}}}, or choose a name without a dot."
                );
                cx.warning("template-undefined", node, message);
                continue;
            }
            let near = nearest(name, variables.iter().copied());
            let meant = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
            let has_to = if names.required.contains(name) { "has to" } else { "may" };
            let message = format!(
                "The template does not declare the variable \"{name}\": each application made from it {has_to} give it.{meant}"
            );
            let found = cx.info("template-undeclared", node, message);
            if let Some(near) = near {
                fixes::change(found, node, name, near);
            }
        }
    }

    /// What a text comes to that holds nothing else than one expression, or several texts.
    fn value(&self, cx: &mut Context, asked: Asked, node: Node, value: &Value, quiet: bool) {
        match value {
            Value::Missing(gap) => {
                let severity = if asked.is_needed() { Severity::Error } else { Severity::Warning };
                self.missing(cx, asked, node, gap, severity, asked.left_out());
            }
            Value::Text(Some(text)) if quiet && asked.takes_text() => known_text(cx, asked, text, node),
            value => {
                let Some(message) = asked.mismatch(value) else { return };
                let found = cx.error("template-type", node, message);
                fixes::of_type(found, node, asked, value);
            }
        }
    }

    /// The same inside of a long text.
    fn in_text(&self, cx: &mut Context, asked: Asked, node: Node, value: &Value) {
        match value {
            Value::Missing(gap) => {
                let effect = "the word \"undefined\" would stand in its place";
                self.missing(cx, asked, node, gap, Severity::Warning, effect);
            }
            Value::Object(_) => self.notes(cx, asked, node, &[Note::Object]),
            _ => {}
        }
    }

    fn missing(
        &self,
        cx: &mut Context,
        asked: Asked,
        node: Node,
        gap: &Gap,
        severity: Severity,
        effect: &str,
    ) {
        // In a template, what `self` lacks stays missing; variables are never known to be.
        let known = wording::way_in(&self.own, gap);
        let mut message = wording::missing(self.kind, self.is_open(), gap, effect);
        match &known {
            Some(path) => message.push_str(&format!(" Write {path}.")),
            None if gap.variable => message.push_str(self.instead),
            None => message.push_str(&wording::properties(&self.own, gap)),
        }
        if gap.variable {
            message.push_str(asked.raw_advice());
        }
        let found = match severity {
            Severity::Error => cx.error("template-undefined", node, message),
            _ => cx.warning("template-undefined", node, message),
        };
        if let Some(path) = known {
            fixes::change(found, node, &gap.path, &path);
        }
        if asked.is_free() {
            fixes::raw(found, node);
        }
    }

    /// Says once per document that braces mean something. Who writes an application template knows.
    pub(super) fn hint(&self, cx: &mut Context) {
        let Some((node, _)) = self.first.get().filter(|_| !self.is_open()) else { return };
        let message = "The Controller evaluates {{ }} and {% %} in the texts of a document as Liquid templates, and stores \
                       what they come to. Braces that are meant as text stand between {% raw %} and {% endraw %}.";
        let place = cx.asked.get(&node.local_range().start).copied();
        let found = cx.info("template-evaluated", node, message);
        if (Asked { place, part_of: None }).is_free() && self.evaluated.get() == 1 {
            fixes::raw(found, node);
        }
    }
}

/// A text that is known beforehand is judged like any other.
fn known_text(cx: &mut Context, asked: Asked, text: &str, node: Node) {
    let Some(Place { field, ty }) = asked.place else { return };
    match ty {
        Type::Text(rule) => values::text(cx, field, *rule, text, node),
        _ => {
            if let Some(message) = asked.mismatch(&Value::text(text)) {
                cx.error("template-type", node, message);
            }
        }
    }
}

fn quotes(cx: &mut Context, asked: Asked, node: Node) {
    let message = format!(
        "Double quotes and backslashes inside a template break it here:{}. Use single quotes.",
        asked.error_text()
    );
    cx.warning("template-quotes", node, message);
}

fn agent(cx: &mut Context, asked: Asked, node: Node, name: &str) {
    let Some(agents) = cx.world.agents.all() else { return };
    if cx.world.agent(name).is_some() {
        return;
    }
    let near = nearest(name, agents.iter().map(|agent| agent.name.as_str()));
    let there = listed(agents.iter().map(|agent| agent.name.as_str()), "none");
    let message =
        format!("There is no agent \"{name}\" on this Controller, so findAgent fails. There is: {there}.");
    let found = asked.report(cx, "unknown-agent", node, message);
    found.unless(Unless::Declared { kind: kinds::holding(Source::Agents).name, name: name.to_owned() });
    if let Some(near) = near {
        fixes::change(found, node, name, near);
    }
}

/// A text as it stands inside of the JSON text that is sent.
fn json_escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned()
}

/// What a field wants, where its value is a template.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) field: &'static Field,
    pub(crate) ty: &'static Type,
}
