//! What is asked for at a place, and how to say what a template gives instead.

use super::Place;
use crate::check::context::Context;
use crate::check::found::Found;
use crate::check::nearest::nearest;
use crate::fields::{Required, Source, Text, Type};
use crate::liquid::{Fault, Gap, Value};
use crate::problem::Severity;
use crate::tree::Node;

/// What is asked for at a place.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// What the field wants; nothing where any value will do.
    pub(super) place: Option<Place>,
    /// The long text that the value is a part of: `config` or `annotations`.
    pub(super) part_of: Option<&'static str>,
}

/// Keys whose values cannot be left out, whatever field they belong to.
pub(crate) const NEEDED: &[&str] = &[
    "name",
    "agentName",
    "internal",
    "external",
    "hostDestination",
    "containerDestination",
    "accessMode",
    "key",
    "value",
    "valueFromSecret",
    "valueFromConfigMap",
    "address",
    "containerImage",
];

impl Asked {
    fn ty(self) -> Option<&'static Type> {
        self.place.map(|place| place.ty)
    }

    pub(super) fn source(self) -> Option<Source> {
        self.place.and_then(|place| place.field.source)
    }

    pub(super) fn is_secret(self) -> bool {
        matches!(self.ty(), Some(Type::Text(Text::Secret)))
    }

    /// Free text, in which braces may be meant.
    pub(super) fn is_free(self) -> bool {
        !self.is_strict()
    }

    /// A name, a number, a list: something that only a right value can be.
    pub(super) fn is_strict(self) -> bool {
        match self.ty() {
            None | Some(Type::Any | Type::Scalar) => false,
            Some(Type::Text(rule)) => {
                let free = matches!(rule, Text::Any | Text::NonEmpty | Text::Usually(_) | Text::Secret);
                !free || self.source().is_some_and(|source| source != Source::VolumeMounts)
            }
            Some(_) => true,
        }
    }

    /// Whether a value that is missing is refused, and not just left out.
    pub(super) fn is_needed(self) -> bool {
        let required =
            |place: Place| place.field.required != Required::No || NEEDED.contains(&place.field.key);
        self.is_strict() || self.place.is_some_and(required)
    }

    pub(super) fn left_out(self) -> &'static str {
        match self.place {
            None => "there would be no value here",
            Some(_) if self.is_needed() => "the value would be missing, and the Controller refuses it",
            Some(_) => "the value would be left out",
        }
    }

    pub(super) fn takes_text(self) -> bool {
        matches!(self.ty(), None | Some(Type::Text(_)))
    }

    pub(super) fn severity(self) -> Severity {
        if self.is_strict() { Severity::Error } else { Severity::Warning }
    }

    pub(super) fn report<'c>(
        self,
        cx: &'c mut Context,
        code: &'static str,
        node: Node,
        message: String,
    ) -> &'c mut Found {
        match self.severity() {
            Severity::Error => cx.error(code, node, message),
            _ => cx.warning(code, node, message),
        }
    }

    /// What the Controller does with a text that it cannot evaluate.
    pub(super) fn error_text(self) -> String {
        if let Some(whole) = self.part_of {
            return format!(" the Controller would put an error text in the place of the whole {whole}");
        }
        match self.ty().filter(|_| self.is_strict()) {
            Some(ty) => {
                format!(" the Controller would put an error text here, and that is not {}", self.wanted(ty))
            }
            None => " the Controller would put an error text in the place of the value".into(),
        }
    }

    fn wanted(self, ty: &Type) -> String {
        match self.source() {
            Some(Source::Agents) => "the name of an agent".into(),
            Some(Source::Roles) => "the name of a role".into(),
            _ if matches!(ty, Type::Scalar | Type::Text(Text::Any | Text::NonEmpty)) => "a text".into(),
            _ => ty.describe(),
        }
    }

    pub(super) fn raw_advice(self) -> &'static str {
        if self.is_free() {
            " If the braces are meant as text, write {% raw %} before them and {% endraw %} behind."
        } else {
            ""
        }
    }

    /// Why a value is refused here; nothing if it may do.
    pub(super) fn mismatch(self, value: &Value) -> Option<String> {
        let ty = self.ty()?;
        if fits(ty, value) {
            return None;
        }
        let wanted = self.wanted(ty);
        let given = match (value, value.as_text()) {
            (Value::Number(Some(number)), _) if number.is_nan() => {
                "no number, for it calculates with a text".to_owned()
            }
            (Value::Text(_), Some(text)) if text.is_empty() => "an empty text".to_owned(),
            (Value::Text(_), Some(text)) if text.len() <= 40 => format!("the text \"{text}\""),
            (Value::Number(_), Some(text)) => format!("the number {text}"),
            (Value::Bool(_), Some(text)) => text,
            _ => value.kind().to_owned(),
        };
        let keeps = match value {
            Value::Text(_) => "",
            _ => " A value that is nothing but one template keeps the type of what it gives.",
        };
        let advice = match (ty, value) {
            (Type::Text(_) | Type::Scalar, Value::Number(_) | Value::Bool(_)) => {
                " Add \"| toString\" at its end, or write text beside it."
            }
            (Type::Text(_) | Type::Scalar, Value::List(_)) => {
                " Take one item with \"| first\", or put all into one text with \"| join: ','\"."
            }
            (Type::Text(_) | Type::Scalar, Value::Object(_)) => {
                " Take one of its properties, as in {{ value.name }}."
            }
            (Type::Integer { .. } | Type::Registry, Value::Text(Some(text))) if !is_number(text) => "",
            (Type::Integer { .. } | Type::Registry, Value::Text(_)) => {
                " Add \"| toNumber\" at the end of one template that is the whole value."
            }
            (Type::Boolean, Value::Text(_)) => {
                " Add \"| toBoolean\" at the end of one template that is the whole value."
            }
            _ => "",
        };
        Some(format!(
            "The template gives {given}, and {wanted} is asked for here; the Controller refuses it.{keeps}{advice}"
        ))
    }
}

