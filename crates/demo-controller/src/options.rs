//! The switches of the command.

use std::path::PathBuf;

use clap::{CommandFactory as _, Parser, ValueEnum};

use crate::faults::SENTINELS;
use crate::ids::IdForm;
use crate::state::Api;

/// What the Controller starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Seed {
    /// As empty as a new Controller.
    #[value(name = "0")]
    Empty,
    /// Five agents and a few applications.
    Small,
    /// 50 applications, 5,000 microservices, 200 agents.
    Large,
}

/// A Controller in memory, for demos and tests.
#[derive(Clone, Debug, Parser)]
#[command(name = "demo-controller", after_help = names(), args_override_self = true)]
pub struct Options {
    /// Port to listen on; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 51121)]
    pub port: u16,
    /// Address to listen on; by default only this machine gets there
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// Serve the built app in this folder too, with production headers
    #[arg(long, value_name = "DIR")]
    pub app: Option<PathBuf>,
    /// Let the app's policy allow this further Controller, e.g. http://edge:51121; may be given several times
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    pub connect: Vec<String>,
    /// What to start with; 0 is as empty as a new Controller
    #[arg(long, value_enum, hide_possible_values = true, value_name = "0|small|large", default_value = "0")]
    pub seed: Seed,
    /// Exactly N user microservices, spread over the applications and agents of the large seed
    #[arg(long, value_name = "N")]
    pub microservices: Option<usize>,
    /// Agents and background work X times faster than usual
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,
    /// Life of an access token, when not 300, or 3600 and as much with every use with --api 3.0
    // Kept in milliseconds.
    #[arg(long = "token-ttl", value_name = "SECONDS", value_parser = token_life)]
    pub token_life: Option<i64>,
    /// Which Controller to be; 3.0 has bare tokens, 32-character ids and fewer endpoints
    #[arg(long, value_enum, hide_possible_values = true, value_name = "3.7|3.0", default_value = "3.7")]
    pub api: Api,
    /// Be an identity provider too, with Keycloak's addresses, and tell the app about it
    #[arg(long)]
    pub idp: bool,
    /// Delay every answer of the API by so many milliseconds, e.g. 100-400ms
    #[arg(long, value_name = "MIN-MAXms", value_parser = latency, default_value = "0ms", hide_default_value = true)]
    pub latency: (u64, u64),
    /// Answer one request after the other, each in so much time for every microservice in its answer; the real one: 13ms
    #[arg(
        long = "cost-per-microservice",
        value_name = "MSms",
        value_parser = cost,
        default_value = "0ms",
        hide_default_value = true
    )]
    pub cost: f64,
    /// Let this share of requests fail: dropped connections, 500s, truncated answers
    #[arg(long, value_name = "PERCENT%", value_parser = percent, default_value = "0%", hide_default_value = true)]
    pub fail: f64,
    /// Keep the state in this file across restarts; without it everything is forgotten
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self::parse_from(["demo-controller"])
    }
}

/// `http(s)://host[:port]` and nothing else: it becomes part of a header.
fn origin(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let place = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'[' | b']');
    let whole = !place.is_empty() && place.bytes().all(plain);
    whole.then(|| text.to_ascii_lowercase()).ok_or_else(|| "not of the form http://host:port".to_owned())
}

/// A number that fits, after its unit.
fn number(text: &str, unit: &str, fits: impl Fn(f64) -> bool) -> Result<f64, String> {
    let number = text.strip_suffix(unit).unwrap_or(text).parse().ok();
    number.filter(|number| fits(*number)).ok_or_else(|| "not a number that makes sense here".to_owned())
}

fn speed(text: &str) -> Result<f64, String> {
    number(text, "", |speed| speed > 0.0)
}

fn cost(text: &str) -> Result<f64, String> {
    number(text, "ms", |cost| (0.0..=10_000.0).contains(&cost))
}

fn percent(text: &str) -> Result<f64, String> {
    number(text, "%", |percent| (0.0..=100.0).contains(&percent))
}

fn token_life(text: &str) -> Result<i64, String> {
    let seconds = text.parse().ok().filter(|seconds: &i64| (1..=31_536_000).contains(seconds));
    seconds.map(|seconds| seconds * 1000).ok_or_else(|| "not between a second and a year".to_owned())
}

fn latency(text: &str) -> Result<(u64, u64), String> {
    let text = text.strip_suffix("ms").unwrap_or(text);
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let range = low.parse().ok().zip(high.parse().ok());
    range.filter(|(low, high)| low <= high).ok_or_else(|| "not a range of milliseconds".to_owned())
}

fn names() -> String {
    let rows = SENTINELS.iter().map(|sentinel| format!("\n  {:12}  {}.", sentinel.word, sentinel.effect));
    format!("Objects whose names start with these words misbehave:\n{}", rows.collect::<String>())
}

/// The text of `--help`.
pub fn help() -> String {
    Options::command().render_help().to_string()
}

impl Options {
    pub(crate) fn id_form(&self) -> IdForm {
        if self.api == Api::V30 { IdForm::Letters } else { IdForm::Uuid }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Options, clap::Error> {
        Options::try_parse_from(["demo-controller"].into_iter().chain(text.split_whitespace()))
    }

    #[test]
    fn switches_are_read_and_wrong_ones_are_named() {
        let options = parse("--port 0 --seed=small --speed 20").unwrap();
        assert_eq!((options.port, options.seed, options.speed), (0, Seed::Small, 20.0));
        let options = parse("--idp --api 3.0 --latency 100-400ms --fail 5% --token-ttl 4").unwrap();
        assert_eq!((options.idp, options.api, options.latency), (true, Api::V30, (100, 400)));
        assert_eq!((options.fail, options.token_life), (5.0, Some(4000)));
        assert_eq!(parse("--cost-per-microservice 13ms").unwrap().cost, 13.0);
        let options = parse("--connect http://Edge:1/ --connect=https://[::1]:2").unwrap();
        assert_eq!(options.connect, ["http://edge:1", "https://[::1]:2"]);
        assert_eq!(parse("--seed small --seed 0").unwrap().seed, Seed::Empty, "the last one counts");
        for (text, named) in [
            ("--prot 1", "--prot"),
            ("--port", "--port <N>"),
            ("--seed big", "--seed <0|small|large>"),
            ("--connect edge:1", "--connect <ORIGIN>"),
            ("--connect http://a;script-src", "--connect <ORIGIN>"),
            ("--connect http://*", "--connect <ORIGIN>"),
            ("--speed 0", "--speed <X>"),
            ("--token-ttl 0", "--token-ttl <SECONDS>"),
            ("--latency 400-100ms", "--latency <MIN-MAXms>"),
        ] {
            let said = parse(text).unwrap_err().to_string();
            assert!(said.contains(named), "{text}: {said}");
        }
    }
}
