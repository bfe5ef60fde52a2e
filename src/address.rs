//! The address of what is on screen: read, followed, and gone to without loading the page anew. An address below the
//! base path belongs to the app; `Page` says what it means, and the query holds the knobs of a view.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::UrlSearchParams;

/// The handle to the present address.
#[derive(Clone, Copy)]
pub struct Address {
    /// Below the base path, with its first slash.
    path: RwSignal<String>,
    /// With its question mark, or empty.
    query: RwSignal<String>,
    carried: StoredValue<Option<Carried>>,
}

/// A query parameter that every address of the app has as long as there is something to say in it.
type Carried = (&'static str, Callback<(), Option<String>>);

/// How going somewhere looks to the browser's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Forward,
    /// Leaves no step back to where it came from.
    Replace,
}

impl Address {
    /// Follows the browser's own steps back and forth, and takes clicks on links that lead to pages of the app.
    pub fn provide() -> Self {
        let address = Self {
            path: RwSignal::new(String::new()),
            query: RwSignal::new(String::new()),
            carried: StoredValue::new(None),
        };
        address.read();
        provide_context(address);
        let steps = window_event_listener(ev::popstate, move |_| address.read());
        let clicks = window_event_listener(ev::click, move |event| {
            if let Some(to) = own_link(&event) {
                event.prevent_default();
                address.go(&to, Step::Forward);
            }
        });
        on_cleanup(move || {
            steps.remove();
            clicks.remove();
        });
        address
    }

    /// Makes the caller run again at every step, whatever it leads to.
    pub fn follow(self) {
        self.path.with(|_| ());
        self.query.with(|_| ());
    }

    pub fn path(self) -> String {
        self.path.get()
    }

    pub fn path_untracked(self) -> String {
        self.path.get_untracked()
    }

    pub fn query_untracked(self) -> String {
        self.query.get_untracked()
    }

    /// The last part of the address, with its hash sign, or empty. It is never sent to a server, and going elsewhere drops
    /// it.
    pub fn fragment() -> String {
        window().location().hash().unwrap_or_default()
    }

    /// Goes to an address below the base path.
    pub fn go(self, to: &str, step: Step) {
        let Ok(history) = window().history() else { return };
        let href = with_base(&self.complete(to));
        // A history refuses only when it is asked hundreds of times a second; then the page stays where it is.
        let _ = match step {
            Step::Forward => history.push_state_with_url(&JsValue::NULL, "", Some(&href)),
            Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&href)),
        };
        self.read();
    }

    /// Lets every address that is gone to from now on say `value` under `key`, unless it says something there itself.
    pub fn carry(self, key: &'static str, value: Callback<(), Option<String>>) {
        self.carried.set_value(Some((key, value)));
    }

    fn complete(self, to: &str) -> String {
        let carried = self.carried.get_value().and_then(|(key, value)| Some((key, value.run(())?)));
        let (to, fragment) = to.split_at(to.find('#').unwrap_or(to.len()));
        let (path, query) = to.split_once('?').unwrap_or((to, ""));
        match carried.zip(params(query)) {
            Some(((key, value), params)) if !params.has(key) => {
                params.append(key, &value);
                format!("{path}?{}{fragment}", String::from(params.to_string()))
            }
            _ => format!("{to}{fragment}"),
        }
    }

    fn read(self) {
        let location = window().location();
        let path = location.pathname().unwrap_or_default();
        let path = below(&base_path(), &path).unwrap_or(path);
        let query = location.search().unwrap_or_default();
        // The query first: what follows the path may read it.
        if self.query.with_untracked(|old| *old != query) {
            self.query.set(query);
        }
        if self.path.with_untracked(|old| *old != path) {
            self.path.set(path);
        }
    }
}

/// A link to an address below the base path.
#[component]
pub fn A(#[prop(into)] href: String, children: Children) -> impl IntoView {
    view! { <a href=with_base(&href)>{children()}</a> }
}

/// Where a click leads, below the base path, when it is a plain click on a link to a page of the app.
fn own_link(event: &web_sys::MouseEvent) -> Option<String> {
    let special = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
    if event.default_prevented() || event.button() != 0 || special {
        return None;
    }
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok()??;
    let link = link.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
    let elsewhere = !link.target().is_empty() || link.has_attribute("download") || link.rel() == "external";
    if elsewhere || link.origin() != window().location().origin().ok()? {
        return None;
    }
    below(&base_path(), &link.pathname()).map(|path| path + &link.search())
}

/// The base path that `<base href>` names, without its last slash; empty at the root.
pub fn base_path() -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let path = web_sys::Url::new(&base).map(|url| url.pathname()).unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

fn with_base(to: &str) -> String {
    format!("{}{to}", base_path())
}

/// The part of a path below the base; `None` for one that lies elsewhere.
fn below(base: &str, path: &str) -> Option<String> {
    let rest = path.strip_prefix(base)?;
    match rest {
        "" => Some("/".to_owned()),
        rest => rest.starts_with('/').then(|| rest.to_owned()),
    }
}

/// One query parameter: its value, empty when it is not there, and how to set it. Setting leaves no step back.
pub fn query_param(key: &'static str) -> (Memo<String>, Callback<String>) {
    let address = expect_context::<Address>();
    let value = Memo::new(move |_| {
        address.query.with(|query| params(query)).and_then(|params| params.get(key)).unwrap_or_default()
    });
    let set = Callback::new(move |value: String| {
        // The newest address, not the last one drawn: two knobs may be set at once.
        let Some(params) = params(&address.query_untracked()) else { return };
        if value.is_empty() {
            params.delete(key);
        } else {
            params.set(key, &value);
        }
        let query = String::from(params.to_string());
        let mark = if query.is_empty() { "" } else { "?" };
        let rest = Address::fragment();
        address.go(&format!("{}{mark}{query}{rest}", address.path_untracked()), Step::Replace);
    });
    (value, set)
}

fn params(query: &str) -> Option<UrlSearchParams> {
    UrlSearchParams::new_with_str(query).ok()
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn only_what_lies_below_the_base_belongs_to_the_app() {
        for (base, path, expected) in [
            ("", "/microservices/a", Some("/microservices/a")),
            ("", "/", Some("/")),
            ("/console", "/console", Some("/")),
            ("/console", "/console/agents", Some("/agents")),
            ("/console", "/consoles/agents", None),
            ("/console", "/api/v3/agents", None),
        ] {
            assert_eq!(below(base, path).as_deref(), expected, "{path} below {base:?}");
        }
    }
}
