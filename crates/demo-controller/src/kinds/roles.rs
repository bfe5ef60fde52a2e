//! Roles and role bindings (Controller contract 19).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::public::keep;
use super::yaml;
use crate::api::{
    Call, Caller, Fields as _, Refusal, Reply, Route, blank, delete, expects, get, patch, post, rights,
};
use crate::clock::iso;
use crate::state::State;

const ROLES: &str = "roles";
const BINDINGS: &str = "roleBindings";

pub(crate) const ROUTES: &[Route] = &[
    get("/roles", list).of(ROLES),
    post("/roles", create).of(ROLES).expects(expects::VALIDATION),
    post("/roles/yaml", create_yaml).of(ROLES).expects(expects::VALIDATION).upload("role"),
    patch("/roles/yaml/:name", update_yaml).of(ROLES).answers(200).upload("role"),
    get("/roles/:name", show).of(ROLES),
    patch("/roles/:name", update).of(ROLES).answers(200),
    delete("/roles/:name", remove).of(ROLES).expects(expects::NOT_FOUND),
    get("/rolebindings", bindings).of(BINDINGS),
    post("/rolebindings", bind).of(BINDINGS).expects(expects::VALIDATION),
    post("/rolebindings/yaml", bind_yaml).of(BINDINGS).expects(expects::VALIDATION).upload("rolebinding"),
    patch("/rolebindings/yaml/:name", rebind_yaml).of(BINDINGS).answers(200).upload("rolebinding"),
    get("/rolebindings/:name", binding).of(BINDINGS),
    patch("/rolebindings/:name", rebind).of(BINDINGS).answers(200),
    delete("/rolebindings/:name", unbind).of(BINDINGS),
];

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rule {
    pub(crate) api_groups: Vec<String>,
    pub(crate) resources: Vec<String>,
    pub(crate) verbs: Vec<String>,
    #[serde(default)]
    pub(crate) resource_names: Option<Vec<String>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Role {
    id: i64,
    pub(crate) name: String,
    pub(crate) rules: Vec<Rule>,
    created_at: i64,
    updated_at: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Binding {
    id: i64,
    name: String,
    pub(crate) role: String,
    /// The reference as it was given.
    #[serde(default)]
    reference: Value,
    role_id: Option<i64>,
    /// Subjects as they were given: kind and name.
    subjects: Value,
    created_at: i64,
    updated_at: i64,
}

impl Binding {
    /// Whether the caller is one of the subjects, as a user or through a role of the token.
    pub(crate) fn binds(&self, caller: &Caller) -> bool {
        self.subjects.as_array().into_iter().flatten().any(|subject| {
            let name = subject.text("name").unwrap_or_default();
            match subject.text("kind").as_deref() {
                Some("User") => name == caller.name,
                Some("Group") => caller.roles.contains(&name),
                _ => false,
            }
        })
    }
}

impl State {
    /// The role that a body refers to, and its id unless it is built in.
    pub(crate) fn referenced(&self, body: &Value) -> Result<(String, Option<i64>), Refusal> {
        let role = body.get("roleRef").and_then(|role| role.text("name")).unwrap_or_default();
        if !self.has_role(&role) {
            return Err(no_role(&role));
        }
        let id = self.role_id(&role);
        Ok((role, id))
    }

    pub(crate) fn role_id(&self, name: &str) -> Option<i64> {
        self.roles.iter().find(|known| known.name == name).map(|known| known.id)
    }

    fn uses_role(&self, id: i64) -> bool {
        self.bindings.iter().any(|binding| binding.role_id == Some(id))
            || self.service_accounts.iter().any(|account| account.role_id == Some(id))
            || self
                .microservices
                .iter()
                .any(|row| row.account.as_ref().is_some_and(|own| own.role_id == Some(id)))
    }

    pub(crate) fn has_role(&self, name: &str) -> bool {
        rights::is_built_in(name) || self.roles.iter().any(|role| role.name == name)
    }
}

fn view(role: &Role) -> Value {
    json!({
        "id": role.id,
        "name": role.name,
        "kind": "Role",
        "rules": role.rules,
        "createdAt": iso(role.created_at),
        "updatedAt": iso(role.updated_at),
    })
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let roles = rights::all_built_in().chain(call.state.roles.iter().map(view)).collect::<Vec<_>>();
    Reply::json(&json!({"roles": roles}))
}

fn missing(name: &str) -> Refusal {
    Refusal::not_found(format!("Role '{name}' not found"))
}

fn show(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    let own = || call.state.roles.iter().find(|role| role.name == name).map(view);
    let role = rights::built_in(name).or_else(own).ok_or_else(|| missing(name))?;
    Reply::json(&json!({"role": role}))
}

fn refuse_system_name(name: &str) -> Result<(), Refusal> {
    if rights::is_built_in(name) {
        return Err(Refusal::invalid(format!(
            "Cannot use role name '{name}'. '{name}' is a system role and cannot be created or used."
        )));
    }
    Ok(())
}

fn rules(body: &Value) -> Vec<Rule> {
    body.get("rules").and_then(|rules| serde_json::from_value(rules.clone()).ok()).unwrap_or_default()
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("roleCreate")?;
    let name = call.body.text("name").unwrap_or_default();
    refuse_system_name(&name)?;
    if call.state.has_role(&name) {
        return Err(Refusal::conflict(format!("Role '{name}' already exists")));
    }
    let id = call.state.next_id("role");
    let role = Role { id, name, rules: rules(&call.body), created_at: call.now, updated_at: call.now };
    let answer = json!({"role": view(&role)});
    call.state.roles.push(role);
    Reply::json(&answer)
}

/// The request body of an uploaded file. A list that is not there is an empty one.
fn read(call: &mut Call<'_>, kind: &str, parts: &[&str], list: &str) -> Result<(), Refusal> {
    let text = yaml::uploaded(&mut call.file)?;
    let document = yaml::caught(&format!("{kind} YAML"), yaml::flat(&text, kind, parts))?;
    let none = json!([]);
    let items = document.get(list).filter(|items| !blank(items)).unwrap_or(&none);
    let mut fields =
        vec![("name", document.get("name")), ("kind", document.get("kind")), (list, Some(items))];
    if list == "subjects" {
        fields.push(("roleRef", document.get("roleRef")));
    }
    call.body = yaml::body(&fields);
    Ok(())
}

fn create_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read(call, "Role", &["metadata"], "rules")?;
    create(call)
}

fn update_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read(call, "Role", &["metadata"], "rules")?;
    update(call)
}

