//! What agents make of an applied run: each microservice that gets a container by it is followed until it runs or fails.
//! The last lines of what failed would help, but a Controller gives no log of what does not run (Controller contract 11).

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use model::{Agent, Kind, Microservice, World};
use plan::Step;
use plan::apply::StepState;

use crate::address::A;
use crate::deploy::run::Run;
use crate::live::{Live, source};
use crate::resource::state::{StateOf, state_of};
use crate::routes::Page;
use crate::ui::state::{State, Tone};

/// So many members of an application that do not run are named.
const NAMED: usize = 8;

/// The container that a microservice had when a run began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    container: String,
    started: i64,
}

/// The same of all that there were, by full name.
pub type Marks = BTreeMap<String, Mark>;

/// The containers that there are now.
pub fn marks(world: &World) -> Marks {
    let mark = |one: &Microservice| {
        let status = one.status.as_ref();
        let container = status.map(|status| status.container_id.clone()).unwrap_or_default();
        (one.full_name(), Mark { container, started: status.map_or(0, |status| status.start_time) })
    };
    world.microservices.rows().map(mark).collect()
}

/// How far a microservice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Coming,
    Runs,
    Failed,
    /// Stopped, by somebody's wish.
    Rests,
}

/// A microservice that is followed.
#[derive(Clone, Debug, PartialEq)]
struct Followed {
    name: String,
    stand: Stand,
    tone: Tone,
    text: String,
    reason: Option<String>,
}

impl Followed {
    fn unlisted(name: &str) -> Self {
        let (stand, tone, text) = (Stand::Coming, Tone::Wait, "Not listed yet".to_owned());
        Self { name: name.to_owned(), stand, tone, text, reason: None }
    }

    fn of(one: &Microservice, agent: Option<&Agent>, mark: Option<&Mark>) -> Self {
        let state = state_of(one, agent);
        let status = one.status.as_ref();
        let is_old = mark.zip(status).is_some_and(|(mark, status)| {
            mark.started != 0 && mark.started == status.start_time && mark.container == status.container_id
        });
        let stand = match state.tone {
            Tone::Ok if is_old => Stand::Coming,
            Tone::Ok => Stand::Runs,
            Tone::Bad => Stand::Failed,
            Tone::Idle => Stand::Rests,
            Tone::Busy | Tone::Wait | Tone::Warn => Stand::Coming,
        };
        let (tone, text) = match (stand, state.tone) {
            (Stand::Coming, Tone::Ok) => (Tone::Busy, "Not restarted yet".to_owned()),
            _ => (state.tone, state.text()),
        };
        let StateOf { reason, .. } = state;
        Self { name: one.full_name(), stand, tone, text, reason }
    }
}

type Listed = BTreeMap<String, (Arc<Microservice>, Option<Arc<Agent>>)>;

/// The handle to all that a run has set off.
#[derive(Clone, Copy)]
pub struct RollOuts {
    run: Run,
    listed: Memo<Arc<Listed>>,
}

impl RollOuts {
    /// Follows what a run sets off, while the caller is on screen.
    pub fn of_run(run: Run) -> Self {
        let live = expect_context::<Live>();
        live.need(&[source::MICROSERVICES, source::AGENTS], &[]);
        let listed = Memo::new(move |_| {
            let agents = live.agents.rows();
            let agents = agents.iter().map(|agent| (agent.uuid.as_str(), agent)).collect::<BTreeMap<_, _>>();
            let one = |one: &Arc<Microservice>| {
                let agent = one.iofog_uuid.as_deref().and_then(|uuid| agents.get(uuid));
                (one.full_name(), (Arc::clone(one), agent.map(|agent| Arc::clone(agent))))
            };
            Arc::new(live.microservices.rows().iter().map(one).collect::<Listed>())
        });
        Self { run, listed }
    }

    fn followed(self, step: &Step) -> Vec<Followed> {
        self.listed.with(|listed| self.run.with_marks(|marks| followed(step, listed, marks)))
    }

    /// What a step that is done has set off.
    pub fn of(self, step: &Arc<Step>) -> Option<impl IntoView + use<>> {
        let step = Arc::clone(step);
        (!step.roll_out().is_empty()).then(|| {
            let own = step.kind == Some(Kind::Microservice);
            let all = Memo::new(move |_| self.followed(&step));
            move || all.with(|all| standing(all, own))
        })
    }

    /// How far everything is that was set off so far; nothing where no container is made.
    pub fn summary(self) -> Option<(Tone, String)> {
        let done = |(_, state): &(_, Option<StepState>)| matches!(state, Some(StepState::Done { .. }));
        let steps = self.run.rows().into_iter().filter(done);
        let all = steps.flat_map(|(step, _)| self.followed(&step)).map(|one| (one.name.clone(), one));
        let all = all.collect::<BTreeMap<_, _>>().into_values().collect::<Vec<_>>();
        summed_up(&all)
    }
}

/// The microservices of a step, in the order of their names.
fn followed(step: &Step, listed: &Listed, marks: &Marks) -> Vec<Followed> {
    let found = step.roll_out();
    let mut names = found.microservices;
    if let Some(application) = &found.application {
        let begins = format!("{application}/");
        let members = listed.range(begins.clone()..).map(|(name, _)| name);
        let members = members.take_while(|name| name.starts_with(&begins));
        names.extend(members.filter(|name| !marks.contains_key(*name)).cloned());
    }
    let one = |name: &String| match listed.get(name) {
        Some((one, agent)) => Followed::of(one, agent.as_deref(), marks.get(name)),
        None => Followed::unlisted(name),
    };
    names.iter().map(one).collect()
}

