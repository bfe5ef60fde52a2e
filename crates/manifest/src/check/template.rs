//! Liquid templates in values: where they would not do what they look like (manifest rules 1.9).

use super::context::Context;
use crate::tree::Node;
use crate::wire::liquid::opening;

/// A piece of a text that the Controller evaluates.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Tag<'a> {
    /// `{{ expression }}`
    Output(&'a str),
    /// `{% statement %}`
    Statement(&'a str),
    /// Opened and never closed.
    Unclosed(&'a str),
}

/// The tags of a text in order; what stands between `{% raw %}` and `{% endraw %}` is text, and in a comment is nothing.
pub(crate) fn tags(text: &str) -> Vec<Tag<'_>> {
    scan(text).0
}

/// The tags, and whether a `{% raw %}` or `{% comment %}` at the end is never closed.
fn scan(text: &str) -> (Vec<Tag<'_>>, Option<&'static str>) {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = opening(rest) {
        let open = rest.get(at..).unwrap_or_default();
        let inner = open.get(2..).unwrap_or_default();
        let output = open.starts_with("{{");
        let Some((body, after)) = inner.split_once(if output { "}}" } else { "%}" }) else {
            out.push(Tag::Unclosed(open));
            break;
        };
        let body = body.trim_matches('-').trim();
        rest = after;
        let verbatim = ["raw", "comment"].into_iter().find(|word| !output && *word == body);
        if output {
            out.push(Tag::Output(body));
        } else if let Some(word) = verbatim {
            let Some(behind) = behind_end(after, word) else { return (out, Some(word)) };
            rest = behind;
        } else {
            out.push(Tag::Statement(body));
        }
    }
    (out, None)
}

/// Whether the Controller puts anything else in the place of a text; what is wrapped in `{% raw %}` stays.
pub(crate) fn is_evaluated(text: &str) -> bool {
    !tags(text).is_empty()
}

/// What follows the end of a `{% raw %}` or `{% comment %}`.
fn behind_end<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let ends = |(at, _): &(usize, &str)| text.get(..*at).is_some_and(|before| before.ends_with("end"));
    let (end, _) = text.match_indices(word).find(ends)?;
    text.get(end..)?.split_once("%}").map(|(_, after)| after)
}

/// Reports what is wrong with the templates of one text. `known` are the variables that exist where it is evaluated.
pub(crate) fn check(cx: &mut Context, node: Node, in_config: bool, known: &[&str]) {
    let Some(text) = node.scalar_text() else { return };
    let mut defined: Vec<&str> = vec!["self", "forloop"];
    let (tags, open) = scan(text);
    let open = open.map(|word| (word, "is never closed"));
    if let Some((word, what)) = open.or_else(|| statement_at_fault(&tags)) {
        let message = format!(
            "{{% {word} %}} {what}: the Controller would put an error text in the place of the value. For literal braces \
             use {{% raw %}}."
        );
        cx.warning("template-unclosed", node, message);
    }
    for tag in tags {
        match tag {
            Tag::Unclosed(open) => {
                let open: String = open.chars().take(20).collect();
                let message = format!(
                    "The template that begins with \"{open}\" is never closed: the Controller would put an error text in \
                     the place of the value. For literal braces use {{% raw %}}."
                );
                cx.warning("template-unclosed", node, message);
            }
            Tag::Statement(body) => defined.extend(defines(body)),
            Tag::Output(body) => {
                if in_config && body.contains('"') {
                    let message = "In config, double quotes inside a template replace the whole config by an error text. Use \
                                   single quotes there.";
                    cx.warning("template-quotes", node, message);
                }
                let undefined =
                    variable(body).filter(|name| !defined.contains(name) && !known.contains(name));
                if let Some(name) = undefined {
                    let message = format!(
                        "The variable \"{name}\" is not defined here, so the Controller would read it as undefined. For \
                         literal braces use {{% raw %}}."
                    );
                    cx.warning("template-undefined", node, message);
                    // Said once for each name.
                    defined.push(name);
                }
            }
        }
    }
}

