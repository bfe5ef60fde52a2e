//! What the Controller at hand can do, and what it calls things: one record, made once from its answer to `GET /status`.
//! Nobody else asks for a version (Controller contract 22).

use crate::{Kind, Status};

/// A release, in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release([u16; 3]);

impl Release {
    /// The oldest that the console speaks to.
    pub const OLDEST: Release = Release([3, 0, 0]);
    /// A Controller that says no release, or none that is known, counts as the newest.
    pub const NEWEST: Release = Release([u16::MAX; 3]);

    /// Reads `3.5.7` or `v3.0.0-beta`; numbers that are not said are `rest`. `None` where no number stands first.
    fn read(text: &str, rest: u16) -> Option<Release> {
        let mut numbers = [rest; 3];
        let parts = text.trim_start_matches('v').split(['.', '-', '+']);
        for (at, (number, part)) in numbers.iter_mut().zip(parts).enumerate() {
            match part.parse() {
                Ok(said) => *number = said,
                Err(_) if at == 0 => return None,
                Err(_) => break,
            }
        }
        Some(Release(numbers))
    }

    /// Whether what came with the release `since` is there; with none, it always was.
    pub fn has_since(self, since: &str) -> bool {
        since.is_empty() || Release::read(since, 0).is_none_or(|since| self >= since)
    }

    /// Whether what was last known to the release `until` still is. Layouts (`v1`, `2.x`) are of releases before 3.
    pub fn has_until(self, until: &str) -> bool {
        Release::read(until, u16::MAX).is_some_and(|until| self <= until)
    }
}

/// Something that one generation of Controllers has and another has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Secrets.
    Secrets,
    /// Config maps.
    ConfigMaps,
    /// Volume mounts.
    VolumeMounts,
    /// The log of what was done.
    Events,
    /// Roles, and who may do what.
    Roles,
    /// Rules of NATS.
    NatsRules,
    /// The system's microservices as a list of their own.
    SystemMicroservices,
    /// The system's applications, below an address that elsewhere is that of an application called `system`.
    SystemApplications,
    /// A switch of each microservice, beside that of its application.
    Switches,
    /// An address that asks for a rebuild; where there is none, a change asks for it.
    RebuildAddress,
    /// Shells in containers.
    Shells,
    /// Logs of containers.
    Logs,
    /// Tokens that renew others.
    RefreshTokens,
    /// Roles under which microservices act at the Controller.
    ServiceAccounts,
}

impl Feature {
    /// As the beginning of a sentence: "… came with later Controllers".
    pub fn words(self) -> &'static str {
        match self {
            Feature::Secrets => "Secrets",
            Feature::ConfigMaps => "Config maps",
            Feature::VolumeMounts => "Volume mounts",
            Feature::Events => "Events",
            Feature::Roles => "Roles",
            Feature::NatsRules => "NATS rules",
            Feature::SystemMicroservices => "System microservices",
            Feature::SystemApplications => "System applications",
            Feature::Switches => "Starting and stopping single microservices",
            Feature::RebuildAddress => "Rebuilds by request",
            Feature::Shells => "Shells",
            Feature::Logs => "Logs",
            Feature::RefreshTokens => "Refresh tokens",
            Feature::ServiceAccounts => "Service accounts",
        }
    }
}

impl Kind {
    /// What a Controller must have for objects of this kind to be there; `None` where all have them.
    pub fn feature(self) -> Option<Feature> {
        match self {
            Kind::Secret => Some(Feature::Secrets),
            Kind::ConfigMap => Some(Feature::ConfigMaps),
            Kind::VolumeMount => Some(Feature::VolumeMounts),
            _ => None,
        }
    }
}

/// What Controllers of one generation have in common.
#[derive(Debug, PartialEq, Eq)]
struct Generation {
    name: &'static str,
    tool: &'static str,
    api_version: &'static str,
    lacks: &'static [Feature],
    bearer: bool,
    tenants: bool,
    system_agents_apart: bool,
    last_seed_item: i64,
    release: Option<Release>,
}

/// Datasance, as in 3.7.3.
static DATASANCE: Generation = Generation {
    name: "Controller",
    tool: "potctl",
    api_version: "datasance.com/v3",
    lacks: &[],
    bearer: true,
    tenants: false,
    system_agents_apart: false,
    last_seed_item: 0,
    release: None,
};

/// Eclipse ioFog, as in 3.0.4.
static ECLIPSE: Generation = Generation {
    name: "Eclipse ioFog Controller",
    tool: "iofogctl",
    api_version: "iofog.org/v3",
    lacks: &[
        Feature::Secrets,
        Feature::ConfigMaps,
        Feature::VolumeMounts,
        Feature::Events,
        Feature::Roles,
        Feature::NatsRules,
        Feature::SystemMicroservices,
        Feature::SystemApplications,
        Feature::Switches,
        Feature::RebuildAddress,
        Feature::Shells,
        Feature::Logs,
        Feature::RefreshTokens,
        Feature::ServiceAccounts,
    ],
    bearer: false,
    tenants: true,
    system_agents_apart: true,
    last_seed_item: 17,
    release: Some(Release([3, 0, u16::MAX])),
};

