//! What a microservice's state means to a person (manifest rules 6.3 and 6.4), and why it is not running.

use leptos::prelude::*;
use model::{Agent, Microservice, MicroserviceState as Word};

use crate::ui::format;
use crate::ui::icon::Icon;
use crate::ui::state::{State, Tone, reasoned};

/// A state in words, how it feels, and the reason when there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateOf {
    pub tone: Tone,
    pub icon: Icon,
    /// What it is called; the same for all that are in it.
    pub name: String,
    /// How far it has come, in percent.
    progress: Option<i64>,
    pub reason: Option<String>,
    /// What the agent reported with it is not of now.
    pub is_old: bool,
}

impl StateOf {
    fn new(tone: Tone, name: &str, reason: Option<String>) -> Self {
        Self { tone, icon: tone.icon(), name: name.to_owned(), progress: None, reason, is_old: false }
    }

    /// Shape, colour and word.
    pub fn view(&self) -> AnyView {
        view! { <State tone=self.tone text=self.text() icon=self.icon /> }.into_any()
    }

    /// The same with its reason beside it, as far as there is room.
    pub fn reasoned(&self) -> AnyView {
        reasoned(self.tone, self.icon, self.text(), self.reason.clone())
    }

    /// The state with how far it has come.
    pub fn text(&self) -> String {
        match self.progress {
            Some(percent) => format!("{} {percent} %", self.name),
            None => self.name.clone(),
        }
    }
}

/// The state of a microservice; with its agent, also whether that state is to be believed.
pub fn state_of(microservice: &Microservice, agent: Option<&Agent>) -> StateOf {
    let Some(status) = &microservice.status else {
        let reason = "The Controller refused part of it after the microservice was made. Delete it and deploy it again.";
        return StateOf::new(Tone::Bad, "Half-created", Some(reason.into()));
    };
    let message = (!status.error_message.is_empty()).then(|| status.error_message.clone());
    let (tone, name) = word(&status.status, message.is_some());
    let away = agent.filter(|agent| agent.is_away());
    let mut state = match (away, tone) {
        (Some(agent), Tone::Ok | Tone::Busy | Tone::Warn | Tone::Wait) => {
            let reason = format!(
                "Agent {} does not report (it says {}). What you see is its last report.",
                agent.name, agent.daemon_status
            );
            StateOf { icon: Icon::Away, ..StateOf::new(Tone::Warn, "Agent offline", Some(reason)) }
        }
        _ => StateOf::new(tone, name, message.map(|message| explained(&message))),
    };
    let pulls = status.status == Word::Pulling && state.tone == Tone::Busy && status.percentage > 0.0;
    state.progress = pulls.then(|| format::whole(status.percentage));
    state.is_old = away.is_some();
    state
}

fn word(state: &Word, complains: bool) -> (Tone, &str) {
    let (tone, text) = match state {
        Word::Running => (Tone::Ok, "Running"),
        Word::Pulling if complains => (Tone::Bad, "Pull failed"),
        Word::Pulling => (Tone::Busy, "Pulling"),
        Word::Queued => (Tone::Wait, "Queued"),
        Word::Starting => (Tone::Wait, "Starting"),
        Word::Creating => (Tone::Wait, "Creating"),
        Word::Updating => (Tone::Busy, "Updating"),
        Word::Restarting => (Tone::Busy, "Restarting"),
        Word::Stopping => (Tone::Idle, "Stopping"),
        Word::Stopped => (Tone::Idle, "Stopped"),
        Word::Deleting | Word::MarkedForDeletion => (Tone::Idle, "Deleting"),
        Word::Deleted => (Tone::Idle, "Deleted"),
        Word::Exiting => (Tone::Bad, "Exiting"),
        Word::Failed => (Tone::Bad, "Failed"),
        Word::StuckInRestart => (Tone::Bad, "Stuck in restart"),
        Word::Unknown => (Tone::Warn, "Unknown"),
        other => return (Tone::Warn, other.as_str()),
    };
    let tone = if complains && matches!(tone, Tone::Busy | Tone::Wait) { Tone::Bad } else { tone };
    (tone, text)
}

/// The agent's messages that have a plain meaning.
fn explained(message: &str) -> String {
    let meaning = if message.contains("invalid mount config for type \"bind\"") {
        "A directory to mount does not exist on the agent's host. "
    } else if message.contains("runtime create failed") {
        "The container could not be started. "
    } else {
        ""
    };
    format!("{meaning}{message}")
}

#[cfg(test)]
mod tests {
    use model::MicroserviceStatus;

    use super::*;

    fn check(state: &str, percentage: f64, message: &str, agent: Option<&str>, expected: (Tone, &str)) {
        let status = MicroserviceStatus {
            status: state.into(),
            percentage,
            error_message: message.into(),
            ..MicroserviceStatus::default()
        };
        let microservice = Microservice { status: Some(status), ..Microservice::default() };
        let agent = agent.map(|state| Agent { daemon_status: state.into(), ..Agent::default() });
        let shown = state_of(&microservice, agent.as_ref());
        assert_eq!((shown.tone, shown.text().as_str()), expected);
        assert_eq!(shown.reason.is_some(), !message.is_empty() || expected.1 == "Agent offline");
        assert_eq!(shown.is_old, agent.is_some_and(|agent| agent.is_away()));
        assert!(!shown.name.contains('%'), "{}", shown.name);
    }

    #[test]
    fn states_read_as_words() {
        check("RUNNING", 0.0, "", Some("RUNNING"), (Tone::Ok, "Running"));
        check("PULLING", 42.4, "", Some("RUNNING"), (Tone::Busy, "Pulling 42 %"));
        check("STARTING", 0.0, "", Some("RUNNING"), (Tone::Wait, "Starting"));
        check("STUCK_IN_RESTART", 0.0, "", None, (Tone::Bad, "Stuck in restart"));
        check("STOPPED", 0.0, "", Some("UNKNOWN"), (Tone::Idle, "Stopped"));
        check("PULLING", 99.6, "", None, (Tone::Busy, "Pulling 100 %"));
        check("PULLING", 42.4, "", Some("UNKNOWN"), (Tone::Warn, "Agent offline"));
        check("SOMETHING_NEW", 0.0, "", None, (Tone::Warn, "SOMETHING_NEW"));
    }

    #[test]
    fn a_message_of_the_agent_makes_a_waiting_state_a_failure() {
        check("PULLING", 10.0, "manifest unknown", Some("RUNNING"), (Tone::Bad, "Pull failed"));
        check("STARTING", 0.0, "runtime create failed: x", None, (Tone::Bad, "Starting"));
    }

    #[test]
    fn an_agent_that_does_not_report_makes_running_doubtful() {
        check("RUNNING", 0.0, "", Some("UNKNOWN"), (Tone::Warn, "Agent offline"));
        check("QUEUED", 0.0, "", Some("UNKNOWN"), (Tone::Warn, "Agent offline"));
    }

    #[test]
    fn a_microservice_without_a_status_is_half_created() {
        let shown = state_of(&Microservice::default(), None);
        assert_eq!((shown.tone, shown.name.as_str()), (Tone::Bad, "Half-created"));
    }
}
