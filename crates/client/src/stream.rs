//! A log or a shell as it comes in: where it is, what it wrote, and how it ended (Controller contract 11). The socket
//! belongs to the caller, who hands in its frames and its end.

use crate::frames::{Frame, Kind, TextStream};
use crate::terminal::Lines;
use model::Time;

mod seam;

use seam::Seam;

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
    /// What a terminal is to draw, where one does.
    raw: Option<Vec<u8>>,
    /// What came since the connection was lost, until it is known how it fits to what came before.
    seam: Option<Seam>,
    /// The other side answers when it is asked for a sign of life.
    answers: bool,
    /// So many questions for one were not answered.
    unanswered: u32,
}

/// So much more than is missing is asked for after a loss, in milliseconds: clocks differ, and times are of frames.
const OVERLAP: i64 = 5_000;

impl Stream {
    /// A stream that is taken up again where the connection to it was lost.
    pub fn persistent() -> Self {
        Self { persistent: true, ..Self::default() }
    }

    /// A stream whose bytes a terminal takes as they come.
    pub fn raw() -> Self {
        Self { raw: Some(Vec::new()), ..Self::default() }
    }

    /// What has come for a terminal since this was asked last.
    pub fn drain(&mut self) -> Vec<u8> {
        self.raw.as_mut().map(std::mem::take).unwrap_or_default()
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
        self.settle();
        self.lines.clear();
    }

    /// Begins anew after an end; what was written stays.
    pub fn restart(&mut self) {
        self.settle();
        let lines = std::mem::take(&mut self.lines);
        let raw = self.raw.take();
        *self = Self { lines, persistent: self.persistent, raw, ..Self::default() };
        self.lines.finish_line();
        if let Some(raw) = &mut self.raw {
            // Whatever the last shell left behind: its screen, its colours, half a line.
            raw.extend(b"\x1b[?1049l\x1b[0m\x1b[?25h\r\n");
        }
    }

    /// Takes up a lost connection again; false when it is not lost.
    pub fn again(&mut self) -> bool {
        let is_lost = matches!(self.phase, Phase::Lost(_));
        if is_lost {
            self.phase = Phase::Connecting;
            (self.out, self.errors) = Default::default();
            (self.answers, self.unanswered) = (false, 0);
        }
        is_lost
    }

    /// From when on it is asked for after a loss, as far as the Controller says when something was written: what came
    /// already comes again, which shows that nothing is missing.
    pub fn since(&self) -> Option<Time> {
        self.latest.map(|latest| Time(latest - OVERLAP))
    }

    /// Whether something has come that is not shown yet, because it may be what came before.
    pub fn is_settling(&self) -> bool {
        self.seam.is_some()
    }

    /// Shows what has come, though more might tell how it fits.
    pub fn settle(&mut self) {
        if let Some(seam) = self.seam.take() {
            seam.join(&mut self.lines);
        }
    }

    /// Told when the other side is asked for a sign of life; whether it has given none for so long that the connection is
    /// as good as lost. One that never answered says nothing by its silence.
    pub fn is_dead(&mut self) -> bool {
        self.unanswered += 1;
        self.answers && self.unanswered > 2
    }

    /// Takes in a frame.
    pub fn receive(&mut self, frame: &Frame) {
        self.latest = frame.timestamp.max(self.latest);
        self.unanswered = 0;
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
                self.write(&frame.data, false);
            }
            Kind::Stderr => {
                self.go(Phase::Open);
                self.write(&frame.data, true);
            }
            Kind::LogStop => self.end(false, "The log has ended."),
            Kind::LogError => {
                let said = String::from_utf8_lossy(&frame.data).trim().to_owned();
                self.end(true, if said.is_empty() { "The log failed on the agent." } else { &said });
            }
            Kind::Control => self.answers = true,
            Kind::Stdin | Kind::Close | Kind::Activation | Kind::Other(_) => {}
        }
    }

    fn write(&mut self, data: &[u8], is_error: bool) {
        if let Some(raw) = &mut self.raw {
            raw.extend_from_slice(data);
            return;
        }
        let text = if is_error { self.errors.push(data) } else { self.out.push(data) };
        match &mut self.seam {
            Some(seam) => {
                if seam.push(&text, &self.lines) {
                    self.settle();
                }
            }
            None => self.lines.push(&text),
        }
    }

    /// The socket was closed with this code and reason. An end that came before says more.
    pub fn closed(&mut self, code: u16, reason: &str) {
        let was_there = self.phase != Phase::Connecting || self.losses > 0;
        if self.persistent && was_there && is_loss(code, reason) {
            self.settle();
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
            self.seam = Some(Seam::new(&self.lines));
        }
        if matches!(phase, Phase::Ended(_)) {
            self.settle();
        }
        self.phase = phase;
    }
}

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
mod tests;
