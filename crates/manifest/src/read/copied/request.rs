//! Requests to a REST API, typed into a terminal: `curl -X POST … -d '{…}'`. Sometimes their body is a manifest.

use std::ops::Range;

use super::super::Finding;
use super::super::split::{LineAt, Lines};
use super::rows::{Row, rows};
use super::words::{self, Command, Word};
use super::{Dirt, command, first_start, holds_manifest};
use crate::position::Edit;

/// Programs that send requests.
const CLIENTS: &[&str] =
    &["curl", "wget", "http", "https", "xh", "Invoke-RestMethod", "Invoke-WebRequest", "irm", "iwr"];

/// Their options for a body.
const BODIES: &[&str] = &[
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "--data-ascii",
    "--json",
    "--raw",
    "--post-data",
    "--body-data",
    "-Body",
];

/// A command that sends a request, with all its lines.
struct Request {
    /// From the first word to the line behind.
    range: Range<usize>,
    body: Option<Body>,
}

struct Body {
    range: Range<usize>,
    value: String,
    /// The edits that make `value` of the range.
    edits: Vec<Edit>,
}

impl Body {
    fn is_manifest(&self) -> bool {
        let names = |key: &str| self.value.contains(key);
        holds_manifest(&self.value)
            || names("\"apiVersion\"")
            || names("\"kind\"") && (names("\"metadata\"") || names("\"spec\""))
    }
}

/// Looks for requests with a manifest as body, in a text without another one.
pub(super) fn find(text: &str) -> Option<Dirt> {
    let requests = requests(text);
    let inside = |at: usize| requests.iter().any(|request| request.range.contains(&at));
    if requests.is_empty() || rows(text).any(|row| row.is_manifest() && !inside(row.line.start)) {
        return None;
    }
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edits = Vec::new();
    let mut first = None;
    let mut done = first_start(text);
    for request in &requests {
        let Some(body) = request.body.as_ref().filter(|body| body.is_manifest()) else { continue };
        let gap = if first.is_some() { format!("{line_break}---{line_break}") } else { String::new() };
        edits.push(Edit::replace(done..body.range.start, gap));
        edits.extend(body.edits.iter().cloned());
        first = first.or(Some(request.range.start));
        done = body.range.end;
    }
    let at = first?;
    let ended = text.get(..done).is_some_and(|before| before.ends_with('\n'));
    edits.push(Edit::replace(done..text.len(), if ended { "" } else { line_break }));
    let end = at + text.get(at..)?.find(['\n', '\r']).unwrap_or(text.len() - at);
    let message = "This is a command that sends a request with a manifest as its body. Keep only the body, which can be \
                   deployed here.";
    Dirt::one(Finding::error("shell-command", at..end, message), "Keep only the manifest", edits)
}

/// Where a text begins with a request whose body is something else than a manifest.
pub(in crate::read) fn without_manifest(text: &str) -> Option<Range<usize>> {
    let requests = requests(text);
    let first = requests.iter().find(|request| request.body.is_some())?;
    let foreign = requests.iter().flat_map(|request| &request.body).all(|body| !body.is_manifest());
    let inside = |row: &Row| requests.iter().any(|request| request.range.contains(&row.line.start));
    let alone = rows(text).all(|row| !row.is_manifest() || inside(&row));
    let start = first.range.start;
    let length = text.get(start..)?.find(['\n', '\r']).unwrap_or(text.len() - start);
    (foreign && alone).then_some(start..start + length)
}

fn requests(text: &str) -> Vec<Request> {
    let mut requests = Vec::new();
    if !CLIENTS.iter().any(|client| text.contains(client)) {
        return requests;
    }
    let mut behind = 0;
    let indent = |line: &LineAt| line.text.len() - line.text.trim_start().len();
    let lines = || Lines::new(text, first_start(text)).filter(|line| !line.text.trim().is_empty());
    let margin = lines().next().map_or(0, |line| indent(&line));
    for line in lines() {
        if line.start < behind || indent(&line) != margin {
            continue;
        }
        let Some(start) = begin(line) else { continue };
        let Some(command) = words::read(text, start) else { continue };
        if let Some(request) = request(text, command) {
            behind = request.range.end;
            requests.push(request);
        }
    }
    requests
}

/// Where a command begins in a line that has a client in it.
fn begin(line: LineAt<'_>) -> Option<usize> {
    let content = line.text.trim_start();
    let typed = command::typed(content).unwrap_or(content);
    let mut words = typed.split_whitespace().filter(|word| !matches!(*word, "sudo" | "time" | "echo" | "|"));
    let direct = words.next().is_some_and(is_client);
    let piped = typed.starts_with("echo ") || typed.starts_with("cat ");
    (direct || piped && words.any(is_client)).then(|| line.start + line.text.len() - typed.len())
}

fn is_client(word: &str) -> bool {
    CLIENTS.contains(&word.trim_end_matches(".exe"))
}

fn request(text: &str, command: Command) -> Option<Request> {
    let Command { words, end } = command;
    let start = words.first()?.range.start;
    if !words.iter().any(|word| is_client(&word.value)) {
        return None;
    }
    if let Some((body, end)) = here_document(text, &words, end) {
        return Some(Request { range: start..end, body: Some(body) });
    }
    let body = words.iter().enumerate().find_map(|(at, word)| {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        body(word, before.map_or("", |word| &*word.value))
    });
    Some(Request { range: start..end, body })
}

/// A word that is a body, behind the option or in one with it.
fn body(word: &Word, before: &str) -> Option<Body> {
    let option = BODIES.iter().find_map(|option| {
        let rest = word.value.strip_prefix(option)?;
        let rest = rest.strip_prefix('=').unwrap_or(rest);
        rest.starts_with(['{', '[']).then(|| word.value.len() - rest.len())
    });
    let skipped = match option {
        Some(length) => length,
        None if BODIES.contains(&before) || matches!(before, "<<<" | "echo") => 0,
        None => return None,
    };
    let value = word.value.get(skipped..)?.to_owned();
    let likely = value.trim_start().starts_with(['{', '[']) || holds_manifest(&value);
    let mut edits = word.edits.clone();
    if skipped > 0 {
        // An option has no quotes in it.
        edits.push(Edit::delete(word.range.start..word.range.start + skipped));
    }
    likely.then(|| Body { range: word.range.clone(), value, edits })
}

/// The lines behind a command that ends with `<<EOF`, and where they end.
fn here_document(text: &str, words: &[Word], from: usize) -> Option<(Body, usize)> {
    let at = words.iter().position(|word| word.operator && word.value == "<<")?;
    let end = words.get(at + 1)?.value.trim_start_matches('-').to_owned();
    let closing = Lines::new(text, from).find(|line| line.text.trim() == end)?;
    let range = from..closing.start;
    let value = text.get(range.clone())?.to_owned();
    Some((Body { range, value, edits: Vec::new() }, closing.end))
}
