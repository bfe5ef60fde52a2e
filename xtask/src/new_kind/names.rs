//! What a kind is called in each place, made of its one word.

use anyhow::{Result, bail};

/// The names of a kind.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    /// In the manifest: `NatsRule`.
    pub(crate) word: String,
    /// For a sentence: "NATS rule".
    pub(crate) noun: String,
    /// Its words in lower case: `nats`, `rule`.
    parts: Vec<String>,
}

impl Names {
    /// The names of the kind with this word, if that is one.
    pub(crate) fn of(word: &str) -> Result<Names> {
        let parts = parts(word);
        let capital = |part: &&str| part.starts_with(|sign: char| sign.is_ascii_uppercase());
        let plain = word.chars().all(|sign| sign.is_ascii_alphanumeric());
        let right = plain && !parts.is_empty() && parts.iter().all(|part| capital(part) && part.len() > 1);
        if !right {
            bail!("`{word}` is no word for a kind: write it as manifests do, as in `NatsRule` or `Volume`.");
        }
        let parts: Vec<String> = parts.iter().map(|part| part.to_lowercase()).collect();
        if matches!(parts.as_slice(), [only] if is_keyword(only)) {
            bail!("`{word}` cannot be the name of a file in Rust.");
        }
        Ok(Names { word: word.to_owned(), noun: parts.join(" "), parts })
    }

    /// "a" or "an" before the noun.
    pub(crate) fn article(&self) -> &'static str {
        if self.noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
    }

    /// Of several, for a sentence: "NATS rules".
    pub(crate) fn plural(&self) -> String {
        plural(&self.noun)
    }

    /// One of them in Rust: `nats_rule`.
    pub(crate) fn snake(&self) -> String {
        self.parts.join("_")
    }

    /// Several in Rust: `nats_rules`.
    pub(crate) fn snakes(&self) -> String {
        plural(&self.snake())
    }

    /// Several in an address: `nats-rules`.
    pub(crate) fn slug(&self) -> String {
        plural(&self.kebab())
    }

    /// One of them, for the command-line tool: `nats-rule`.
    pub(crate) fn kebab(&self) -> String {
        self.parts.join("-")
    }

    /// Several as the API has them: `natsRules`.
    pub(crate) fn camels(&self) -> String {
        let (first, rest) = self.word.split_at(1);
        plural(&format!("{}{rest}", first.to_lowercase()))
    }

    /// Several as a type: `NatsRules`.
    pub(crate) fn words(&self) -> String {
        plural(&self.word)
    }
}

/// The words of a name in camel case: each begins with its capital.
fn parts(word: &str) -> Vec<&str> {
    let starts = word.char_indices().filter(|(at, sign)| *at == 0 || sign.is_ascii_uppercase());
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| word.get(*start..end)).collect()
}

/// The plural of what ends with an English noun.
fn plural(noun: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    let before_y = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if hisses => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

/// With a capital at the beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// The words of Rust that someone could take for a kind.
fn is_keyword(word: &str) -> bool {
    const KEYWORDS: [&str; 12] =
        ["box", "crate", "enum", "impl", "loop", "macro", "match", "mod", "static", "trait", "type", "use"];
    KEYWORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: [&str; 6]) {
        let names = Names::of(word).unwrap();
        let found =
            [names.noun.clone(), names.plural(), names.snakes(), names.slug(), names.camels(), names.words()];
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn every_name_follows_from_the_word() {
        check("Sample", ["sample", "samples", "samples", "samples", "samples", "Samples"]);
        check("NatsRule", ["nats rule", "nats rules", "nats_rules", "nats-rules", "natsRules", "NatsRules"]);
        check(
            "CertificateAuthority",
            [
                "certificate authority",
                "certificate authorities",
                "certificate_authorities",
                "certificate-authorities",
                "certificateAuthorities",
                "CertificateAuthorities",
            ],
        );
        check("Switch", ["switch", "switches", "switches", "switches", "switches", "Switches"]);
        check("Gateway", ["gateway", "gateways", "gateways", "gateways", "gateways", "Gateways"]);
    }

    #[test]
    fn an_article_fits_its_noun() {
        assert_eq!(["EdgeResource", "Sample"].map(|word| Names::of(word).unwrap().article()), ["an", "a"]);
    }

    #[test]
    fn what_is_not_written_as_a_kind_is_refused() {
        for word in ["", "sample", "nats_rule", "NatsRule2!", "NATSRule", "X", "Nats Rule", "Match", "Größe"]
        {
            assert!(Names::of(word).is_err(), "{word}");
        }
        assert!(Names::of("Http2Route").is_ok());
    }
}
