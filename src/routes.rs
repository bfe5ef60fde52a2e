//! Every address of the console, both ways. The only place that spells a page's path; links take a `Page`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::ui::icon::Icon;

/// A page and what it shows. The address is the view: object, tab and (as query) filters and sort.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    Overview,
    Microservices,
    MicroserviceNew,
    Microservice { application: String, name: String, tab: Tab },
    MicroserviceById(String),
    Applications,
    Application { name: String, tab: Tab },
    Catalog,
    CatalogNew,
    CatalogEdit(String),
    Registries,
    RegistryNew,
    RegistryEdit(String),
    Agents,
    Agent(String),
    Deploy,
    Activity,
    SignIn,
    Settings,
}

/// The tabs of an object's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tab {
    Overview,
    Edit,
    Yaml,
    Logs,
    Exec,
}

/// The tabs of a microservice, their titles, and how each ends the address of the page.
pub const TABS: [(Tab, &str, &str); 5] = [
    (Tab::Overview, "Overview", ""),
    (Tab::Edit, "Edit", "edit"),
    (Tab::Yaml, "YAML", "yaml"),
    (Tab::Logs, "Logs", "logs"),
    (Tab::Exec, "Terminal", "exec"),
];

/// The tabs of an application.
pub const APPLICATION_TABS: [(Tab, &str); 3] =
    [(Tab::Overview, "Overview"), (Tab::Edit, "Edit"), (Tab::Yaml, "YAML")];

impl Tab {
    fn end(self) -> &'static str {
        TABS.iter().find(|(tab, ..)| *tab == self).map_or("", |(.., end)| end)
    }

    /// The end of the address with its slash.
    fn path(self) -> String {
        if self == Self::Overview { String::new() } else { format!("/{}", self.end()) }
    }

    fn parse(end: &str) -> Option<Self> {
        TABS.iter().find(|(.., own)| *own == end && !end.is_empty()).map(|(tab, ..)| *tab)
    }
}

/// The knob of the deploy page that begins a new document of a kind.
pub const NEW: &str = "new";

/// The pages of the main navigation, in its order.
pub const NAVIGATION: [(Page, Icon); 8] = [
    (Page::Overview, Icon::Grid),
    (Page::Microservices, Icon::Box),
    (Page::Applications, Icon::Layers),
    (Page::Catalog, Icon::Book),
    (Page::Registries, Icon::Store),
    (Page::Agents, Icon::Chip),
    (Page::Deploy, Icon::Upload),
    (Page::Activity, Icon::List),
];

impl Page {
    /// The overview tab of one microservice.
    pub fn microservice(application: impl Into<String>, name: impl Into<String>) -> Self {
        Self::Microservice { application: application.into(), name: name.into(), tab: Tab::Overview }
    }

    /// The overview tab of one application.
    pub fn application(name: impl Into<String>) -> Self {
        Self::Application { name: name.into(), tab: Tab::Overview }
    }

