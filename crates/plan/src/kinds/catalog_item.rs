//! Catalog items: by id, else by their unique name (manifest rules 4.1, 4.7).

use client::api::catalog;
use client::{Client, Error, Request, Transport};
use manifest::describe::Options;
use manifest::fields::{Api, Restarts};
use manifest::kinds::catalog_item;
use manifest::wire::{self, Json, Spec, live};
use model::{Kind, Microservice};
use serde_json::{Map, Value, json};

use super::{Planned, Row, Sending, Sent};
use crate::apply::compare::{self, Comparison, Uuids};
use crate::apply::look::{self, Before, Found, Made, Refusal};
use crate::diff::{self, Mode, changed};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Claim, Outcome, Planning, is_certain};
use crate::standing::{Asked, Standing};
use crate::step::{Consequence, Note};
use crate::write::{Deed, Object, Patch, Write};

/// The row.
pub(crate) struct CatalogItem;

impl Row for CatalogItem {
    fn key(spec: &Spec) -> String {
        spec.id.map_or_else(|| spec.full_name(), |id| format!("#{id}"))
    }

    fn about(planner: &Planning<'_>, _: &Draft<'_>, spec: &Spec) -> About {
        let object = planner.item_id(spec).map(|id| format!("#{id}"));
        let mut about = About::objects(Kind::CatalogItem, object);
        about.claims.extend(is_certain(&spec.name).then(|| Claim::ItemName(spec.name.clone())));
        about
    }

    fn plan(planner: &Planning<'_>, spec: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        planner.catalog_item(spec)
    }

    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing {
        let mut items = asked.world.catalog_items.rows();
        let is_meant = |item: &&model::CatalogItem| match spec.id {
            Some(id) => item.id == id,
            None => item.name == spec.name,
        };
        Standing::of(items.find(is_meant), |live| {
            catalog_item::describe(live, &Options::of(&asked.world.capabilities))
        })
    }

    fn place(_: &Object) -> Request {
        catalog::list().request
    }

    fn call(write: &Write, _: &Before) -> Result<Sending, Error> {
        let id = write.object.id;
        Ok(match &write.deed {
            Deed::Create(_) => Sending::Id(catalog::create(write.sent())),
            Deed::Change(_) | Deed::Replace { .. } => Sending::Done(catalog::update(id, write.sent())),
            Deed::Delete => Sending::Done(catalog::delete(id)),
        })
    }

    async fn before<T: Transport>(write: &Write, client: &Client<T>) -> Result<Before, Refusal> {
        if !write.creates() {
            return Ok(Before::Nothing);
        }
        let name = &write.object.name;
        let list = look::list(catalog::list(), client).await.map_err(Refusal::Unread)?;
        look::absent(list.iter().any(|item| item.name == *name), write, &format!("The catalog item {name}"))
    }

    async fn moved<T: Transport>(change: &Planned<'_>, client: &Client<T>) -> Result<Vec<String>, Refusal> {
        let Planned { write, seen, .. } = change;
        let id = write.object.id;
        let list = look::list(catalog::list(), client).await.map_err(Refusal::Unread)?;
        let states = (seen.catalog_item(id), list.iter().find(|item| item.id == id));
        let mut moved = compare::moved(Kind::CatalogItem, states, |row| is_asked(write.asked(), row));
        if let (Some(then), Some(now)) = states
            && write.asked().contains_key("name")
            && then.name != now.name
        {
            moved.push("name".to_owned());
        }
        Ok(moved)
    }

    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
        let Sent { write, .. } = sent;
        if write.deed == Deed::Delete {
            let live = look::there(client.send(catalog::get(write.object.id)).await)?;
            return Ok(live.map_or(Found::Absent, |live| look::changed(compared(write.asked(), &live))));
        }
        let list = look::list(catalog::list(), client).await?;
        if !write.creates() {
            let live = list.iter().find(|item| item.id == write.object.id);
            return Ok(live.map_or(Found::Absent, |live| look::changed(compared(write.asked(), live))));
        }
        let live = list.iter().find(|item| item.name == write.object.name);
        let made =
            |live: &model::CatalogItem| look::created(compared(write.asked(), live), Some(Made::Id(live.id)));
        Ok(live.map_or(Found::Absent, made))
    }
}

/// Whether a request says something of a field. The Controller merges images, so only those that are named count.
fn is_asked(body: &Map<String, Value>, row: &wire::Row) -> bool {
    let images = body.get("images").and_then(Value::as_array);
    match row.field.api {
        Api::Image(kind) => images.into_iter().flatten().any(|image| image["fogTypeId"] == kind),
        _ => compare::requests(body, row),
    }
}

fn compared(body: &Map<String, Value>, live: &model::CatalogItem) -> Comparison {
    let given = |row: &wire::Row| is_asked(body, row);
    let asked = live::asked(Kind::CatalogItem, body, &Uuids);
    let mut found = compare::fields(asked, &live::read(Kind::CatalogItem, live, &Uuids), given);
    if let Some(wanted) = body.get("name") {
        found.note("name", *wanted == json!(live.name));
    }
    found
}

