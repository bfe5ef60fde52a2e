//! Every place of a kind, and what is put there.

use anyhow::{Context, Result, bail};

use super::insert::{at_end, at_start, beside, block, lines, put};
use super::known::{Known, Outside};
use super::names::{Names, capital};
use super::sources::Sources;
use super::template::Template;

pub(crate) const KIND: &str = "crates/model/src/kind.rs";
pub(crate) const TYPES: &str = "crates/model/src/types.rs";
pub(crate) const OTHERS: &str = "crates/manifest/src/kinds/others.rs";
pub(crate) const LISTS: &str = "src/live/lists.rs";
const API: &str = "crates/client/src/api";
const DEMO: &str = "crates/demo-controller/src";

/// What a person may choose.
#[derive(Default)]
pub(crate) struct Choices {
    /// Where the API has the list: `nats/rules`.
    pub(crate) list: Option<String>,
}

/// Puts a kind everywhere.
pub(crate) fn add(names: &Names, choices: &Choices, sources: &mut Sources) -> Result<()> {
    let known = Known::of(names, sources)?;
    let mut names = names.clone();
    if let Some(outside) = &known.outside {
        outside.noun.clone_into(&mut names.noun);
    }
    let names = &names;
    let path = path(choices, names)?;
    let template = template(names, &known, &path)?;
    model(names, &known, &path, &template, sources)?;
    manifest(names, &known, &template, sources)?;
    calls(names, &known, &template, sources)?;
    plan(names, &template, sources)?;
    app(names, &known, &template, sources)?;
    demo(names, &path, sources)?;
    sources.create(
        &format!("tests/{}.spec.ts", names.snake()),
        template.fill(include_str!("templates/story.txt"))?,
    )
}

/// Where the API has the list, without slashes around it.
fn path(choices: &Choices, names: &Names) -> Result<String> {
    let Some(list) = &choices.list else { return Ok(names.camels()) };
    let path = list.trim_matches('/');
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
    if !path.split('/').all(plain) {
        bail!("`{list}` is no path of a list: write it as in `nats/rules`, below /api/v3.");
    }
    Ok(path.to_owned())
}

fn template(names: &Names, known: &Known, path: &str) -> Result<Template> {
    let (noun, nouns, snakes) = (&names.noun, names.plural(), names.snakes());
    let segments = path.split('/').map(|part| format!("\"{part}\"")).collect::<Vec<_>>();
    let described =
        if known.has_description { "self.description.clone().unwrap_or_default()" } else { "String::new()" };
    let rule = match &known.outside {
        Some(outside) if outside.root == "FREE" => "Free",
        _ => "Plain",
    };
    let list = known.list.as_ref();
    let or = |given: Option<&String>, own: &str| given.map_or_else(|| own.to_owned(), Clone::clone);
    Ok(Template::new([
        ("word", names.word.clone()),
        ("noun", noun.clone()),
        ("nouns", nouns.clone()),
        ("Nouns", capital(&nouns)),
        ("a noun", format!("{} {noun}", names.article())),
        ("A noun", capital(&format!("{} {noun}", names.article()))),
        ("snake", names.snake()),
        ("snakes", snakes.clone()),
        ("slug", names.slug()),
        ("one", names.kebab()),
        ("camels", names.camels()),
        ("Which", names.words()),
        ("order", known.order()?.to_string()),
        ("path", segments.join(", ")),
        ("rule", rule.to_owned()),
        ("live", or(list.map(|list| &list.live), &snakes)),
        ("world", or(list.map(|list| &list.world), &snakes)),
        ("SOURCE", or(list.map(|list| &list.source), &snakes.to_uppercase())),
        ("list", or(list.map(|list| &list.call), &format!("api::{snakes}::list"))),
        ("described", described.to_owned()),
    ]))
}

