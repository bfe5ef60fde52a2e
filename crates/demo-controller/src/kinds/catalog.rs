//! Catalog items (Controller contract 7).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::public::keep;
use super::registries;
use crate::api::{Call, Fields as _, Refusal, Reply, Route, delete, expects, get, patch, post};
use crate::state::{Api, State};

const CHANGE: u8 = expects::BOTH | expects::DUPLICATE;

pub(crate) const ROUTES: &[Route] = &[
    get("/catalog/microservices", list).of("catalog"),
    get("/catalog/microservices/:id", show).of("catalog"),
    post("/catalog/microservices", create)
        .of("catalog")
        .expects(expects::VALIDATION | expects::DUPLICATE)
        .templated(),
    patch("/catalog/microservices/:id", update).of("catalog").expects(CHANGE).templated(),
    delete("/catalog/microservices/:id", remove).of("catalog").expects(expects::NOT_FOUND),
];

/// Kind and format of the messages that an item reads or writes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageType {
    info_type: Option<String>,
    info_format: Option<String>,
}

/// An image for one agent type.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Image {
    pub(crate) container_image: Option<String>,
    pub(crate) fog_type_id: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CatalogItem {
    disk_required: i64,
    ram_required: i64,
    pub(crate) id: i64,
    pub(crate) name: String,
    description: String,
    category: Option<String>,
    config_example: Option<String>,
    publisher: Option<String>,
    picture: String,
    is_public: bool,
    pub(crate) registry_id: Option<i64>,
    pub(crate) images: Vec<Image>,
    input_type: Option<MessageType>,
    output_type: Option<MessageType>,
}

impl CatalogItem {
    pub(crate) fn is_system(&self) -> bool {
        self.category.as_deref() == Some("SYSTEM")
    }

    /// The image for an agent type; an empty one counts as none.
    pub(crate) fn image(&self, fog_type: i64) -> Option<&str> {
        let image = self.images.iter().find(|image| image.fog_type_id == fog_type)?;
        image.container_image.as_deref().filter(|image| !image.is_empty())
    }

    fn set_images(&mut self, given: &[Value]) {
        for image in given {
            let place =
                self.images.iter_mut().find(|known| Some(known.fog_type_id) == image.int("fogTypeId"));
            if let Some(place) = place {
                place.container_image = image.text("containerImage");
            }
        }
    }
}

/// Name, image, description and visibility of the items that come with the Controller.
const SEEDS: [(&str, &str, &str, bool); 5] = [
    ("Router", "router", "The built-in router for Datasance PoT.", false),
    ("RESTBlue", "restblue", "REST API for Bluetooth Low Energy layer.", true),
    ("HAL", "hal", "REST API for Hardware Abstraction layer.", true),
    ("Debug", "node-debugger", "The built-in debugger for Datasance PoT IoFog Agent.", false),
    ("NATs", "nats", "NATs server microservice for Datasance PoT", true),
];

pub(crate) fn seeds(state: &mut State) {
    for (name, image, description, is_public) in SEEDS {
        let image = format!("ghcr.io/datasance/{image}:latest");
        let mut item = blank(state.next_id("catalog"), name);
        item.description = description.into();
        item.category = Some("SYSTEM".into());
        item.publisher = Some("Datasance".into());
        item.picture = "none.png".into();
        item.is_public = is_public;
        item.registry_id = Some(1);
        item.config_example = None;
        item.input_type = None;
        item.output_type = None;
        item.images.iter_mut().for_each(|place| place.container_image = Some(image.clone()));
        state.catalog.push(item);
    }
}

/// The items that come with Controller 3.0, from number 4 on; those before are hidden. All but the second are called and
/// made here as the demo likes.
const OLDER: [(&str, &str, &str, &str); 11] = [
    ("Diagnostics", "0", "diagnostics", "Shows what an agent is doing."),
    ("Hello Web Demo", "4", "hello-web", "A simple web server to test Eclipse ioFog."),
    ("Open Weather Map Data", "5", "open-weather-map", "Reads the weather."),
    ("JSON REST API", "6", "json-rest-api", "Serves messages as JSON."),
    ("Temperature Sensor", "7", "temperature-sensor", "Makes temperatures up."),
    ("Temperature Conversion", "8", "temperature-conversion", "Turns one scale into another."),
    ("JSON Sub-Select", "9", "json-subselect", "Takes a part of a message."),
    ("Humidity Sensor", "10", "humidity-sensor", "Makes humidities up."),
    ("Seismic Sensor", "11", "seismic-sensor", "Makes quakes up."),
    ("Common Logging", "12", "common-logging", "Writes messages down."),
    ("JSON Generator", "13", "json-generator", "Makes messages up."),
];

