//! Which objects nobody here may change, although a Controller may answer as if it had (Controller contract 22).

use super::{Lists, World};
use crate::{CatalogItem, Kind, Registry};

impl Lists {
    /// The number of who asks, where objects belong to users: everything that others do not share is one's own. `None`
    /// where nothing tells.
    fn user(&self) -> Option<i64> {
        let applications = self.applications.rows().filter_map(|one| one.user_id);
        let microservices = self.microservices.rows().filter_map(|one| one.user_id);
        let agents = self.agents.rows().filter_map(|one| one.user_id);
        let private = self.registries.rows().filter(|one| !one.is_public).filter_map(|one| one.user_id);
        applications.chain(microservices).chain(agents).chain(private).next()
    }

    /// Why a catalog item cannot be changed, in a sentence; `None` when it can, as far as is known here.
    pub fn why_fixed_item(&self, item: &CatalogItem) -> Option<String> {
        let name = &item.name;
        if item.is_system() {
            return Some(format!("{name} belongs to the Controller and cannot be changed."));
        }
        let is_seed = self.capabilities.is_seed_item(item.id);
        is_seed.then(|| {
            format!("{name} came with the Controller: everybody can use it, and nobody can change it.")
        })
    }

    /// Why a registry cannot be changed, in a sentence; `None` when it can, as far as is known here.
    pub fn why_fixed_registry(&self, registry: &Registry) -> Option<String> {
        let url = Registry::shown(&registry.url);
        if registry.is_system() {
            return Some(format!("{url} belongs to the Controller and cannot be changed."));
        }
        let (owner, user) = (registry.user_id?, self.user()?);
        let is_foreign = self.capabilities.has_tenants() && owner != user;
        is_foreign.then(|| {
            format!("{url} belongs to another user, who made it public: everybody can use it, and only its owner can change it.")
        })
    }
}

impl World {
    /// Whether an object of this kind has this very name, as documents write it.
    pub fn has(&self, kind: Kind, name: &str) -> bool {
        match kind {
            Kind::Application => self.application(name).is_some(),
            Kind::Microservice => self.microservice_called(name).is_some(),
            Kind::CatalogItem => self.catalog_items.rows().any(|item| item.name == name),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lists(version: &str, user: Option<i64>) -> Lists {
        let applications =
            user.map_or(json!([]), |user| json!([{ "id": 1, "name": "line", "userId": user }]));
        Lists::read(&json!({ "controllerVersion": version, "applications": applications }))
    }

    fn check(lists: &Lists, registry: &serde_json::Value, fixed: bool) {
        let registry: Registry = crate::from_value(registry).unwrap();
        assert_eq!(lists.why_fixed_registry(&registry).is_some(), fixed, "{registry:?}");
    }

    #[test]
    fn registries_of_the_controller_and_of_others_are_fixed() {
        let of = |user: i64| json!({ "id": 4, "url": "r", "isPublic": true, "userId": user });
        let own = lists("3.0.4", Some(1));
        check(&own, &json!({ "id": 1, "url": "registry.hub.docker.com", "isPublic": true }), true);
        check(&own, &of(1), false);
        check(&own, &of(2), true);
        check(&lists("3.0.4", None), &of(2), false);
        check(&lists("3.7.3", Some(1)), &of(2), false);
    }

    #[test]
    fn catalog_items_that_came_with_the_controller_are_fixed() {
        let item = |id: i64| CatalogItem { id, name: "web".into(), ..CatalogItem::default() };
        for (version, id, fixed) in [("3.0.4", 5, true), ("3.0.4", 18, false), ("3.7.3", 6, false)] {
            assert_eq!(lists(version, None).why_fixed_item(&item(id)).is_some(), fixed, "{id} on {version}");
        }
        let router = CatalogItem { category: Some("SYSTEM".into()), ..item(1) };
        assert!(lists("3.7.3", None).why_fixed_item(&router).is_some());
    }
}
