//! Application templates: by name, replaced whole (manifest rules 4.1).

use manifest::wire::{Spec, body, live};

use super::{Blocked, Outcome, Planner};
use crate::diff::{self, Mode, changed};
use crate::step::{FieldChange, Note};
use crate::write::{Fields, Write};

impl Planner<'_> {
    pub(super) fn template(&self, spec: &Spec) -> Result<Outcome, Blocked> {
        let live = self.world.application_templates.rows().find(|template| template.name == spec.name);
        let mut outcome = Outcome { creates: live.is_none(), ..Outcome::default() };
        if let Some(live) = live {
            let live = live::template(&serde_json::to_value(live).unwrap_or_default(), true, self.world);
            outcome.changes = differences(spec, &live);
            if outcome.changes.is_empty() {
                return Ok(outcome);
            }
        }
        outcome
            .writes
            .push(Write::PutTemplate { name: spec.name.clone(), body: Fields(body::put_template(spec)) });
        Ok(outcome)
    }
}

fn differences(spec: &Spec, live: &Spec) -> Vec<FieldChange> {
    let mut changes = fields(&spec.evaluated(), live);
    let (Some(made), Some(live_made)) = (&spec.template, &live.template) else { return changes };
    changes.extend(fields(made, live_made));
    let path = format!("{}.microservices", made.layout.base);
    for member in made.microservices.iter().flatten() {
        match live_made.microservice(&member.name) {
            Some(live_member) => changes.extend(fields(member, live_member)),
            None => changes.push(changed(&member.layout.base, None, Some(&member_name(member)), Note::Plain)),
        }
    }
    for gone in
        live_made.microservices.iter().flatten().filter(|live| made.microservice(&live.name).is_none())
    {
        changes.push(changed(&path, Some(&member_name(gone)), None, Note::Plain));
    }
    changes
}

fn fields(wanted: &Spec, live: &Spec) -> Vec<FieldChange> {
    let found = diff::differences(wanted, live, Mode::Replace, &[]);
    found.into_iter().flat_map(|difference| difference.changes).collect()
}

fn member_name(member: &Spec) -> manifest::wire::Json {
    manifest::wire::Json::string(&member.name)
}