/// The last number that Controller 3.0 gives to items of its own.
const LAST_OLDER: i64 = 17;

/// Puts the items of Controller 3.0 in the place of the newer one's; those of users come after.
pub(crate) fn older_seeds(state: &mut State) {
    state.catalog.retain(|item| !item.is_system());
    let moved = |id: i64| if id <= 5 { id } else { id - 5 + LAST_OLDER };
    state.catalog.iter_mut().for_each(|item| item.id = moved(item.id));
    for microservice in &mut state.microservices {
        microservice.catalog_item_id = microservice.catalog_item_id.map(moved);
    }
    let last = state.counters.entry("catalog".into()).or_default();
    *last = moved((*last).max(5)).max(LAST_OLDER);
    let older = (4..).zip(OLDER).map(|(id, (name, picture, image, description))| {
        let image = |end: &str, fog_type_id| Image {
            container_image: Some(format!("iofog/{image}{end}")),
            fog_type_id,
        };
        CatalogItem {
            description: description.into(),
            category: Some("UTILITIES".into()),
            config_example: None,
            publisher: Some("Eclipse ioFog".into()),
            picture: format!("images/build/{picture}.png"),
            is_public: true,
            registry_id: Some(1),
            images: vec![image("", 1), image("-arm", 2)],
            input_type: None,
            output_type: None,
            ..blank(id, name)
        }
    });
    state.catalog = older.chain(std::mem::take(&mut state.catalog)).collect();
}

/// Of what Controller 3.0 brings, nothing can be changed.
fn refuse_older(call: &Call<'_>) -> Result<(), Refusal> {
    let id = call.param(0);
    let is_older = call.state.api == Api::V30 && id.parse().is_ok_and(|id: i64| id <= LAST_OLDER);
    if is_older { Err(missing(id)) } else { Ok(()) }
}

fn blank(id: i64, name: &str) -> CatalogItem {
    let none = |fog_type_id| Image { container_image: None, fog_type_id };
    CatalogItem {
        disk_required: 0,
        ram_required: 0,
        id,
        name: name.into(),
        description: String::new(),
        category: None,
        config_example: Some("{}".into()),
        publisher: None,
        picture: "images/shared/default.png".into(),
        is_public: false,
        registry_id: None,
        images: vec![none(1), none(2)],
        input_type: Some(MessageType::default()),
        output_type: Some(MessageType::default()),
    }
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    // Controller 3.0 hides its system items.
    let hidden = |item: &&CatalogItem| call.state.api == Api::V37 || !item.is_system();
    let items = call.state.catalog.iter().filter(hidden).collect::<Vec<_>>();
    Reply::json(&json!({"catalogItems": items}))
}

