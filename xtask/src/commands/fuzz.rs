//! `cargo xtask fuzz`: inputs that nobody would write, each target in a program of its own, with limits on time and memory.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::args::Args;
use crate::stages::{Failed, Tally};
use crate::{process, project, say};

/// How long a failing input is made shorter before it is shown as it is.
const SHRINKING: Duration = Duration::from_secs(60);
/// How long each target is tried when nobody says.
const SECONDS: u64 = 60;

pub(super) fn run(mut args: Args) -> Result<()> {
    let seconds = args.number("--seconds")?.unwrap_or(SECONDS);
    let seed = args.number("--seed")?.map_or_else(any_seed, Ok)?;
    let input = args.value("--input")?;
    let asked = args.rest()?;
    let program = build()?;
    let names = names(&program)?;
    if let Some(unknown) = asked.iter().find(|name| !names.contains(name)) {
        bail!("There is no target `{unknown}`; there are {}.", names.join(", "));
    }
    let chosen = if asked.is_empty() { names } else { asked };
    let tally = match input {
        Some(file) => one_input(&program, &chosen, Path::new(&file))?,
        None => many_inputs(&program, &chosen, seed, seconds)?,
    };
    if tally.failed == 0 { Ok(()) } else { Err(Failed.into()) }
}

/// Every target for some seconds, with the same inputs each time: a change is to fail for what it changed.
pub(super) fn all(seconds: u64) -> Result<(Tally, ())> {
    let program = build()?;
    Ok((many_inputs(&program, &names(&program)?, 1, seconds)?, ()))
}

/// Another one each time, so that a long run tries something new; it is shown, so that a run can be repeated.
fn any_seed() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?.as_secs())
}

fn build() -> Result<PathBuf> {
    process::run(&mut process::cargo(&["build", "--package=fuzz", "--profile=fuzzing"]))?;
    Ok(project::target().join("fuzzing/fuzz"))
}

fn names(program: &Path) -> Result<Vec<String>> {
    let output = process::output(process::command(program).arg("--names"))?;
    Ok(output.lines().map(str::to_owned).collect())
}

/// Tries one input that was kept, on each target.
fn one_input(program: &Path, targets: &[String], input: &Path) -> Result<Tally> {
    let mut tally = Tally::default();
    for target in targets {
        let result = process::run(process::command(program).arg(target).arg(input));
        count(&mut tally, result.is_ok());
    }
    Ok(tally)
}

/// Tries made inputs on each target, as many targets at a time as there are processors.
fn many_inputs(program: &Path, targets: &[String], seed: u64, seconds: u64) -> Result<Tally> {
    say::line(&format!("{seconds} s for each of {}, seed {seed}", targets.join(", ")));
    let folder = project::target().join("fuzz");
    std::fs::create_dir_all(&folder)?;
    let (waiting, tally) = (Mutex::new(targets.iter()), Mutex::new(Tally::default()));
    let next = || waiting.lock().ok().and_then(|mut targets| targets.next());
    let work = || -> Result<()> {
        while let Some(target) = next() {
            let run = TargetRun { program, target, slot: folder.join(format!("{target}.input")) };
            let held = run.many(seed, seconds)?;
            if let Ok(mut tally) = tally.lock() {
                count(&mut tally, held);
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|_| bail!("fuzzing broke off")))
    })?;
    Ok(tally.into_inner().unwrap_or_default())
}

fn count(tally: &mut Tally, held: bool) {
    if held {
        tally.passed += 1;
    } else {
        tally.failed += 1;
    }
}

/// One target, and the file in which it leaves the input at work.
struct TargetRun<'a> {
    program: &'a Path,
    target: &'a str,
    slot: PathBuf,
}

impl TargetRun<'_> {
    /// Whether every made input held; one that did not is kept, made shorter, and named.
    fn many(&self, seed: u64, seconds: u64) -> Result<bool> {
        let mut command = process::command(self.program);
        command.args([self.target, &seed.to_string(), &seconds.to_string()]).arg(&self.slot);
        let output = command.output().context("the fuzzer could not be started")?;
        if output.status.success() {
            let tried = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            say::line(&format!("{}: {tried} inputs, none failed", self.target));
            return Ok(true);
        }
        let kept = self.slot.with_file_name(format!("{}-{seed}.input", self.target));
        std::fs::copy(&self.slot, &kept).context("the failing input was not kept")?;
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        self.shrink(&kept)?;
        say::error(&format!(
            "{}: an input failed ({}), seed {seed}\n{complaint}",
            self.target, output.status
        ));
        say::error(&format!("try it: cargo xtask fuzz --input {} {}", kept.display(), self.target));
        Ok(false)
    }

    /// Takes pieces out of a failing input for as long as it goes on failing.
    fn shrink(&self, kept: &Path) -> Result<()> {
        let mut input = std::fs::read(kept)?;
        let (start, mut size) = (Instant::now(), input.len() / 2);
        while size > 0 {
            let mut at = 0;
            while at < input.len() {
                if start.elapsed() > SHRINKING {
                    return Ok(());
                }
                let mut shorter = input.clone();
                shorter.drain(at..(at + size).min(input.len()));
                if self.fails(&shorter)? {
                    std::fs::write(kept, &shorter)?;
                    input = shorter;
                } else {
                    at += size;
                }
            }
            size /= 2;
        }
        Ok(())
    }

    fn fails(&self, input: &[u8]) -> Result<bool> {
        std::fs::write(&self.slot, input)?;
        let mut command = process::command(self.program);
        command.arg(self.target).arg(&self.slot).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(!command.status().context("the fuzzer could not be started")?.success())
    }
}
