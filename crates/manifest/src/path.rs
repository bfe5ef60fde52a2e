//! Where a value stands inside one document: `spec.container.ports[0].external`.

use std::fmt;
use std::str::FromStr;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// A key of a mapping, as resolved text.
    Key(String),
    /// An item of a list, counted from 0.
    Index(usize),
}

/// The way from the root of a document to a value. The empty path is the root itself.
///
/// Written `spec.container.ports[0].external`; a key that is empty or holds a dot, a bracket, a quote, a backslash or
/// blanks at its ends is written in double quotes with `\"` and `\\`: `spec.config."a.b"`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<Segment>);

impl Path {
    /// The path of the document's root.
    pub fn root() -> Path {
        Path::default()
    }

    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// This path and one key more.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Path {
        let mut segments = self.0.clone();
        segments.push(Segment::Key(key.into()));
        Path(segments)
    }

    /// This path and one list index more.
    #[must_use]
    pub fn index(&self, index: usize) -> Path {
        let mut segments = self.0.clone();
        segments.push(Segment::Index(index));
        Path(segments)
    }

    /// The path without its last step; `None` for the root.
    pub fn parent(&self) -> Option<Path> {
        let (_, parent) = self.0.split_last()?;
        Some(Path(parent.to_vec()))
    }

    pub fn last(&self) -> Option<&Segment> {
        self.0.last()
    }

    /// Whether `self` is `other` or lies below it.
    pub fn starts_with(&self, other: &Path) -> bool {
        self.0.starts_with(&other.0)
    }
}

impl From<&str> for Segment {
    fn from(key: &str) -> Segment {
        Segment::Key(key.to_owned())
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Segment {
        Segment::Index(index)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (step, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(out, "[{index}]")?,
                Segment::Key(key) => {
                    if step > 0 {
                        out.write_str(".")?;
                    }
                    if needs_quotes(key) {
                        write!(out, "\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))?;
                    } else {
                        out.write_str(key)?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn needs_quotes(key: &str) -> bool {
    key.is_empty() || key.contains(['.', '[', ']', '"', '\\']) || key.trim() != key
}

/// A text that is no [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// Byte offset in the text where reading stopped.
    pub at: usize,
    pub message: &'static str,
}

impl fmt::Display for PathError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} (at byte {})", self.message, self.at)
    }
}

impl std::error::Error for PathError {}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Path, PathError> {
        let mut segments = Vec::new();
        let mut rest = text;
        let at = |rest: &str| text.len() - rest.len();
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (digits, after) = inner
                    .split_once(']')
                    .ok_or(PathError { at: at(rest), message: "an index is missing its closing bracket" })?;
                let index = digits
                    .parse()
                    .map_err(|_| PathError { at: at(inner), message: "an index must be a whole number" })?;
                segments.push(Segment::Index(index));
                rest = after;
                continue;
            }
            if !segments.is_empty() {
                rest = rest
                    .strip_prefix('.')
                    .ok_or(PathError { at: at(rest), message: "expected a dot between two keys" })?;
            }
            let (key, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted_key(quoted).ok_or(PathError {
                    at: at(rest),
                    message: "a quoted key is missing its closing quote",
                })?,
                None => {
                    let end = rest.find(['.', '[']).unwrap_or(rest.len());
                    let (key, after) = rest.split_at(end);
                    (key.to_owned(), after)
                }
            };
            if key.is_empty() && !rest.starts_with('"') {
                return Err(PathError { at: at(rest), message: "a key is missing" });
            }
            segments.push(Segment::Key(key));
            rest = after;
        }
        Ok(Path(segments))
    }
}

/// Reads up to the closing quote; gives the key and what follows.
fn quoted_key(text: &str) -> Option<(String, &str)> {
    let mut key = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((key, text.get(at + 1..)?)),
            '\\' => key.push(chars.next()?.1),
            other => key.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_back_as_it_was_written() {
        let cases: [(&str, Vec<Segment>); 6] = [
            ("", vec![]),
            ("spec", vec!["spec".into()]),
            (
                "spec.container.ports[0].external",
                vec!["spec".into(), "container".into(), "ports".into(), 0.into(), "external".into()],
            ),
            ("spec.config.\"a.b\"", vec!["spec".into(), "config".into(), "a.b".into()]),
            ("\"\".\"q\\\"\\\\\"[1][2]", vec!["".into(), "q\"\\".into(), 1.into(), 2.into()]),
            ("[3].name", vec![3.into(), "name".into()]),
        ];
        for (text, segments) in cases {
            let path: Path = text.parse().unwrap();
            assert_eq!(path.segments(), segments, "{text}");
            assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn a_broken_path_says_where_it_breaks() {
        for (text, at) in
            [("a..b", 2), ("a[x]", 2), ("a[1", 1), ("a\"b\".", 5), ("\"a", 0), ("a[0]b", 4), (".a", 0)]
        {
            assert_eq!(text.parse::<Path>().map_err(|error| error.at), Err(at), "{text}");
        }
    }
}
