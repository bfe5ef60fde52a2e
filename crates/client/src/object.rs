//! Macros that declare the objects of the contract, so that every field decodes by the same lenient rules.

/// Declares a struct whose JSON keys are the camel-case field names, unless `#[serde(rename)]` says otherwise.
/// Every field may be absent or null (then it is its default), numbers may come as text, unknown keys are ignored.
/// `None` is left out when writing, because the Controller refuses null for most fields (Controller contract 1).
macro_rules! api_object {
    ($(#[$outer:meta])* pub struct $name:ident {
        $( $(#[$inner:meta])* pub $field:ident : $type:ty ),* $(,)?
    }) => {
        $(#[$outer])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name {
            $(
                $(#[$inner])*
                #[serde(
                    deserialize_with = "crate::lenient::Lenient::read",
                    skip_serializing_if = "crate::lenient::Lenient::is_absent"
                )]
                pub $field: $type,
            )*
        }

        impl crate::lenient::Lenient for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(deserializer)
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

/// Declares a struct as [`api_object!`] does, read field by field from the text of each: a quarter of the code for an
/// agent, but every value is looked at twice. For objects with many fields, of which there are not thousands.
macro_rules! compact_object {
    ($(#[$outer:meta])* pub struct $name:ident {
        $( $(#[$inner:meta])* pub $field:ident : $type:ty ),* $(,)?
    }) => {
        $(#[$outer])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $(
                $(#[$inner])*
                #[serde(skip_serializing_if = "crate::lenient::Lenient::is_absent")]
                pub $field: $type,
            )*
        }

        impl crate::lenient::Lenient for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let fields = crate::compact::Fields::read(deserializer)?;
                let mut object = Self::default();
                let read = (|| {
                    $( fields.take(stringify!($field), &mut object.$field)?; )*
                    Some(())
                })();
                read.map(|()| object).ok_or_else(|| serde::de::Error::custom("a field is not as expected"))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::lenient::Lenient::read(deserializer)
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
