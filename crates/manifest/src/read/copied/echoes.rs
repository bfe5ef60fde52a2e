//! A manifest that commands write line by line: `echo "kind: A" >> FILE`, `printf '%s\n' …`, `… | tee -a FILE`.

use std::ops::Range;

use super::super::Finding;
use super::rows::Row;
use super::words::{self, Command, Word};
use super::{Dirt, command, holds_manifest};
use crate::position::Edit;

/// Looks for such commands in a text of nothing but commands, and puts together what they write.
pub(super) fn find(text: &str, rows: &[Row]) -> Option<Dirt> {
    if !WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    rows.iter().find_map(spoken)?;
    let at = rows.iter().find(|row| !row.is_idle())?.content_start();
    let mut sum = Sum { line_break: if text.contains("\r\n") { "\r\n" } else { "\n" }, ..Sum::default() };
    let script = rows.first().is_some_and(|row| row.line.text.starts_with("#!"));
    let mut behind = 0;
    for row in rows.iter().filter(|row| !row.is_idle()) {
        if row.line.start < behind {
            continue;
        }
        let content = row.content.trim_end();
        if let Some(at) = spoken(row) {
            let command = words::read(text, at)?;
            sum.add(text, &command, row.line.start)?;
            behind = command.end;
        } else if script || command::is_command(content) || is_shell(content) {
            sum.edits.push(Edit::delete(row.line.start..row.line.end));
        } else {
            return None;
        }
    }
    if !holds_manifest(&sum.text) {
        return None;
    }
    let end = at + text.get(at..)?.find(['\n', '\r']).unwrap_or(text.len() - at);
    let message = "These commands write a manifest line by line; they are not the manifest itself. Keep only what they write.";
    Dirt::one(Finding::error("shell-command", at..end, message), "Put the lines together", sum.edits)
}

/// Whether a line groups commands or sets a variable.
fn is_shell(content: &str) -> bool {
    let assigned = content.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
    });
    assigned || content.starts_with(['{', '(', '}', ')'])
}

/// With which commands begin that write their arguments.
const WORDS: [&str; 2] = ["echo ", "printf "];

/// Where a command begins that writes its arguments.
fn spoken(row: &Row) -> Option<usize> {
    let typed = command::typed(row.content).unwrap_or(row.content);
    let typed = typed.trim_start_matches('@').trim_start_matches("sudo ");
    let writes = WORDS.iter().any(|word| typed.starts_with(word));
    writes.then(|| row.line.start + row.line.text.len() - typed.len())
}

/// What the commands write together.
#[derive(Default)]
struct Sum {
    line_break: &'static str,
    text: String,
    edits: Vec<Edit>,
    /// Where the last one wrote to.
    file: String,
}

impl Sum {
    /// Adds a command that begins in the line at `start`; none if its form is not understood.
    fn add(&mut self, text: &str, command: &Command, start: usize) -> Option<()> {
        let joins = |word: &Word| word.operator && matches!(&*word.value, "&&" | ";" | "||" | "&");
        let mut start = start;
        let mut parts = command.words.split(joins).peekable();
        while let Some(part) = parts.next() {
            // The operator behind the part ends where the next word begins.
            let next = parts.peek().map(|part| part.first().map_or(command.end, |word| word.range.start));
            let end = next.unwrap_or(command.end);
            // `@echo off` is about the commands themselves.
            let switch = matches!(part, [_, word] if matches!(&*word.value, "off" | "on"));
            let writes = part.first().is_some_and(|word| matches!(&*word.value, "echo" | "printf"));
            if writes && !switch {
                self.write(text, part, start..end)?;
            } else {
                self.edits.push(Edit::delete(start..end));
            }
            start = end;
        }
        Some(())
    }