fn is_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}

fn fits(ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (_, Value::Unknown | Value::Missing(_)) | (Type::Any, _) => true,
        (Type::Text(_) | Type::Scalar, Value::Text(_)) => true,
        (Type::Integer { min, max }, Value::Number(Some(number))) => {
            number.fract() == 0.0 && (*min as f64..=*max as f64).contains(number)
        }
        (Type::Registry, Value::Number(Some(number))) => number.fract() == 0.0,
        (Type::Integer { .. } | Type::Registry, Value::Number(None)) => true,
        (Type::NameOrId, Value::Text(_) | Value::Number(_)) => true,
        (Type::Boolean, Value::Bool(_)) => true,
        (Type::List(_), Value::List(_)) => true,
        (Type::Mapping(_) | Type::Strings, Value::Object(_)) => true,
        _ => false,
    }
}

/// Code and first half of the sentence about a text that Liquid cannot parse.
pub(super) fn fault(fault: &Fault) -> (&'static str, String) {
    match fault {
        Fault::Unclosed { open } => {
            ("template-unclosed", format!("The template that begins with {open} is never closed:"))
        }
        Fault::NotEnded { name } => ("template-unclosed", format!("{{% {name} %}} is never closed:")),
        Fault::NotBegun { name } => {
            ("template-unclosed", format!("{{% {name} %}} belongs to nothing that was opened before:"))
        }
        Fault::Nameless { tag } => ("template-syntax", format!("Liquid has no tag like {tag}:")),
        Fault::UnknownTag { name } => ("template-syntax", format!("{{% {name} %}} is no tag of Liquid:")),
        Fault::Arguments { tag } => ("template-syntax", format!("Liquid cannot read {tag}:")),
        Fault::Unreadable { whole, at } => {
            ("template-syntax", format!("Liquid cannot read {whole} from \"{at}\" on:"))
        }
        Fault::TooDeep => ("template-syntax", "This template is nested too deeply:".into()),
    }
}

/// What mends it, where that is one thing.
pub(super) fn way_out(fault: &Fault, strict: bool) -> String {
    match fault {
        Fault::Unclosed { open } if open.starts_with("{%") => " Close it with %}.".into(),
        Fault::Unclosed { .. } => " Close it with }}.".into(),
        Fault::NotEnded { name } => format!(" Write {{% end{name} %}} where it ends."),
        Fault::UnknownTag { name } => {
            const TAGS: &[&str] =
                &["assign", "capture", "case", "comment", "cycle", "for", "if", "raw", "unless"];
            let near = nearest(name, TAGS.iter().copied());
            near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default()
        }
        _ if strict => " Write the value itself, or an expression of Liquid.".into(),
        _ => String::new(),
    }
}

pub(super) fn missing(kind: &str, is_open: bool, gap: &Gap, effect: &str) -> String {
    let Gap { path, variable, .. } = gap;
    if path.is_empty() {
        return format!("The template gives nothing: {effect}.");
    }
    if *variable {
        let article = if kind.starts_with('A') { "An" } else { "A" };
        return format!("{article} {kind} has no variables, so \"{path}\" is never defined: {effect}.");
    }
    if path.split(['.', '[']).next() != Some("self") {
        return format!("There is no \"{path}\": {effect}.");
    }
    if is_open && path == "self.name" {
        return format!(
            "A template is filled in before the application has its name, so there is no self.name: {effect}."
        );
    }
    format!(
        "There is no {path}: {effect}. self is the object that the Controller makes of the document, not its text."
    )
}

/// The properties that `self` has, where one of it is missing and not one of something in it.
pub(super) fn properties(own: &Value, gap: &Gap) -> String {
    let first = gap.path.split(['.', '[']).nth(1).unwrap_or_default();
    let Value::Object(Some(fields)) = own else { return String::new() };
    if fields.iter().any(|(name, _)| name == first) {
        return String::new();
    }
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    format!(" It has: {}.", crate::check::nearest::listed(names.into_iter(), "nothing"))
}

/// Other words for what stands in a document: how the object calls it that the Controller makes of that.
const RENAMED: &[(&str, &str)] = &[
    ("metadata.", ""),
    ("spec.application.", ""),
    ("spec.", ""),
    ("agent.name", "agentName"),
    ("container.", ""),
    ("volumes", "volumeMappings"),
    ("commands", "cmd"),
    ("images.x86", "images[0].containerImage"),
    ("images.arm", "images[0].containerImage"),
    ("images.catalogId", "catalogItemId"),
    ("images.registry", "registryId"),
];

/// The right way to what is probably meant by a path that leads nowhere.
pub(super) fn way_in(own: &Value, gap: &Gap) -> Option<String> {
    let mut path = if gap.variable { format!("self.{}", gap.path) } else { gap.path.clone() };
    for (written, right) in RENAMED {
        for before in [".", "]."] {
            path = path.replacen(&format!("{before}{written}"), &format!("{before}{right}"), 1);
        }
    }
    let inside = path.strip_prefix("self.").filter(|_| path != gap.path && gap.whole)?;
    let mut value = own.clone();
    for step in inside.split(['.', '[']).map(|step| step.trim_end_matches(']')) {
        value = value.get(step);
    }
    // A variable may be called like anything that an object could have, too.
    let there = !matches!(value, Value::Missing(_)) && (!gap.variable || value != Value::Unknown);
    there.then_some(path)
}
