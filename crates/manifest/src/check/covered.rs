//! Dots that were copied in the place of a covered value: they are no value, and would be sent as one.

use super::context::Context;
use crate::secrets::DOTS;
use crate::tree::Node;

pub(crate) fn check(cx: &mut Context, root: Node) {
    if !cx.document.text().contains(DOTS) {
        return;
    }
    let mut found = Vec::new();
    root.walk(&mut |_, node, is_key| {
        if !is_key && node.scalar_text().is_some_and(|text| text.trim() == DOTS) {
            found.push(node);
        }
    });
    for node in found {
        cx.error(
            "covered-value",
            node,
            "Dots stand in the place of a value that was covered. Type the value.",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::Manifest;

    fn check(value: &str, expected: bool) {
        let text = format!(
            "apiVersion: datasance.com/v3\nkind: Registry\nspec:\n  url: a\n  private: true\n  username: b\n  password: {value}\n  email: c@d.e\n"
        );
        let found = crate::check(&Manifest::parse(text), None);
        assert_eq!(
            found.iter().any(|problem| problem.code == "covered-value"),
            expected,
            "{value}: {found:?}"
        );
    }

    #[test]
    fn dots_are_no_value() {
        check("••••••••", true);
        check("'••••••••'", true);
        check("|\n    ••••••••", true);
        check("hunter2", false);
        check("••••", false);
    }
}