    fn write(&mut self, text: &str, part: &[Word], whole: Range<usize>) -> Option<()> {
        let to = part.iter().position(|word| word.operator).unwrap_or(part.len());
        let (said, onward) = part.split_at(to);
        let (file, appends) = target(onward)?;
        let said = Said::of(said)?;
        let mut done = whole.start;
        let parted = !self.text.is_empty() && (!appends || file != self.file);
        if parted && !said.words.first().is_some_and(|word| word.value.starts_with("---")) {
            self.edits.push(Edit::insert(done, format!("---{}", self.line_break)));
            self.text.push_str("---\n");
        }
        for (number, word) in said.words.iter().enumerate() {
            if text.get(word.range.clone())?.contains('\n') {
                // One command over several lines is told of as such.
                return None;
            }
            let gap = if number == 0 { "" } else { self.line_break };
            match said.gap {
                // Blanks that a Unix shell would swallow are the indentation that was meant.
                Gap::Kept(from) if number == 0 => {
                    self.edits.push(Edit::delete(done..from));
                    self.text.push_str(text.get(from..word.range.start)?);
                }
                Gap::Kept(_) => self.text.push_str(text.get(done..word.range.start)?),
                Gap::Break => {
                    self.edits.push(Edit::replace(done..word.range.start, gap));
                    self.text.push_str(gap);
                }
            }
            self.word(word, said.interprets);
            done = word.range.end;
        }
        self.edits.push(Edit::replace(done..whole.end, self.line_break));
        self.text.push('\n');
        self.file = file;
        Some(())
    }

    fn word(&mut self, word: &Word, interprets: bool) {
        if !(interprets && word.value.contains(['\\', '%'])) {
            self.text.push_str(&word.value);
            self.edits.extend(word.edits.iter().cloned());
            return;
        }
        let value = words::interpreted(&word.value).replace("%%", "%");
        let value = value.strip_suffix('\n').unwrap_or(&value).replace('\n', self.line_break);
        self.text.push_str(&value);
        self.edits.push(Edit::replace(word.range.clone(), value));
    }
}

/// The arguments of one command that end in the file.
struct Said<'w> {
    words: &'w [Word],
    /// `\n` in them is a line break.
    interprets: bool,
    gap: Gap,
}

/// What stands between two arguments.
#[derive(Clone, Copy)]
enum Gap {
    /// What stood there, from this place on.
    Kept(usize),
    Break,
}

impl<'w> Said<'w> {
    fn of(words: &'w [Word]) -> Option<Said<'w>> {
        let (name, mut words) = words.split_first()?;
        let options = ["-e", "-n", "-en", "-ne", "-E", "--"];
        let mut interprets = false;
        while let Some((option, rest)) =
            words.split_first().filter(|(word, _)| options.contains(&&*word.value))
        {
            interprets |= option.value.contains('e');
            words = rest;
        }
        if name.value == "echo" {
            let quoted = words.iter().any(|word| !word.edits.is_empty());
            let from = if quoted { words.first()?.range.start } else { name.range.end + 1 };
            return Some(Said { words, interprets, gap: Gap::Kept(from) });
        }
        let (format, rest) = words.split_first()?;
        match &*format.value {
            "%s\\n" | "%b\\n" | "%s" => words = rest,
            text if !text.replace("%%", "").contains('%') => interprets = true,
            _ => return None,
        }
        Some(Said { words, interprets, gap: Gap::Break })
    }
}

/// The file behind `>`, `>>` or `| tee`, and whether it keeps what it holds.
fn target(onward: &[Word]) -> Option<(String, bool)> {
    let Some((operator, rest)) = onward.split_first() else { return Some((String::new(), true)) };
    if matches!(&*operator.value, ">" | ">>") {
        return Some((rest.first()?.value.clone(), operator.value == ">>"));
    }
    let mut rest = rest.iter().skip_while(|word| word.value == "sudo");
    rest.next().filter(|word| operator.value == "|" && word.value == "tee")?;
    let (options, files): (Vec<_>, Vec<_>) =
        rest.take_while(|word| !word.operator).partition(|word| word.value.starts_with('-'));
    let appends = options.iter().any(|option| matches!(&*option.value, "-a" | "--append"));
    Some((files.first()?.value.clone(), appends))
}
