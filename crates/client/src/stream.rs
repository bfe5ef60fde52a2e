//! A log or a shell as it comes in: where it is, what it wrote, and how it ended (Controller contract 11). The socket
//! belongs to the caller, who hands in its frames and its end.

use crate::frames::{Frame, Kind, TextStream};
use crate::terminal::Lines;

/// Where a stream is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The Controller is being asked.
    #[default]
    Connecting,
    /// The Controller waits for the agent.
    Waiting,
    /// The agent is there.
    Open,
    /// It is over.
    Ended(End),
}

/// How a stream ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Not as it should.
    pub failed: bool,
    /// The reason in a sentence.
    pub said: String,
    /// Somebody else has the one shell that there can be; ending the session would end theirs.
    pub taken: bool,
}

/// One log or one shell.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    phase: Phase,
    lines: Lines,
    out: TextStream,
    errors: TextStream,
}

impl Stream {
    /// Where it is.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// What it wrote.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Forgets what it wrote.
    pub fn clear(&mut self) {
        self.lines.clear();
    }

    /// Begins anew after an end; what was written stays.
    pub fn restart(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        *self = Self { lines, ..Self::default() };
        self.lines.finish_line();
    }

    /// Takes in a frame.
    pub fn receive(&mut self, frame: &Frame) {
        match frame.kind {
            // The first one answers the question, the second says that the agent has come.
            Kind::LogStart => {
                self.go(if self.phase == Phase::Connecting { Phase::Waiting } else { Phase::Open });
            }
            Kind::LogLine | Kind::Stderr if self.phase != Phase::Open && is_waiting(frame) => {
                self.go(Phase::Waiting);
            }
            Kind::LogLine | Kind::Stdout => {
                self.go(Phase::Open);
                let text = self.out.push(&frame.data);
                self.lines.push(&text);
            }
            Kind::Stderr => {
                self.go(Phase::Open);
                let text = self.errors.push(&frame.data);
                self.lines.push(&text);
            }
            Kind::LogStop => self.end(false, "The log has ended."),
            Kind::LogError => {
                let said = String::from_utf8_lossy(&frame.data).trim().to_owned();
                self.end(true, if said.is_empty() { "The log failed on the agent." } else { &said });
            }
            Kind::Stdin | Kind::Control | Kind::Close | Kind::Activation | Kind::Other(_) => {}
        }
    }

    /// The socket was closed with this code and reason. An end that came before says more.
    pub fn closed(&mut self, code: u16, reason: &str) {
        let (failed, said) = (code != 1000, explained(code, reason));
        self.go(Phase::Ended(End { failed, said, taken: reason.contains(TAKEN) }));
    }

    /// Ends it, unless it has ended already.
    pub fn end(&mut self, failed: bool, said: &str) {
        self.go(Phase::Ended(End { failed, said: said.to_owned(), taken: false }));
    }

    fn go(&mut self, phase: Phase) {
        if !matches!(self.phase, Phase::Ended(_)) {
            self.phase = phase;
        }
    }
}

/// The Controller's own words while there is no agent; they are no output. A program may write them as well, but not
/// before its agent is there.
fn is_waiting(frame: &Frame) -> bool {
    frame.data.starts_with(b"Waiting for agent connection")
}

/// What the Controller says when a microservice's one shell is somebody else's (Controller contract 11).
const TAKEN: &str = "already active exec session";

/// What the Controller's reasons to close mean.
const REASONS: [(&str, &str); 10] = [
    ("Fog is not running", "The agent is not running. It has to run before its log can be opened."),
    ("Authorization denied", "Your role does not allow this."),
    (
        "Microservice is not running",
        "The microservice is not running. It has to run before this can be opened.",
    ),
    (TAKEN, "Somebody has a shell open in this microservice already. There can be one at a time."),
    ("Timeout waiting for agent", "The agent did not answer within a minute. Is it online?"),
    ("Microservice not found", "The microservice is gone."),
    // Its uuid stands in the middle.
    (" is not found", "The microservice is gone."),
    ("No subjects found", "The Controller did not accept the session. Sign in again."),
    ("Missing authentication", "The Controller did not accept the session. Sign in again."),
    ("Agent closed connection", "The shell has ended."),
];

