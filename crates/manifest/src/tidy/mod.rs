//! Lays a document out anew: even indentation, one blank behind colons and dashes, no trailing blanks, no runs of empty
//! lines. Order, quoting, comments and all values stay; doing it twice changes nothing more.

mod comments;
mod lines;
mod walk;

use self::lines::Layout;
use crate::edit::EditError;
use crate::path::Path;
use crate::position::{Edit, apply};
use crate::read::Manifest;
use crate::tree::Document;

/// Passes after which a layout must have come to rest.
const PASSES: usize = 4;

/// What laying out a text comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Edits of the whole text; none if it is laid out evenly already.
    pub edits: Vec<Edit>,
    /// The documents that stay as they are, by their number, and why.
    pub left: Vec<(usize, EditError)>,
}

/// Lays out all documents of a text that can be.
pub fn tidy(manifest: &Manifest) -> Tidied {
    let mut tidied = Tidied::default();
    for document in manifest.documents() {
        match document.tidy() {
            Ok(edits) => tidied.edits.extend(edits),
            Err(error) => tidied.left.push((document.index(), error)),
        }
    }
    if reads_the_same(manifest, &tidied.edits) {
        return tidied;
    }
    // Together they mean something else than alone: what was copied along is known by how it stands beside the rest.
    let left =
        manifest.documents().iter().map(|document| (document.index(), EditError::Unsafe(Path::root())));
    Tidied { edits: Vec::new(), left: left.collect() }
}

/// Whether the whole text is read as before, with the same found wrong.
fn reads_the_same(manifest: &Manifest, edits: &[Edit]) -> bool {
    if edits.is_empty() {
        return true;
    }
    let after = Manifest::parse(apply(manifest.text(), edits));
    let codes = |manifest: &Manifest| manifest.problems().iter().map(|it| it.code).collect::<Vec<_>>();
    let values = |manifest: &Manifest| manifest.documents().iter().map(Document::json).collect::<Vec<_>>();
    codes(manifest) == codes(&after) && values(manifest) == values(&after)
}

impl Document {
    /// The edits of the whole text that lay this document out evenly.
    ///
    /// Refused ([`EditError::Incomplete`]) while the text has errors, and ([`EditError::Unsafe`]) for rare constructs
    /// that cannot be moved without a doubt, like `? ` keys and block texts with a given indentation.
    fn tidy(&self) -> Result<Vec<Edit>, EditError> {
        if !self.findings.is_empty() || !self.complete {
            return Err(EditError::Incomplete);
        }
        let cannot = || EditError::Unsafe(Path::root());
        let mut edits = layout(self).ok_or_else(cannot)?;
        let mut reached = Document::alone(&apply(&self.text, &edits));
        for pass in 0.. {
            let more = layout(&reached).ok_or_else(cannot)?;
            if more.is_empty() {
                break;
            }
            if pass == PASSES {
                return Err(cannot());
            }
            reached = Document::alone(&apply(&reached.text, &more));
            edits = vec![crate::edit::difference(&self.text, &reached.text)];
        }
        let comments = |document: &Document| -> Vec<String> {
            document
                .comments()
                .filter_map(|range| document.text.get(range).map(|it| it.trim_end().to_owned()))
                .collect()
        };
        let same = self.same_but(&reached, &self.json()) && comments(self) == comments(&reached);
        same.then(|| self.shifted(edits)).ok_or_else(cannot)
    }
}

fn layout(document: &Document) -> Option<Vec<Edit>> {
    let mut layout = Layout::of(document);
    walk::place(document, &mut layout)?;
    comments::place(document, &mut layout);
    Some(layout.edits(&document.text))
}
