//! Applications: by name. A list of microservices is the wanted state, so what it lacks is deleted; without a list the
//! members stay (manifest rules 2.4, 4.6).

use std::collections::{BTreeMap, BTreeSet};

use manifest::kinds::{application, application_template};
use manifest::wire::liquid::{self, Own};
use manifest::wire::{Json, LONGEST_JSON, Spec, body, live};
use model::{Application, Kind, Microservice};
use serde_json::{Map, Value};

use super::expand::expand;
use super::routes::{self, ROUTES};
use crate::choices::{Deletion, Doomed};
use crate::diff::{self, Mode, changed};
use crate::kinds::microservice::creation::length;
use crate::planner::{Blocked, Outcome, Planning, Wanted, is_certain, ports};
use crate::step::{Consequence, Note};
use crate::write::{Deed, Fields, Object, Patch, Write};

impl Planning<'_> {
    pub(super) fn application(&self, spec: &Spec) -> Result<Outcome, Blocked> {
        named_once(spec)?;
        if spec.name.strip_prefix("system-").is_some_and(|agent| self.world.agent(agent).is_some()) {
            return Blocked::because(format!("The application {} belongs to the Controller.", spec.name));
        }
        let mut outcome = Outcome::default();
        if let Some(template) = spec.text("template.name").filter(|name| !liquid::is_template(name)) {
            let known = self.world.application_templates.rows().any(|live| live.name == template);
            match self.document_of(Kind::ApplicationTemplate, template) {
                Some(document) => outcome.depends_on.push(document.id.clone()),
                None if known => {}
                None => return Blocked::because(format!("There is no application template {template}.")),
            }
        }
        let members = spec.microservices.iter().flatten();
        outcome.depends_on.extend(members.flat_map(|member| self.sources(member)));
        outcome.depends_on.dedup();
        match self.world.application(&spec.name) {
            None => self.new_application(spec, &mut outcome)?,
            Some(live) => self.changed_application(spec, live, &mut outcome)?,
        }
        Ok(outcome)
    }

    /// One request for everything, so that the Controller takes it all back when a part is refused. Only what is too
    /// long for that goes one by one.
    fn new_application(&self, spec: &Spec, outcome: &mut Outcome) -> Result<(), Blocked> {
        outcome.creates = true;
        let mut body = application::body(spec);
        let members = spec.microservices.as_deref().unwrap_or_default();
        let bodies = members.iter().map(|member| in_member(member, self.create_body(member)));
        let bodies = bodies.map(|body| body.map(Value::Object)).collect::<Result<Vec<_>, _>>()?;
        if body.contains_key("microservices") {
            body.insert("microservices".to_owned(), Value::Array(bodies));
        }
        if Own::of(body.values()).reads("microservices") {
            whole_members(members, &mut body);
        }
        let object = Object::named(&spec.name);
        if length(&body) <= LONGEST_JSON {
            outcome.writes.push(Write::create(Kind::Application, object, body));
            return Ok(());
        }
        body.remove("microservices");
        outcome.writes.push(Write::create(Kind::Application, object, body));
        for member in members {
            outcome.writes.push(in_member(member, self.create(member, &spec.name, Some(spec)))?);
        }
        Ok(())
    }

    fn changed_application(
        &self,
        spec: &Spec,
        live: &Application,
        outcome: &mut Outcome,
    ) -> Result<(), Blocked> {
        let seen = live::read(Kind::Application, live, self.world);
        let mut patch = Map::new();
        let template = spec.text("template.name");
        let made = template.and_then(|template| self.made_from(template, spec));
        match (template, &made) {
            (None, _) => own_fields(spec, &seen, &[], &mut patch, outcome),
            // Beside a template only the description of the document counts.
            (Some(_), Some(made)) => {
                own_fields(spec, &seen, &["natsConfig"], &mut patch, outcome);
                own_fields(made, &seen, &[], &mut patch, outcome);
            }
            (Some(template), None) => {
                // What differs is shown; the whole is sent.
                own_fields(spec, &seen, &["natsConfig"], &mut patch, outcome);
                return self.apply_template(spec, template, outcome);
            }
        }
        if !patch.is_empty() {
            let patch = Patch::of(spec, patch);
            outcome.writes.push(Write::change(Kind::Application, Object::named(&live.name), patch));
        }
        let own = spec;
        let spec = made.as_ref().unwrap_or(spec);
        named_once(spec)?;
        let [gone, new] = routes::writes(spec, &seen, &live.name)?;
        outcome.writes.extend(gone);
        match &spec.microservices {
            Some(members) => self.members(spec, members, outcome)?,
            None => self.untouched(live, outcome),
        }
        // Between microservices that are there by then.
        outcome.writes.extend(new);
        if made.is_none() {
            let members = own.microservices.iter().flatten().flat_map(|member| self.kept(member, &own.name));
            outcome.stays(diff::kept(own, &seen, &TEMPLATE).into_iter().chain(members).collect());
        }
        if !live.is_activated && !outcome.writes.is_empty() {
            outcome.consequences.push(Consequence::StaysStopped { application: live.name.clone() });
        }
        Ok(())
    }

    fn members(&self, spec: &Spec, members: &[Spec], outcome: &mut Outcome) -> Result<(), Blocked> {
        let gone = self.gone(spec, outcome);
        let mut restarted = Vec::new();
        let mut changes = Vec::new();
        let mut created = Vec::new();
        for member in members {
            match self.world.microservice(&spec.name, &member.name) {
                Some(live) => {
                    let before = outcome.writes.len();
                    if in_member(member, self.change(member, live, Some(spec), outcome))? {
                        restarted.push(live.full_name());
                    }
                    let change = outcome.writes.split_off(before);
                    changes.extend(change.into_iter().map(|write| (self.deal(member, Some(live)), write)));
                }
                None => {
                    created.push(in_member(member, self.create(member, &spec.name, Some(spec)))?);
                    let name = Json::string(&member.name);
                    outcome.changes.push(changed(&member.layout.base, None, Some(&name), Note::Plain));
                }
            }
        }
        outcome.writes.extend(ports::givers_first(changes)?);
        // Last, so that ports which the others gave up are free.
        outcome.writes.extend(created);
        if !restarted.is_empty() {
            outcome.consequences.insert(0, Consequence::Restarts { microservices: restarted });
        }
        if !gone.is_empty() {
            outcome.consequences.insert(0, Consequence::Deletes { microservices: gone });
        }
        Ok(())
    }

    /// Deletes what the list lacks, unless a document says, or may say, that it is wanted. Gives the names.
    fn gone(&self, spec: &Spec, outcome: &mut Outcome) -> Vec<String> {
        let mut gone = Vec::new();
        let mut kept: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let lacking = self.microservices_of(&spec.name);
        for live in lacking.filter(|live| spec.microservice(&live.name).is_none()) {
            match self.wanted(live) {
                Some(Wanted::Plainly) => {}
                Some(Wanted::Perhaps(because)) => kept.entry(because).or_default().push(live.full_name()),
                None => {
                    let name = Json::string(&live.name);
                    outcome.changes.push(changed(
                        &spec.path("microservices"),
                        Some(&name),
                        None,
                        Note::Plain,
                    ));
                    outcome.deletion.get_or_insert_default().microservices.insert(doomed(live));
                    outcome.writes.push(Write::delete(Kind::Microservice, Object::microservice(live)));
                    gone.push(live.full_name());
                }
            }
        }
        let keeps = |(because, microservices)| Consequence::Keeps { microservices, because };
        outcome.consequences.extend(kept.into_iter().map(keeps));
        gone
    }

    /// No list: potctl takes that for an empty one.
    fn untouched(&self, live: &Application, outcome: &mut Outcome) {
        let members: Vec<String> = self.microservices_of(&live.name).map(Microservice::full_name).collect();
        if !members.is_empty() {
            outcome.consequences.push(Consequence::PotctlWouldDelete { microservices: members });
        }
    }

    /// The names of the microservices that a document lists, or that its template makes, as far as that can be told.
    pub(super) fn member_names(&self, spec: &Spec) -> Vec<String> {
        let made = spec.text("template.name").and_then(|template| self.made_from(template, spec));
        let members = made.as_ref().unwrap_or(spec).microservices.iter().flatten();
        members.map(|member| member.name.clone()).collect()
    }

    /// What the document asks the template for, if that can be told: the template of these files, or the live one.
    pub(crate) fn made_from(&self, template: &str, spec: &Spec) -> Option<Spec> {
        if let Some(document) = self.document_of(Kind::ApplicationTemplate, template) {
            return expand(document.spec_of(Kind::ApplicationTemplate)?, spec);
        }
        let live = self.world.application_templates.rows().find(|live| live.name == template)?;
        expand(&application_template::listed(live, self.world), spec)
    }

    /// What this template comes to is only known to the Controller, so it is always applied again.
    fn apply_template(&self, spec: &Spec, template: &str, outcome: &mut Outcome) -> Result<(), Blocked> {
        let mut body = Map::new();
        for (row, value) in spec.fields().filter(|(row, _)| row.path == "description") {
            body.insert(row.path.clone(), body::value(row, value));
        }
        body.extend(
            application::template_reference(spec).map(|reference| ("template".to_owned(), reference)),
        );
        body.extend(body::beside(spec, &body));
        outcome.changes.push(changed(
            &spec.path("template.name"),
            None,
            Some(&Json::string(template)),
            Note::Computed,
        ));
        let template = template.to_owned();
        let doubt = self.microservices_of(&spec.name).find_map(|live| match self.wanted(live) {
            Some(Wanted::Perhaps(because)) => Some((live.full_name(), because)),
            Some(Wanted::Plainly) | None => None,
        });
        if let Some((name, because)) = doubt {
            return Blocked::because(format!(
                "This may delete {name}, and {because}. Nothing is deleted before that is certain."
            ));
        }
        let microservices: BTreeSet<Doomed> = self.microservices_of(&spec.name).map(doomed).collect();
        let names = microservices.iter().map(|it| it.name.clone()).collect();
        outcome
            .consequences
            .push(Consequence::MadeFromTemplate { template: template.clone(), microservices: names });
        let doomed = microservices.clone();
        let deletion = Deletion { microservices, template: Some(template) };
        outcome.deletion = (!doomed.is_empty()).then_some(deletion);
        outcome.writes.push(Write {
            kind: Kind::Application,
            object: Object::named(&spec.name),
            deed: Deed::Replace { body: Fields(body), doomed },
        });
        Ok(())
    }
}

