//! The table of all routes, and finding the one for a request.

use super::query;
use super::route::Route;
use crate::kinds::{
    agents, applications, auth, catalog, config, config_maps, events, microservices, missing, nats, public,
    registries, roles, routes, secrets, service_accounts, services, templates, volume_mounts,
};
use crate::state::Api;

const ROUTES: &[&[Route]] = &[
    public::ROUTES,
    auth::ROUTES,
    registries::ROUTES,
    catalog::ROUTES,
    agents::ROUTES,
    applications::ROUTES,
    microservices::ROUTES,
    templates::ROUTES,
    secrets::ROUTES,
    config::ROUTES,
    config_maps::ROUTES,
    volume_mounts::ROUTES,
    services::ROUTES,
    events::ROUTES,
    roles::ROUTES,
    service_accounts::ROUTES,
    nats::ROUTES,
    routes::ROUTES,
    missing::ROUTES,
];

/// Paths that only Controller 3.0 has.
const ONLY_IN_30: &[&str] = &["/routes", "/routes/:application/:name", "/microservices/public-ports"];

/// Beginnings of paths that Controller 3.0 does not have.
const NOT_IN_30: &[&str] = &[
    "/secrets",
    "/configmaps",
    "/volumeMounts",
    "/services",
    "/events",
    "/roles",
    "/rolebindings",
    "/serviceaccounts",
    "/nats",
    "/certificates",
    "/cluster",
    "/capabilities/nats",
    "/user/refresh",
    "/microservices/system",
    "/application/system/",
    "/iofog/:uuid/exec",
];

/// Ends of paths of microservices and registries that Controller 3.0 does not have.
const NOT_IN_30_BELOW: &[(&str, &str)] = &[
    ("/microservices/:uuid/", "config"),
    ("/microservices/:uuid/", "start"),
    ("/microservices/:uuid/", "stop"),
    ("/microservices/:uuid/", "rebuild"),
    ("/microservices/:uuid/", "exec"),
];

/// The route for a request and the values of its parameters. Letter case of fixed parts does not matter.
pub(crate) fn find(api: Api, method: &str, path: &str) -> Option<(&'static Route, Vec<String>)> {
    let find_for = |method: &str| {
        let all = ROUTES.iter().flat_map(|routes| routes.iter());
        let fitting = all.filter(|route| route.method == method && is_in(api, route));
        fitting.filter_map(|route| Some((route, matched(route.path, path)?))).next()
    };
    // `HEAD` is answered by the route of `GET` where there is no other.
    find_for(method).or_else(|| if method == "HEAD" { find_for("GET") } else { None })
}

fn is_in(api: Api, route: &Route) -> bool {
    match api {
        Api::V37 => !ONLY_IN_30.contains(&route.path),
        Api::V30 => is_in_30(route),
    }
}

fn is_in_30(route: &Route) -> bool {
    let whole = NOT_IN_30.iter().any(|start| route.path.starts_with(start));
    let below = NOT_IN_30_BELOW.iter().any(|(start, end)| route.path.strip_prefix(start) == Some(end));
    let single_registry = route.method == "GET" && route.path == "/registries/:id";
    let listed = route.method == "GET" && route.path == "/application/system";
    !(whole || below || single_registry || listed)
}

/// Parameters of a path that fits a pattern; a slash at the end is allowed.
fn matched(pattern: &str, path: &str) -> Option<Vec<String>> {
    let path = path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path);
    let (mut params, mut given) = (Vec::new(), path.split('/'));
    for expected in pattern.split('/') {
        let segment = given.next()?;
        if expected.starts_with(':') {
            if segment.is_empty() {
                return None;
            }
            params.push(query::decode_segment(segment));
        } else if !expected.eq_ignore_ascii_case(segment) {
            return None;
        }
    }
    given.next().is_none().then_some(params)
}

/// Method and path of every route.
#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    ROUTES.iter().flat_map(|routes| routes.iter()).map(|route| (route.method, route.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_find_their_route_with_decoded_parameters() {
        let found = |path: &str| find(Api::V37, "GET", path).map(|(route, params)| (route.path, params));
        assert_eq!(found("/secrets/a%2Fb%20c"), Some(("/secrets/:name", vec!["a/b c".to_owned()])));
        assert_eq!(found("/microservices/system"), Some(("/microservices/system", vec![])));
        assert_eq!(found("/fog-types/").map(|(path, _)| path), Some("/fog-types"));
        assert_eq!(found("/registries//"), None);
        assert_eq!(found("/nope"), None);
    }

    #[test]
    fn every_protected_route_names_a_resource() {
        let open = ["/status", "/fog-types", "/user/", "/agent/"];
        let all = ROUTES.iter().flat_map(|routes| routes.iter());
        for route in all.filter(|route| route.resource.is_none()) {
            assert!(
                open.iter().any(|start| route.path.starts_with(start)),
                "{} {}",
                route.method,
                route.path
            );
        }
    }

    #[test]
    fn reading_the_only_object_of_its_kind_is_no_listing() {
        for (path, word) in [
            ("/router", "get"),
            ("/nats/hub", "get"),
            ("/application/system", "get"),
            ("/microservices/system", "get"),
            ("/registries", "list"),
        ] {
            let found =
                find(Api::V37, "GET", path).map(|(route, params)| route.verb.word(!params.is_empty()));
            assert_eq!(found, Some(word), "{path}");
        }
    }

    #[test]
    fn controller_30_lacks_what_came_later() {
        for path in ["/secrets", "/registries/1", "/application/system", "/microservices/x/config"] {
            let is_there =
                find(Api::V30, "GET", path).is_some_and(|(route, _)| route.path != "/application/:name");
            assert!(!is_there, "{path}");
        }
        assert!(find(Api::V30, "GET", "/registries").is_some());
    }
}
