//! What one field of a manifest is: the single declaration that checks, completion, hover help, form labels, JSON
//! Schemas, the reference page, requests and comparisons are all derived from.

mod api;
mod text;

pub use api::{Absent, Api, Restarts, Sent};
pub use text::{NameRule, Text, is_email, nearest_valid_name, or};

/// A key of a mapping and everything we know about it.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    /// As a form names it: "External port".
    pub label: &'static str,
    /// One or two sentences: what it does, and what to know before setting it.
    pub help: &'static str,
    /// An example value, as YAML text; also the placeholder of a form. Empty: none.
    pub hint: &'static str,
    pub ty: Type,
    pub required: Required,
    /// What holds when the key is absent, as YAML text. Empty: nothing.
    pub default: &'static str,
    /// First Controller version that reads it. Empty: all.
    pub since: &'static str,
    pub status: Status,
    pub null: Null,
    /// The live list its values come from.
    pub source: Option<Source>,
    /// `{}` means the same as absent, and nothing is required in it.
    pub empty_is_absent: bool,
    /// Values that only older layouts know; they are dropped.
    pub retired_values: &'static [&'static str],
    /// Values that came with a later release than the field.
    pub values_since: &'static [(&'static str, &'static str)],
    /// Where it stands in requests and answers.
    pub api: Api,
    pub sent: Sent,
    /// What an update does that does not mention it.
    pub absent: Absent,
    /// Whether a change of it makes a new container.
    pub restarts: Restarts,
    /// Tells the items of a list apart.
    pub identity: bool,
}

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    No,
    Yes,
    /// Needed to create the resource; an update keeps what there is.
    OnCreate,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    Text(Text),
    /// Text, a number or a boolean; the Controller makes text of it.
    Scalar,
    Integer {
        min: i64,
        max: i64,
    },
    Boolean,
    /// `remote`, `local`, or an id as a number or in quotes.
    Registry,
    /// A name, or an id as a number or in quotes.
    NameOrId,
    /// Any keys; every value has to be a string.
    Strings,
    Mapping(&'static Mapping),
    /// A list; the type is that of its items.
    List(&'static Type),
    Any,
}

/// Whether anything still reads a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Current,
    /// Older Controllers read it, this one does not. `until` is the last version that did (or a layout like "v1").
    Retired {
        until: &'static str,
        advice: &'static str,
    },
    /// Accepted everywhere and read nowhere.
    Ignored {
        why: &'static str,
    },
}

/// What a key with nothing after it means. The Controller refuses most of them (manifest rules 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    Refused,
    Absent,
}

/// A live list that offers values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Agents,
    Registries,
    CatalogItems,
    Applications,
    ApplicationTemplates,
    /// Variables of the template that the application is made from.
    TemplateVariables,
    /// `secret/key`
    SecretKeys,
    /// Names of secrets.
    Secrets,
    /// Names of config maps.
    ConfigMaps,
    /// `config-map/key`
    ConfigMapKeys,
    Roles,
    NatsAccountRules,
    NatsUserRules,
    /// Volume mounts, where the sibling `type` is `volumeMount`.
    VolumeMounts,
    Capabilities,
}

/// A mapping with known keys.
#[derive(Debug)]
pub struct Mapping {
    pub fields: &'static [Field],
    pub unknown: Unknown,
    /// Keys that people write, and what they mean here: the field's names in JSON, in Docker, in other kinds.
    pub also_called: &'static [(&'static str, &'static str)],
    /// A child whose keys stood directly here in older layouts (v1: container).
    pub flat: Option<&'static str>,
}

/// What becomes of keys that nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// potctl or the Controller refuses the document.
    Refused,
    /// Silently lost.
    Lost,
}

impl Mapping {
    /// A mapping that loses unknown keys.
    pub const fn open(fields: &'static [Field]) -> Mapping {
        Mapping { fields, unknown: Unknown::Lost, also_called: &[], flat: None }
    }

    /// A mapping that refuses unknown keys.
    pub const fn closed(fields: &'static [Field]) -> Mapping {
        Mapping { fields, unknown: Unknown::Refused, also_called: &[], flat: None }
    }

    pub(crate) const fn also_called(mut self, names: &'static [(&'static str, &'static str)]) -> Mapping {
        self.also_called = names;
        self
    }

