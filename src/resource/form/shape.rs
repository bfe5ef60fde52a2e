//! What a form is made of: its sections as data, and a place for every field that is declared, whether a section names it
//! or not.

use manifest::fields::{Field, Mapping, Required, Status, Type};
use manifest::{Path, kinds};
use model::Kind;

use super::list::ListShape;
use crate::live::Live;

/// The form of a kind.
pub struct FormShape {
    pub sections: &'static [FormSection],
    /// What the declaration of a field cannot say; the path is that of the field, or its end.
    pub particulars: &'static [(&'static str, Particular)],
}

/// A titled group of fields.
pub struct FormSection {
    pub title: &'static str,
    /// What is to be known of all of it; may be empty.
    pub about: &'static str,
    /// Declared fields by their paths, in order. A mapping stands for those of its fields that no section names.
    pub fields: &'static [&'static str],
    /// Few people set any of it, so it is shown when somebody asks for it.
    pub folded: bool,
}

/// What is particular to a field in a form.
pub enum Particular {
    /// Another value would be another object, so only a new one has it.
    OnlyNew,
    /// One of these: value and what is shown.
    Choice(fn(Live) -> Vec<(String, String)>),
    /// A text of several lines.
    Area,
    /// Keys and values of the user's own, which may be hidden as they are typed.
    Data {
        is_secret: bool,
    },
    List(&'static ListShape),
    /// A list whose entries are forms themselves.
    Members(&'static FormShape, &'static ListShape),
}

/// Where the fields have their own fields: a document, or an entry of a list in it.
#[derive(Clone)]
pub struct Ground {
    pub kind: Kind,
    /// The declared path: `spec.microservices[]`.
    declared: String,
    /// The path in the document: `spec.microservices[0]`.
    pub path: Path,
    mapping: &'static Mapping,
}

/// A declared field at its place in a document.
#[derive(Clone)]
pub struct Spot {
    pub kind: Kind,
    /// `spec.container.ports`
    pub declared: String,
    pub path: Path,
    pub field: &'static Field,
}

/// A section with what stands in it.
pub struct Arranged {
    pub title: &'static str,
    pub about: &'static str,
    pub folded: bool,
    pub spots: Vec<Spot>,
}

/// How a field is put into a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// One input.
    One,
    /// Rows, each one value.
    Values,
    /// Rows of inputs.
    Rows,
    /// Entries that are forms themselves.
    Members,
    /// Keys and values.
    Pairs,
    /// Any YAML, as it is written.
    Yaml,
}

/// What no form has an input for: what makes a document one of its kind, and what the address of the page says.
pub const ELSEWHERE: &[&str] = &["apiVersion", "kind", "spec.id"];

/// Where the fields stand that no section names.
const REST: &str = "Advanced";

impl Ground {
    /// A whole document.
    pub fn document(kind: Kind) -> Self {
        Self { kind, declared: String::new(), path: Path::root(), mapping: kinds::of(kind).root }
    }

    /// An entry of a list; `None` where entries have no fields.
    pub fn entry(list: &Spot, index: usize) -> Option<Self> {
        let mapping = list.field.ty.items()?;
        let declared = format!("{}[]", list.declared);
        Some(Self { kind: list.kind, declared, path: list.path.index(index), mapping })
    }

    /// The fields that get an input, in the order of their declaration.
    pub fn spots(&self) -> Vec<Spot> {
        let mut spots = Vec::new();
        self.collect(&self.declared, &self.path, self.mapping, &mut spots);
        spots
    }

    fn collect(&self, declared: &str, path: &Path, mapping: &'static Mapping, spots: &mut Vec<Spot>) {
        for field in current(mapping) {
            let declared =
                if declared.is_empty() { field.key.to_owned() } else { format!("{declared}.{}", field.key) };
            let path = path.key(field.key);
            match field.ty.mapping() {
                Some(below) => self.collect(&declared, &path, below, spots),
                None if ELSEWHERE.contains(&&*declared) => {}
                None => spots.push(Spot { kind: self.kind, declared, path, field }),
            }
        }
    }

    /// A path as sections name it.
    fn within<'p>(&self, declared: &'p str) -> &'p str {
        let rest = declared.strip_prefix(&*self.declared).unwrap_or(declared);
        rest.strip_prefix('.').unwrap_or(rest)
    }
}