fn bind_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read(call, "RoleBinding", &["metadata", "roleRef"], "subjects")?;
    bind(call)
}

fn rebind_yaml(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    read(call, "RoleBinding", &["metadata", "roleRef"], "subjects")?;
    rebind(call)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("roleUpdate")?;
    let (name, now) = (call.param(0).to_owned(), call.now);
    if rights::is_built_in(&name) {
        let message =
            format!("Cannot update role '{name}'. '{name}' is a system role and cannot be modified.");
        return Err(Refusal::invalid(message));
    }
    let fresh = call.body.text("name");
    if let Some(fresh) = &fresh {
        refuse_system_name(fresh)?;
    }
    let rules = rules(&call.body);
    let Some(role) = call.state.roles.iter_mut().find(|role| role.name == name) else {
        return Err(missing(&name));
    };
    keep(&mut role.name, fresh);
    role.rules = rules;
    role.updated_at = now;
    let (answer, id, renamed) = (json!({"role": view(role)}), role.id, role.name != name);
    if renamed && call.state.uses_role(id) {
        // What refers to the role is written again under the old name, which is not there any more.
        return Err(no_role(&name));
    }
    Reply::json(&answer)
}

/// The refusal of a reference to a role that does not exist.
pub(crate) fn no_role(name: &str) -> Refusal {
    Refusal::invalid(format!("Referenced role '{name}' does not exist"))
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    if rights::is_built_in(&name) {
        let message = format!("Cannot delete {name} role. {name} is a system role and cannot be deleted.");
        return Err(Refusal::invalid(message));
    }
    let before = call.state.roles.len();
    call.state.roles.retain(|role| role.name != name);
    if call.state.roles.len() == before { Err(missing(&name)) } else { Ok(Reply::Empty) }
}

fn binding_view(binding: &Binding) -> Value {
    let mut view = json!({
        "roleRef": binding.reference,
        "subjects": binding.subjects,
        "id": binding.id,
        "name": binding.name,
        "kind": "RoleBinding",
    });
    view["roleId"] = json!(binding.role_id);
    view["createdAt"] = json!(iso(binding.created_at));
    view["updatedAt"] = json!(iso(binding.updated_at));
    view
}

fn bindings(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    Reply::json(&json!({"bindings": call.state.bindings.iter().map(binding_view).collect::<Vec<_>>()}))
}

fn missing_binding(name: &str) -> Refusal {
    Refusal::not_found(format!("RoleBinding '{name}' not found"))
}

fn binding(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    let found = call.state.bindings.iter().find(|binding| binding.name == name);
    Reply::json(&json!({"binding": binding_view(found.ok_or_else(|| missing_binding(name))?)}))
}

fn bind(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("roleBindingCreate")?;
    let name = call.body.text("name").unwrap_or_default();
    if call.state.bindings.iter().any(|binding| binding.name == name) {
        return Err(Refusal::conflict(format!("RoleBinding '{name}' already exists")));
    }
    let (role, role_id) = call.state.referenced(&call.body)?;
    let binding = Binding {
        id: call.state.next_id("binding"),
        name,
        role,
        reference: call.body.get("roleRef").cloned().unwrap_or_default(),
        role_id,
        subjects: call.body.get("subjects").cloned().unwrap_or_default(),
        created_at: call.now,
        updated_at: call.now,
    };
    let answer = json!({"binding": binding_view(&binding)});
    call.state.bindings.push(binding);
    Reply::json(&answer)
}

fn rebind(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.check("roleBindingUpdate")?;
    let (name, now) = (call.param(0).to_owned(), call.now);
    if !call.state.bindings.iter().any(|binding| binding.name == name) {
        return Err(missing_binding(&name));
    }
    let (role, role_id) = call.state.referenced(&call.body)?;
    let (fresh, subjects) = (call.body.text("name"), call.body.get("subjects").cloned());
    let Some(binding) = call.state.bindings.iter_mut().find(|binding| binding.name == name) else {
        return Err(missing_binding(&name));
    };
    keep(&mut binding.name, fresh);
    keep(&mut binding.subjects, subjects);
    keep(&mut binding.reference, call.body.get("roleRef").cloned());
    binding.role = role;
    // A built-in role has no id, and then the old one stays.
    keep(&mut binding.role_id, role_id.map(Some));
    binding.updated_at = now;
    Reply::json(&json!({"binding": binding_view(binding)}))
}

fn unbind(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0).to_owned();
    let before = call.state.bindings.len();
    call.state.bindings.retain(|binding| binding.name != name);
    if call.state.bindings.len() == before { Err(missing_binding(&name)) } else { Ok(Reply::Empty) }
}
