//! Application templates: by name, replaced whole (manifest rules 4.1).

use client::api::application_templates;
use client::{Client, Error, Request, Transport};
use manifest::describe::Options;
use manifest::kinds::application_template;
use manifest::wire::{Spec, live};
use model::Kind;
use serde_json::{Map, Value};

use super::{Planned, Row, Sending, Sent};
use crate::apply::compare::{self, Comparison, Places, Uuids};
use crate::apply::look::{self, Before, Found, Refusal};
use crate::diff::{self, Mode, changed};
use crate::documents::Draft;
use crate::identity::StepId;
use crate::planner::{About, Blocked, Outcome, Planning};
use crate::standing::{Asked, Standing};
use crate::step::{FieldChange, Note};
use crate::write::{Deed, Object, Write};

/// The row.
pub(crate) struct ApplicationTemplate;

impl Row for ApplicationTemplate {
    const REPLACING_MAKES: bool = true;

    fn about(_: &Planning<'_>, _: &Draft<'_>, spec: &Spec) -> About {
        About::named(Kind::ApplicationTemplate, spec)
    }

    fn plan(planner: &Planning<'_>, spec: &Spec, _: &StepId) -> Result<Outcome, Blocked> {
        planner.template(spec)
    }

    fn stands(spec: &Spec, asked: &Asked<'_>) -> Standing {
        let world = asked.world;
        let live = world.application_templates.rows().find(|live| live.name == spec.name);
        Standing::of(live, |live| {
            application_template::describe(live, true, world, &Options::of(&world.capabilities))
        })
    }

    fn place(object: &Object) -> Request {
        application_templates::get(&object.name).request
    }

    fn call(write: &Write, _: &Before) -> Result<Sending, Error> {
        let name = &write.object.name;
        Ok(match &write.deed {
            Deed::Create(_) | Deed::Change(_) | Deed::Replace { .. } => {
                Sending::Id(application_templates::replace(name, write.sent()))
            }
            Deed::Delete => Sending::Done(application_templates::delete(name)),
        })
    }

    async fn before<T: Transport>(_: &Write, _: &Client<T>) -> Result<Before, Refusal> {
        // Replaced by the whole, or not at all.
        Ok(Before::Nothing)
    }

    async fn moved<T: Transport>(change: &Planned<'_>, client: &Client<T>) -> Result<Vec<String>, Refusal> {
        let name = &change.write.object.name;
        let list = look::list(application_templates::list(), client).await.map_err(Refusal::Unread)?;
        let then = change.seen.application_templates.rows().find(|template| template.name == *name);
        let Some(now) = list.iter().find(|template| template.name == *name) else { return Ok(Vec::new()) };
        let Some(then) = then else {
            let what = format!("The application template {name}");
            return look::absent(true, change.write, &what).map(|_| Vec::new());
        };
        let read = |template| application_template::listed(template, &Uuids);
        let moved = differences(&read(then), &read(now));
        Ok(moved.iter().map(|change| change.path.trim_start_matches("spec.").to_owned()).collect())
    }

    async fn look<T: Transport>(sent: &Sent<'_>, client: &Client<T>) -> Result<Found, Error> {
        let live = look::there(client.send(application_templates::get(&sent.write.object.name)).await)?;
        Ok(live.map_or(Found::Absent, |live| look::changed(compared(sent.write.asked(), &live.value))))
    }
}

/// A template as it is read alone, not from the list.
fn compared(body: &Map<String, Value>, live: &model::ApplicationTemplate) -> Comparison {
    let wanted = live::asked(Kind::ApplicationTemplate, body, &Uuids);
    let now = live::read(Kind::ApplicationTemplate, live, &Uuids);
    let mut found = Comparison { lacking: compare::replaced(&wanted, &now), held: Places::new() };
    if let (Some(wanted), Some(now)) = (&wanted.template, &now.template) {
        let members = |spec: &Spec| spec.microservices.as_ref().map_or(0, Vec::len);
        let same = members(wanted) == members(now)
            && wanted.microservices.iter().flatten().all(|member| {
                now.microservice(&member.name)
                    .is_some_and(|other| compare::replaced(member, other).is_empty())
            });
        found.note("application", same && compare::replaced(wanted, now).is_empty());
    }
    // Replaced as a whole: what holds of another text was so before.
    if !found.lacking.is_empty() {
        found.held.clear();
    }
    found
}

impl Planning<'_> {
    fn template(&self, spec: &Spec) -> Result<Outcome, Blocked> {
        let live = self.world.application_templates.rows().find(|template| template.name == spec.name);
        let mut outcome = Outcome { creates: live.is_none(), ..Outcome::default() };
        if let Some(live) = live {
            let live = application_template::listed(live, self.world);
            outcome.changes = differences(spec, &live);
            if outcome.changes.is_empty() {
                return Ok(outcome);
            }
        }
        let body = application_template::body(spec);
        outcome.writes.push(Write::replace(Kind::ApplicationTemplate, Object::named(&spec.name), body));
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
