//! What the built-in roles allow (Controller contract 3): to disable with a reason what would be refused anyway.
//! The Controller decides; further roles are not known here, so they are never a reason to disable anything.

use std::fmt;

use model::{ChangedBy, Resource};

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
        R::Of(kind) => match kind.facts().changed_by {
            ChangedBy::Developer => [All, All, All, Read],
            ChangedBy::Sre => [All, All, Read, Read],
            ChangedBy::Admin => [All, Read, Read, Read],
        },
        R::Services | R::Certificates | R::EdgeResources | R::NatsRules => [All, All, All, Read],
        R::Settings | R::SystemMicroservices | R::SystemApplications => [All, All, Read, Read],
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
    use model::Kind;

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
                // Kinds are held against the contract itself, below.
                Resource::Of(_) => continue,
                Resource::Services => ["all", "all", "all", "read"],
                Resource::NatsRules => ["all", "all", "all", "read"],
                Resource::Certificates => ["all", "all", "all", "read"],
                Resource::EdgeResources => ["all", "all", "all", "read"],
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

    /// What the table of Controller contract 3 has about something: what admin, sre, developer and viewer may do.
    fn of_the_contract(what: &str) -> Option<[&'static str; 4]> {
        let contract = include_str!("../../../docs/controller-contract.md");
        let (_, section) = contract.split_once("\n## 3. ").unwrap();
        let (table, _) = section.split_once("\n## ").unwrap();
        let names =
            |cell: &str| cell.split(", ").flat_map(|part| part.split(" and ")).any(|name| name == what);
        let rows = table.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
        let mut rows = rows.filter(|cells| cells.get(1).is_some_and(|cell| names(cell)));
        rows.next().map(|cells| [2, 3, 4, 5].map(|at| if cells[at].is_empty() { "-" } else { cells[at] }))
    }

    #[test]
    fn a_kind_is_changed_by_those_that_the_contract_says() {
        // The contract calls a kind as its address does.
        let named = |kind: &Kind| of_the_contract(&kind.facts().slug.replace('-', " "));
        let named: Vec<_> = Kind::ALL.iter().filter_map(|kind| Some((kind, named(kind)?))).collect();
        assert!(named.len() >= 9, "the table names only {named:?}");
        named.into_iter().for_each(|(kind, expected)| check(kind.resource(), expected));
    }

    #[test]
    fn the_strongest_of_several_roles_counts() {
        assert!(allows(&["viewer", "developer"], Kind::CatalogItem.resource(), Verb::Create).is_ok());
    }

    #[test]
    fn roles_of_the_sites_own_and_none_at_all_disable_nothing() {
        assert!(allows(&["ops"], Resource::Events, Verb::Delete).is_ok());
        assert!(allows::<&str>(&[], Kind::Agent.resource(), Verb::Delete).is_ok());
    }

    #[test]
    fn a_reason_names_the_role_that_is_there_and_the_one_it_takes() {
        let reason = allows(&["viewer"], Kind::CatalogItem.resource(), Verb::Delete).unwrap_err().to_string();
        assert_eq!(
            reason,
            "The role viewer may not delete catalog items. It takes the role developer, sre or admin."
        );
        let reason = allows(&["sre"], Resource::Roles, Verb::Create).unwrap_err().to_string();
        assert_eq!(reason, "The role sre may not create roles. It takes the role admin.");
    }
}
