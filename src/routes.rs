//! Every address of the console, both ways. The only place that spells a page's path; links take a `Page`.

use std::fmt;

use model::{Keyed, Kind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A page and what it shows. The address is the view: object, tab and (as query) filters and sort.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    Overview,
    List(Kind),
    New(Kind),
    Object { kind: Kind, key: Key, tab: Tab },
    Deploy,
    Activity,
    SignIn,
    Settings,
}

/// What tells one object from the others of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A name or an id.
    One(String),
    /// A name in another object, which comes first.
    Within(String, String),
}

impl Key {
    /// The object's own name or id.
    pub fn own(&self) -> &str {
        match self {
            Self::One(own) | Self::Within(_, own) => own,
        }
    }

    /// The object that this one lies in.
    pub fn outer(&self) -> Option<&str> {
        match self {
            Self::One(_) => None,
            Self::Within(outer, _) => Some(outer),
        }
    }

    fn parts(&self) -> Vec<String> {
        self.outer().into_iter().chain([self.own()]).map(encode).collect()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(own) => f.write_str(own),
            Self::Within(outer, own) => write!(f, "{outer}/{own}"),
        }
    }
}

impl From<&str> for Key {
    fn from(own: &str) -> Self {
        Self::One(own.to_owned())
    }
}

impl From<&String> for Key {
    fn from(own: &String) -> Self {
        Self::One(own.clone())
    }
}

impl From<i64> for Key {
    fn from(id: i64) -> Self {
        Self::One(id.to_string())
    }
}

impl From<(&str, &str)> for Key {
    fn from((outer, own): (&str, &str)) -> Self {
        Self::Within(outer.to_owned(), own.to_owned())
    }
}

/// The tabs of an object's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tab {
    Details,
    Edit,
    Yaml,
    Logs,
    Exec,
}

/// All tabs, what they are called, and how each ends the address of the page.
const TABS: [(Tab, &str, &str); 5] = [
    (Tab::Details, "Overview", "overview"),
    (Tab::Edit, "Edit", "edit"),
    (Tab::Yaml, "YAML", "yaml"),
    (Tab::Logs, "Logs", "logs"),
    (Tab::Exec, "Terminal", "exec"),
];

impl Tab {
    pub fn title(self) -> &'static str {
        TABS.iter().find(|(tab, ..)| *tab == self).map_or("", |(_, title, _)| title)
    }

    fn end(self) -> &'static str {
        TABS.iter().find(|(tab, ..)| *tab == self).map_or("", |(.., end)| end)
    }

    fn parse(end: &str) -> Option<Self> {
        TABS.iter().find(|(.., own)| *own == end).map(|(tab, ..)| *tab)
    }
}

/// The knob of the deploy page that begins a new document of a kind, and the last part of the address of a form.
pub const NEW: &str = "new";
/// The knob of a form that names what the new object is made of.
pub const FROM: &str = "from";

impl Page {
    /// The first tab of one object.
    pub fn object(kind: Kind, key: impl Into<Key>) -> Self {
        Self::Object { kind, key: key.into(), tab: Tab::Details }
    }

    /// The object that carries this name, where names tell objects of its kind apart.
    pub fn named(kind: Kind, name: &str) -> Option<Self> {
        match kind.facts().key {
            Keyed::Name => Some(Self::object(kind, name)),
            Keyed::Within(_) => name.split_once('/').map(|key| Self::object(kind, key)),
            Keyed::Id => None,
        }
    }

    /// The address below the base path, with names percent-encoded.
    pub fn path(&self) -> String {
        match self {
            Self::Overview => "/".into(),
            Self::List(kind) => format!("/{}", kind.facts().slug),
            Self::New(kind) => format!("/{}/{NEW}", kind.facts().slug),
            Self::Object { kind, key, tab } => {
                let mut parts = key.parts();
                // An object may be called like the address of the form.
                let is_plain = *tab == Tab::Details && *key != Key::from(NEW);
                parts.extend((!is_plain).then(|| tab.end().to_owned()));
                format!("/{}/{}", kind.facts().slug, parts.join("/"))
            }
            Self::Deploy => "/deploy".into(),
            Self::Activity => "/activity".into(),
            Self::SignIn => "/sign-in".into(),
            Self::Settings => "/settings".into(),
        }
    }

