//! What documents of the files that are deployed together mean for each other, and for what the Controller holds: names, ports, neighbours.

use std::collections::{HashMap, HashSet};

use model::World;

use super::facts::{ApplicationFacts, Facts};
use super::found::{Found, Unless};
use super::variables::MadeTemplate;
use crate::kinds::{self, KindSpec, Support};
use crate::problem::Severity;
use crate::tree::Document;

/// A document with what its own check found.
pub(crate) struct Part<'a> {
    /// Which of the files that are checked together.
    pub(crate) file: usize,
    pub(crate) document: &'a Document,
    pub(crate) facts: &'a Facts,
}

/// Added to a finding about something that a document makes which only other tools deploy.
const MADE_BY_OTHERS: &str = " A document here makes it, but this console does not deploy that kind.";

/// A document among the parts, and a byte of its text: its line is counted only where a message names it.
type Place = (usize, usize);

/// What the documents of a file say together.
pub(crate) struct Across<'a> {
    world: &'a World,
    parts: &'a [Part<'a>],
    /// Kind and name to the first document that declares it, and where in that.
    declared: HashMap<(&'static str, &'a str), Place>,
    /// Microservices of the file and their agents.
    placed: HashMap<&'a str, Option<&'a str>>,
    /// Application documents, with their place among the parts.
    applications: HashMap<&'a str, (usize, &'a ApplicationFacts)>,
    templates: HashMap<&'a str, &'a MadeTemplate>,
    /// Microservices in the lists of Application documents.
    listed: HashSet<&'a str>,
}