fn doomed(live: &Microservice) -> Doomed {
    Doomed { name: live.full_name(), uuid: live.uuid.clone() }
}

/// The members with all that a template may read of them: what is at its default, too, and the names of agents.
fn whole_members(members: &[Spec], body: &mut Map<String, Value>) {
    let bodies = body.get_mut("microservices").and_then(Value::as_array_mut).into_iter().flatten();
    for (member, body) in members.iter().zip(bodies.filter_map(Value::as_object_mut)) {
        for (field, value) in body::whole(member) {
            body.entry(field).or_insert(value);
        }
    }
}

/// What an application is made from; not a field of it.
const TEMPLATE: [&str; 2] = ["template.name", "template.variables"];

/// Fields of the application itself that differ.
fn own_fields(
    spec: &Spec,
    seen: &Spec,
    apart: &[&str],
    patch: &mut Map<String, Value>,
    outcome: &mut Outcome,
) {
    let apart: Vec<&str> = apart.iter().chain(&TEMPLATE).copied().collect();
    for difference in diff::differences(spec, seen, Mode::Update, &apart) {
        if difference.row.path == ROUTES {
            outcome.changes.extend(difference.changes);
            continue;
        }
        difference.send(patch);
        outcome.changes.extend(difference.changes);
    }
}

/// The Controller takes the first of two and says nothing, and a template for a name would make another one each time.
fn named_once(spec: &Spec) -> Result<(), Blocked> {
    let mut names = BTreeSet::new();
    for member in spec.microservices.iter().flatten() {
        if !is_certain(&member.name) {
            return Blocked::because(format!(
                "The name of {} is a template, so nobody can tell which microservice it comes to. Write the name itself.",
                member.layout.base
            ));
        }
        if !names.insert(member.name.as_str()) {
            return Blocked::because(format!("The list names the microservice {} twice.", member.name));
        }
    }
    Ok(())
}

fn in_member<T>(member: &Spec, result: Result<T, Blocked>) -> Result<T, Blocked> {
    result.map_err(|Blocked(reason)| Blocked(format!("{}: {reason}", member.name)))
}
