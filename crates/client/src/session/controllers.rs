//! The Controllers that a browser knows: the console's own, and those that a person added. Addresses and names only; what
//! is stored here may be read by every later version of the page.

use serde_json::{Value, json};

use super::{ControllerLink, controller_link};
use crate::BaseUrl;

/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 60;

/// One Controller that the person agreed to work with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownController {
    /// Where it is; what tells it from others.
    pub address: BaseUrl,
    /// What the person calls it; empty when it has no name.
    pub name: String,
}

impl KnownController {
    /// The name, or the host of one without.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { self.address.host() } else { &self.name }
    }
}

/// All that are known. The console's own is always there and comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Controllers {
    own: KnownController,
    others: Vec<KnownController>,
}

impl Controllers {
    /// Reads what [`Controllers::stored`] wrote, for a console that belongs to `own`. Entries that are no address are
    /// dropped: the storage may have been written by anybody who can run code at this origin.
    pub fn read(own: BaseUrl, stored: &str) -> Self {
        let mut known =
            Self { own: KnownController { address: own, name: String::new() }, others: Vec::new() };
        let entries: Value = serde_json::from_str(stored).unwrap_or_default();
        for entry in entries.as_array().into_iter().flatten() {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
            if let Ok(address) = BaseUrl::parse(text("address")) {
                known.add(address, text("name"));
            }
        }
        known
    }

    /// What to store: a JSON text of addresses and names. The own Controller is in it only when it has a name.
    pub fn stored(&self) -> String {
        let worth = self.all().filter(|one| one.address != self.own.address || !one.name.is_empty());
        let entries = worth.map(|one| json!({ "address": one.address.short(), "name": one.name }));
        entries.collect::<Value>().to_string()
    }

    /// Every one, the console's own first, the others in the order they were added.
    pub fn all(&self) -> impl Iterator<Item = &KnownController> {
        std::iter::once(&self.own).chain(&self.others)
    }

    /// The Controller that this console belongs to.
    pub fn own(&self) -> &BaseUrl {
        &self.own.address
    }

    /// Whether the person agreed to work with it.
    pub fn knows(&self, address: &BaseUrl) -> bool {
        self.all().any(|one| one.address == *address)
    }

    /// What to call it.
    pub fn label(&self, address: &BaseUrl) -> String {
        let known = self.all().find(|one| one.address == *address);
        known.map_or_else(|| address.host().to_owned(), |one| one.label().to_owned())
    }

    /// Adds one. One that is known already takes the new name, unless that is empty.
    pub fn add(&mut self, address: BaseUrl, name: &str) {
        let name = tidy(name);
        match self.find(&address) {
            Some(known) if !name.is_empty() => known.name = name,
            Some(_) => {}
            None => self.others.push(KnownController { address, name }),
        }
    }

    /// Gives one another name; an empty one takes its name away.
    pub fn rename(&mut self, address: &BaseUrl, name: &str) {
        if let Some(known) = self.find(address) {
            known.name = tidy(name);
        }
    }

    /// Forgets one. The console's own stays.
    pub fn remove(&mut self, address: &BaseUrl) {
        self.others.retain(|one| one.address != *address);
    }

    /// What the `controller=` of a link means here.
    pub fn link(&self, text: &str) -> ControllerLink {
        let known = self.all().map(|one| one.address.clone()).collect::<Vec<_>>();
        controller_link(text, &known)
    }

    /// What `controller=` says in a link to this one; `None` for the console's own, which needs no mention.
    pub fn mention(&self, address: &BaseUrl) -> Option<String> {
        (*address != self.own.address).then(|| address.short())
    }

    fn find(&mut self, address: &BaseUrl) -> Option<&mut KnownController> {
        std::iter::once(&mut self.own).chain(&mut self.others).find(|one| one.address == *address)
    }
}

/// A name on one line and of a length that fits a list.
fn tidy(name: &str) -> String {
    let plain = name.split(|character: char| character.is_control() || character.is_whitespace());
    let words = plain.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> BaseUrl {
        BaseUrl::parse(text).unwrap()
    }

    fn check(stored: &str, expected: &[(&str, &str)]) {
        let known = Controllers::read(url("http://own"), stored);
        let found = known.all().map(|one| (one.address.short(), one.name.clone())).collect::<Vec<_>>();
        let found = found.iter().map(|(address, name)| (address.as_str(), name.as_str())).collect::<Vec<_>>();
        assert_eq!(found, expected, "{stored}");
    }

    #[test]
    fn only_addresses_of_controllers_are_taken_from_the_storage() {
        check("", &[("http://own", "")]);
        check("{", &[("http://own", "")]);
        check(r#"{"address":"http://a"}"#, &[("http://own", "")]);
        let mixed = r#"[{"address":"http://a:1/","name":"A"},{"address":"javascript:alert(1)","name":"x"},7,{"name":"y"},
            {"address":"https://u:p@b"},{"address":"http://A:1/api/v3"}]"#;
        check(mixed, &[("http://own", ""), ("http://a:1", "A")]);
        check(r#"[{"address":"http://own","name":"Home"}]"#, &[("http://own", "Home")]);
    }

    #[test]
    fn what_is_stored_reads_back_and_holds_nothing_else() {
        let mut known = Controllers::read(url("http://own"), "");
        assert_eq!(known.stored(), "[]", "the own one needs no entry");
        known.add(url("https://edge:51121"), "  Line\n 3 ");
        known.rename(&url("http://own"), "Home");
        let text = known.stored();
        assert_eq!(
            text,
            r#"[{"address":"http://own","name":"Home"},{"address":"https://edge:51121","name":"Line 3"}]"#
        );
        assert_eq!(Controllers::read(url("http://own"), &text), known);
    }

    #[test]
    fn a_name_is_one_line_of_a_length_that_fits() {
        let mut known = Controllers::read(url("http://own"), "");
        known.rename(&url("http://own"), &format!("a\u{0}b\tc{}", "x".repeat(100)));
        assert_eq!(known.label(&url("http://own")), format!("a b c{}", "x".repeat(55)));
        known.rename(&url("http://own"), " ");
        assert_eq!(known.label(&url("http://own")), "own", "one without a name goes by its host");
    }

    #[test]
    fn adding_twice_renames_and_the_own_one_cannot_be_removed() {
        let mut known = Controllers::read(url("http://own"), "");
        known.add(url("http://a"), "A");
        known.add(url("http://a/"), "");
        known.add(url("http://a:80"), "B");
        assert_eq!(known.all().map(KnownController::label).collect::<Vec<_>>(), ["own", "B"]);
        known.remove(&url("http://a"));
        known.remove(&url("http://own"));
        assert_eq!(known.all().map(KnownController::label).collect::<Vec<_>>(), ["own"]);
    }

    #[test]
    fn a_link_names_a_controller_that_is_not_the_consoles_own() {
        let mut known = Controllers::read(url("http://own"), "");
        let edge = url("https://edge:51121");
        assert_eq!(known.mention(&url("http://own")), None);
        let mention = known.mention(&edge).unwrap();
        assert_eq!(known.link(&mention), ControllerLink::New(edge.clone()));
        known.add(edge.clone(), "");
        assert_eq!(known.link(&mention), ControllerLink::Known(edge));
        assert_eq!(known.link("http://own"), ControllerLink::Known(url("http://own")));
    }
}