fn model(names: &Names, known: &Known, path: &str, template: &Template, sources: &mut Sources) -> Result<()> {
    let (word, snake, snakes) = (&names.word, names.snake(), names.snakes());
    let order = known.order()?;
    let facts = template.fill(include_str!("templates/facts.txt"))?;
    sources.change(KIND, |text| in_order(text, order, &facts))?;
    if known.list.is_some() {
        return Ok(());
    }
    let object = template.fill(include_str!("templates/object.txt"))?;
    sources.create(&format!("crates/model/src/types/{snake}.rs"), object)?;
    sources.change(TYPES, |text| {
        let text = beside(text, "mod ", &format!("mod {snake};\n"))?;
        let text = beside(&text, "pub use ", &format!("pub use {snake}::{word};\n"))?;
        let row = format!("    /// Of `GET /{path}`.\n    {snakes}: {word} = \"{}\",\n", names.camels());
        at_end(&text, &["crate::world::context::lists! {"], &row)
    })
}

/// The table of the kinds with another row, before the first one that is deployed later.
fn in_order(text: &str, order: u8, row: &str) -> Result<String> {
    let table = block(text, &["kinds! {"])?;
    let mut start = table.start;
    for line in lines(text).filter(|line| table.start <= line.start && line.end <= table.end) {
        let shown = &text[line.clone()];
        let other = shown
            .trim()
            .strip_prefix("order: ")
            .and_then(|rest| rest.trim_end_matches(',').parse::<u8>().ok());
        match other {
            Some(other) if other == order => bail!("the number {order} in the order of deploying is taken"),
            Some(other) if other > order => return Ok(put(text, start, row)),
            _ => {}
        }
        if shown == "    }\n" {
            start = line.end;
        }
    }
    Ok(put(text, table.end, row))
}

fn manifest(names: &Names, known: &Known, template: &Template, sources: &mut Sources) -> Result<()> {
    let (word, snake) = (&names.word, names.snake());
    module(
        sources,
        "crates/manifest/src/kinds",
        &snake,
        false,
        template.fill(include_str!("templates/manifest.txt"))?,
    )?;
    sources.change("crates/manifest/src/kinds/mod.rs", |text| {
        let text = beside(text, "mod ", &format!("mod {snake};\n"))?;
        at_end(&text, &["pub fn of(", "match kind {"], &format!("Kind::{word} => &{snake}::KIND,\n"))
    })?;
    match &known.outside {
        Some(outside) => sources.change(OTHERS, |text| no_longer_outside(text, word, outside)),
        None => Ok(()),
    }
}

/// The kinds that others deploy without this one, and without what only its documents looked like.
fn no_longer_outside(text: &str, word: &str, outside: &Outside) -> Result<String> {
    let counted = "OTHERS: [KindSpec; ";
    let count = text.split(counted).nth(1).and_then(|rest| rest.split(']').next());
    let count: usize = count.and_then(|count| count.parse().ok()).context("the table has no length")?;
    let text = text.replace(&format!("{counted}{count}]"), &format!("{counted}{}]", count.saturating_sub(1)));
    let mut kept = without(&text, &format!("known(\"{word}\""));
    let root = &outside.root;
    if !kept.contains(&format!("&{root})")) && !kept.contains(&format!("&{root},")) {
        for line in [format!("root!({root},"), format!("metadata!({root}_METADATA,")] {
            kept = without(&kept, &line);
        }
    }
    Ok(kept)
}

fn without(text: &str, beginning: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with(beginning)).collect()
}

fn calls(names: &Names, known: &Known, template: &Template, sources: &mut Sources) -> Result<()> {
    let snakes = names.snakes();
    let file = format!("{API}/{snakes}.rs");
    let is_new = !sources.has(&file);
    let mut text = match is_new {
        true => template.fill(include_str!("templates/calls.txt"))?,
        false => sources.read(&file)?,
    };
    let listed = known.list.is_some();
    let calls = [
        ("list", include_str!("templates/call_list.txt")),
        ("get", include_str!("templates/call_get.txt")),
        ("create", include_str!("templates/call_create.txt")),
        ("update", include_str!("templates/call_update.txt")),
        ("delete", include_str!("templates/call_delete.txt")),
    ];
    for (name, call) in calls {
        let is_there = text.contains(&format!("pub fn {name}(")) || (listed && name == "list");
        if !is_there {
            text.push_str(&template.fill(call)?);
        }
    }
    if !is_new {
        return sources.change(&file, |_| imported(&text));
    }
    if listed {
        text =
            text.replace("use crate::{Call, List, Object, Request};", "use crate::{Call, Object, Request};");
    }
    sources.create(&file, text)?;
    sources.change(&format!("{API}.rs"), |text| beside(text, "pub mod ", &format!("pub mod {snakes};\n")))
}

