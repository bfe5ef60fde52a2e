//! What the input of a form shows of a value, and what is written for what is typed into it.
//!
//! Whoever types braces into a form means braces. The Controller evaluates them in most kinds (manifest rules 1.9), so
//! they are written between raw tags, and shown without. A template that stands in the text goes on being one while it is
//! worked on.

use std::borrow::Cow;

use crate::position::apply;
use crate::typed::typed;
use crate::wire::liquid;

/// An input of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input {
    /// What is typed is never a template, whatever stood there before.
    pub secret: bool,
    /// The Controller evaluates the braces in texts of this kind.
    pub evaluated: bool,
}

impl Input {
    /// What is shown of a value as it is written.
    pub fn shown<'t>(&self, written: &'t str) -> Cow<'t, str> {
        match liquid::literal(written).filter(|_| self.evaluated) {
            Some(literal) if literal != written => Cow::Owned(literal),
            _ => Cow::Borrowed(written),
        }
    }

    /// What is written when the input that shows `written` is made to show `new`.
    pub fn typed(&self, written: &str, new: &str) -> String {
        let shown = self.shown(written);
        let Some(edit) = typed(&shown, new) else { return written.to_owned() };
        let text = apply(&shown, std::slice::from_ref(&edit));
        let whole = edit.range == (0..shown.len());
        let template = liquid::is_template(written) && liquid::is_template(&text) && !whole && !self.secret;
        if template || !self.evaluated { text } else { liquid::escape(&text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Input = Input { secret: false, evaluated: true };
    const PASSWORD: Input = Input { secret: true, ..TEXT };
    const DATA: Input = Input { evaluated: false, ..TEXT };

    /// Each row: what is written, what is shown of it, what is typed then, what is written then.
    fn check(input: Input, rows: &[(&str, &str, &str, &str)]) {
        for (written, shown, new, expected) in rows {
            assert_eq!(input.shown(written), *shown, "{written}");
            let outcome = input.typed(written, new);
            assert_eq!(outcome, *expected, "{written} typed to {new}");
            let again = input.shown(&outcome);
            assert_eq!(crate::shown(&again), crate::shown(new), "what was typed is what is shown");
        }
    }

    #[test]
    fn braces_that_are_typed_are_meant_as_they_stand() {
        check(
            TEXT,
            &[
                ("", "", "a", "a"),
                ("", "", "p{{x}}q", "{% raw %}p{{x}}q{% endraw %}"),
                ("{% raw %}{{x}}{% endraw %}", "{{x}}", "{{xy}}", "{% raw %}{{xy}}{% endraw %}"),
                ("{% raw %}{{x}}{% endraw %}", "{{x}}", "x}}", "x}}"),
                ("a", "a", "a{% endraw %}", "a{% raw %}{%{% endraw %} endraw %}"),
                ("a{% raw %}{%{% endraw %} endraw %}", "a{% endraw %}", "a", "a"),
                ("{ a }", "{ a }", "{ ab }", "{ ab }"),
            ],
        );
    }

    #[test]
    fn a_template_goes_on_being_one_until_all_of_it_is_replaced() {
        check(
            TEXT,
            &[
                ("{{ a }}", "{{ a }}", "{{ ab }}", "{{ ab }}"),
                ("{{ a }}", "{{ a }}", "x{{ a }}", "x{{ a }}"),
                ("{{ a }}", "{{ a }}", "%%", "%%"),
                ("{{ a }}", "{{ a }}", "p{%", "{% raw %}p{%{% endraw %}"),
                (
                    "{{ a }}{% endraw %}",
                    "{{ a }}{% endraw %}",
                    "{% raw %}{{ a }}{% endraw %}",
                    "{% raw %}{%{% endraw %} raw %}{% raw %}{{{% endraw %} a }}{% raw %}{%{% endraw %} endraw %}",
                ),
            ],
        );
        check(PASSWORD, &[("p{{x}}q", "p{{x}}q", "p{{x}}qr", "{% raw %}p{{x}}qr{% endraw %}")]);
    }

    #[test]
    fn data_that_nobody_evaluates_is_written_as_it_is() {
        check(
            DATA,
            &[
                ("", "", "{{x}}", "{{x}}"),
                (
                    "{% raw %}a{% endraw %}",
                    "{% raw %}a{% endraw %}",
                    "{% raw %}ab{% endraw %}",
                    "{% raw %}ab{% endraw %}",
                ),
            ],
        );
    }

    #[test]
    fn typing_keeps_the_lines_that_are_not_touched() {
        check(
            TEXT,
            &[
                ("a\r\nb\r\n", "a\r\nb\r\n", "a\nbc\n", "a\r\nbc\r\n"),
                ("ab", "ab", "a\nb", "a\nb"),
                ("a\nb", "a\nb", "", ""),
            ],
        );
    }
}