impl<'a> Across<'a> {
    pub(crate) fn new(world: &'a World, parts: &'a [Part<'a>]) -> Across<'a> {
        let mut across = Across {
            world,
            parts,
            declared: HashMap::with_capacity(parts.len()),
            placed: HashMap::with_capacity(parts.len()),
            applications: HashMap::new(),
            templates: HashMap::new(),
            listed: HashSet::new(),
        };
        for (place, part) in parts.iter().enumerate() {
            for declared in &part.facts.declares {
                if declared.listed {
                    across.listed.insert(&declared.name);
                }
                let first = (place, declared.range.start);
                across.declared.entry((declared.kind, &declared.name)).or_insert(first);
            }
            for placed in &part.facts.placed {
                across.placed.insert(&placed.name, placed.agent.as_deref());
            }
            if let Some(application) = &part.facts.application {
                across.applications.entry(&application.name).or_insert((place, application));
            }
            if let Some(made) = &part.facts.template {
                across.templates.entry(&made.template.name).or_insert(made);
            }
        }
        across
    }

    /// "line 3", for somebody who reads the document at `from`.
    fn line(&self, from: usize, (place, local): Place) -> String {
        let Some(part) = self.parts.get(place) else { return String::new() };
        let line = part.document.position_at(local).line;
        if self.same_file(from, place) {
            format!("line {line}")
        } else {
            format!("line {line} of another file")
        }
    }

    fn same_file(&self, one: usize, other: usize) -> bool {
        let file = |place: usize| self.parts.get(place).map(|part| part.file);
        file(one) == file(other)
    }

    /// A finding in the light of the whole file: gone, milder, or as it was; and what there is to add to it.
    pub(crate) fn judge(&self, found: &Found) -> Option<(Severity, String)> {
        let as_it_was = Some((found.severity, String::new()));
        match &found.unless {
            None => as_it_was,
            Some(Unless::GrantsNats { name, live }) => match self.applications.get(name.as_str()) {
                Some((_, application)) if application.nats_access == Some(true) => None,
                None if !live => None,
                _ => as_it_was,
            },
            Some(Unless::Declared { kind, name }) => {
                let is_declared = |kind| self.declared.contains_key(&(kind, name.as_str()));
                if !is_declared(kind) && !kinds::also_making(kind).iter().any(|kind| is_declared(kind)) {
                    return as_it_was;
                }
                // What this console does not deploy itself is still missing when it deploys the rest.
                if is_deployed(kind) { None } else { Some((Severity::Warning, MADE_BY_OTHERS.to_owned())) }
            }
            Some(Unless::HasKey { kind, name, key }) => {
                let Some((place, _)) = self.declared.get(&(*kind, name.as_str())) else { return as_it_was };
                let document = self.parts.get(*place).map(|part| part.document);
                let data = document.and_then(|document| document.root()?.get("data"));
                match data.filter(|data| data.is_mapping()) {
                    Some(data) if data.entry(key).is_none() => Some((
                        found.severity,
                        format!(" A document here makes it, but without the key \"{key}\"."),
                    )),
                    _ if is_deployed(kind) => None,
                    _ => Some((Severity::Warning, MADE_BY_OTHERS.to_owned())),
                }
            }
        }
    }

    /// Findings that need more than one document, with the place of their document in the parts.
    pub(crate) fn problems(&self) -> Vec<(usize, Found)> {
        let mut out = Vec::new();
        self.same_twice(&mut out);
        self.namespaces(&mut out);
        self.registries(&mut out);
        self.variables(&mut out);
        self.list_and_documents(&mut out);
        self.ports(&mut out);
        self.neighbours(&mut out);
        out
    }

    fn same_twice(&self, out: &mut Vec<(usize, Found)>) {
        for (place, part) in self.parts.iter().enumerate() {
            for declared in &part.facts.declares {
                let first = self.declared.get(&(declared.kind, declared.name.as_str()));
                let Some(first) = first.filter(|first| first.0 != place) else { continue };
                let line = self.line(place, *first);
                let here = if self.same_file(place, first.0) { "this file, " } else { "" };
                let message = format!(
                    "{} {} is already in {here}{line}. Deploying both, the last one would win. Remove one of them.",
                    declared.kind, declared.name
                );
                out.push((place, error("same-resource-twice", declared.range.clone(), message)));
            }
        }
    }

    /// potctl deploys a file into one namespace, and refuses a document of another one (manifest rules 1.2).
    fn namespaces(&self, out: &mut Vec<(usize, Found)>) {
        let mut first: Option<(&str, Place)> = None;
        for (place, part) in self.parts.iter().enumerate() {
            let Some((name, range)) = &part.facts.namespace else { continue };
            first = first.filter(|(_, first)| self.same_file(place, first.0));
            let (known, at) = *first.get_or_insert((name, (place, range.start)));
            if known != name {
                let line = self.line(place, at);
                let message = format!(
                    "The namespace is \"{name}\" here and \"{known}\" in {line}; potctl refuses a file for more than one.",
                );
                out.push((place, warning("two-namespaces", range.clone(), message)));
            }
        }
    }

    fn registries(&self, out: &mut Vec<(usize, Found)>) {
        let mut seen: HashMap<&str, Place> = HashMap::new();
        for (place, part) in self.parts.iter().enumerate() {
            let Some((what, range)) = &part.facts.new_registry else { continue };
            if let Some(first) = seen.get(what.as_str()) {
                let line = self.line(place, *first);
                let message = format!(
                    "The registry {what} is made in {line} already; this document makes a second one."
                );
                out.push((place, warning("registry-twin", range.clone(), message)));
            }
            seen.entry(what).or_insert((place, range.start));
        }
    }

    /// Applications from a template of this file; those from a template of the Controller are judged alone.
    fn variables(&self, out: &mut Vec<(usize, Found)>) {
        for (place, part) in self.parts.iter().enumerate() {
            let Some(used) = &part.facts.template_use else { continue };
            let Some(made) = self.templates.get(used.name.as_str()) else { continue };
            out.extend(used.problems(&made.template).into_iter().map(|found| (place, found)));
        }
    }

    /// An Application with a list, and documents of their own for the same application (manifest rules 1.8).
    fn list_and_documents(&self, out: &mut Vec<(usize, Found)>) {
        for (place, part) in self.parts.iter().enumerate() {
            for declared in &part.facts.declares {
                let in_list = self.listed.contains(declared.name.as_str());
                if in_list || !kinds::spec(declared.kind).is_some_and(KindSpec::is_member) {
                    continue;
                }
                let Some((application, name)) = declared.name.split_once('/') else { continue };
                let lists = self.applications.get(application).filter(|(_, facts)| facts.list.is_some());
                let Some((listing, _)) = lists else { continue };
                let (there, again) = if self.same_file(place, *listing) {
                    ("this file", "deploying the file again deletes")
                } else {
                    ("another file", "a command-line tool that deploys that file deletes")
                };
                let message = format!(
                    "The Application document of {application} in {there} lists its microservices, and {name} is not in that \
                     list: {again} {name} and creates it again. Move it into the list."
                );
                out.push((place, warning("deleted-by-list", declared.range.clone(), message)));
            }
        }
    }

    fn ports(&self, out: &mut Vec<(usize, Found)>) {
        let mut taken: HashMap<(&str, i64), (&str, Place)> =
            HashMap::with_capacity(self.parts.iter().map(|part| part.facts.ports.len()).sum());
        for (place, part) in self.parts.iter().enumerate() {
            for port in &part.facts.ports {
                let holder =
                    taken.get(&(port.agent.as_str(), port.port)).filter(|(owner, _)| *owner != port.owner);
                let message = if let Some((owner, first)) = holder {
                    let line = self.line(place, *first);
                    // One text that an alias or merge key gives to several microservices.
                    if *first == (place, port.range.start) {
                        format!(
                            "Port {} on {} is wanted by {owner} and, through an alias, by {}. Give each its own ports.",
                            port.port, port.agent, port.owner
                        )
                    } else {
                        format!(
                            "Port {} on {} is used by {owner}, {line}. Choose another port.",
                            port.port, port.agent
                        )
                    }
                } else if let Some(owner) = self.live_owner(port.agent.as_str(), port.port, &port.owner) {
                    format!("Port {} on {} is used by {owner}. Choose another port.", port.port, port.agent)
                } else {
                    let first = (place, port.range.start);
                    taken.entry((&port.agent, port.port)).or_insert((&port.owner, first));
                    continue;
                };
                out.push((place, error("port-taken", port.range.clone(), message)));
            }
        }
    }

    /// Who holds a port on the Controller and would still hold it after this file: not a microservice of the file.
    fn live_owner(&self, agent: &str, port: i64, asking: &str) -> Option<String> {
        let (owner, system) = self.world.port_owner(agent, port)?;
        if owner == asking || self.placed.contains_key(owner) {
            return None;
        }
        if system {
            let name = owner.rsplit('/').next().unwrap_or(owner);
            return Some(format!("the system's {name}"));
        }
        Some(owner.to_owned())
    }

    fn neighbours(&self, out: &mut Vec<(usize, Found)>) {
        for (place, part) in self.parts.iter().enumerate() {
            for neighbour in &part.facts.neighbours {
                let other = match self.placed.get(neighbour.name.as_str()) {
                    Some(agent) => *agent,
                    None => match self.live_agent(&neighbour.name) {
                        Some(agent) => agent,
                        None => {
                            if self.world.microservices.all().is_some() {
                                out.push((
                                    place,
                                    self.unknown_neighbour(&neighbour.name, neighbour.range.clone()),
                                ));
                            }
                            continue;
                        }
                    },
                };
                let (Some(own), Some(other)) = (neighbour.agent.as_deref(), other) else { continue };
                if own != other {
                    let message = format!(
                        "{} runs on {other}, not on {own}; an extra host can only lead to a microservice on the same agent.",
                        neighbour.name
                    );
                    out.push((place, error("host-on-other-agent", neighbour.range.clone(), message)));
                }
            }
        }
    }

    fn live_agent(&self, name: &str) -> Option<Option<&'a str>> {
        let microservice = self.world.microservice_called(name)?;
        Some(microservice.iofog_uuid.as_deref().and_then(|uuid| self.world.agent_name(uuid)))
    }

    fn unknown_neighbour(&self, name: &str, range: std::ops::Range<usize>) -> Found {
        let live = self.world.microservices.all().unwrap_or_default();
        let names: Vec<String> = live.iter().map(|one| one.full_name()).collect();
        let near = super::nearest::nearest(
            name,
            names.iter().map(String::as_str).chain(self.placed.keys().copied()),
        );
        let meant = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
        error(
            "unknown-microservice",
            range,
            format!(
                "There is no microservice {name}, neither on this Controller nor in these documents.{meant}"
            ),
        )
    }
}

fn is_deployed(kind: &str) -> bool {
    kinds::spec(kind).is_some_and(|kind| kind.support == Support::Deployed)
}

fn error(code: &'static str, range: std::ops::Range<usize>, message: String) -> Found {
    Found::new(Severity::Error, code, range, message)
}

fn warning(code: &'static str, range: std::ops::Range<usize>, message: String) -> Found {
    Found::new(Severity::Warning, code, range, message)
}
