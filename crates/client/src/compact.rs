//! An object of the contract taken apart by name, for objects whose decoding in one go would be large code.

use std::fmt;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::lenient::Lenient;

/// The fields of one object: their names as they came, and the text of their values.
pub(crate) struct Fields(Vec<(Box<str>, Box<RawValue>)>);

impl Fields {
    /// Reads an object without looking into its fields.
    pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }

    /// Reads the field whose snake-case name is `name`; one that is absent keeps what it was. `None` when the value is
    /// not as expected.
    pub(crate) fn take<T: Lenient>(&self, name: &str, into: &mut T) -> Option<()> {
        if let Some(text) = self.text(name) {
            *into = T::read(&mut serde_json::Deserializer::from_slice(text.as_bytes())).ok()?;
        }
        Some(())
    }

    /// The last one wins, as in JavaScript.
    fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(key, _)| is_camel_of(key, name));
        found.map(|(_, value)| value.get())
    }
}

/// Whether `key` is the camel-case form of `name`.
fn is_camel_of(key: &str, name: &str) -> bool {
    let mut key = key.bytes();
    let mut upper = false;
    for byte in name.bytes() {
        if byte == b'_' {
            upper = true;
            continue;
        }
        let wanted = if upper { byte.to_ascii_uppercase() } else { byte };
        upper = false;
        if key.next() != Some(wanted) {
            return false;
        }
    }
    key.next().is_none()
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_the_name_of_its_field_and_by_no_other() {
        for (key, name, expected) in [
            ("gpsScanFrequency", "gps_scan_frequency", true),
            ("name", "name", true),
            ("names", "name", false),
            ("gps_mode", "gps_mode", false),
            ("gpsmode", "gps_mode", false),
            ("cpuUsage", "cpu", false),
        ] {
            assert_eq!(is_camel_of(key, name), expected, "{key} {name}");
        }
    }

    #[test]
    fn the_last_of_two_equal_keys_counts_and_an_absent_one_changes_nothing() {
        let text = r#"{"lastActive": 1, "lastActive": "2"}"#;
        let fields = Fields::read(&mut serde_json::Deserializer::from_slice(text.as_bytes())).unwrap();
        let (mut active, mut other) = (0_i64, 7_i64);
        assert_eq!(fields.take("last_active", &mut active), Some(()));
        assert_eq!(fields.take("last_seen", &mut other), Some(()));
        assert_eq!((active, other), (2, 7));
    }
}
