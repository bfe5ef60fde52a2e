//! `cargo xtask demo`: the console on a demo Controller, on one port of this machine.

use std::ffi::OsStr;
use std::net::TcpListener;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::build::{self, Flavour, server};
use crate::{process, say};

/// Tried first, so that the address stays the same from day to day.
const USUAL_PORT: u16 = 8700;

pub(super) fn run(args: Args) -> Result<()> {
    serve(args, "/")
}

/// Builds and serves the console until Ctrl-C, and opens the browser at `path`.
pub(super) fn serve(mut args: Args, path: &str) -> Result<()> {
    let port = args.number::<u16>("--port")?;
    let seed = args.value("--seed")?.unwrap_or_else(|| "small".to_owned());
    let no_open = args.flag("--no-open");
    args.none_left()?;
    let port = choose(port)?;
    // Side by side: neither waits for the other, and a machine with many cores is done sooner.
    let (app, program) = std::thread::scope(|threads| {
        let server = threads.spawn(server::build);
        let app = build::app(Flavour::Quick, "/");
        (app, server.join().unwrap_or_else(|_| bail!("building the demo Controller broke off")))
    });
    let (app, program) = (app?, program?);
    say::step("starting the demo Controller");
    let number = port.to_string();
    let words = ["--port", &number, "--seed", &seed, "--app"].map(OsStr::new);
    let mut running = server::start(&program, &[words.as_slice(), &[app.as_os_str()]].concat())?;
    let address = format!("{}{path}", running.address.trim_end_matches('/'));
    welcome(&address);
    if !no_open && !open(&address) {
        say::line("No browser could be opened from here; open the address by hand.");
    }
    running.wait()
}

/// The port that was asked for, which must be free, or the usual one, or any.
fn choose(asked: Option<u16>) -> Result<u16> {
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    match asked {
        Some(port) if !free(port) => bail!("Port {port} is taken: give another one with --port."),
        Some(port) => Ok(port),
        None if free(USUAL_PORT) => Ok(USUAL_PORT),
        None => Ok(0),
    }
}

fn welcome(address: &str) {
    say::line("");
    say::line(&format!("The console is at {address}"));
    say::line("Sign in with password `password` as one of:");
    say::table(&[
        ["  admin@example.com", "may do everything"].map(str::to_owned).to_vec(),
        ["  sre@example.com", "runs the network"].map(str::to_owned).to_vec(),
        ["  developer@example.com", "deploys microservices"].map(str::to_owned).to_vec(),
        ["  viewer@example.com", "may only look"].map(str::to_owned).to_vec(),
        ["  totp@example.com", "needs a one-time code too"].map(str::to_owned).to_vec(),
    ]);
    say::line("Ctrl-C ends it.");
    say::line("");
}

fn open(address: &str) -> bool {
    let mut command = if cfg!(target_os = "macos") {
        process::command("open")
    } else if cfg!(windows) {
        process::command("explorer")
    } else {
        process::command("xdg-open")
    };
    process::succeeds(command.arg(address))
}