fn explained(code: u16, reason: &str) -> String {
    if let Some((_, words)) = REASONS.iter().find(|(says, _)| reason.contains(says)) {
        return (*words).to_owned();
    }
    match (code, reason) {
        (_, reason) if reason.starts_with("connect ") => {
            format!("The Controller cannot reach its router, through which logs travel ({reason}).")
        }
        (1000, _) => "It was closed.".to_owned(),
        (1005 | 1006, "") => "The connection was lost, or the Controller refused it.".to_owned(),
        (code, "") => format!("The Controller closed it without a reason (code {code})."),
        (_, reason) => reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(frames: &[(Kind, &str)]) -> Stream {
        let mut stream = Stream::default();
        frames.iter().for_each(|(kind, data)| stream.receive(&Frame::new(*kind, *data)));
        stream
    }

    fn check(frames: &[(Kind, &str)], phase: &Phase, text: &str) {
        let stream = after(frames);
        assert_eq!((stream.phase(), stream.lines().text().as_str()), (phase, text), "{frames:?}");
    }

    fn ended(failed: bool, said: &str) -> Phase {
        Phase::Ended(End { failed, said: said.into(), taken: false })
    }

    #[test]
    fn a_log_waits_for_the_agent_then_streams_then_ends() {
        let waiting = (
            Kind::LogLine,
            "Waiting for agent connection. Log streaming will begin once the agent connects.\n",
        );
        let start = (Kind::LogStart, "{}");
        check(&[], &Phase::Connecting, "");
        check(&[start], &Phase::Waiting, "");
        check(&[start, waiting], &Phase::Waiting, "");
        check(&[start, waiting, start], &Phase::Open, "");
        check(
            &[start, waiting, start, (Kind::LogLine, "a\nb"), (Kind::LogLine, "c\n")],
            &Phase::Open,
            "a\nbc\n",
        );
        // Once it is open, the same words are the program's own.
        let own = (Kind::LogLine, "Waiting for agent connection to the plant\n");
        check(&[start, waiting, start, own], &Phase::Open, "Waiting for agent connection to the plant\n");
        // A Controller that does not say that the agent has come.
        check(&[start, (Kind::LogLine, "a\n")], &Phase::Open, "a\n");
        check(
            &[start, (Kind::LogLine, "a\n"), (Kind::LogStop, "")],
            &ended(false, "The log has ended."),
            "a\n",
        );
        check(&[start, (Kind::LogError, "no such file\n")], &ended(true, "no such file"), "");
    }

    #[test]
    fn a_shell_waits_for_the_agent_and_shows_both_outputs() {
        let waiting = (
            Kind::Stderr,
            "Waiting for agent connection. Please ensure the microservice/agent is running.\n",
        );
        check(&[waiting], &Phase::Waiting, "");
        check(&[waiting, (Kind::Stdout, "/ # "), (Kind::Stderr, "no\n")], &Phase::Open, "/ # no\n");
    }

    #[test]
    fn why_it_was_closed_is_said_in_words_and_the_first_reason_counts() {
        let closed = |code, reason| {
            let mut stream = Stream::default();
            stream.closed(code, reason);
            stream.phase().clone()
        };
        assert_eq!(closed(1000, "Agent closed connection"), ended(false, "The shell has ended."));
        assert_eq!(
            closed(1008, "Microservice is not running"),
            ended(true, "The microservice is not running. It has to run before this can be opened.")
        );
        assert_eq!(
            closed(1008, "connect ECONNREFUSED 127.0.0.1:5672"),
            ended(
                true,
                "The Controller cannot reach its router, through which logs travel (connect ECONNREFUSED 127.0.0.1:5672)."
            )
        );
        assert_eq!(
            closed(1008, "Microservice 60851f1c-0000-4000-8000-000000000001 is not found"),
            ended(true, "The microservice is gone.")
        );
        assert_eq!(
            closed(1008, "Fog is not running"),
            ended(true, "The agent is not running. It has to run before its log can be opened.")
        );
        let denied = "Authorization denied: You do not have permission to perform this action. Please contact your administrator.";
        assert_eq!(closed(1008, denied), ended(true, "Your role does not allow this."));
        assert_eq!(closed(1006, ""), ended(true, "The connection was lost, or the Controller refused it."));
        assert_eq!(closed(1008, "<b>new</b>"), ended(true, "<b>new</b>"));
        let mut stream = after(&[(Kind::LogStop, "")]);
        stream.closed(1006, "");
        assert_eq!(stream.phase(), &ended(false, "The log has ended."));
    }

    #[test]
    fn a_stream_that_begins_anew_keeps_what_was_written() {
        let mut stream = after(&[(Kind::Stdout, "half")]);
        stream.closed(1006, "");
        stream.restart();
        stream.receive(&Frame::new(Kind::Stdout, "next\n"));
        assert_eq!((stream.phase(), stream.lines().text().as_str()), (&Phase::Open, "half\nnext\n"));
    }
}
