use serde_json::{Value, json};

use super::{Directory, render_body};

struct Nobody;

impl Directory for Nobody {
    fn agents(&self) -> Value {
        json!([])
    }
    fn agent(&self, name: &str) -> Result<Value, String> {
        Err(format!("Invalid ioFog UUID '{name}'"))
    }
    fn application(&self, name: &str) -> Result<Value, String> {
        Ok(json!({"name": name}))
    }
    fn microservice_agent(&self, _: &Value) -> Result<Value, String> {
        Ok(Value::Null)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "literals read better without signs")]
fn check(body: Value, expected: Value) {
    let mut rendered = body.clone();
    render_body(&mut rendered, &Nobody);
    assert_eq!(rendered, expected, "{body}");
}

#[test]
fn a_single_output_keeps_its_type_and_a_longer_text_is_text() {
    check(json!({"a": "{{ 5 }}", "b": "x{{ 5 }}"}), json!({"a": 5, "b": "x5"}));
    check(json!({"a": "{{ \"true\" | toBoolean }}"}), json!({"a": true}));
    check(json!({"a": "{{ 1 | plus: 2 }}", "b": ["{{ 'A' | downcase }}"]}), json!({"a": 3, "b": ["a"]}));
    check(json!({"a": "{{ \"\" | findAgent }}"}), json!({"a": []}));
}

#[test]
fn the_type_is_kept_by_what_is_written_alone_wherever_it_stands() {
    check(json!({"a": "{% assign n = 5 %}{{ n }}"}), json!({"a": 5}));
    check(
        json!({"a": "{% if true %}{{ 5 }}{% endif %}", "b": "{% if false %}x{% endif %}"}),
        json!({"a": 5, "b": ""}),
    );
    check(json!({"a": "{{ 1 }}{{ 2 }}", "b": "{{ '' }}{{ 2 }}"}), json!({"a": 3, "b": 2}));
    check(
        json!({"a": "{% for i in (1..3) %}{{ i }}{% endfor %}", "b": "{{ 1 }} {{ 2 }}"}),
        json!({"a": 6, "b": "1 2"}),
    );
    check(json!({"a": "{{ nothing }}y", "b": "{{ nil }}-"}), json!({"a": "undefinedy", "b": "null-"}));
    check(json!({"a": "x{{ self.l }}", "l": [1, [2, 3]]}), json!({"a": "x1,2,3", "l": [1, [2, 3]]}));
}

#[test]
fn conversions_read_json_and_leave_alone_what_is_none() {
    check(
        json!({"a": "{{ '5' | toNumber }}", "b": "{{ 'x' | toNumber }}", "c": "{{ 'yes' | toBoolean }}"}),
        json!({"a": 5, "b": "x", "c": "yes"}),
    );
    check(json!({"a": "{{ '0' | toBoolean }}", "b": "{{ 5 | toString }}"}), json!({"a": 0, "b": "5"}));
    check(json!({"a": "{{ nothing | toString }}"}), json!({}));
}

#[test]
fn unknown_variables_print_undefined_or_drop_their_field() {
    check(json!({"a": "x{{ nothing }}y", "b": "{{ nothing }}"}), json!({"a": "xundefinedy"}));
    check(json!({"d": "{{ self.on }}-{{ 2 | times: 3 }}"}), json!({"d": "undefined-6"}));
}

#[test]
fn later_values_see_earlier_ones_rendered() {
    check(json!({"a": "{{ 1 | plus: 1 }}", "b": "{{ self.a }}!"}), json!({"a": 2, "b": "2!"}));
}

#[test]
fn a_broken_template_stores_its_error_text() {
    check(
        json!({"a": "{{ broken"}),
        json!({"a": "TokenizationError: output \"{{ broken\" not closed, line:1, col:1"}),
    );
    check(
        json!({"a": "x {% if"}),
        json!({"a": "TokenizationError: tag \"{% if\" not closed, line:1, col:3"}),
    );
    check(json!({"a": "{% nope %}"}), json!({"a": "ParseError: tag \"nope\" not found, line:1, col:1"}));
    check(
        json!({"a": "{{ nothing | findAgent }}"}),
        json!({"a": "RenderError: Invalid ioFog UUID 'undefined', line:1, col:1"}),
    );
}