fn count(all: &[Followed], stand: Stand) -> usize {
    all.iter().filter(|one| one.stand == stand).count()
}

/// How far all are, in one sentence.
fn summed_up(all: &[Followed]) -> Option<(Tone, String)> {
    let [runs, failed, rests] = [Stand::Runs, Stand::Failed, Stand::Rests].map(|stand| count(all, stand));
    let coming = all.len() - runs - failed - rests;
    let noun = if all.len() == 1 { "microservice" } else { "microservices" };
    let tone = match (failed, coming) {
        (0, 0) => Tone::Ok,
        (0, _) => Tone::Busy,
        _ => Tone::Bad,
    };
    let text = match (all.len(), runs) {
        (0, _) => return None,
        (1, 1) => "The microservice runs".to_owned(),
        (all, runs) if all == runs => format!("All {all} microservices run"),
        (all, runs) => {
            let parts = [(failed, "failed"), (coming, "on the way"), (rests, "stopped")];
            let parts = parts.iter().filter(|(count, _)| *count > 0);
            let parts = parts.map(|(count, word)| format!(", {count} {word}")).collect::<String>();
            format!("{runs} of {all} {noun} running{parts}")
        }
    };
    Some((tone, text))
}

/// What one step has set off. `own`: the row is about a single microservice, whose name stands there already.
fn standing(all: &[Followed], own: bool) -> impl IntoView + use<> {
    let sum = (!own).then(|| summed_up(all)).flatten();
    let rest = all.iter().filter(|one| own || one.stand != Stand::Runs);
    let hidden = rest.clone().count().saturating_sub(NAMED);
    let rows = rest.take(NAMED).map(|one| line(one, own)).collect_view();
    view! {
        {sum.map(|(tone, text)| view! { <p><State tone text /></p> })}
        {rows}
        {(hidden > 0).then(|| view! { <p class="faint">{format!("and {hidden} more")}</p> })}
    }
}

fn line(one: &Followed, own: bool) -> impl IntoView + use<> {
    let link = Page::named(Kind::Microservice, &one.name).filter(|_| !own).map(|page| {
        let name = one.name.clone();
        view! { <A href=page.path()>{name}</A>" " }
    });
    view! {
        <p class="rollout">
            {link}
            <State tone=one.tone text=one.text.clone() />
            {one.reason.clone().map(|reason| view! { " " <span class="sub">{reason}</span> })}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use model::MicroserviceStatus;

    use super::*;

    fn one(state: &str, started: i64) -> Microservice {
        let status = Some(MicroserviceStatus {
            status: state.into(),
            start_time: started,
            container_id: format!("c{started}"),
            percentage: 40.0,
            ..MicroserviceStatus::default()
        });
        Microservice { name: "web".into(), application: "shop".into(), status, ..Microservice::default() }
    }

    /// `before`: when the container was started that there was before.
    #[track_caller]
    fn check(state: &str, before: Option<i64>, expected: (Stand, &str)) {
        let mark = before.map(|started| Mark { container: format!("c{started}"), started });
        let found = Followed::of(&one(state, 7), None, mark.as_ref());
        assert_eq!((found.stand, found.text.as_str()), expected);
    }

    #[test]
    fn a_microservice_is_followed_from_its_queue_until_it_runs_or_fails() {
        check("QUEUED", None, (Stand::Coming, "Queued"));
        check("PULLING", None, (Stand::Coming, "Pulling 40 %"));
        check("RUNNING", None, (Stand::Runs, "Running"));
        check("FAILED", None, (Stand::Failed, "Failed"));
        check("STOPPED", None, (Stand::Rests, "Stopped"));
    }

    #[test]
    fn the_container_of_before_is_not_the_new_one() {
        check("RUNNING", Some(7), (Stand::Coming, "Not restarted yet"));
        check("RUNNING", Some(6), (Stand::Runs, "Running"));
        check("FAILED", Some(7), (Stand::Failed, "Failed"));
    }

    #[track_caller]
    fn check_sum(states: &[&str], expected: Option<(Tone, &str)>) {
        let all = states.iter().map(|state| Followed::of(&one(state, 7), None, None)).collect::<Vec<_>>();
        let found = summed_up(&all);
        assert_eq!(found.as_ref().map(|(tone, text)| (*tone, text.as_str())), expected);
    }

    #[test]
    fn one_sentence_sums_up_where_all_are() {
        check_sum(&[], None);
        check_sum(&["RUNNING"], Some((Tone::Ok, "The microservice runs")));
        check_sum(&["RUNNING", "RUNNING"], Some((Tone::Ok, "All 2 microservices run")));
        check_sum(
            &["RUNNING", "QUEUED", "STOPPED"],
            Some((Tone::Busy, "1 of 3 microservices running, 1 on the way, 1 stopped")),
        );
        check_sum(&["FAILED"], Some((Tone::Bad, "0 of 1 microservice running, 1 failed")));
    }
}
