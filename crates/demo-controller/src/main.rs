//! The command: reads the switches, says where it listens, runs until it is told to stop.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use demo_controller::{Options, serve};

fn main() -> ExitCode {
    let options = Options::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&format!("cannot start: {error}")),
    };
    let host = options.host.clone();
    let ready = move |address: std::net::SocketAddr| {
        let mut out = std::io::stdout().lock();
        // Nobody may be reading; that is no reason to stop.
        let _ = writeln!(out, "demo-controller listening on http://{host}:{}", address.port());
    };
    match runtime.block_on(serve(options, ready, stopped())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error.to_string()),
    }
}

fn complain(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "demo-controller: {message}");
    ExitCode::FAILURE
}

/// Completes on ctrl-c and, where there is such a thing, on SIGTERM.
async fn stopped() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminated = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
