//! What a new document of a kind begins with, in its form and in the workspace.

/// The kinds that can be begun: the word in an address, the name of the file, its text.
const ALL: [(&str, &str, &str); 4] = [
    ("application", "application.yaml", APPLICATION),
    ("microservice", "microservice.yaml", MICROSERVICE),
    ("catalog-item", "catalog-item.yaml", CATALOG_ITEM),
    ("registry", "registry.yaml", REGISTRY),
];

pub const APPLICATION: &str = "apiVersion: datasance.com/v3
kind: Application
metadata:
  name: my-application
spec:
  description: ''
  microservices: []
";

pub const MICROSERVICE: &str = "apiVersion: datasance.com/v3
kind: Microservice
metadata:
  name: my-microservice
spec:
  application: ''
  agent:
    name: ''
  images:
    x86: ''
    registry: remote
  container: {}
";

pub const CATALOG_ITEM: &str = "apiVersion: datasance.com/v3
kind: CatalogItem
metadata:
  name: my-microservice
spec:
  description: ''
  x86: ''
  registry: remote
";

pub const REGISTRY: &str = "apiVersion: datasance.com/v3
kind: Registry
metadata: {}
spec:
  url: ''
  private: true
  username: ''
  password: ''
  email: ''
";

/// The file that begins a document of a kind, however its word is written; of an unknown kind an empty text.
pub fn file(kind: &str) -> (&'static str, &'static str) {
    let plain =
        |word: &str| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let wanted = plain(kind);
    let found = ALL.iter().find(|(word, ..)| plain(word) == wanted);
    found.map_or(("untitled.yaml", ""), |(_, name, text)| (name, text))
}

#[cfg(test)]
mod tests {
    use super::{ALL, file};

    fn check(kind: &str, name: &str) {
        assert_eq!(file(kind).0, name, "{kind}");
    }

    #[test]
    fn a_kind_is_found_however_its_word_is_written() {
        check("application", "application.yaml");
        check("CatalogItem", "catalog-item.yaml");
        check("catalog-item", "catalog-item.yaml");
        check("Registry", "registry.yaml");
        check("something", "untitled.yaml");
    }

    #[test]
    fn every_beginning_is_one_whole_document() {
        for (word, _, text) in ALL {
            let manifest = manifest::Manifest::parse(text);
            assert!(manifest.documents().len() == 1 && manifest.problems().is_empty(), "{word}");
        }
    }
}
