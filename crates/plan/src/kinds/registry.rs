//! Registries: they have no name, only an id (manifest rules 4.1, 4.7).

use client::api::registries;
use client::{Client, Error, Request, Transport};
use manifest::describe::Options;
use manifest::kinds::registry;
use manifest::wire::{self, Json, Spec, live};
use model::{Kind, Microservice, World};
use serde_json::{Map, Value};

use super::{Planned, Row, Sending, Sent};
use crate::apply::compare::{self, Comparison, Uuids};
use crate::apply::look::{self, Before, Found, Made, Refusal};
use crate::choices::{Choices, MadeRegistry, RegistryChoice};
use crate::diff::{self, Mode};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Outcome, Planning, is_certain};
use crate::standing::{Asked, Standing};
use crate::step::{Change, Consequence, FieldChange, Note, RegistryTwin};
use crate::write::{Deed, Object, Patch, Write};

/// The row.
pub(crate) struct Registry;

impl Row for Registry {
    const HAS_NAME: bool = false;
    const ANSWERS_TRULY: bool = false;

    fn key(spec: &Spec) -> String {
        match (spec.id, spec.text("url")) {
            (Some(id), _) => format!("#{id}"),
            (None, Some(url)) => key_of(url, spec.text("username").unwrap_or_default()),
            (None, None) => String::new(),
        }
    }

    fn about(planner: &Planning<'_>, draft: &Draft<'_>, spec: &Spec) -> About {
        let keys = [Some(planner.registry_key(draft, spec)), planner.new_place(spec)];
        About::objects(Kind::Registry, keys.into_iter().flatten())
    }

    fn plan(planner: &Planning<'_>, spec: &Spec, id: &StepId) -> Result<Outcome, Blocked> {
        planner.registry(spec, id)
    }

    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing {
        let Asked { id, world, choices } = asked;
        let live = match spec.id {
            Some(id) => world.registry(id),
            None => {
                let made = made_for(id, spec, world, choices).map(|(registry, _)| registry);
                let twins = own_twins(spec, world);
                match choices.chosen(id, &twins) {
                    Some(RegistryChoice::Update(id)) => made.or_else(|| world.registry(id)),
                    Some(RegistryChoice::CreateAnother) => made,
                    None if made.is_none() && !twins.is_empty() => return Standing::Undecided,
                    None => made,
                }
            }
        };
        Standing::of(live, |live| registry::describe(live, &Options::of(&world.capabilities)))
    }

    fn place(_: &Object) -> Request {
        // Alone it would come with its password.
        registries::list().request
    }

    fn call(write: &Write, _: &Before) -> Result<Sending, Error> {
        let id = write.object.id;
        Ok(match &write.deed {
            Deed::Create(_) => Sending::Id(registries::create(write.sent())),
            Deed::Change(_) | Deed::Replace { .. } => Sending::Done(registries::update(id, write.sent())),
            Deed::Delete => Sending::Done(registries::delete(id)),
        })
    }

    async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
        if !write.creates() {
            return Ok(Before::Nothing);
        }
        let list = look::list(registries::list(), client).await.map_err(Refusal::Unread)?;
        Ok(Before::Numbers(list.iter().map(|registry| registry.id).collect()))
    }

    async fn moved<T: Transport>(change: &Planned<'_>, client: &Client<T>) -> Result<Vec<String>, Refusal> {
        let Planned { write, seen, .. } = change;
        let id = write.object.id;
        let list = look::list(registries::list(), client).await.map_err(Refusal::Unread)?;
        let states = (seen.registry(id), list.iter().find(|registry| registry.id == id));
        Ok(compare::moved(Kind::Registry, states, |row| is_asked(write.asked(), row)))
    }

    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
        let Sent { write, before, ours } = sent;
        let list = look::list(registries::list(), client).await?;
        match (write.creates(), before) {
            (true, Before::Numbers(known)) => {
                let new = list.iter().filter(|it| !known.contains(&it.id) && !ours.contains(&it.id));
                let equal = new.filter(|it| compared(write.asked(), it).lacking.is_empty());
                let mut ids = equal.map(|registry| registry.id);
                let Some(first) = ids.next() else { return Ok(Found::Absent) };
                Ok(Found::AsAsked { made: Some(Made::Id(first)), surplus: ids.collect() })
            }
            (true, _) => Ok(Found::Absent),
            (false, _) => {
                let live = list.iter().find(|registry| registry.id == write.object.id);
                Ok(live.map_or(Found::Absent, |live| look::changed(compared(write.asked(), live))))
            }
        }
    }
}

