//! One object in the words of a document: what the Controller has, laid out as somebody wrote it, so that a comparison line
//! by line shows what differs and nothing else.

use serde_json::{Map, Value};

use crate::path::{Path, Segment};
use crate::position::apply;
use crate::read::Manifest;
use crate::tree::Document;
use crate::wire::{self, Spec};

/// The text of `document` as it would be if it said what `described` says: its order, its comments, and its own words for
/// whatever means the same. Where that cannot be, it is `described` as it stands.
pub fn written_like(described: &str, document: &Document) -> String {
    laid_out(described, document).unwrap_or_else(|| described.to_owned())
}

fn laid_out(described: &str, document: &Document) -> Option<String> {
    if !document.is_complete() {
        return None;
    }
    let live = Manifest::parse(described);
    let live = live.documents().iter().find(|one| !one.is_empty())?;
    let (written, mut said) = (document.root()?.to_json(), live.root()?.to_json());
    let ((mine, _), (theirs, _)) = (wire::read_of_any(document)?, wire::read_of_any(live)?);
    // The fields stand elsewhere in version 1.
    if mine.kind != theirs.kind || mine.layout.flat {
        return None;
    }
    frame(&mine, &theirs, &written, &mut said);
    fields(&mine, &theirs, &written, &mut said);
    members(&mine, &theirs, &written, &mut said);
    // Alone: what stands around it is somebody else's.
    let alone = Manifest::parse(document.text());
    let own = alone.documents().iter().find(|one| !one.is_empty())?;
    let edits = own.set(&Path::root(), &said).ok()?;
    Some(apply(alone.text(), &edits))
}

/// What says which object it is, and what the Controller has no place for.
fn frame(mine: &Spec, theirs: &Spec, written: &Value, said: &mut Value) {
    for place in ["apiVersion", "kind"] {
        as_written(place, written, said);
    }
    let notes = written.get("metadata").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    for key in notes.filter(|key| *key != "name") {
        as_written(&format!("metadata.{key}"), written, said);
    }
    // Some have no name, and are told apart by their number.
    let is_named_so = mine.name == theirs.name || mine.name.is_empty();
    if is_named_so && (mine.application == theirs.application || mine.application.is_none()) {
        for place in ["metadata.name", "spec.name", "spec.application"] {
            as_written(place, written, said);
        }
    }
    if mine.id.is_none() || mine.id == theirs.id {
        as_written("spec.id", written, said);
    }
    if mine.microservices.is_none() {
        as_written("spec.microservices", written, said);
    }
}

/// Fields that mean the same, whether they are written or left at their default.
fn fields(mine: &Spec, theirs: &Spec, written: &Value, said: &mut Value) {
    for row in mine.rows() {
        if mine.get_or_default(row) == theirs.get_or_default(row) {
            move_over(&mine.path(&row.path), &theirs.path(&row.path), written, said);
        }
    }
}

/// The microservices of an application, in the order of the document.
fn members(mine: &Spec, theirs: &Spec, written: &Value, said: &mut Value) {
    let (Some(own), Some(live)) = (&mine.microservices, &theirs.microservices) else { return };
    for member in own {
        if let Some(other) = live.iter().find(|other| other.name == member.name) {
            fields(member, other, written, said);
            move_over(&member.path("name"), &other.path("name"), written, said);
        }
    }
    let rank = |member: &Value| {
        let name = member.get("name").and_then(Value::as_str);
        own.iter().position(|own| Some(own.name.as_str()) == name).unwrap_or(own.len())
    };
    let list = said.pointer_mut("/spec/microservices").and_then(Value::as_array_mut);
    list.into_iter().for_each(|list| list.sort_by_key(rank));
}

fn as_written(place: &str, written: &Value, said: &mut Value) {
    move_over(place, place, written, said);
}

/// Puts what is written at a place of the one at a place of the other, also that nothing is.
fn move_over(from: &str, to: &str, written: &Value, said: &mut Value) {
    let (Ok(from), Ok(to)) = (from.parse::<Path>(), to.parse::<Path>()) else { return };
    let value = from.segments().iter().try_fold(written, below);
    put(said, to.segments(), value);
}

fn below<'v>(value: &'v Value, segment: &Segment) -> Option<&'v Value> {
    match segment {
        Segment::Key(key) => value.get(key),
        Segment::Index(index) => value.get(index),
    }
}