    /// The page of an address below the base path; `None` when there is none.
    pub fn parse(path: &str) -> Option<Self> {
        let parts = path.split('/').filter(|part| !part.is_empty()).map(decode).collect::<Vec<_>>();
        let parts = parts.iter().map(String::as_str).collect::<Vec<_>>();
        Some(match parts.as_slice() {
            [] => Self::Overview,
            // A draft of it is a place on the page.
            ["deploy"] | ["deploy", _] => Self::Deploy,
            ["activity"] => Self::Activity,
            ["sign-in"] => Self::SignIn,
            ["settings"] => Self::Settings,
            [slug, rest @ ..] => Self::of_kind(Kind::from_slug(slug)?, rest)?,
        })
    }

    fn of_kind(kind: Kind, rest: &[&str]) -> Option<Self> {
        let nested = matches!(kind.facts().key, Keyed::Within(_));
        let (key, end): (Key, _) = match (rest, nested) {
            ([], _) => return Some(Self::List(kind)),
            ([NEW], _) => return Some(Self::New(kind)),
            // A nested object is also found by its id, which leads to its name.
            ([own], _) => ((*own).into(), None),
            ([outer, own], true) => ((*outer, *own).into(), None),
            ([outer, own, end], true) => ((*outer, *own).into(), Some(end)),
            ([own, end], false) => ((*own).into(), Some(end)),
            _ => return None,
        };
        let tab = end.map_or(Some(Tab::Details), |end| Tab::parse(end))?;
        Some(Self::Object { kind, key, tab })
    }

    /// The page's heading and the first part of the window's title.
    pub fn title(&self) -> String {
        match self {
            Self::Overview => "Overview".into(),
            Self::List(kind) => kind.facts().title.into(),
            Self::New(kind) => format!("New {}", kind.noun()),
            Self::Object { kind, key, .. } => match kind.facts().key {
                Keyed::Id => format!("{} {key}", capitalized(kind.noun())),
                Keyed::Name | Keyed::Within(_) => key.own().to_owned(),
            },
            Self::Deploy => "Deploy".into(),
            Self::Activity => "Activity".into(),
            Self::SignIn => "Sign in".into(),
            Self::Settings => "Settings".into(),
        }
    }