/// The fields that somebody reads.
fn current(mapping: &'static Mapping) -> impl Iterator<Item = &'static Field> {
    mapping.fields.iter().filter(|field| field.status == Status::Current)
}

impl Spot {
    /// What tells it from others on the page.
    pub fn id(&self) -> String {
        let sign = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
        self.path.to_string().chars().map(sign).collect()
    }

    /// The fields of an entry, of a list with such.
    pub fn columns(&self) -> Vec<&'static Field> {
        self.field.ty.items().map_or(Vec::new(), |mapping| current(mapping).collect())
    }

    /// How it is put into a form.
    pub fn looks(&self, shape: &FormShape) -> Looks {
        let is = |wanted: fn(&Particular) -> bool| shape.of(&self.declared).any(wanted);
        match self.field.ty {
            Type::Any if is(|it| matches!(it, Particular::Data { .. })) => Looks::Pairs,
            Type::Any if is(|it| matches!(it, Particular::Area)) => Looks::Yaml,
            Type::Strings => Looks::Pairs,
            Type::List(_) if self.field.ty.items().is_none() => Looks::Values,
            Type::List(_) => {
                let nested =
                    |field: &&Field| matches!(field.ty, Type::Mapping(_) | Type::List(_) | Type::Strings);
                if self.columns().iter().any(nested) { Looks::Members } else { Looks::Rows }
            }
            _ => Looks::One,
        }
    }

    /// Whether all that it stands in has to be there, too.
    pub fn is_rooted(&self) -> bool {
        let spec = kinds::of(self.kind);
        let above = self.declared.match_indices('.').filter_map(|(at, _)| self.declared.get(..at));
        let mut above = above.filter(|path| !path.ends_with("[]"));
        above.all(|path| spec.field(path).is_some_and(|field| field.required != Required::No))
    }
}

impl FormShape {
    /// What is particular to a field.
    pub fn of(&self, declared: &str) -> impl Iterator<Item = &'static Particular> {
        let particulars = self.particulars;
        let is_it = move |at: &str| {
            declared.strip_suffix(at).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        particulars.iter().filter(move |(at, _)| is_it(at)).map(|(_, particular)| particular)
    }

    /// The sections with what stands in them; those without anything are left out.
    pub fn arranged(&self, ground: &Ground, is_new: bool) -> Vec<Arranged> {
        let mut sections = self.sections.iter().map(Arranged::empty).collect::<Vec<_>>();
        if sections.iter().all(|section| section.title != REST) {
            sections.push(Arranged { title: REST, about: "", folded: true, spots: Vec::new() });
        }
        let rest = sections.iter().position(|section| section.title == REST).unwrap_or_default();
        let mut spots = ground.spots();
        spots.retain(|spot| is_new || !self.of(&spot.declared).any(|it| matches!(it, Particular::OnlyNew)));
        let place = |spot: &Spot| self.place(ground.within(&spot.declared)).unwrap_or((rest, usize::MAX));
        spots.sort_by_key(place);
        for spot in spots {
            if let Some(section) = sections.get_mut(place(&spot).0) {
                section.spots.push(spot);
            }
        }
        sections.retain(|section| !section.spots.is_empty());
        sections
    }

    /// The section that names a field, and the place in it. What names it most closely counts.
    fn place(&self, declared: &str) -> Option<(usize, usize)> {
        let names = |path: &str| {
            declared.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let named = self.sections.iter().enumerate().flat_map(|(section, it)| {
            it.fields.iter().enumerate().map(move |(place, path)| (path, (section, place)))
        });
        named.filter(|(path, _)| names(path)).max_by_key(|(path, _)| path.len()).map(|(_, place)| place)
    }
}

#[cfg(test)]
impl FormShape {
    /// The declared paths of all inputs that a new object has.
    pub fn inputs(&self, ground: &Ground) -> Vec<String> {
        let sections = self.arranged(ground, true).into_iter();
        sections.flat_map(|section| section.spots).flat_map(|spot| self.inputs_of(&spot)).collect()
    }

    fn inputs_of(&self, spot: &Spot) -> Vec<String> {
        let (mut members, mut rows) = (self, None);
        for particular in self.of(&spot.declared) {
            match particular {
                Particular::List(list) => rows = Some(*list),
                Particular::Members(shape, list) => (members, rows) = (*shape, Some(*list)),
                _ => {}
            }
        }
        match spot.looks(self) {
            Looks::Rows => super::list::inputs(spot, rows),
            Looks::Members => Ground::entry(spot, 0).map_or(Vec::new(), |ground| members.inputs(&ground)),
            Looks::One | Looks::Values | Looks::Pairs | Looks::Yaml => vec![spot.declared.clone()],
        }
    }
}

impl Arranged {
    fn empty(section: &FormSection) -> Self {
        Self { title: section.title, about: section.about, folded: section.folded, spots: Vec::new() }
    }
}
