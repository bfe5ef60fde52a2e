//! The lists of a Controller as one value, and how they are read from a file, under the names that `check-manifest` takes
//! them by (docs/check-manifest.md).

use std::collections::BTreeMap;

use serde_json::Value;

use super::List;
use crate::{Lenient, from_value};

/// Declares the lists, a line each: the field, the object, and the name in a file.
macro_rules! lists {
    ($( $(#[$doc:meta])* $field:ident: $object:ty = $name:literal, )*) => {
        /// The lists of a Controller.
        #[derive(Clone, Debug, Default)]
        pub struct Lists {
            /// What the Controller can do; that of the newest contract where it was not asked.
            pub capabilities: $crate::Capabilities,
            /// Names of the keys in each secret that was opened. Never the values.
            pub secret_keys: std::collections::BTreeMap<String, Vec<String>>,
            /// Names of the keys in each config map that was opened.
            pub config_map_keys: std::collections::BTreeMap<String, Vec<String>>,
            $( $(#[$doc])* pub $field: $crate::List<$object>, )*
        }

        impl Lists {
            /// Reads `{"agents": [...], "catalogItems": [...], ...}`. What is missing or is no list was not asked for;
            /// entries that cannot be read are left out, because Controllers of all versions have to be readable.
            pub fn read(context: &serde_json::Value) -> Lists {
                use $crate::world::context::{keys, list, text};
                Lists {
                    capabilities: $crate::Capabilities::of_version(&text(context, "controllerVersion").unwrap_or_default()),
                    secret_keys: keys(context, "secretKeys"),
                    config_map_keys: keys(context, "configMapKeys"),
                    $( $field: list(context, $name), )*
                }
            }
        }
    };
}
pub(crate) use lists;

pub(crate) fn text(context: &Value, name: &str) -> Option<String> {
    context.get(name).and_then(Value::as_str).map(str::to_owned)
}

pub(crate) fn list<T: Lenient>(context: &Value, name: &str) -> List<T> {
    match context.get(name) {
        Some(Value::Array(entries)) => entries.iter().filter_map(from_value).collect(),
        _ => List::default(),
    }
}

/// The names of keys by the object that has them.
pub(crate) fn keys(context: &Value, name: &str) -> BTreeMap<String, Vec<String>> {
    let objects = context.get(name).and_then(Value::as_object);
    let names = |keys: &Value| from_value::<Vec<String>>(keys).unwrap_or_default();
    objects.into_iter().flatten().map(|(object, keys)| (object.clone(), names(keys))).collect()
}

#[cfg(test)]
mod tests {
    use crate::Lists;
    use serde_json::{Value, json};

    #[test]
    fn a_list_that_was_not_loaded_is_not_an_empty_one() {
        let agents = |context: Value| Lists::read(&context).agents.all().map(<[_]>::len);
        assert_eq!(agents(json!({})), None);
        assert_eq!(agents(json!({ "agents": null })), None);
        assert_eq!(agents(json!({ "agents": [] })), Some(0));
    }

    #[test]
    fn nulls_and_surprises_in_an_entry_do_not_lose_the_entry() {
        let agent = json!({ "name": "edge-1", "fogTypeId": null, "host": 5, "new": 1 });
        let lists = Lists::read(&json!({ "agents": [agent, "odd"] }));
        let names = lists.agents.iter().map(|agent| agent.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names, ["edge-1"]);
    }
}
