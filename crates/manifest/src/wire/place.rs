//! From what the Controller says of a request back to the document that it was made of: a path in the API's names, or
//! words that quote a value.

use super::Json;
use super::row::Row;
use super::spec::Spec;
use crate::fields::Api;
use crate::path::{Path, Segment};

/// Where in a document something stands that the Controller does not accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blamed {
    /// The way to it.
    pub path: Path,
    /// What the item of a list is called, that it stands in: the name of a variable, the number of a port.
    pub item: Option<String>,
}

impl Spec {
    /// The place of what the Controller says of a request that this document makes. `member`: the microservice of an
    /// application that the request was about alone. `field`: the field that it names, as `env[1].key`,
    /// `microservices[0].ports[2]`, with or without `instance.` before it, also as a list (`["env",1]`). `said`: its words,
    /// which may quote a value.
    pub fn blame(&self, member: Option<&str>, field: Option<&str>, said: &[&str]) -> Option<Blamed> {
        let about = member.and_then(|name| self.microservice(name)).unwrap_or(self);
        let named = field
            .and_then(segments)
            .and_then(|segments| about.path_of(&segments).or_else(|| about.lacking(&segments)));
        let path = named.or_else(|| said.iter().find_map(|said| about.quoted(said)))?;
        let item = self.item(&path);
        Some(Blamed { path, item })
    }

    /// The value that the words quote.
    fn quoted(&self, said: &str) -> Option<Path> {
        let own =
            HINTS.iter().filter(|hint| said.contains(hint.says)).find_map(|hint| self.hinted(hint, said));
        own.or_else(|| {
            let members = self.microservices.iter().flatten();
            members.into_iter().find_map(|member| member.quoted(said))
        })
    }

    fn path_of(&self, segments: &[Segment]) -> Option<Path> {
        let (first, rest) = segments.split_first()?;
        let Segment::Key(key) = first else { return None };
        match (key.as_str(), rest.first()) {
            ("microservices", Some(Segment::Index(index))) => {
                let member = self.microservices.as_deref().unwrap_or_default().get(*index)?;
                let rest = rest.get(1..).unwrap_or_default();
                if rest.is_empty() { member.base() } else { member.path_of(rest).or_else(|| member.base()) }
            }
            ("application", _) if self.template.is_some() => {
                self.template.as_ref()?.path_of(rest).or_else(|| parse("spec.application"))
            }
            ("microservices" | "application" | "template", _) => Some(extended(self.below(key)?, rest)),
            ("name", _) if self.is_member() => self.below("name"),
            ("name", _) => parse("metadata.name"),
            ("iofogUuid" | "agentName", _) => self.field_path("agent.name"),
            ("images", index) => self.image(index),
            // The role reference is all that a manifest says of it.
            ("serviceAccount", Some(Segment::Key(_))) => {
                Some(extended(self.field_path("serviceAccount.roleRef")?, rest.get(1..)?))
            }
            _ => {
                let called = |row: &&Row| [row.request(), row.answer()].contains(&Some(key.as_str()));
                Some(extended(self.field_path(&self.rows().iter().find(called)?.path)?, rest))
            }
        }
    }

    /// A key that is missing comes without its way: the first item that lacks it.
    fn lacking(&self, segments: &[Segment]) -> Option<Path> {
        let [Segment::Key(key)] = segments else { return None };
        let own = self.fields().find_map(|(row, value)| {
            let (Some(inside), Json::Array(items)) = (row.field.ty.items(), value) else { return None };
            inside.sent().find(|field| field.key == key)?;
            let index = items.iter().position(|item| item.get(key).is_none())?;
            Some(self.field_path(&row.path)?.index(index))
        });
        own.or_else(|| {
            let made = self.microservices.iter().flatten();
            made.into_iter().find_map(|member| member.lacking(segments))
        })
    }

    fn hinted(&self, hint: &Hint, said: &str) -> Option<Path> {
        if hint.yaml == NAME {
            return if self.is_member() { self.below("name") } else { parse(NAME) };
        }
        let row = self.row(hint.yaml)?;
        let value = self.get(&row.path)?;
        let path = self.field_path(&row.path)?;
        let (Some(_), Json::Array(items)) = (row.field.ty.items(), value) else {
            return Some(path);
        };
        let place = |quotes: fn(&str, &str) -> bool| {
            items.iter().enumerate().find_map(|(index, item)| {
                let text = |part: &str| item.get(part).map(plain).filter(|text| !text.is_empty());
                let part =
                    hint.parts.iter().find(|part| text(part).is_some_and(|text| quotes(said, &text)))?;
                Some(path.index(index).key(*part))
            })
        };
        // Of several references to one object the one whose key is quoted, too.
        place(quotes_all).or_else(|| place(quotes_some))
    }

    /// `images` of a body is a list of those that are given, by architecture.
    fn image(&self, index: Option<&Segment>) -> Option<Path> {
        let all = self.rows().iter().filter(|row| matches!(row.field.api, Api::Image(_)));
        let given: Vec<&Row> = all.filter(|row| self.text(&row.path).is_some()).collect();
        let row = match index {
            Some(Segment::Index(index)) => given.get(*index),
            _ => None,
        };
        match row.or(given.first()) {
            Some(row) => self.field_path(&row.path),
            None if self.row("images.x86").is_some() => self.below("images"),
            None => self.base(),
        }
    }