    /// The pages that this one lies below, from the top: its list, and the object that it lies in.
    pub fn above(&self) -> Vec<Self> {
        let outer = |kind: Kind, key: &Key| match (kind.facts().key, key.outer()) {
            (Keyed::Within(outer), Some(name)) => Some(Self::object(outer, name)),
            _ => None,
        };
        match self {
            Self::New(kind) => vec![Self::List(*kind)],
            Self::Object { kind, key, .. } => {
                [Self::List(*kind)].into_iter().chain(outer(*kind, key)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The list that this page lies below, for the mark in the navigation.
    pub fn parent(&self) -> Option<Self> {
        self.above().into_iter().next()
    }
}

/// The address of a draft in the workspace.
pub fn draft_address(draft: &str) -> String {
    format!("{}/{}", Page::Deploy.path(), encode(draft))
}

/// The draft that such an address names.
pub fn draft_in(path: &str) -> Option<String> {
    let rest = path.strip_prefix(&Page::Deploy.path())?.strip_prefix('/')?;
    Some(decode(rest.split('/').next().unwrap_or_default())).filter(|draft| !draft.is_empty())
}

/// With a capital letter, as at the beginning of a sentence.
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A path with query pairs; empty values are left out.
pub fn with_query(page: &Page, query: &[(&str, &str)]) -> String {
    let pairs = query
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={}", encode(value)))
        .collect::<Vec<_>>();
    if pairs.is_empty() { page.path() } else { format!("{}?{}", page.path(), pairs.join("&")) }
}

/// Where to go after signing in: an address of this app, or the overview. What a browser could read as another address
/// is refused by the client's rule; what is left must be a page.
pub fn safe_next(next: &str) -> String {
    let inside = client::session::safe_next(next).unwrap_or_default();
    match Page::parse(inside.split(['?', '#']).next().unwrap_or_default()) {
        Some(page) if page != Page::SignIn && !inside.is_empty() => inside.to_owned(),
        _ => Page::Overview.path(),
    }
}

/// Everything but the characters that no URL parser gives a meaning to.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fn encode(part: &str) -> String {
    utf8_percent_encode(part, ENCODED).to_string()
}

fn decode(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_page(page: &Page, path: &str) {
        assert_eq!(page.path(), path);
        assert_eq!(Page::parse(path).as_ref(), Some(page), "{path} leads back");
    }

    fn web(tab: Tab) -> Page {
        Page::Object { kind: Kind::Microservice, key: ("line-a", "web").into(), tab }
    }

    #[test]
    fn every_page_has_one_address_that_leads_back_to_it() {
        let edit = |kind, id: i64| Page::Object { kind, key: id.into(), tab: Tab::Edit };
        let application = Page::object(Kind::Application, "line-a");
        let yaml = Page::Object { kind: Kind::Application, key: "line-a".into(), tab: Tab::Yaml };
        let table = [
            (Page::Overview, "/"),
            (Page::List(Kind::Microservice), "/microservices"),
            (Page::New(Kind::Microservice), "/microservices/new"),
            (Page::object(Kind::Microservice, ("line-a", "web.1")), "/microservices/line-a/web.1"),
            (web(Tab::Edit), "/microservices/line-a/web/edit"),
            (web(Tab::Yaml), "/microservices/line-a/web/yaml"),
            (web(Tab::Logs), "/microservices/line-a/web/logs"),
            (web(Tab::Exec), "/microservices/line-a/web/exec"),
            (Page::object(Kind::Microservice, "60851f1c"), "/microservices/60851f1c"),
            (Page::List(Kind::Application), "/applications"),
            (application, "/applications/line-a"),
            (yaml, "/applications/line-a/yaml"),
            (Page::List(Kind::CatalogItem), "/catalog"),
            (Page::New(Kind::CatalogItem), "/catalog/new"),
            (Page::object(Kind::CatalogItem, 6), "/catalog/6"),
            (edit(Kind::CatalogItem, 6), "/catalog/6/edit"),
            (Page::List(Kind::Registry), "/registries"),
            (Page::New(Kind::Registry), "/registries/new"),
            (edit(Kind::Registry, 3), "/registries/3/edit"),
            (Page::List(Kind::Agent), "/agents"),
            (Page::object(Kind::Agent, "edge 1"), "/agents/edge%201"),
            (Page::Deploy, "/deploy"),
            (Page::Activity, "/activity"),
            (Page::SignIn, "/sign-in"),
            (Page::Settings, "/settings"),
        ];
        for (page, path) in &table {
            check_page(page, path);
        }
    }

    #[test]
    fn the_pages_of_every_kind_have_addresses_that_lead_back() {
        for kind in Kind::ALL.iter().copied() {
            let key = match kind.facts().key {
                Keyed::Within(_) => Key::from(("outer", "own")),
                Keyed::Name | Keyed::Id => Key::from("own"),
            };
            let tabs = TABS.map(|(tab, ..)| Page::Object { kind, key: key.clone(), tab });
            for page in tabs.into_iter().chain([Page::List(kind), Page::New(kind)]) {
                check_page(&page, &page.path());
            }
        }
    }

    #[test]
    fn names_with_slashes_blanks_and_other_scripts_survive_the_address() {
        let page = Page::object(Kind::Microservice, ("a/b", "c d%ü"));
        check_page(&page, "/microservices/a%2Fb/c%20d%25%C3%BC");
    }

    #[test]
    fn an_object_may_be_called_new() {
        check_page(&Page::object(Kind::Application, "new"), "/applications/new/overview");
        check_page(&Page::object(Kind::Microservice, ("new", "new")), "/microservices/new/new");
    }

    #[test]
    fn a_draft_has_an_address_on_the_page_of_the_workspace() {
        let address = draft_address("1a 2");
        assert_eq!(Page::parse(&address), Some(Page::Deploy));
        assert_eq!(draft_in(&address).as_deref(), Some("1a 2"));
        for path in ["/deploy", "/deploy/", "/agents/1a"] {
            assert_eq!(draft_in(path), None, "{path}");
        }
    }

    #[test]
    fn an_address_that_is_none_of_ours_is_no_page() {
        for path in ["/nowhere", "/microservices/a/b/c/d", "/microservices/a/b/nothing", "/agents/a/nothing"]
        {
            assert_eq!(Page::parse(path), None, "{path}");
        }
    }

    #[test]
    fn an_object_lies_below_its_list_and_below_what_it_lies_in() {
        let above = web(Tab::Logs).above();
        assert_eq!(above, [Page::List(Kind::Microservice), Page::object(Kind::Application, "line-a")]);
        assert_eq!(Page::object(Kind::CatalogItem, 6).title(), "Catalog item 6");
    }

    #[test]
    fn empty_filters_leave_no_trace_in_a_link() {
        assert_eq!(
            with_query(&Page::List(Kind::Microservice), &[("q", ""), ("agent", "edge 1")]),
            "/microservices?agent=edge%201"
        );
    }

    #[test]
    fn sign_in_leads_only_to_pages_of_this_app() {
        assert_eq!(safe_next("/microservices/a/b?x=1"), "/microservices/a/b?x=1");
        let foreign = [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
            "/nowhere",
            "/sign-in",
        ];
        for next in foreign {
            assert_eq!(safe_next(next), "/", "{next}");
        }
    }
}