fn put(into: &mut Value, path: &[Segment], value: Option<&Value>) {
    match (path, value) {
        ([Segment::Key(key)], Some(value)) => {
            if let Some(map) = made(into) {
                map.insert(key.clone(), value.clone());
            }
        }
        ([Segment::Key(key)], None) => {
            into.as_object_mut().map(|map| map.remove(key));
        }
        ([Segment::Key(key), rest @ ..], _) if value.is_some() || into.get(key).is_some() => {
            if let Some(map) = made(into) {
                put(map.entry(key.clone()).or_insert(Value::Null), rest, value);
                // What is empty only because all of it means nothing is not there.
                if map.get(key).and_then(Value::as_object).is_some_and(Map::is_empty) {
                    map.remove(key);
                }
            }
        }
        ([Segment::Index(index), rest @ ..], _) => {
            if let Some(item) = into.get_mut(index) {
                put(item, rest, value);
            }
        }
        _ => {}
    }
}

fn made(value: &mut Value) -> Option<&mut Map<String, Value>> {
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(described: &str, written: &str, expected: &str) {
        let manifest = Manifest::parse(written);
        assert_eq!(written_like(described, &manifest.documents()[0]), expected);
    }

    const LIVE: &str = "apiVersion: datasance.com/v3\nkind: CatalogItem\nmetadata:\n  name: gauge\nspec:\n  id: 7\n  description: probe\n  x86: acme/gauge:1\n  registry: remote\n";

    #[test]
    fn what_is_the_same_is_written_as_it_was() {
        let live = "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: web\nspec:\n  application: shop\n  agent:\n    name: edge-1\n  images:\n    x86: acme/web:1\n    registry: remote\n";
        let mine = "kind: Microservice # ours\nmetadata: {namespace: lab, name: shop/web}\nspec:\n  images: {registry: 1, x86: 'acme/web:2'}\n  # where it runs\n  agent: {name: edge-1}\n  container: {isPrivileged: false}\n";
        check(live, mine, &mine.replace("acme/web:2", "acme/web:1"));
    }

    #[test]
    fn an_id_that_nobody_wrote_is_not_told() {
        let mine = "kind: CatalogItem\nspec:\n  registry: remote\n  x86: acme/gauge:1\n  description: probe\nmetadata:\n  name: gauge\n";
        check(LIVE, mine, mine);
    }

    #[test]
    fn a_name_that_stands_for_a_number_is_not_told() {
        let mine = "kind: Registry\nspec:\n  id: 3\n  url: a\n  email: mine\n";
        let live = "apiVersion: datasance.com/v3\nkind: Registry\nmetadata:\n  name: '3'\nspec:\n  id: 3\n  url: a\n  email: e\n";
        check(live, mine, &mine.replace("mine", "e"));
    }

    #[test]
    fn what_only_the_controller_has_is_there() {
        let mine = "kind: CatalogItem\nmetadata:\n  name: gauge\nspec:\n  x86: acme/gauge:1\n";
        let told = written_like(LIVE, &Manifest::parse(mine).documents()[0]);
        assert!(told.contains("description: probe"), "{told}");
    }

    #[test]
    fn members_stand_in_the_order_of_the_document() {
        let live = "kind: Application\nmetadata: {name: shop}\nspec:\n  microservices:\n    - name: a\n      images: {x86: 'a:1'}\n    - name: b\n      images: {x86: 'b:1'}\n";
        let mine = "kind: Application\nmetadata: {name: shop}\nspec:\n  microservices:\n    - name: b\n      images: {x86: 'b:2'}\n    - name: a\n      images: {x86: 'a:1'}\n";
        check(live, mine, &mine.replace("b:2", "b:1"));
    }

    #[test]
    fn an_application_without_a_list_says_nothing_of_its_members() {
        let live = "kind: Application\nmetadata: {name: shop}\nspec:\n  description: d\n  microservices:\n    - name: a\n";
        let mine = "kind: Application\nmetadata: {name: shop}\nspec:\n  description: e\n";
        check(live, mine, &mine.replace("description: e", "description: d"));
    }

    #[test]
    fn a_text_that_cannot_be_read_leaves_the_object_as_it_is_described() {
        check(LIVE, "kind: CatalogItem\nmetadata: {name: gauge\n", LIVE);
        check(LIVE, "kind: Registry\nmetadata: {name: gauge}\n", LIVE);
    }
}
