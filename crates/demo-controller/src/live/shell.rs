//! A shell that is just enough to try a terminal with: it echoes what is typed and knows a handful of commands. Nothing of
//! the machine that it runs on can be reached through it.

use super::program::Top;

/// What the shell answers to some bytes of input.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) out: Vec<u8>,
    pub(super) err: Vec<u8>,
    /// Whether `exit` ended it.
    pub(super) ended: bool,
}

/// A shell inside one container.
pub(super) struct Shell {
    host: String,
    env: Vec<(String, String)>,
    line: String,
    /// The lines that were run, and which of them stands in the line again.
    past: Vec<String>,
    recalled: usize,
    /// A control sequence that is being typed.
    escape: Option<String>,
    /// What has the screen, and how many ticks ago it was drawn.
    program: Option<(Top, u8)>,
    /// Rows and columns, as somebody said.
    size: (u16, u16),
}

pub(super) const PROMPT: &str = "/ # ";

const HELP: &str = "clear  colors  date  echo  env  exit  help  ls  pwd  stty  top\r\n";
/// A program draws again after so many ticks.
const TICKS: u8 = 5;
const FILES: &str = "bin   dev   etc   home  lib   proc  root  sys   tmp   usr   var\r\n";

impl Shell {
    pub(super) fn new(host: &str, env: Vec<(String, String)>) -> Self {
        Self {
            host: host.into(),
            env,
            line: String::new(),
            past: Vec::new(),
            recalled: 0,
            escape: None,
            program: None,
            size: (24, 80),
        }
    }

    /// Told again and again while nothing is typed: what a program draws by itself.
    pub(super) fn tick(&mut self) -> Output {
        let mut output = Output::default();
        if let Some((top, ticks)) = &mut self.program {
            *ticks = (*ticks + 1) % TICKS;
            if *ticks == 0 {
                output.out.extend(top.draw().as_bytes());
            }
        }
        output
    }

    /// A key for the program that has the screen.
    fn control(&mut self, sign: char, output: &mut Output) {
        if matches!(sign, 'q' | '\u{3}') {
            self.program = None;
            output.out.extend(Top::end().as_bytes());
            output.out.extend(PROMPT.as_bytes());
        }
    }

    /// Puts an earlier line in the place of what is typed, or a later one.
    fn recall(&mut self, back: bool, output: &mut Output) {
        let at =
            if back { self.recalled.saturating_sub(1) } else { (self.recalled + 1).min(self.past.len()) };
        self.recalled = at;
        self.line = self.past.get(at).cloned().unwrap_or_default();
        output.out.extend(format!("\r{PROMPT}{}\x1b[K", self.line).as_bytes());
    }

    /// A sign that belongs to a control sequence; true while there is one.
    fn sequence(&mut self, sign: char, output: &mut Output) -> bool {
        let Some(escape) = &mut self.escape else {
            let is_begun = sign == '\u{1b}';
            self.escape = is_begun.then(String::new);
            return is_begun;
        };
        escape.push(sign);
        let sequence = escape.clone();
        if sequence.len() > 1 && ('@'..='~').contains(&sign)
            || !sequence.starts_with(['[', 'O'])
            || sequence.len() > 9
        {
            self.escape = None;
            match sequence.as_str() {
                "[A" | "OA" => self.recall(true, output),
                "[B" | "OB" => self.recall(false, output),
                _ => {}
            }
        }
        true
    }