    pub(crate) const fn flat(mut self, child: &'static str) -> Mapping {
        self.flat = Some(child);
        self
    }

    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        // Lengths and first letters tell nearly all keys apart, without a call for each.
        let first = key.as_bytes().first();
        let alike = |field: &&Field| field.key.len() == key.len() && field.key.as_bytes().first() == first;
        self.fields.iter().filter(alike).find(|field| field.key == key)
    }

    /// The mapping under a key, if the key holds one.
    pub fn child(&self, key: &str) -> Option<&'static Mapping> {
        self.field(key)?.ty.mapping()
    }
}

impl Type {
    /// The mapping that a value of this type is.
    pub fn mapping(&self) -> Option<&'static Mapping> {
        match self {
            Type::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The type of the items, for a list.
    pub fn item(&self) -> Option<&'static Type> {
        match self {
            Type::List(item) => Some(item),
            _ => None,
        }
    }

    /// The words to choose from, if the type has such.
    pub fn choices(&self) -> &'static [&'static str] {
        match self {
            Type::Text(Text::OneOf(words) | Text::Usually(words)) => words,
            Type::Boolean => &["true", "false"],
            Type::Registry => &["remote", "local"],
            Type::List(item) => item.choices(),
            _ => &[],
        }
    }

    /// For people: "an integer from 1 to 65535".
    pub fn describe(&self) -> String {
        match self {
            Type::Text(text) => text.describe(),
            Type::Scalar => "a string, number or boolean".into(),
            Type::Integer { min, max: i64::MAX } if *min == i64::MIN => "an integer".into(),
            Type::Integer { min, max: i64::MAX } => format!("an integer of at least {min}"),
            Type::Integer { min, max } => format!("an integer from {min} to {max}"),
            Type::Boolean => "true or false".into(),
            Type::Registry => "remote, local or a registry id".into(),
            Type::NameOrId => "a name or an id".into(),
            Type::Strings => "a mapping of strings".into(),
            Type::Mapping(_) => "a mapping".into(),
            Type::List(item) => format!("a list of {}", item.plural()),
            Type::Any => "any value".into(),
        }
    }

    fn plural(&self) -> &'static str {
        match self {
            Type::Text(_) => "strings",
            Type::Integer { .. } => "integers",
            Type::Mapping(_) => "mappings",
            _ => "values",
        }
    }
}

/// An integer without bounds.
pub const INTEGER: Type = Type::Integer { min: i64::MIN, max: i64::MAX };
/// Any text.
pub const TEXT: Type = Type::Text(Text::Any);
/// A list of strings.
pub const TEXTS: Type = Type::List(&TEXT);

impl Field {
    /// A current, optional field without default; `null` is refused.
    pub const fn new(key: &'static str, ty: Type, label: &'static str, help: &'static str) -> Field {
        Field {
            key,
            label,
            help,
            hint: "",
            ty,
            required: Required::No,
            default: "",
            since: "",
            status: Status::Current,
            null: Null::Refused,
            source: None,
            empty_is_absent: false,
            retired_values: &[],
            values_since: &[],
            api: Api::Same,
            sent: Sent::AsItIs,
            absent: Absent::Keep,
            restarts: Restarts::No,
            identity: false,
        }
    }

    pub(crate) const fn required(mut self) -> Field {
        self.required = Required::Yes;
        self
    }

    pub(crate) const fn on_create(mut self) -> Field {
        self.required = Required::OnCreate;
        self
    }

    pub(crate) const fn default(mut self, text: &'static str) -> Field {
        self.default = text;
        self
    }

    pub(crate) const fn hint(mut self, text: &'static str) -> Field {
        self.hint = text;
        self
    }

    pub(crate) const fn since(mut self, version: &'static str) -> Field {
        self.since = version;
        self
    }

    pub(crate) const fn from(mut self, source: Source) -> Field {
        self.source = Some(source);
        self
    }

    pub(crate) const fn null_is_absent(mut self) -> Field {
        self.null = Null::Absent;
        self
    }

    pub(crate) const fn empty_is_absent(mut self) -> Field {
        self.empty_is_absent = true;
        self
    }

    pub(crate) const fn retired(mut self, until: &'static str, advice: &'static str) -> Field {
        self.status = Status::Retired { until, advice };
        self.null = Null::Absent;
        self
    }

    pub(crate) const fn ignored(mut self, why: &'static str) -> Field {
        self.status = Status::Ignored { why };
        self.null = Null::Absent;
        self
    }

    pub(crate) const fn values_since(mut self, values: &'static [(&'static str, &'static str)]) -> Field {
        self.values_since = values;
        self
    }

    pub(crate) const fn retired_values(mut self, values: &'static [&'static str]) -> Field {
        self.retired_values = values;
        self
    }
}