#[test]
fn blocks_may_be_nested_but_not_without_end() {
    let nested = |depth: usize| format!("{}x{}", "{% if true %}".repeat(depth), "{% endif %}".repeat(depth));
    check(json!({"a": nested(50)}), json!({"a": "x"}));
    let mut body = json!({"a": nested(20_000)});
    render_body(&mut body, &Nobody);
    assert!(body["a"].as_str().is_some_and(|text| text.starts_with("ParseError")));
}

#[test]
fn harmless_signs_stay_and_raw_is_an_escape() {
    check(json!({"a": "}} %} {# #} { {"}), json!({"a": "}} %} {# #} { {"}));
    check(json!({"a": "{% raw %}{{x}}{% endraw %}"}), json!({"a": "{{x}}"}));
    check(
        json!({"a": "{% for x in self.l %}<{{ x }}>{% endfor %}", "l": [1, 2]}),
        json!({"a": "<1><2>", "l": [1, 2]}),
    );
    check(
        json!({"a": "{% if self.b == 1 %}yes{% else %}no{% endif %}", "b": 1}),
        json!({"a": "yes", "b": 1}),
    );
}

/// Templates in a body with a name and a list, and the text that the engine makes of them.
const TEXTS: &str = r#"
    {% for i in (1..3) %}{{ i }},{% endfor %} => 1,2,3,
    {% for i in self.list %}{{ forloop.index }}{{ i }}{% endfor %}{{ i }}. => 1b2aundefined.
    {% for i in self.list limit:1 %}{{ i }}{% endfor %} => b
    {% for i in self.list offset:1 %}{{ i }}{% endfor %} => a
    {% for i in self.list reversed %}{{ i }}{% endfor %} => ab
    {% for i in nothing %}x{% else %}none{% endfor %} => none
    {% for i in (1..5) %}{% if i == 3 %}{% break %}{% endif %}{{ i }};{% endfor %} => 1;2;
    {% for i in (1..3) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }};{% endfor %} => 1;3;
    {% case self.name %}{% when "x" %}X{% when "y", "t" %}T{% else %}-{% endcase %} => T
    {% case self.name %}{% when "x" %}X{% else %}-{% endcase %} => -
    {% capture c %}a{{ self.name }}{% endcapture %}{{ c }}! => at!
    a {{- self.name -}} b => atb
    {{ "a\"b" }} => a"b
    {{ "open }} => ope
    {{ "a b&c" | url_encode }} => a+b%26c
    {{ "abcdef" | truncate: 4 }} => a...
    {{ 5 5 }} => ParseError: unexpected token at "5", line:1, col:1
    {% if self.name %}a => ParseError: tag {% if self.name %} not closed, line:1, col:1
    {% assign x %} => ParseError: illegal token {% assign x %}, line:1, col:1
    {% for x %} => ParseError: illegal tag: {% for x %}, line:1, col:1
    {%%} => TokenizationError: illegal tag syntax, line:1, col:1
    {% raw %}a => TokenizationError: raw "{% raw %}a" not closed, line:1, col:10
"#;

#[test]
fn texts_are_those_of_the_engine() {
    for row in TEXTS.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let (template, text) = row.split_once(" => ").unwrap();
        let mut body = json!({"name": "t", "list": ["b", "a"], "text": template});
        render_body(&mut body, &Nobody);
        assert_eq!(body["text"], text, "{template}");
    }
}

#[test]
fn loops_in_loops_come_to_an_end() {
    let round = "{% for i in (1..9999) %}";
    let mut body = json!({"text": format!("{0}{0}{0}x{1}{1}{1}", round, "{% endfor %}")});
    render_body(&mut body, &Nobody);
    assert!(body["text"].as_str().is_some_and(|text| text.len() < 30_000));
}
