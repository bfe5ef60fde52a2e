//! A shell that is just enough to try a terminal with: it echoes what is typed and knows a handful of commands.

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
}

pub(super) const PROMPT: &str = "/ # ";

const HELP: &str = "date  echo  env  exit  help  ls  pwd\r\n";
const FILES: &str = "bin   dev   etc   home  lib   proc  root  sys   tmp   usr   var\r\n";

impl Shell {
    pub(super) fn new(host: &str, env: Vec<(String, String)>) -> Self {
        Self { host: host.into(), env, line: String::new() }
    }

    /// Takes typed bytes: shows them, and runs a line at its end.
    pub(super) fn typed(&mut self, bytes: &[u8], time: &str) -> Output {
        let mut output = Output::default();
        for sign in String::from_utf8_lossy(bytes).chars() {
            match sign {
                '\r' | '\n' => {
                    output.out.extend(b"\r\n");
                    let line = std::mem::take(&mut self.line);
                    self.run(line.trim(), time, &mut output);
                    if output.ended {
                        return output;
                    }
                    output.out.extend(PROMPT.as_bytes());
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

    fn run(&self, line: &str, time: &str, output: &mut Output) {
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
    fn exit_ends_the_shell_and_drops_what_follows() {
        let mut shell = Shell::new("web", vec![]);
        let output = shell.typed(b"exit\nls\n", "");
        assert!(output.ended);
        assert_eq!(output.out, b"exit\r\n");
    }
}
