//! Braces: what is escaped is stored as it was, what is typed into a form is what the form shows, and any text can be
//! checked.

use std::io::Error;

use manifest::input::Input;
use manifest::wire::liquid::{escape, is_template, literal};
use manifest::{Manifest, check};
use serde_json::json;

pub(super) const WORDS: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{% raw %}",
    "{% endraw %}",
    "{%-",
    "-%}",
    "{{-",
    "endraw",
    "raw",
    " ",
    "{",
    "%",
    "| findAgent",
    "\"",
    "'",
    "\n",
    "{% if x %}",
    "{% endif %}",
    "{% for a in b %}",
    "{% assign a = 1 %}",
    "{% comment %}",
    "{% endcomment %}",
    "self.name",
    "ä",
    "😀",
    "| map: \"a\"",
];

pub(super) fn corpus() -> Result<Vec<Vec<u8>>, Error> {
    let texts = [
        "plain",
        "{{ self.name }}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% if a %}b{% else %}c{% endif %}",
        "{{ \"edge-1\" | findAgent | map: \"uuid\" | first }}",
    ];
    Ok(texts.iter().map(|text| text.as_bytes().to_vec()).collect())
}

pub(super) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let escaped = escape(&text);
    assert_eq!(literal(&escaped).as_deref(), Some(&*text));
    assert!(!is_template(&escaped));
    form(&text);
    for frame in [
        json!({"apiVersion": "datasance.com/v3", "kind": "Registry", "spec": {"url": text, "password": text, "private": text}}),
        json!({"apiVersion": "datasance.com/v3", "kind": "Application", "metadata": {"name": "a"}, "spec": {"microservices": [
            {"name": text, "agent": {"name": text}, "config": {"a": text}, "container": {"ports": [{"internal": text}]}}]}}),
    ] {
        check(&Manifest::parse(frame.to_string()), None);
    }
}

/// The first half is what is written, the second what is typed over it.
fn form(text: &str) {
    let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (written, new) = text.split_at(middle);
    let new = new.replace(['\r', '\n'], " ");
    for secret in [false, true] {
        let input = Input { secret, evaluated: true };
        let after = input.typed(written, &new);
        assert_eq!(input.shown(&after), new, "what was typed is shown");
        assert!(!secret || after == written || !is_template(&after), "a password is no template");
    }
}