impl Planning<'_> {
    /// The catalog item that a document is about: by its id, else by its name, unless another document takes that name
    /// off the item.
    fn item_id(&self, spec: &Spec) -> Option<i64> {
        let by_name = || {
            let item = self.world.catalog_items.rows().find(|item| item.name == spec.name)?;
            self.renaming(item.id, &item.name).is_none().then_some(item.id)
        };
        spec.id.or_else(by_name)
    }

    /// The usable document that gives a catalog item another name.
    fn renaming(&self, id: i64, name: &str) -> Option<&Draft<'_>> {
        self.asks_all();
        let renames = |spec: &Spec| spec.id == Some(id) && spec.name != name && is_certain(&spec.name);
        self.drafts.iter().find(|draft| draft.spec_of(Kind::CatalogItem).is_some_and(renames))
    }

    fn catalog_item(&self, spec: &Spec) -> Result<Outcome, Blocked> {
        let items = &self.world.catalog_items;
        let id = self.item_id(spec);
        let item = items.iter().find(|item| Some(item.id) == id);
        if let (Some(id), None) = (id, item) {
            return Blocked::because(format!(
                "There is no catalog item {id} on this Controller. Without spec.id the name decides."
            ));
        }
        self.registry_exists(spec.get("registry"))?;
        let freed_by = self.free_name(spec, id)?;
        let outcome = match item {
            None => new_item(spec)?,
            Some(item) => match self.world.why_fixed_item(item) {
                Some(why) => return Blocked::because(why),
                None => Outcome { not_by_potctl: spec.id.is_none(), ..self.changed_item(spec, item) },
            },
        };
        Ok(Outcome { depends_on: freed_by.into_iter().collect(), ..outcome })
    }

    /// Names of catalog items are unique. One that another document gives up is free after that step.
    fn free_name(&self, spec: &Spec, own: Option<i64>) -> Result<Option<StepId>, Blocked> {
        let mut items = self.world.catalog_items.rows();
        let Some(holder) = items.find(|item| item.name == spec.name && Some(item.id) != own) else {
            return Ok(None);
        };
        match self.renaming(holder.id, &holder.name) {
            Some(draft) => Ok(Some(draft.id.clone())),
            None => Blocked::because(format!("Another catalog item is called {} already.", spec.name)),
        }
    }

    fn changed_item(&self, spec: &Spec, item: &model::CatalogItem) -> Outcome {
        let live = live::read(Kind::CatalogItem, item, &Uuids);
        let mut outcome = Outcome::default();
        let emptied = ["x86", "arm"].into_iter().filter(|path| spec.get(path).is_some_and(Json::is_empty));
        let stay = emptied.filter(|path| live.text(path).is_some()).map(|path| spec.path(path));
        outcome.stays(diff::kept(spec, &live, &[]).into_iter().chain(stay).collect());
        let mut patch = Map::new();
        let mut rebuilds = false;
        if spec.name != item.name {
            let (from, to) = (item.name.clone(), spec.name.clone());
            outcome.changes.push(changed(
                "metadata.name",
                Some(&Json::string(&from)),
                Some(&Json::string(&to)),
                Note::Plain,
            ));
            patch.insert("name".to_owned(), Value::String(to.clone()));
            outcome.consequences.push(Consequence::Renames { from, to });
        }
        for difference in diff::differences(spec, &live, Mode::Update, &["x86", "arm"]) {
            rebuilds |= difference.row.field.restarts != Restarts::No;
            difference.send(&mut patch);
            outcome.changes.extend(difference.changes);
        }
        let images = changed_images(spec, &live, &mut outcome);
        if !images.is_empty() {
            rebuilds = true;
            patch.insert("images".to_owned(), Value::Array(images));
        }
        if patch.is_empty() {
            return outcome;
        }
        let users = self.world.users_of_catalog_item(item.id);
        let microservices: Vec<String> = users.map(Microservice::full_name).collect();
        if rebuilds && !microservices.is_empty() {
            outcome.consequences.push(Consequence::Rebuilds { because: Kind::CatalogItem, microservices });
        }
        let object = Object::numbered(item.id);
        outcome.writes.push(Write::change(Kind::CatalogItem, object, Patch::of(spec, patch)));
        outcome
    }

    /// An id that no registry has is answered with 500; better said here.
    pub(super) fn registry_exists(&self, id: Option<&Json>) -> Result<(), Blocked> {
        match id.and_then(Json::as_i64).filter(|id| self.world.registry(*id).is_none()) {
            Some(id) => Blocked::because(format!("There is no registry {id} on this Controller.")),
            None => Ok(()),
        }
    }
}

fn new_item(spec: &Spec) -> Result<Outcome, Blocked> {
    let body = catalog_item::body(spec);
    if body.get("images").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        return Blocked::because("A catalog item needs an image: x86, arm or both.");
    }
    let mut outcome = Outcome { creates: true, ..Outcome::default() };
    outcome.writes.push(Write::create(Kind::CatalogItem, Object::named(&spec.name), body));
    Ok(outcome)
}

/// Images are added or replaced one by one; an absent or empty one stays, because none can be taken away.
fn changed_images(spec: &Spec, live: &Spec, outcome: &mut Outcome) -> Vec<Value> {
    let mut images = Vec::new();
    for (path, kind) in [("x86", 1), ("arm", 2)] {
        let Some(to) = spec.text(path).map(Json::string) else { continue };
        let from = live.text(path).map(Json::string);
        if to.has_template() || Some(to.evaluated()) != from {
            let note = if to.has_template() { Note::Computed } else { Note::Plain };
            outcome.changes.push(changed(&spec.path(path), from.as_ref(), Some(&to), note));
            images.push(json!({ "containerImage": to.to_value(), "fogTypeId": kind }));
        }
    }
    images
}
