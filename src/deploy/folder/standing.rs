//! How a file of the workspace stands to the one on the disk.

use std::sync::Arc;

/// A file on the disk, as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    /// Another one says that it has changed.
    pub stamp: String,
    /// Its text; `None` when it was deleted.
    pub now: Option<Arc<str>>,
    /// The text that both had last.
    pub base: Arc<str>,
}

/// Who changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Both are alike.
    Same,
    /// It was changed here, or is new.
    Ours,
    /// It was changed on the disk.
    Theirs,
    /// It was changed on both sides.
    Both,
    /// It was deleted on the disk.
    Gone,
}

impl Disk {
    pub fn new(text: &str, stamp: String) -> Self {
        let text = Arc::<str>::from(text);
        Self { stamp, now: Some(Arc::clone(&text)), base: text }
    }

    /// How a text stands to it.
    pub fn standing(&self, text: &str) -> Standing {
        match &self.now {
            None => Standing::Gone,
            Some(now) if **now == *text => Standing::Same,
            Some(_) if *self.base == *text => Standing::Theirs,
            Some(now) if *now == self.base => Standing::Ours,
            Some(_) => Standing::Both,
        }
    }

    /// Both are alike now, whoever changed it.
    pub fn agree(&mut self) {
        if let Some(now) = &self.now {
            self.base = Arc::clone(now);
        }
    }
}

/// The path in a folder of the file that is called so in the workspace.
pub fn path_in<'a>(folder: &str, name: &'a str) -> Option<&'a str> {
    name.strip_prefix(folder)?.strip_prefix('/').filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, now: Option<&str>, text: &str, expected: Standing) {
        let disk = Disk { stamp: String::new(), now: now.map(Arc::from), base: Arc::from(base) };
        assert_eq!(disk.standing(text), expected, "{base:?} {now:?} {text:?}");
    }

    #[test]
    fn nobody_is_overwritten_who_changed_something() {
        check("a", Some("a"), "a", Standing::Same);
        check("a", Some("a"), "b", Standing::Ours);
        check("a", Some("b"), "a", Standing::Theirs);
        check("a", Some("b"), "c", Standing::Both);
        check("a", Some("b"), "b", Standing::Same);
        check("a", None, "a", Standing::Gone);
        check("a", None, "b", Standing::Gone);
    }

    #[test]
    fn files_belong_to_a_folder_by_their_names() {
        for (name, expected) in [
            ("shop/a.yaml", Some("a.yaml")),
            ("shop/b/c.yaml", Some("b/c.yaml")),
            ("shop", None),
            ("shop/", None),
            ("shopping/a.yaml", None),
        ] {
            assert_eq!(path_in("shop", name), expected, "{name}");
        }
    }
}
