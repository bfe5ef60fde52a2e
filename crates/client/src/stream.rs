//! A log or a shell as it comes in: where it is, what it wrote, and how it ended (Controller contract 11). The socket
//! belongs to the caller, who hands in its frames and its end.

use crate::frames::{Frame, Kind, TextStream};
use crate::terminal::Lines;
use model::Time;

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
    /// The connection was lost on the way, for this many times in a row; it is to be made again after a while.
    Lost(u32),
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
    /// A lost connection is made again.
    persistent: bool,
    /// How often it was lost in a row, since it was open.
    losses: u32,
    /// When the newest of it was written, in milliseconds since 1970.
    latest: Option<i64>,
}

impl Stream {
    /// A stream that is taken up again where the connection to it was lost.
    pub fn persistent() -> Self {
        Self { persistent: true, ..Self::default() }
    }

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
        *self = Self { lines, persistent: self.persistent, ..Self::default() };
        self.lines.finish_line();
    }

    /// Takes up a lost connection again; false when it is not lost.
    pub fn again(&mut self) -> bool {
        let is_lost = matches!(self.phase, Phase::Lost(_));
        if is_lost {
            self.phase = Phase::Connecting;
            (self.out, self.errors) = Default::default();
        }
        is_lost
    }

    /// When the newest of it was written, as far as the Controller says.
    pub fn latest(&self) -> Option<Time> {
        self.latest.map(Time)
    }

    /// Takes in a frame.
    pub fn receive(&mut self, frame: &Frame) {
        self.latest = frame.timestamp.max(self.latest);
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
        let was_there = self.phase != Phase::Connecting || self.losses > 0;
        if self.persistent && was_there && is_loss(code, reason) {
            self.losses += 1;
            self.go(Phase::Lost(self.losses));
            return;
        }
        let (failed, said) = (code != 1000, explained(code, reason));
        self.go(Phase::Ended(End { failed, said, taken: reason.contains(TAKEN) }));
    }

    /// Ends it, unless it has ended already.
    pub fn end(&mut self, failed: bool, said: &str) {
        self.go(Phase::Ended(End { failed, said: said.to_owned(), taken: false }));
    }

    fn go(&mut self, phase: Phase) {
        if matches!(self.phase, Phase::Ended(_)) {
            return;
        }
        if phase == Phase::Open && std::mem::take(&mut self.losses) > 0 {
            self.lines.finish_line();
            self.lines.push(TAKEN_UP);
        }
        self.phase = phase;
    }
}

/// What stands in the output where a connection was lost.
const TAKEN_UP: &str =
    "--- The connection was lost and is back. Lines of that time follow; some may come twice. ---\n";

/// Whether a connection was cut on its way (a proxy that takes silence for an end, a network that is away, a Controller
/// that is started anew), and not ended by the Controller with a reason.
fn is_loss(code: u16, reason: &str) -> bool {
    reason.is_empty() && matches!(code, 1001 | 1005 | 1006 | 1011..=1014)
}

/// How long to wait before the connection is made again that was lost this many times in a row, in milliseconds.
pub fn patience(losses: u32) -> u32 {
    (1_000 << losses.saturating_sub(1).min(5)).min(30_000)
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

    fn line(text: &str, timestamp: i64) -> Frame {
        Frame { timestamp: Some(timestamp), ..Frame::new(Kind::LogLine, text) }
    }

    #[test]
    fn a_log_whose_connection_is_lost_is_taken_up_where_it_was() {
        for code in [1001, 1005, 1006, 1011, 1012, 1013, 1014] {
            let mut stream = Stream::persistent();
            stream.receive(&line("a\nhalf", 5_000));
            stream.closed(code, "");
            assert_eq!(stream.phase(), &Phase::Lost(1), "{code}");
            assert!(stream.again());
            stream.closed(1006, "");
            assert_eq!(stream.phase(), &Phase::Lost(2), "the second attempt failed");
            assert!(stream.again());
            assert_eq!(stream.latest(), Some(Time(5_000)), "from when on it is asked for");
            stream.receive(&line("b\n", 9_000));
            assert_eq!(stream.phase(), &Phase::Open);
            assert_eq!(stream.lines().text(), format!("a\nhalf\n{TAKEN_UP}b\n"), "what was read is kept");
            stream.closed(code, "");
            assert_eq!(stream.phase(), &Phase::Lost(1), "counted anew");
        }
    }

    #[test]
    fn a_quiet_log_is_taken_up_before_it_has_said_anything() {
        let mut stream = Stream::persistent();
        stream.receive(&Frame::new(Kind::LogStart, "{}"));
        stream.closed(1006, "");
        assert_eq!(stream.phase(), &Phase::Lost(1));
        assert!(stream.again());
    }

    #[test]
    fn an_end_with_a_reason_and_a_shell_are_not_taken_up_again() {
        for (code, reason) in
            [(1000, ""), (1008, "Microservice is not running"), (1008, ""), (4000, ""), (1006, "why")]
        {
            let mut stream = Stream::persistent();
            stream.receive(&line("a\n", 1));
            stream.closed(code, reason);
            assert!(matches!(stream.phase(), Phase::Ended(_)), "{code} {reason}");
            assert!(!stream.again());
        }
        let mut shell = after(&[(Kind::Stdout, "/ # ")]);
        shell.closed(1006, "");
        assert!(matches!(shell.phase(), Phase::Ended(_)));
        let mut refused = Stream::persistent();
        refused.closed(1006, "");
        assert!(matches!(refused.phase(), Phase::Ended(_)), "what never came is not lost");
    }

    #[test]
    fn whoever_stops_a_lost_log_stops_it() {
        let mut stream = Stream::persistent();
        stream.receive(&line("a\n", 1));
        stream.closed(1006, "");
        stream.end(false, "You stopped it.");
        assert!(!stream.again());
        assert_eq!(stream.phase(), &ended(false, "You stopped it."));
    }

    #[test]
    fn patience_grows_to_half_a_minute() {
        let pauses = [1, 2, 3, 4, 5, 6, 7, 40].map(patience);
        assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
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
