//! The switches of the command, as one table that the parser, `--help` and the documentation share.

use std::path::PathBuf;

use crate::faults::SENTINELS;
use crate::ids::IdForm;
use crate::state::Api;

/// What the Controller starts with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seed {
    /// As empty as a new Controller.
    #[default]
    Empty,
    /// Five agents and a few applications.
    Small,
    /// 50 applications, 5,000 microservices, 200 agents.
    Large,
}

/// Everything that can be chosen at start.
#[derive(Clone, Debug)]
pub struct Options {
    pub port: u16,
    pub host: String,
    pub app: Option<PathBuf>,
    /// Origins of further Controllers that the app may talk to.
    pub connect: Vec<String>,
    pub seed: Seed,
    /// Exactly this many microservices instead of those of the seed.
    pub microservices: Option<usize>,
    /// How many times faster than usual agents work.
    pub speed: f64,
    /// Life of an access token, milliseconds, when not the usual one of the version.
    pub token_life: Option<i64>,
    pub api: Api,
    /// Whether to be an identity provider too.
    pub idp: bool,
    /// Shortest and longest delay of an answer, milliseconds.
    pub latency: (u64, u64),
    /// What each microservice in an answer costs, milliseconds; with it, requests are answered one after the other.
    pub cost: f64,
    /// Percent of requests that fail.
    pub fail: f64,
    /// Where the state is kept across restarts.
    pub data: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 51121,
            host: "127.0.0.1".into(),
            app: None,
            connect: Vec::new(),
            seed: Seed::Empty,
            microservices: None,
            speed: 1.0,
            token_life: None,
            api: Api::V37,
            idp: false,
            latency: (0, 0),
            cost: 0.0,
            fail: 0.0,
            data: None,
        }
    }
}

/// A switch: its name, the placeholder of its value, what it does, and how it is taken.
struct Switch {
    name: &'static str,
    value: &'static str,
    help: &'static str,
    take: fn(&mut Options, &str) -> Option<()>,
}

const SWITCHES: &[Switch] = &[
    Switch {
        name: "--port",
        value: "N",
        help: "Port to listen on; 0 takes any free one. Default 51121.",
        take: |options, text| text.parse().ok().map(|port| options.port = port),
    },
    Switch {
        name: "--host",
        value: "ADDRESS",
        help: "Address to listen on. Default 127.0.0.1: this machine only.",
        take: |options, text| {
            options.host = text.to_owned();
            Some(())
        },
    },
    Switch {
        name: "--app",
        value: "DIR",
        help: "Serve the built app in this folder too, with production headers.",
        take: |options, text| {
            options.app = Some(PathBuf::from(text));
            Some(())
        },
    },
    Switch {
        name: "--connect",
        value: "ORIGIN",
        help: "Let the app's policy allow this further Controller, e.g. http://edge:51121. May be given several times.",
        take: |options, text| origin(text).map(|origin| options.connect.push(origin)),
    },
    Switch {
        name: "--seed",
        value: "0|small|large",
        help: "What to start with. Default 0: as empty as a new Controller.",
        take: |options, text| {
            options.seed = match text {
                "0" => Seed::Empty,
                "small" => Seed::Small,
                "large" => Seed::Large,
                _ => return None,
            };
            Some(())
        },
    },
    Switch {
        name: "--microservices",
        value: "N",
        help: "Exactly N user microservices, spread over the applications and agents of the large seed.",
        take: |options, text| text.parse().ok().map(|count| options.microservices = Some(count)),
    },
    Switch {
        name: "--speed",
        value: "X",
        help: "Agents and background work X times faster than usual. Default 1.",
        take: |options, text| {
            text.parse().ok().filter(|speed| *speed > 0.0).map(|speed| options.speed = speed)
        },
    },
    Switch {
        name: "--token-ttl",
        value: "SECONDS",
        help: "Life of an access token. Default 300; 3600 after the last use with --api 3.0.",
        take: |options, text| {
            let seconds: i64 = text.parse().ok().filter(|seconds| (1..=31_536_000).contains(seconds))?;
            options.token_life = Some(seconds * 1000);
            Some(())
        },
    },
    Switch {
        name: "--api",
        value: "3.7|3.0",
        help: "Which Controller to be: 3.0 has bare tokens, 32-character ids and fewer endpoints. Default 3.7.",
        take: |options, text| {
            options.api = match text {
                "3.7" => Api::V37,
                "3.0" => Api::V30,
                _ => return None,
            };
            Some(())
        },
    },
    Switch {
        name: "--idp",
        value: "",
        help: "Be an identity provider too, with Keycloak's addresses, and tell the app about it.",
        take: |options, _| {
            options.idp = true;
            Some(())
        },
    },
    Switch {
        name: "--latency",
        value: "MIN-MAXms",
        help: "Delay every answer of the API, e.g. 100-400ms.",
        take: |options, text| {
            let text = text.strip_suffix("ms").unwrap_or(text);
            let (low, high) = text.split_once('-').unwrap_or((text, text));
            options.latency = (low.parse().ok()?, high.parse().ok()?);
            (options.latency.0 <= options.latency.1).then_some(())
        },
    },
    Switch {
        name: "--cost-per-microservice",
        value: "MSms",
        help: "Answer one request after the other, each in so much time for every microservice in its answer. The real one: 13ms.",
        take: |options, text| {
            let cost = text.strip_suffix("ms").unwrap_or(text).parse().ok();
            cost.filter(|cost| (0.0..=10_000.0).contains(cost)).map(|cost| options.cost = cost)
        },
    },
    Switch {
        name: "--fail",
        value: "PERCENT%",
        help: "Let this share of requests fail: dropped connections, 500s, truncated answers.",
        take: |options, text| {
            let percent = text.strip_suffix('%').unwrap_or(text).parse().ok();
            percent.filter(|percent| (0.0..=100.0).contains(percent)).map(|percent| options.fail = percent)
        },
    },
    Switch {
        name: "--data",
        value: "FILE",
        help: "Keep the state in this file across restarts. Without it everything is forgotten.",
        take: |options, text| {
            options.data = Some(PathBuf::from(text));
            Some(())
        },
    },
];

