//! Which Controller answers: Datasance's (contract of 3.7.3) or Eclipse ioFog's 3.0 (Controller contract 22).

use model::Status;

/// The Controller's kind, chosen by its answer to `GET /status`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Datasance Controller 3.1 and later: bearer tokens, roles, secrets, system microservices ...
    Datasance {
        /// As the Controller says it, for example `3.7.3`.
        version: String,
    },
    /// Eclipse ioFog Controller 3.0: own users, bare token header, many endpoints missing.
    Eclipse {
        /// As the Controller says it, for example `3.0.4`.
        version: String,
    },
}

impl Default for Dialect {
    fn default() -> Self {
        Self::Datasance { version: String::new() }
    }
}

impl Dialect {
    /// Chooses by the Controller's version; an unknown one counts as the newest contract.
    pub fn of(status: &Status) -> Self {
        Self::of_version(&status.versions.controller)
    }

    /// The same by the version alone, as [`Dialect::version`] gave it before.
    pub fn of_version(version: &str) -> Self {
        let version = version.to_owned();
        let mut parts = version.trim_start_matches('v').split('.');
        if parts.next() == Some("3") && parts.next() == Some("0") {
            Self::Eclipse { version }
        } else {
            Self::Datasance { version }
        }
    }

    /// True for the older contract.
    pub fn is_eclipse_3_0(&self) -> bool {
        matches!(self, Self::Eclipse { .. })
    }

    /// The Controller's version as it says it; empty before the first answer.
    pub fn version(&self) -> &str {
        match self {
            Self::Datasance { version } | Self::Eclipse { version } => version,
        }
    }

    /// The command-line tool that goes with it.
    pub fn tool(&self) -> &'static str {
        if self.is_eclipse_3_0() { "iofogctl" } else { "potctl" }
    }

    /// The Controller by name and version, for people; only the name before the first answer.
    pub fn title(&self) -> String {
        let name = if self.is_eclipse_3_0() { "Eclipse ioFog Controller" } else { "Controller" };
        format!("{name} {}", self.version()).trim_end().to_owned()
    }

    /// The value of the `Authorization` header; the older Controller refuses the word `Bearer`.
    pub(crate) fn authorization(&self, token: &str) -> String {
        match self {
            Self::Datasance { .. } => format!("Bearer {token}"),
            Self::Eclipse { .. } => token.to_owned(),
        }
    }
}
