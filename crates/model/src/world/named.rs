//! Objects that a manifest refers to by a name.

use crate::{
    Agent, Application, ApplicationTemplate, ConfigMap, NatsAccountRule, NatsUserRule, Role, Secret,
    VolumeMount,
};

/// An object that is known by its name alone.
pub trait Named {
    /// The name.
    fn name(&self) -> &str;
}

macro_rules! named {
    ($($object:ty),*) => { $(
        impl Named for $object {
            fn name(&self) -> &str {
                &self.name
            }
        }
    )* };
}

named!(
    Agent,
    Application,
    ApplicationTemplate,
    ConfigMap,
    NatsAccountRule,
    NatsUserRule,
    Role,
    Secret,
    VolumeMount
);
