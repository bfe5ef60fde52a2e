//! Ways through the tree: children, keys, paths, and the view in which `<<` has been followed.

use super::{Body, Entry, Node, NodeData, NodeId, Text};
use crate::path::{Path, Segment};
use crate::scalar::ScalarStyle;

impl<'a> Node<'a> {
    /// Items of a list; nothing for anything else.
    pub fn items(self) -> impl ExactSizeIterator<Item = Node<'a>> + DoubleEndedIterator + Clone {
        let ids: &'a [NodeId] = match self.body() {
            Some(Body::Sequence { items, .. }) => items,
            _ => &[],
        };
        ids.iter().map(move |id| self.with(*id))
    }

    pub fn item(self, index: usize) -> Option<Node<'a>> {
        self.items().nth(index)
    }

    /// The keys as written, `<<` among them; nothing for anything but a mapping.
    pub fn own_entries(self) -> impl ExactSizeIterator<Item = Entry<'a>> + DoubleEndedIterator + Clone {
        let ids: &'a [(NodeId, NodeId)] = match self.body() {
            Some(Body::Mapping { entries, .. }) => entries,
            _ => &[],
        };
        ids.iter().map(move |(key, value)| Entry {
            key: self.with(*key),
            value: self.with(*value),
            merged: false,
        })
    }

    /// The keys that count: own ones (without `<<`) in order, then those merged in that no own key hides.
    ///
    /// Of a key written twice (reported as `duplicate-key`) both are listed.
    pub fn entries(self) -> Vec<Entry<'a>> {
        let mut out: Vec<Entry<'a>> = self.own_entries().filter(|entry| !entry.key.is_merge_key()).collect();
        if out.len() == self.own_entries().len() {
            return out;
        }
        let mut seen: std::collections::HashSet<&str> =
            out.iter().filter_map(|entry| entry.key.scalar_text()).collect();
        for source in self.merge_sources() {
            for entry in source.entries() {
                if entry.key.scalar_text().is_none_or(|key| seen.insert(key)) {
                    out.push(Entry { merged: true, ..entry });
                }
            }
        }
        out
    }

    /// The mappings that `<<` pulls in, the strongest first.
    fn merge_sources(self) -> impl Iterator<Item = Node<'a>> {
        let values = self.own_entries().filter(|entry| entry.key.is_merge_key()).map(|entry| entry.value);
        values.flat_map(|value| {
            let several: Vec<Node<'a>> =
                if value.is_sequence() { value.items().collect() } else { vec![value] };
            several.into_iter().filter(|source| source.is_mapping())
        })
    }

    /// Whether a `<<` here refers to an anchor that does not exist: nobody knows which keys it would bring.
    pub(crate) fn merges_unknown(self) -> bool {
        let merged = self.own_entries().filter(|entry| entry.key.is_merge_key()).map(|entry| entry.value);
        merged.into_iter().any(|value| value.is_unknown_alias() || value.items().any(Node::is_unknown_alias))
    }

    /// Whether this node, as a key, is a plain `<<`.
    pub fn is_merge_key(self) -> bool {
        // The length alone rules out nearly every key.
        let plain = self.data().is_some_and(|data| {
            data.end - data.start == 2 && matches!(data.body, Body::Scalar { style: ScalarStyle::Plain, .. })
        });
        plain
            && self.scalar_text() == Some("<<")
            && self.tag().is_none_or(|tag| tag == "tag:yaml.org,2002:merge")
    }

    /// The value of a key, own or merged. Keys compare by their text: `1` and `"1"` are one.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// The entry of a key, own or merged. Of a key written twice, the first.
    pub fn entry(self, key: &str) -> Option<Entry<'a>> {
        let mut merges = false;
        for entry in self.own_entries() {
            if entry.key.is_merge_key() {
                merges = true;
            } else if entry.key.is_text(key) {
                return Some(entry);
            }
        }
        if !merges {
            return None;
        }
        self.merge_sources().find_map(|source| source.entry(key)).map(|entry| Entry { merged: true, ..entry })
    }

    /// Whether the text of this scalar is `text`; most are told apart by their length.
    fn is_text(self, text: &str) -> bool {
        match self.data() {
            Some(NodeData {
                body: Body::Scalar { style: ScalarStyle::Plain, text: Text::Source },
                start,
                end,
            }) => {
                let range = *start as usize..*end as usize;
                range.len() == text.len() && self.document.text.as_bytes().get(range) == Some(text.as_bytes())
            }
            _ => self.scalar_text() == Some(text),
        }
    }

    /// The value at `path` below this node.
    pub fn at(self, path: &Path) -> Option<Node<'a>> {
        path.segments().iter().try_fold(self, |node, segment| match segment {
            Segment::Key(key) => node.get(key),
            Segment::Index(index) => node.item(*index),
        })
    }

    /// All nodes as written, parents before children, keys before values; aliases are not followed.
    /// Gives the path of each; keys carry the path of their value and `true`.
    pub fn walk(self, visit: &mut dyn FnMut(&Path, Node<'a>, bool)) {
        self.walk_from(&mut Path::root(), visit);
    }

    fn walk_from(self, path: &mut Path, visit: &mut dyn FnMut(&Path, Node<'a>, bool)) {
        visit(path, self, false);
        if self.is_alias() {
            return;
        }
        for (index, item) in self.items().enumerate() {
            path.0.push(Segment::Index(index));
            item.walk_from(path, visit);
            path.0.pop();
        }
        for entry in self.own_entries() {
            path.0.push(Segment::Key(entry.key.scalar_text().unwrap_or_default().to_owned()));
            visit(path, entry.key, true);
            entry.value.walk_from(path, visit);
            path.0.pop();
        }
    }
}