    /// Takes typed bytes: shows them, and runs a line at its end.
    pub(super) fn typed(&mut self, bytes: &[u8], time: &str) -> Output {
        let mut output = Output::default();
        for sign in String::from_utf8_lossy(bytes).chars() {
            if self.program.is_some() {
                self.control(sign, &mut output);
                continue;
            }
            if self.sequence(sign, &mut output) {
                continue;
            }
            match sign {
                '\r' | '\n' => {
                    output.out.extend(b"\r\n");
                    let line = std::mem::take(&mut self.line);
                    if !line.trim().is_empty() {
                        self.past.push(line.trim().to_owned());
                    }
                    self.recalled = self.past.len();
                    self.run(line.trim(), time, &mut output);
                    if output.ended {
                        return output;
                    }
                    if self.program.is_none() {
                        output.out.extend(PROMPT.as_bytes());
                    }
                }
                '\u{7f}' | '\u{8}' => {
                    if self.line.pop().is_some() {
                        output.out.extend(b"\x08 \x08");
                    }
                }
                '\u{3}' => {
                    self.line.clear();
                    output.out.extend(b"^C\r\n");
                    output.out.extend(PROMPT.as_bytes());
                }
                '\u{4}' if self.line.is_empty() => {
                    output.ended = true;
                    return output;
                }
                sign if sign.is_control() => {}
                sign => {
                    self.line.push(sign);
                    output.out.extend(sign.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
        output
    }

    fn run(&mut self, line: &str, time: &str, output: &mut Output) {
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        let text = match command {
            "" => String::new(),
            "echo" => format!("{}\r\n", self.expand(rest.trim().trim_matches(['"', '\'']))),
            "ls" => FILES.to_owned(),
            "pwd" => "/\r\n".to_owned(),
            "env" => self.env.iter().map(|(key, value)| format!("{key}={value}\r\n")).collect(),
            "date" => format!("{time}\r\n"),
            "hostname" => format!("{}\r\n", self.host),
            "help" => HELP.to_owned(),
            "clear" => "\x1b[H\x1b[2J".to_owned(),
            "colors" => (30..38).map(|colour| format!("\x1b[{colour}mcolour {colour}\x1b[0m\r\n")).collect(),
            "stty" => self.stty(rest),
            "top" => {
                let mut top = Top::new(self.size);
                let begun = top.begin();
                self.program = Some((top, 0));
                begun
            }
            "exit" => {
                output.ended = true;
                String::new()
            }
            other => {
                output.err.extend(format!("sh: {other}: not found\r\n").as_bytes());
                String::new()
            }
        };
        output.out.extend(text.as_bytes());
    }

    /// `stty size`, or `stty rows 30 cols 100`.
    fn stty(&mut self, rest: &str) -> String {
        let words = rest.split_whitespace().collect::<Vec<_>>();
        let value = |name: &str| words.windows(2).find(|pair| pair[0] == name)?[1].parse().ok();
        self.size = (value("rows").unwrap_or(self.size.0), value("cols").unwrap_or(self.size.1));
        if words == ["size"] { format!("{} {}\r\n", self.size.0, self.size.1) } else { String::new() }
    }

    /// `$NAME` by its value.
    fn expand(&self, text: &str) -> String {
        self.env.iter().fold(text.to_owned(), |text, (key, value)| text.replace(&format!("${key}"), value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, out: &str, err: &str) {
        let mut shell = Shell::new("web", vec![("MODE".into(), "demo".into())]);
        let output = shell.typed(typed.as_bytes(), "Sat Nov 21");
        assert_eq!(String::from_utf8_lossy(&output.out), out, "{typed:?}");
        assert_eq!(String::from_utf8_lossy(&output.err), err, "{typed:?}");
    }

    #[test]
    fn typed_text_is_echoed_and_lines_are_run() {
        check("pw", "pw", "");
        check("pwd\r", "pwd\r\n/\r\n/ # ", "");
        check("echo a $MODE\n", "echo a $MODE\r\na demo\r\n/ # ", "");
        check("rmm\u{7f} -x\n", "rmm\x08 \x08 -x\r\n/ # ", "sh: rm: not found\r\n");
        check("date\n", "date\r\nSat Nov 21\r\n/ # ", "");
        check("ab\u{3}", "ab^C\r\n/ # ", "");
    }

    #[test]
    fn lines_are_recalled_with_the_arrow_keys() {
        check("pwd\r\u{1b}[A", "pwd\r\n/\r\n/ # \r/ # pwd\x1b[K", "");
        check("\u{1b}[A\u{1b}[Bx", "\r/ # \x1b[K\r/ # \x1b[Kx", "");
        check("a\u{1b}[3~b\u{1b}xc", "abc", "");
    }

    #[test]
    fn a_program_has_the_screen_of_the_size_that_was_said_until_it_is_left() {
        let mut shell = Shell::new("web", vec![]);
        let text = |output: &Output| String::from_utf8_lossy(&output.out).into_owned();
        assert!(text(&shell.typed(b"stty rows 10 cols 40\rstty size\r", "")).contains("10 40"));
        assert!(text(&shell.typed(b"top\r", "")).contains("top, 10 rows of 40, round 1"));
        let ticks = [(); 5].map(|()| text(&shell.tick()));
        assert!(ticks[..4].iter().all(String::is_empty) && ticks[4].contains("round 2"), "{ticks:?}");
        assert_eq!(text(&shell.typed(b"xq", "")), "\x1b[?25h\x1b[?1049l/ # ");
        assert_eq!(text(&shell.tick()), "");
    }

    #[test]
    fn exit_ends_the_shell_and_drops_what_follows() {
        let mut shell = Shell::new("web", vec![]);
        let output = shell.typed(b"exit\nls\n", "");
        assert!(output.ended);
        assert_eq!(output.out, b"exit\r\n");
    }
}
