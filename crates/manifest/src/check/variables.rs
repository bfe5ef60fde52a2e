//! The variables that an application gives to its template, held against those that the template has (manifest rules 2.4,
//! 3.4). The template may be one of the Controller's, or a document of the same file.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use serde_json::Value;

use super::found::{Found, quoted};
use super::nearest::nearest;
use super::template::NEEDED;
use crate::liquid;
use crate::lists::ApplicationTemplate;
use crate::position::Edit;
use crate::problem::Severity;

/// An application that is made from a template.
#[derive(Clone, Debug)]
pub(crate) struct TemplateUse {
    /// The template's name.
    pub(crate) name: String,
    /// The mapping that names it.
    pub(crate) range: Range<usize>,
    pub(crate) given: Vec<Given>,
    /// Whether all that is given could be read.
    pub(crate) complete: bool,
}

/// A variable that an application gives.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) key: String,
    pub(crate) range: Range<usize>,
    /// A whole number that is written as text, and where.
    pub(crate) number_as_text: Option<(i64, Range<usize>)>,
    /// Whether what stands here may be changed: an alias stands for more than this place.
    pub(crate) own: bool,
}

/// A template that a document makes.
#[derive(Clone, Debug)]
pub(crate) struct MadeTemplate {
    pub(crate) template: ApplicationTemplate,
}

/// Problems of one application's variables beyond which naming each helps nobody.
const MOST_PROBLEMS: usize = 100;

impl TemplateUse {
    /// What is wrong with the variables for this template.
    pub(crate) fn problems(&self, known: &ApplicationTemplate) -> Vec<Found> {
        let mut out = Vec::new();
        let usage = Usage::of(known);
        let variables: HashMap<&str, &Value> =
            known.variables.iter().map(|variable| (variable.key.as_str(), &variable.default_value)).collect();
        for given in &self.given {
            if out.len() == MOST_PROBLEMS {
                break;
            }
            match variables.get(given.key.as_str()) {
                Some(default) if default.is_number() => out.extend(number_in_quotes(given)),
                Some(_) => {}
                None if usage.as_ref().is_some_and(|usage| usage.used.contains(&given.key)) => {}
                None => out.push(unknown(given, known, usage.as_ref())),
            }
        }
        out.extend(self.missing(known, usage.as_ref()));
        out
    }

    /// Variables that the template uses, and that neither it nor the application gives a value.
    fn missing(&self, known: &ApplicationTemplate, usage: Option<&Usage>) -> Option<Found> {
        let declared: HashSet<&str> = known.variables.iter().map(|variable| variable.key.as_str()).collect();
        let without_default = known.variables.iter().filter(|variable| variable.default_value.is_null());
        let declared_only = without_default.map(|variable| variable.key.as_str());
        let declared_only = declared_only.filter(|key| usage.is_none_or(|usage| usage.used.contains(*key)));
        let undeclared = usage.iter().flat_map(|usage| &usage.required).map(String::as_str);
        let undeclared = undeclared.filter(|key| !declared.contains(key));
        let given: HashSet<&str> = self.given.iter().map(|given| given.key.as_str()).collect();
        let missing: Vec<&str> = declared_only.chain(undeclared).filter(|key| !given.contains(key)).collect();
        if missing.is_empty() || !self.complete {
            return None;
        }
        let message = format!(
            "The template needs a value for {}; without one the field that uses it is refused.",
            missing.join(", ")
        );
        let certain = usage.is_some_and(|usage| missing.iter().any(|key| usage.needed.contains(*key)));
        let severity = if certain { Severity::Error } else { Severity::Warning };
        Some(Found::new(severity, "variable-missing", self.range.clone(), message))
    }
}

/// The variables in the texts of a template's application.
#[derive(Debug, Default)]
struct Usage {
    used: BTreeSet<String>,
    /// Those without which a text comes to something else than is meant.
    required: BTreeSet<String>,
    /// Those whose fields are refused without a value.
    needed: HashSet<String>,
}

impl Usage {
    /// None where nobody knows what the template makes.
    fn of(template: &ApplicationTemplate) -> Option<Usage> {
        let mut usage = Usage::default();
        usage.collect(template.application.as_object().map(|_| &template.application)?, "");
        Some(usage)
    }

    fn collect(&mut self, value: &Value, key: &str) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, "")),
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                // What a program is configured with may be anything.
                let key = if matches!(key.as_str(), "config" | "annotations") { "" } else { key };
                self.collect(value, key);
            }),
            Value::String(text) if text.contains("{{") || text.contains("{%") => self.text(text, key),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, key: &str) {
        let Ok(template) = liquid::parse(text) else { return };
        if NEEDED.contains(&key) {
            self.needed.extend(template.only_variable().map(str::to_owned));
        }
        let scope = liquid::Scope { own: &liquid::Value::Unknown, open: true };
        let names = liquid::run(&template, &scope).names;
        self.used.extend(names.used);
        self.required.extend(names.required);
    }
}

fn unknown(given: &Given, known: &ApplicationTemplate, usage: Option<&Usage>) -> Found {
    let declared = known.variables.iter().map(|variable| variable.key.as_str());
    let used = usage.into_iter().flat_map(|usage| &usage.used).map(String::as_str);
    let near = nearest(&given.key, declared.chain(used));
    let (severity, message) = if usage.is_some() || near.is_some() {
        let message = format!("The template \"{}\" has no variable \"{}\".", known.name, given.key);
        (Severity::Warning, message)
    } else {
        let message = format!(
            "The template \"{}\" does not declare \"{}\": it has an effect only if the template uses it.",
            known.name, given.key
        );
        (Severity::Info, message)
    };
    let mut found = Found::new(severity, "unknown-variable", given.range.clone(), message);
    if let Some(near) = near.filter(|_| given.own) {
        let text = if crate::scalar::ambiguous_as_string(near) { quoted(near) } else { near.to_owned() };
        found.fix(format!("Change to {near}"), vec![Edit::replace(given.range.clone(), text)]);
    }
    found
}

/// Text stays text in a template, and is refused where it asks for a number (manifest rules 1.9).
fn number_in_quotes(given: &Given) -> Option<Found> {
    let (number, range) = given.number_as_text.clone()?;
    let message = format!(
        "The template wants a number for {}; a number in quotes stays text and is refused there.",
        given.key
    );
    let mut found = Found::new(Severity::Warning, "variable-type", range.clone(), message);
    if given.own {
        found.fix("Take the quotes away", vec![Edit::replace(range, number.to_string())]);
    }
    Some(found)
}
