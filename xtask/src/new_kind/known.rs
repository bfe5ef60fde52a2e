//! What the sources know already of a thing that is going to be a kind: often its list is read, or `potctl` deploys it.

use anyhow::{Result, bail};

use super::insert::{block, lines};
use super::names::Names;
use super::places;
use super::sources::Sources;

/// What is known of it.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) outside: Option<Outside>,
    pub(crate) list: Option<ListRow>,
    /// Whether its object, where there is one, says what it is for.
    pub(crate) has_description: bool,
    /// The numbers in the order of deploying that are given away.
    orders: Vec<u8>,
}

/// A kind that is deployed by others.
#[derive(Debug, PartialEq)]
pub(crate) struct Outside {
    pub(crate) noun: String,
    pub(crate) order: u8,
    /// What its documents look like.
    pub(crate) root: String,
}

/// A list that the app reads already.
#[derive(Debug, PartialEq)]
pub(crate) struct ListRow {
    /// Its signal.
    pub(crate) live: String,
    pub(crate) source: String,
    /// The call that asks for it.
    pub(crate) call: String,
    /// Its name in the world.
    pub(crate) world: String,
}

impl Known {
    /// What is known of these names. An error says why they cannot become a kind.
    pub(crate) fn of(names: &Names, sources: &Sources) -> Result<Known> {
        let kinds = sources.read(places::KIND)?;
        let others = sources.read(places::OTHERS)?;
        let Names { word, .. } = names;
        if kinds[block(&kinds, &["kinds! {"])?].lines().any(|line| line == format!("    {word} {{")) {
            bail!("There is a kind {word} already: {}.", places::KIND);
        }
        let outside = outside(&others, word);
        if outside.is_none() && others.contains(&format!("\"{word}\",")) {
            bail!("{word} is a kind that nothing deploys any more: {}.", places::OTHERS);
        }
        let slug = names.slug();
        if is_page(&slug) || kinds.contains(&format!("slug: \"{slug}\"")) {
            bail!("The address /{slug} is that of another page.");
        }
        let list = list_row(&sources.read(places::LISTS)?, word)?;
        let objects = sources.read(places::TYPES)?;
        let exported =
            [&objects, &sources.read("crates/model/src/lib.rs")?].into_iter().any(|it| exports(it, word));
        if exported && list.is_none() {
            bail!("The model has a {word} that is no list of a Controller: it needs another name first.");
        }
        Ok(Known {
            outside,
            has_description: !exported || describes(sources, word)?,
            orders: orders(&kinds).chain(orders(&others)).collect(),
            list,
        })
    }

    /// Its place among what is deployed: that of `potctl`, or else shortly before what is made of other things.
    pub(crate) fn order(&self) -> Result<u8> {
        const REGISTRIES: u8 = 220;
        let own = self.outside.as_ref().map(|outside| outside.order);
        let free = || (1..REGISTRIES).rev().find(|number| !self.orders.contains(number));
        match own.or_else(free) {
            Some(order) => Ok(order),
            None => bail!("No number below {REGISTRIES} is free in the order of deploying."),
        }
    }
}

/// Addresses that are no kind's.
fn is_page(slug: &str) -> bool {
    ["deploy", "activity", "sign-in", "settings", "gallery"].contains(&slug)
}

/// Whether a source hands a name on.
fn exports(text: &str, word: &str) -> bool {
    let uses = text.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next());
    uses.flat_map(|names| names.split(|sign: char| !sign.is_alphanumeric())).any(|name| name == word)
}

fn describes(sources: &Sources, word: &str) -> Result<bool> {
    for file in sources.files("crates/model/src/types")? {
        let text = sources.read(&file)?;
        if let Ok(inside) = block(&text, &[&format!("pub struct {word} ")]) {
            return Ok(text[inside].contains("pub description: Option<String>"));
        }
    }
    Ok(false)
}

fn outside(others: &str, word: &str) -> Option<Outside> {
    let line = others.lines().find(|line| line.trim_start().starts_with(&format!("known(\"{word}\"")))?;
    let parts: Vec<&str> = line.split('"').collect();
    let [_, _, _, noun, rest] = parts.as_slice() else { return None };
    let (order, root) = rest.trim_matches([',', ' ', ')']).split_once(", &")?;
    Some(Outside { noun: (*noun).to_owned(), order: order.parse().ok()?, root: root.to_owned() })
}

/// Numbers after `order:` and in the lines of the kinds that others deploy.
fn orders(text: &str) -> impl Iterator<Item = u8> {
    text.lines().filter_map(|line| {
        let line = line.trim_start();
        let number = match line.strip_prefix("order: ") {
            Some(rest) => rest,
            None => line.strip_prefix("known(\"")?.split("\", ").nth(2)?,
        };
        number.split(',').next()?.parse().ok()
    })
}

fn list_row(text: &str, word: &str) -> Result<Option<ListRow>> {
    let table = block(text, &["lists! {"])?;
    let rows = &text[table];
    let opens = |line: &str| {
        line.trim_end()
            .strip_suffix(" {")
            .and_then(|line| line.rsplit_once(": "))
            .is_some_and(|(_, row)| row == word)
    };
    let Some(start) = lines(rows).find(|line| opens(&rows[line.clone()])) else { return Ok(None) };
    let row = rows[start.start..].split("\n    }").next().unwrap_or_default();
    let live = row.split(':').next().unwrap_or_default().trim();
    let source = row.lines().nth(1).and_then(|line| line.split(", ").nth(1)).unwrap_or_default();
    let after = |word: &str| row.split(word).nth(1).and_then(|rest| rest.split([',', '\n']).next());
    let (Some(call), Some(world)) = (after(" from "), after(" in ")) else {
        bail!("{} does not say where the list of each {word} is from, and in the world.", places::LISTS);
    };
    let own = |text: &str| text.trim().to_owned();
    Ok(Some(ListRow { live: own(live), source: own(source), call: own(call), world: own(world) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_deploy_is_told_by_its_line() {
        let line =
            "    known(\"NatsRule\", \"NATS rule\", 110, &FREE),\n    known(\"Nats\", \"x\", 5, &A),\n";
        let expected = Outside { noun: "NATS rule".into(), order: 110, root: "FREE".into() };
        assert_eq!(outside(line, "NatsRule"), Some(expected));
        assert_eq!(outside(line, "Rule"), None);
        assert_eq!(orders(line).chain(orders("        order: 40,\n")).collect::<Vec<_>>(), [110, 5, 40]);
    }

    #[test]
    fn a_list_that_is_read_tells_its_names() {
        let table = "lists! {\n    rules: NatsRule {\n        Rules, RULES, \"rules\",\n        optional, key: |row| row.name.clone(), same: PartialEq::eq, from api::nats::list,\n        in nats_rules\n    }\n}\n";
        let row = |call: &str, world: &str| ListRow {
            live: "rules".into(),
            source: "RULES".into(),
            call: call.into(),
            world: world.into(),
        };
        assert_eq!(list_row(table, "NatsRule").unwrap(), Some(row("api::nats::list", "nats_rules")));
        assert_eq!(list_row(table, "Rule").unwrap(), None);
        assert!(list_row("mod a;\n", "Rule").is_err());
    }

    #[test]
    fn a_name_that_is_handed_on_is_seen() {
        let text = "pub use a::{\n    B, Cat,\n};\npub use d::Dog;\nuse e::Elk;\n";
        assert_eq!(
            ["B", "Cat", "Dog", "Elk", "Do"].map(|word| exports(text, word)),
            [true, true, true, false, false]
        );
    }
}