/// Statements that need an end of their own.
const BLOCKS: &[&str] = &["if", "unless", "case", "for", "tablerow", "capture"];
/// Statements that stand alone.
const SINGLE: &[&str] = &[
    "assign",
    "break",
    "continue",
    "cycle",
    "decrement",
    "echo",
    "else",
    "elsif",
    "increment",
    "include",
    "layout",
    "liquid",
    "render",
    "when",
];

/// The first statement that Liquid does not know, or whose block is not closed or not opened.
fn statement_at_fault<'t>(tags: &[Tag<'t>]) -> Option<(&'t str, &'static str)> {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        let Tag::Statement(body) = tag else { continue };
        let word = body.split_whitespace().next().unwrap_or_default();
        if BLOCKS.contains(&word) {
            open.push(word);
        } else if let Some(end) = word.strip_prefix("end") {
            if open.pop() != Some(end) {
                return Some((word, "closes nothing"));
            }
        } else if !SINGLE.contains(&word) && !word.starts_with('#') && word != "block" {
            return Some((word, "is no statement of Liquid"));
        }
    }
    open.pop().map(|word| (word, "is never closed"))
}

/// The name that a statement defines for the rest of the text.
fn defines(body: &str) -> Option<&str> {
    let mut words = body.split_whitespace();
    match words.next()? {
        "assign" | "capture" | "for" | "increment" | "decrement" => {
            words.next().map(|name| name.trim_end_matches('='))
        }
        _ => None,
    }
}

/// The variable that an expression begins with; none for literals.
fn variable(body: &str) -> Option<&str> {
    let end = body.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(body.len());
    let name = body.get(..end)?;
    let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let literal = matches!(name, "true" | "false" | "nil" | "null" | "empty" | "blank");
    (starts && !literal).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_raw_text_is_left_alone() {
        for (text, expected) in [
            ("plain", vec![]),
            ("a {{ b }} c", vec![Tag::Output("b")]),
            ("{{- b -}}", vec![Tag::Output("b")]),
            ("{% raw %}{{ x }}{% endraw %}{{y}}", vec![Tag::Output("y")]),
            ("{% raw %}{{ x", vec![]),
            ("{% assign a = 1 %}{{a}}", vec![Tag::Statement("assign a = 1"), Tag::Output("a")]),
            ("{% comment %}{{ x }}{% endcomment %}{{y}}", vec![Tag::Output("y")]),
            ("{% raw %}raw{% endraw %}{{y}}", vec![Tag::Output("y")]),
            ("{{ bad", vec![Tag::Unclosed("{{ bad")]),
            ("}} %} { {", vec![]),
        ] {
            assert_eq!(tags(text), expected, "{text}");
        }
    }

    #[test]
    fn statements_have_to_be_known_and_closed() {
        for (text, fault) in [
            ("{% if x %}y{% endif %}", None),
            ("{% for a in b %}{{ a }}{% if a %}{% endif %}{% endfor %}", None),
            ("{% assign a = 1 %}{%- # a remark -%}", None),
            ("{% if x %}y", Some(("if", "is never closed"))),
            ("y{% endif %}", Some(("endif", "closes nothing"))),
            ("{% if x %}{% endfor %}", Some(("endfor", "closes nothing"))),
            ("{% set a = 1 %}", Some(("set", "is no statement of Liquid"))),
        ] {
            assert_eq!(statement_at_fault(&tags(text)), fault, "{text}");
        }
    }

    #[test]
    fn an_expression_begins_with_a_variable_or_a_literal() {
        for (body, name) in [
            ("self.name", Some("self")),
            ("ext-port", Some("ext-port")),
            ("a | upcase", Some("a")),
            ("'x' | upcase", None),
            ("\"\" | findAgent", None),
            ("42", None),
            ("true", None),
            ("", None),
        ] {
            assert_eq!(variable(body), name, "{body}");
        }
    }
}
