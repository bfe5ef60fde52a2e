//! Every developer command of this repository; `cargo xtask help` lists them.

mod args;
mod build;
mod commands;
mod new_kind;
mod process;
mod project;
mod say;
mod stages;
#[cfg(test)]
mod tidy;
mod tools;

use std::process::ExitCode;

use args::Args;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_else(|| "help".to_owned());
    let Some(command) = commands::find(&name) else {
        say::error(&format!("There is no command `{name}`. `cargo xtask help` lists them all."));
        return ExitCode::from(2);
    };
    match (command.run)(Args::new(words)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is::<stages::Failed>() {
                say::error(&format!("{error:#}"));
            }
            ExitCode::FAILURE
        }
    }
}