fn compared(body: &Map<String, Value>, live: &model::Registry) -> Comparison {
    let given = |row: &wire::Row| is_asked(body, row);
    compare::fields(
        live::asked(Kind::Registry, body, &Uuids),
        &live::read(Kind::Registry, live, &Uuids),
        given,
    )
}

/// Whether a request says something of a field that can be read back.
fn is_asked(body: &Map<String, Value>, row: &wire::Row) -> bool {
    row.path != "password" && compare::requests(body, row)
}

impl Planning<'_> {
    fn registry(&self, spec: &Spec, id: &StepId) -> Result<Outcome, Blocked> {
        if let Some(id) = spec.id {
            return self.registry_by_id(spec, id);
        }
        certain_address(spec)?;
        if let Some((registry, made)) = made_for(id, spec, self.world, self.choices) {
            return Ok(Outcome { not_by_potctl: true, ..self.changed_registry(spec, registry, Some(made)) });
        }
        let twins = own_twins(spec, self.world);
        if twins.is_empty() {
            // One of the Controller's own cannot be meant, but is worth a word.
            let mut outcome = self.new_registry(spec);
            let system = twins_of(spec, self.world, true);
            if !system.is_empty() {
                outcome.consequences.push(second(spec, &system));
            }
            return Ok(outcome);
        }
        let choice = self.choices.chosen(id, &twins);
        let outcome = match choice {
            Some(RegistryChoice::Update(id)) => {
                Outcome { not_by_potctl: true, ..self.registry_by_id(spec, id)? }
            }
            Some(RegistryChoice::CreateAnother) => {
                let mut outcome = self.new_registry(spec);
                outcome.consequences.push(second(spec, &twins));
                outcome
            }
            None => Outcome { undecided: Some(undecided(&twins)), ..Outcome::default() },
        };
        Ok(Outcome { twins, choice, ..outcome })
    }

    fn registry_by_id(&self, spec: &Spec, id: i64) -> Result<Outcome, Blocked> {
        if model::Registry::is_system_id(id) {
            return Blocked::because("Registries 1 and 2 belong to the Controller and cannot be changed.");
        }
        match self.world.registry(id) {
            Some(registry) => match self.world.why_fixed_registry(registry) {
                Some(why) => Blocked::because(why),
                None => Ok(self.changed_registry(spec, registry, None)),
            },
            None => Blocked::because(format!(
                "There is no registry {id} on this Controller. Without spec.id a new one is created."
            )),
        }
    }

    /// What two documents have in common when they are about one registry.
    fn registry_key(&self, draft: &Draft<'_>, spec: &Spec) -> String {
        if spec.id.is_some() {
            return draft.id.key().to_owned();
        }
        if let Some((registry, _)) = made_for(&draft.id, spec, self.world, self.choices) {
            return format!("#{}", registry.id);
        }
        match self.choices.chosen(&draft.id, &own_twins(spec, self.world)) {
            Some(RegistryChoice::Update(id)) => format!("#{id}"),
            Some(RegistryChoice::CreateAnother) | None => draft.id.key().to_owned(),
        }
    }

    /// The address that a document gives to a registry that has another one: who is looked for there is this one by then.
    fn new_place(&self, spec: &Spec) -> Option<String> {
        let (live, url) = (self.world.registry(spec.id?)?, spec.text("url").filter(|url| is_certain(url))?);
        let user = spec.text("username").unwrap_or(&live.username);
        (model::Registry::place_of(&live.url) != model::Registry::place_of(url)).then(|| key_of(url, user))
    }

    fn new_registry(&self, spec: &Spec) -> Outcome {
        let write = Write::create(Kind::Registry, Object::default(), registry::body(spec));
        Outcome { creates: true, writes: vec![write], ..Outcome::default() }
    }

    /// `made`: what is remembered of it, when it was made for this document.
    fn changed_registry(
        &self,
        spec: &Spec,
        registry: &model::Registry,
        made: Option<&MadeRegistry>,
    ) -> Outcome {
        let live = live::read(Kind::Registry, registry, &Uuids);
        let mut outcome = Outcome::default();
        outcome.stays(diff::kept(spec, &live, &["password"]));
        let mut patch: Map<String, Value> = Map::new();
        for difference in diff::differences(spec, &live, Mode::Update, &["password"]) {
            difference.send(&mut patch);
            outcome.changes.extend(difference.changes);
        }
        let sent = made.and_then(|made| made.password.as_ref());
        let password = spec.get("password").filter(|password| sent != Some(&password.to_value()));
        if let Some(password) = password {
            patch.insert("password".to_owned(), password.to_value());
            let note = if password.is_empty() { Note::Cleared } else { Note::SentAgain };
            outcome.changes.push(FieldChange { path: spec.path("password"), change: Change::Secret, note });
        }
        if patch.is_empty() {
            return outcome;
        }
        let users = self.world.users_of_registry(registry.id);
        let microservices: Vec<String> = users.map(Microservice::full_name).collect();
        if !microservices.is_empty() {
            outcome.consequences.push(Consequence::Rebuilds { because: Kind::Registry, microservices });
        }
        let object = Object::numbered(registry.id);
        outcome.writes.push(Write::change(Kind::Registry, object, Patch::of(spec, patch)));
        outcome
    }
}

