//! What a field is to the Controller: where its value stands in requests and answers, in which form, and what a change
//! of it does.

use model::Release;

use super::{Field, Mapping, Status, Type};

/// Where a value stands in the requests and answers of the REST API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// Under the key itself.
    Same,
    /// Under this name.
    Named(&'static str),
    /// Under one name in requests and under another in answers.
    Answered { request: &'static str, answer: &'static str },
    /// In the list `images`, as the image with this `fogTypeId`.
    Image(i64),
    /// Not as a whole: the fields in it stand beside those around it.
    Spread,
    /// Together with others, as only its kind can put them.
    Apart,
    /// Nowhere as a value: it says which object is meant, holds objects of its own, or is for other tools only.
    Unsent,
}

/// The form in which a value is sent and answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    AsItIs,
    /// A boolean that the API turns round: `private` is not `isPublic`.
    Opposite,
    /// JSON inside a string.
    JsonText,
}

/// What an update does to a field that the manifest does not mention (manifest rules 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Stays as it is.
    Keep,
    /// The same; an empty text, or 0, takes it away.
    KeepUntilEmpty,
    /// Back to the default.
    Reset,
}

/// Whether the container is made anew: that of the microservice, or those of all that use what was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restarts {
    No,
    /// When the value changes.
    OnChange,
    /// When the value is sent, changed or not.
    WhenSent,
}

impl Api {
    /// The name in requests; none for what has no place of its own there.
    pub(crate) fn request(self, key: &'static str) -> Option<&'static str> {
        match self {
            Api::Same => Some(key),
            Api::Named(name) | Api::Answered { request: name, .. } => Some(name),
            Api::Image(_) | Api::Spread | Api::Apart | Api::Unsent => None,
        }
    }

    /// The name in answers.
    pub(crate) fn answer(self, key: &'static str) -> Option<&'static str> {
        match self {
            Api::Answered { answer, .. } => Some(answer),
            other => other.request(key),
        }
    }
}

impl Field {
    /// Whether requests to any Controller that the console speaks to carry its value in any way.
    pub fn is_sent(&self) -> bool {
        self.api != Api::Unsent
            && match self.status {
                Status::Current => true,
                Status::Retired { until, .. } => Release::OLDEST.has_until(until),
                Status::Ignored { .. } => false,
            }
    }

    /// Whether a Controller of this release still reads it, if it ever did.
    pub(crate) fn is_retired(&self, release: Release) -> bool {
        matches!(self.status, Status::Retired { until, .. } if self.api == Api::Unsent || !release.has_until(until))
    }

    /// Whether a Controller of this release reads it.
    pub fn is_there(&self, release: Release) -> bool {
        release.has_since(self.since) && !self.is_retired(release)
    }

    /// What is filled in where an item leaves the key out: answers always have it.
    pub(crate) fn filled_in(&self) -> Option<&'static str> {
        (matches!(self.ty, Type::Text(_)) && !self.default.is_empty()).then_some(self.default)
    }

    pub(crate) const fn api(mut self, name: &'static str) -> Field {
        self.api = Api::Named(name);
        self
    }

    pub(crate) const fn answered_as(mut self, answer: &'static str) -> Field {
        self.api = Api::Answered { request: self.key, answer };
        self
    }

    pub(crate) const fn image(mut self, fog_type_id: i64) -> Field {
        self.api = Api::Image(fog_type_id);
        self
    }

    pub(crate) const fn spread(mut self) -> Field {
        self.api = Api::Spread;
        self
    }

    pub(crate) const fn apart(mut self) -> Field {
        self.api = Api::Apart;
        self
    }

    pub(crate) const fn unsent(mut self) -> Field {
        self.api = Api::Unsent;
        self
    }

    pub(crate) const fn turned_round(mut self) -> Field {
        self.sent = Sent::Opposite;
        self
    }

    pub(crate) const fn json_text(mut self) -> Field {
        self.sent = Sent::JsonText;
        self
    }

    pub(crate) const fn reset(mut self) -> Field {
        self.absent = Absent::Reset;
        self
    }

    pub(crate) const fn kept_until_empty(mut self) -> Field {
        self.absent = Absent::KeepUntilEmpty;
        self
    }

    pub(crate) const fn restarts(mut self) -> Field {
        self.restarts = Restarts::OnChange;
        self
    }

    pub(crate) const fn restarts_when_sent(mut self) -> Field {
        self.restarts = Restarts::WhenSent;
        self
    }

    pub(crate) const fn identity(mut self) -> Field {
        self.identity = true;
        self
    }
}

impl Mapping {
    /// The fields that requests carry.
    pub fn sent(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().filter(|field| field.is_sent())
    }

    /// The field that tells items of this kind apart.
    pub fn identity(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.identity)
    }
}

impl Type {
    /// What the items of a list have in them, if they are mappings.
    pub fn items(&self) -> Option<&'static Mapping> {
        self.item()?.mapping()
    }
}