/// A file of calls that read only, with what the others need.
fn imported(text: &str) -> Result<String> {
    let mut text =
        text.replace("use crate::{Call, List, Request};", "use crate::{Call, List, Object, Request};");
    if !text.contains("use serde_json::Value;") {
        text = beside(&text, "use crate::", "use serde_json::Value;\n\n")?;
    }
    Ok(text)
}

fn plan(names: &Names, template: &Template, sources: &mut Sources) -> Result<()> {
    let snake = names.snake();
    module(
        sources,
        "crates/plan/src/kinds",
        &snake,
        false,
        template.fill(include_str!("templates/plan.txt"))?,
    )?;
    sources.change("crates/plan/src/kinds/mod.rs", |text| {
        let text = beside(text, "mod ", &format!("mod {snake};\n"))?;
        let arm = template.fill(include_str!("templates/plan_row.txt"))?;
        at_end(&text, &["macro_rules! ask {", "match $kind {"], &arm)
    })
}

fn app(names: &Names, known: &Known, template: &Template, sources: &mut Sources) -> Result<()> {
    let snake = names.snake();
    module(sources, "src/kinds", &snake, true, template.fill(include_str!("templates/page.txt"))?)?;
    sources.change("src/kinds/mod.rs", |text| {
        let text = beside(text, "pub mod ", &format!("pub mod {snake};\n"))?;
        at_end(&text, &["rows! {"], &format!("    {snake} with FORM,\n"))
    })?;
    if known.list.is_some() {
        return Ok(());
    }
    let row = template.fill(include_str!("templates/live.txt"))?;
    sources.change(LISTS, |text| {
        // Behind the last list that nobody waits for.
        let table = block(text, &["lists! {"])?;
        let last = text[table.clone()].rfind("\n        optional,").context("no list is optional")?;
        let end =
            text[table.start + last..].find("\n    }\n").context("the last optional list does not end")?;
        Ok(put(text, table.start + last + end + "\n    }\n".len(), &row))
    })
}

/// The demo Controller is another witness: it is written from the contract, not from here. Until then its list is empty, so
/// that what reads all lists goes on, and everything else is answered with 501.
fn demo(names: &Names, path: &str, sources: &mut Sources) -> Result<()> {
    let camels = names.camels();
    let missing = format!("{DEMO}/kinds/missing.rs");
    let empty = format!("get(\"/{path}\", |_| Reply::json(&serde_json::json!({{\"{camels}\": []}})))");
    let (is_there, refused) = (format!("get(\"/{path}\","), format!("get(\"/{path}\", answer)"));
    if sources.read(&missing)?.contains(&refused) {
        return sources.change(&missing, |text| Ok(text.replace(&refused, &empty)));
    }
    for file in sources.files(&format!("{DEMO}/kinds"))? {
        if file.ends_with(".rs") && sources.read(&file)?.contains(&is_there) {
            return Ok(());
        }
    }
    // What roles have no word for is allowed to those who may do it to the catalog, which is to most.
    let known = sources.read(&format!("{DEMO}/api/rights.rs"))?.contains(&format!("\"{camels}\""));
    let of = if known { camels.as_str() } else { "catalog" };
    let why = if known { String::new() } else { format!("// Roles have no word for {}.\n", names.plural()) };
    let others = [("post", ""), ("get", "/:name"), ("patch", "/:name"), ("delete", "/:name")]
        .map(|(verb, below)| format!("{verb}(\"/{path}{below}\", answer).of(\"{of}\"),\n"));
    let routes = format!("{why}{empty}.of(\"{of}\"),\n{}", others.concat());
    sources.change(&missing, |text| at_start(text, &["pub(crate) const ROUTES"], &routes))
}

/// A module in a file of its own, or in a folder where it will grow.
fn module(sources: &mut Sources, folder: &str, name: &str, grows: bool, text: String) -> Result<()> {
    let (file, inside) = (format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs"));
    let (own, other) = if grows { (inside, file) } else { (file, inside) };
    if sources.has(&other) {
        bail!("{other} is there already.");
    }
    sources.create(&own, text)
}