    /// What tells the item apart that a path leads into.
    fn item(&self, path: &Path) -> Option<String> {
        let made = self.template.iter().flat_map(|made| made.microservices.iter().flatten());
        let members = self.microservices.iter().flatten().chain(made);
        let inside =
            members.into_iter().find(|member| member.base().is_some_and(|base| path.starts_with(&base)));
        if let Some(member) = inside {
            let inner = member.item(path).map_or(String::new(), |item| format!(", {item}"));
            return Some(format!("{}{inner}", member.name));
        }
        self.fields().find_map(|(row, value)| {
            let (Some(inside), Json::Array(items)) = (row.field.ty.items(), value) else { return None };
            let base = self.field_path(&row.path)?;
            let rest = path.0.strip_prefix(base.0.as_slice())?;
            let Some(Segment::Index(index)) = rest.first() else { return None };
            let name = items.get(*index)?.get(inside.identity()?.key).map(plain)?;
            Some(name).filter(|name| !name.is_empty())
        })
    }

    /// A microservice in the list of an application, which has its name beside its fields.
    fn is_member(&self) -> bool {
        self.layout.base.ends_with(']')
    }

    fn base(&self) -> Option<Path> {
        parse(&self.layout.base)
    }

    fn below(&self, key: &str) -> Option<Path> {
        Some(self.base()?.key(key))
    }

    fn field_path(&self, yaml: &str) -> Option<Path> {
        parse(&self.path(yaml))
    }
}

const NAME: &str = "metadata.name";

/// Words of the Controller that quote a value of this field (manifest rules 3.3, 3.4).
struct Hint {
    says: &'static str,
    yaml: &'static str,
    /// Of the items of a list: which of their keys may hold the value.
    parts: &'static [&'static str],
}

const fn hint(says: &'static str, yaml: &'static str, parts: &'static [&'static str]) -> Hint {
    Hint { says, yaml, parts }
}

const ENV: &[&str] = &["valueFromSecret", "valueFromConfigMap", "key"];
const VOLUME: &[&str] = &["hostDestination"];

/// The first that leads somewhere counts.
const HINTS: &[Hint] = &[
    hint("Port '", "container.ports", &["external"]),
    hint("in volume mount", "container.volumes", VOLUME),
    hint("Volume mount", "container.volumes", VOLUME),
    hint("hostDestination", "container.volumes", VOLUME),
    hint("Secret", "container.env", ENV),
    hint("ConfigMap", "container.env", ENV),
    hint("nvironment variable", "container.env", &["key"]),
    hint("host template", "container.extraHosts", &["address", "name"]),
    hint("Extra Host", "container.extraHosts", &["name"]),
    hint("registry", "images.registry", &[]),
    hint("registry", "registry", &[]),
    hint("atalog item", "images.catalogId", &[]),
    hint("valid image", "images.x86", &[]),
    hint("valid image", "images.arm", &[]),
    hint("ioFog UUID", "agent.name", &[]),
    hint("schedule", "schedule", &[]),
    hint("role", "serviceAccount.roleRef", &[]),
    hint("NATS", "natsConfig", &[]),
    hint("natsAccess", "natsConfig", &[]),
    hint("Application Template", "template.name", &[]),
    hint("Duplicate name", NAME, &[]),
];

fn parse(text: &str) -> Option<Path> {
    text.parse().ok()
}

fn extended(mut path: Path, rest: &[Segment]) -> Path {
    path.0.extend(rest.iter().cloned());
    path
}

fn segments(api: &str) -> Option<Vec<Segment>> {
    if let Some(Json::Array(items)) = api.starts_with("[\"").then(|| Json::parse(api)).flatten() {
        let segment = |item: &Json| match item {
            Json::String(key) => Some(Segment::Key(key.clone())),
            other => other.as_i64().and_then(|index| usize::try_from(index).ok()).map(Segment::Index),
        };
        return items.iter().map(segment).collect();
    }
    let path = api.strip_prefix("instance").unwrap_or(api).trim_start_matches('.');
    Some(parse(path)?.0).filter(|segments| !segments.is_empty())
}

/// Words and quoted texts, without what closes a sentence.
fn words(said: &str) -> impl Iterator<Item = &str> {
    let edge = |char: char| matches!(char, '\'' | '"' | '`' | '.' | ',' | ';' | ':' | '(' | ')');
    said.split_whitespace().map(move |word| word.trim_matches(edge)).filter(|word| !word.is_empty())
}

fn quotes_all(said: &str, text: &str) -> bool {
    text.split('/').all(|part| words(said).any(|word| word == part))
}

/// A reference starts with the name of what it refers to; a host template holds what the Controller quotes.
fn quotes_some(said: &str, text: &str) -> bool {
    let inside = text.strip_prefix("${").and_then(|inner| inner.strip_suffix('}'));
    let parts = inside.into_iter().flat_map(|inner| inner.split('.')).chain(inside);
    let name = text.split_once('/').map(|(name, _)| name);
    let mut texts = parts.chain(name);
    texts.any(|part| words(said).any(|word| word == part))
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) | Json::Number(text) => text.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
