//! The objects of the contract: how one is declared, and how it is read key by key into its place.

use crate::lenient::Lenient;
use crate::reader::{Key, Reader, Unfit};

/// Declares a struct whose JSON keys are the camel-case field names, unless a field says otherwise: `kind as "type"`.
/// Every field may be absent or null (then it is its default), numbers may come as text, unknown keys are ignored.
/// `None` is left out when writing, because the Controller refuses null for most fields (Controller contract 1).
///
/// `known by` names the fields without which an answer is about nothing: one that lacks them was not read. An object that
/// is known by its `name` alone is [`Named`](crate::Named).
///
/// Reading is quickest when the fields stand in the order in which the Controller writes them.
#[macro_export]
macro_rules! api_object {
    ($(#[$outer:meta])* pub struct $name:ident $(known by $($known:ident),+)? {
        $( $(#[$inner:meta])* pub $field:ident $(as $key:literal)? : $type:ty ),* $(,)?
    }) => {
        $(#[$outer])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $(
                $(#[$inner])*
                $(#[serde(rename = $key)])?
                #[serde(skip_serializing_if = "model::Lenient::is_absent")]
                pub $field: $type,
            )*
        }

        impl $crate::object::Fields for $name {
            const KEYS: &'static [$crate::reader::Key] = &[$( $crate::wire_key!($field $($key)?) ),*];

            fn read_field(
                &mut self,
                at: usize,
                again: bool,
                reader: &mut $crate::reader::Reader<'_>,
            ) -> Result<(), $crate::reader::Unfit> {
                #[expect(non_camel_case_types, reason = "numbers the fields, under their own names")]
                enum At { $( $field ),* }
                $(
                    if at == At::$field as usize {
                        return $crate::object::value(&mut self.$field, again, reader);
                    }
                )*
                Ok(())
            }
        }

        impl $crate::Lenient for $name {
            fn read(&mut self, reader: &mut $crate::reader::Reader<'_>) -> Result<(), $crate::reader::Unfit> {
                $crate::object::read(self, reader)
            }

            $(
                fn lacks(&self) -> Option<&'static str> {
                    $(
                        if $crate::object::is_empty(&self.$known) {
                            return Some(stringify!($known));
                        }
                    )+
                    None
                }
            )?
        }

        $( $crate::named_object! { $name $($known)+ } )?

        impl From<$name> for serde_json::Value {
            fn from(object: $name) -> Self {
                // Structs of text, numbers and lists always serialize; there is no map with other keys in them.
                serde_json::to_value(object).unwrap_or_default()
            }
        }
    };
}

/// Says of an object that it is known by its name, if it is.
#[macro_export]
#[doc(hidden)]
macro_rules! named_object {
    ($object:ident name) => {
        impl $crate::Named for $object {
            fn name(&self) -> &str {
                &self.name
            }
        }
    };
    ($object:ident $($other:ident)+) => {};
}

/// The key of a field on the wire.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_key {
    ($field:ident) => {
        $crate::reader::Key::camel(stringify!($field))
    };
    ($field:ident $key:literal) => {
        $crate::reader::Key::exact($key)
    };
}

/// Declares an enum over the words that the Controller uses for a state; a word of a later version is kept as `Other`.
#[macro_export]
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

        impl $crate::Lenient for $name {
            fn read(&mut self, reader: &mut $crate::reader::Reader<'_>) -> Result<(), $crate::reader::Unfit> {
                *self = $crate::word(reader)?;
                Ok(())
            }

            fn is_absent(&self) -> bool {
                matches!(self, Self::Other(word) if word.is_empty())
            }
        }
    };
}

/// What an object has to say about its fields, so that one way of reading serves all.
pub trait Fields {
    /// The fields' keys on the wire.
    const KEYS: &'static [Key];

    /// Reads the value that comes next into the field with the key `KEYS[at]`, which may hold one already if `again`.
    fn read_field(&mut self, at: usize, again: bool, reader: &mut Reader<'_>) -> Result<(), Unfit>;
}

/// Reads an object. Of a key that comes twice the last one counts, as in JavaScript.
pub fn read<T: Fields>(object: &mut T, reader: &mut Reader<'_>) -> Result<(), Unfit> {
    // A key is first looked for where it most likely is, behind the one before it.
    let (mut next, mut furthest) = (0, 0);
    reader.entries(*b"{}", |reader| {
        let expected = T::KEYS.get(next).is_some_and(|key| reader.takes_key(key));
        let found = if expected { Some(next) } else { find(T::KEYS, &reader.key()?) };
        let Some(at) = found else { return reader.skip() };
        let again = at < furthest;
        next = at + 1;
        furthest = furthest.max(next);
        object.read_field(at, again, reader)
    })
}

/// Whether a field is as it was before anything was read.
pub fn is_empty<T: Default + PartialEq>(field: &T) -> bool {
    *field == T::default()
}

fn find(keys: &[Key], key: &str) -> Option<usize> {
    keys.iter().position(|known| known.is(key))
}

/// Reads the value that comes next. Never inlined: fields of one type share one copy, which makes an object of fifty
/// fields a fraction of the code, and costs a call for each.
#[inline(never)]
pub fn value<T: Lenient>(place: &mut T, again: bool, reader: &mut Reader<'_>) -> Result<(), Unfit> {
    if again {
        *place = T::default();
    }
    place.read(reader)
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
        let sample: Sample = crate::from_text(text).unwrap();
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
        check(r#"{"type":"x","name":"a","type":null}"#, ("a", 0, None));
    }

    #[test]
    fn it_writes_itself_under_the_same_keys() {
        let sample = Sample { name: "a".into(), gps_scan_frequency: 3, kind: Some("x".into()) };
        let value = serde_json::Value::from(sample);
        assert_eq!(value, serde_json::json!({"name": "a", "gpsScanFrequency": 3, "type": "x"}));
    }
}
