//! Text with places for the names of a kind: `@noun@`.

use anyhow::{Result, bail};

/// What stands in each place.
pub(crate) struct Template(Vec<(&'static str, String)>);

impl Template {
    pub(crate) fn new<const N: usize>(places: [(&'static str, String); N]) -> Template {
        Template(places.into())
    }

    /// The text with every place filled.
    pub(crate) fn fill(&self, text: &str) -> Result<String> {
        let mut filled = String::new();
        for (at, part) in text.split('@').enumerate() {
            if at % 2 == 0 {
                filled.push_str(part);
                continue;
            }
            match self.0.iter().find(|(place, _)| *place == part) {
                Some((_, name)) => filled.push_str(name),
                None => bail!("a template has a place `{part}` that nothing fills"),
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_or_named() {
        let template = Template::new([("noun", "rule".into()), ("Nouns", "Rules".into())]);
        assert_eq!(template.fill("@Nouns@: a @noun@.").unwrap(), "Rules: a rule.");
        assert!(template.fill("@other@").unwrap_err().to_string().contains("`other`"));
    }
}
