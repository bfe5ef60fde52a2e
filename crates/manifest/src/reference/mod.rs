//! The reference page of all kinds and fields, written from their declarations.

mod codes;

pub use codes::CODES;

use crate::fields::{Absent, Field, Required, Restarts, Status, Type};
use crate::kinds::{self, KindSpec, Support};

/// The page as Markdown.
pub fn page() -> String {
    let mut out = String::from(INTRODUCTION);
    kinds_table(&mut out);
    for kind in kinds::deployed() {
        section(&mut out, kind);
    }
    out.push_str(PROBLEMS);
    for (code, meaning) in CODES {
        out.push_str(&format!("| `{code}` | {meaning} |\n"));
    }
    out
}

fn kinds_table(out: &mut String) {
    out.push_str(
        "\n## Kinds\n\nThe console deploys these kinds, in this order whatever their order in the file:\n\n",
    );
    out.push_str("| Kind | What it is |\n|---|---|\n");
    for kind in kinds::deployed() {
        out.push_str(&format!("| [{}](#{}) | {} |\n", kind.name, kind.name.to_lowercase(), kind.help));
    }
    let names = |support: Support| {
        let mut kinds: Vec<&KindSpec> = kinds::all().filter(|kind| kind.support == support).collect();
        kinds.sort_by_key(|kind| kind.order);
        kinds.iter().map(|kind| format!("`{}`", kind.name)).collect::<Vec<_>>().join(", ")
    };
    out.push_str(&format!(
        "\nThese are known and left to potctl; envelope and name are checked: {}.\n\nRetired: {}.\n",
        names(Support::Known),
        names(Support::Retired)
    ));
}

const INTRODUCTION: &str = "# Manifests

A manifest is YAML text with one or more documents, separated by `---`. Each document has the keys `apiVersion`, `kind`,
`metadata` and `spec`. The console writes `apiVersion: datasance.com/v3` and also reads `iofog.org/v3`, `iofog.org/v2` and
`iofog.org/v1`.

This page is generated from the declarations of the fields (`UPDATE=1 cargo test -p manifest`); do not edit it by hand.

## Help while typing

The folder `public/schemas/` holds a JSON Schema (draft 2020-12) for every kind that the console deploys, and
`manifest.schema.json` for all kinds together. A running console serves them under `/schemas/`.

With [yaml-language-server](https://github.com/redhat-developer/yaml-language-server) (VS Code, Neovim, Helix and others),
name the schema in the first line of a file:

```yaml
# yaml-language-server: $schema=https://console.example/schemas/manifest.schema.json
apiVersion: datasance.com/v3
kind: Microservice
```

or for a whole folder, in the settings of the editor:

```json
{
  \"yaml.schemas\": {
    \"./public/schemas/manifest.schema.json\": [\"manifests/*.yaml\"]
  }
}
```

The schemas know types, ranges, words and required keys. What depends on the Controller (agents, catalog items, ports in
use) is checked by the console and by [check-manifest](check-manifest.md).

## Rules for all kinds

* Any scalar may be a template, `\"{{ name }}\"`, and has to be quoted then.
* A key with nothing after it is null, and null is not the same as absent: most fields refuse it.
* \"Left out\" says what deploying does to an existing object where the document does not mention a field; a field that is
  kept may say how it is taken away.
* \"Restarts\" marks fields whose change makes a new container: of the microservice, or of every microservice that uses
  the registry or catalog item.
* Quote whatever should be text but looks like something else: `\"yes\"`, `\"012\"`, `\"1.10\"`, `\"2024-01-01\"`.
";

const PROBLEMS: &str = "
## Problems

The codes of the problems that the console and check-manifest report.

| Code | Meaning |
|---|---|
";

fn section(out: &mut String, kind: &'static KindSpec) {
    out.push_str(&format!("\n## {}\n\n{}\n\n", kind.name, kind.help));
    out.push_str("| Field | Type | Required | Default | Left out | Restarts | Since | |\n|---|---|---|---|---|---|---|---|\n");
    let all = kind.paths();
    let below = ["microservices[].", ".agent.config.", "routes[].", "msRoutes."];
    let frame = ["apiVersion", "kind", "metadata", "spec", "status"];
    let hidden = |path: &str| frame.contains(&path) || below.iter().any(|part| path.contains(part));
    let (current, gone): (Vec<_>, Vec<_>) = all
        .into_iter()
        .filter(|(path, _)| !hidden(path))
        .partition(|(_, field)| field.status == Status::Current);
    for (path, field) in current {
        let is_sent = |below: &str| kind.rows().iter().any(|row| row.path == below);
        out.push_str(&row(&path, field, path.strip_prefix("spec.").is_some_and(is_sent)));
    }
    if kind.paths().iter().any(|(path, _)| path.ends_with(".microservices")) {
        out.push_str("\nEach item of `microservices` has the fields of the `spec` of a [Microservice](#microservice), and a `name`.\n");
    }
    if gone.is_empty() {
        return;
    }
    out.push_str("\nRead, but without effect:\n\n| Field | Why |\n|---|---|\n");
    for (path, field) in gone {
        let why = match field.status {
            Status::Retired { until, advice } => format!("Last known to {until}. {advice}"),
            Status::Ignored { why } => format!("{}.", capital(why)),
            Status::Current => String::new(),
        };
        out.push_str(&format!("| `{path}` | {} |\n", cell(&why)));
    }
}

/// `compared`: the field as a whole is compared with what is there, and sent when it differs.
fn row(path: &str, field: &Field, compared: bool) -> String {
    let required = match field.required {
        Required::Yes => "yes",
        Required::OnCreate => "to create",
        Required::No => "",
    };
    let default = if field.default.is_empty() { String::new() } else { format!("`{}`", field.default) };
    let left_out = if compared { left_out(field) } else { "" };
    let restarts = if compared && field.restarts != Restarts::No { "yes" } else { "" };
    let example = if field.hint.is_empty() { String::new() } else { format!(" Example: `{}`", field.hint) };
    let words = [
        format!("`{path}`"),
        field.ty.describe(),
        required.to_owned(),
        default,
        left_out.to_owned(),
        restarts.to_owned(),
        field.since.to_owned(),
        format!("{}{example}", field.help),
    ];
    let cells: Vec<String> = words.iter().map(|word| cell(word)).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn left_out(field: &Field) -> &'static str {
    match (field.absent, &field.ty) {
        (Absent::Keep, _) => "kept",
        (Absent::KeepUntilEmpty, Type::Integer { .. }) => "kept; `0` clears",
        (Absent::KeepUntilEmpty, _) => "kept; `\"\"` clears",
        (Absent::Reset, _) => "reset",
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

fn capital(text: &str) -> String {
    if text.split(' ').next().is_some_and(|word| word.contains('.')) {
        // The name of a field keeps its spelling.
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