    /// The address below the base path, with names percent-encoded.
    pub fn path(&self) -> String {
        match self {
            Self::Overview => "/".into(),
            Self::Microservices => "/microservices".into(),
            Self::MicroserviceNew => "/microservices/new".into(),
            Self::Microservice { application, name, tab } => {
                format!("/microservices/{}/{}{}", encode(application), encode(name), tab.path())
            }
            Self::MicroserviceById(uuid) => format!("/microservices/{}", encode(uuid)),
            Self::Applications => "/applications".into(),
            Self::Application { name, tab } => format!("/applications/{}{}", encode(name), tab.path()),
            Self::Catalog => "/catalog".into(),
            Self::CatalogNew => "/catalog/new".into(),
            Self::CatalogEdit(id) => format!("/catalog/{}/edit", encode(id)),
            Self::Registries => "/registries".into(),
            Self::RegistryNew => "/registries/new".into(),
            Self::RegistryEdit(id) => format!("/registries/{}/edit", encode(id)),
            Self::Agents => "/agents".into(),
            Self::Agent(name) => format!("/agents/{}", encode(name)),
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
            ["microservices"] => Self::Microservices,
            ["microservices", "new"] => Self::MicroserviceNew,
            ["microservices", uuid] => Self::MicroserviceById((*uuid).into()),
            ["microservices", application, name] => Self::microservice(*application, *name),
            ["microservices", application, name, end] => Self::Microservice {
                application: (*application).into(),
                name: (*name).into(),
                tab: Tab::parse(end)?,
            },
            ["applications"] => Self::Applications,
            ["applications", name] => Self::application(*name),
            ["applications", name, end] => {
                let tab = Tab::parse(end)?;
                APPLICATION_TABS.iter().find(|(own, _)| *own == tab)?;
                Self::Application { name: (*name).into(), tab }
            }
            ["catalog"] => Self::Catalog,
            ["catalog", "new"] => Self::CatalogNew,
            ["catalog", id, "edit"] => Self::CatalogEdit((*id).into()),
            ["registries"] => Self::Registries,
            ["registries", "new"] => Self::RegistryNew,
            ["registries", id, "edit"] => Self::RegistryEdit((*id).into()),
            ["agents"] => Self::Agents,
            ["agents", name] => Self::Agent((*name).into()),
            ["deploy"] => Self::Deploy,
            ["activity"] => Self::Activity,
            ["sign-in"] => Self::SignIn,
            ["settings"] => Self::Settings,
            _ => return None,
        })
    }

    /// Whether a document is written there.
    pub fn is_form(&self) -> bool {
        matches!(
            self,
            Self::MicroserviceNew
                | Self::CatalogNew
                | Self::CatalogEdit(_)
                | Self::RegistryNew
                | Self::RegistryEdit(_)
        )
    }

    /// The page's heading and the first part of the window's title.
    pub fn title(&self) -> String {
        match self {
            Self::Overview => "Overview".into(),
            Self::Microservices | Self::MicroserviceById(_) => "Microservices".into(),
            Self::MicroserviceNew => "New microservice".into(),
            Self::Microservice { name, .. } => name.clone(),
            Self::Applications => "Applications".into(),
            Self::Application { name, .. } | Self::Agent(name) => name.clone(),
            Self::Catalog => "Catalog".into(),
            Self::CatalogNew => "New catalog item".into(),
            Self::CatalogEdit(_) => "Edit catalog item".into(),
            Self::Registries => "Registries".into(),
            Self::RegistryNew => "New registry".into(),
            Self::RegistryEdit(_) => "Edit registry".into(),
            Self::Agents => "Agents".into(),
            Self::Deploy => "Deploy".into(),
            Self::Activity => "Activity".into(),
            Self::SignIn => "Sign in".into(),
            Self::Settings => "Settings".into(),
        }
    }

    /// The list that this page lies below, for the breadcrumb and the mark in the navigation.
    pub fn parent(&self) -> Option<Self> {
        match self {
            Self::MicroserviceNew | Self::Microservice { .. } | Self::MicroserviceById(_) => {
                Some(Self::Microservices)
            }
            Self::Application { .. } => Some(Self::Applications),
            Self::CatalogNew | Self::CatalogEdit(_) => Some(Self::Catalog),
            Self::RegistryNew | Self::RegistryEdit(_) => Some(Self::Registries),
            Self::Agent(_) => Some(Self::Agents),
            _ => None,
        }
    }
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

    #[test]
    fn every_page_has_one_address_that_leads_back_to_it() {
        let tab = |tab| Page::Microservice { application: "line-a".into(), name: "web".into(), tab };
        let table = [
            (Page::Overview, "/"),
            (Page::Microservices, "/microservices"),
            (Page::MicroserviceNew, "/microservices/new"),
            (Page::microservice("line-a", "web.1"), "/microservices/line-a/web.1"),
            (tab(Tab::Edit), "/microservices/line-a/web/edit"),
            (tab(Tab::Yaml), "/microservices/line-a/web/yaml"),
            (tab(Tab::Logs), "/microservices/line-a/web/logs"),
            (tab(Tab::Exec), "/microservices/line-a/web/exec"),
            (Page::MicroserviceById("60851f1c".into()), "/microservices/60851f1c"),
            (Page::Applications, "/applications"),
            (Page::application("line-a"), "/applications/line-a"),
            (Page::Application { name: "line-a".into(), tab: Tab::Yaml }, "/applications/line-a/yaml"),
            (Page::Catalog, "/catalog"),
            (Page::CatalogNew, "/catalog/new"),
            (Page::CatalogEdit("6".into()), "/catalog/6/edit"),
            (Page::Registries, "/registries"),
            (Page::RegistryNew, "/registries/new"),
            (Page::RegistryEdit("3".into()), "/registries/3/edit"),
            (Page::Agents, "/agents"),
            (Page::Agent("edge 1".into()), "/agents/edge%201"),
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
    fn names_with_slashes_blanks_and_other_scripts_survive_the_address() {
        check_page(&Page::microservice("a/b", "c d%ü"), "/microservices/a%2Fb/c%20d%25%C3%BC");
    }

    #[test]
    fn an_address_that_is_none_of_ours_is_no_page() {
        assert_eq!(Page::parse("/nowhere"), None);
        assert_eq!(Page::parse("/microservices/a/b/c/d"), None);
        assert_eq!(Page::parse("/microservices/a/b/nothing"), None);
        assert_eq!(Page::parse("/applications/a/logs"), None);
    }

    #[test]
    fn empty_filters_leave_no_trace_in_a_link() {
        assert_eq!(
            with_query(&Page::Microservices, &[("q", ""), ("agent", "edge 1")]),
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
