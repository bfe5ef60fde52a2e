//! What can be chosen for a field, or is offered while it is typed: words of its type, and what the Controller has.

use leptos::prelude::*;
use manifest::fields::{Field, Required, Source, Text, Type};
use manifest::{CAPABILITIES, Path};
use model::{Agent, Named};

use super::Drawn;
use super::keys::KnownKeys;
use super::shape::Particular;
use crate::live::{Live, LiveList};

/// What can be chosen for a field, where it is a choice: value and what is shown.
pub fn choices(
    live: Live,
    field: &Field,
    ty: &Type,
    mut particulars: impl Iterator<Item = &'static Particular>,
) -> Option<Vec<(String, String)>> {
    let own = particulars.find_map(|it| match it {
        Particular::Choice(choices) => Some(choices(live)),
        _ => None,
    });
    if own.is_some() {
        return own;
    }
    let there = field.source.and_then(|source| existing(live, source)).or_else(|| words(ty))?;
    let nothing = (String::new(), nothing(field, ty));
    Some(std::iter::once(nothing).chain(there).collect())
}

/// What is shown where nothing is chosen.
fn nothing(field: &Field, ty: &Type) -> String {
    let shown = match (field.source, ty) {
        (Some(Source::Agents), _) => "Choose an agent",
        (Some(Source::Applications), _) => "Choose an application",
        (Some(Source::CatalogItems), _) => "None: images of its own",
        (Some(Source::Registries), _) if field.required == Required::No => {
            "That of the catalog item, or else remote"
        }
        (Some(Source::Secrets), _) => "No secret",
        (Some(Source::ConfigMaps), _) => "No config map",
        (Some(Source::ApplicationTemplates), _) => "Choose a template",
        _ if field.required != Required::No => "Choose one",
        (_, Type::Boolean) if field.default == "true" => "Default: yes",
        (_, Type::Boolean) if field.default == "false" => "Default: no",
        _ if field.default.is_empty() => "Not set",
        _ => return format!("Default: {}", field.default),
    };
    shown.to_owned()
}

fn words(ty: &Type) -> Option<Vec<(String, String)>> {
    match ty {
        Type::Boolean => {
            Some([("true", "Yes"), ("false", "No")].map(|(value, shown)| (value.into(), shown.into())).into())
        }
        Type::Text(Text::OneOf(words) | Text::Usually(words)) => {
            Some(words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect())
        }
        _ => None,
    }
}

/// What there is of a list that a field has to name one of.
fn existing(live: Live, source: Source) -> Option<Vec<(String, String)>> {
    match source {
        Source::Agents => Some(live.agents.rows_untracked().iter().map(|agent| told(agent)).collect()),
        Source::Applications => Some(names(live.applications)),
        Source::ApplicationTemplates => Some(names(live.templates)),
        Source::Secrets => Some(names(live.secrets)),
        Source::ConfigMaps => Some(names(live.config_maps)),
        Source::Registries => Some(registries(live)),
        // Items are chosen by name; the manifest wants the number. The Controller's own must not be used.
        Source::CatalogItems => {
            let items = live.catalog.rows_untracked();
            let own = items.iter().filter(|item| !item.is_system());
            Some(own.map(|item| (item.id.to_string(), item.name.clone())).collect())
        }
        _ => None,
    }
}

fn names<T: Named + PartialEq + Send + Sync>(list: LiveList<T>) -> Vec<(String, String)> {
    list.rows_untracked().iter().map(|one| (one.name().to_owned(), one.name().to_owned())).collect()
}

/// An agent with what decides whether something is put there.
fn told(agent: &Agent) -> (String, String) {
    let architecture = match agent.fog_type_id {
        1 => "x86",
        2 => "ARM",
        _ => "architecture not known yet",
    };
    let state = if agent.is_away() {
        "not reporting".to_owned()
    } else {
        // Whole, because writing floats brings code that nothing else here needs.
        format!("online, CPU {} %", agent.cpu_usage.round() as i64)
    };
    (agent.name.clone(), format!("{} ({architecture}, {state})", agent.name))
}

/// A manifest holds a word or a number, a person picks by address.
fn registries(live: Live) -> Vec<(String, String)> {
    let choice = |id: i64, url: &str| match id {
        1 => ("remote".to_owned(), format!("{url} (remote)")),
        2 => ("local".to_owned(), format!("{url} (local)")),
        id => (id.to_string(), format!("{url} (id {id})")),
    };
    live.registries.rows_untracked().iter().map(|registry| choice(registry.id, &registry.url)).collect()
}

/// What may be meant by what is typed into a field at `path`.
pub fn offers(form: Drawn, live: Live, source: Source, path: &Path) -> Option<Signal<Vec<String>>> {
    let known = use_context::<KnownKeys>();
    let named = |names: fn(Live) -> Vec<String>| Some(Signal::derive(move || names(live)));
    match source {
        Source::SecretKeys => known.map(|known| known.secrets.into()),
        Source::ConfigMapKeys => known.map(|known| known.config_maps.into()),
        Source::Roles => named(|live| live.roles.rows().iter().map(|one| one.name.clone()).collect()),
        Source::NatsAccountRules => {
            named(|live| live.account_rules.rows().iter().map(|one| one.name.clone()).collect())
        }
        Source::NatsUserRules => {
            named(|live| live.user_rules.rows().iter().map(|one| one.name.clone()).collect())
        }
        Source::Capabilities => named(|_| CAPABILITIES.iter().map(|word| (*word).to_owned()).collect()),
        Source::VolumeMounts => {
            let ty = path.parent().map(|entry| entry.key("type")).unwrap_or_default();
            Some(Signal::derive(move || match &*form.draft.field(&ty) {
                "volumeMount" => live.volume_mounts.rows().iter().map(|one| one.name.clone()).collect(),
                _ => Vec::new(),
            }))
        }
        Source::TemplateVariables => Some(Signal::derive(move || variables(form, live))),
        _ => None,
    }
}

/// The variables of the template that an application is made from.
fn variables(form: Drawn, live: Live) -> Vec<String> {
    let name = form.draft.field(&Path::root().key("spec").key("template").key("name"));
    let templates = live.templates.rows();
    let template = templates.iter().find(|template| template.name == name);
    template.map_or(Vec::new(), |one| one.variables.iter().map(|variable| variable.key.clone()).collect())
}
