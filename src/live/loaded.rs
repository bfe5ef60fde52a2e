//! How far reading a list has come.

/// How far a read has come. Data that came once stays when a later refresh fails; that is the banner's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    Waiting,
    Ready,
    Failed(String),
    /// This Controller has no such thing, and never will have without being another version.
    Missing(String),
}

impl Loaded {
    /// The same, where being ready is not enough: something that belongs to it is still on its way.
    pub fn waiting(self) -> Self {
        if self == Self::Ready { Self::Waiting } else { self }
    }
}
