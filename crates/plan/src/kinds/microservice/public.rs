//! Public ports. All ports are sent when one changes, and the Controller then chooses anew where each public one opens
//! unless that is said (Controller contract 22): links that people have would be dead.

use manifest::wire::{Json, Spec};

/// The same with the routers that the Controller has chosen, where the document leaves that to it; `None` where there is
/// nothing to add.
pub(super) fn stay_open(spec: &Spec, seen: &Spec) -> Option<Spec> {
    const PORTS: &str = "container.ports";
    let ports = |spec: &Spec| spec.get(PORTS).and_then(Json::as_array).map(<[Json]>::to_vec);
    let (mut wanted, open) = (ports(spec)?, ports(seen)?);
    let mut added = false;
    for port in &mut wanted {
        let same = open.iter().find(|other| other.get("internal") == port.get("internal"));
        let router = same.and_then(|other| other.get("public")?.get("router").cloned());
        added |= router.is_some_and(|router| add(port, router));
    }
    added.then(|| {
        let mut spec = spec.clone();
        spec.set(PORTS, Json::Array(wanted));
        spec
    })
}

fn add(port: &mut Json, router: Json) -> bool {
    let Json::Object(fields) = port else { return false };
    let public = fields.iter_mut().find(|(key, _)| key == "public");
    let Some((_, Json::Object(public))) = public else { return false };
    let is_open = public.iter().all(|(key, _)| key != "router");
    if is_open {
        public.push(("router".to_owned(), router));
    }
    is_open
}
