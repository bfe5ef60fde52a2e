//! What could be written at a cursor: keys from the declarations, values from their types and the live lists. Works on
//! texts that are not finished.

mod around;
mod cursor;
mod values;

use cursor::{Cursor, Place};
use model::{Release, World};

use crate::fields::{Field, Mapping, Status, Type};
use crate::kinds::{self, KindSpec};
use crate::path::{Path, Segment};
use crate::position::Edit;
use crate::read::Manifest;
use crate::tree::Document;

/// One proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows, and what typing is compared with.
    pub label: String,
    pub kind: CompletionKind,
    /// A few words beside the label: the type, the address of a registry, the name behind an id.
    pub detail: String,
    /// A sentence about it.
    pub help: String,
    /// The change of the text that accepting it makes.
    pub edit: Edit,
}

/// What a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    Key,
    /// A word from the declaration.
    Value,
    /// Something that exists on the Controller.
    Name,
}

/// The proposals for the byte `offset` of the whole text, the best first.
pub fn complete(manifest: &Manifest, offset: usize, world: Option<&World>) -> Vec<Completion> {
    let place = manifest.document_at(offset).and_then(|at| manifest.documents().get(at));
    let Some(document) = place else { return Vec::new() };
    let start = document.range().start;
    let cursor = offset.checked_sub(start).and_then(|at| {
        let text = around::seen_from(document.text(), at)?;
        Cursor::at(&text, at)
    });
    let Some(cursor) = cursor else { return Vec::new() };
    let kind = kind_of(document);
    let root = kind.map_or(kinds::ANY_KIND.root, |kind| kind.root);
    let release = world.map_or(Release::NEWEST, |world| world.capabilities.release());
    let mut found = match (target(root, &cursor.path), &cursor.place) {
        (Some(Target::Mapping(mapping)), Place::Key) => keys(mapping, &cursor, release),
        (Some(Target::Mapping(mapping)), Place::Value(key)) => {
            let field = mapping.field(key);
            field.map_or(Vec::new(), |field| values::of(field, &field.ty, &cursor, document, world))
        }
        (Some(Target::Item(field, ty)), Place::Key) => values::of(field, ty, &cursor, document, world),
        (Some(Target::List(item)), Place::Key) => new_items(item, &cursor, release),
        _ => Vec::new(),
    };
    let typed = cursor.prefix.trim_start_matches(['"', '\'']).to_lowercase();
    found.retain(|completion| completion.label.to_lowercase().contains(&typed));
    found.sort_by_key(|completion| !completion.label.to_lowercase().starts_with(&typed));
    for completion in &mut found {
        completion.edit.range = completion.edit.range.start + start..completion.edit.range.end + start;
    }
    found
}

/// The document's kind, also while the rest of it cannot be read.
fn kind_of(document: &Document) -> Option<&'static KindSpec> {
    let written = || {
        let line =
            document.text().split(['\n', '\r']).find_map(|line| line.trim_start().strip_prefix("kind:"))?;
        let word = line.split('#').next()?.trim().trim_matches(['"', '\'']);
        kinds::spec(word)
    };
    document.kind().and_then(kinds::spec).or_else(written)
}

/// What the declaration says about a place.
enum Target {
    Mapping(&'static Mapping),
    /// A single value of a list.
    Item(&'static Field, &'static Type),
    /// A list, where no dash has been written yet.
    List(&'static Type),
}

fn target(root: &'static Mapping, path: &Path) -> Option<Target> {
    let mut mapping = Some(root);
    let mut last: Option<(&'static Field, &'static Type)> = None;
    for segment in path.segments() {
        let ty = match segment {
            Segment::Key(key) => {
                let field = field_of(mapping?, key)?;
                last = Some((field, &field.ty));
                &field.ty
            }
            Segment::Index(_) => {
                let (field, list) = last?;
                let item = list.item()?;
                last = Some((field, item));
                item
            }
        };
        mapping = ty.mapping();
    }
    match (mapping, last) {
        (Some(mapping), _) => Some(Target::Mapping(mapping)),
        (None, Some((_, Type::List(item)))) => Some(Target::List(item)),
        (None, Some((field, ty))) => Some(Target::Item(field, ty)),
        (None, None) => None,
    }
}

/// A field here, or in the mapping that older layouts wrote flat.
fn field_of(mapping: &'static Mapping, key: &str) -> Option<&'static Field> {
    mapping.field(key).or_else(|| mapping.child(mapping.flat?)?.field(key))
}

/// What this Controller reads.
fn is_offered(field: &Field, release: Release) -> bool {
    !matches!(field.status, Status::Ignored { .. }) && field.is_there(release)
}

fn keys(mapping: &'static Mapping, cursor: &Cursor, release: Release) -> Vec<Completion> {
    let there = |field: &Field| cursor.siblings.iter().any(|(key, _)| key == field.key);
    let mut fields: Vec<&'static Field> =
        mapping.fields.iter().filter(|field| is_offered(field, release) && !there(field)).collect();
    fields.sort_by_key(|field| field.required == crate::fields::Required::No);
    fields.into_iter().map(|field| key(field, cursor)).collect()
}

fn key(field: &'static Field, cursor: &Cursor) -> Completion {
    let indent = " ".repeat(cursor.column + 2);
    let text = match field.ty {
        _ if cursor.colon => field.key.to_owned(),
        _ if cursor.flow => format!("{}: ", field.key),
        Type::Mapping(_) | Type::Strings => format!("{}:\n{indent}", field.key),
        Type::List(_) => format!("{}:\n{indent}- ", field.key),
        _ => format!("{}: ", field.key),
    };
    Completion {
        label: field.key.to_owned(),
        kind: CompletionKind::Key,
        detail: field.ty.describe(),
        help: field.help.to_owned(),
        edit: Edit::replace(cursor.word.clone(), text),
    }
}

/// The first key of a new item, with its dash.
fn new_items(item: &'static Type, cursor: &Cursor, release: Release) -> Vec<Completion> {
    let Some(mapping) = item.mapping() else { return Vec::new() };
    let with_dash = |mut completion: Completion| {
        completion.edit.text.insert_str(0, "- ");
        completion
    };
    let inner = Cursor { column: cursor.column + 2, ..cursor.clone() };
    keys(mapping, &inner, release).into_iter().map(with_dash).collect()
}