/// What tells registries apart that are not called by their id.
fn key_of(url: &str, user: &str) -> String {
    format!("{} as {user}", model::Registry::place_of(url))
}

/// The registry that a run made for this document, if it is still there. Some Controllers give an id to another one after
/// a deletion, so it must be of the same address and user.
fn made_for<'a>(
    id: &StepId,
    spec: &Spec,
    world: &'a World,
    choices: &'a Choices,
) -> Option<(&'a model::Registry, &'a MadeRegistry)> {
    let made = choices.made(id)?;
    let registry = world.registry(made.id)?;
    let twin = own_twins(spec, world).into_iter().find(|twin| twin.id == made.id)?;
    let computed = spec.get("username").is_some_and(Json::has_template);
    (twin.same_username || computed).then_some((registry, made))
}

/// The registries of the same address that a document without an id may mean: not those of the Controller.
fn own_twins(spec: &Spec, world: &World) -> Vec<RegistryTwin> {
    twins_of(spec, world, false)
}

fn twins_of(spec: &Spec, world: &World, system: bool) -> Vec<RegistryTwin> {
    let place = model::Registry::place_of(spec.text("url").unwrap_or_default());
    let alike = world
        .registries
        .rows()
        .filter(|it| it.is_system() == system && model::Registry::place_of(&it.url) == place);
    alike.map(|it| twin(it, spec)).collect()
}

/// Without an id the address is all that tells registries apart.
fn certain_address(spec: &Spec) -> Result<(), Blocked> {
    if is_certain(spec.text("url").unwrap_or_default()) {
        return Ok(());
    }
    Blocked::because(
        "The address is a template, so nobody can tell whether there is such a registry already. Write the address itself, \
         or give spec.id.",
    )
}

fn twin(registry: &model::Registry, spec: &Spec) -> RegistryTwin {
    RegistryTwin {
        id: registry.id,
        url: registry.url.clone(),
        username: registry.username.clone(),
        same_username: spec.get("username").and_then(Json::as_str) == Some(registry.username.as_str()),
        is_system: registry.is_system(),
    }
}

fn second(spec: &Spec, twins: &[RegistryTwin]) -> Consequence {
    let url = spec.text("url").unwrap_or_default().to_owned();
    Consequence::SecondRegistry { url, twins: twins.to_vec() }
}

fn undecided(twins: &[RegistryTwin]) -> String {
    let twins: Vec<String> = twins.iter().map(ToString::to_string).collect();
    format!(
        "A registry has no name, and this address is that of {}. Choose whether it is meant, or give spec.id.",
        twins.join(" and ")
    )
}
