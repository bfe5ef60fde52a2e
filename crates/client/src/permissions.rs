//! What the built-in roles allow (Controller contract 3): to disable with a reason what would be refused anyway.
//! The Controller decides; further roles are not known here, so they are never a reason to disable anything.

use std::fmt;

use model::Resource;

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Reads one or all.
    Read,
    /// Makes one, or starts something.
    Create,
    /// Changes one; also starts, stops, rebuilds and reboots.
    Change,
    /// Deletes one.
    Delete,
}

impl Verb {
    fn words(self) -> &'static str {
        match self {
            Self::Read => "see",
            Self::Create => "create",
            Self::Change => "change",
            Self::Delete => "delete",
        }
    }
}

/// Why something is disabled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    roles: String,
    resource: Resource,
    verb: Verb,
    takes: &'static str,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verb, resource) = (self.verb.words(), self.resource.words());
        write!(f, "The role {} may not {verb} {resource}. It takes the role {}.", self.roles, self.takes)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Right {
    All,
    Read,
    No,
}

use Right::{All, No, Read};

/// What admin, sre, developer and viewer may do, in this order.
const fn rights(resource: Resource) -> [Right; 4] {
    use Resource as R;
    match resource {
        R::Microservices
        | R::Applications
        | R::ApplicationTemplates
        | R::Services
        | R::Catalog
        | R::Registries
        | R::Secrets
        | R::ConfigMaps
        | R::VolumeMounts
        | R::Certificates
        | R::EdgeResources
        | R::NatsRules => [All, All, All, Read],
        R::Agents | R::Settings | R::SystemMicroservices | R::SystemApplications => [All, All, Read, Read],
        R::Roles => [All, Read, Read, Read],
        R::Exec | R::Logs => [All, All, All, No],
        R::SystemExec | R::SystemLogs | R::Events => [All, All, No, No],
    }
}

const NAMES: [&str; 4] = ["admin", "sre", "developer", "viewer"];

/// Whether any of these roles (in lower case, as [`crate::session::Claims::roles`] gives them) allows it.
/// No roles at all, as with Eclipse Controllers 3.0, and roles of the site's own allow everything here.
pub fn allows<S: AsRef<str>>(roles: &[S], resource: Resource, verb: Verb) -> Result<(), Reason> {
    let rights = rights(resource);
    let enough = |right: Right| right == All || (right == Read && verb == Verb::Read);
    let known = |role: &S| NAMES.iter().position(|name| *name == role.as_ref());
    let allowed =
        |role: &S| known(role).and_then(|index| rights.get(index)).is_none_or(|right| enough(*right));
    if roles.is_empty() || roles.iter().any(allowed) {
        return Ok(());
    }
    let takes = match rights.iter().filter(|right| enough(**right)).count() {
        0 | 1 => "admin",
        2 => "sre or admin",
        _ => "developer, sre or admin",
    };
    let roles = roles.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    Err(Reason { roles, resource, verb, takes })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is what admin, sre, developer and viewer may do: everything, read, or nothing.
    fn check(resource: Resource, expected: [&str; 4]) {
        for (role, expected) in NAMES.iter().zip(expected) {
            let may = |verb| allows(&[role], resource, verb).is_ok();
            let reads = may(Verb::Read);
            let writes = [Verb::Create, Verb::Change, Verb::Delete].map(may);
            let found = match (reads, writes) {
                (true, [true, true, true]) => "all",
                (true, [false, false, false]) => "read",
                (false, [false, false, false]) => "-",
                _ => "a mixture",
            };
            assert_eq!(found, expected, "{role} {resource:?}");
        }
    }

    #[test]
    fn the_built_in_roles_allow_what_the_contract_says() {
        // The table of Controller contract 3, line by line, with what the console has words for.
        // resource                            admin  sre     developer  viewer
        for resource in Resource::ALL {
            let expected = match resource {
                Resource::Microservices => ["all", "all", "all", "read"],
                Resource::Applications => ["all", "all", "all", "read"],
                Resource::ApplicationTemplates => ["all", "all", "all", "read"],
                Resource::Services => ["all", "all", "all", "read"],
                Resource::NatsRules => ["all", "all", "all", "read"],
                Resource::Catalog => ["all", "all", "all", "read"],
                Resource::Registries => ["all", "all", "all", "read"],
                Resource::Secrets => ["all", "all", "all", "read"],
                Resource::ConfigMaps => ["all", "all", "all", "read"],
                Resource::VolumeMounts => ["all", "all", "all", "read"],
                Resource::Certificates => ["all", "all", "all", "read"],
                Resource::EdgeResources => ["all", "all", "all", "read"],
                Resource::Agents => ["all", "all", "read", "read"],
                Resource::Settings => ["all", "all", "read", "read"],
                Resource::SystemMicroservices => ["all", "all", "read", "read"],
                Resource::SystemApplications => ["all", "all", "read", "read"],
                Resource::Roles => ["all", "read", "read", "read"],
                Resource::Exec => ["all", "all", "all", "-"],
                Resource::Logs => ["all", "all", "all", "-"],
                Resource::SystemExec => ["all", "all", "-", "-"],
                Resource::SystemLogs => ["all", "all", "-", "-"],
                Resource::Events => ["all", "all", "-", "-"],
            };
            check(*resource, expected);
        }
    }

    #[test]
    fn the_strongest_of_several_roles_counts() {
        assert!(allows(&["viewer", "developer"], Resource::Catalog, Verb::Create).is_ok());
    }

    #[test]
    fn roles_of_the_sites_own_and_none_at_all_disable_nothing() {
        assert!(allows(&["ops"], Resource::Events, Verb::Delete).is_ok());
        assert!(allows::<&str>(&[], Resource::Agents, Verb::Delete).is_ok());
    }

    #[test]
    fn a_reason_names_the_role_that_is_there_and_the_one_it_takes() {
        let reason = allows(&["viewer"], Resource::Catalog, Verb::Delete).unwrap_err().to_string();
        assert_eq!(
            reason,
            "The role viewer may not delete catalog items. It takes the role developer, sre or admin."
        );
        let reason = allows(&["sre"], Resource::Roles, Verb::Create).unwrap_err().to_string();
        assert_eq!(reason, "The role sre may not create roles. It takes the role admin.");
    }
}
