//! The checks of the console for a terminal: CI pipelines, pre-commit hooks, editors.
//!
//! All files of one command belong together: a document of one may satisfy what another refers to.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this program is for")]

use std::io::{BufWriter, ErrorKind, Read, Write};
use std::process::ExitCode;

use manifest::{Manifest, Problem, Severity, check_all};
use model::{Lists, World};
use serde_json::json;

const USAGE: &str = "usage: check-manifest [--context LISTS.json] [--format text|json] FILE...
Checks ioFog and PoT manifests. FILE - is the standard input.
  --context LISTS.json   what the Controller holds: agents, registries, catalogItems, ...
  --format text|json     text: file:line:column: severity[code]: message
Exit status: 0 no errors, 1 errors, 2 wrong usage or an unreadable file.";

#[derive(Default)]
struct Options {
    context: Option<String>,
    json: bool,
    help: bool,
    files: Vec<String>,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => return refuse(&format!("{message}\n{USAGE}")),
    };
    if options.help {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match run(&options) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(message) => refuse(&message),
    }
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("check-manifest: {message}");
    ExitCode::from(2)
}

fn options(mut args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(arg) = args.next() {
        let (name, inline) = match arg.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name.to_owned(), Some(value.to_owned())),
            _ => (arg, None),
        };
        let mut value = || inline.clone().or_else(|| args.next()).ok_or(format!("{name} needs a value"));
        match name.as_str() {
            "--context" => options.context = Some(value()?),
            "--format" => {
                options.json = match value()?.as_str() {
                    "json" => true,
                    "text" => false,
                    other => return Err(format!("unknown format {other}")),
                }
            }
            "--help" | "-h" => options.help = true,
            "--" => options.files.extend(args.by_ref()),
            _ if name.starts_with('-') && name != "-" => return Err(format!("unknown option {name}")),
            _ => options.files.push(name),
        }
    }
    if options.files.is_empty() && !options.help {
        return Err("no file given".into());
    }
    Ok(options)
}

/// Prints all problems; gives the number of errors.
fn run(options: &Options) -> Result<usize, String> {
    let world = options.context.as_deref().map(read_world).transpose()?;
    let mut manifests = Vec::new();
    for file in &options.files {
        manifests.push(Manifest::parse(read(file)?));
    }
    let all = check_all(&manifests.iter().collect::<Vec<_>>(), world.as_ref());
    let mut out = BufWriter::new(std::io::stdout().lock());
    let printed = if options.json {
        print_json(&mut out, &options.files, &all)
    } else {
        print_text(&mut out, &options.files, &all)
    };
    match printed.and_then(|()| out.flush()) {
        // Whoever reads this has seen enough, like head.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            return Err(format!("standard output: {error}"));
        }
        _ => {}
    }
    Ok(all.iter().flatten().filter(|problem| problem.severity == Severity::Error).count())
}

fn read_world(file: &str) -> Result<World, String> {
    let context = serde_json::from_str(&read(file)?).map_err(|error| format!("{file}: {error}"))?;
    Ok(World::new(Lists::read(&context)))
}

fn read(file: &str) -> Result<String, String> {
    let bytes = if file == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let bytes = bytes.map_err(|error| format!("{file}: {error}"))?;
    String::from_utf8(bytes).map_err(|_| format!("{file}: this is not a text in UTF-8"))
}

fn print_text(out: &mut impl Write, files: &[String], all: &[Vec<Problem>]) -> std::io::Result<()> {
    for (file, problems) in files.iter().zip(all) {
        for problem in problems {
            let start = problem.span.start;
            let word = problem.severity.word();
            let (line, column) = (start.line, start.column);
            writeln!(out, "{file}:{line}:{column}: {word}[{}]: {}", problem.code, problem.message)?;
        }
    }
    Ok(())
}

fn print_json(out: &mut impl Write, files: &[String], all: &[Vec<Problem>]) -> std::io::Result<()> {
    let problems = files.iter().zip(all).flat_map(|(file, problems)| {
        problems.iter().map(move |problem| {
            let (start, end) = (problem.span.start, problem.span.end);
            json!({
                "file": file,
                "line": start.line,
                "column": start.column,
                "endLine": end.line,
                "endColumn": end.column,
                "severity": problem.severity.word(),
                "code": problem.code,
                "message": &*problem.message,
                "document": problem.document,
                "fixes": problem.fixes.iter().map(|fix| json!({
                    "title": fix.title,
                    "edits": fix.edits.iter().map(|edit| json!({
                        "start": edit.range.start, "end": edit.range.end, "text": edit.text
                    })).collect::<Vec<_>>(),
                })).collect::<Vec<_>>(),
            })
        })
    });
    writeln!(out, "{:#}", serde_json::Value::Array(problems.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Options, String> {
        options(args.iter().map(|arg| (*arg).to_owned()))
    }

    #[test]
    fn options_are_read_in_both_spellings() {
        for args in [&["--context", "c", "--format", "json", "a"][..], &["--context=c", "--format=json", "a"]]
        {
            let options = parsed(args).unwrap();
            assert_eq!((options.context.as_deref(), options.json, options.files.len()), (Some("c"), true, 1));
        }
        assert_eq!(parsed(&["-"]).unwrap().files, ["-"]);
        assert_eq!(parsed(&["--", "--odd"]).unwrap().files, ["--odd"]);
    }

    #[test]
    fn wrong_usage_is_refused() {
        for args in [&[][..], &["--format"], &["--format", "xml", "a"], &["--nope", "a"]] {
            assert!(parsed(args).is_err(), "{args:?}");
        }
    }
}
