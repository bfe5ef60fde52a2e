//! The table of commands: what each is called, takes and does.

mod bench;
mod check;
mod demo;
mod dist;
mod e2e;
mod fuzz;
mod gallery;
mod help;
mod licenses;
mod new;
mod size;
mod test;
mod top;

use anyhow::Result;

use crate::args::Args;

/// One command of `cargo xtask`.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// The words it takes.
    pub(crate) takes: &'static str,
    /// One line on what it does.
    pub(crate) does: &'static str,
    pub(crate) run: fn(Args) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        takes: "[--port N] [--no-open] [--seed 0|small|large]",
        does: "build the console, start a demo Controller that serves it, and open the browser",
        run: demo::run,
    },
    Command {
        name: "gallery",
        takes: "[--port N] [--no-open]",
        does: "the same, opened at the page of every widget in every state, light and dark",
        run: gallery::run,
    },
    Command {
        name: "test",
        takes: "",
        does: "everything that must hold before a change lands",
        run: test::run,
    },
    Command {
        name: "check",
        takes: "",
        does: "the fast part of `test`: format, lints for host and browser, pure tests, rules of the house",
        run: check::run,
    },
    Command {
        name: "e2e",
        takes: "[--dist] [--pictures] [filter]",
        does: "browser tests against a quick build, or with --dist against the release build; --pictures renews docs/pictures",
        run: e2e::run,
    },
    Command {
        name: "dist",
        takes: "[--base-path /path/]",
        does: "the release build in dist/, with .br and .gz beside each file",
        run: dist::run,
    },
    Command {
        name: "size",
        takes: "[--top N]",
        does: "sizes of the release build held against budget.toml; --top names what is large in the wasm",
        run: size::run,
    },
    Command {
        name: "bench",
        takes: "[filter]",
        does: "how fast the release build is with 1,000 microservices, as medians of several runs",
        run: bench::run,
    },
    Command {
        name: "fuzz",
        takes: "[--seconds N] [--seed N] [--input FILE] [target ...]",
        does: "inputs that nobody would write, for the readers of YAML and JSON, frames, templates and edits",
        run: fuzz::run,
    },
    Command {
        name: "licenses",
        takes: "",
        does: "what ships that others wrote, and under which terms",
        run: licenses::run,
    },
    Command {
        name: "new",
        takes: "kind NAME [--list path/in/the/API]",
        does: "the skeleton of a kind in all its places, with a story that fails until the kind is what it should be",
        run: new::run,
    },
    Command { name: "help", takes: "", does: "this list", run: help::run },
];

/// The command of that name.
pub(crate) fn find(name: &str) -> Option<&'static Command> {
    let name = if matches!(name, "--help" | "-h") { "help" } else { name };
    COMMANDS.iter().find(|command| command.name == name)
}

/// The names of all commands.
#[cfg(test)]
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name)
}