/// `http(s)://host[:port]` and nothing else: it becomes part of a header.
fn origin(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let place = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'[' | b']');
    (!place.is_empty() && place.bytes().all(plain)).then(|| text.to_ascii_lowercase())
}

/// The text of `--help`.
pub fn help() -> String {
    let width =
        SWITCHES.iter().map(|switch| switch.name.len() + switch.value.len() + 1).max().unwrap_or_default();
    let rows = SWITCHES.iter().map(|switch| {
        let head = format!("{} {}", switch.name, switch.value);
        let head = head.trim_end();
        format!("  {head:width$}  {}\n", switch.help)
    });
    let rows = rows.collect::<String>();
    let names =
        SENTINELS.iter().map(|sentinel| format!("  {:width$}  {}.\n", sentinel.word, sentinel.effect));
    let names = names.collect::<String>();
    format!(
        "A Controller in memory, for demos and tests.\n\nUsage: demo-controller [SWITCHES]\n\n{rows}\n\
         Objects whose names start with these words misbehave:\n\n{names}"
    )
}

impl Options {
    /// Reads the arguments of the command; `None` when help was asked for.
    ///
    /// # Errors
    /// One sentence that names the argument that is wrong.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            if argument == "--help" || argument == "-h" {
                return Ok(None);
            }
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            let Some(switch) = SWITCHES.iter().find(|switch| switch.name == name) else {
                return Err(format!("There is no switch {name}. See --help."));
            };
            let inline = if switch.value.is_empty() { Some(String::new()) } else { inline };
            let Some(value) = inline.or_else(|| arguments.next()) else {
                return Err(format!("{name} needs a value: {name} {}.", switch.value));
            };
            (switch.take)(&mut options, &value)
                .ok_or_else(|| format!("{name} takes {}, not {value}.", switch.value))?;
        }
        Ok(Some(options))
    }

    pub(crate) fn id_form(&self) -> IdForm {
        if self.api == Api::V30 { IdForm::Letters } else { IdForm::Uuid }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Option<Options>, String> {
        Options::parse(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn switches_are_read_and_wrong_ones_are_named() {
        let options = parse("--port 0 --seed=small --speed 20").unwrap().unwrap();
        assert_eq!((options.port, options.seed), (0, Seed::Small));
        let options = parse("--idp --latency 100-400ms --fail 5%").unwrap().unwrap();
        assert_eq!((options.idp, options.latency), (true, (100, 400)));
        assert_eq!(parse("--cost-per-microservice 13ms").unwrap().unwrap().cost, 13.0);
        let options = parse("--connect http://Edge:1/ --connect=https://[::1]:2").unwrap().unwrap();
        assert_eq!(options.connect, ["http://edge:1", "https://[::1]:2"]);
        assert!(parse("--help").unwrap().is_none());
        for (text, message) in [
            ("--prot 1", "There is no switch --prot. See --help."),
            ("--port", "--port needs a value: --port N."),
            ("--seed big", "--seed takes 0|small|large, not big."),
            ("--connect edge:1", "--connect takes ORIGIN, not edge:1."),
            ("--connect http://a;script-src", "--connect takes ORIGIN, not http://a;script-src."),
            ("--connect http://*", "--connect takes ORIGIN, not http://*."),
            ("--speed 0", "--speed takes X, not 0."),
            ("--latency 400-100ms", "--latency takes MIN-MAXms, not 400-100ms."),
        ] {
            assert_eq!(parse(text).unwrap_err(), message, "{text}");
        }
    }
}