/// What the Controller at hand can do. Before its first answer, and where it does not say, that of the newest contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    version: String,
    release: Release,
    generation: &'static Generation,
}

impl Default for Capabilities {
    fn default() -> Self {
        Self::of_version("")
    }
}

impl Capabilities {
    /// By the Controller's own word.
    pub fn of(status: &Status) -> Self {
        Self::of_version(&status.versions.controller)
    }

    /// The same by the version alone, as [`Capabilities::version`] gave it before.
    pub fn of_version(version: &str) -> Self {
        let read = Release::read(version, 0);
        let is_eclipse = read.is_some_and(|Release([major, minor, _])| (major, minor) == (3, 0));
        let generation = if is_eclipse { &ECLIPSE } else { &DATASANCE };
        let release = generation.release.or(read).unwrap_or(Release::NEWEST);
        Self { version: version.to_owned(), release, generation }
    }

    /// The Controller's version as it says it, for people and for keeping; empty before the first answer.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Which fields it knows.
    pub fn release(&self) -> Release {
        self.release
    }

    /// Whether it has something.
    pub fn has(&self, feature: Feature) -> bool {
        !self.generation.lacks.contains(&feature)
    }

    /// Why something is not there, in a sentence; `None` where it is.
    pub fn why_not(&self, feature: Feature) -> Option<String> {
        (!self.has(feature))
            .then(|| format!("{} came with later Controllers; this is {}.", feature.words(), self.title()))
    }

    /// The command-line tool that goes with it.
    pub fn tool(&self) -> &'static str {
        self.generation.tool
    }

    /// `apiVersion:` of the manifests of that tool.
    pub fn api_version(&self) -> &'static str {
        self.generation.api_version
    }

    /// The Controller by name and version, for people; only the name before the first answer.
    pub fn title(&self) -> String {
        format!("{} {}", self.generation.name, self.version).trim_end().to_owned()
    }

    /// Whether a token is sent behind the word `Bearer`, and is a JWT; else it stands alone, and says nothing.
    pub fn takes_bearer(&self) -> bool {
        self.generation.bearer
    }

    /// Whether objects belong to users, two of whom may use one name. There an application is deleted by its id: by its
    /// name, microservices of the other one go with it.
    pub fn has_tenants(&self) -> bool {
        self.generation.tenants
    }

    /// Whether the list of agents leaves out those of the system, which another question gives.
    pub fn lists_system_agents_apart(&self) -> bool {
        self.generation.system_agents_apart
    }

    /// Whether a catalog item came with the Controller and can be used by all, but changed by nobody.
    pub fn is_seed_item(&self, id: i64) -> bool {
        id <= self.generation.last_seed_item
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(version: &str, field: (&str, Option<&str>), there: bool) {
        let release = Capabilities::of_version(version).release();
        let (since, until) = field;
        let known = release.has_since(since) && until.is_none_or(|until| release.has_until(until));
        assert_eq!(known, there, "since {since:?} until {until:?} on {version:?}");
    }

    #[test]
    fn a_field_is_known_from_the_release_it_came_with_to_the_last_that_read_it() {
        check("3.0.4", ("", None), true);
        check("3.0.4", ("3.0.0", None), true);
        check("3.0.4", ("3.5.0", None), false);
        check("3.4.2", ("3.5.0", None), false);
        check("3.10.0", ("3.5.0", None), true);
        check("", ("3.7.0", None), true);
        check("main", ("3.7.0", None), true);
        check("3.0.4", ("", Some("3.5.6")), true);
        check("3.6.9", ("", Some("3.6")), true);
        check("3.7.3", ("", Some("3.6")), false);
        check("3.0.4", ("", Some("v2")), false);
        check("3.0.4", ("", Some("2.x")), false);
        check("", ("", Some("3.6")), false);
    }

    #[test]
    fn the_generation_is_told_by_the_version() {
        // version, Eclipse's?
        let versions = [
            ("3.0.4", true),
            ("v3.0.0-beta", true),
            ("3.7.3", false),
            ("3.1.0", false),
            ("3.10.0", false),
            ("", false),
            ("4.0.0", false),
        ];
        for (version, eclipse) in versions {
            let capabilities = Capabilities::of_version(version);
            assert_eq!(capabilities.has_tenants(), eclipse, "{version}");
            assert_eq!(capabilities.has(Feature::Secrets), !eclipse, "{version}");
            assert_eq!(capabilities.takes_bearer(), !eclipse, "{version}");
        }
    }

    #[test]
    fn what_is_not_there_says_what_this_is() {
        let eclipse = Capabilities::of_version("3.0.4");
        assert_eq!(
            eclipse.why_not(Feature::Shells).as_deref(),
            Some("Shells came with later Controllers; this is Eclipse ioFog Controller 3.0.4.")
        );
        assert_eq!(Capabilities::default().why_not(Feature::Shells), None);
        assert_eq!(Capabilities::default().title(), "Controller");
        assert!(eclipse.is_seed_item(5) && !eclipse.is_seed_item(18));
        assert!(!Capabilities::default().is_seed_item(5));
    }
}
