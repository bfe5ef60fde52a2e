//! The words after a command's name: flags, flags with a value, and what is left.

use anyhow::{Context, Result, bail};

/// The words that no one has taken yet.
pub(crate) struct Args(Vec<String>);

impl Args {
    pub(crate) fn new(words: impl Iterator<Item = String>) -> Args {
        Args(words.collect())
    }

    /// Whether `name` was given; taking it twice is harmless.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// The word after `name`, or after its equals sign.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let equals = format!("{name}=");
        if let Some(at) = self.0.iter().position(|word| word.starts_with(&equals)) {
            return Ok(self.0.remove(at).strip_prefix(&equals).map(str::to_owned));
        }
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        self.0.remove(at);
        if at < self.0.len() { Ok(Some(self.0.remove(at))) } else { bail!("{name} needs a value after it.") }
    }

    /// Like [`Args::value`], for a number.
    pub(crate) fn number<N: std::str::FromStr>(&mut self, name: &str) -> Result<Option<N>> {
        let Some(text) = self.value(name)? else { return Ok(None) };
        text.parse().ok().map(Some).with_context(|| format!("{name} needs a number, not `{text}`."))
    }

    /// What is left when every flag was taken. A flag among it is a mistake.
    pub(crate) fn rest(self) -> Result<Vec<String>> {
        match self.0.iter().find(|word| word.starts_with('-')) {
            Some(flag) => bail!("This command knows no `{flag}`. `cargo xtask help` says what it knows."),
            None => Ok(self.0),
        }
    }

    /// For commands that take no further word.
    pub(crate) fn none_left(self) -> Result<()> {
        match self.rest()?.first() {
            Some(word) => bail!("This command takes no `{word}`. `cargo xtask help` says what it takes."),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_value_follows_its_flag_or_an_equals_sign() {
        for line in ["--port 80 rest", "--port=80 rest"] {
            let mut args = args(line);
            assert_eq!(args.number::<u16>("--port").unwrap(), Some(80), "{line}");
            assert_eq!(args.rest().unwrap(), ["rest"], "{line}");
        }
    }

    #[test]
    fn what_no_one_takes_is_refused_with_its_name() {
        assert!(args("--loud").none_left().unwrap_err().to_string().contains("--loud"));
        assert!(args("more").none_left().unwrap_err().to_string().contains("more"));
        assert!(args("--port").value("--port").is_err());
        assert!(args("--port x").number::<u16>("--port").is_err());
    }
}
