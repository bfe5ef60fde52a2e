//! What somebody may have meant by a few letters.

use crate::words::fold;

/// Somewhere to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    /// What it is: "microservice".
    pub kind: &'static str,
    /// What tells it from others of its name.
    pub beside: String,
    pub path: String,
}

/// More would not be read; typing on narrows them down.
const SHOWN: usize = 12;

/// The entries that hold every word of `query`, the likeliest first.
pub fn best(entries: impl IntoIterator<Item = Entry>, query: &str) -> Vec<Entry> {
    let query = fold(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(u8, Entry)> =
        entries.into_iter().filter_map(|entry| Some((rank(&entry, &words)?, entry))).collect();
    found.sort_by(|(rank, entry), (other_rank, other)| {
        (rank, entry.title.len(), &entry.title, &entry.beside).cmp(&(
            other_rank,
            other.title.len(),
            &other.title,
            &other.beside,
        ))
    });
    found.truncate(SHOWN);
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// How far an entry is from the words: the title itself, its start, the start of a part of it, somewhere in it, or only
/// what stands beside it. `None` when a word occurs nowhere.
fn rank(entry: &Entry, words: &[&str]) -> Option<u8> {
    let title = fold(&entry.title);
    let all = format!("{title} {} {}", entry.kind, fold(&entry.beside));
    if !words.iter().all(|word| all.contains(word)) {
        return None;
    }
    let Some(first) = words.first() else { return Some(0) };
    Some(match title.find(first) {
        Some(0) if title.len() == first.len() => 0,
        Some(0) => 1,
        Some(_) if title.split(['-', '.', '/', ' ']).any(|part| part.starts_with(first)) => 2,
        Some(_) => 3,
        None => 4,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, kind: &'static str, beside: &str) -> Entry {
        Entry { title: title.into(), kind, beside: beside.into(), path: String::new() }
    }

    fn check(query: &str, expected: &[&str]) {
        let entries = [
            entry("website", "microservice", "shop"),
            entry("web", "microservice", "line-a"),
            entry("edge-web", "agent", "x86"),
            entry("cobweb", "microservice", "shop"),
            entry("gateway", "microservice", "web-tools"),
            entry("Catalog", "page", ""),
        ];
        let found = best(entries, query);
        assert_eq!(found.iter().map(|entry| entry.title.as_str()).collect::<Vec<_>>(), expected, "{query}");
    }

    #[test]
    fn the_name_itself_comes_first_and_what_only_stands_beside_it_last() {
        check("web", &["web", "website", "edge-web", "cobweb", "gateway"]);
        check("WEB", &["web", "website", "edge-web", "cobweb", "gateway"]);
    }

    #[test]
    fn every_word_has_to_occur_in_any_place() {
        check("web shop", &["website", "cobweb"]);
        check("agent", &["edge-web"]);
        check("catalog", &["Catalog"]);
        check("nothing", &[]);
    }

    #[test]
    fn case_and_accents_do_not_matter_in_names_nor_beside_them() {
        let entries = [entry("İzmir-kapı", "agent", ""), entry("web", "microservice", "Zu\u{308}rich")];
        for (query, expected) in [("izmir-kapi", "İzmir-kapı"), ("IZMIR", "İzmir-kapı"), ("zürich", "web")]
        {
            let found = best(entries.clone(), query);
            assert_eq!(found.first().map(|entry| entry.title.as_str()), Some(expected), "{query}");
        }
    }

    #[test]
    fn no_more_are_given_than_can_be_read() {
        let many = (0..100).map(|number| entry(&format!("web-{number}"), "microservice", ""));
        assert_eq!(best(many, "").len(), SHOWN);
    }
}
