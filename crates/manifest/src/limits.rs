//! How much work and memory a text may cost before reading it is refused.

/// Bounds for reading. A text beyond them gives a problem, never a stall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest text, in bytes.
    pub text: usize,
    /// Deepest nesting of lists and mappings, aliases followed.
    pub depth: usize,
    /// How many bytes of text the aliases of one document may stand for, all together.
    pub alias_expansion: usize,
    /// Most documents in one text.
    pub documents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { text: 20_000_000, depth: 64, alias_expansion: 4_000_000, documents: 50_000 }
    }
}
