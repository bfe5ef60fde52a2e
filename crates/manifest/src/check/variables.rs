//! The variables that an application gives to its template, held against those that the template has (manifest rules 2.4,
//! 3.4). The template may be one of the Controller's, or a document of the same file.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde_json::Value;

use super::found::{Found, quoted};
use super::nearest::nearest;
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
    /// Variables whose fields are refused without a value.
    pub(crate) needed: HashSet<String>,
}

/// Problems of one application's variables beyond which naming each helps nobody.
const MOST_PROBLEMS: usize = 100;

impl TemplateUse {
    /// What is wrong with the variables for this template. `needed` are those of which it is known that nothing works
    /// without them.
    pub(crate) fn problems(&self, known: &ApplicationTemplate, needed: &HashSet<String>) -> Vec<Found> {
        let mut out = Vec::new();
        let variables: HashMap<&str, &Value> =
            known.variables.iter().map(|variable| (variable.key.as_str(), &variable.default_value)).collect();
        for given in &self.given {
            if out.len() == MOST_PROBLEMS {
                break;
            }
            match variables.get(given.key.as_str()) {
                Some(default) if default.is_number() => out.extend(number_in_quotes(given)),
                Some(_) => {}
                None => out.push(unknown(given, known)),
            }
        }
        out.extend(self.missing(known, needed));
        out
    }

    fn missing(&self, known: &ApplicationTemplate, needed: &HashSet<String>) -> Option<Found> {
        let given: HashSet<&str> = self.given.iter().map(|given| given.key.as_str()).collect();
        let without_default = known.variables.iter().filter(|variable| variable.default_value.is_null());
        let missing: Vec<&str> = without_default
            .map(|variable| variable.key.as_str())
            .filter(|key| !given.contains(key))
            .collect();
        if missing.is_empty() || !self.complete {
            return None;
        }
        let message = format!(
            "The template needs a value for {}; without one the field that uses it is refused.",
            missing.join(", ")
        );
        let certain = missing.iter().any(|key| needed.contains(*key));
        let severity = if certain { Severity::Error } else { Severity::Warning };
        Some(Found::new(severity, "variable-missing", self.range.clone(), message))
    }
}

fn unknown(given: &Given, known: &ApplicationTemplate) -> Found {
    let message = format!("The template \"{}\" has no variable \"{}\".", known.name, given.key);
    let mut found = Found::new(Severity::Warning, "unknown-variable", given.range.clone(), message);
    let near = nearest(&given.key, known.variables.iter().map(|variable| variable.key.as_str()));
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
