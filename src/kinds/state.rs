//! What a microservice's state means to a person (manifest rules 6.3 and 6.4), and why it is not running.

use model::{Agent, Microservice, MicroserviceState as Word};

use crate::kinds::format;
use crate::ui::state::Tone;

/// A state in words, how it feels, and the reason when there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateOf {
    pub tone: Tone,
    pub text: String,
    pub reason: Option<String>,
}

/// The state of a microservice; with its agent, also whether that state is to be believed.
pub fn state_of(microservice: &Microservice, agent: Option<&Agent>) -> StateOf {
    let Some(status) = &microservice.status else {
        let reason = "The Controller refused part of it after the microservice was made. Delete it and deploy it again.";
        return StateOf { tone: Tone::Bad, text: "Half-created".into(), reason: Some(reason.into()) };
    };
    let message = (!status.error_message.is_empty()).then(|| status.error_message.clone());
    let (tone, text) = word(&status.status, status.percentage, message.is_some());
    let away = agent.filter(|agent| agent.is_away());
    match (away, tone) {
        (Some(agent), Tone::Ok | Tone::Busy | Tone::Warn) => {
            let reason = format!(
                "Agent {} does not report (it says {}). What is shown is its last word.",
                agent.name, agent.daemon_status
            );
            StateOf { tone: Tone::Warn, text: "Agent offline".into(), reason: Some(reason) }
        }
        _ => StateOf { tone, text, reason: message.map(|message| explained(&message)) },
    }
}

fn word(state: &Word, percentage: f64, complains: bool) -> (Tone, String) {
    let (tone, text) = match state {
        Word::Running => (Tone::Ok, "Running"),
        Word::Pulling if complains => (Tone::Bad, "Pull failed"),
        Word::Pulling if percentage > 0.0 => {
            return (Tone::Busy, format!("Pulling {} %", format::whole(percentage)));
        }
        Word::Pulling => (Tone::Busy, "Pulling"),
        Word::Queued => (Tone::Busy, "Queued"),
        Word::Starting => (Tone::Busy, "Starting"),
        Word::Creating => (Tone::Busy, "Creating"),
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
        other => return (Tone::Warn, other.as_str().to_owned()),
    };
    let tone = if complains && tone == Tone::Busy { Tone::Bad } else { tone };
    (tone, text.to_owned())
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
        assert_eq!((shown.tone, shown.text.as_str()), expected);
        assert_eq!(shown.reason.is_some(), !message.is_empty() || expected.1 == "Agent offline");
    }

    #[test]
    fn states_read_as_words() {
        check("RUNNING", 0.0, "", Some("RUNNING"), (Tone::Ok, "Running"));
        check("PULLING", 42.4, "", Some("RUNNING"), (Tone::Busy, "Pulling 42 %"));
        check("STUCK_IN_RESTART", 0.0, "", None, (Tone::Bad, "Stuck in restart"));
        check("STOPPED", 0.0, "", Some("UNKNOWN"), (Tone::Idle, "Stopped"));
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
    }

    #[test]
    fn a_microservice_without_a_status_is_half_created() {
        let shown = state_of(&Microservice::default(), None);
        assert_eq!((shown.tone, shown.text.as_str()), (Tone::Bad, "Half-created"));
    }
}