fn missing(id: &str) -> Refusal {
    Refusal::not_found(format!("Invalid catalog item id '{id}'"))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.param(0);
    match call.state.catalog.iter().find(|item| item.id.to_string() == id) {
        Some(item) => Reply::json(item),
        None => Err(missing(id)),
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("catalogItemCreate")?;
    let name = call.body.text("name").unwrap_or_default();
    let registry = call.body.int("registryId").unwrap_or_default();
    if call.state.catalog.iter().any(|item| item.name == name) {
        return Err(Refusal::duplicate(&name));
    }
    refuse_publisher(&call.body)?;
    if registry == 0 {
        return Err(foreign_key());
    }
    if !call.state.has_registry(registry) {
        return Err(registries::missing(registry));
    }
    let mut item = blank(call.state.next_id("catalog"), &name);
    assign(&mut item, &call.body);
    if let Some(images) = call.body.list("images") {
        item.set_images(images);
    }
    assign_types(&mut item, &call.body);
    let id = item.id;
    call.state.catalog.push(item);
    Reply::json(&json!({"id": id}))
}

pub(super) fn foreign_key() -> Refusal {
    Refusal::unexpected(
        "SequelizeForeignKeyConstraintError",
        "SQLITE_CONSTRAINT: FOREIGN KEY constraint failed",
    )
}

fn refuse_publisher(body: &Value) -> Result<(), Refusal> {
    if body.text("publisher").as_deref() == Some("Eclipse ioFog") {
        return Err(Refusal::invalid("You are not allowed to add catalog item as 'Eclipse ioFog' publisher"));
    }
    Ok(())
}

/// Fields of the item's own row; without one of them an update never looks at the row.
const OWN: [&str; 10] = [
    "name",
    "description",
    "category",
    "configExample",
    "publisher",
    "diskRequired",
    "ramRequired",
    "picture",
    "isPublic",
    "registryId",
];

fn assign(item: &mut CatalogItem, body: &Value) {
    keep(&mut item.name, body.text("name"));
    keep(&mut item.description, body.text("description"));
    keep(&mut item.category, body.text("category").map(Some));
    keep(&mut item.config_example, body.text("configExample").map(Some));
    keep(&mut item.publisher, body.text("publisher").map(Some));
    keep(&mut item.disk_required, body.int("diskRequired"));
    keep(&mut item.ram_required, body.int("ramRequired"));
    keep(&mut item.picture, body.text("picture"));
    keep(&mut item.is_public, body.flag("isPublic"));
    keep(&mut item.registry_id, body.int("registryId").map(Some));
}

fn assign_types(item: &mut CatalogItem, body: &Value) {
    for (place, key) in [(&mut item.input_type, "inputType"), (&mut item.output_type, "outputType")] {
        if let Some(given) = body.get(key) {
            let place = place.get_or_insert_default();
            keep(&mut place.info_type, given.text("infoType").map(Some));
            keep(&mut place.info_format, given.text("infoFormat").map(Some));
        }
    }
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("catalogItemUpdate")?;
    refuse_older(call)?;
    let id = call.param(0).to_owned();
    let known = call.state.catalog.iter().position(|item| item.id.to_string() == id);
    if OWN.iter().any(|key| call.body.get(key).is_some()) {
        let registry = call.body.int("registryId").filter(|id| *id != 0);
        if let Some(registry) = registry.filter(|id| !call.state.has_registry(*id)) {
            return Err(registries::missing(registry));
        }
        let item = known.and_then(|index| call.state.catalog.get(index)).ok_or_else(|| missing(&id))?;
        check_change(call, item)?;
    }
    let images = call.body.list("images").cloned().unwrap_or_default();
    let typed = call.body.get("inputType").is_some() || call.body.get("outputType").is_some();
    let body = std::mem::take(&mut call.body);
    let Some(item) = known.and_then(|index| call.state.catalog.get_mut(index)) else {
        // Only rows of other tables would be written: they lack the row they belong to.
        return if images.is_empty() && !typed { Ok(Reply::Empty) } else { Err(foreign_key()) };
    };
    let (item_id, registry) = (item.id, body.int("registryId"));
    assign(item, &body);
    item.set_images(&images);
    assign_types(item, &body);
    let users = call.state.microservices.iter_mut().filter(|user| user.catalog_item_id == Some(item_id));
    for microservice in users {
        keep(&mut microservice.registry_id, registry.map(Some));
        if !images.is_empty() {
            microservice.restart(call.now);
        }
    }
    Ok(Reply::Empty)
}

fn check_change(call: &Call<'_>, item: &CatalogItem) -> Result<(), Refusal> {
    if item.is_system() {
        return Err(Refusal::invalid(format!("Catalog item id {} is system and can't be updated", item.id)));
    }
    if let Some(name) = call.body.text("name")
        && call.state.catalog.iter().any(|other| other.name == name && other.id != item.id)
    {
        return Err(Refusal::duplicate(&name));
    }
    if call.body.int("registryId") == Some(0) { Err(foreign_key()) } else { Ok(()) }
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    refuse_older(call)?;
    let id = call.param(0);
    let Some(item) = call.state.catalog.iter().find(|item| item.id.to_string() == id) else {
        return Err(missing(id));
    };
    if item.is_system() {
        return Err(Refusal::invalid(format!("Catalog item id {id} is system and can't be deleted")));
    }
    let id = item.id;
    if call.state.microservices.iter().any(|microservice| microservice.catalog_item_id == Some(id)) {
        let message = "Can't update catalog item images for item used for running microservices";
        return Err(Refusal::invalid(message));
    }
    call.state.catalog.retain(|item| item.id != id);
    Ok(Reply::Empty)
}
