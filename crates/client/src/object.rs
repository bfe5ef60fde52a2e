//! The objects of the contract: how one is declared, and how it is read key by key into its place.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::{fmt, marker::PhantomData};

use crate::lenient::{Lenient, Seed};

/// Declares a struct whose JSON keys are the camel-case field names, unless a field says otherwise: `kind as "type"`.
/// Every field may be absent or null (then it is its default), numbers may come as text, unknown keys are ignored.
/// `None` is left out when writing, because the Controller refuses null for most fields (Controller contract 1).
///
/// Reading is quickest when the fields stand in the order in which the Controller writes them.
macro_rules! api_object {
    ($(#[$outer:meta])* pub struct $name:ident {
        $( $(#[$inner:meta])* pub $field:ident $(as $key:literal)? : $type:ty ),* $(,)?
    }) => {
        $(#[$outer])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $(
                $(#[$inner])*
                $(#[serde(rename = $key)])?
                #[serde(skip_serializing_if = "crate::lenient::Lenient::is_absent")]
                pub $field: $type,
            )*
        }

        impl crate::object::Fields for $name {
            const KEYS: &'static [crate::object::Key] = &[$( wire_key!($field $($key)?) ),*];

            fn read_field<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                at: usize,
                map: &mut A,
            ) -> Result<(), A::Error> {
                #[expect(non_camel_case_types, reason = "numbers the fields, under their own names")]
                enum At { $( $field ),* }
                $(
                    if at == At::$field as usize {
                        self.$field = crate::object::value(map)?;
                        return Ok(());
                    }
                )*
                Ok(())
            }
        }

        impl crate::lenient::Lenient for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::object::read(deserializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::object::read(deserializer)
            }
        }

        impl From<$name> for serde_json::Value {
            fn from(object: $name) -> Self {
                // Structs of text, numbers and lists always serialize; there is no map with other keys in them.
                serde_json::to_value(object).unwrap_or_default()
            }
        }
    };
}

/// The key of a field on the wire.
macro_rules! wire_key {
    ($field:ident) => {
        crate::object::Key::camel(stringify!($field))
    };
    ($field:ident $key:literal) => {
        crate::object::Key::exact($key)
    };
}

/// Declares an enum over the words that the Controller uses for a state; a word of a later version is kept as `Other`.
macro_rules! api_words {
    ($(#[$outer:meta])* pub enum $name:ident { $( $(#[$inner:meta])* $variant:ident = $word:literal ),* $(,)? }) => {
        $(#[$outer])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[$inner])* $variant, )*
            /// A word that this version does not know, as it came; empty when the Controller said nothing.
            Other(Box<str>),
        }

        impl $name {
            /// The Controller's own word.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )*
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $( $word => Self::$variant, )*
                    _ => Self::Other(word.into()),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other("".into())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::lenient::Lenient::read(deserializer)
            }
        }

        impl crate::lenient::Lenient for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::lenient::word(deserializer)
            }

            fn is_absent(&self) -> bool {
                matches!(self, Self::Other(word) if word.is_empty())
            }
        }
    };
}

/// What an object has to say about its fields, so that one way of reading serves all.
pub(crate) trait Fields: Default {
    /// The fields' keys on the wire.
    const KEYS: &'static [Key];

    /// Reads the value that comes next in `map` into the field with the key `KEYS[at]`.
    fn read_field<'de, A: MapAccess<'de>>(&mut self, at: usize, map: &mut A) -> Result<(), A::Error>;
}

/// Reads an object. Of a key that comes twice the last one counts, as in JavaScript.
pub(crate) fn read<'de, T: Fields, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Fields> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        let mut next = 0;
        while let Some(found) = map.next_key_seed(Find { keys: T::KEYS, next })? {
            match found {
                Some(at) => {
                    object.read_field(at, &mut map)?;
                    next = at + 1;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(object)
    }
}

/// Reads the value that comes next. Never inlined: fields of one type share one copy, which makes an object of fifty
/// fields a fraction of the code, and costs a call for each.
#[inline(never)]
pub(crate) fn value<'de, T: Lenient, A: MapAccess<'de>>(map: &mut A) -> Result<T, A::Error> {
    map.next_value_seed(Seed(PhantomData))
}

/// Looks a key up: first where it most likely is, behind the one before it.
struct Find {
    keys: &'static [Key],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Find {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Find {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Option<usize>, E> {
        if self.keys.get(self.next).is_some_and(|expected| expected.is(key)) {
            return Ok(Some(self.next));
        }
        Ok(self.keys.iter().position(|known| known.is(key)))
    }
}

/// A key of the contract, made from a field's name when the program is compiled.
pub(crate) struct Key {
    text: [u8; Key::LONGEST],
    length: usize,
}

impl Key {
    const LONGEST: usize = 28;

    /// `log_size` becomes `logSize`.
    pub(crate) const fn camel(field: &str) -> Key {
        let field = field.as_bytes();
        let mut key = Key { text: [0; Key::LONGEST], length: 0 };
        let (mut at, mut upper) = (0, false);
        while at < field.len() {
            if field[at] == b'_' {
                upper = true;
            } else {
                key.text[key.length] = if upper { field[at].to_ascii_uppercase() } else { field[at] };
                key.length += 1;
                upper = false;
            }
            at += 1;
        }
        key
    }

    /// The key as it is written.
    pub(crate) const fn exact(text: &str) -> Key {
        let text = text.as_bytes();
        let mut key = Key { text: [0; Key::LONGEST], length: text.len() };
        let mut at = 0;
        while at < text.len() {
            key.text[at] = text[at];
            at += 1;
        }
        key
    }

    /// Byte by byte, because a call for each of a million short keys costs more than the comparison.
    fn is(&self, key: &str) -> bool {
        self.length == key.len() && self.text.iter().zip(key.as_bytes()).all(|(one, other)| one == other)
    }
}

#[cfg(test)]
mod tests {
    api_object! {
        /// An object with every kind of key.
        pub struct Sample {
            /// One word.
            pub name: String,
            /// Several.
            pub gps_scan_frequency: i64,
            /// Another on the wire.
            pub kind as "type": Option<String>,
        }
    }

    fn check(text: &str, expected: (&str, i64, Option<&str>)) {
        let sample: Sample = serde_json::from_str(text).unwrap();
        assert_eq!(
            (sample.name.as_str(), sample.gps_scan_frequency, sample.kind.as_deref()),
            expected,
            "{text}"
        );
    }

    #[test]
    fn keys_are_found_in_any_order_and_unknown_ones_passed_over() {
        check(r#"{"name":"a","gpsScanFrequency":1,"type":"x"}"#, ("a", 1, Some("x")));
        check(r#"{"type":"x","more":{"name":[1]},"gpsScanFrequency":"7","name":"b"}"#, ("b", 7, Some("x")));
        check(r#"{"gps_scan_frequency":1,"gpsscanfrequency":1,"kind":"x","names":"c"}"#, ("", 0, None));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        check(r#"{"name":"a","name":"b","type":"x","type":null}"#, ("b", 0, None));
    }

    #[test]
    fn it_writes_itself_under_the_same_keys() {
        let sample = Sample { name: "a".into(), gps_scan_frequency: 3, kind: Some("x".into()) };
        let value = serde_json::Value::from(sample);
        assert_eq!(value, serde_json::json!({"name": "a", "gpsScanFrequency": 3, "type": "x"}));
    }
}
