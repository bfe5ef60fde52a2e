//! The variables that an application gives to its template, held against those that the template has (manifest rules 2.4,
//! 3.4). The template may be one of the Controller's, or a document of the same file.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use model::ApplicationTemplate;
use serde_json::Value;

use super::found::{Found, quoted};
use super::nearest::nearest;
use super::template::NEEDED;
use crate::liquid;
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
    /// What is given, where that is one plain value: as JSON, as it is written, and where.
    pub(crate) value: Option<(Value, String, Range<usize>)>,
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
            let default = variables.get(given.key.as_str());
            let wanted = match &usage {
                Some(usage) => usage.wanted(&given.key).map(|wanted| (wanted, Severity::Error)),
                // Who declares a number most likely puts it where one is asked.
                None => {
                    default.filter(|default| default.is_number()).map(|_| (Wanted::Number, Severity::Warning))
                }
            };
            out.extend(wanted.and_then(|(wanted, severity)| of_wrong_type(given, wanted, severity)));
            match default {
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

/// What a variable has to be, because it is the whole value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Text,
    Number,
    Switch,
    /// Different fields want different things.
    Anything,
}

impl Wanted {
    fn at(key: &str) -> Option<Wanted> {
        Some(match key {
            "internal" | "external" | "memoryLimit" | "schedule" | "logSize" | "interval" | "timeout"
            | "startPeriod" | "startInterval" | "retries" => Wanted::Number,
            "hostNetworkMode" | "isPrivileged" | "natsAccess" => Wanted::Switch,
            "x86" | "arm" | "protocol" | "type" | "runAsUser" | "cpuSetCpus" | "platform" | "runtime"
            | "natsRule" | "commands" | "cmd" | "capAdd" | "capDrop" | "cdiDevices" => Wanted::Text,
            _ if NEEDED.contains(&key) => Wanted::Text,
            _ => return None,
        })
    }

    /// What is wrong with a value, and what to write in its place where that is sure.
    pub(crate) fn complaint(self, value: &Value, written: &str) -> Option<(&'static str, Option<String>)> {
        match (self, value) {
            (Wanted::Number, Value::String(text)) => {
                let number = text.parse::<i64>().ok().map(|number| number.to_string());
                Some(("a number, and a text is refused there", number))
            }
            (Wanted::Number, Value::Bool(_)) => Some(("a number", None)),
            (Wanted::Switch, Value::String(text)) => {
                let word = matches!(text.as_str(), "true" | "false").then(|| text.clone());
                Some(("true or false, and a text is refused there", word))
            }
            (Wanted::Switch, Value::Number(_)) => Some(("true or false", None)),
            (Wanted::Text, Value::Number(_) | Value::Bool(_)) => {
                Some(("a text, and a value without quotes is refused there", Some(quoted(written))))
            }
            _ => None,
        }
    }
}

/// The variables in the texts of a template's application.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    wanted: HashMap<String, Wanted>,
    used: BTreeSet<String>,
    /// Those without which a text comes to something else than is meant.
    required: BTreeSet<String>,
    /// Those whose fields are refused without a value.
    needed: HashSet<String>,
}

impl Usage {
    /// What a variable has to be, if it is the whole value of a field anywhere.
    pub(crate) fn wanted(&self, variable: &str) -> Option<Wanted> {
        self.wanted.get(variable).copied()
    }

    /// None where nobody knows what the template makes.
    pub(crate) fn of(template: &ApplicationTemplate) -> Option<Usage> {
        let mut usage = Usage::default();
        usage.collect(template.application.as_object().map(|_| &template.application)?, "");
        Some(usage)
    }

    fn collect(&mut self, value: &Value, key: &str) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, key)),
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
        if let Some(variable) = template.only_variable() {
            if NEEDED.contains(&key) {
                self.needed.insert(variable.to_owned());
            }
            if let Some(wanted) = Wanted::at(key) {
                let known = self.wanted.entry(variable.to_owned()).or_insert(wanted);
                if *known != wanted {
                    *known = Wanted::Anything;
                }
            }
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

/// A value keeps its type on its way through a template, and is refused where another is asked (manifest rules 1.9).
fn of_wrong_type(given: &Given, wanted: Wanted, severity: Severity) -> Option<Found> {
    let (value, written, range) = given.value.as_ref()?;
    let (what, better) = wanted.complaint(value, written)?;
    let message = format!("The template wants a value for {} that is {what}.", given.key);
    let mut found = Found::new(severity, "variable-type", range.clone(), message);
    if let Some(better) = better.filter(|_| given.own) {
        let title = if better.starts_with(['"', '\'']) { "Put it in quotes" } else { "Take the quotes away" };
        found.fix(title, vec![Edit::replace(range.clone(), better)]);
    }
    Some(found)
}
